/** What a step hands over, and that no text of a repository gets a say in it. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fence, inline, markerOf, sentence } from '../src/markdown.js';
import { BROKEN, CLEAN, repository, run, temporary, write } from './runner.js';

const posix = { skip: process.platform === 'win32' };

test('a finding: annotation, summary, SARIF and outputs', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': BROKEN, 'b/Dockerfile': CLEAN });
  const result = run(t, folder);
  assert.equal(result.status, 1);
  assert.equal(result.stderr, '');
  const { conclusion, errors, warnings, findings } = result.outputs;
  assert.deepEqual({ conclusion, errors, warnings, findings }, { conclusion: 'findings', errors: '1', warnings: '0', findings: '1' });

  const [annotation, ...others] = result.commands;
  assert.deepEqual(others, []);
  assert.equal(annotation.name, 'error');
  assert.equal(annotation.file, 'a/Dockerfile');
  assert.equal(annotation.line, '4');
  assert.match(result.summary, /a\/Dockerfile/);
  assert.match(result.summary, /exec-form-required/);

  const file = result.outputs['sarif-file'];
  assert.ok(file.startsWith(result.temp), file);
  const { runs } = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(runs.length, 1);
  const [found] = runs[0].results;
  assert.equal(found.ruleId, 'exec-form-required');
  const { artifactLocation, region } = found.locations[0].physicalLocation;
  assert.equal(artifactLocation.uri, 'a/Dockerfile');
  assert.equal(region.startLine, 4);
});

test('two steps of one job do not write over each other', (t) => {
  const folder = repository(temporary(t), { Dockerfile: CLEAN });
  const temp = temporary(t);
  const [one, two] = [1, 2].map(() => run(t, folder, { env: { RUNNER_TEMP: temp } }).outputs['sarif-file']);
  assert.notEqual(one, two);
  assert.ok(existsSync(one) && existsSync(two));
});

test('a runner that offers no files to hand over through', (t) => {
  const folder = repository(temporary(t), { Dockerfile: BROKEN });
  const result = run(t, folder, { env: { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '', GITHUB_EVENT_PATH: '' } });
  assert.equal(result.status, 1);
  assert.equal(result.commands[0].name, 'error');
});

test('a file that is not UTF-8 is a problem; the file beside it is checked', (t) => {
  const folder = repository(temporary(t), { 'b/Dockerfile': BROKEN });
  writeFileSync(path.join(folder, 'Dockerfile'), Buffer.from('FROM scratch\nLABEL a=\xff\n', 'latin1'));
  const result = run(t, folder);
  assert.equal(result.status, 1);
  assert.equal(result.outputs.conclusion, 'problems');
  assert.equal(result.outputs.errors, '1');
  assert.ok(result.commands.some(({ file, data }) => file === 'Dockerfile' && data.includes('UTF-8')), result.stdout);
  assert.ok(result.commands.some(({ file }) => file === 'b/Dockerfile'));
});

test('what is no plain file is a problem', posix, (t) => {
  const folder = repository(temporary(t), { 'b/Dockerfile': BROKEN });
  // Reading it would never end.
  execFileSync('mkfifo', [path.join(folder, 'Dockerfile')]);
  const result = run(t, folder, { inputs: { paths: 'Dockerfile\nb' } });
  assert.equal(result.outputs.conclusion, 'problems');
  assert.ok(result.commands.some(({ file, data }) => file === 'Dockerfile' && data.includes('not a plain file')), result.stdout);
  assert.ok(result.commands.some(({ file }) => file === 'b/Dockerfile'));
});

test('a folder that is named like a Dockerfile is one, and what is in it is checked', (t) => {
  const folder = repository(temporary(t), { 'Dockerfile/notes.txt': 'x', 'Dockerfile/b/Dockerfile': BROKEN });
  assert.deepEqual(run(t, folder).files, ['Dockerfile/b/Dockerfile']);
  const named = run(t, folder, { inputs: { paths: 'Dockerfile' } });
  assert.deepEqual(named.files, ['Dockerfile/b/Dockerfile']);
  // Where a commit had a file and the work tree has a folder.
  const changed = repository(temporary(t), { Dockerfile: BROKEN });
  rmSync(path.join(changed, 'Dockerfile'));
  mkdirSync(path.join(changed, 'Dockerfile'));
  const result = run(t, changed);
  assert.deepEqual(result.files, [], result.stdout);
  assert.equal(result.outputs.conclusion, 'clean');
});

test('fifty megabytes: checked, and shown within every limit', (t) => {
  const line = `LABEL a="${'<b>`|%'.repeat(40)}"\n`;
  const many = `FROM scratch\nCOPY app /app\nUSER 1\n${line.repeat(Math.ceil(50_000_000 / line.length))}ENTRYPOINT /app\n`;
  const long = `FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT /app ${'\u202e::error::x`'.repeat(3_000_000)}\n`;
  const folder = temporary(t);
  write(folder, { 'many/Dockerfile': many, 'long/Dockerfile': long, 'over/Dockerfile': 'x'.repeat(64 * 1024 * 1024 + 1) });
  const start = Date.now();
  const result = run(t, folder);
  assert.ok(Date.now() - start < 60_000, `${Date.now() - start} ms`);
  assert.equal(result.outputs.errors, '1', result.stdout.slice(0, 2_000));
  assert.equal(result.outputs.conclusion, 'problems');
  assert.ok(result.commands.some(({ file, data }) => file === 'over/Dockerfile' && data.includes('64 MiB')));
  assert.ok(Buffer.byteLength(result.summary) < 1024 * 1024);
  assert.ok(Buffer.byteLength(result.stdout) < 200_000, `${Buffer.byteLength(result.stdout)}`);
  for (const { data } of result.commands) assert.ok(data.length <= 4_096 && data !== 'x');
  assert.doesNotMatch(result.stdout, /\u202e/);
});

// Root reads everything.
test('a file that cannot be read', { skip: posix.skip || process.getuid?.() === 0 }, (t) => {
  const folder = repository(temporary(t), { Dockerfile: CLEAN, 'b/Dockerfile': BROKEN });
  chmodSync(path.join(folder, 'Dockerfile'), 0);
  const result = run(t, folder);
  assert.equal(result.outputs.conclusion, 'problems');
  assert.ok(result.commands.some(({ file, data }) => file === 'Dockerfile' && data.includes('cannot be read')));
  assert.ok(result.commands.some(({ file }) => file === 'b/Dockerfile'));
});

test('links: what they lead to is not checked twice, nor outside of the workspace', posix, (t) => {
  const outside = temporary(t);
  writeFileSync(path.join(outside, 'secret'), 'FROM scratch\nENTRYPOINT top-secret\n');
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  symlinkSync('a/Dockerfile', path.join(folder, 'Dockerfile'));
  symlinkSync(path.join(outside, 'secret'), path.join(folder, 'out.Dockerfile'));
  assert.deepEqual(run(t, folder).files, ['a/Dockerfile']);
  const named = run(t, folder, { inputs: { paths: 'out.Dockerfile' } });
  assert.equal(named.outputs.conclusion, 'problems');
  assert.doesNotMatch(named.stdout + named.summary, /top-secret/);
});

test('what a link in the build context leads to outside of it is not read', posix, (t) => {
  const outside = temporary(t);
  writeFileSync(path.join(outside, 'run.sh'), '#!/bin/top-secret\n');
  const starts = 'FROM gcr.io/distroless/static-debian13\nCOPY run.sh /run.sh\nUSER 1\nENTRYPOINT ["/run.sh"]\n';
  const folder = repository(temporary(t), { 'a/Dockerfile': starts, 'a/run.sh': '#!/bin/known\n', 'b/Dockerfile': starts });
  symlinkSync(path.join(outside, 'run.sh'), path.join(folder, 'b/run.sh'));
  const result = run(t, folder, { inputs: { select: 'script-interpreter-missing' } });
  assert.match(result.stdout, /bin\/known/);
  assert.doesNotMatch(result.stdout + result.summary, /top-secret/);
});

/** What somebody would put into a Dockerfile to be heard by the runner, a browser or a terminal. */
const HOSTILE = [
  '::set-output name=conclusion::clean',
  '::error::mine',
  '::stop-commands::x',
  '::add-mask::a',
  '##[error]mine',
  '##[set-env name=PATH]/tmp',
  '\u001b[2J\u001b]0;title\u0007',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '| a | b |',
  '```',
  '@everyone',
  '\u202eesrever',
  '%0A::error::mine',
  'conclusion<<end',
].join(' ');

