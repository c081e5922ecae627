/** The command line: from the arguments to the report and the exit code. */

import fs from 'node:fs';
import path from 'node:path';
import { contextOf } from '../../../action/src/context.js';
import { engine } from '../../../action/src/engine.js';
import { names, parse } from './arguments.js';
import { configuration } from './configuration.js';
import { definitions } from './definitions.js';
import { discover } from './discover.js';
import { real, shown } from './paths.js';
import { readText } from './text.js';
import { HELP, UsageError } from './usage.js';

/** Replaced when the package is built. */
const VERSION = __VERSION__;

/** Runs the program; resolves to its exit code. */
export async function main(words) {
  try {
    return await run(words);
  } catch (problem) {
    if (!(problem instanceof UsageError)) throw problem;
    note(`error: ${problem.message}`);
    return 2;
  }
}

async function run(words) {
  const { values, paths } = parse(words);
  if (values.help) return print(HELP);
  if (values.version) return print(`distroless-check ${VERSION}\n`);
  const current = process.cwd();
  const checker = engine();
  const today = day(values.today);
  const baseline = values.baseline === undefined ? undefined : readBaseline(values.baseline);
  const { config, problem } = configuration(values, current);
  const { files, notes, stdin } = await chosen(values, paths, current, checker, config);
  const say = values.quiet ? () => {} : note;
  notes.forEach((text) => say(`note: ${text}; it is passed over`));
  if (files.length === 0 && !problem) say(NOTHING);

  const format = values.format ?? 'text';
  const isText = format === 'text';
  const answer = checker.analyze(
    {
      files: problem ? [problem, ...files] : files,
      today,
      target: values.target,
      buildArgs: values['build-arg'],
      config,
      select: names(values.select),
      ignore: names(values.ignore),
      failOn: values['fail-on'],
      baseline,
      reproducible: values.reproducible,
      showSuppressed: !values['no-suppressed'],
      formats: isText ? [] : [format],
      text: isText ? { coloured: isColoured(values.output), quiet: values.quiet, width: width(values.output) } : undefined,
    },
    // What is beside standard input is not known, unless it has a name.
    stdin ? undefined : context(current),
  );
  if (answer.error) throw new UsageError(answer.error);
  if (!isText && format !== 'github') answer.problems.forEach((line) => say(`error: ${line}`));
  write(answer.outputs[format], values.output);
  if (values.output !== undefined) say(answer.summary);
  return answer.exitCode;
}

const NOTHING =
  'warning: no Dockerfiles found (a Dockerfile is called Dockerfile, Dockerfile.NAME, NAME.Dockerfile or Containerfile; ' +
  'name a file of another name itself)';

/** The files as the checker takes them. */
async function chosen(values, paths, current, checker, config) {
  const buildFiles = !values['no-build-files'];
  const found = discover(paths, current, buildFiles, checker.isDockerfile);
  const stdinName = values['stdin-filename'];
  if (found.stdin && paths.length > 1) {
    throw new UsageError('standard input is checked alone here (leave out the other paths, or use the native program)');
  }
  const kept = new Set(checker.select({ files: found.searched.map((file) => file.path), config }));
  const dockerfiles = [...found.named, ...found.searched.filter((file) => kept.has(file.path))];
  let said = { of: () => undefined, unread: [] };
  if (buildFiles) {
    const asked = await definitions([], found.asked, current);
    asked.dockerfiles.forEach((full) => dockerfiles.push({ path: shown(full, current), full }));
    const all = dockerfiles.map(({ full }) => String(full));
    if (found.stdin && stdinName !== undefined) all.push(stdinName);
    said = await definitions(all, [...found.asked, ...found.definitions], current);
  }
  const named = new Set(found.asked.map(real));
  const wrong = said.unread.filter(({ file }) => named.has(file)).map(({ file, ...problem }) => problem);
  const passedOver = said.unread.filter(({ file }) => !named.has(file));
  const files = new Map();
  for (const { path: name, full } of dockerfiles) {
    files.set(`${name}\0${full}`, { path: name, build: said.of(String(full)), ...readText(full) });
  }
  const sorted = [...files.values()].sort((a, b) => (Buffer.from(a.path).compare(Buffer.from(b.path))));
  const read = [...wrong, ...found.problems, ...sorted];
  if (found.stdin) {
    const name = stdinName === undefined ? '<stdin>' : shown(stdinName, current);
    read.push({ path: name, build: stdinName && said.of(stdinName), ...readText(0) });
  }
  return {
    files: read,
    notes: passedOver.map((problem) => `${problem.path}: ${problem.error}`),
    stdin: found.stdin && stdinName === undefined,
  };
}

/** Folders that are not below the current one start at the top of the file system. */
function context(current) {
  const [here, anywhere] = [contextOf(current), contextOf('')];
  const of = (folder) => (path.isAbsolute(folder) ? anywhere : here);
  const ask = (question) => (folder, name) => of(folder)[question](folder, name);
  return { read: ask('read'), head: ask('head'), mode: ask('mode'), list: ask('list') };
}

/** The day given, else that of SOURCE_DATE_EPOCH, else that of the clock. */
function day(given) {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined) {
    const date = new Date(given);
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(given);
    if (!isDay) throw new UsageError(`--today is \`${given}\` (give a day of the calendar as YYYY-MM-DD)`);
    return given;
  }
  if (epoch !== undefined && !/^\d{1,11}$/.test(epoch)) {
    throw new UsageError(`SOURCE_DATE_EPOCH is \`${epoch}\` (set it to whole seconds since 1970, or unset it)`);
  }
  return new Date(epoch === undefined ? Date.now() : Number(epoch) * 1000).toISOString().slice(0, 10);
}

function readBaseline(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (problem) {
    const help = 'make one with --format json --output FILE';
    throw new UsageError(`--baseline ${file} cannot be used: ${problem.code ?? problem.message} (${help})`);
  }
}

/** Colours only where they are shown, by the customs of terminals. */
function isColoured(output) {
  const { NO_COLOR: none, CLICOLOR_FORCE: always = '0', CLICOLOR: wanted = '1', TERM: terminal } = process.env;
  if (output !== undefined) return false;
  if (none) return false;
  if (always !== '0') return true;
  return Boolean(process.stdout.isTTY) && wanted !== '0' && terminal !== 'dumb';
}

/** The columns of the terminal that the report is shown on. */
const width = (output) => (output === undefined && process.stdout.isTTY ? process.stdout.columns : undefined);

function write(text, output) {
  if (output === undefined) return print(text);
  try {
    fs.writeFileSync(output, text);
  } catch (problem) {
    throw new UsageError(`${output} cannot be written: ${problem.code ?? problem.message} (name a file in a folder that is there)`);
  }
  return 0;
}

function print(text) {
  const bytes = Buffer.from(text);
  // A pipe takes a part at a time, and is not drained when the process is told to end.
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (problem) {
      // A reader that has seen enough (`| head`) is no error.
      if (problem.code === 'EPIPE') return 0;
      if (problem.code !== 'EAGAIN') throw problem;
    }
  }
  return 0;
}

/** A line on standard error, without what could act on a terminal. */
function note(text) {
  process.stderr.write(`${text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')}\n`);
}
