/**
 * How long the action takes from the start of Node.js to its results, over Node.js alone:
 * `node cold-start.mjs [ROUNDS [LIMIT]]`. A pull request that changes five Dockerfiles, in a clone with
 * all it needs; both are started in turn, so that what slows the machine down slows both. Ends with 1
 * where the median of the differences is over the limit, in milliseconds.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { commit, git, repository, write } from './runner.js';

const [rounds = '40', limit] = process.argv.slice(2);
const top = fileURLToPath(new URL('../../', import.meta.url));
const action = path.join(top, 'dist/index.mjs');
const NAMES = ['go/Dockerfile', 'go/fixed.Dockerfile', 'node/Dockerfile', 'node/fixed.Dockerfile', 'python/Dockerfile'];

const place = mkdtempSync(path.join(os.tmpdir(), 'cold-start-'));
try {
  const folder = path.join(place, 'repository');
  cpSync(path.join(top, 'examples'), folder, { recursive: true });
  repository(folder, {});
  const base = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'switch', '--quiet', '--create', 'topic');
  const edited = (name) => readFileSync(path.join(folder, name), 'utf8').replace(/\n/, '\n# changed\n');
  const head = commit(folder, Object.fromEntries(NAMES.map((name) => [name, edited(name)])));
  git(folder, 'switch', '--quiet', '--detach', base);
  git(folder, 'merge', '--quiet', '--no-ff', '--no-edit', 'topic');
  const sha = git(folder, 'rev-parse', 'HEAD');
  const payload = { number: 1, pull_request: { number: 1, base: { sha: base }, head: { sha: head } } };
  write(place, { 'event.json': JSON.stringify(payload), 'temp/.keep': '' });

  const env = {
    PATH: process.env.PATH,
    HOME: place,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: path.join(place, 'event.json'),
    GITHUB_SHA: sha,
    GITHUB_OUTPUT: path.join(place, 'output'),
    GITHUB_STEP_SUMMARY: path.join(place, 'summary'),
    RUNNER_TEMP: path.join(place, 'temp'),
    'INPUT_FAIL-ON': 'never',
  };
  const time = (...args) => {
    write(place, { output: '', summary: '' });
    const start = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
    const taken = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) throw new Error(stdout + stderr);
    return taken;
  };
  const bare = () => time('--eval', '0');
  const ours = () => time(action);
  // The first of each reads the disk.
  bare();
  ours();
  const checked = /^changed-files<<(.*)\n(.*)\n\1$/m.exec(readFileSync(env.GITHUB_OUTPUT, 'utf8'))?.[2];
  if (JSON.parse(checked).length !== NAMES.length) throw new Error(`other files were checked: ${checked}`);

  const pairs = Array.from({ length: Number(rounds) }, () => [bare(), ours()]);
  const of = (values, share) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) * share)];
  const show = (name, values) => console.log(`${name}: median ${of(values, 0.5).toFixed(1)} ms, best ${of(values, 0).toFixed(1)}, 90 % within ${of(values, 0.9).toFixed(1)}`);
  show('Node.js alone', pairs.map(([alone]) => alone));
  show('the action', pairs.map(([, action]) => action));
  const over = pairs.map(([alone, action]) => action - alone);
  show('over Node.js', over);
  if (limit !== undefined && of(over, 0.5) > Number(limit)) process.exitCode = 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
