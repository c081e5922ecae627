/** The picture of the stages. What stands in it is told beside it in words, too. */
import { element, sheet, toLine } from './dom.js';

const KINDS = { stage: 'stage', image: 'image', context: 'build context', remote: 'server' };
const ROLES = { shipped: 'ships', target: 'can ship', layers: 'is part of what ships', needed: 'is needed for what ships', unreached: 'is not needed' };
const VERBS = { base: 'is built on', copy: 'copies from', mount: 'mounts' };
const OWN = `
  :host { display: block }
  svg { max-width: 100%; height: auto; display: block; margin: 0 auto }
  [data-node] { cursor: pointer; outline: none }
  [data-node]:focus-visible .box { stroke-width: 4 }
  .dim { opacity: .25 }
  @media (prefers-reduced-motion: no-preference) { g { transition: opacity .15s } }
`;

/** Makes the picture's place; what it gives shows an answer of `draw`. */
export function makeGraph(host, words, { go, dark }) {
  const root = host.attachShadow({ mode: 'open' });
  let own;
  return {
    show(answer) {
      root.replaceChildren();
      words.replaceChildren(...told(answer, go));
      if (!answer.svg) {
        host.hidden = true;
        if (answer.problem) words.prepend(element('p', { className: 'hint' }, `No picture: ${answer.problem}.`));
        return;
      }
      host.hidden = false;
      const { picture, style } = read(answer.svg);
      own = sheet(style);
      this.recolour();
      root.adoptedStyleSheets = [own, sheet(OWN)];
      root.append(picture);
      live(picture, answer, words, go);
    },
    /** The picture follows the system; where the reader chose another theme, it follows that. */
    recolour() {
      for (const rule of own?.cssRules ?? []) {
        if (rule instanceof CSSMediaRule) rule.media.mediaText = dark() ? 'all' : 'not all';
      }
    },
  };
}

/** The document, read as XML, and its style sheet, which the page's policy does not allow in it. */
function read(svg) {
  const [, before, style, after] = /^([\s\S]*?)<style>([\s\S]*?)<\/style>([\s\S]*)$/.exec(svg);
  const parsed = new DOMParser().parseFromString(before + after, 'image/svg+xml');
  return { picture: document.importNode(parsed.documentElement, true), style };
}

/** Makes the boxes of the picture answer to the pointer and to the keyboard. */
function live(picture, { nodes, edges }, words, go) {
  // As an image its parts would not be there for screen readers.
  picture.setAttribute('role', 'group');
  const light = (index) => {
    const near = new Set(edges.flatMap((edge, at) => (edge.from === index || edge.to === index ? [at] : [])));
    const reached = new Set([index, ...[...near].flatMap((at) => [edges[at].from, edges[at].to])]);
    for (const part of picture.querySelectorAll('[data-node], [data-edge]')) {
      const lit = part.dataset.node === undefined ? near.has(Number(part.dataset.edge)) : reached.has(Number(part.dataset.node));
      part.classList.toggle('dim', index !== undefined && !lit);
    }
    for (const entry of words.querySelectorAll('[data-of]')) entry.classList.toggle('lit', index !== undefined && Number(entry.dataset.of) === index);
  };
  for (const part of picture.querySelectorAll('[data-node]')) {
    const index = Number(part.dataset.node);
    const { line } = nodes[index];
    part.setAttribute('tabindex', '0');
    part.setAttribute('role', line ? 'button' : 'img');
    // A button is named by what is written in it, an image is not.
    if (!line) part.setAttribute('aria-label', nodes[index].title);
    part.setAttribute('aria-description', described(index, nodes, edges));
    part.addEventListener('focus', () => light(index));
    part.addEventListener('blur', () => light());
    part.addEventListener('pointerenter', () => light(index));
    part.addEventListener('pointerleave', () => light());
    if (!line) continue;
    part.addEventListener('click', () => go(line));
    part.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      go(line);
    });
  }
}

function described(index, nodes, edges) {
  const { kind, role } = nodes[index];
  const uses = edges.filter((edge) => edge.to === index).map((edge) => `${VERBS[edge.kind]} ${nodes[edge.from].title}`);
  return [KINDS[kind], kind === 'stage' ? ROLES[role] : '', ...uses].filter(Boolean).join(', ');
}

/** The same in words: where each stage has what it holds from. */
function told({ nodes, edges }, go) {
  const stages = nodes.map((node, index) => ({ ...node, index })).filter(({ kind }) => kind === 'stage');
  if (stages.length === 0) return [element('p', { className: 'calm' }, 'There is no stage yet: a stage begins with FROM.')];
  return stages.map(({ title, detail, role, line, index }) => element(
    'section',
    { className: 'stage', data: { of: index } },
    element('h3', {}, title, ' ', line && toLine(line, go)),
    element('p', { className: 'hint' }, [detail && `on ${detail}`, ROLES[role]].filter(Boolean).join('; ')),
    element('ul', {}, edges.filter((edge) => edge.to === index).map((edge) => element('li', {}, flow(edge, nodes)))),
  ));
}

/** What flows along an arrow. */
function flow(edge, nodes) {
  return [
    `${VERBS[edge.kind]} ${nodes[edge.from].title}`,
    ...(edge.lines.length > 0 ? [': '] : []),
    ...edge.lines.flatMap((text, at) => [...(at ? [', '] : []), element('code', {}, text)]),
    ...(edge.more > 0 ? [` and ${edge.more} more`] : []),
  ];
}
