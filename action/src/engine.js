/** The checker: the WebAssembly module beside this file, whatever the current directory is. */

import { readFileSync } from 'node:fs';
import { analyze, decides, initSync, isDockerfile, selectFiles } from '#bindings';

let loaded = false;

export function engine() {
  if (!loaded) {
    initSync({ module: readFileSync(new URL('./distroless_check.wasm', import.meta.url)) });
    loaded = true;
  }
  return {
    isDockerfile,
    /** Whether a change of a file of this name may change what is found in Dockerfiles above it. */
    decides,
    /** The files of a list that are to be checked, by their names, `paths`, `exclude` and the configuration. */
    select: (request) => JSON.parse(selectFiles(JSON.stringify(request))),
    analyze: (request, context) => JSON.parse(analyze(JSON.stringify(request), context)),
  };
}
