/** Paths as they are shown: relative to the current folder where they lie in it, with `/`. */

import fs from 'node:fs';
import path from 'node:path';

/** The path as people and programs read it, the same on every system. */
export function shown(given, current) {
  const inside = given === current || given.startsWith(current.endsWith(path.sep) ? current : current + path.sep);
  const way = inside ? given.slice(current.length) : given;
  const plain = path.sep === '\\' ? way.replaceAll('\\', '/') : way;
  const parts = plain.split('/').filter((part) => part !== '' && part !== '.');
  const root = !inside && plain.startsWith('/') ? '/' : '';
  return root + parts.join('/') || '.';
}

/** A file's real folder with its name; one that is a link goes by the name of the link. */
export function real(file) {
  const folder = realFolder(path.dirname(file));
  return folder && path.join(folder, path.basename(file));
}

export function realFolder(folder) {
  try {
    return fs.realpathSync.native(folder);
  } catch {
    return undefined;
  }
}

/** The folders from one up to the top of the file system. */
export function* upwards(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    yield at;
    if (at === path.dirname(at)) return;
  }
}

/** Whether a folder is the top of a repository; `.git` is a file in work trees and submodules. */
export const isTop = (folder) => fs.lstatSync(path.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
