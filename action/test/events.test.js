/** Which Dockerfiles each event checks, in real repositories. */

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { BROKEN, CLEAN, commit, git, repository, run, runBeside, temporary, write } from './runner.js';

const ZEROS = '0'.repeat(40);

/** Some packages of git leave the server's side out. */
const hasBackend = existsSync(path.join(spawnSync('git', ['--exec-path'], { encoding: 'utf8' }).stdout.trim(), 'git-http-backend'));

/**
 * A pull request as GitHub has it: `main` went on after the branch started, and a merge commit
 * joins both. `untouched/Dockerfile` is wrong since always, `main/Dockerfile` only on main.
 */
function pullRequest(t) {
  const origin = repository(path.join(temporary(t), 'origin'), { 'untouched/Dockerfile': BROKEN, 'a/Dockerfile': CLEAN });
  const started = git(origin, 'rev-parse', 'HEAD');
  git(origin, 'switch', '--quiet', '--create', 'topic');
  const own = commit(origin, { 'a/Dockerfile': BROKEN, 'notes.txt': 'x' });
  git(origin, 'switch', '--quiet', 'main');
  const base = commit(origin, { 'main/Dockerfile': BROKEN });
  git(origin, 'switch', '--quiet', '--detach', 'main');
  git(origin, 'merge', '--quiet', '--no-edit', 'topic');
  const merge = git(origin, 'rev-parse', 'HEAD');
  git(origin, 'update-ref', 'refs/pull/1/merge', merge);
  // A real server lets any commit be fetched by its name.
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  // The payload is from when the pull request was opened: it names the base of then.
  const payload = { pull_request: { base: { sha: started, ref: 'main' }, head: { sha: own } } };
  return { origin, own, base, merge, event: { event: 'pull_request', payload, sha: merge } };
}

/** What actions/checkout does by default: one commit, no history. */
function shallow(t, origin, commit) {
  const clone = temporary(t);
  git(clone, 'init', '--quiet');
  git(clone, 'remote', 'add', 'origin', pathToFileURL(origin).href);
  git(clone, 'fetch', '--quiet', '--no-tags', '--depth=1', 'origin', commit);
  git(clone, 'checkout', '--quiet', '--force', commit);
  return clone;
}

test('a pull request, checked out as its merge: its own changes only', (t) => {
  const { origin, event } = pullRequest(t);
  const result = run(t, origin, event);
  assert.deepEqual(result.files, ['a/Dockerfile'], result.stdout + result.stderr);
  assert.equal(result.status, 1);
  assert.equal(result.outputs.conclusion, 'findings');
});

test('a pull request in a clone of one commit: the parent is fetched', (t) => {
  const { origin, merge, event } = pullRequest(t);
  const clone = shallow(t, origin, merge);
  assert.equal(git(clone, 'rev-list', '--count', 'HEAD'), '1');
  const result = run(t, clone, event);
  assert.deepEqual(result.files, ['a/Dockerfile'], result.stdout + result.stderr);
});

test('a pull request whose base cannot be had: everything, and it says so', (t) => {
  const { origin, merge, event } = pullRequest(t);
  const clone = shallow(t, origin, merge);
  git(clone, 'remote', 'set-url', 'origin', pathToFileURL(path.join(clone, 'nowhere')).href);
  const result = run(t, clone, event);
  assert.deepEqual(result.files, ['a/Dockerfile', 'main/Dockerfile', 'untouched/Dockerfile']);
  const notice = result.commands.find(({ name }) => name === 'notice');
  assert.match(notice.data, /fetch-depth: 0/);
});

test('a pull request, checked out at its own head: changes since it started', (t) => {
  const { origin, own, event } = pullRequest(t);
  git(origin, 'checkout', '--quiet', own);
  assert.deepEqual(run(t, origin, event).files, ['a/Dockerfile']);
});

test('a push: what changed since the commit before', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN, 'b/Dockerfile': BROKEN });
  const before = git(folder, 'rev-parse', 'HEAD');
  commit(folder, { 'c/Dockerfile': CLEAN });
  commit(folder, { 'a/Containerfile': CLEAN });
  const payload = { before, ref: 'refs/heads/main', repository: { default_branch: 'main' } };
  const result = run(t, folder, { event: 'push', payload });
  assert.deepEqual(result.files, ['a/Containerfile', 'c/Dockerfile']);
  assert.equal(result.status, 0);
});

