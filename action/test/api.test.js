/** What the action says to GitHub, and what it makes of the answers. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { github } from './github.js';
import { BROKEN, CLEAN, commit, git, repository, runBeside, temporary, write } from './runner.js';

const TOKEN = 'ghs_0123456789';
const BOT = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };

/** A pull request in a clone, whose branch adds what is given; its merge is checked out. */
function pull(t, before, after, { fork = false } = {}) {
  const folder = repository(temporary(t), before);
  const base = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'switch', '--quiet', '--create', 'topic');
  const head = commit(folder, after);
  git(folder, 'switch', '--quiet', 'main');
  git(folder, 'merge', '--quiet', '--no-ff', '--no-edit', 'topic');
  const sha = git(folder, 'rev-parse', 'HEAD');
  const payload = {
    number: 7,
    repository: { default_branch: 'main' },
    pull_request: {
      number: 7,
      head: { sha: head, repo: { full_name: fork ? 'stranger/shop' : 'acme/shop' } },
      base: { sha: base, repo: { full_name: 'acme/shop' } },
    },
  };
  const patch = (name) => git(folder, 'diff', base, head, '--', name).replace(/^[\s\S]*?(?=@@)/, '');
  const files = Object.keys(after).map((filename) => ({
    sha: head, filename, status: before[filename] === undefined ? 'added' : 'modified',
    additions: 1, deletions: 0, changes: 1, blob_url: 'https://github.com/x', raw_url: 'https://github.com/x',
    contents_url: 'https://api.github.com/x', patch: patch(filename),
  }));
  return { folder, base, head, sha, files, options: { event: 'pull_request', payload, sha } };
}

/** Runs the action beside a server. */
const check = (t, { folder, sha, options }, { env }, inputs = {}, more = {}) =>
  runBeside(t, folder, { ...options, inputs: { token: TOKEN, ...inputs }, env: { ...env, GITHUB_SHA: sha, ...more } });

const paths = (state, method) => state.requests.filter((it) => it.method === method).map((it) => it.path);
const notices = ({ commands }) => commands.filter(({ name }) => name === 'notice').map(({ data }) => data);
const never = { upload: 'never' };

test('a pull request: results go to code scanning for the merge commit, and the token nowhere else', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const server = await github(t, { files: change.files });
  const result = await check(t, change, server);
  assert.equal(result.status, 1, result.stdout + result.stderr);
  const [upload] = server.state.uploads;
  assert.deepEqual([upload.commit_sha, upload.ref, upload.tool_name], [change.sha, 'refs/pull/7/merge', 'distroless-check']);
  const [run] = upload.sarif.runs;
  assert.equal(run.results[0].ruleId, 'exec-form-required');
  assert.match(run.automationDetails.id, /^distroless-check\//);
  assert.deepEqual(notices(result), []);
  assert.ok(server.state.requests.every(({ authorization }) => authorization === `Bearer ${TOKEN}`));
  assert.ok(!(result.stdout + result.stderr + result.summary).includes(TOKEN));
});

test('a pull request checked out at its own head is uploaded for that', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  git(change.folder, 'checkout', '--quiet', change.head);
  const server = await github(t, { files: change.files });
  await check(t, change, server);
  const [upload] = server.state.uploads;
  assert.deepEqual([upload.commit_sha, upload.ref], [change.head, 'refs/pull/7/head']);
});

