// Which program to start. Nothing is started here, so that it can be tested without an editor.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

const NAME = 'distroless-check';

/** Whether a path is a file that may be started. */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The program that the setting names, else the first one of its name in PATH.
 *
 * `system` is what decides that: `platform`, `home`, `search` (PATH) and `isProgram`. Gives `{ file }`, or
 * `{ problem }`: why there is none, and what to do.
 */
export function findProgram(setting, system) {
  const { platform, home, isProgram } = system;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const named = setting.trim();
  if (named) {
    const file = /^~[/\\]/.test(named) ? paths.join(home, named.slice(2)) : named;
    // What a relative path means depends on where the editor was started.
    if (!paths.isAbsolute(file)) {
      return { problem: `The setting "distroless-check.path" is "${named}", which is no whole path. Write the whole path, or leave it empty.` };
    }
    if (!isProgram(file)) {
      return { problem: `The setting "distroless-check.path" names "${file}", which is no program. Correct it, or leave it empty.` };
    }
    return { file };
  }
  const name = platform === 'win32' ? `${NAME}.exe` : NAME;
  const file = (system.search ?? '')
    .split(paths.delimiter)
    // An entry that is not absolute would be a folder of whatever is open.
    .filter((folder) => paths.isAbsolute(folder))
    .map((folder) => paths.join(folder, name))
    .find(isProgram);
  if (file) return { file };
  return { problem: `The program ${NAME} is not in PATH. Install it, or name it in the setting "distroless-check.path".` };
}
