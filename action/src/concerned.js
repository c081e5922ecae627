/**
 * Dockerfiles whose findings a change may have changed otherwise than in their own text: by a file
 * beside them, one of the build context, or what builds them.
 */

import { isDefinition } from './builds.js';

/**
 * Those of `everything()` that a change of `names` concerns in such a way, by their names. `touched`
 * are the Dockerfiles among these. `before()` gives what changed compose and bake files said at the
 * base; `asking(files)` the files of the build context that each of some Dockerfiles asks for.
 */
export async function concernedBy(names, { checker, touched, everything, definitions, before, asking }) {
  const own = new Set(touched);
  const others = names.filter((name) => !own.has(name));
  const all = others.length > 0 ? await everything() : [];
  if (all.length === 0) return [];
  const { builds } = await definitions();
  const contextOf = (name) => builds[name]?.context ?? folderOf(name);
  const built = others.some(isDefinition) ? new Set([...Object.keys(builds), ...Object.keys(await before())]) : new Set();
  const decided = new Set(others.filter((name) => checker.decides(name)).flatMap(above));
  const concerned = ({ name }) => built.has(name) || decided.has(folderOf(name)) || decided.has(contextOf(name));
  const found = new Set(all.filter(concerned));

  // Any file can be one that is started: what it begins with counts then.
  const changed = new Set(others);
  const folders = new Set(others.flatMap(above));
  const open = all.filter((file) => !found.has(file) && folders.has(contextOf(file.name)));
  const asked = open.length > 0 ? await asking(open) : [];
  open.forEach((file, index) => {
    if (asked[index]?.some((name) => changed.has(name))) found.add(file);
  });
  return all.filter((file) => found.has(file));
}

const folderOf = (name) => name.slice(0, Math.max(name.lastIndexOf('/'), 0));

/** The folders that a file is in, up to the top, which is empty. */
function above(name) {
  const folders = [];
  for (let folder = folderOf(name); folder; folder = folderOf(folder)) folders.push(folder);
  return [...folders, ''];
}
