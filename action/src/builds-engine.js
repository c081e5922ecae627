/** The reader of compose and bake files: a WebAssembly module of its own beside this file. */

import { readFileSync } from 'node:fs';
import { initSync, readBuilds } from '#builds';

let loaded = false;

/** What files, `{ path, text }` each, say: `{ builds, notes }`, builds by the Dockerfile's path. */
export function buildsOf(files) {
  if (!loaded) {
    initSync({ module: readFileSync(new URL('./distroless_builds.wasm', import.meta.url)) });
    loaded = true;
  }
  return JSON.parse(readBuilds(JSON.stringify({ files })));
}