test('what stands in the way of the upload is told, and fails nothing but an upload that must be', async (t) => {
  const refusals = {
    'no right': [403, 'Resource not accessible by integration', /security-events: write/],
    'not enabled': [403, 'Code Security must be enabled for this repository to use code scanning.', /not enabled/],
    'not offered': [404, 'Not Found', /does not offer/],
    'too large': [413, 'Payload Too Large', /larger than GitHub takes/],
    'not there': [503, 'Service Unavailable', /cannot be reached/],
  };
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: `${CLEAN}LABEL a=b\n` });
  for (const [name, [status, message, said]] of Object.entries(refusals)) {
    await t.test(name, async (t) => {
      const refuse = ({ path }) => (path.includes('/code-scanning/') ? [status, { message }] : undefined);
      const server = await github(t, { files: change.files, refuse });
      const result = await check(t, change, server);
      assert.equal(result.status, 0, result.stdout + result.stderr);
      assert.match(notices(result).join('\n'), said);
      const must = await check(t, change, server, { upload: 'always' });
      assert.equal(must.status, 1);
      assert.match(must.commands.find(({ name }) => name === 'error').data, said);
      assert.equal(must.outputs.conclusion, 'problems');
    });
  }
});

test('results that GitHub cannot read are told', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const refuse = ({ method, path }) =>
    method === 'GET' && path.includes('/code-scanning/') ? [200, { processing_status: 'failed', errors: ['rejecting SARIF\n::error::x'] }] : undefined;
  const server = await github(t, { files: change.files, refuse });
  const result = await check(t, change, server);
  assert.match(notices(result).join(), /rejecting SARIF/);
  assert.ok(!result.commands.some(({ data }) => data === 'x'));
});

test('a fork and Dependabot are not asked to write what they cannot', async (t) => {
  const fork = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN }, { fork: true });
  const server = await github(t, { files: fork.files });
  const result = await check(t, fork, server);
  assert.deepEqual(paths(server.state, 'POST'), []);
  assert.deepEqual(notices(result), []);
  assert.match(result.stdout, /no upload to code scanning: the token of a pull request from a fork/);
  assert.match(result.stdout, /no review and no comment/);
});

test('Dependabot: a push of it cannot write; of a pull request the workflow decides, and a refusal is no notice', async (t) => {
  const own = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const actor = { GITHUB_ACTOR: 'dependabot[bot]' };
  const inputs = { suggestions: 'false' };
  const allowed = await github(t, { files: own.files });
  await check(t, own, allowed, inputs, actor);
  assert.equal(allowed.state.uploads.length, 1);

  const refuse = ({ path }) => (path.includes('/code-scanning/') ? [403, { message: 'Resource not accessible by integration' }] : undefined);
  const refused = await github(t, { files: own.files, refuse });
  const result = await check(t, own, refused, inputs, actor);
  assert.deepEqual(notices(result), []);
  assert.match(result.stdout, /did not take the results/);

  const pushed = await github(t);
  const payload = { before: own.base, ref: 'refs/heads/main', repository: { default_branch: 'main' } };
  const env = { ...pushed.env, GITHUB_REF: 'refs/heads/main' };
  const push = { ...own, options: { event: 'push', payload, sha: own.sha } };
  await check(t, push, { env }, inputs, actor);
  assert.deepEqual(paths(pushed.state, 'POST'), []);
});

test('pull_request_target speaks for the head of a fork, never for the base', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN }, { fork: true });
  git(change.folder, 'checkout', '--quiet', change.base);
  const contents = { [`${change.head}:Dockerfile`]: BROKEN, [`${change.base}:Dockerfile`]: CLEAN };
  const server = await github(t, { files: change.files, contents });
  const options = { ...change.options, event: 'pull_request_target' };
  // The run is one of the base: its branch and its commit.
  const result = await check(t, { ...change, options }, server, {}, { GITHUB_REF: 'refs/heads/main', GITHUB_SHA: change.base });
  const [upload] = server.state.uploads;
  assert.deepEqual([upload.commit_sha, upload.ref], [change.head, 'refs/pull/7/head'], result.stdout);
  assert.equal(server.state.reviews.length, 1);
});

