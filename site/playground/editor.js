/** The editor. It lives in a shadow root, where style sheets that are made by script need no exception from the policy of the page. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { element, sheet } from './dom.js';

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: tags.comment, color: 'var(--comment)', fontStyle: 'italic' },
  { tag: [tags.variableName, tags.standard(tags.variableName), tags.atom, tags.number], color: 'var(--name)' },
  { tag: tags.invalid, color: 'inherit' },
]);

/** How editors look, in the colours of the page. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--page)', fontSize: '14px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--text)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--active)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-tooltip, .cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--line)' },
  '.cm-panel input, .cm-panel button, .cm-button, .cm-textfield': { backgroundColor: 'var(--page)', backgroundImage: 'none', color: 'var(--text)', border: '1px solid var(--line)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)', padding: '2px 8px', font: 'inherit', fontSize: '13px' },
  '.cm-diagnostic': { maxWidth: '36rem', whiteSpace: 'pre-wrap' },
  '.cm-mergeView, .cm-mergeViewEditors': { height: '100%' },
  '.cm-changedText': { background: 'var(--changed) !important' },
  '.cm-deletedText, &.cm-merge-a .cm-changedText': { background: 'var(--deleted) !important' },
  '.cm-changedLine': { backgroundColor: 'var(--changed-line) !important' },
  '.cm-deletedChunk': { backgroundColor: 'var(--deleted-line) !important' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--deleted-line) !important' },
  '.cm-collapsedLines': { background: 'var(--panel) !important', color: 'var(--text) !important' },
});

/** What every editor here has. */
export const basics = [
  look,
  StreamLanguage.define(dockerFile),
  syntaxHighlighting(colours),
  lineNumbers(),
  drawSelection(),
  EditorView.lineWrapping,
];

/** A shadow root in an element, and the place in it. */
export function shadow(host) {
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet(':host { display: block } .place { height: 100%; overflow: auto }')];
  const place = element('div', { className: 'place' });
  root.append(place);
  return { root, place };
}

/** Text typed over a selection: browsers keep its style by an attribute, which the policy of the page refuses. */
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const typed = event.inputType === 'insertText' && event.cancelable && !view.composing;
    if (!typed || event.data === null || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.update(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true }));
    return true;
  },
});

/** Makes the editor in an element; `changed` is told when its text is another one. */
export function makeEditor(host, text, changed) {
  const { root, place } = shadow(host);
  const view = new EditorView({
    root,
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        ...basics,
        overSelection,
        history(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        lintGutter(),
        // Tab leaves the editor, as it leaves every other field.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': 'Dockerfile', 'aria-describedby': 'editor-help', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    /** Marks findings; `fix` applies one of a finding's fixes. */
    mark(findings, fix) {
      view.dispatch(setDiagnostics(view.state, findings.map((finding) => ({
        ...span(view.state.doc, finding),
        severity: finding.severity,
        source: finding.rule,
        message: `${finding.message}\n${finding.help ?? ''}`.trim(),
        actions: (finding.fixes ?? []).filter(({ safety }) => safety !== 'display-only').map((one) => ({
          name: one.safety === 'safe' ? one.title : `${one.title} (may change what it does)`,
          apply: () => fix(one),
        })),
      }))));
    },
    /** Applies a fix, whose edits do not overlap. */
    apply({ edits }) {
      const { doc } = view.state;
      view.dispatch({ changes: edits.map((edit) => ({ ...span(doc, edit), insert: edit.replacement })), userEvent: 'input.fix' });
    },
    /** Leads to a line. */
    go(line) {
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      view.focus();
    },
  };
}

/** Places of the checker, from line 1 and column 1 in UTF-16 units, as places of the editor. */
function span(doc, { start, end }) {
  const at = ({ line, column }) => {
    if (line > doc.lines) return doc.length;
    const found = doc.line(line);
    return Math.min(found.from + column - 1, found.to);
  };
  const from = start ? at(start) : 0;
  return { from, to: Math.max(from, end ? at(end) : from) };
}
