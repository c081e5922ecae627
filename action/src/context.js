/** The build context of a Dockerfile, for the checker's questions. The command line answers alike. */

import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { within } from './place.js';

/** The longest file that is read, in bytes: manifests and scripts are far shorter. */
const FILE_LIMIT = 1024 * 1024;
/** How many names of a folder are read. */
const NAMES_LIMIT = 10_000;

/**
 * Answers about files below a folder of `top`, the folder of the Dockerfile. Nothing outside of it is
 * read, by whatever way. Nothing, or an exception, means "not known".
 */
export function contextOf(top) {
  const inside = (folder, name) => {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) return undefined;
    const root = realpathSync(path.join(top, folder));
    const real = realpathSync(path.join(root, ...parts));
    return within(root, real) === undefined ? undefined : real;
  };
  return {
    read(folder, name) {
      const full = inside(folder, name);
      // A pipe or a device could block or never end.
      const kind = full && statSync(full);
      return kind?.isFile() && kind.size <= FILE_LIMIT ? decode(readFileSync(full)) : undefined;
    },
    list(folder, name) {
      const full = inside(folder, name);
      if (!full) return undefined;
      const entries = readdirSync(full, { withFileTypes: true, encoding: 'buffer' });
      if (entries.length > NAMES_LIMIT) return undefined;
      // A list with a name left out would be a wrong answer: one that is not UTF-8 is an exception.
      return entries.map((entry) => decode(entry.name) + (entry.isDirectory() ? '/' : '')).join('\0');
    },
  };
}

function decode(bytes) {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
