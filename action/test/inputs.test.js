/** The inputs of the action, right and wrong. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { engine } from '../../dist/engine.mjs';
import { BROKEN, CLEAN, RULE, repository, run, temporary, write } from './runner.js';

const TREE = { 'a/Dockerfile': BROKEN, 'b/Dockerfile': CLEAN, 'b/c/web.Dockerfile': CLEAN, 'odd.txt': CLEAN };

test('a mistake in an input fails the step and tells what is valid', async (t) => {
  const folder = repository(temporary(t), TREE);
  const mistakes = [
    [{ 'changed-files': 'some' }, ['changed-files', 'some', 'auto, all']],
    [{ 'fail-on': 'fatal' }, ['fail-on', 'fatal', 'error, warning, info, never']],
    [{ 'changed-lines': 'some' }, ['changed-lines', 'some', 'off, annotate, gate']],
    [{ upload: 'yes' }, ['upload', 'yes', 'auto, always, never']],
    [{ suggestions: 'maybe' }, ['suggestions', 'maybe', 'true, false']],
    [{ comment: 'sometimes' }, ['comment', 'sometimes', 'never, on-findings, always']],
    [{ baseline: 'none.json' }, ['baseline', 'none.json', 'cannot be read']],
    [{ baseline: 'odd.txt' }, ['baseline', 'cannot be used']],
    [{ select: 'exec-form-require' }, ['exec-form-require', RULE]],
    [{ ignore: 'nonsense-rule' }, ['nonsense-rule']],
    [{ 'build-args': 'VERSION' }, ['VERSION', 'NAME=VALUE']],
    [{ paths: 'no-such-folder' }, ['no-such-folder', 'files and folders']],
    [{ paths: '../..' }, ['outside']],
    [{ config: 'none.toml' }, ['none.toml', 'cannot be read']],
    [{ 'working-directory': 'none' }, ['working-directory', 'not a folder']],
    [{ 'working-directory': '..' }, ['working-directory', 'outside']],
  ];
  for (const [inputs, says] of mistakes) {
    await t.test(JSON.stringify(inputs), (t) => {
      const result = run(t, folder, { inputs });
      assert.equal(result.status, 1);
      const errors = result.commands.filter(({ name }) => name === 'error');
      assert.equal(errors.length, 1, result.stdout);
      for (const part of says) assert.ok(errors[0].data.includes(part), `${part}: ${errors[0].data}`);
      assert.doesNotMatch(errors[0].data, /\n\s+at /, 'no stack for a mistake of the user');
      assert.equal(result.outputs.conclusion, 'problems');
    });
  }
});

test('a workspace that is not there', (t) => {
  const result = run(t, path.join(temporary(t), 'none'));
  assert.equal(result.status, 1);
  assert.match(result.commands[0].data, /workspace/);
});

test('paths names files and folders, one a line', async (t) => {
  const folder = repository(temporary(t), TREE);
  const cases = [
    ['', ['a/Dockerfile', 'b/Dockerfile', 'b/c/web.Dockerfile']],
    ['b', ['b/Dockerfile', 'b/c/web.Dockerfile']],
    ['b/c\na/Dockerfile', ['a/Dockerfile', 'b/c/web.Dockerfile']],
    ['  odd.txt \r\n', ['odd.txt']],
  ];
  for (const [paths, files] of cases) {
    await t.test(JSON.stringify(paths), (t) => assert.deepEqual(run(t, folder, { inputs: { paths } }).files, files));
  }
});

test('exclude takes globs, one a line', (t) => {
  const folder = repository(temporary(t), TREE);
  const result = run(t, folder, { inputs: { exclude: 'a/**\n**/*.Dockerfile' } });
  assert.deepEqual(result.files, ['b/Dockerfile']);
});

test('working-directory: files from there, named from the top of the repository', (t) => {
  const folder = repository(temporary(t), { 'app/a/Dockerfile': BROKEN, 'other/Dockerfile': BROKEN });
  const result = run(t, folder, { inputs: { 'working-directory': 'app', exclude: 'other/**' } });
  assert.deepEqual(result.files, ['app/a/Dockerfile']);
  assert.equal(result.commands[0].file, 'app/a/Dockerfile');
});

test('fail-on decides whether findings fail the step', async (t) => {
  const folder = repository(temporary(t), { Dockerfile: BROKEN });
  for (const [failOn, status] of [['', 1], ['error', 1], ['warning', 1], ['info', 1], ['never', 0]]) {
    await t.test(failOn || 'by default', (t) => {
      const result = run(t, folder, { inputs: { 'fail-on': failOn } });
      assert.equal(result.status, status);
      assert.equal(result.outputs.errors, '1', 'what is found does not depend on it');
    });
  }
});

