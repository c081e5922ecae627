// Bundles the action: `node build.mjs BINDINGS FOLDER` writes engine.mjs, the checker for whoever
// wants to call it, and index.mjs, the step. No package of the registry is in them.
import { build } from 'esbuild';

const [bindings, outdir] = process.argv.slice(2);
if (!bindings || !outdir) throw new Error('usage: node build.mjs BINDINGS FOLDER');

const beside = {
  name: 'engine.mjs beside index.mjs',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/engine\.js$/ }, () => ({ path: './engine.mjs', external: true }));
  },
};

for (const [name, plugins] of [['engine', []], ['index', [beside]]]) {
  await build({
    entryPoints: [`src/${name}.js`],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    alias: { '#bindings': bindings },
    plugins,
    outfile: `${outdir}/${name}.mjs`,
    logLevel: 'warning',
  });
}
