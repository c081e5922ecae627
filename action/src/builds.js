/** What compose and bake files say of the builds of Dockerfiles. */

import path from 'node:path';
import { lstat, readFile } from './files.js';
import { walk } from './walk.js';

/** As the reader takes them, which is loaded only where there is one. */
const NAME = /(^|\/)((docker-)?compose[._-]([^/]*\.)?ya?ml|docker-bake[._-]([^/]*\.)?(hcl|json))$/i;
/** Longer ones say nothing. */
const LIMIT = 1024 * 1024;
const NOTHING = { builds: {}, notes: [] };

/** Whether a file defines builds, by its name. */
export const isDefinition = (name) => NAME.test(name);

/**
 * `{ builds, notes }`: by the path of the Dockerfile, what `build` of a request takes; and which
 * definitions are passed over. `found` are the files there are, if that is known already.
 */
export async function readDefinitions(place, git, found, load) {
  const all = found ?? (git ? await git.files() : await walk(place));
  const definitions = all.filter(({ name }) => isDefinition(name));
  return buildsIn(await Promise.all(definitions.map((file) => read(place, file))), load);
}

/** The same of texts, `{ path, text }` each; nothing stands for one that cannot be read. */
export async function buildsIn(texts, load = () => import('./builds-engine.js')) {
  const files = texts.filter(Boolean);
  if (files.length === 0) return NOTHING;
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return (await load()).buildsOf(files);
}

/** What changed definitions said at a commit, by the path of the Dockerfile. */
export async function buildsBefore(git, commit, changed) {
  const old = changed.map(({ bytes, old, gone }) => old ?? (gone ? bytes : undefined));
  const names = old.filter((name) => name && isDefinition(name.toString()));
  const texts = await git.textsAt(commit, names);
  const read = names.map((name, index) => ({ path: name.toString(), text: texts[index] }));
  return (await buildsIn(read.filter(({ text }) => text !== undefined && text.length <= LIMIT))).builds;
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
