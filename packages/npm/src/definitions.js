/** What compose and bake files around the Dockerfiles say of their builds. */

import fs from 'node:fs';
import path from 'node:path';
import { isDefinition } from '../../../action/src/builds.js';
import { isTop, real, realFolder, shown, upwards } from './paths.js';
import { readText } from './text.js';

/** How many names of a folder are looked at. */
const NAMES_LIMIT = 10_000;

/**
 * Reads `known` definitions, and those in the folders of the Dockerfiles and above, up to the repository's root,
 * else the current folder. `of(file)` is what is said of a Dockerfile; `unread` are those that say nothing.
 */
export async function definitions(dockerfiles, known, current) {
  const found = new Map();
  const add = (root, file) => found.set(root, (found.get(root) ?? new Set()).add(file));
  for (const file of known.map(real).filter(Boolean)) add(rootOf(path.dirname(file), current), file);
  const seen = new Set();
  for (const file of dockerfiles) {
    const folder = realFolder(path.dirname(file));
    if (!folder) continue;
    const root = rootOf(folder, current);
    for (const at of upwards(folder)) {
      if (seen.has(at)) break;
      seen.add(at);
      for (const definition of definitionsIn(at)) add(root, definition);
      if (at === root) break;
    }
  }
  const said = new Map();
  const unread = [];
  for (const [root, files] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) await read(root, files, current, said, unread);
  return { of: (file) => said.get(real(file)), dockerfiles: [...said.keys()].filter(isFile), unread };
}

async function read(root, files, current, said, unread) {
  const texts = [];
  const names = new Map();
  for (const file of [...files].sort()) {
    const { source, error, help } = readText(file);
    const name = shown(file, root);
    names.set(name, shown(file, current));
    if (source === undefined) unread.push({ file, path: names.get(name), error, help });
    else texts.push({ path: name, text: source });
  }
  if (texts.length === 0) return;
  const { buildsOf } = await import('../../../action/src/builds-engine.js');
  const { builds, notes } = buildsOf(texts);
  for (const note of notes) {
    const name = [...names.keys()].find((name) => note.startsWith(`${name}: `));
    const error = note.slice(name.length + 2);
    unread.push({ file: path.join(root, name), path: names.get(name), error, help: 'mend it, or use --no-build-files' });
  }
  const renamed = (place) => {
    const name = [...names.keys()].find((name) => place.startsWith(`${name}: `));
    return name === undefined ? place : names.get(name) + place.slice(name.length);
  };
  for (const [dockerfile, build] of Object.entries(builds)) {
    const file = real(path.join(root, dockerfile));
    if (!file) continue;
    const folder = build.context === undefined ? undefined : path.join(root, build.context);
    const isThere = folder && fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory();
    // The checker's paths start at the current folder, which is the empty one.
    const context = isThere ? shown(path.relative(current, folder) || '.', current).replace(/^\.$/, '') : undefined;
    said.set(file, { ...build, context, from: build.from?.split(', ').map(renamed).join(', ') });
  }
}

function definitionsIn(folder) {
  let entries = [];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true }).slice(0, NAMES_LIMIT);
  } catch {
    // Whoever may not read it may not know what is in it.
  }
  // Pipes and devices are not opened, and what a link leads to is found where it lies.
  return entries.filter((entry) => entry.isFile() && isDefinition(entry.name)).map((entry) => path.join(folder, entry.name));
}

/** The root of the repository that a folder lies in; else the current folder, if it is above; else the folder itself. */
function rootOf(folder, current) {
  const top = [...upwards(folder)].find(isTop);
  if (top !== undefined) return top;
  return [...upwards(folder)].includes(current) ? current : folder;
}

const isFile = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
