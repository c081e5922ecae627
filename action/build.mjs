// Bundles the action: `node build.mjs BINDINGS BUILDS TOML FOLDER` writes engine.mjs, the checker for
// whoever wants to call it, builds.mjs, the reader of compose and bake files, and index.mjs, the step. No package of the registry is in them.
import { build } from 'esbuild';

const [bindings, builds, toml, outdir] = process.argv.slice(2);
if (!outdir) throw new Error('usage: node build.mjs BINDINGS BUILDS TOML FOLDER');

const beside = {
  name: 'engine.mjs and builds.mjs beside index.mjs',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/engine\.js$/ }, () => ({ path: './engine.mjs', external: true }));
    onResolve({ filter: /^\.\/builds-engine\.js$/ }, () => ({ path: './builds.mjs', external: true }));
  },
};

for (const [name, source, plugins] of [['engine', 'engine', []], ['builds', 'builds-engine', []], ['index', 'index', [beside]]]) {
  await build({
    entryPoints: [`src/${source}.js`],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    alias: { '#bindings': bindings, '#builds': builds, '#toml': toml },
    plugins,
    outfile: `${outdir}/${name}.mjs`,
    logLevel: 'warning',
  });
}
