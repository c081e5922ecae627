/** Where things are. Reports name files from the top of the repository: GitHub finds them so. */

import path from 'node:path';
import { realpath } from './files.js';

/** The way from one folder down to a path, with `/` and empty for itself; nothing if it leads out. */
export function within(folder, inner) {
  const way = path.relative(folder, inner);
  const out = way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way);
  return out ? undefined : way.split(path.sep).join('/');
}

/** Whether a file of the workspace is a link, or lies behind one, that leads to another file of the runner. */
export async function leadsOut(workspace, file) {
  if (within(workspace, file) === undefined) return false;
  const real = await realpath(file).catch(() => undefined);
  return real !== undefined && within(workspace, real) === undefined;
}

/**
 * `top`: where names of files start; `root`: the working directory, `way` leads down to it;
 * `named`: what the input `paths` names, `files` of it what is no folder.
 */
export function placeOf(inputs, git) {
  const top = git?.top ?? inputs.workspace;
  const names = (entries) => entries.map(({ full }) => within(top, full));
  return {
    top,
    root: inputs.root,
    way: within(top, inputs.root),
    workspace: inputs.workspace,
    named: names(inputs.paths),
    files: names(inputs.paths.filter(({ folder }) => !folder)),
  };
}
