/** Reading Dockerfiles: as data, and only what lies in the workspace. */

import path from 'node:path';
import { lstat, readFile, realpath } from './files.js';
import { within } from './place.js';

/** The lines of a file that is new. */
export const WHOLE = [[1, 0xffff_ffff]];
/** Longer ones are refused; places in them are 32-bit numbers. */
const LIMIT = 64 * 1024 * 1024;

/**
 * A Dockerfile with its text, or with the reason why it has none. Nothing for what is no file to
 * check: the list of git has links, submodules, and files that are not in the work tree (sparse
 * checkouts).
 */
export async function readSource(place, { name, bytes, before }) {
  // A name need not be UTF-8; its bytes find the file all the same.
  const full = Buffer.concat([Buffer.from(place.top + path.sep), bytes]);
  const failed = (error, help) => ({ path: name, error, help });
  const named = place.files.includes(name);
  try {
    const own = await lstat(full);
    const link = own.isSymbolicLink();
    // What a link leads to is found where it lies; one that is named is meant.
    if (link && !named) return undefined;
    const target = link ? await realpath(full) : full;
    if (link && within(place.workspace, target) === undefined) {
      return failed('this link leads out of the workspace', 'name the file itself');
    }
    const kind = link ? await lstat(target) : own;
    if (!kind.isFile()) return named ? failed('this is not a plain file', 'name the file itself') : undefined;
    if (kind.size > LIMIT) return failed('this file is longer than 64 MiB', 'name the Dockerfile itself');
    const content = await readFile(target);
    const source = decode(content);
    if (source !== undefined) return { path: name, source, base: before?.text, changed: before && (before.lines ?? WHOLE) };
    return failed(`this file is not valid UTF-8, from byte ${firstInvalid(content)} on`, 'save it as UTF-8');
  } catch (error) {
    if (error.code === 'ENOENT' && !named) return undefined;
    return failed(`this file cannot be read: ${error.code ?? error.message}`, 'check the path and its permissions');
  }
}

export function decode(content) {
  try {
    // A byte order mark is a part of the text.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** Where the first bytes are that are no UTF-8, counted from 1. */
export function firstInvalid(content) {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  // Each such place becomes U+FFFD, which may also be written in a file.
  for (let start = 0, at = 0; ; start += 1) {
    const end = text.indexOf('\ufffd', start);
    at += Buffer.byteLength(text.slice(start, end));
    if (!content.subarray(at, at + 3).equals(Buffer.from('\ufffd'))) return at + 1;
    at += 3;
    start = end;
  }
}
