/** Which files are to be checked. */

import fs from 'node:fs';
import path from 'node:path';
import { isDefinition } from '../../../action/src/builds.js';
import { Ignored } from './ignored.js';
import { realFolder, shown } from './paths.js';

/**
 * Looks at each argument: a folder is searched, a file is taken whatever its name, except that with
 * `buildFiles` one that is called as compose and bake files are stands for what it builds.
 *
 * `named` and `searched` are Dockerfiles, `{ path, full }`; `definitions` are compose and bake files, those of
 * `asked` by name.
 */
export function discover(paths, current, buildFiles, isDockerfile) {
  const found = { named: [], searched: [], asked: [], definitions: [], stdin: false, problems: [] };
  for (const given of paths) {
    if (given === '-') found.stdin = true;
    else if (fs.statSync(given, { throwIfNoEntry: false })?.isDirectory()) search(given, current, found, isDockerfile);
    else if (buildFiles && isDefinition(given)) found.asked.push(given);
    // Whether it exists is seen when it is read.
    else found.named.push({ path: shown(given, current), full: given });
  }
  return found;
}

function search(given, current, found, isDockerfile) {
  const real = realFolder(given) ?? path.resolve(given);
  const folders = [{ folder: given, real, ignored: Ignored.above(real) }];
  for (let at = folders.pop(); at; at = folders.pop()) {
    let entries;
    try {
      entries = fs.readdirSync(at.folder, { withFileTypes: true, encoding: 'buffer' });
    } catch (problem) {
      const help = 'check the path and its permissions';
      found.problems.push({ path: shown(at.folder, current), error: `cannot be searched: ${problem.code}`, help });
      continue;
    }
    for (const entry of entries) {
      const name = entry.name.toString();
      // Names that begin with a dot are searched too: `.devcontainer`, `.github`.
      if (name === '.git' || at.ignored.has(path.join(at.real, name), entry.isDirectory())) continue;
      const full = path.join(at.folder, name);
      if (entry.isDirectory()) {
        const below = path.join(at.real, name);
        folders.push({ folder: full, real: below, ignored: at.ignored.below(below) });
      } else if (!entry.isFile()) {
        // Links are not followed: what they lead to is found where it lies.
      } else if (isDefinition(full)) {
        found.definitions.push(full);
      } else if (isDockerfile(name)) {
        // A name need not be UTF-8; its bytes find the file all the same.
        const bytes = Buffer.concat([Buffer.from(at.folder + path.sep), entry.name]);
        found.searched.push({ path: shown(full, current), full: name.includes('\ufffd') ? bytes : full });
      }
    }
  }
}
