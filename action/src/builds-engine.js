/** The reader of compose and bake files: a WebAssembly module of its own beside this file. */

import { initSync, readBuilds } from '#builds';
import { fs } from './files.js';

let loaded = false;

/** What files, `{ path, text }` each, say: `{ builds, notes }`, builds by the Dockerfile's path. */
export function buildsOf(files) {
  if (!loaded) {
    initSync({ module: fs.readFileSync(new URL('./distroless_builds.wasm', import.meta.url)) });
    loaded = true;
  }
  return JSON.parse(readBuilds(JSON.stringify({ files })));
}
