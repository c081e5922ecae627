/** Text of a repository in comments: shown as it is, and never markup, a link or a mention. */

const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const visible = (text) => text.replace(HIDDEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

/** On one line. */
export const inline = (text) => visible(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]()#+!|<>~@&$:]/g, (c) => `&#${c.codePointAt(0)};`);

/** On one line, with what stands between backticks as code, and a full stop. */
export function sentence(text) {
  const parts = text.split('`');
  // A backtick without a partner is one.
  if (parts.length % 2 === 0) parts.push(`\`${parts.splice(-1)}`);
  const set = parts.map((part, index) => (index % 2 ? `<code>${inline(part)}</code>` : inline(part))).join('');
  const whole = set.charAt(0).toUpperCase() + set.slice(1);
  return whole === '' || /[.!?]$/.test(text) ? whole : `${whole}.`;
}

/** A block that its content cannot end. */
export function fence(content, language) {
  const longest = Math.max(2, ...Array.from(content.matchAll(/`+/g), ([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${content}\n${ticks}`;
}

/** What a comment is known by, for us only. */
export const marker = (finding) => `<!-- distroless-check: ${finding} -->`;

/** The finding that a comment is about. */
export const markerOf = (body) => /<!-- distroless-check: ([0-9a-f]{16}|summary) -->/.exec(body ?? '')?.[1];
