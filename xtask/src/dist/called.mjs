// Checks the examples as the action does: `node called.mjs ENGINE TOP`. Run with a flag of V8 that tells
// which functions are compiled, it shows which ones a usual run calls.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [engine, top] = process.argv.slice(2);
const examples = path.join(top, 'examples');
const { engine: load } = await import(pathToFileURL(engine));
const { contextOf } = await import(pathToFileURL(path.join(top, 'action/src/context.js')));
const checker = load();

const names = readdirSync(examples, { recursive: true }).map((name) => name.split(path.sep).join('/')).sort();
const dockerfiles = checker.select({ files: names, paths: [''], exclude: [], root: '' });
names.forEach((name) => checker.decides(name));
const files = dockerfiles.map((name) => {
  const source = readFileSync(path.join(examples, name), 'utf8');
  return { path: name, source: source.replace('\n', '\n# changed\n'), base: source, changed: [[1, 2]] };
});
const answer = checker.analyze(
  { today: '2026-11-28', files, changedLines: 'annotate', suggestions: true, showSuppressed: false, formats: ['github', 'sarif', 'markdown'] },
  contextOf(examples),
);
if (answer.error || files.length === 0) throw new Error(answer.error ?? 'no examples');
