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

/** Whether all of these lines stand in one hunk. */
export function inOneHunk(patch, start, end) {
  return hunks(patch).some(({ first, kinds }) => {
    const count = kinds.filter((kind) => kind !== '-').length;
    return first <= start && end < first + count;
  });
}

/** Each hunk: the number of its first line, and of each line what stands at its beginning. */
function hunks(patch) {
  const found = [];
  for (const line of (patch ?? '').split('\n')) {
    const header = HEADER.exec(line);
    if (header) found.push({ first: Number(header[1]), left: Number(header[2] ?? 1), kinds: [] });
    else if (found.length > 0 && [' ', '+', '-'].includes(line[0])) found.at(-1).kinds.push(line[0]);
  }
  return found;
}
