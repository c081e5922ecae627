// Bundles what the site runs in the browser: `node build.mjs CHECKER PLAYGROUND FOLDER HIGHLIGHT EXAMPLES`
// takes the bindings of the two modules and writes the playground into FOLDER, and what colours the
// examples of the pages to HIGHLIGHT.
import { build } from 'esbuild';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const [checker, playground, outdir, highlight, examples] = process.argv.slice(2);
if (!examples) throw new Error('usage: node build.mjs CHECKER PLAYGROUND FOLDER HIGHLIGHT EXAMPLES');

const common = { bundle: true, minify: true, charset: 'utf8', target: ['chrome117', 'firefox121', 'safari17.4'], logLevel: 'warning' };

/** Each folder's Dockerfile, and the repaired one beside it. */
const samples = {
  name: 'the Dockerfiles of examples/',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#examples$/ }, () => ({ path: examples, namespace: 'examples' }));
    onLoad({ filter: /.*/, namespace: 'examples' }, () => {
      const found = readdirSync(examples).sort().flatMap((folder) =>
        ['Dockerfile', 'fixed.Dockerfile'].map((file) => ({ name: `${folder}/${file}`, text: readFileSync(`${examples}/${folder}/${file}`, 'utf8') })),
      );
      return { contents: JSON.stringify(found), loader: 'json' };
    });
  },
};

const scripts = await build({
  ...common,
  entryPoints: ['playground/main.js', 'playground/worker.js'],
  format: 'esm',
  splitting: true,
  legalComments: 'none',
  metafile: true,
  alias: { '#checker': checker, '#playground': playground },
  plugins: [samples],
  outdir,
});
for (const file of ['index.html', 'style.css']) cpSync(`playground/${file}`, `${outdir}/${file}`);

const colours = await build({ ...common, entryPoints: ['highlight.js'], format: 'iife', legalComments: 'inline', metafile: true, outfile: highlight });

/** The packages that are in the bundles, each with its licence. */
const inputs = [scripts, colours].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
const licences = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map((it) => `${folder}/${it}`).find((it) => existsSync(it));
  if (!file) throw new Error(`${name} has no licence text`);
  return `---- ${name} ${version} (${license})\n\n${readFileSync(file, 'utf8').trim()}\n`;
});
writeFileSync(`${outdir}/THIRD-PARTY.txt`, `The scripts contain these packages:\n\n${licences.join('\n')}`);
