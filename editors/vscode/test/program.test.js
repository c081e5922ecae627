// Which program is started.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findProgram, isProgram } from '../src/program.js';

const on = (programs, more = {}) => ({
  platform: 'linux',
  home: '/home/me',
  search: '/usr/bin:/opt/bin',
  isProgram: (file) => programs.includes(file),
  ...more,
});

test('the setting counts before PATH', () => {
  const system = on(['/a/tool', '/usr/bin/distroless-check', '/home/me/bin/x']);
  assert.deepEqual(findProgram('/a/tool', system), { file: '/a/tool' });
  assert.deepEqual(findProgram(' ~/bin/x ', system), { file: '/home/me/bin/x' });
  assert.deepEqual(findProgram('  ', system), { file: '/usr/bin/distroless-check' });
});

test('what the setting names wrongly is not replaced by another program', () => {
  const system = on(['/usr/bin/distroless-check']);
  assert.match(findProgram('/gone', system).problem, /"\/gone", which is no program/);
  assert.match(findProgram('./distroless-check', system).problem, /no whole path/);
});

test('the first folder of PATH that has it counts, and only whole paths', () => {
  const second = on(['/opt/bin/distroless-check']);
  assert.deepEqual(findProgram('', second), { file: '/opt/bin/distroless-check' });
  // The folder that is open must not be searched.
  const here = on(['distroless-check', './distroless-check', 'bin/distroless-check'], { search: '.::bin' });
  assert.match(findProgram('', here).problem, /not in PATH/);
  assert.match(findProgram('', on([], { search: undefined })).problem, /not in PATH/);
});

test('Windows has its own paths', () => {
  const file = 'C:\\tools\\distroless-check.exe';
  const system = on([file], { platform: 'win32', home: 'C:\\me', search: '.;C:\\other;C:\\tools' });
  assert.deepEqual(findProgram('', system), { file });
  assert.deepEqual(findProgram(file, system), { file });
});

test('a program is a file that may be started', { skip: process.platform === 'win32' }, (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'distroless-check');
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  assert.equal(isProgram(file), true);
  assert.equal(isProgram(folder), false);
  assert.equal(isProgram(join(folder, 'none')), false);
});