test('a merge group is uploaded for its own branch', async (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': BROKEN, 'b/Dockerfile': CLEAN });
  const base = git(folder, 'rev-parse', 'HEAD');
  const sha = commit(folder, { 'b/Dockerfile': BROKEN });
  const server = await github(t);
  const ref = 'refs/heads/gh-readonly-queue/main/pr-7-abc';
  const payload = { merge_group: { base_sha: base, head_sha: sha }, repository: { default_branch: 'main' } };
  const group = { folder, sha, options: { event: 'merge_group', payload, sha } };
  const result = await check(t, group, { env: { ...server.env, GITHUB_REF: ref } });
  assert.deepEqual(result.files, ['b/Dockerfile']);
  assert.equal(server.state.uploads[0].ref, ref);
});

test('on the default branch everything is checked, also where others upload', async (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': BROKEN, 'b/Dockerfile': CLEAN });
  const before = git(folder, 'rev-parse', 'HEAD');
  const sha = commit(folder, { 'b/Dockerfile': BROKEN });
  const payload = { before, ref: 'refs/heads/main', repository: { default_branch: 'main' } };
  const env = { GITHUB_REF: 'refs/heads/main' };
  const result = await check(t, { folder, sha, options: { event: 'push', payload, sha } }, { env }, { ...never, token: '' });
  assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile']);
});

test('a push of the default branch checks and uploads everything', async (t) => {
  const folder = repository(temporary(t), { 'a/Dockerfile': BROKEN, 'b/Dockerfile': CLEAN });
  const before = git(folder, 'rev-parse', 'HEAD');
  const sha = commit(folder, { 'b/Dockerfile': BROKEN });
  const server = await github(t);
  const payload = { before, ref: 'refs/heads/main', repository: { default_branch: 'main' } };
  const env = { ...server.env, GITHUB_REF: 'refs/heads/main' };
  const push = { folder, sha, options: { event: 'push', payload, sha } };
  const result = await check(t, push, { env });
  assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile']);
  assert.equal(server.state.uploads[0].ref, 'refs/heads/main');
  // Of another branch only what changed is looked at, which is no picture of the branch.
  const topic = { ...push, options: { ...push.options, payload: { ...payload, ref: 'refs/heads/topic' } } };
  const other = await check(t, topic, { env: { ...env, GITHUB_REF: 'refs/heads/topic' } });
  assert.deepEqual(other.files, ['b/Dockerfile']);
  assert.equal(server.state.uploads.length, 1);
});

test('the limit of the hour: waited for where it is near, else told', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: `${CLEAN}LABEL a=b\n` });
  for (const [name, reset, uploads] of [['near', 0, 1], ['far', 3_600, 0]]) {
    await t.test(name, async (t) => {
      let first = true;
      const refuse = ({ path }) => {
        if (!path.endsWith('/sarifs') || !first) return undefined;
        first = false;
        const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1_000) + reset) };
        return [403, { message: 'API rate limit exceeded' }, headers];
      };
      const server = await github(t, { files: change.files, refuse });
      const result = await check(t, change, server);
      assert.equal(server.state.uploads.length, uploads, result.stdout);
      assert.equal(result.status, 0);
      assert.equal(notices(result).length, 1 - uploads);
    });
  }
});

