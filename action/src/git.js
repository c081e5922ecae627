/** Questions to git. Nothing from a repository reaches a shell. */

import path from 'node:path';
import { lstat, realpath } from './files.js';
import { Objects } from './objects.js';
import { within } from './place.js';

const { execFile, spawn } = process.getBuiltinModule('node:child_process');

/** How long git may take for an answer, in milliseconds. */
const LIMIT = 60_000;

const ALWAYS = [
  // The work tree often belongs to another user inside a container; we only read it.
  ['safe.directory', '*'],
  // Programs that a configuration names, and work that can wait.
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['maintenance.auto', 'false'],
  ['gc.auto', '0'],
].flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/** The repository of the working directory; nothing where there is none, or no git. */
export async function repository({ root, workspace, token }, env) {
  const { INPUT_TOKEN: _, ...own } = env;
  const how = (more = {}) => ({
    // Windows looks for programs in the current folder first: it must not be the repository.
    cwd: path.dirname(process.execPath),
    env: { ...own, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...more },
  });
  const git = (args, more) =>
    new Promise((resolve, reject) => {
      const limits = { encoding: 'buffer', maxBuffer: 1 << 28, timeout: LIMIT };
      const done = (error, output) => (error ? reject(error) : resolve(output));
      execFile('git', ['-C', root, ...ALWAYS, ...args], { ...how(more), ...limits }, done).stdin.end();
    });
  const ask = async (...args) => {
    try {
      return (await git(args)).toString().replace(/\r?\n$/, '') || undefined;
    } catch {
      return undefined;
    }
  };
  // Each process costs milliseconds, so what can be had without one is.
  const asked = own.GIT_DIR || own.GIT_WORK_TREE;
  const top = asked ? await ask('rev-parse', '--show-toplevel').then((shown) => shown && real(shown)) : await topOf(root, workspace);
  // A repository around the workspace is not the one that the workflow checked out.
  if (!top || within(workspace, top) === undefined) return undefined;
  const objects = new Objects(
    () => spawn('git', ['-C', root, ...ALWAYS, 'cat-file', '--batch'], { ...how(), stdio: ['pipe', 'pipe', 'ignore'] }),
    LIMIT,
  );
  const commits = await objects.read(['HEAD', 'HEAD^1']);
  if (!commits) return undefined;
  const [tip, parent] = commits;

  const isCommit = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? '') && !/^0+$/.test(name);
  const has = async (commit) => isCommit(commit) && (commit === parent?.name || (await objects.read([commit]))?.[0]?.type === 'commit');
  const prefix = within(top, root);
  let listed;
  const names = (output) => Array.from(split(output), (bytes) => fromTop(prefix, bytes));
  return {
    top,
    /** The commit that is checked out. */
    head: tip?.name,
    /** The parents that it names, also where a shallow clone does not hold them. */
    get parents() {
      const header = (tip?.bytes ?? '').toString().split('\n\n', 1)[0];
      return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
    },
    /** Whether a commit is here, or can be had. */
    async obtain(commit) {
      if (!isCommit(commit)) return false;
      if (await has(commit)) return true;
      // A clone with all of its history must not be cut off at the commit.
      const shallow = (await ask('rev-parse', '--is-shallow-repository')) === 'true';
      const depth = shallow ? ['--depth=1'] : [];
      const fetch = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...depth, 'origin', commit];
      // With the rights that the checkout left behind, if it did; a second header would be refused.
      await ask(...fetch);
      if (await has(commit)) return true;
      if (token) await git(['-c', 'http.followRedirects=false', ...fetch], authorised(token, own)).catch(() => undefined);
      return has(commit);
    },
    mergeBase: (a, b) => ask('merge-base', a, b),
    /**
     * Files of the working directory that differ between two commits. `gone` ones are not there any
     * more; `old` is the name of one that was there before, as bytes from the top.
     */
    async changed(from, to) {
      const how = ['--name-status', '--relative', '--no-ext-diff', '--no-textconv'];
      const words = [...split(await git(['diff', '-z', '-M', ...how, from, to, '--']))];
      const files = [];
      while (words.length > 1) {
        const status = words.shift().toString()[0];
        const first = fromTop(prefix, words.shift());
        if (status === 'R' || status === 'C') files.push({ ...fromTop(prefix, words.shift()), old: first.bytes });
        else if (status === 'D') files.push({ ...first, gone: true });
        else files.push({ ...first, old: status === 'A' ? undefined : first.bytes });
      }
      return files;
    },
    /** The texts of files at a commit; nothing where one is no text. */
    async textsAt(commit, files) {
      const plain = files.filter((name) => !name.includes(0x0a));
      const found = (await objects.read(plain.map((name) => object(commit, name)))) ?? [];
      const texts = new Map(plain.map((name, index) => [name, found[index]?.type === 'blob' ? decode(found[index].bytes) : undefined]));
      const one = async (name) => decode(await git(['cat-file', 'blob', object(commit, name)]).catch(() => undefined));
      return Promise.all(files.map((name) => (texts.has(name) ? texts.get(name) : one(name))));
    },
    /**
     * The hunks, without context, between files at two commits, of `old` and `bytes` each; those of the
     * files that `begun` are asked for already.
     */
    async hunks(from, to, files, begun) {
      const one = async ({ old, bytes }) => (await git(['diff', ...HUNKS, object(from, old), object(to, bytes)]).catch(() => undefined))?.toString();
      // What kept its name is asked for together. Every line of a file begins with a mark of its own.
      const kept = files.filter(({ old, bytes }) => old.equals(bytes));
      const names = kept.map(({ bytes }) => bytes.toString());
      const together = () => git(['--literal-pathspecs', '-C', top, 'diff', ...HUNKS, from, to, '--', ...names]).catch(() => undefined);
      const patches = (output) => output?.toString().split(/^(?=diff --git )/m) ?? [];
      let all = names.length > 0 ? patches(await begun) : [];
      if (all.length !== names.length && names.length > 1) all = patches(await together());
      const found = new Map(all.length === names.length ? kept.map((file, index) => [file, all[index]]) : []);
      return Promise.all(files.map((file) => found.get(file) ?? one(file)));
    },
    /** Begins to ask for the hunks of all changed files with a word in their names, whatever its case. */
    beginHunks(from, to, words) {
      const patterns = words.map((word) => `:(top,icase)*${word}*`);
      return git(['diff', ...HUNKS, '--relative', '--diff-filter=M', from, to, '--', ...patterns]).catch(() => undefined);
    },
    /** Every file of the working directory that is tracked, or new and not ignored. */
    files() {
      listed ??= git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']).then(names);
      return listed;
    },
  };
}

