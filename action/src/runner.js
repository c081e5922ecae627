/** The files through which a step talks to its runner. */

import { appendFile } from './files.js';

/** Sets the outputs of the step. */
export async function setOutputs(env, outputs) {
  if (!env.GITHUB_OUTPUT) return;
  const records = Object.entries(outputs).map(([name, value]) => {
    // A value may hold any line but this one, which nobody can foresee.
    const end = `end-${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')}`;
    return `${name}<<${end}\n${value}\n${end}\n`;
  });
  await appendFile(env.GITHUB_OUTPUT, records.join(''));
}

/** Adds to the job summary. */
export async function appendSummary(env, markdown) {
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, markdown);
}
