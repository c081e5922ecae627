/** Compose and bake files say how Dockerfiles are built. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDefinition } from '../src/builds.js';
import { RULE, commit, repository, run, temporary, write } from './runner.js';

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

test('a changed compose file concerns what it builds', (t) => {
  const files = { 'app/Dockerfile': BASED, 'other/Dockerfile': BASED, 'compose.yaml': compose('debian:12') };
  const folder = repository(temporary(t), files);
  const before = commit(folder);
  commit(folder, { 'compose.yaml': compose(STATIC) });
  const { files: checked, outputs } = run(t, folder, { inputs, event: 'push', payload: { before, ref: 'refs/heads/main', repository: { default_branch: 'main' } } });
  assert.deepEqual(checked, ['app/Dockerfile']);
  assert.equal(outputs.errors, '1');
});