const HUNKS = ['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];

const real = (folder) => realpath(folder).catch(() => undefined);

/** The nearest folder from one upwards, down to the workspace, that git takes for the top of a repository. */
async function topOf(root, workspace) {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const entry = path.join(folder, '.git');
    const found = await lstat(entry).catch(() => undefined);
    // It is a file in work trees and submodules, and may be a link.
    const whole = found?.isDirectory() ? await lstat(path.join(entry, 'HEAD')).catch(() => undefined) : found;
    if (whole) return real(folder);
    if (folder === workspace || folder === path.dirname(folder)) return undefined;
  }
}

/**
 * The token for the server that the run is on, and for no other. In the environment, because the
 * arguments of a program can be read by others.
 */
function authorised(token, env) {
  const server = (env.GITHUB_SERVER_URL || 'https://github.com').replace(/\/+$/, '');
  const before = Number(env.GIT_CONFIG_COUNT) || 0;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: String(before + 1),
    [`GIT_CONFIG_KEY_${before}`]: `http.${server}/.extraheader`,
    [`GIT_CONFIG_VALUE_${before}`]: `AUTHORIZATION: basic ${basic}`,
  };
}

/** A file in a commit. Names that are not UTF-8 find nothing. */
const object = (commit, name) => `${commit}:${name.toString()}`;

function decode(bytes) {
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A file by its name from the top: as text, and as the bytes that the name really is. */
export function fromTop(way, bytes) {
  const full = way ? Buffer.concat([Buffer.from(`${way}/`), bytes]) : bytes;
  return { name: full.toString(), bytes: full };
}

/** The names in a list that NUL separates. */
function* split(output) {
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    const stop = end < 0 ? output.length : end;
    if (stop > start) yield output.subarray(start, stop);
    start = stop + 1;
  }
}
