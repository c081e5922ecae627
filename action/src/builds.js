/** What compose and bake files say of the builds of Dockerfiles. */

import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { walk } from './walk.js';

/** As the reader takes them, which is loaded only where there is one. */
const NAME = /(^|\/)((docker-)?compose[._-]([^/]*\.)?ya?ml|docker-bake[._-]([^/]*\.)?(hcl|json))$/i;
/** Longer ones say nothing. */
const LIMIT = 1024 * 1024;

/** Whether a file defines builds, by its name. */
export const isDefinition = (name) => NAME.test(name);

/**
 * `{ builds, notes }`: by the path of the Dockerfile, what `build` of a request takes; and which
 * definitions are passed over. `found` are the files there are, if that is known already.
 */
export async function readDefinitions(place, git, found, load = () => import('./builds-engine.js')) {
  const all = found ?? (git ? await git.files() : await walk(place));
  const definitions = all.filter(({ name }) => isDefinition(name));
  const files = (await Promise.all(definitions.map((file) => read(place, file)))).filter(Boolean);
  if (files.length === 0) return { builds: {}, notes: [] };
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return (await load()).buildsOf(files);
}

/** Only plain files: what a link leads to is found where it lies. What cannot be read says nothing. */
async function read(place, { name, bytes }) {
  const full = Buffer.concat([Buffer.from(place.top + path.sep), bytes]);
  try {
    const stat = await lstat(full);
    if (!stat.isFile() || stat.size > LIMIT) return undefined;
    return { path: name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(full)) };
  } catch {
    return undefined;
  }
}