test('build-args and target reach the checker', (t) => {
  // Only the stage `dev` starts by way of a shell, and only if it is made from scratch.
  const source = `ARG BASE=debian:13\nFROM \${BASE} AS dev\nCOPY app /app\nENTRYPOINT /app\nFROM scratch\n${CLEAN.slice(13)}`;
  const folder = repository(temporary(t), { Dockerfile: source });
  const errors = (inputs) => run(t, folder, { inputs }).outputs.errors;
  assert.equal(errors({ target: 'dev' }), '0');
  assert.equal(errors({ target: 'dev', 'build-args': 'BASE=scratch' }), '1');
});

test('the configuration', async (t) => {
  const folder = repository(temporary(t), {
    'app/Dockerfile': BROKEN,
    'app/old/Dockerfile': BROKEN,
    'distroless-check.toml': `exclude = ["app/old/**"]\nfail-on = "never"\n`,
    'other.toml': 'fail-on = "error"\n',
    'wrong.toml': 'fail-on = "fatal"\n',
  });
  await t.test('is found above the working directory, its globs start where it lies', (t) => {
    const result = run(t, folder, { inputs: { 'working-directory': 'app' } });
    assert.deepEqual(result.files, ['app/Dockerfile'], result.stdout);
    assert.equal(result.status, 0);
  });
  await t.test('can be named', (t) => {
    const result = run(t, folder, { inputs: { config: 'other.toml' } });
    assert.deepEqual(result.files, ['app/Dockerfile', 'app/old/Dockerfile']);
    assert.equal(result.status, 1);
  });
  await t.test('an input wins over it', (t) => {
    assert.equal(run(t, folder, { inputs: { 'fail-on': 'error' } }).status, 1);
  });
  await t.test('a mistake in it is a problem that names file and line', (t) => {
    const result = run(t, folder, { inputs: { config: 'wrong.toml' } });
    assert.equal(result.status, 1);
    assert.equal(result.outputs.conclusion, 'problems');
    const error = result.commands.find(({ file }) => file === 'wrong.toml');
    assert.equal(error?.line, '1', result.stdout);
  });
});

test('sarif-file: written where it is asked for, and nowhere else', async (t) => {
  const folder = repository(temporary(t), { Dockerfile: BROKEN });
  await t.test('a path from the working directory, its folders made', (t) => {
    const result = run(t, folder, { inputs: { 'sarif-file': 'out/new/a.sarif' } });
    assert.equal(result.outputs['sarif-file'], path.join(folder, 'out/new/a.sarif'));
    assert.equal(JSON.parse(readFileSync(result.outputs['sarif-file'], 'utf8')).version, '2.1.0');
  });
  await t.test('a link that leads out of the workspace is refused', { skip: process.platform === 'win32' }, (t) => {
    const outside = temporary(t);
    symlinkSync(outside, path.join(folder, 'link'));
    const result = run(t, folder, { inputs: { 'sarif-file': 'link/a.sarif' } });
    assert.equal(result.status, 1);
    assert.match(result.commands.at(-1).data, /sarif-file/);
    assert.ok(!existsSync(path.join(outside, 'a.sarif')));
  });
  await t.test('a file that is a link is replaced, not written through', { skip: process.platform === 'win32' }, (t) => {
    const outside = temporary(t);
    write(outside, { victim: 'before' });
    symlinkSync(path.join(outside, 'victim'), path.join(folder, 'b.sarif'));
    run(t, folder, { inputs: { 'sarif-file': 'b.sarif' } });
    assert.equal(readFileSync(path.join(outside, 'victim'), 'utf8'), 'before');
  });
});

test('a baseline: what an earlier run found fails nothing and is not annotated', (t) => {
  const folder = repository(temporary(t), { Dockerfile: BROKEN });

  const answer = engine().analyze({ files: [{ path: 'Dockerfile', source: BROKEN }], today: '2026-11-23', select: [RULE], formats: ['json'] });
  write(folder, { 'old.json': answer.outputs.json, Dockerfile: `# moved\n\n${BROKEN}` });
  const result = run(t, folder, { inputs: { baseline: 'old.json' } });
  assert.equal(result.status, 0, result.stdout);
  assert.deepEqual(result.commands, []);
  assert.match(result.summary, /1 known from the baseline/);
});

test('a configuration or a baseline that is a link to another file of the runner is not read', { skip: process.platform === 'win32' }, (t) => {
  const outside = temporary(t);
  write(outside, { secret: 'top-secret = 1\n' });
  const folder = repository(temporary(t), { Dockerfile: CLEAN, 'real.toml': 'fail-on = "never"\n' });
  for (const [name, inputs] of [['distroless-check.toml', {}], ['named.toml', { config: 'named.toml' }], ['old.json', { baseline: 'old.json' }]]) {
    symlinkSync(path.join(outside, 'secret'), path.join(folder, name));
    const result = run(t, folder, { inputs });
    rmSync(path.join(folder, name));
    assert.equal(result.status, 1);
    assert.match(result.commands[0].data, /leads out of the workspace/);
    assert.doesNotMatch(result.stdout, /top-secret/);
  }
  // Inside of it a link is as good as a file.
  symlinkSync('real.toml', path.join(folder, 'distroless-check.toml'));
  write(folder, { Dockerfile: BROKEN });
  assert.equal(run(t, folder).status, 0);
});
