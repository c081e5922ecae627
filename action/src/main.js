/** The action: reads the inputs, finds the Dockerfiles, has them checked, and tells the result. */

import { ApiError, apiOf } from './api.js';
import { readDefinitions } from './builds.js';
import { choose } from './changed.js';
import { comment } from './comment.js';
import { findConfig } from './config.js';
import { contextOf, recording } from './context.js';
import { compiled } from './engine.js';
import { readEvent } from './event.js';
import { readFile, readdir } from './files.js';
import { repository } from './git.js';
import { InputError, readInputs } from './inputs.js';
import { commands, error, info, notice } from './log.js';
import { leadsOut, placeOf } from './place.js';
import { fromApi } from './remote.js';
import { review } from './review.js';
import { appendSummary, setOutputs } from './runner.js';
import { writeSarif } from './sarif.js';
import { readSource } from './source.js';
import { Failure, upload } from './upload.js';

/** Runs the action in an environment; resolves to the exit code of the process. */
export async function main(env) {
  try {
    return await run(env);
  } catch (problem) {
    // A mistake in the inputs is the user's to mend; anything else is ours, and its stack helps.
    const known = [InputError, Failure, ApiError].some((kind) => problem instanceof kind);
    error(known ? problem.message : (problem.stack ?? String(problem)));
    await setOutputs(env, { conclusion: 'problems' });
    return 1;
  }
}

async function run(env) {
  const inputs = await readInputs(env);
  const event = await readEvent(env);
  const api = apiOf(inputs, env);
  // Once flags of its engine differ, Node.js does not take its own modules as they were compiled into it any
  // more, and loads them several times as slowly.
  void process.stdout;
  // The longest work first: what is needed later is made ready while git works.
  const loading = compiled();
  // It is awaited where it is needed, which is nowhere if something else fails before.
  loading.catch(() => {});
  const git = await repository(inputs, env);
  // When git has been asked what changed there is time for what takes it.
  setImmediate(() => void globalThis.crypto);
  const place = placeOf(inputs, git);
  const config = await findConfig(inputs, place);

  // What every question to the checker has.
  const asked = {
    today: inputs.today,
    target: inputs.target,
    buildArgs: inputs.buildArgs,
    config,
    select: inputs.select,
    ignore: inputs.ignore,
  };
  const beside = contextOf(place.top);
  const remote = await isRemote(api, event, git, inputs);
  const found = remote
    ? await fromData(api, event, env, inputs, place, config, await loading)
    : await fromTree(inputs, place, config, git, loading, event, env, asked, beside);
  if (found.notice) notice(found.notice);
  const { files } = found;
  const names = files.map((file) => file.path);
  info(`${names.length} Dockerfile(s)${found.since}`);
  names.forEach((name) => info(`- ${name}`));

  const checker = await loading;
  const answer = checker.analyze(
    {
      ...asked,
      files,
      failOn: inputs.failOn,
      baseline: inputs.baseline && (await readBaseline(inputs)),
      changedLines: inputs.changedLines,
      suggestions: Boolean(event.pull && api),
      links: linksOf(env, found.head ?? git?.head),
      // Code scanning does not know suppressions and opens alerts for what is silenced.
      showSuppressed: false,
      formats: ['github', 'sarif', 'markdown'],
    },
    remote ? undefined : beside,
  );
  if (answer.error) throw new InputError(answer.error);

  commands(answer.outputs.github);
  const sarifFile = await writeSarif(inputs, answer.outputs.sarif, env);
  await appendSummary(env, answer.outputs.markdown);
  const findings = answer.errors + answer.warnings + answer.infos;
  await setOutputs(env, {
    findings,
    errors: answer.errors,
    warnings: answer.warnings,
    'sarif-file': sarifFile,
    'changed-files': JSON.stringify(names),
    conclusion: answer.conclusion,
  });
  const { errors, warnings, infos, problems, conclusion } = answer;
  info(`${errors} error(s), ${warnings} warning(s), ${infos} info(s), ${problems.length} problem(s): ${conclusion}`);

  if (event.pull?.readOnly) info('no review and no comment: the token of a pull request from a fork cannot write');
  else if (event.pull && api) {
    const sources = new Map(files.map(({ path, source }) => [path, source]));
    if (inputs.suggestions) await review(api, event.pull, answer.suggestions, sources);
    await comment(api, event.pull, inputs.comment, answer.outputs.markdown, findings);
  }
  await upload(api, inputs, env, event, answer.outputs.sarif, { whole: found.whole, remote, head: git?.head });
  return answer.exitCode === 0 ? 0 : 1;
}

/**
 * Whether files are read by the API. With the rights of the base, nothing of a pull request is checked
 * out or trusted: its files are data, and the configuration is that of the base. Besides, there may be
 * no clone to ask what changed, or nothing at all.
 */
async function isRemote(api, event, git, { workspace, changedFiles }) {
  if (event.name === 'pull_request_target' && event.pull) return true;
  if (git) return false;
  if (event.pull && changedFiles !== 'all') return true;
  if (!api) return false;
  const changes = event.name === 'merge_group' || (event.name === 'push' && !event.isDefault);
  return (changes && changedFiles !== 'all') || (await readdir(workspace)).length === 0;
}

async function fromTree(inputs, place, config, git, loading, event, env, asked, beside) {
  let reading;
  const definitions = () => (reading ??= readDefinitions(place, git));
  const asking = async (some) => {
    const [checker, { builds }] = await Promise.all([loading, definitions()]);
    const read = await Promise.all(some.map((file) => readSource(place, file)));
    return read.map((file) => {
      if (file?.source === undefined) return [];
      const { asked: names, context } = recording(beside);
      checker.analyze({ ...asked, files: [{ ...file, build: builds[file.path] }], formats: [] }, context);
      return [...names];
    });
  };
  const choice = await choose(inputs, place, config, git, loading, event, env, definitions, asking);
  const read = await Promise.all(choice.files.map((file) => readSource(place, file)));
  const files = read.filter(Boolean);
  if (files.length > 0) {
    const { builds, notes } = await definitions();
    notes.forEach((note) => info(`passed over: ${note}`));
    for (const file of files) if (Object.hasOwn(builds, file.path)) file.build = builds[file.path];
  }
  const since = choice.base ? ` changed since ${choice.base.slice(0, 12)}` : '';
  return { ...choice, files, since };
}

async function fromData(api, event, env, inputs, place, config, checker) {
  if (!api) throw new InputError('the input token is empty: without a checkout, a pull request is read by the API');
  const select = (files) =>
    checker.select({ files, paths: place.named, exclude: inputs.exclude, root: place.way, config });
  return fromApi(api, event, env, inputs.changedFiles === 'all', checker, select);
}

/** Where the server shows the files of a commit. */
function linksOf({ GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository, GITHUB_SHA }, head = GITHUB_SHA) {
  const known = /^https?:\/\/[\w.:-]+$/.test(server) && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[0-9a-f]{40,64}$/.test(head);
  return known ? `${server}/${repository}/blob/${head}/` : undefined;
}

async function readBaseline({ baseline: file, workspace }) {
  if (await leadsOut(workspace, file)) throw new InputError(`the baseline "${file}" leads out of the workspace through a link`);
  return readFile(file, 'utf8').catch((problem) => {
    throw new InputError(`the baseline "${file}" cannot be read: ${problem.message}`);
  });
}
