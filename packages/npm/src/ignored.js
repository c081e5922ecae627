/** What git, and `.ignore` files, leave out: read as the native program reads them. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ignore from 'ignore';
import { isTop, upwards } from './paths.js';

/** Files of patterns, the weightiest first. What git reads ends at the top of the repository. */
const KINDS = [
  { name: '.ignore', isGits: false },
  { name: '.gitignore', isGits: true },
  { name: '.git/info/exclude', isGits: true },
];

/** The patterns that hold in a folder, those of the folders above it included. */
export class Ignored {
  #levels;

  constructor(levels) {
    this.#levels = levels;
  }

  /** Those at a folder where a search begins. */
  static above(folder) {
    return new Ignored([...upwards(folder)].reverse().map(levelOf));
  }

  /** Those in a folder below, which is not left out: if one says so, another one outweighs it, for what is in it too. */
  below(inner) {
    const open = (level) => ({ ...level, own: level.own.map((own) => opened(level.folder, own, inner)) });
    return new Ignored([...this.#levels.map(open), levelOf(inner)]);
  }

  /** Whether a file or folder is left out. */
  has(full, isFolder) {
    for (const [kind, { isGits }] of KINDS.entries()) {
      for (const { folder, top, own } of this.#levels.toReversed()) {
        const said = verdict(folder, own[kind], full, isFolder);
        if (said !== undefined) return said;
        if (isGits && top) break;
      }
    }
    return verdict(path.parse(full).root, everywhere(), full, isFolder) === true;
  }
}

function levelOf(folder) {
  return { folder, top: isTop(folder), own: KINDS.map(({ name }) => patterns(path.join(folder, name))) };
}

/** The user's own, for all repositories. */
function everywhere() {
  const settings = process.env.XDG_CONFIG_HOME || path.join(os.homedir(), '.config');
  return (users ??= { own: patterns(path.join(settings, 'git', 'ignore')) }).own;
}
let users;

function patterns(file) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  return matcher(text);
}

function matcher(text) {
  const rules = ignore({ ignorecase: false }).add(text);
  return { text, test: (way) => rules.test(way) };
}

/** The same patterns without those that leave out a folder. */
function opened(folder, own, inner) {
  if (verdict(folder, own, inner, true) !== true) return own;
  const way = wayTo(folder, inner).replace(/[\\*?[\]!# ]/g, '\\$&');
  return matcher(`${own.text}\n!/${way}/`);
}

const wayTo = (folder, full) => path.relative(folder, full).split(path.sep).join('/');

/** True and false where a pattern says so, nothing where none does. */
function verdict(folder, own, full, isFolder) {
  const way = own && wayTo(folder, full);
  if (!way) return undefined;
  const { ignored, unignored } = own.test(isFolder ? `${way}/` : way);
  return ignored ? true : unignored ? false : undefined;
}