test('the first push of a branch: what changed since it left the default branch', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  git(folder, 'switch', '--quiet', '--create', 'topic');
  commit(folder, { 'b/Dockerfile': CLEAN });
  const payload = { before: ZEROS, ref: 'refs/heads/topic', repository: { default_branch: 'main' } };
  assert.deepEqual(run(t, folder, { event: 'push', payload }).files, ['b/Dockerfile']);
});

test('the first push of the default branch: everything, without a notice', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  const payload = { before: ZEROS, ref: 'refs/heads/main', repository: { default_branch: 'main' } };
  const result = run(t, folder, { event: 'push', payload });
  assert.deepEqual(result.files, ['a/Dockerfile']);
  assert.deepEqual(result.commands, []);
});

test('a forced push whose commit before is gone', async (t) => {
  const gone = '1'.repeat(40);
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  commit(folder, { 'b/Dockerfile': CLEAN });
  const payload = (branch) => ({ before: gone, ref: `refs/heads/${branch}`, repository: { default_branch: 'main' } });

  await t.test('of a branch: since it left the default branch', (t) => {
    assert.deepEqual(run(t, folder, { event: 'push', payload: payload('topic') }).files, ['b/Dockerfile']);
  });
  await t.test('of the default branch: everything, and it says so', (t) => {
    const result = run(t, folder, { event: 'push', payload: payload('main') });
    assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile']);
    assert.ok(result.commands.some(({ name, data }) => name === 'notice' && data.includes(gone)));
  });
});

test('a renamed Dockerfile is checked by its new name, a deleted one is not', (t) => {
  const folder = repository(temporary(t), { 'old/Dockerfile': BROKEN, 'gone/Dockerfile': BROKEN });
  const before = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'rm', '--quiet', 'gone/Dockerfile');
  git(folder, 'mv', 'old', 'new');
  commit(folder);
  const payload = { before, ref: 'refs/heads/main' };
  assert.deepEqual(run(t, folder, { event: 'push', payload }).files, ['new/Dockerfile']);
});

test('nothing changed: clean, and nothing to show', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': BROKEN });
  const before = git(folder, 'rev-parse', 'HEAD');
  commit(folder, { 'notes.txt': 'x' });
  const result = run(t, folder, { event: 'push', payload: { before, ref: 'refs/heads/main' } });
  assert.equal(result.status, 0);
  assert.deepEqual(result.files, []);
  assert.equal(result.outputs.conclusion, 'clean');
  assert.equal(result.outputs.findings, '0');
  assert.deepEqual(result.commands, []);
});

test('a merge group: what it changes in the branch it is for', async (t) => {
  const origin = repository(path.join(temporary(t), 'origin'), { 'a/Dockerfile': BROKEN });
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const base = git(origin, 'rev-parse', 'HEAD');
  const head = commit(origin, { 'b/Dockerfile': CLEAN });
  const payload = { merge_group: { base_sha: base, head_sha: head } };
  const queued = { event: 'merge_group', payload, sha: head };
  assert.deepEqual(run(t, origin, queued).files, ['b/Dockerfile']);
  await t.test('in a clone of one commit', (t) => {
    const result = run(t, shallow(t, origin, head), queued);
    assert.deepEqual(result.files, ['b/Dockerfile'], result.stdout);
  });
});

