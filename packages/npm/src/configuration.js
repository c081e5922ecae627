/** Finding and reading the configuration. */

import fs from 'node:fs';
import path from 'node:path';
import { within } from '../../../action/src/place.js';
import { isTop, realFolder, shown, upwards } from './paths.js';
import { readText } from './text.js';

const NAME = 'distroless-check.toml';

/** `{ config }` as the checker takes it, `{ problem }` where it cannot be read, nothing where there is none. */
export function configuration({ config: named, 'no-config': none }, current) {
  const file = none ? undefined : (named ?? nearest(current));
  if (file === undefined) return {};
  const name = shown(file, current);
  if (named === undefined && leadsOut(file)) {
    const error = 'the configuration is a link that leads out of the repository';
    return { problem: { path: name, error, help: 'name the file with --config if it is meant' } };
  }
  const { source, error, help } = readText(file);
  if (source === undefined) return { problem: { path: name, error, help } };
  const folder = realFolder(path.dirname(file));
  // Globs start at the configuration's folder where that is above; else where they are.
  return { config: { path: name, text: source, above: (folder && within(folder, current)) || '' } };
}

/** The nearest one from the current folder upwards, within the repository. */
function nearest(current) {
  for (const folder of upwards(current)) {
    const file = path.join(folder, NAME);
    if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    if (isTop(folder)) return undefined;
  }
  return undefined;
}

/** Whether a file is a link to one outside of its repository, or of its folder where there is none. */
function leadsOut(file) {
  if (!fs.lstatSync(file).isSymbolicLink()) return false;
  const folder = path.dirname(file);
  const top = [...upwards(folder)].find(isTop) ?? folder;
  return within(fs.realpathSync.native(top), fs.realpathSync.native(file)) === undefined;
}