test('a proxy is asked where the environment names one', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const server = await github(t, { files: change.files });
  const asked = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url);
    const onward = httpRequest(server.env.GITHUB_API_URL + new URL(request.url).pathname + new URL(request.url).search, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  // What is no plain http request comes as a tunnel.
  proxy.on('connect', (request, socket) => {
    asked.push(request.url);
    const onward = connect(Number(new URL(server.env.GITHUB_API_URL).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
  t.after(() => proxy.close());
  const env = { ...server.env, GITHUB_API_URL: 'http://github.invalid', http_proxy: `http://127.0.0.1:${proxy.address().port}` };
  const result = await check(t, change, { env });
  assert.equal(server.state.uploads.length, 1, result.stdout);
  assert.ok(asked.length > 0 && asked.every((url) => url.includes('github.invalid')), asked.join());
});

test('GitHub Enterprise Server, and a limit that passes', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  let limited = 0;
  const refuse = ({ path }) =>
    path.includes('/code-scanning/') && limited++ === 0
      ? [403, { message: 'You have exceeded a secondary rate limit' }, { 'retry-after': '1' }]
      : undefined;
  const server = await github(t, { base: '/api/v3', files: change.files, refuse });
  await check(t, change, server);
  assert.equal(server.state.uploads.length, 1);
  assert.equal(limited, 3);
});

test('safe fixes are suggested once, and their threads closed when the finding is gone', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const server = await github(t, { files: change.files });
  await check(t, change, server, never);
  const [review] = server.state.reviews;
  assert.equal(review.event, 'COMMENT');
  assert.equal(review.commit_id, change.head);
  const [suggestion] = review.comments;
  assert.deepEqual([suggestion.path, suggestion.line, suggestion.side], ['Dockerfile', 4, 'RIGHT']);
  assert.match(suggestion.body, /\n```suggestion\nENTRYPOINT \["\/app"\]\n```\n/);

  await check(t, change, server, never);
  assert.equal(server.state.reviews.length, 1);
  assert.deepEqual(server.state.resolved, []);

  const mended = pull(t, { Dockerfile: BROKEN }, { Dockerfile: CLEAN });
  server.state.files = mended.files;
  await check(t, mended, server, never);
  assert.equal(server.state.reviews.length, 1);
  assert.deepEqual(server.state.resolved, ['thread-1']);
});

test('a thread that the token may not resolve is hidden, on whatever page it is', async (t) => {
  const names = ['a', 'b', 'c'].map((name) => `${name}/Dockerfile`);
  const change = pull(t, {}, Object.fromEntries(names.map((name) => [name, BROKEN])));
  const refuse = ({ body }) =>
    body?.query?.includes('resolveReviewThread(') ? [200, { errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] }] : undefined;
  const server = await github(t, { files: change.files, threads: 2, refuse });
  await check(t, change, server, never);
  assert.equal(server.state.comments.length, 3);
  const mended = pull(t, { 'c/Dockerfile': BROKEN }, { 'c/Dockerfile': CLEAN });
  server.state.files = mended.files;
  const result = await check(t, mended, server, never);
  assert.deepEqual(server.state.hidden, ['comment-1', 'comment-2', 'comment-3'], result.stdout);
  await check(t, mended, server, never);
  assert.equal(server.state.hidden.length, 3);
});

test('a line that has another number in the merge is suggested where it is the same, or not at all', async (t) => {
  const folder = repository(temporary(t), { Dockerfile: `${CLEAN}LABEL a=b\nLABEL c=d\nLABEL e=f\n` });
  git(folder, 'switch', '--quiet', '--create', 'topic');
  const text = readFileSync(path.join(folder, 'Dockerfile'), 'utf8');
  const head = commit(folder, { Dockerfile: `${text}FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT /app\n` });
  const patch = git(folder, 'diff', 'main', head, '--', 'Dockerfile').replace(/^[\s\S]*?(?=@@)/, '');
  git(folder, 'switch', '--quiet', 'main');
  // The base gained a line above: in the merge, what is suggested stands a line further down.
  const base = commit(folder, { Dockerfile: `# one more\n${text}` });
  git(folder, 'merge', '--quiet', '--no-ff', '--no-edit', 'topic');
  const sha = git(folder, 'rev-parse', 'HEAD');
  const files = [{ sha: head, filename: 'Dockerfile', status: 'modified', additions: 4, deletions: 0, changes: 4, blob_url: 'https://github.com/x', raw_url: 'https://github.com/x', contents_url: 'https://api.github.com/x', patch }];
  const server = await github(t, { files });
  const repo = { repo: { full_name: 'acme/shop' } };
  const payload = { number: 7, pull_request: { number: 7, head: { sha: head, ...repo }, base: { sha: base, ...repo } } };
  const result = await check(t, { folder, sha, options: { event: 'pull_request', payload, sha } }, server, never);
  assert.equal(result.outputs.errors, '1', result.stdout);
  assert.deepEqual(server.state.reviews, []);
});

