/** Compose and bake files say how Dockerfiles are built. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDefinition } from '../src/builds.js';
import { RULE, commit, git, repository, run, temporary, write } from './runner.js';

const BASED = 'ARG BASE\nFROM $BASE AS app\nCOPY app /app\nUSER 1\nENTRYPOINT /app\n';
const compose = (base) => `services: { web: { build: { context: app, args: { BASE: "${base}" } } } }\n`;
const STATIC = 'gcr.io/distroless/static-debian12';
const inputs = { select: RULE };

test('definitions are told by their names', () => {
  for (const name of ['compose.yaml', 'a/docker-compose.prod.yml', 'docker-bake.hcl', 'b/docker-bake.override.json']) {
    assert.ok(isDefinition(name), name);
  }
  for (const name of ['composer.yaml', 'compose', 'bake.hcl', 'docker-bake.yaml', 'a/compose.yaml/b']) {
    assert.ok(!isDefinition(name), name);
  }
});

test('build arguments of a compose file decide the base', (t) => {
  const folder = repository(temporary(t), { 'app/Dockerfile': BASED });
  assert.equal(run(t, folder, { inputs }).outputs.errors, '0');
  write(folder, { 'compose.yaml': compose(STATIC) });
  assert.equal(run(t, folder, { inputs }).outputs.errors, '1');
  assert.equal(run(t, folder, { inputs: { ...inputs, 'build-args': 'BASE=debian:12' } }).outputs.errors, '0');
  write(folder, { 'compose.yaml': compose('${BASE}') });
  assert.equal(run(t, folder, { inputs }).outputs.errors, '0');
  // A target is looked for among the stages.
  write(folder, { 'compose.yaml': '', 'docker-bake.hcl': `target "default" {\n  context = "app"\n  target = "app"\n  args = { BASE = "${STATIC}" }\n}\n` });
  assert.equal(run(t, folder, { inputs }).outputs.errors, '1');
});

test('a broken file is passed over, and its name is no command', (t) => {
  const name = 'a\n::error::x/compose.yaml';
  const folder = repository(temporary(t), { 'app/Dockerfile': BASED, [name]: 'services: [' });
  const { outputs, stdout } = run(t, folder, { inputs });
  assert.equal(outputs.conclusion, 'clean');
  assert.match(stdout, /passed over: /);
  assert.doesNotMatch(stdout, /^::error::x/m);
});

/** What a push of these files to a topic branch has checked. */
function pushed(t, before, change) {
  const folder = repository(temporary(t), before);
  const base = git(folder, 'rev-parse', 'HEAD');
  change(folder);
  commit(folder);
  const payload = { before: base, ref: 'refs/heads/topic', repository: { default_branch: 'main' } };
  return run(t, folder, { inputs: { select: '' }, event: 'push', payload }).files;
}

test('a file of the context that a definition says concerns what is built in it', (t) => {
  const files = {
    'docker/Dockerfile': BASED,
    'docker/other.Dockerfile': BASED,
    'package.json': '{}',
    'compose.yaml': 'services: { web: { build: { context: ., dockerfile: docker/Dockerfile } } }\n',
  };
  const checked = pushed(t, files, (folder) => write(folder, { 'package.json': '{"name":"a"}' }));
  assert.deepEqual(checked, ['docker/Dockerfile']);
});

test('a compose file or an ignore list that is no longer there concerns what it was for', (t) => {
  const files = { 'app/Dockerfile': BASED, 'app/.dockerignore': 'x\n'.repeat(9), 'other/Dockerfile': BASED, 'old/compose.yaml': compose(STATIC).replace('context: app', 'context: ../app') };
  assert.deepEqual(pushed(t, files, (folder) => git(folder, 'rm', '--quiet', 'old/compose.yaml')), ['app/Dockerfile']);
  assert.deepEqual(pushed(t, files, (folder) => git(folder, 'mv', 'app/.dockerignore', 'app/ignored')), ['app/Dockerfile']);
  assert.deepEqual(pushed(t, files, (folder) => git(folder, 'mv', 'old/compose.yaml', 'old/notes')), ['app/Dockerfile']);
});

test('a script that is started concerns the Dockerfile, any other file does not', (t) => {
  const starts = 'FROM gcr.io/distroless/static-debian13\nCOPY run.sh /run.sh\nUSER 1\nENTRYPOINT ["/run.sh"]\n';
  const files = { 'a/Dockerfile': starts, 'a/run.sh': '#!/app\n', 'a/notes.txt': 'x', 'b/Dockerfile': starts };
  assert.deepEqual(pushed(t, files, (folder) => write(folder, { 'a/run.sh': '#!/bin/bash\n' })), ['a/Dockerfile']);
  assert.deepEqual(pushed(t, files, (folder) => write(folder, { 'a/notes.txt': 'y' })), []);
  assert.deepEqual(pushed(t, files, (folder) => git(folder, 'rm', '--quiet', 'a/run.sh')), ['a/Dockerfile']);
});

test('where a Dockerfile and its context changed, its findings may be of either', (t) => {
  const starts = 'FROM gcr.io/distroless/static-debian13\nCOPY run.sh /run.sh\nUSER 1\nENTRYPOINT ["/run.sh"]\n';
  const folder = repository(temporary(t), { Dockerfile: starts, 'run.sh': '#!/run.sh\n' });
  const base = git(folder, 'rev-parse', 'HEAD');
  commit(folder, { Dockerfile: `${starts}LABEL a=b\n`, 'run.sh': '#!/bin/bash\n' });
  const payload = { before: base, ref: 'refs/heads/topic', repository: { default_branch: 'main' } };
  const gate = { select: 'script-interpreter-missing', 'changed-lines': 'gate' };
  const result = run(t, folder, { inputs: gate, event: 'push', payload });
  assert.equal(result.outputs.errors, '1', result.stdout);
});

test('a changed compose file concerns what it builds', (t) => {
  const files = { 'app/Dockerfile': BASED, 'other/Dockerfile': BASED, 'compose.yaml': compose('debian:12') };
  const folder = repository(temporary(t), files);
  const before = commit(folder);
  commit(folder, { 'compose.yaml': compose(STATIC) });
  const { files: checked, outputs } = run(t, folder, { inputs, event: 'push', payload: { before, ref: 'refs/heads/main', repository: { default_branch: 'main' } } });
  assert.deepEqual(checked, ['app/Dockerfile']);
  assert.equal(outputs.errors, '1');
});
