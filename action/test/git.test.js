/** Clones, owners and histories that are not the usual ones. */

import assert from 'node:assert/strict';
import { existsSync, lchownSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { BROKEN, CLEAN, commit, git, repository, run, temporary, write } from './runner.js';

const ZEROS = '0'.repeat(40);

test('a work tree of another user, as inside of a container', { skip: process.getuid?.() !== 0 }, (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  const before = git(folder, 'rev-parse', 'HEAD');
  commit(folder, { 'b/Dockerfile': CLEAN });
  for (const name of ['.', ...readdirSync(folder, { recursive: true })]) lchownSync(path.join(folder, name), 4321, 4321);
  assert.throws(() => git(folder, 'status'), /dubious ownership/, 'git itself refuses');
  const result = run(t, folder, { event: 'push', payload: { before, ref: 'refs/heads/main' } });
  assert.deepEqual(result.files, ['b/Dockerfile'], result.stdout);
});

test('a commit that is missing in a whole clone is fetched without cutting the history off', (t) => {
  const origin = repository(path.join(temporary(t), 'origin'), { 'a/Dockerfile': CLEAN });
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const clone = path.join(temporary(t), 'clone');
  git(origin, 'clone', '--quiet', pathToFileURL(origin).href, clone);
  // Forced away from the branch after it was cloned: what was there before is on the server only.
  const before = commit(origin, { 'gone/Dockerfile': CLEAN });
  commit(clone, { 'b/Dockerfile': CLEAN });
  const payload = { before, forced: true, ref: 'refs/heads/main', repository: { default_branch: 'main' } };
  const result = run(t, clone, { event: 'push', payload });
  assert.deepEqual(result.files, ['b/Dockerfile'], result.stdout);
  assert.ok(!existsSync(path.join(clone, '.git/shallow')));
});

test('a pull request whose own last commit is a merge, checked out at its head', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  git(folder, 'switch', '--quiet', '--create', 'topic');
  commit(folder, { 'topic/Dockerfile': CLEAN });
  git(folder, 'switch', '--quiet', 'main');
  const base = commit(folder, { 'main/Dockerfile': BROKEN });
  git(folder, 'switch', '--quiet', 'topic');
  git(folder, 'merge', '--quiet', '--no-edit', 'main');
  const own = git(folder, 'rev-parse', 'HEAD');
  // The first parent of this merge is the branch, not the base: taking it for the base would check
  // what came from main and leave out what is the branch's own.
  const payload = { pull_request: { base: { sha: base }, head: { sha: own } } };
  const result = run(t, folder, { event: 'pull_request', payload, sha: '1'.repeat(40) });
  assert.deepEqual(result.files, ['topic/Dockerfile'], result.stdout);
});

test('a tag and a branch that is new to a clone of one commit: everything', async (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  const payload = (ref) => ({ before: ZEROS, ref, repository: { default_branch: 'main' } });
  await t.test('a tag changes nothing, which needs no notice', (t) => {
    const result = run(t, folder, { event: 'push', payload: payload('refs/tags/v1') });
    assert.deepEqual(result.files, ['a/Dockerfile']);
    assert.deepEqual(result.commands, []);
  });
  await t.test('a branch whose start is not known', (t) => {
    const result = run(t, folder, { event: 'push', payload: payload('refs/heads/topic') });
    assert.deepEqual(result.files, ['a/Dockerfile']);
    assert.equal(result.commands.length, 1);
    assert.match(result.commands[0].data, /started from/);
  });
});

test('branches and commits in an event that are options or worse', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  const evil = path.join(folder, 'evil');
  for (const text of [`--output=${evil}`, `--upload-pack=touch ${evil}`, `$(touch ${evil})`, `a\n--output=${evil}`]) {
    const payload = { before: text, ref: `refs/heads/${text}`, repository: { default_branch: text } };
    assert.deepEqual(run(t, folder, { event: 'push', payload }).files, ['a/Dockerfile']);
    const pull = { pull_request: { base: { sha: text, ref: text }, head: { sha: text, ref: text } } };
    assert.deepEqual(run(t, folder, { event: 'pull_request', payload: pull }).files, ['a/Dockerfile']);
    assert.ok(!existsSync(evil), text);
  }
});

test('an event file that is no JSON, or no object', async (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  const place = temporary(t);
  for (const [name, text] of Object.entries({ 'not json': '{', null: 'null', list: '[]', text: '"x"' })) {
    await t.test(name, (t) => {
      write(place, { 'event.json': text });
      const env = { GITHUB_EVENT_PATH: path.join(place, 'event.json') };
      assert.deepEqual(run(t, folder, { event: 'push', env }).files, ['a/Dockerfile']);
    });
  }
});

test('a submodule, a sparse checkout, and a repository around the workspace', async (t) => {
  await t.test('files of a submodule are of another repository', (t) => {
    const other = repository(path.join(temporary(t), 'other'), { Dockerfile: BROKEN });
    const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', pathToFileURL(other).href, 'Dockerfile');
    commit(folder);
    const result = run(t, folder);
    assert.deepEqual(result.files, ['a/Dockerfile'], result.stdout);
  });
  await t.test('what is not in the work tree is not missed', (t) => {
    const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN, 'b/Dockerfile': BROKEN });
    git(folder, 'sparse-checkout', 'set', '--no-cone', '/a/');
    const result = run(t, folder);
    assert.deepEqual(result.files, ['a/Dockerfile'], result.stdout);
    assert.equal(result.status, 0);
  });
  await t.test('the repository that the runner lies in is not asked', (t) => {
    const around = repository(temporary(t), { Dockerfile: BROKEN, '.gitignore': 'work\n' });
    write(around, { 'work/a/Dockerfile': CLEAN });
    assert.deepEqual(run(t, path.join(around, 'work')).files, ['a/Dockerfile']);
  });
});
