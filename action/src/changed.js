/** Which Dockerfiles to check: those that the event changed, or all of them. */

import { readFile } from 'node:fs/promises';
import { walk } from './walk.js';

/** `{ files, base?, notice? }`: the files in order, what they changed since, what to tell the user. */
export async function choose(inputs, place, config, git, checker, env) {
  const select = (found) => {
    const files = new Map(found.map((file) => [file.name, file]));
    const chosen = checker.select({
      files: [...files.keys()],
      paths: place.named,
      exclude: inputs.exclude,
      root: place.way,
      config,
    });
    return chosen.map((name) => files.get(name));
  };
  const all = async (notice) => {
    const found = git ? await git.files() : await walk(place);
    // What is named is meant, also where git ignores it.
    const named = place.files.map((name) => ({ name, bytes: Buffer.from(name) }));
    return { files: select([...named, ...found]), notice };
  };

  if (inputs.changedFiles === 'all') return all();
  const range = await rangeOf(env, await payload(env), git);
  if (!range) return all();
  if (range.unknown) return all(`All Dockerfiles are checked, not only changed ones: ${range.unknown}.`);
  return { files: select(await git.changed(range.base, range.head)), base: range.base };
}

async function payload(env) {
  try {
    return JSON.parse(await readFile(env.GITHUB_EVENT_PATH, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/** The commits that an event is about, or why they are not known; nothing for other events. */
async function rangeOf(env, event, git) {
  const baseOf = { pull_request: beforePull, push: beforePush }[env.GITHUB_EVENT_NAME];
  if (!baseOf) return undefined;
  if (!git) return { unknown: 'git finds no repository here' };
  const head = await git.head();
  if (!head) return { unknown: 'the repository has no commit' };
  const range = await baseOf(env, event, git, head);
  return range && { head, ...range };
}

const CLONE = 'is not in this clone and cannot be fetched; actions/checkout with fetch-depth: 0 has it';

/**
 * The usual checkout is the merge of the pull request into its base: its first parent is the base
 * as it is now, which the payload may be behind of.
 */
async function beforePull(env, event, git, head) {
  const { base, head: own } = event.pull_request ?? {};
  const parents = await git.parents(head);
  const merge = parents.length === 2 && (head === env.GITHUB_SHA || parents[1] === own?.sha);
  if (merge) {
    return (await git.obtain(parents[0])) ? { base: parents[0] } : { unknown: `the base ${parents[0]} ${CLONE}` };
  }
  // Checked out at its own head: what the base gained meanwhile is not of this change.
  const start = (await git.obtain(base?.sha)) ? await git.mergeBase(base.sha, head) : undefined;
  return start ? { base: start } : { unknown: `the commit that the pull request started from ${CLONE}` };
}

async function beforePush(env, event, git, head) {
  const before = event.before ?? '';
  if (await git.obtain(before)) return { base: before };
  const branch = /^refs\/heads\/(.+)$/.exec(event.ref ?? env.GITHUB_REF ?? '')?.[1];
  const main = event.repository?.default_branch;
  // The first push of the default branch, or a tag: there is nothing that it changes.
  if (!branch || branch === main) return /^0*$/.test(before) ? undefined : { unknown: `the commit before, ${before}, ${CLONE}` };
  // A new branch, or one that was forced away from what it had.
  const start = main && (await git.mergeBase(`refs/remotes/origin/${main}`, head));
  return start ? { base: start } : { unknown: `the commit that the branch started from ${CLONE}` };
}
