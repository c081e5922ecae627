// Bundles the action: `node build.mjs BINDINGS OUTPUT`. No package of the registry is in the result.
import { build } from 'esbuild';

const [bindings, outfile] = process.argv.slice(2);
if (!bindings || !outfile) throw new Error('usage: node build.mjs BINDINGS OUTPUT');
await build({
  entryPoints: ['src/index.js'],
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  alias: { '#bindings': bindings },
  outfile,
  logLevel: 'warning',
});