test('a marker of somebody else silences no suggestion', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const server = await github(t, { files: change.files });
  await check(t, change, server, never);
  const [{ body }] = server.state.comments;
  server.state.comments = [{ id: 9, body, user: { login: 'x', id: 1, type: 'User' } }];
  await check(t, change, server, never);
  assert.equal(server.state.reviews.length, 2);
});

test('a line that GitHub does not take loses no other suggestion', async (t) => {
  const change = pull(t, {}, { 'a/Dockerfile': BROKEN, 'b/Dockerfile': BROKEN, 'c/Dockerfile': BROKEN });
  const refuse = ({ method, path, body }) => {
    const review = path.endsWith('/reviews');
    const alone = method === 'POST' && path.endsWith('/pulls/7/comments') && body.path === 'b/Dockerfile';
    return review || alone ? [422, { message: 'Unprocessable Entity', errors: ['Line could not be resolved'] }] : undefined;
  };
  const server = await github(t, { files: change.files, refuse });
  const result = await check(t, change, server, never);
  assert.deepEqual(server.state.comments.map(({ path }) => path), ['a/Dockerfile', 'c/Dockerfile']);
  assert.equal(result.status, 1);
  assert.deepEqual(notices(result), []);
});

test('without the right to review, the annotations stay and the reader is told', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const refuse = ({ method }) => (method === 'POST' ? [403, { message: 'Resource not accessible by integration' }] : undefined);
  const server = await github(t, { files: change.files, refuse });
  const result = await check(t, change, server, never);
  assert.match(notices(result).join(), /pull-requests: write/);
  assert.equal(result.commands.filter(({ name }) => name === 'error').length, 1);
});

test('lines that are not in the diff are not spoken of', async (t) => {
  const lines = Array.from({ length: 30 }, (_, line) => `LABEL l${line}=x`).join('\n');
  const before = BROKEN.replace('USER 1', `USER 1\n${lines}`);
  const change = pull(t, { Dockerfile: before }, { Dockerfile: before.replace('COPY app /app', 'COPY app /app\nLABEL z=1') });
  const server = await github(t, { files: change.files });
  await check(t, change, server, { ...never, 'changed-lines': 'off' });
  assert.deepEqual(server.state.reviews, []);
});

test('more files than a page, and more suggestions than a review', async (t) => {
  const names = Array.from({ length: 130 }, (_, number) => `d${String(number).padStart(3, '0')}/Dockerfile`);
  const change = pull(t, {}, Object.fromEntries(names.map((name) => [name, BROKEN])));
  const server = await github(t, { files: change.files });
  await check(t, change, server, never);
  assert.equal(paths(server.state, 'GET').filter((path) => path.endsWith('/files')).length, 2);
  const [review] = server.state.reviews;
  assert.equal(review.comments.length, 30);
  assert.match(review.body, /<summary>100 more<\/summary>/);
});

test('one comment is kept up to date', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: BROKEN });
  const inputs = { ...never, suggestions: 'false', comment: 'on-findings' };
  const server = await github(t, { files: change.files });
  server.state.issueComments.push({ id: 1, body: 'hello', user: { ...BOT, type: 'User' } });
  await check(t, change, server, inputs);
  await check(t, change, server, inputs);
  assert.equal(server.state.issueComments.length, 2);
  assert.match(server.state.issueComments[1].body, /1 error/);
  const mended = pull(t, { Dockerfile: BROKEN }, { Dockerfile: CLEAN });
  await check(t, mended, server, inputs);
  assert.equal(server.state.issueComments.length, 2);
  assert.match(server.state.issueComments[1].body, /no findings/);
  // Nothing was said before, and there is nothing to say.
  const quiet = await github(t, { files: mended.files });
  await check(t, mended, quiet, inputs);
  assert.deepEqual(quiet.state.issueComments, []);
});

