// Bundles the extension into dist/, with the licences of what is in the bundle; the project's own are copied
// beside it, as a package holds nothing from outside of its folder.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/extension.js'],
  bundle: true,
  platform: 'node',
  // That of the oldest editor in package.json.
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'none',
  minify: true,
  external: ['vscode'],
  outfile: 'dist/extension.cjs',
  metafile: true,
  logLevel: 'warning',
});

const folders = Object.keys(metafile.inputs)
  .map((path) => path.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
  .filter(Boolean);
const licences = [];
for (const folder of [...new Set(folders)].sort()) {
  const { name, version, license } = JSON.parse(await readFile(join(here, folder, 'package.json'), 'utf8'));
  const files = (await readdir(join(here, folder))).filter((file) => /^licen[cs]e/i.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} has no licence in it`);
  const texts = await Promise.all(files.map((file) => readFile(join(here, folder, file), 'utf8')));
  licences.push(`${name} ${version} (${license})\n\n${texts.join('\n').trim()}\n`);
}
await mkdir(join(here, 'dist'), { recursive: true });
await writeFile(join(here, 'dist/licences.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
for (const file of ['LICENSE-APACHE', 'LICENSE-MIT']) {
  await copyFile(join(here, '../..', file), join(here, file));
}
