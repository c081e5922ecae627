/** action.yml declares what there is, and nothing else. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLEAN, repository, run, temporary } from './runner.js';

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** The names one level below a key of action.yml. */
function declared(key) {
  const [, section] = new RegExp(`^${key}:\\n((?: .*\\n|\\n)+)`, 'm').exec(read('action.yml'));
  return [...section.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name).sort();
}

test('every input that is declared is read, and no other', () => {
  const calls = read('action/src/inputs.js').matchAll(/\b(?:text|lines|names|oneOf)\('([\w-]+)'/g);
  assert.deepEqual([...new Set(Array.from(calls, ([, name]) => name))].sort(), declared('inputs'));
});

test('every output that is declared is set, and no other', (t) => {
  const folder = repository(temporary(t), { Dockerfile: CLEAN });
  assert.deepEqual(Object.keys(run(t, folder).outputs).sort(), declared('outputs'));
});

test('the defaults in action.yml are those of the program', (t) => {
  const folder = repository(temporary(t), { Dockerfile: CLEAN });
  const nothing = Object.fromEntries(declared('inputs').map((name) => [name, '']));
  assert.deepEqual(run(t, folder, { inputs: nothing }).files, ['Dockerfile']);
});
