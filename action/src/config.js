/** Finding and reading the configuration. */

import path from 'node:path';
import { lstat, readFile } from './files.js';
import { InputError } from './inputs.js';
import { leadsOut, within } from './place.js';

const NAME = 'distroless-check.toml';

/**
 * The configuration named, else the nearest one from the working directory upwards, within the
 * repository and the workspace; nothing where there is none.
 */
export async function findConfig(inputs, place) {
  if (inputs.config) return read(inputs.config, place);
  for (let folder = inputs.root; ; folder = path.dirname(folder)) {
    const file = path.join(folder, NAME);
    if (await lstat(file).catch(() => undefined)) return read(file, place);
    // `.git` is a file in work trees and submodules.
    const repository = await lstat(path.join(folder, '.git')).catch(() => undefined);
    if (repository || folder === inputs.workspace || folder === path.dirname(folder)) return undefined;
  }
}

async function read(file, place) {
  // What is wrong in a file is shown to whoever wrote the link.
  if (await leadsOut(place.workspace, file)) {
    throw new InputError(`the configuration "${file}" leads out of the workspace through a link`);
  }
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new InputError(`the configuration "${file}" cannot be read: ${error.message}`);
  });
  const folder = path.dirname(file);
  return {
    path: within(place.top, file) ?? file,
    text,
    // Globs start at the configuration's folder: above the top, at it, below it, or elsewhere.
    above: within(folder, place.top),
    below: within(place.top, folder),
  };
}
