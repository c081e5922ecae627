/** Reading a file as text. What is wrong comes out as `error` and `help`, worded as the native program words it. */

import fs from 'node:fs';
import { decode, firstInvalid } from '../../../action/src/source.js';

/** The longest file that is read, in bytes. Places in it are 32-bit numbers. */
const LIMIT = 64 * 1024 * 1024;
const REASONS = {
  EACCES: 'Permission denied (os error 13)',
  EISDIR: 'Is a directory (os error 21)',
  ELOOP: 'Too many levels of symbolic links (os error 40)',
  ENOENT: 'No such file or directory (os error 2)',
  ENOTDIR: 'Not a directory (os error 20)',
};

/** `{ source }`, or `{ error, help }`; `file` is a path, or 0 for standard input. */
export function readText(file) {
  let bytes;
  try {
    if (file !== 0 && fs.statSync(file).size > LIMIT) return tooLong();
    bytes = fs.readFileSync(file);
  } catch (problem) {
    const why = REASONS[problem.code] ?? problem.code ?? problem.message;
    return { error: `this file cannot be read: ${why}`, help: 'check the path and its permissions' };
  }
  if (bytes.length > LIMIT) return tooLong();
  const source = decode(bytes);
  if (source !== undefined) return { source };
  return { error: `this file is not valid UTF-8, from byte ${firstInvalid(bytes)} on`, help: 'save it as UTF-8' };
}

const tooLong = () => ({ error: 'this file is longer than 64 MiB', help: 'name the Dockerfile itself' });
