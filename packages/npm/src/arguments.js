/** From the words of the command line to what is asked for. */

import { parseArgs } from 'node:util';
import { NATIVE_COMMANDS, NATIVE_OPTIONS, OPTIONS, UsageError } from './usage.js';

/** `{ values, paths }`; what only the native program has is an error that names it. */
export function parse(words) {
  if (NATIVE_COMMANDS.includes(words[0])) throw native(`the command ${words[0]}`);
  const parsed = read(words);
  const asked = Object.keys(NATIVE_OPTIONS).find((name) => name in parsed.values);
  if (asked) throw native(`--${asked}`);
  const { values, tokens } = parsed;
  for (const { kind, name } of tokens) {
    const once = kind === 'option' && OPTIONS[name]?.type === 'string' && !OPTIONS[name].multiple;
    if (once && tokens.filter((token) => token.name === name).length > 1) {
      throw new UsageError(`--${name} is given more than once (give it once)`);
    }
  }
  if (values.config !== undefined && values['no-config']) {
    throw new UsageError('--config and --no-config exclude each other (give one of them)');
  }
  return { values, paths: parsed.positionals.length > 0 ? parsed.positionals : ['.'] };
}

const native = (what) =>
  new UsageError(`${what} is not in the npm package (use the native program: docs/install.md of the project tells how to get it)`);

function read(words) {
  try {
    return parseArgs({ args: words, options: { ...OPTIONS, ...NATIVE_OPTIONS }, allowPositionals: true, tokens: true });
  } catch (problem) {
    if (!problem.code?.startsWith('ERR_PARSE_ARGS_')) throw problem;
    const [first] = problem.message.split(/\.?\s*(?:To specify|Did you|\n)/u);
    throw new UsageError(`${first} (\`distroless-check --help\` lists the options)`);
  }
}

/** The names in a list that commas separate. */
export const names = (lists = []) => lists.flatMap((list) => list.split(','));
