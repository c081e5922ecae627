/**
 * GitHub on the loopback, as far as the action talks to it: it keeps what it is sent, and answers with
 * what its own documentation shows. Every exchange is written to a file where one is named, so that
 * it can be held to GitHub's description of its API.
 */

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

const BOT = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };
const REPOSITORY = 'acme/shop';

/**
 * Starts it for a test. `base` is what stands before every path, as on GitHub Enterprise Server;
 * `refuse` answers requests it likes with a status and a message, and lets others through.
 */
export async function github(t, { base = '', files = [], contents = {}, tree, compared, refuse = () => undefined, pages = 100, threads = 100 } = {}) {
  const state = { requests: [], comments: [], reviews: [], issueComments: [], uploads: [], resolved: [], hidden: [], files, contents, tree, compared };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text ? JSON.parse(text) : undefined;
    const url = new URL(request.url, 'http://localhost');
    const path = decodeURIComponent(url.pathname.slice(base.length));
    const asked = { method: request.method, path, query: Object.fromEntries(url.searchParams), body, authorization: request.headers.authorization };
    state.requests.push(asked);
    const refused = refuse(asked, state);
    const [status, answer, headers = {}] = refused ?? reply(asked, state, pages, threads);
    note({ method: asked.method, path: url.pathname.slice(base.length), query: asked.query, body, status, answer });
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(answer === undefined ? '' : JSON.stringify(answer));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => new Promise((done) => server.close(done)));
  const origin = `http://127.0.0.1:${server.address().port}${base}`;
  return {
    state,
    env: {
      GITHUB_API_URL: origin,
      GITHUB_GRAPHQL_URL: `${origin}/graphql`,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_REF: 'refs/pull/7/merge',
    },
  };
}

function note(exchange) {
  if (process.env.API_EXCHANGES) appendFileSync(process.env.API_EXCHANGES, `${JSON.stringify(exchange)}\n`);
}

/** A page of a list. */
function page(list, query, pages) {
  const size = Math.min(Number(query.per_page ?? 30), pages);
  const start = (Number(query.page ?? 1) - 1) * size;
  return list.slice(start, start + size);
}

function reply({ method, path, query, body }, state, pages, threads) {
  const repo = `/repos/${REPOSITORY}`;
  const at = path.startsWith(repo) ? path.slice(repo.length) : path;
  const route = `${method} ${at.replace(/\/\d+(?=\/|$)/g, '/N').replace(/^\/contents\/.*/, '/contents/PATH').replace(/^\/compare\/.*/, '/compare/RANGE').replace(/^\/git\/trees\/.*/, '/git/trees/COMMIT').replace(/^(\/code-scanning\/sarifs)\/.+/, '$1/ID')}`;
  switch (route) {
    case 'POST /code-scanning/sarifs': {
      state.uploads.push({ ...body, sarif: JSON.parse(gunzipSync(Buffer.from(body.sarif, 'base64')).toString()) });
      const id = '47177e22-5596-11eb-80a1-c1e54ef945c6';
      return [202, { id, url: `https://api.github.com${repo}/code-scanning/sarifs/${id}` }];
    }
    case 'GET /code-scanning/sarifs/ID':
      return [200, { processing_status: 'complete', analyses_url: 'https://api.github.com/x' }];
    case 'GET /pulls/N/files':
      return [200, page(state.files, query, pages)];
    case 'GET /pulls/N/comments':
      return [200, page(state.comments, query, pages)];
    case 'POST /pulls/N/reviews': {
      state.reviews.push(body);
      for (const comment of body.comments) state.comments.push({ ...comment, id: state.comments.length + 1, user: BOT });
      return [200, { id: state.reviews.length, node_id: 'x', user: null, body: body.body, state: 'COMMENTED' }];
    }
    case 'POST /pulls/N/comments':
      state.comments.push({ ...body, id: state.comments.length + 1, user: BOT });
      return [201, { id: state.comments.length, body: body.body }];
    case 'GET /issues/N/comments':
      return [200, page(state.issueComments, query, pages)];
    case 'POST /issues/N/comments':
      state.issueComments.push({ id: state.issueComments.length + 1, body: body.body, user: BOT });
      return [201, { id: state.issueComments.length, body: body.body }];
    case 'PATCH /issues/comments/N': {
      const comment = state.issueComments.find(({ id }) => id === Number(at.split('/').at(-1)));
      comment.body = body.body;
      return [200, { id: comment.id, body: body.body }];
    }
    case 'GET /git/trees/COMMIT': {
      if (!state.tree) return [404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' }];
      const entry = (name) => ({ path: name, mode: '100644', type: 'blob', size: 1, sha: '0'.repeat(40), url: 'https://api.github.com/x' });
      return [200, { sha: at.split('/').at(-1), url: 'https://api.github.com/x', truncated: state.truncated ?? false, tree: state.tree.map(entry) }];
    }
    case 'GET /compare/RANGE':
      return [200, { url: 'https://api.github.com/x', status: 'ahead', ahead_by: 1, behind_by: 0, total_commits: 1, files: state.compared }];
    case 'GET /contents/PATH': {
      const found = state.contents[`${query.ref}:${at.slice('/contents/'.length)}`];
      if (found === undefined) return [404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' }];
      const bytes = Buffer.from(found);
      return [200, { type: 'file', encoding: 'base64', size: bytes.length, content: bytes.toString('base64').replace(/.{60}/g, '$&\n') }];
    }
    case 'POST /graphql': {
      if (body.query.startsWith('mutation')) {
        const hide = body.query.includes('minimizeComment');
        state[hide ? 'hidden' : 'resolved'].push(body.variables.id);
        if (hide) return [200, { data: { minimizeComment: { minimizedComment: { __typename: 'PullRequestReviewComment', isMinimized: true } } } }];
        return [200, { data: { resolveReviewThread: { thread: { id: body.variables.id } } } }];
      }
      const all = state.comments.map((comment) => ({
        id: `thread-${comment.id}`,
        isResolved: state.resolved.includes(`thread-${comment.id}`),
        comments: {
          nodes: [{ id: `comment-${comment.id}`, body: comment.body, isMinimized: state.hidden.includes(`comment-${comment.id}`), author: { __typename: comment.user.type } }],
        },
      }));
      const start = Number(body.variables.after ?? 0);
      const nodes = all.slice(start, start + threads);
      const pageInfo = { hasNextPage: start + threads < all.length, endCursor: String(start + threads) };
      return [200, { data: { repository: { pullRequest: { reviewThreads: { pageInfo, nodes } } } } }];
    }
    default:
      return [404, { message: `no answer to ${route}` }];
  }
}
