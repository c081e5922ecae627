/** A runner and repositories for it: what GitHub gives a step, and nothing else of this machine. */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ACTION = fileURLToPath(new URL('../../dist/index.mjs', import.meta.url));

/** A Dockerfile that no rule selected in these tests has anything against. */
export const CLEAN = 'FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT ["/app"]\n';
/** One with exactly one error, on its last line: scratch has no shell. */
export const BROKEN = 'FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT /app\n';
/** The rule that speaks of it. Tests select it, so that further rules change nothing here. */
export const RULE = 'exec-form-required';

/** A temporary folder that ends with the test, by its real name. */
export function temporary(test) {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'action test ')));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files by name below a folder. */
export function write(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** git, without the configuration of whoever runs the tests. */
export function git(folder, ...args) {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** A new repository with one commit of these files. */
export function repository(folder, files) {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder, files);
  return folder;
}

/** Writes files and commits all that differs; the new commit. */
export function commit(folder, files = {}) {
  write(folder, files);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=change');
  return git(folder, 'rev-parse', 'HEAD');
}

/**
 * Runs the action on a workspace. `inputs` are named as in action.yml; where none selects rules,
 * `RULE` alone is run. The result has the exit code, the log and what the step handed over.
 */
export function run(test, workspace, options) {
  const { how, result } = prepare(test, workspace, options);
  const { status, stdout, stderr } = spawnSync(process.execPath, [ACTION], { ...how, encoding: 'utf8' });
  return result(status, stdout, stderr);
}

/** The same, where the test itself has to answer the action meanwhile. */
export async function runBeside(test, workspace, options) {
  const { how, result } = prepare(test, workspace, options);
  const child = spawn(process.execPath, [ACTION], { ...how, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = async (stream) => Buffer.concat(await stream.toArray()).toString();
  const ended = new Promise((done) => child.on('close', done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return result(status, stdout, stderr);
}

/** What a runner gives a step, and how what the step leaves is read. */
function prepare(test, workspace, { event = 'workflow_dispatch', payload = {}, sha, inputs = {}, env = {} } = {}) {
  const place = temporary(test);
  write(place, { 'event.json': JSON.stringify(payload), output: '', 'summary.md': '', 'temp/.keep': '' });
  const runner = {
    PATH: process.env.PATH,
    HOME: place,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: path.join(place, 'event.json'),
    GITHUB_SHA: sha ?? '',
    GITHUB_OUTPUT: path.join(place, 'output'),
    GITHUB_STEP_SUMMARY: path.join(place, 'summary.md'),
    RUNNER_TEMP: path.join(place, 'temp'),
  };
  if (process.platform === 'win32') runner.SystemRoot = process.env.SystemRoot;
  const given = { 'changed-files': 'auto', 'working-directory': '.', select: RULE, ...inputs };
  for (const [name, value] of Object.entries(given)) runner[`INPUT_${name.toUpperCase()}`] = value;
  const how = { cwd: existsSync(workspace) ? workspace : place, env: { ...runner, ...env } };
  return { how, result: (status, stdout, stderr) => left(runner, status, stdout, stderr) };
}

function left(runner, status, stdout, stderr) {
  const outputs = readOutputs(readFileSync(runner.GITHUB_OUTPUT, 'utf8'));
  return {
    status,
    stdout,
    stderr,
    outputs,
    /** The Dockerfiles that were checked. */
    files: outputs['changed-files'] === undefined ? undefined : JSON.parse(outputs['changed-files']),
    summary: readFileSync(runner.GITHUB_STEP_SUMMARY, 'utf8'),
    temp: runner.RUNNER_TEMP,
    commands: stdout.split(/\r\n|\r|\n/).flatMap((line) => command(line) ?? []),
  };
}

/** Outputs as the runner reads them: `name<<end`, lines, `end`. */
function readOutputs(text) {
  const outputs = {};
  const lines = text.split('\n');
  for (let line = lines.shift(); line; line = lines.shift()) {
    const [, name, end] = /^([^<=]+)<<(.+)$/.exec(line) ?? [];
    if (!name) throw new Error(`not an output: ${line}`);
    const stop = lines.indexOf(end);
    if (stop < 0) throw new Error(`the output ${name} has no end`);
    outputs[name] = lines.splice(0, stop).join('\n');
    lines.shift();
  }
  return outputs;
}

/** A line as the runner takes it: `::name properties::data` at its start, blanks before it allowed. */
function command(line) {
  const [, name, properties, data] = /^\s*::([^\s:]+)(?:\s+(.*?))?::(.*)$/.exec(line) ?? [];
  if (!name) return undefined;
  const unescape = (text) =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  const entries = (properties ?? '').split(',').filter(Boolean);
  const fields = entries.map((entry) => [entry.slice(0, entry.indexOf('=')), unescape(entry.slice(entry.indexOf('=') + 1))]);
  return { name, ...Object.fromEntries(fields), data: unescape(data) };
}
