/** Questions to git. Nothing from a repository reaches a shell. */

import path from 'node:path';
import { realpath } from './files.js';
import { within } from './place.js';

const { execFile } = process.getBuiltinModule('node:child_process');

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
  const git = (args, more = {}, input = '') =>
    new Promise((resolve, reject) => {
      const how = {
        // Windows looks for programs in the current folder first: it must not be the repository.
        cwd: path.dirname(process.execPath),
        env: { ...own, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...more },
        encoding: 'buffer',
        maxBuffer: 1 << 28,
        timeout: 60_000,
      };
      const done = (error, output) => (error ? reject(error) : resolve(output));
      const { stdin } = execFile('git', ['-C', root, ...ALWAYS, ...args], how, done);
      // It may end before it has read everything.
      stdin.on('error', () => {});
      stdin.end(input);
    });
  const ask = async (...args) => {
    try {
      return (await git(args)).toString().replace(/\r?\n$/, '') || undefined;
    } catch {
      return undefined;
    }
  };
  /** Objects by their names, read by one process: type and bytes, or nothing. No name has a line end. */
  const objects = async (wanted) => {
    try {
      return parts(await git(['cat-file', '--batch'], {}, wanted.map((name) => `${name}\n`).join('')), wanted.length);
    } catch {
      return wanted.map(() => undefined);
    }
  };
  // Each question is a process of its own, so what is always asked is asked at the same time.
  const [shown, [tip, parent]] = await Promise.all([ask('rev-parse', '--show-toplevel'), objects(['HEAD', 'HEAD^1'])]);
  const top = shown && (await realpath(shown).catch(() => undefined));
  // A repository around the workspace is not the one that the workflow checked out.
  if (!top || within(workspace, top) === undefined) return undefined;

  const isCommit = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? '') && !/^0+$/.test(name);
  const has = async (commit) => isCommit(commit) && (commit === parent?.name || (await ask('cat-file', '-t', commit)) === 'commit');
  const prefix = within(top, root);
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
      const found = plain.length > 0 ? await objects(plain.map((name) => object(commit, name))) : [];
      const texts = new Map(plain.map((name, index) => [name, found[index]?.type === 'blob' ? decode(found[index].bytes) : undefined]));
      const one = async (name) => decode(await git(['cat-file', 'blob', object(commit, name)]).catch(() => undefined));
      return Promise.all(files.map((name) => (texts.has(name) ? texts.get(name) : one(name))));
    },
    /** The hunks, without context, between files at two commits, of `old` and `bytes` each. */
    async hunks(from, to, files) {
      const how = ['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];
      const one = async ({ old, bytes }) => (await git(['diff', ...how, object(from, old), object(to, bytes)]).catch(() => undefined))?.toString();
      // What kept its name is asked for together. Every line of a file begins with a mark of its own.
      const kept = files.filter(({ old, bytes }) => old.equals(bytes));
      const names = kept.map(({ bytes }) => bytes.toString());
      const all = names.length > 1 ? await git(['--literal-pathspecs', '-C', top, 'diff', ...how, from, to, '--', ...names]).catch(() => undefined) : undefined;
      const patches = all ? all.toString().split(/^(?=diff --git )/m) : [];
      const together = new Map(patches.length === kept.length ? kept.map((file, index) => [file, patches[index]]) : []);
      return Promise.all(files.map((file) => together.get(file) ?? one(file)));
    },
    /** Every file of the working directory that is tracked, or new and not ignored. */
    async files() {
      return names(await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']));
    },
  };
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

/** The first `count` objects of what `cat-file --batch` answers. */
function parts(output, count) {
  const found = [];
  for (let at = 0; found.length < count; ) {
    const end = output.indexOf(0x0a, at);
    if (end < 0) break;
    const [, name, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(output.subarray(at, end).toString('latin1')) ?? [];
    at = end + 1;
    found.push(name && { name, type, bytes: output.subarray(at, at + Number(size)) });
    if (name) at += Number(size) + 1;
  }
  return found;
}

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
