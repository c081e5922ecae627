/**
 * The Dockerfiles of a pull request by the API, as data: nothing is checked out, and the work tree is
 * not looked at. So a pull request of anybody can be looked at with rights that it must not have.
 */

import { changedLines } from './hunks.js';

/** Longer ones are refused by the API. */
const LIMIT = 1_000_000;
/** Files in one pull request, as GitHub lists them. */
const FILES = 3_000;

/** What the checker gets, and what the reader is told. */
export async function pullFiles(api, pull, select) {
  const listed = [];
  for await (const file of api.paginate(`${api.repo}/pulls/${pull.number}/files`)) {
    if (file.status !== 'removed' && typeof file.filename === 'string') listed.push(file);
  }
  const byName = new Map(listed.map((file) => [file.filename, file]));
  const chosen = select([...byName.keys()]).map((name) => byName.get(name));
  const files = await Promise.all(chosen.map((file) => read(api, pull, file)));
  const notice = listed.length >= FILES ? `GitHub lists the first ${FILES} files of a pull request only` : undefined;
  return { files, notice };
}

async function read(api, pull, { filename, previous_filename: previous, status, patch }) {
  const now = await content(api, filename, pull.head);
  if (now.error) return { path: filename, error: now.error, help: 'check out the pull request' };
  if (status === 'added' || patch === undefined) return { path: filename, source: now.text };
  const before = await content(api, previous ?? filename, pull.base);
  return { path: filename, source: now.text, base: before.text, changed: changedLines(patch) };
}

/** A file's text at a commit. */
export async function content(api, name, ref) {
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
