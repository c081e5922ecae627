/** The checker: the WebAssembly module beside this file, whatever the current directory is. */

import { readFileSync } from 'node:fs';
import { analyze, initSync, isDockerfile, selectFiles } from '#bindings';

let loaded = false;

export function engine() {
  if (!loaded) {
    initSync({ module: readFileSync(new URL('./distroless_check.wasm', import.meta.url)) });
    loaded = true;
  }
  return {
    isDockerfile,
    /** The files of a list that are to be checked, by their names, `paths`, `exclude` and the configuration. */
    select: (request) => JSON.parse(selectFiles(JSON.stringify(request))),
    analyze: (request, context) => JSON.parse(analyze(JSON.stringify(request), context)),
  };
}