/** A server that gives a repository to whoever has the token only. */
async function privateServer(t, folder, token) {
  const asked = [];
  const server = createServer((request, response) => {
    const given = request.headers.authorization;
    asked.push(given);
    if (given !== `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const url = new URL(request.url, 'http://localhost');
    const env = {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: path.dirname(folder),
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    };
    const backend = spawn('git', ['-c', 'safe.directory=*', 'http-backend'], { env });
    request.pipe(backend.stdin);
    const chunks = [];
    backend.stdout.on('data', (chunk) => chunks.push(chunk));
    backend.on('close', () => {
      const whole = Buffer.concat(chunks);
      const end = whole.indexOf('\r\n\r\n');
      const headers = Object.fromEntries(whole.subarray(0, end).toString().split('\r\n').map((line) => line.split(/: /, 2)));
      const { Status: status = '200', ...others } = headers;
      response.writeHead(Number.parseInt(status, 10), others).end(whole.subarray(end + 4));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}

test('a private repository whose checkout left no rights behind: the token fetches, for its server only', { skip: !hasBackend }, async (t) => {
  const { origin, merge, event } = pullRequest(t);
  const token = 'ghs_private';
  const server = await privateServer(t, origin, token);
  const clone = () => {
    const folder = shallow(t, origin, merge);
    git(folder, 'remote', 'set-url', 'origin', `${server.url}/origin`);
    return folder;
  };
  // No API: it is not what is asked here.
  const inputs = { token, upload: 'never' };
  const own = await runBeside(t, clone(), { ...event, inputs, env: { GITHUB_SERVER_URL: server.url } });
  assert.deepEqual(own.files, ['a/Dockerfile'], own.stdout + own.stderr);
  assert.ok(!(own.stdout + own.stderr + own.summary).includes(token));
  const other = await runBeside(t, clone(), { ...event, inputs, env: { GITHUB_SERVER_URL: 'https://github.example' } });
  assert.equal(other.files.length, 3);
  const none = await runBeside(t, clone(), { ...event, env: { GITHUB_SERVER_URL: server.url } });
  assert.equal(none.files.length, 3);
  assert.ok(server.asked.some((given) => given === undefined), 'it is tried without the token first');
});

test('a release, a dispatch and a schedule check everything', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  commit(folder, { 'b/Dockerfile': CLEAN });
  for (const event of ['release', 'workflow_dispatch', 'repository_dispatch', 'schedule']) {
    const result = run(t, folder, { event });
    assert.deepEqual([event, ...result.files], [event, 'a/Dockerfile', 'b/Dockerfile']);
    assert.deepEqual(result.commands, []);
  }
});

test('changed-files: all checks everything, whatever the event', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN });
  const before = git(folder, 'rev-parse', 'HEAD');
  commit(folder, { 'b/Dockerfile': CLEAN });
  const payload = { before, ref: 'refs/heads/main' };
  const result = run(t, folder, { event: 'push', payload, inputs: { 'changed-files': 'all' } });
  assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile']);
});

test('other events check everything that git does not ignore', (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': CLEAN, '.gitignore': 'out/\n' });
  write(folder, { 'out/Dockerfile': BROKEN });
  assert.deepEqual(run(t, folder, { event: 'schedule' }).files, ['a/Dockerfile']);
});

test('a folder that is no repository is walked, and an event that needs git says so', (t) => {
  const folder = temporary(t);
  write(folder, { 'a/Dockerfile': CLEAN, 'b/readme.txt': '' });
  // A repository in it is not the workspace's own.
  repository(path.join(folder, 'copy'), { Dockerfile: CLEAN });
  const result = run(t, folder, { event: 'push', payload: { before: ZEROS } });
  assert.deepEqual(result.files, ['a/Dockerfile', 'copy/Dockerfile']);
  assert.ok(result.commands.some(({ name, data }) => name === 'notice' && data.includes('repository')));
  assert.equal(result.status, 0);
});

test('names with blanks, line ends, quotes and other letters', { skip: process.platform === 'win32' }, (t) => {
  const names = ['a b/Dockerfile', 'a\nb/Dockerfile', 'a"b/Dockerfile', "a'b/Dockerfile", 'übér/Dockerfile', '-n/Dockerfile', ':(top)/Dockerfile'];
  const folder = repository(temporary(t), { 'a.txt': '' });
  const before = git(folder, 'rev-parse', 'HEAD');
  commit(folder, Object.fromEntries(names.map((name) => [name, BROKEN])));
  const result = run(t, folder, { event: 'push', payload: { before, ref: 'refs/heads/main' } });
  assert.deepEqual([...result.files].sort(), [...names].sort());
  const errors = result.commands.filter(({ name }) => name === 'error');
  assert.deepEqual(errors.map(({ file }) => file).sort(), [...names].sort());
  assert.equal(result.commands.length, names.length);
});
