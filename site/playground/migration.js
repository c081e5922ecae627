/** The file on a minimal base beside itself, or what stands in the way: the answer of `migrate`. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { element, marked, toLine } from './dom.js';
import { basics, shadow } from './editor.js';

/** Below this width, in pixels, two columns cannot be read. */
const NARROW = 520;

/** Shows it in an element; `take` puts the new text into the editor. */
export function showMigration(host, { status, source, changes, notes, obstacles }, { before, go, take }) {
  if (status !== 'migrated') {
    const text = status === 'nothing-to-do' ? 'There is nothing to do:' : 'It is not migrated, because:';
    host.replaceChildren(
      element('p', { className: 'calm' }, text),
      element('ul', {}, obstacles.map(({ line, why, help }) => element('li', {}, toLine(line, go), ' ', marked(why), help && element('p', { className: 'hint' }, marked(help))))),
    );
    return;
  }
  const diff = element('div', { className: 'diff' });
  host.replaceChildren(
    element('p', {}, element('button', { type: 'button', className: 'fix', on: { click: () => take(source) } }, 'Take it over')),
    diff,
    element('details', { open: true }, element('summary', {}, `Reasons (${changes.length})`), element('ul', {}, changes.map(({ line, reason }) => element('li', {}, toLine(line, go), ' ', marked(reason))))),
    ...(notes.length > 0 ? [element('h4', {}, 'Good to know'), element('ul', {}, notes.map(({ line, text }) => element('li', {}, line ? [toLine(line, go), ' '] : '', marked(text))))] : []),
  );
  draw(diff, before, source, host.clientWidth < NARROW);
}

function draw(host, before, after, narrow) {
  const { root, place } = shadow(host);
  const fixed = (name) => [...basics, EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'aria-label': name, 'aria-readonly': 'true', tabindex: '0' })];
  if (narrow) {
    const merged = unifiedMergeView({ original: before, mergeControls: false });
    new EditorView({ root, parent: place, state: EditorState.create({ doc: after, extensions: [fixed('Before and after'), merged] }) });
    return;
  }
  new MergeView({ root, parent: place, a: { doc: before, extensions: fixed('Before') }, b: { doc: after, extensions: fixed('After') } });
}
