/** Safe fixes as suggestions in a review of the pull request. Each is made once, and goes with its finding. */

import { ApiError } from './api.js';
import { inOneHunk } from './hunks.js';
import { info, notice } from './log.js';
import { fence, inline, marker, markerOf, sentence } from './markdown.js';

/** How many suggestions one review has: more are noise. */
const COMMENTS = 30;

/** Brings the review up to what was found; a pull request without the right to it is told so. */
export async function review(api, pull, suggestions, sources) {
  try {
    await update(api, pull, suggestions, sources);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const rights = error.status === 403 || error.status === 404;
    const help = 'give the job "permissions: pull-requests: write", or set suggestions to false';
    info(`no suggestions: ${error.message}`);
    if (!rights) notice('the suggestions could not be written; the annotations have what was found');
    else if (suggestions.length > 0) notice(`fixes are known but cannot be suggested: ${help}`);
  }
}

async function update(api, pull, suggestions, sources) {
  const path = `${api.repo}/pulls/${pull.number}`;
  const known = new Set();
  for await (const comment of api.paginate(`${path}/comments`)) {
    const finding = comment.user?.type === 'Bot' ? markerOf(comment.body) : undefined;
    if (finding) known.add(finding);
  }
  const current = new Set(suggestions.map(({ fingerprint }) => fingerprint));
  if ([...known].some((finding) => !current.has(finding))) await resolve(api, pull, current);

  const fresh = suggestions.filter(({ fingerprint }) => !known.has(fingerprint));
  if (fresh.length === 0) return;
  const patches = new Map();
  for await (const file of api.paginate(`${path}/files`)) patches.set(file.filename, file.patch);
  const lines = ({ path, startLine, endLine }) => (sources.get(path) ?? '').split('\n').slice(startLine - 1, endLine);
  const shown = fresh.filter((it) => inOneHunk(patches.get(it.path), it.startLine, lines(it)));
  if (shown.length === 0) return;
  await post(api, path, pull, shown);
}

async function post(api, path, pull, shown) {
  const comments = shown.slice(0, COMMENTS).map(comment);
  const rest = shown.slice(COMMENTS);
  const body = [`distroless-check can mend ${shown.length === 1 ? 'this' : 'these'}:`, ...listed(rest)].join('\n\n');
  const send = (comments) =>
    api.request('POST', `${path}/reviews`, { body: { commit_id: pull.head, event: 'COMMENT', body, comments } });
  try {
    await send(comments);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    // One line that GitHub does not take refuses all: each is tried for itself.
    let taken = 0;
    for (const one of comments) {
      const path_ = `${path}/comments`;
      const alone = { ...one, commit_id: pull.head };
      await api.request('POST', path_, { body: alone }).then(
        () => (taken += 1),
        (problem) => {
          if (!(problem instanceof ApiError) || problem.status !== 422) throw problem;
        },
      );
    }
    info(`${taken} of ${comments.length} suggestion(s) written, the others do not stand in the diff any more`);
  }
}

function comment({ path, startLine, endLine, replacement, title, rule, page, message, help, fingerprint }) {
  const fix = fence(replacement, 'suggestion');
  const text = `**[${inline(rule)}](${page})** ${sentence(message)} ${sentence(help)}`;
  const body = [text, `${inline(title)}:`, fix, marker(fingerprint)].join('\n\n');
  const several = startLine < endLine ? { start_line: startLine, start_side: 'RIGHT' } : {};
  return { path, body, line: endLine, side: 'RIGHT', ...several };
}

/** What there is no room for. */
function listed(rest) {
  if (rest.length === 0) return [];
  const lines = rest.map((it) => `- ${inline(it.path)} line ${it.startLine}: ${sentence(it.message)}`);
  return [`<details><summary>${rest.length} more</summary>\n\n${lines.slice(0, 100).join('\n')}\n\n</details>`];
}

const THREADS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 1) { nodes { id body isMinimized author { __typename } } } }
      }
    }
  }
}`;
const RESOLVE = 'mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }';
const HIDE = 'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }';

/** Closes the threads whose findings are gone; nothing is deleted. */
async function resolve(api, pull, current) {
  try {
    for await (const thread of threads(api, pull)) {
      const [first] = thread.comments?.nodes ?? [];
      const finding = first?.author?.__typename === 'Bot' ? markerOf(first.body) : undefined;
      if (finding && !thread.isResolved && !first.isMinimized && !current.has(finding)) await close(api, thread.id, first.id);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    info(`outdated suggestions stay open: ${error.message}`);
  }
}

/** All threads of the pull request, page by page. */
async function* threads(api, { number }) {
  const [owner, name] = api.repository.split('/');
  for (let page = 0, after; page < 30; page += 1) {
    const data = await api.graphql(THREADS, { owner, name, number, after });
    const { nodes = [], pageInfo } = data?.repository?.pullRequest?.reviewThreads ?? {};
    yield* nodes;
    if (!pageInfo?.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

/** Resolving asks for the right to write contents, which nobody should give for it: hiding does not. */
async function close(api, thread, comment) {
  try {
    await api.graphql(RESOLVE, { id: thread });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await api.graphql(HIDE, { id: comment });
  }
}
