/** The build context of a Dockerfile, for the checker's questions. The command line answers alike. */

import path from 'node:path';
import { fs } from './files.js';
import { within } from './place.js';

const { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync } = fs;

/** The longest text that is read, in bytes. Lock files of large projects have a few million. */
const TEXT_LIMIT = 4 * 1024 * 1024;
/** How many first bytes of a file are read at most. */
const HEAD_LIMIT = 4096;
/** How many names of a folder are read. */
const NAMES_LIMIT = 10_000;

/**
 * Answers about files below a folder of `top`, the folder of the Dockerfile. Nothing outside of it is
 * read, by whatever way. Nothing, or an exception, means "not known".
 */
export function contextOf(top) {
  // The same is asked for a file as it was and as it is, and by many rules. Nothing changes meanwhile.
  const rootOf = once((folder) => realpathSync.native(path.join(top, folder)));
  const inside = once((folder, name) => {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) return undefined;
    const root = rootOf(folder);
    const real = realpathSync.native(path.join(root, ...parts));
    return within(root, real) === undefined ? undefined : real;
  });
  /** The same for a file that can be read: a pipe or a device could block or never end. */
  const file = (folder, name) => {
    const full = inside(folder, name);
    const stat = full && statSync(full);
    return stat?.isFile() ? { full, size: stat.size } : undefined;
  };
  return {
    read(folder, name) {
      const found = file(folder, name);
      return found && found.size <= TEXT_LIMIT ? decode(readFileSync(found.full)) : undefined;
    },
    head: once((folder, name) => {
      const found = file(folder, name);
      return found && firstBytes(found.full);
    }),
    mode(folder, name) {
      const full = inside(folder, name);
      // What Windows answers is made up.
      return full && process.platform !== 'win32' ? statSync(full).mode & 0o7777 : undefined;
    },
    list: once((folder, name) => {
      const full = inside(folder, name);
      if (!full) return undefined;
      const entries = readdirSync(full, { withFileTypes: true, encoding: 'buffer' });
      if (entries.length > NAMES_LIMIT) return undefined;
      // A list with a name left out would be a wrong answer: one that is not UTF-8 is an exception.
      return entries.map((entry) => decode(entry.name) + (entry.isDirectory() ? '/' : '')).join('\0');
    }),
  };
}

/** A question about a folder and a name that is answered once; an exception is an answer too. */
function once(ask) {
  const answers = new Map();
  return (folder, name = '') => {
    const key = `${folder}\0${name}`;
    if (!answers.has(key)) {
      try {
        answers.set(key, ask(folder, name));
      } catch {
        answers.set(key, undefined);
      }
    }
    return answers.get(key);
  };
}

function firstBytes(full) {
  const bytes = new Uint8Array(HEAD_LIMIT);
  const file = openSync(full, 'r');
  try {
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function decode(bytes) {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** A context, and the names from the top of the files whose content or mode is asked for. */
export function recording(context) {
  const asked = new Set();
  const note = (answer) => (folder, name) => {
    asked.add(path.posix.join(folder, name).replace(/^\/+/, ''));
    return answer(folder, name);
  };
  const { read, head, mode, list } = context;
  return { asked, context: { read: note(read), head: note(head), mode: note(mode), list } };
}
