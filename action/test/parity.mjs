/**
 * Checks every Dockerfile below a folder with the WebAssembly module of dist/, and writes each
 * format to a file of its name: `node parity.mjs FOLDER DATE OUTPUT`. The Rust test of the same
 * name compares them with what the command line writes.
 */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { engine } from '../../dist/engine.mjs';
import { readDefinitions } from '../src/builds.js';
import { contextOf } from '../src/context.js';
import { placeOf } from '../src/place.js';
import { readSource } from '../src/source.js';
import { walk } from '../src/walk.js';

const [top, today, output] = process.argv.slice(2);
const place = placeOf({ workspace: top, root: top, paths: [] });
const checker = engine();
const found = (await walk(place)).filter(({ name }) => checker.isDockerfile(name));
const files = await Promise.all(found.map((file) => readSource(place, file)));
const { builds } = await readDefinitions(place, undefined, undefined, () => import('../../dist/builds.mjs'));
for (const file of files) file.build = builds[file.path];
const formats = ['json', 'jsonl', 'sarif', 'github', 'markdown'];
const answer = checker.analyze(
  { files, today, formats, reproducible: true, showSuppressed: true },
  contextOf(top),
);
if (answer.error) throw new Error(answer.error);
for (const format of formats) writeFileSync(path.join(output, format), answer.outputs[format]);
process.stdout.write(`${files.length}\n`);
