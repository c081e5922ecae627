/** Questions to git. Nothing from a repository reaches a shell. */

import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { within } from './place.js';

const run = promisify(execFile);

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
export async function repository({ root, workspace }, env) {
  const git = async (args, timeout = 60_000) => {
    const { stdout } = await run('git', ['-C', root, ...ALWAYS, ...args], {
      // Windows looks for programs in the current folder first: it must not be the repository.
      cwd: path.dirname(process.execPath),
      env: { ...env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      encoding: 'buffer',
      maxBuffer: 1 << 28,
      timeout,
    });
    return stdout;
  };
  const ask = async (...args) => {
    try {
      return (await git(args)).toString().replace(/\r?\n$/, '') || undefined;
    } catch {
      return undefined;
    }
  };
  const shown = await ask('rev-parse', '--show-toplevel');
  const top = shown && (await realpath(shown).catch(() => undefined));
  // A repository around the workspace is not the one that the workflow checked out.
  if (!top || within(workspace, top) === undefined) return undefined;

  const isCommit = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? '') && !/^0+$/.test(name);
  const has = async (commit) => isCommit(commit) && (await ask('cat-file', '-t', commit)) === 'commit';
  const prefix = within(top, root);
  const names = (output) => Array.from(split(output), (bytes) => fromTop(prefix, bytes));
  return {
    top,
    head: () => ask('rev-parse', '--verify', 'HEAD'),
    /** The parents that a commit names, also where a shallow clone does not hold them. */
    async parents(commit) {
      const text = (await ask('cat-file', '-p', commit)) ?? '';
      const header = text.split('\n\n', 1)[0];
      return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
    },
    /** Whether a commit is here, or can be had. */
    async obtain(commit) {
      if (!isCommit(commit)) return false;
      if (await has(commit)) return true;
      // A clone with all of its history must not be cut off at the commit.
      const shallow = (await ask('rev-parse', '--is-shallow-repository')) === 'true';
      const depth = shallow ? ['--depth=1'] : [];
      await ask('fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...depth, 'origin', commit);
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
    /** A file's text at a commit; nothing where it is no text. */
    async textAt(commit, name) {
      try {
        const bytes = await git(['cat-file', 'blob', object(commit, name)]);
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        return undefined;
      }
    },
    /** The hunks between a file at two commits, without context. */
    async hunks(from, old, to, name) {
      const how = ['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv'];
      try {
        return (await git(['diff', ...how, object(from, old), object(to, name)])).toString();
      } catch {
        return undefined;
      }
    },
    /** Every file of the working directory that is tracked, or new and not ignored. */
    async files() {
      return names(await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']));
    },
  };
}

/** A file in a commit. Names that are not UTF-8 find nothing. */
const object = (commit, name) => `${commit}:${name.toString()}`;

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
