/** The hunks of a diff: which lines a change added or edited, and which ones a review can speak of. */

const HEADER = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/;

/** Lines added or edited, as [first, last], from a diff with or without context. */
export function changedLines(patch) {
  const lines = [];
  for (const { first, kinds } of hunks(patch)) {
    let at = first;
    for (const kind of kinds) {
      if (kind === '-') continue;
      const last = lines.at(-1);
      if (kind === '+' && last?.[1] === at - 1) last[1] = at;
      else if (kind === '+') lines.push([at, at]);
      at += 1;
    }
  }
  return lines;
}

/**
 * Whether these lines stand in one hunk from a line on, as they are. What is checked out may be the
 * merge of a pull request, where a line has another number than in the diff of its head.
 */
export function inOneHunk(patch, start, lines) {
  return hunks(patch).some(({ first, kinds, texts }) => {
    const after = texts.filter((_, index) => kinds[index] !== '-');
    return first <= start && lines.length > 0 && lines.every((line, index) => after[start - first + index] === line);
  });
}

/** Each hunk: the number of its first line, of each line what stands at its beginning, and the rest. */
function hunks(patch) {
  const found = [];
  for (const line of (patch ?? '').split('\n')) {
    const header = HEADER.exec(line);
    if (header) found.push({ first: Number(header[1]), kinds: [], texts: [] });
    else if (found.length > 0 && [' ', '+', '-'].includes(line[0])) {
      found.at(-1).kinds.push(line[0]);
      found.at(-1).texts.push(line.slice(1));
    }
  }
  return found;
}
