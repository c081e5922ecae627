/** The SARIF file. */

import path from 'node:path';
import { mkdir, mkdtemp, realpath, rm, writeFile } from './files.js';
import { InputError } from './inputs.js';
import { within } from './place.js';

/** Writes it where the user says, else in a new temporary folder; resolves to its path. */
export async function writeSarif(inputs, text, env) {
  const file = inputs.sarifFile ?? (await temporary(env));
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  // Links in a pull request must not lead the write to other files of the runner.
  const meant = within(inputs.workspace, folder) !== undefined;
  if (meant && within(inputs.workspace, await realpath(folder)) === undefined) {
    throw new InputError(`the input sarif-file, "${file}", leads out of the workspace through a link`);
  }
  await rm(file, { force: true });
  await writeFile(file, text, { flag: 'wx' });
  return file;
}

/** Steps of one job do not write over each other's files. */
async function temporary(env) {
  const folder = await mkdtemp(path.join(env.RUNNER_TEMP || process.getBuiltinModule('node:os').tmpdir(), 'distroless-check-'));
  return path.join(folder, 'distroless-check.sarif');
}
