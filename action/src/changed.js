/** Which Dockerfiles to check: those that the event changed, or all of them. */

import { buildsBefore, isDefinition } from './builds.js';
import { concernedBy } from './concerned.js';
import { changedLines } from './hunks.js';
import { walk } from './walk.js';

/**
 * `{ files, base?, notice?, whole }`: the files in order, what they changed since, what to tell the
 * user, and whether they are all there are. A changed file has `before`: its text at the base, and
 * the lines that changed. `definitions` reads compose and bake files; `asking` tells which files of
 * the build context the findings of some Dockerfiles rest on. `loading` resolves to the checker.
 */
export async function choose(inputs, place, config, git, loading, event, env, definitions, asking) {
  const selected = async (names) =>
    (await loading).select({ files: names, paths: place.named, exclude: inputs.exclude, root: place.way, config });
  const select = async (found) => {
    const files = new Map(found.map((file) => [file.name, file]));
    return (await selected([...files.keys()])).map((name) => files.get(name));
  };
  const everything = async () => {
    const found = git ? await git.files() : await walk(place);
    // What is named is meant, also where git ignores it.
    const named = place.files.map((name) => ({ name, bytes: Buffer.from(name) }));
    return select([...named, ...found]);
  };
  const all = async (notice) => ({ files: await everything(), notice, whole: true });

  if (inputs.changedFiles === 'all') return all();
  // Code scanning takes what is not in an upload for the default branch for mended.
  if (event.name === 'push' && event.isDefault) return all();
  const range = await rangeOf(env, event, git);
  if (!range) return all();
  if (range.unknown) return all(`All Dockerfiles are checked, not only changed ones: ${range.unknown}.`);

  // What is needed in nearly every run is asked for at once; who needs it learns what went wrong.
  const asked = git.changed(range.base, range.head);
  const begun = git.beginHunks(range.base, range.head, LIKELY);
  git.files().catch(() => {});
  const changed = await asked;
  const there = changed.filter(({ gone }) => !gone);
  // Which ones are checked is known when the checker is there. Of what looks like it git is asked before.
  const likely = new Set(there.filter(({ name }) => LIKELY.some((word) => name.toLowerCase().includes(word))));
  const early = withBefore(git, range, [...likely], begun);
  early.catch(() => {});
  if (likely.size > 0) definitions().catch(() => {});
  const touched = await select(there);
  const rest = withBefore(git, range, touched.filter((file) => !likely.has(file)));
  // Also those of before: `.dockerignore` can be renamed away, or a compose file deleted.
  const names = changed.flatMap(({ name, old }) => (old ? [name, old.toString()] : [name]));
  const redefined = changed.filter(({ name, old }) => isDefinition(name) || isDefinition((old ?? '').toString()));
  const concerned = await concernedBy(names, {
    checker: await loading,
    touched: touched.map(({ name }) => name),
    everything,
    definitions,
    before: () => buildsBefore(git, range.base, redefined),
    asking,
  });
  const compared = new Map([...(await early), ...(await rest)].map((file) => [file.name, file]));
  const files = new Map(touched.map(({ name }) => [name, compared.get(name)]));
  for (const file of concerned) {
    const before = files.get(file.name)?.before;
    // What else decides its findings changed: any of them may be of the change, on whatever line.
    files.set(file.name, before ? { ...files.get(file.name), before: { text: before.text } } : file);
  }
  return { files: [...files.values()], base: range.base, whole: false };
}

/** What is in the names of nearly all Dockerfiles, and of little else. */
const LIKELY = ['dockerfile', 'containerfile'];

/** Files with what they were at the base. `begun` is the question for the hunks of these very files. */
async function withBefore(git, { base, head }, files, begun) {
  const were = files.filter(({ old }) => old);
  const texts = git.textsAt(base, were.map(({ old }) => old));
  const [old, hunks] = await Promise.all([texts, git.hunks(base, head, were, begun)]);
  const before = new Map(were.map((file, index) => [file, { text: old[index], hunks: hunks[index] }]));
  return files.map((file) => {
    const { text, hunks } = before.get(file) ?? {};
    if (!file.old) return { ...file, before: { lines: undefined } };
    // What cannot be compared is of the change.
    return text === undefined || hunks === undefined ? file : { ...file, before: { text, lines: changedLines(hunks) } };
  });
}

/** The commits that an event is about, or why they are not known; nothing for other events. */
async function rangeOf(env, event, git) {
  const baseOf = { pull_request: beforePull, push: beforePush, merge_group: beforeGroup }[event.name];
  if (!baseOf) return undefined;
  if (!git) return { unknown: 'git finds no repository here' };
  const { head } = git;
  if (!head) return { unknown: 'the repository has no commit' };
  const range = await baseOf(env, event.payload, git, head);
  return range && { head, ...range };
}

const CLONE = 'is not in this clone and cannot be fetched; actions/checkout with fetch-depth: 0 has it';

/**
 * The usual checkout is the merge of the pull request into its base: its first parent is the base
 * as it is now, which the payload may be behind of.
 */
async function beforePull(env, payload, git, head) {
  const { base, head: own } = payload.pull_request ?? {};
  const { parents } = git;
  const merge = parents.length === 2 && (head === env.GITHUB_SHA || parents[1] === own?.sha);
  if (merge) {
    return (await git.obtain(parents[0])) ? { base: parents[0] } : { unknown: `the base ${parents[0]} ${CLONE}` };
  }
  // Checked out at its own head: what the base gained meanwhile is not of this change.
  const start = (await git.obtain(base?.sha)) ? await git.mergeBase(base.sha, head) : undefined;
  return start ? { base: start } : { unknown: `the commit that the pull request started from ${CLONE}` };
}

async function beforePush(env, payload, git, head) {
  const before = payload.before ?? '';
  if (await git.obtain(before)) return { base: before };
  const branch = /^refs\/heads\/(.+)$/.exec(payload.ref ?? env.GITHUB_REF ?? '')?.[1];
  const main = payload.repository?.default_branch;
  // The first push of the default branch, or a tag: there is nothing that it changes.
  if (!branch || branch === main) return /^0*$/.test(before) ? undefined : { unknown: `the commit before, ${before}, ${CLONE}` };
  // A new branch, or one that was forced away from what it had.
  const start = main && (await git.mergeBase(`refs/remotes/origin/${main}`, head));
  return start ? { base: start } : { unknown: `the commit that the branch started from ${CLONE}` };
}

/** A merge queue tests what the branch will be. */
async function beforeGroup(env, payload, git) {
  const base = payload.merge_group?.base_sha;
  return (await git.obtain(base)) ? { base } : { unknown: `the base of the merge group ${CLONE}` };
}
