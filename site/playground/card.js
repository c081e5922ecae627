/** What the image of a stage is: the answer of `inspect`. */
import { element, marked, toLine } from './dom.js';

const FACTS = { base: 'base', os: 'system', libc: 'C library', shell: 'shell', package_manager: 'package manager', user: 'starts as', root: 'root' };
const ADVICE = { none: 'Nothing to change', multistage: 'Build in a stage of its own', distroless: 'Take a minimal base', both: 'Build in a stage of its own, and take a minimal base' };

/** Shows the images in an element. */
export function showCards(host, { files: [{ targets }] }, go) {
  if (targets.length === 0) {
    host.replaceChildren(element('p', { className: 'calm' }, 'There is no image yet: a stage begins with FROM.'));
    return;
  }
  host.replaceChildren(...targets.map((target) => card(target, go)));
}

const size = (kib) => (kib < 1024 ? `${kib} KiB` : `${(kib / 1024).toFixed(kib < 10_240 ? 1 : 0)} MiB`);
const shown = (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));

function card(target, go) {
  const { stage, recommendation, ships, sizes, tree, unknown } = target;
  const why = Object.fromEntries(unknown.map(({ field, why }) => [field, why]));
  const facts = Object.entries(FACTS).flatMap(([field, name]) => [
    element('dt', {}, name),
    element('dd', {}, target[field] === null ? element('span', { className: 'hint' }, 'not known', why[field] ? [': ', ...marked(why[field])] : '') : shown(target[field])),
  ]);
  const estimates = [['base', sizes.base_kib], ['needless', sizes.needless_kib], ['advised base', sizes.advised_base_kib]]
    .filter(([, kib]) => kib !== null)
    .map(([name, kib]) => `${name} about ${size(kib)}`);
  return element(
    'section',
    { className: 'card' },
    element('h3', {}, /^\d+$/.test(stage) ? `Stage ${stage}` : stage),
    recommendation && element('p', { className: `advice ${recommendation.kind}` }, element('strong', {}, ADVICE[recommendation.kind]), recommendation.base && [': ', element('code', {}, recommendation.base)], ' – ', ...marked(recommendation.why)),
    element('dl', {}, facts),
    estimates.length > 0 && element('p', { className: 'hint' }, `Unpacked: ${estimates.join(', ')}.`),
    ships.length > 0 && [element('h4', {}, 'What it does not need to run'), element('ul', {}, ships.map((thing) => element('li', {}, ...marked(thing.what), thing.path && [' at ', element('code', {}, thing.path)], thing.size_kib ? ` (about ${size(thing.size_kib)})` : '', ' ', toLine(thing.line, go))))].filter(Boolean),
    tree && contents(tree, go),
  );
}

/** What the file puts on top of the base. */
function contents({ files, open, complete }, go) {
  return element(
    'details',
    {},
    element('summary', {}, `What this file puts into it (${files.length}${complete ? '' : ' or more'})`),
    element('ul', {}, files.map((file) => element('li', {}, element('code', {}, file.path), ` ${file.what}${file.sure ? '' : ' (likely)'} `, file.lines.flatMap((line) => [toLine(line, go), ' '])))),
    open.length > 0 && [element('p', { className: 'hint' }, 'More may come from:'), element('ul', {}, open.map(({ by, where, line }) => element('li', {}, element('code', {}, by), where ? ` in ${where} ` : ' ', toLine(line, go))))],
  );
}
