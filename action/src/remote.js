/**
 * Dockerfiles by the API, as data: nothing is checked out, and the work tree is not looked at. So a
 * pull request of anybody can be looked at with rights that it must not have.
 */

import { ApiError } from './api.js';
import { buildsIn, isDefinition } from './builds.js';
import { concernedBy } from './concerned.js';
import { changedLines } from './hunks.js';
import { info } from './log.js';
import { WHOLE } from './source.js';

/** Longer ones are refused by the API. */
const LIMIT = 1_000_000;
/** Files in one pull request, as GitHub lists them, and in one comparison. */
const FILES = 3_000;
const COMPARED = 300;
/** How many files are asked for at the same time; GitHub refuses whoever asks for too many. */
const TOGETHER = 10;

/**
 * What `choose` answers, with the text of each file: `{ files, since, notice?, whole, head }`. `select`
 * chooses among names.
 */
export async function fromApi(api, event, env, all, checker, select) {
  const listed = all ? undefined : await changes(api, event, env);
  const head = event.pull?.head ?? env.GITHUB_SHA;
  let tree;
  const names = () => (tree ??= filesAt(api, head));
  let reading;
  const definitions = () => (reading ??= definitionsAt(api, head, names));

  let chosen;
  let whole = false;
  if (listed) {
    const byName = new Map(listed.files.filter(({ status }) => status !== 'removed').map((file) => [file.filename, file]));
    const touched = select([...byName.keys()]);
    const everything = async () => select((await names()).files).map((name) => ({ name }));
    const changed = listed.files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat());
    // The tree is a request of its own: it is asked for only where it may add something.
    const matters = changed.some((name) => isDefinition(name) || checker.decides(name));
    const how = { checker, touched, everything, definitions, before: async () => ({}), asking: async () => [] };
    const concerned = matters ? await concernedBy(changed, how) : [];
    const files = new Map(touched.map((name) => [name, byName.get(name)]));
    for (const { name } of concerned) files.set(name, { ...(files.get(name) ?? { filename: name }), whole: true });
    chosen = [...files.values()];
  } else {
    chosen = select((await names()).files).map((filename) => ({ filename }));
    whole = !(await names()).truncated;
  }
  const files = await inTurn(chosen, (file) => read(api, head, listed?.base, file));
  if (files.length > 0) {
    const { builds, notes } = await definitions();
    notes.forEach((note) => info(`passed over: ${note}`));
    for (const file of files) if (Object.hasOwn(builds, file.path)) file.build = builds[file.path];
  }
  // Where the tree cannot be had at all, nothing hangs on it, or it was told.
  const { truncated } = (await tree?.catch(() => undefined)) ?? {};
  const notice = listed?.notice ?? (truncated ? 'GitHub does not list all files of a repository as large as this one' : undefined);
  return { files, notice, since: listed?.since ?? '', whole, head };
}

/** What an event changed, as GitHub lists it; nothing where everything is meant. */
async function changes(api, event, env) {
  const { pull, name, payload } = event;
  if (pull) {
    const files = [];
    for await (const file of api.paginate(`${api.repo}/pulls/${pull.number}/files`)) files.push(file);
    const notice = files.length >= FILES ? `GitHub lists the first ${FILES} files of a pull request only` : undefined;
    return { files: files.filter(isFile), base: pull.base, since: ` in pull request ${pull.number}`, notice };
  }
  const group = payload.merge_group;
  // On the default branch everything is checked.
  const base = { merge_group: group?.base_sha, push: event.isDefault ? undefined : payload.before }[name];
  const head = env.GITHUB_SHA;
  if (!isCommit(base) || !isCommit(head)) return undefined;
  const { body } = await api.request('GET', `${api.repo}/compare/${base}...${head}`);
  const files = (Array.isArray(body?.files) ? body.files : []).filter(isFile);
  // More are not listed, and which ones those are is not known.
  if (files.length >= COMPARED) return undefined;
  return { files, base: body?.merge_base_commit?.sha ?? base, since: ` changed since ${base.slice(0, 12)}` };
}

const isCommit = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? '') && !/^0+$/.test(name);
const isFile = (file) => typeof file?.filename === 'string';

/** The plain files of a commit. */
async function filesAt(api, commit) {
  const { body } = await api.request('GET', `${api.repo}/git/trees/${commit}`, { query: { recursive: '1' } });
  const entries = Array.isArray(body?.tree) ? body.tree : [];
  const plain = entries.filter(({ type, mode, path }) => type === 'blob' && mode !== '120000' && typeof path === 'string');
  return { files: plain.map(({ path }) => path), truncated: body?.truncated === true };
}

/** What compose and bake files of a commit say. Without them the check is still one. */
async function definitionsAt(api, commit, names) {
  try {
    const named = (await names()).files.filter(isDefinition);
    const texts = await inTurn(named, async (path) => {
      const { text } = await content(api, path, commit);
      return text === undefined ? undefined : { path, text };
    });
    return await buildsIn(texts);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    info(`compose and bake files are not looked at: ${error.message}`);
    return { builds: {}, notes: [] };
  }
}

async function read(api, head, base, { filename, previous_filename: previous, status, patch, whole }) {
  const now = await content(api, filename, head);
  if (now.error) return { path: filename, error: now.error, help: 'check out the repository' };
  if (status === 'added') return { path: filename, source: now.text, changed: WHOLE };
  if (patch === undefined) return { path: filename, source: now.text };
  const before = await content(api, previous ?? filename, base);
  return { path: filename, source: now.text, base: before.text, changed: whole ? WHOLE : changedLines(patch) };
}

/** A file's text at a commit. */
async function content(api, name, ref) {
  const path = name.split('/').map(encodeURIComponent).join('/');
  try {
    const { body } = await api.request('GET', `${api.repo}/contents/${path}`, { query: { ref } });
    if (body?.type !== 'file') return { error: 'this is not a plain file' };
    if (body.encoding !== 'base64' || body.size > LIMIT) return { error: 'this file is longer than the API gives out' };
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(body.content, 'base64')) };
  } catch (error) {
    return { error: error instanceof TypeError ? 'this file is not valid UTF-8' : `this file cannot be read: ${error.message}` };
  }
}

/** The results of a question about each item, a few at the same time. */
async function inTurn(items, ask) {
  const results = [];
  for (let start = 0; start < items.length; start += TOGETHER) {
    results.push(...(await Promise.all(items.slice(start, start + TOGETHER).map(ask))));
  }
  return results;
}