/** The older form of a command counts anywhere in a line that is not one of the newer form. */
function assertNoOlderCommand(log) {
  const plain = log.split(/\r\n|\r|\n/).filter((line) => !line.startsWith('::'));
  assert.doesNotMatch(plain.join('\n'), /##\[/);
}

test('text of a Dockerfile is shown, and is never a command', (t) => {
  const lines = HOSTILE.split(' ').map((word) => `LABEL a="${word}"\n${word}\n`).join('');
  const folder = repository(temporary(t), {
    Dockerfile: `FROM scratch AS ${HOSTILE}\n${lines}\r::error::mine\nCOPY --from=${HOSTILE} a b\nENTRYPOINT ${HOSTILE}\n`,
    'b/Dockerfile': `FROM scratch\nCOPY app /app\nENTRYPOINT /app ${HOSTILE}\n`,
    'distroless-check.toml': `# ${HOSTILE}\nselect = ["::error::mine"]\n"\\n::error::mine" = 1\n`,
  });
  const result = run(t, folder, { inputs: { select: '' } });
  assert.equal(result.status, 1);
  assert.equal(result.stderr, '');
  assert.ok(result.commands.length > 3, result.stdout);
  for (const command of result.commands) {
    assert.ok(['error', 'warning', 'notice'].includes(command.name), JSON.stringify(command));
    assert.notEqual(command.data, 'mine');
    assert.ok(command.title, `not ours: ${JSON.stringify(command)}`);
  }
  assertNoOlderCommand(result.stdout);
  // No control characters, nothing that turns the direction of writing.
  assert.doesNotMatch(result.stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  assert.doesNotMatch(result.summary, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  assert.doesNotMatch(result.summary, /<script|<img/i);
  assert.equal(result.outputs.conclusion, 'problems');
  assert.deepEqual(Object.keys(result.outputs).sort(), ['changed-files', 'conclusion', 'errors', 'findings', 'sarif-file', 'warnings']);
});

test('text in a review or a comment is shown, and is never markup', () => {
  for (const shown of [inline(HOSTILE), sentence(HOSTILE), sentence(`a \`${HOSTILE}\` b`)]) {
    assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    const own = shown.replace(/<\/?code>/g, '');
    for (const mark of ['<', '>', '`', '@', '](', '|', '::', '#']) assert.ok(!own.replace(/&#\d+;/g, '').includes(mark), `${mark} in ${shown}`);
  }
  const block = fence(`a\n\`\`\`\`\n${HOSTILE}`, 'suggestion').split('\n');
  assert.equal(block[0], '`````suggestion');
  assert.equal(block.filter((line) => line.startsWith(block.at(-1))).length, 2);
  assert.equal(markerOf(HOSTILE), undefined);
});

test('names of files are never commands nor outputs', posix, (t) => {
  const names = ['a\n::error::mine\n/Dockerfile', 'b\nconclusion=clean\n/Dockerfile', '##[error]mine/Dockerfile', '<script>/Dockerfile', '\u001b[2J/Dockerfile'];
  const folder = repository(temporary(t), Object.fromEntries(names.map((name) => [name, BROKEN])));
  const result = run(t, folder);
  assert.deepEqual([...result.files].sort(), [...names].sort());
  assert.equal(result.outputs.conclusion, 'findings');
  assert.equal(result.commands.length, names.length);
  for (const { data, title } of result.commands) assert.ok(title && data !== 'mine');
  assertNoOlderCommand(result.stdout);
  assert.doesNotMatch(result.stdout, /\u001b/);
  assert.doesNotMatch(result.summary, /<script|\u001b/);
});

test('lines of the summary lead to the files, by their names whatever those are', posix, (t) => {
  const name = 'a (b)|c%\u202e/Dockerfile';
  const folder = repository(temporary(t), { [name]: BROKEN });
  const env = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_SERVER_URL: 'https://github.example' };
  const { summary } = run(t, folder, { env });
  assert.match(summary, /\| \[4\]\(https:\/\/github\.example\/acme\/shop\/blob\/[0-9a-f]{40}\/a%20%28b%29%7Cc%25%E2%80%AE\/Dockerfile#L4\) \|/);
  for (const [key, value] of [['GITHUB_SERVER_URL', 'https://x) <b>'], ['GITHUB_REPOSITORY', 'a/b) <b>']]) {
    const told = run(t, folder, { env: { ...env, [key]: value } }).summary;
    assert.match(told, /\| 4 \|/);
    assert.doesNotMatch(told, /<b>/);
  }
});

test('a mistake in an input that holds a command', (t) => {
  const folder = repository(temporary(t), { Dockerfile: CLEAN });
  const result = run(t, folder, { inputs: { 'fail-on': 'x\n::error::mine' } });
  assert.equal(result.commands.length, 1);
  assert.notEqual(result.commands[0].data, 'mine');
});
