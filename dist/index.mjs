// src/changed.js
import { readFile } from "node:fs/promises";

// src/walk.js
import { readdir } from "node:fs/promises";
import path3 from "node:path";

// src/git.js
import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import path2 from "node:path";
import { promisify } from "node:util";

// src/place.js
import path from "node:path";
function within(folder2, inner) {
  const way = path.relative(folder2, inner);
  const out = way === ".." || way.startsWith(`..${path.sep}`) || path.isAbsolute(way);
  return out ? void 0 : way.split(path.sep).join("/");
}
function placeOf(inputs, git) {
  const top = git?.top ?? inputs.workspace;
  const names = (entries) => entries.map(({ full }) => within(top, full));
  return {
    top,
    root: inputs.root,
    way: within(top, inputs.root),
    workspace: inputs.workspace,
    named: names(inputs.paths),
    files: names(inputs.paths.filter(({ folder: folder2 }) => !folder2))
  };
}

// src/git.js
var run = promisify(execFile);
var ALWAYS = [
  // The work tree often belongs to another user inside a container; we only read it.
  ["safe.directory", "*"],
  // Programs that a configuration names, and work that can wait.
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["maintenance.auto", "false"],
  ["gc.auto", "0"]
].flatMap(([key, value]) => ["-c", `${key}=${value}`]);
async function repository({ root, workspace }, env) {
  const git = async (args, timeout = 6e4) => {
    const { stdout } = await run("git", ["-C", root, ...ALWAYS, ...args], {
      // Windows looks for programs in the current folder first: it must not be the repository.
      cwd: path2.dirname(process.execPath),
      env: { ...env, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
      encoding: "buffer",
      maxBuffer: 1 << 28,
      timeout
    });
    return stdout;
  };
  const ask = async (...args) => {
    try {
      return (await git(args)).toString().replace(/\r?\n$/, "") || void 0;
    } catch {
      return void 0;
    }
  };
  const shown = await ask("rev-parse", "--show-toplevel");
  const top = shown && await realpath(shown).catch(() => void 0);
  if (!top || within(workspace, top) === void 0) return void 0;
  const isCommit = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? "") && !/^0+$/.test(name);
  const has = async (commit) => isCommit(commit) && await ask("cat-file", "-t", commit) === "commit";
  const prefix = within(top, root);
  const names = (output) => Array.from(split(output), (bytes) => fromTop(prefix, bytes));
  return {
    top,
    head: () => ask("rev-parse", "--verify", "HEAD"),
    /** The parents that a commit names, also where a shallow clone does not hold them. */
    async parents(commit) {
      const text = await ask("cat-file", "-p", commit) ?? "";
      const header = text.split("\n\n", 1)[0];
      return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
    },
    /** Whether a commit is here, or can be had. */
    async obtain(commit) {
      if (!isCommit(commit)) return false;
      if (await has(commit)) return true;
      const shallow = await ask("rev-parse", "--is-shallow-repository") === "true";
      const depth = shallow ? ["--depth=1"] : [];
      await ask("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...depth, "origin", commit);
      return has(commit);
    },
    mergeBase: (a, b) => ask("merge-base", a, b),
    /** Files of the working directory that differ between two commits and are still there. */
    async changed(from, to) {
      const how = ["--name-only", "--diff-filter=d", "--relative", "--no-ext-diff", "--no-textconv"];
      return names(await git(["diff", "-z", "-M", ...how, from, to, "--"]));
    },
    /** Every file of the working directory that is tracked, or new and not ignored. */
    async files() {
      return names(await git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]));
    }
  };
}
function fromTop(way, bytes) {
  const full = way ? Buffer.concat([Buffer.from(`${way}/`), bytes]) : bytes;
  return { name: full.toString(), bytes: full };
}
function* split(output) {
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    const stop = end < 0 ? output.length : end;
    if (stop > start) yield output.subarray(start, stop);
    start = stop + 1;
  }
}

// src/walk.js
async function walk({ root, way }) {
  const files = [];
  const folders = [Buffer.alloc(0)];
  for (let folder2 = folders.pop(); folder2; folder2 = folders.pop()) {
    const here = Buffer.concat([Buffer.from(root + path3.sep), folder2]);
    for (const entry of await readdir(here, { withFileTypes: true, encoding: "buffer" })) {
      const bytes = Buffer.concat([folder2, entry.name]);
      if (entry.isFile()) files.push(fromTop(way, bytes));
      else if (entry.isDirectory() && entry.name.toString() !== ".git") folders.push(Buffer.concat([bytes, Buffer.from("/")]));
    }
  }
  return files;
}

