/** The checker: the WebAssembly module beside this file, whatever the current directory is. */

import { analyze, decides, initSync, isDockerfile, selectFiles } from '#bindings';
import { initSync as initToml, readToml } from '#toml';
import { fs } from './files.js';

const { setFlagsFromString } = process.getBuiltinModule('node:v8');

let loaded = false;

const beside = (name, encoding) => fs.readFileSync(new URL(name, import.meta.url), encoding);
const bytes = () => beside('./distroless_check.wasm');

/** The checker at once. Each function is compiled when it is called first. */
export function engine() {
  if (!loaded) load(bytes());
  return checker;
}

/**
 * Begins to compile the module on other threads, so that it is done while git is asked; resolves to
 * the checker. The module names the functions that are called in a usual run; compiling them one by one,
 * when each is called first, stops the run for half of its time.
 */
export async function compiled() {
  // Another engine than that of Node.js 24 may not know a flag, and would say so.
  const set = process.versions.v8.startsWith('13.') ? setFlagsFromString : () => {};
  set('--no-wasm-lazy-compilation');
  set('--experimental-wasm-compilation-hints');
  // The module is ours: a function is proved to be sound when it is compiled.
  set('--wasm-lazy-validation');
  // A usual run is too short to earn back what optimising costs. A long one still has it, a little later.
  set('--wasm-tiering-budget=130000000');
  // Compiling alone does not keep the process alive.
  const alive = setInterval(() => {}, 1 << 30);
  try {
    load(await WebAssembly.compile(bytes()));
  } finally {
    clearInterval(alive);
    set('--wasm-lazy-compilation');
  }
  return checker;
}

function load(module) {
  initSync({ module });
  loaded = true;
}

/** What the module does without, as most runs have no use for it. */
const host = {
  pages: () => beside('./rules.md', 'utf8'),
  readToml(text) {
    if (!readsToml) initToml({ module: beside('./distroless_toml.wasm') });
    readsToml = true;
    return readToml(text);
  },
};
let readsToml = false;

const checker = {
  isDockerfile,
  /** Whether a change of a file of this name may change what is found in Dockerfiles above it. */
  decides,
  /** The files of a list that are to be checked, by their names, `paths`, `exclude` and the configuration. */
  select: (request) => JSON.parse(selectFiles(JSON.stringify(request), host)),
  analyze: (request, context) => JSON.parse(analyze(JSON.stringify(request), context, host)),
};
