/** The playground: a Dockerfile, and what there is to say of it. Nothing leaves the page. */
import examples from '#examples';
import { ask } from './ask.js';
import { byId, element } from './dom.js';
import { makeEditor } from './editor.js';
import { counted, problems, showFindings } from './findings.js';
import { packed, unpacked } from './share.js';
import { makeTabs } from './tabs.js';
import { isDark, makeTheme } from './theme.js';

/** How long to wait for more letters, in milliseconds. */
const PAUSE = 150;

const status = byId('status');
const say = (text) => { status.textContent = text; };
const go = (line) => editor.go(line);
const fix = (one) => {
  editor.apply(one);
  say(`Applied: ${one.title}`);
};

let view = 'findings';
let editor;
let timer;
/** Answers to an older text than the one in the editor are of no use. */
let turn = 0;
let graph;

const shows = {
  async findings(source) {
    const report = await ask('check', source);
    return () => {
      const findings = [...problems(report), ...report.findings];
      editor.mark(findings, fix);
      showFindings(byId('findings'), findings, { go, fix });
      byId('count').textContent = String(findings.length);
      const safe = findings.some(({ fixes }) => fixes.some(({ safety }) => safety === 'safe'));
      byId('mend').disabled = !safe;
      say(counted(findings));
      if (!document.body.dataset.ready) performance.mark('checked');
      document.body.dataset.ready = 'yes';
    };
  },
  async graph(source) {
    const [answer, { makeGraph }] = await Promise.all([ask('draw', source), import('./graph.js')]);
    return () => {
      graph ??= makeGraph(byId('picture'), byId('flows'), { go, dark: isDark });
      graph.show(answer);
    };
  },
  async image(source) {
    const stages = await ask('draw', source);
    const choice = byId('stage');
    const target = choice.value && Number(choice.value) < stages.nodes.length ? choice.value : undefined;
    const [answer, { showCards }] = await Promise.all([ask('inspect', source, { target }), import('./card.js')]);
    return () => {
      const named = stages.nodes.filter(({ kind }) => kind === 'stage').map(({ stage, title }) => element('option', { value: String(stage) }, title));
      choice.replaceChildren(element('option', { value: '' }, 'what ships'), ...named);
      choice.value = target ?? '';
      showCards(byId('cards'), answer, go);
    };
  },
  async migrate(source) {
    const [answer, { showMigration }] = await Promise.all([ask('migrate', source, { family: byId('family').value }), import('./migration.js')]);
    return () => showMigration(byId('migration'), answer, { before: source, go, take });
  },
};

function take(source) {
  editor.set(source);
  say('The migrated file is in the editor');
  byId('tab-findings').click();
}

/** Shows what there is to say of the text now: the findings always, and what is looked at. */
async function refresh() {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  const source = editor.text();
  for (const name of new Set(['findings', view])) {
    try {
      const show = await shows[name](source);
      if (mine !== turn) return;
      show();
    } catch (error) {
      if (mine === turn) say(`Something went wrong: ${error.message}`);
    }
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

async function share() {
  const fragment = await packed(editor.text());
  history.replaceState(null, '', `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    say('The link is copied; it holds the Dockerfile, which is stored nowhere');
  } catch {
    say('The link is in the address bar');
  }
}

async function mend() {
  const source = editor.text();
  const { source: mended, applied } = await ask('mend', source);
  if (source !== editor.text()) return;
  editor.set(mended);
  say(applied.length ? `Applied: ${applied.join('; ')}` : 'No safe fix holds');
}

/** The Dockerfile of the address, where it has one. */
async function linked() {
  const fragment = location.hash.slice(1);
  if (!fragment) return undefined;
  const text = await unpacked(fragment);
  if (text === undefined) say('The link holds no Dockerfile that can be read');
  return text;
}

makeTheme(byId('theme'), () => graph?.recolour());
const choice = byId('example');
choice.append(...examples.map(({ name }, index) => element('option', { value: String(index) }, name)));
choice.addEventListener('change', () => {
  const example = examples[choice.value];
  if (example) editor.set(example.text);
  choice.value = '';
});
makeTabs(byId('tabs'), (name) => {
  view = name;
  if (editor) refresh();
});
editor = makeEditor(byId('editor'), (await linked()) ?? examples[0].text, later);
byId('share').addEventListener('click', share);
byId('mend').addEventListener('click', mend);
byId('stage').addEventListener('change', refresh);
byId('family').addEventListener('change', refresh);
addEventListener('hashchange', async () => {
  const text = await linked();
  if (text !== undefined) editor.set(text);
});
await refresh();
