/** Making elements. Text goes in as text only: what a Dockerfile says is never markup. */

/** An element with properties (`data`, `aria` and `on` are objects), and children: elements or texts. */
export function element(tag, { data = {}, aria = {}, on = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  for (const [name, value] of Object.entries(aria)) made.setAttribute(`aria-${name}`, value);
  for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false && child !== ''));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Text in which backticks mark code, as messages are written. */
export function marked(text) {
  const parts = text.split('`');
  // An odd mark is a mark of the text itself.
  if (parts.length % 2 === 0) return [text];
  return parts.map((part, index) => (index % 2 ? element('code', {}, part) : part));
}

/** A button that leads to a line of the editor. */
export function toLine(line, go) {
  return element('button', { type: 'button', className: 'line', on: { click: () => go(line) } }, `line ${line}`);
}

/** A style sheet for a shadow root: one that is made by script, as the policy of the page allows none in markup. */
export function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
