/** All inputs of the action, read and checked in one place. */

import path from 'node:path';
import { realpath, stat } from './files.js';
import { within } from './place.js';

/** A mistake that the user can mend. */
export class InputError extends Error {}

export async function readInputs(env) {
  // The runner's names: INPUT_ and the input in capitals, its dashes kept.
  const text = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const lines = (name) => text(name).split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const names = (name) => text(name).split(/[\s,]+/).filter(Boolean);
  const oneOf = (name, values, fallback) => {
    const value = text(name) || fallback;
    if (value !== undefined && !values.includes(value)) {
      throw new InputError(`the input ${name} is "${value}"; it can be ${values.join(', ')}`);
    }
    return value;
  };

  const workspace = await folder(env.GITHUB_WORKSPACE || process.cwd(), 'the workspace');
  const named = path.resolve(workspace, text('working-directory') || '.');
  const root = await folder(named, 'the input working-directory');
  if (within(workspace, root) === undefined) {
    throw new InputError(`the input working-directory, "${root}", is outside of the workspace`);
  }
  const sarif = text('sarif-file');

  return {
    workspace,
    root,
    paths: await Promise.all(lines('paths').map((entry) => existing(root, entry))),
    exclude: lines('exclude'),
    changedFiles: oneOf('changed-files', ['auto', 'all'], 'auto'),
    config: text('config') ? path.resolve(root, text('config')) : undefined,
    target: text('target') || undefined,
    buildArgs: lines('build-args'),
    select: names('select'),
    ignore: names('ignore'),
    failOn: oneOf('fail-on', ['error', 'warning', 'info', 'never']),
    changedLines: oneOf('changed-lines', ['off', 'annotate', 'gate'], 'annotate'),
    upload: oneOf('upload', ['auto', 'always', 'never'], 'auto'),
    suggestions: oneOf('suggestions', ['true', 'false'], 'true') === 'true',
    comment: oneOf('comment', ['never', 'on-findings', 'always'], 'never'),
    baseline: text('baseline') ? path.resolve(root, text('baseline')) : undefined,
    token: text('token') || undefined,
    sarifFile: sarif ? path.resolve(root, sarif) : undefined,
    today: today(env),
  };
}

async function folder(name, what) {
  const real = await realpath(name).catch(() => undefined);
  if (!real || !(await stat(real)).isDirectory()) throw new InputError(`${what}, "${name}", is not a folder`);
  return real;
}

/** An entry of `paths`. A typing error must not mean "nothing to check". */
async function existing(root, entry) {
  const full = path.resolve(root, entry);
  if (within(root, full) === undefined) {
    throw new InputError(`the input paths: "${entry}" is outside of the working directory`);
  }
  const kind = await stat(full).catch(() => undefined);
  if (!kind) {
    throw new InputError(`the input paths: there is no "${entry}"; name files and folders, one a line, no globs`);
  }
  return { full, folder: kind.isDirectory() };
}

/** The day that end of life is judged on. */
function today(env) {
  const epoch = env.SOURCE_DATE_EPOCH;
  if (epoch && !/^\d{1,11}$/.test(epoch)) {
    throw new InputError(`SOURCE_DATE_EPOCH is "${epoch}"; set it to whole seconds since 1970, or unset it`);
  }
  const date = epoch ? new Date(Number(epoch) * 1000) : new Date();
  return date.toISOString().slice(0, 10);
}