test('pull_request_target reads the pull request as data: not the work tree, and no link of it', async (t) => {
  const change = pull(t, { Dockerfile: CLEAN, 'distroless-check.toml': 'fail-on = "never"\n' }, { Dockerfile: BROKEN });
  // What is checked out is the base; what lies there must not be taken for the pull request's.
  git(change.folder, 'checkout', '--quiet', change.base);
  write(change.folder, { Dockerfile: 'FROM scratch\nCMD /other\n' });
  const contents = { [`${change.head}:Dockerfile`]: BROKEN, [`${change.base}:Dockerfile`]: CLEAN };
  const server = await github(t, { files: change.files, contents });
  const options = { ...change.options, event: 'pull_request_target' };
  const result = await check(t, { ...change, options }, server, never, { GITHUB_REF: 'refs/heads/main' });
  assert.deepEqual(result.files, ['Dockerfile'], result.stdout + result.stderr);
  assert.equal(result.outputs.errors, '1');
  assert.equal(result.commands.find(({ name }) => name === 'error').line, '4');
  // The configuration is that of the base.
  assert.equal(result.status, 0);
});

test('a pull request without a clone is read by the API, renamed files and all', async (t) => {
  const change = pull(t, { 'old/Dockerfile': BROKEN }, { 'new/Dockerfile': BROKEN });
  const files = [{ ...change.files[0], filename: 'new/Dockerfile', previous_filename: 'old/Dockerfile', status: 'renamed', patch: undefined }, { ...change.files[0], filename: 'gone/Dockerfile', status: 'removed' }];
  const contents = { [`${change.head}:new/Dockerfile`]: BROKEN };
  const server = await github(t, { files, contents });
  const result = await check(t, { ...change, folder: temporary(t) }, server, never);
  assert.deepEqual(result.files, ['new/Dockerfile'], result.stdout + result.stderr);
  const missing = await github(t, { files });
  const told = await check(t, { ...change, folder: temporary(t) }, missing, never);
  assert.equal(told.outputs.conclusion, 'problems');
  assert.match(told.commands.find(({ name }) => name === 'error').data, /cannot be read/);
  const none = await runBeside(t, temporary(t), { ...change.options, event: 'pull_request_target' });
  assert.match(none.commands.find(({ name }) => name === 'error').data, /input token is empty/);
});

test('a push or merge group without a clone is compared by the API', async (t) => {
  const [before, sha] = ['1'.repeat(40), '2'.repeat(40)];
  const file = (filename, status, more = {}) => ({
    sha, filename, status, additions: 1, deletions: 0, changes: 1, blob_url: 'https://github.com/x', raw_url: 'https://github.com/x', contents_url: 'https://api.github.com/x', ...more,
  });
  const compared = [file('a/Dockerfile', 'modified', { patch: '@@ -4 +4 @@\n-x\n+ENTRYPOINT /app' }), file('gone/Dockerfile', 'removed'), file('b/package.json', 'modified')];
  const contents = { [`${sha}:a/Dockerfile`]: BROKEN, [`${before}:a/Dockerfile`]: CLEAN, [`${sha}:b/Dockerfile`]: BROKEN, [`${sha}:c/Dockerfile`]: BROKEN };
  const tree = ['a/Dockerfile', 'b/Dockerfile', 'b/package.json', 'c/Dockerfile'];
  const events = {
    push: { before, after: sha, ref: 'refs/heads/topic', repository: { default_branch: 'main' } },
    merge_group: { merge_group: { base_sha: before, head_sha: sha } },
  };
  for (const [event, payload] of Object.entries(events)) {
    await t.test(event, async (t) => {
      const server = await github(t, { compared, contents, tree });
      const folder = temporary(t);
      write(folder, { 'notes.txt': '' });
      const result = await check(t, { folder, sha, options: { event, payload, sha } }, server, never, { GITHUB_REF: 'refs/heads/topic' });
      assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile'], result.stdout);
    });
  }
  await t.test('more files than are listed: everything', async (t) => {
    const many = Array.from({ length: 300 }, (_, number) => file(`f${number}`, 'modified'));
    const server = await github(t, { compared: many, contents, tree });
    const result = await check(t, { folder: temporary(t), sha, options: { event: 'push', payload: events.push, sha } }, server, never, { GITHUB_REF: 'refs/heads/topic' });
    assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile', 'c/Dockerfile'], result.stdout);
  });
  await t.test('nothing is checked out, and everything is meant', async (t) => {
    const server = await github(t, { contents, tree });
    const result = await check(t, { folder: temporary(t), sha, options: { event: 'schedule', sha } }, server, {}, { GITHUB_REF: 'refs/heads/main' });
    assert.deepEqual(result.files, ['a/Dockerfile', 'b/Dockerfile', 'c/Dockerfile'], result.stdout);
    assert.equal(server.state.uploads[0].ref, 'refs/heads/main');
    server.state.truncated = true;
    const cut = await check(t, { folder: temporary(t), sha, options: { event: 'schedule', sha } }, server, {}, { GITHUB_REF: 'refs/heads/main' });
    assert.match(notices(cut).join(), /does not list all files/);
    assert.equal(server.state.uploads.length, 1, 'what is not listed would count as mended');
  });
});

