// Bundles the command line: `node build.mjs BINDINGS BUILDS TOML FOLDER` writes cli.mjs. The engine is the
// action's, and so is the bundler.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from '../../action/node_modules/esbuild/lib/main.js';

const [bindings, builds, toml, outdir] = process.argv.slice(2);
if (!outdir) throw new Error('usage: node build.mjs BINDINGS BUILDS TOML FOLDER');

const top = new URL('../../', import.meta.url);
const [, version] = /^version = "(.+)"$/m.exec(readFileSync(new URL('Cargo.toml', top), 'utf8'));

await build({
  entryPoints: [fileURLToPath(new URL('src/index.js', import.meta.url))],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  define: { __VERSION__: JSON.stringify(version) },
  alias: { '#bindings': bindings, '#builds': builds, '#toml': toml },
  absWorkingDir: fileURLToPath(top),
  outfile: `${outdir}/cli.mjs`,
  logLevel: 'warning',
});
