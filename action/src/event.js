/** What set the run off. */

import { readFile } from './files.js';

const PULLS = ['pull_request', 'pull_request_target'];

/**
 * `name`; `payload`; `pull`: the number, head and base of a pull request, and whether the token of the
 * run is one that cannot write; `isDefault`: a push of, or a run on, the default branch.
 */
export async function readEvent(env) {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = await read(env.GITHUB_EVENT_PATH);
  const main = payload.repository?.default_branch;
  return { name, payload, pull: pullOf(name, payload), isDefault: Boolean(main) && env.GITHUB_REF === `refs/heads/${main}` };
}

async function read(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

function pullOf(name, { pull_request: pull, number }) {
  if (!PULLS.includes(name) || !pull) return undefined;
  const id = pull.number ?? number;
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  const from = pull.head?.repo?.full_name;
  const isFork = from !== undefined && from !== pull.base?.repo?.full_name;
  // With `pull_request_target` the token is that of the base, wherever the head is.
  return { number: id, head: pull.head?.sha, base: pull.base?.sha, readOnly: isFork && name === 'pull_request' };
}