test('a pull request read as data: compose files and what lies beside count', async (t) => {
  const change = pull(t, { 'x.txt': '' }, { 'compose.yaml': 'x' });
  const based = 'ARG BASE\nFROM $BASE\nCOPY app /app\nUSER 1\nENTRYPOINT /app\n';
  const compose = 'services: { web: { build: { context: app, args: { BASE: scratch } } } }\n';
  const contents = { [`${change.head}:compose.yaml`]: compose, [`${change.head}:app/Dockerfile`]: based, [`${change.head}:other/Dockerfile`]: based };
  const server = await github(t, { files: change.files, contents, tree: ['compose.yaml', 'app/Dockerfile', 'other/Dockerfile'] });
  const options = { ...change.options, event: 'pull_request_target' };
  const result = await check(t, { ...change, options }, server, never, { GITHUB_REF: 'refs/heads/main' });
  assert.deepEqual(result.files, ['app/Dockerfile'], result.stdout);
  assert.equal(result.outputs.errors, '1');
  const all = await check(t, { ...change, options }, server, { ...never, 'changed-files': 'all' }, { GITHUB_REF: 'refs/heads/main' });
  assert.deepEqual(all.files, ['app/Dockerfile', 'other/Dockerfile'], all.stdout);
});

test('what comes from a Dockerfile is no markup in a review', async (t) => {
  const words = ["'@acme/all'", "'```'", "'<!-- x -->'", "'[x](http://y)'", "'::error::x'"];
  const hostile = `FROM scratch\nCOPY app /app\nUSER 1\nENTRYPOINT /app ${words.join(' ')}\n`;
  const change = pull(t, { Dockerfile: CLEAN }, { Dockerfile: hostile });
  const server = await github(t, { files: change.files });
  const result = await check(t, change, server, { ...never, comment: 'always' });
  assert.equal(server.state.comments.length, 1, result.stdout);
  assert.equal(server.state.issueComments.length, 1);
  for (const { body } of server.state.comments) {
    const [, fence, inner] = /\n(`{3,})suggestion\n([\s\S]*)\n\1\n/.exec(body);
    assert.ok(!inner.includes(fence), body);
    const outside = body.replace(inner, '').replace(/<!-- distroless-check: [0-9a-f]{16} -->/, '');
    for (const mark of ['<!--', '@acme', '](http://y']) assert.ok(!outside.includes(mark), `${mark} in ${outside}`);
  }
  for (const { body } of server.state.issueComments) {
    for (const mark of ['@acme', '](http://y']) assert.ok(!body.includes(mark), `${mark} in ${body}`);
  }
  assert.ok(!result.commands.some(({ data }) => data === 'x'));
});
