/** The action: reads the inputs, finds the Dockerfiles, has them checked, and tells the result. */

import { choose } from './changed.js';
import { findConfig } from './config.js';
import { contextOf } from './context.js';
import { engine } from './engine.js';
import { repository } from './git.js';
import { InputError, readInputs } from './inputs.js';
import { commands, error, info, notice } from './log.js';
import { placeOf } from './place.js';
import { appendSummary, setOutputs } from './runner.js';
import { writeSarif } from './sarif.js';
import { readSource } from './source.js';

/** Runs the action in an environment; resolves to the exit code of the process. */
export async function main(env) {
  try {
    return await run(env);
  } catch (problem) {
    // A mistake in the inputs is the user's to mend; anything else is ours, and its stack helps.
    error(problem instanceof InputError ? problem.message : (problem.stack ?? String(problem)));
    await setOutputs(env, { conclusion: 'problems' });
    return 1;
  }
}

async function run(env) {
  const inputs = await readInputs(env);
  const git = await repository(inputs, env);
  const place = placeOf(inputs, git);
  const config = await findConfig(inputs, place);
  const checker = engine();

  const choice = await choose(inputs, place, config, git, checker, env);
  if (choice.notice) notice(choice.notice);
  const files = (await Promise.all(choice.files.map((file) => readSource(place, file)))).filter(Boolean);
  const names = files.map((file) => file.path);
  const since = choice.base ? ` changed since ${choice.base.slice(0, 12)}` : '';
  info(`${names.length} Dockerfile(s)${since}`);
  names.forEach((name) => info(`- ${name}`));

  const answer = checker.analyze(
    {
      files,
      today: inputs.today,
      target: inputs.target,
      buildArgs: inputs.buildArgs,
      config,
      select: inputs.select,
      ignore: inputs.ignore,
      failOn: inputs.failOn,
      // Code scanning does not know suppressions and opens alerts for what is silenced.
      showSuppressed: false,
      formats: ['github', 'sarif', 'markdown'],
    },
    contextOf(place.top),
  );
  if (answer.error) throw new InputError(answer.error);

  commands(answer.outputs.github);
  const sarifFile = await writeSarif(inputs, answer.outputs.sarif, env);
  await appendSummary(env, answer.outputs.markdown);
  await setOutputs(env, {
    findings: answer.errors + answer.warnings + answer.infos,
    errors: answer.errors,
    warnings: answer.warnings,
    'sarif-file': sarifFile,
    'changed-files': JSON.stringify(names),
    conclusion: answer.conclusion,
  });
  const { errors, warnings, infos, problems, conclusion } = answer;
  info(`${errors} error(s), ${warnings} warning(s), ${infos} info(s), ${problems.length} problem(s): ${conclusion}`);
  return answer.exitCode === 0 ? 0 : 1;
}