// src/changed.js
async function choose(inputs, place, config, git, checker, env) {
  const select = (found) => {
    const files = new Map(found.map((file) => [file.name, file]));
    const chosen = checker.select({
      files: [...files.keys()],
      paths: place.named,
      exclude: inputs.exclude,
      root: place.way,
      config
    });
    return chosen.map((name) => files.get(name));
  };
  const all = async (notice2) => {
    const found = git ? await git.files() : await walk(place);
    const named = place.files.map((name) => ({ name, bytes: Buffer.from(name) }));
    return { files: select([...named, ...found]), notice: notice2 };
  };
  if (inputs.changedFiles === "all") return all();
  const range = await rangeOf(env, await payload(env), git);
  if (!range) return all();
  if (range.unknown) return all(`All Dockerfiles are checked, not only changed ones: ${range.unknown}.`);
  return { files: select(await git.changed(range.base, range.head)), base: range.base };
}
async function payload(env) {
  try {
    return JSON.parse(await readFile(env.GITHUB_EVENT_PATH, "utf8")) ?? {};
  } catch {
    return {};
  }
}
async function rangeOf(env, event, git) {
  const baseOf = { pull_request: beforePull, push: beforePush }[env.GITHUB_EVENT_NAME];
  if (!baseOf) return void 0;
  if (!git) return { unknown: "git finds no repository here" };
  const head = await git.head();
  if (!head) return { unknown: "the repository has no commit" };
  const range = await baseOf(env, event, git, head);
  return range && { head, ...range };
}
var CLONE = "is not in this clone and cannot be fetched; actions/checkout with fetch-depth: 0 has it";
async function beforePull(env, event, git, head) {
  const { base, head: own } = event.pull_request ?? {};
  const parents = await git.parents(head);
  const merge = parents.length === 2 && (head === env.GITHUB_SHA || parents[1] === own?.sha);
  if (merge) {
    return await git.obtain(parents[0]) ? { base: parents[0] } : { unknown: `the base ${parents[0]} ${CLONE}` };
  }
  const start = await git.obtain(base?.sha) ? await git.mergeBase(base.sha, head) : void 0;
  return start ? { base: start } : { unknown: `the commit that the pull request started from ${CLONE}` };
}
async function beforePush(env, event, git, head) {
  const before = event.before ?? "";
  if (await git.obtain(before)) return { base: before };
  const branch = /^refs\/heads\/(.+)$/.exec(event.ref ?? env.GITHUB_REF ?? "")?.[1];
  const main2 = event.repository?.default_branch;
  if (!branch || branch === main2) return /^0*$/.test(before) ? void 0 : { unknown: `the commit before, ${before}, ${CLONE}` };
  const start = main2 && await git.mergeBase(`refs/remotes/origin/${main2}`, head);
  return start ? { base: start } : { unknown: `the commit that the branch started from ${CLONE}` };
}

// src/config.js
import { lstat, readFile as readFile2 } from "node:fs/promises";
import path5 from "node:path";

// src/inputs.js
import { realpath as realpath2, stat } from "node:fs/promises";
import path4 from "node:path";
var InputError = class extends Error {
};
async function readInputs(env) {
  const text = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const lines = (name) => text(name).split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const names = (name) => text(name).split(/[\s,]+/).filter(Boolean);
  const oneOf = (name, values, fallback) => {
    const value = text(name) || fallback;
    if (value !== void 0 && !values.includes(value)) {
      throw new InputError(`the input ${name} is "${value}"; it can be ${values.join(", ")}`);
    }
    return value;
  };
  const workspace = await folder(env.GITHUB_WORKSPACE || process.cwd(), "the workspace");
  const named = path4.resolve(workspace, text("working-directory") || ".");
  const root = await folder(named, "the input working-directory");
  if (within(workspace, root) === void 0) {
    throw new InputError(`the input working-directory, "${root}", is outside of the workspace`);
  }
  const sarif = text("sarif-file");
  return {
    workspace,
    root,
    paths: await Promise.all(lines("paths").map((entry) => existing(root, entry))),
    exclude: lines("exclude"),
    changedFiles: oneOf("changed-files", ["auto", "all"], "auto"),
    config: text("config") ? path4.resolve(root, text("config")) : void 0,
    target: text("target") || void 0,
    buildArgs: lines("build-args"),
    select: names("select"),
    ignore: names("ignore"),
    failOn: oneOf("fail-on", ["error", "warning", "info", "never"]),
    sarifFile: sarif ? path4.resolve(root, sarif) : void 0,
    today: today(env)
  };
}
async function folder(name, what) {
  const real = await realpath2(name).catch(() => void 0);
  if (!real || !(await stat(real)).isDirectory()) throw new InputError(`${what}, "${name}", is not a folder`);
  return real;
}
async function existing(root, entry) {
  const full = path4.resolve(root, entry);
  if (within(root, full) === void 0) {
    throw new InputError(`the input paths: "${entry}" is outside of the working directory`);
  }
  const kind = await stat(full).catch(() => void 0);
  if (!kind) {
    throw new InputError(`the input paths: there is no "${entry}"; name files and folders, one a line, no globs`);
  }
  return { full, folder: kind.isDirectory() };
}
function today(env) {
  const epoch = env.SOURCE_DATE_EPOCH;
  if (epoch && !/^\d{1,11}$/.test(epoch)) {
    throw new InputError(`SOURCE_DATE_EPOCH is "${epoch}"; set it to whole seconds since 1970, or unset it`);
  }
  const date = epoch ? new Date(Number(epoch) * 1e3) : /* @__PURE__ */ new Date();
  return date.toISOString().slice(0, 10);
}

