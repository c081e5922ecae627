/** The list of findings: each with its proof and its fixes. */
import { element, marked, toLine } from './dom.js';

const PLURALS = { error: 'errors', warning: 'warnings', info: 'notes' };

/** How many there are, in words. */
export function counted(findings) {
  const parts = Object.entries(PLURALS).flatMap(([severity, plural]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count ? [`${count} ${count === 1 ? (severity === 'info' ? 'note' : severity) : plural}`] : [];
  });
  return parts.join(', ') || 'no findings';
}

/** What the checker could not read, as findings without a rule. */
export function problems(report) {
  return report.files.flatMap(({ problems }) => problems).map((problem) => ({ ...problem, severity: 'error', evidence: [], fixes: [] }));
}

/** Shows findings in an element. `go` leads to a line, `fix` applies a fix. */
export function showFindings(host, findings, { go, fix }) {
  if (findings.length === 0) {
    host.replaceChildren(element('p', { className: 'calm' }, 'Nothing to say: as far as this file tells, the image builds, starts, and ships what it needs.'));
    return;
  }
  host.replaceChildren(element('ol', { className: 'findings' }, findings.map((finding) => item(finding, go, fix))));
}

function item({ rule, severity, message, help, start, evidence, fixes }, go, fix) {
  const head = element(
    'h3',
    {},
    element('span', { className: `badge ${severity}` }, severity === 'info' ? 'note' : severity),
    rule ? element('a', { href: `../rules/${encodeURIComponent(rule)}.html` }, rule) : 'cannot be read',
    start && toLine(start.line, go),
  );
  const proof = evidence.length > 0 && element(
    'details',
    {},
    element('summary', {}, `Evidence (${evidence.length})`),
    element('ol', {}, evidence.map((step) => element('li', {}, toLine(step.start.line, go), ' ', marked(step.message)))),
  );
  const buttons = fixes.map((one) =>
    one.safety === 'display-only'
      ? element('p', { className: 'hint' }, 'By hand: ', marked(one.title))
      : element('button', { type: 'button', className: 'fix', on: { click: () => fix(one) } }, 'Fix: ', marked(one.title), one.safety === 'safe' ? '' : ' (may change what it does)'),
  );
  return element('li', { className: severity }, head, element('p', {}, marked(message)), help && element('p', { className: 'hint' }, marked(help)), buttons, proof || undefined);
}
