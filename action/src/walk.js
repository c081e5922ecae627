/** The files of a working directory that is in no repository. */

import path from 'node:path';
import { readdir } from './files.js';
import { fromTop } from './git.js';

/** Every plain file below, with names as git gives them. Links are not followed. */
export async function walk({ root, way }) {
  const files = [];
  const folders = [Buffer.alloc(0)];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const here = Buffer.concat([Buffer.from(root + path.sep), folder]);
    for (const entry of await readdir(here, { withFileTypes: true, encoding: 'buffer' })) {
      const bytes = Buffer.concat([folder, entry.name]);
      if (entry.isFile()) files.push(fromTop(way, bytes));
      else if (entry.isDirectory() && entry.name.toString() !== '.git') folders.push(Buffer.concat([bytes, Buffer.from('/')]));
    }
  }
  return files;
}