// src/config.js
var NAME = "distroless-check.toml";
async function findConfig(inputs, place) {
  if (inputs.config) return read(inputs.config, place);
  for (let folder2 = inputs.root; ; folder2 = path5.dirname(folder2)) {
    const file = path5.join(folder2, NAME);
    if (await lstat(file).catch(() => void 0)) return read(file, place);
    const repository2 = await lstat(path5.join(folder2, ".git")).catch(() => void 0);
    if (repository2 || folder2 === inputs.workspace || folder2 === path5.dirname(folder2)) return void 0;
  }
}
async function read(file, place) {
  const text = await readFile2(file, "utf8").catch((error2) => {
    throw new InputError(`the configuration "${file}" cannot be read: ${error2.message}`);
  });
  const folder2 = path5.dirname(file);
  return {
    path: within(place.top, file) ?? file,
    text,
    // Globs start at the configuration's folder: above the top, at it, below it, or elsewhere.
    above: within(folder2, place.top),
    below: within(place.top, folder2)
  };
}

// src/context.js
import { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";
import path6 from "node:path";
var TEXT_LIMIT = 4 * 1024 * 1024;
var HEAD_LIMIT = 4096;
var NAMES_LIMIT = 1e4;
function contextOf(top) {
  const inside = (folder2, name) => {
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    if (parts.includes("..")) return void 0;
    const root = realpathSync(path6.join(top, folder2));
    const real = realpathSync(path6.join(root, ...parts));
    return within(root, real) === void 0 ? void 0 : real;
  };
  const file = (folder2, name) => {
    const full = inside(folder2, name);
    const stat2 = full && statSync(full);
    return stat2?.isFile() ? { full, size: stat2.size } : void 0;
  };
  return {
    read(folder2, name) {
      const found = file(folder2, name);
      return found && found.size <= TEXT_LIMIT ? decode(readFileSync(found.full)) : void 0;
    },
    head(folder2, name) {
      const found = file(folder2, name);
      return found && firstBytes(found.full);
    },
    mode(folder2, name) {
      const full = inside(folder2, name);
      return full && process.platform !== "win32" ? statSync(full).mode & 4095 : void 0;
    },
    list(folder2, name) {
      const full = inside(folder2, name);
      if (!full) return void 0;
      const entries = readdirSync(full, { withFileTypes: true, encoding: "buffer" });
      if (entries.length > NAMES_LIMIT) return void 0;
      return entries.map((entry) => decode(entry.name) + (entry.isDirectory() ? "/" : "")).join("\0");
    }
  };
}
function firstBytes(full) {
  const bytes = new Uint8Array(HEAD_LIMIT);
  const file = openSync(full, "r");
  try {
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
function decode(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

// src/main.js
import { engine } from "./engine.mjs";

// src/log.js
var data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
var oneLine = (text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").replaceAll("##[", "## [");
var info = (text) => process.stdout.write(`distroless-check: ${oneLine(text)}
`);
var notice = (text) => process.stdout.write(`::notice title=distroless-check::${data(oneLine(text))}
`);
var error = (text) => process.stdout.write(`::error title=distroless-check::${data(text)}
`);
var commands = (text) => process.stdout.write(text);

// src/runner.js
import { appendFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
async function setOutputs(env, outputs) {
  if (!env.GITHUB_OUTPUT) return;
  const records = Object.entries(outputs).map(([name, value]) => {
    const end = `end-${randomUUID()}`;
    return `${name}<<${end}
${value}
${end}
`;
  });
  await appendFile(env.GITHUB_OUTPUT, records.join(""));
}
async function appendSummary(env, markdown) {
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, markdown);
}

// src/sarif.js
import { mkdir, mkdtemp, realpath as realpath3, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path7 from "node:path";
async function writeSarif(inputs, text, env) {
  const file = inputs.sarifFile ?? await temporary(env);
  const folder2 = path7.dirname(file);
  await mkdir(folder2, { recursive: true });
  const meant = within(inputs.workspace, folder2) !== void 0;
  if (meant && within(inputs.workspace, await realpath3(folder2)) === void 0) {
    throw new InputError(`the input sarif-file, "${file}", leads out of the workspace through a link`);
  }
  await rm(file, { force: true });
  await writeFile(file, text, { flag: "wx" });
  return file;
}
async function temporary(env) {
  const folder2 = await mkdtemp(path7.join(env.RUNNER_TEMP || os.tmpdir(), "distroless-check-"));
  return path7.join(folder2, "distroless-check.sarif");
}

// src/source.js
import { lstat as lstat2, readFile as readFile3, realpath as realpath4 } from "node:fs/promises";
import path8 from "node:path";
var LIMIT = 64 * 1024 * 1024;
async function readSource(place, { name, bytes }) {
  const full = Buffer.concat([Buffer.from(place.top + path8.sep), bytes]);
  const failed = (error2, help) => ({ path: name, error: error2, help });
  const named = place.files.includes(name);
  try {
    const own = await lstat2(full);
    const link = own.isSymbolicLink();
    if (link && !named) return void 0;
    const target = link ? await realpath4(full) : full;
    if (link && within(place.workspace, target) === void 0) {
      return failed("this link leads out of the workspace", "name the file itself");
    }
    const kind = link ? await lstat2(target) : own;
    if (!kind.isFile()) return named ? failed("this is not a plain file", "name the file itself") : void 0;
    if (kind.size > LIMIT) return failed("this file is longer than 64 MiB", "name the Dockerfile itself");
    const content = await readFile3(target);
    const source = decode2(content);
    if (source !== void 0) return { path: name, source };
    return failed(`this file is not valid UTF-8, from byte ${firstInvalid(content)} on`, "save it as UTF-8");
  } catch (error2) {
    if (error2.code === "ENOENT" && !named) return void 0;
    return failed(`this file cannot be read: ${error2.code ?? error2.message}`, "check the path and its permissions");
  }
}
function decode2(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return void 0;
  }
}
function firstInvalid(content) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
  for (let start = 0, at = 0; ; start += 1) {
    const end = text.indexOf("�", start);
    at += Buffer.byteLength(text.slice(start, end));
    if (!content.subarray(at, at + 3).equals(Buffer.from("�"))) return at + 1;
    at += 3;
    start = end;
  }
}

// src/main.js
async function main(env) {
  try {
    return await run2(env);
  } catch (problem) {
    error(problem instanceof InputError ? problem.message : problem.stack ?? String(problem));
    await setOutputs(env, { conclusion: "problems" });
    return 1;
  }
}
async function run2(env) {
  const inputs = await readInputs(env);
  const git = await repository(inputs, env);
  const place = placeOf(inputs, git);
  const config = await findConfig(inputs, place);
  const checker = engine();
  const choice = await choose(inputs, place, config, git, checker, env);
  if (choice.notice) notice(choice.notice);
  const files = (await Promise.all(choice.files.map((file) => readSource(place, file)))).filter(Boolean);
  const names = files.map((file) => file.path);
  const since = choice.base ? ` changed since ${choice.base.slice(0, 12)}` : "";
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
      formats: ["github", "sarif", "markdown"]
    },
    contextOf(place.top)
  );
  if (answer.error) throw new InputError(answer.error);
  commands(answer.outputs.github);
  const sarifFile = await writeSarif(inputs, answer.outputs.sarif, env);
  await appendSummary(env, answer.outputs.markdown);
  await setOutputs(env, {
    findings: answer.errors + answer.warnings + answer.infos,
    errors: answer.errors,
    warnings: answer.warnings,
    "sarif-file": sarifFile,
    "changed-files": JSON.stringify(names),
    conclusion: answer.conclusion
  });
  const { errors, warnings, infos, problems, conclusion } = answer;
  info(`${errors} error(s), ${warnings} warning(s), ${infos} info(s), ${problems.length} problem(s): ${conclusion}`);
  return answer.exitCode === 0 ? 0 : 1;
}

// src/index.js
process.exitCode = await main(process.env);
