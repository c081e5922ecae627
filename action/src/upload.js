/** Handing SARIF to code scanning. That it cannot be had is no failure of the check. */

import { ApiError } from './api.js';
import { info, notice } from './log.js';

/** What GitHub takes, in bytes after compression and encoding. */
const LIMIT = 10_000_000;
/** When to look whether it has been read, in milliseconds. */
const LOOKS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Uploads where that is asked for and makes sense; throws only where it has to work. */
export async function upload(api, inputs, env, event, sarif, checked) {
  if (inputs.upload === 'never') return;
  const must = inputs.upload === 'always';
  try {
    const why = must ? undefined : notNow(api, env, event, checked.whole);
    if (why) return info(`no upload to code scanning: ${why}`);
    if (!api) throw new Failure('the input token is empty, or the repository is not known');
    await send(api, env, event, sarif, checked);
  } catch (error) {
    if (!(error instanceof Failure || error instanceof ApiError)) throw error;
    const said = `code scanning did not take the results: ${meaning(error)}`;
    if (must) throw new Failure(said);
    // Its token writes only where the workflow says so, which most do not mean to.
    if (isDependabot(env) && error.status === 403) return info(said);
    notice(`${said}. The annotations and the job summary have them all.`);
  }
}

/** What the user has to see, without a stack. */
export class Failure extends Error {}

const isDependabot = (env) => env.GITHUB_ACTOR === 'dependabot[bot]';

/** Why there is nothing to upload, where that is as it should be. */
function notNow(api, env, { name, pull, isDefault }, whole) {
  if (!api) return 'there is no token';
  if (pull?.readOnly) return 'the token of a pull request from a fork cannot write';
  // Whatever the workflow says.
  if (isDependabot(env) && name === 'push') return 'the token of a push by Dependabot cannot write';
  // What is not in an upload for a branch counts as mended; that of a merge group is gone soon.
  if (!pull && name !== 'merge_group' && !whole) return `only what changed was checked${isDefault ? '' : ', and alerts of a branch are those of all its files'}`;
  return undefined;
}

async function send(api, env, event, sarif, checked) {
  const { gzipSync } = await import('node:zlib');
  const packed = gzipSync(sarif).toString('base64');
  if (packed.length > LIMIT) throw new Failure('the report is larger than GitHub takes; check fewer files at a time');
  const { commit_sha, ref } = commitOf(env, event, checked);
  if (!/^refs\/(heads|tags|pull)\/.+/.test(ref ?? '') || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit_sha ?? '')) {
    throw new Failure('the commit that was checked is not known');
  }
  const body = { commit_sha, ref, sarif: packed, tool_name: 'distroless-check' };
  const path = `${api.repo}/code-scanning/sarifs`;
  const { body: taken } = await api.request('POST', path, { body });
  info(`uploaded to code scanning for ${ref}`);
  if (typeof taken?.id !== 'string') return;
  for (const look of LOOKS) {
    await new Promise((done) => setTimeout(done, look));
    const { body: state } = await api.request('GET', `${path}/${encodeURIComponent(taken.id)}`);
    if (state?.processing_status === 'complete') return;
    if (state?.processing_status === 'failed') {
      const errors = Array.isArray(state.errors) ? state.errors : [];
      throw new Failure(errors.map(String).join('; ').slice(0, 500) || 'GitHub could not read them');
    }
  }
  info('code scanning is still reading the results');
}

/**
 * The merge of a pull request as it is checked out by default, or its own head where that was
 * checked. The commit of a run of `pull_request_target` is one of the base, whose alerts are not meant.
 */
function commitOf(env, { pull }, { head, remote }) {
  if (pull && (remote || (head && head === pull.head && head !== env.GITHUB_SHA))) {
    return { commit_sha: pull.head, ref: `refs/pull/${pull.number}/head` };
  }
  return { commit_sha: env.GITHUB_SHA, ref: env.GITHUB_REF };
}

const ENABLED = /(code security|advanced security) must be enabled|code scanning is not enabled/i;

/** An answer as people can act on it. */
function meaning(error) {
  if (!(error instanceof ApiError)) return error.message;
  if (ENABLED.test(error.said)) return 'it is not enabled for this repository (Settings, Code security)';
  switch (error.status) {
    case 401:
    case 403:
      return `the token may not write there; give the job "permissions: security-events: write" (GitHub says: ${error.said})`;
    case 404:
      return 'this server or this token does not offer it';
    case 413:
      return 'the report is larger than GitHub takes; check fewer files at a time';
    case 0:
    case 503:
      return `GitHub cannot be reached at the moment (${error.said})`;
    default:
      return error.message;
  }
}
