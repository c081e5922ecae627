// src/api.js
var REQUEST = 3e4;
var PATIENCE = 6e4;
var ATTEMPTS = 3;
var ApiError = class extends Error {
  constructor(status, what, said2) {
    super(`${what}: ${said2 || "no reason given"} (${status})`);
    this.status = status;
    this.said = said2 ?? "";
  }
};
function apiOf({ token }, env) {
  const repository2 = env.GITHUB_REPOSITORY;
  if (!token || !/^[\w.-]+\/[\w.-]+$/.test(repository2 ?? "")) return void 0;
  const base = (env.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, "");
  const graph = env.GITHUB_GRAPHQL_URL || `${base}/graphql`;
  const headers = {
    accept: "application/json",
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "user-agent": "distroless-check",
    "x-github-api-version": "2022-11-28"
  };
  heedProxies(env);
  const once2 = async (method, url, body) => {
    const text = body === void 0 ? void 0 : JSON.stringify(body);
    const how = { method, headers, body: text, redirect: "error", signal: AbortSignal.timeout(REQUEST) };
    const response = await fetch(url, how);
    const answer = await response.text();
    let read5;
    try {
      read5 = answer ? JSON.parse(answer) : void 0;
    } catch {
      read5 = void 0;
    }
    return { status: response.status, headers: response.headers, body: read5 };
  };
  const call = async (method, url, what, body) => {
    for (let attempt = 1; ; attempt += 1) {
      let answer;
      try {
        answer = await once2(method, url, body);
      } catch (error2) {
        if (method !== "GET" || attempt === ATTEMPTS) throw new ApiError(0, what, error2.cause?.code ?? error2.name);
        await sleep(attempt * 1e3);
        continue;
      }
      if (answer.status < 300) return answer;
      const wait = attempt < ATTEMPTS ? pause(method, answer, attempt) : void 0;
      if (wait === void 0) throw new ApiError(answer.status, what, said(answer.body));
      await sleep(wait);
    }
  };
  const request = (method, path10, { query, body } = {}) => {
    const search = query ? `?${new URLSearchParams(query)}` : "";
    return call(method, `${base}${path10}${search}`, `${method} ${path10}`, body);
  };
  return {
    repository: repository2,
    repo: `/repos/${repository2}`,
    request,
    /** All items of a list, page by page. */
    async *paginate(path10, { query = {}, pages = 30 } = {}) {
      for (let page = 1; page <= pages; page += 1) {
        const { body } = await request("GET", path10, { query: { ...query, per_page: "100", page: String(page) } });
        const items = Array.isArray(body) ? body : [];
        yield* items;
        if (items.length < 100) return;
      }
    },
    async graphql(query, variables) {
      const { body } = await call("POST", graph, "GraphQL", { query, variables });
      if (body?.errors?.length) throw new ApiError(200, "GraphQL", said(body.errors[0]));
      return body?.data;
    }
  };
}
function heedProxies(env) {
  if (!["http_proxy", "https_proxy", "all_proxy"].some((name) => env[name] || env[name.toUpperCase()])) return;
  process.getBuiltinModule("node:http").setGlobalProxyFromEnv?.();
}
function pause(method, { status, headers }, attempt) {
  const seconds = Number(headers.get("retry-after"));
  if ((status === 403 || status === 429) && seconds > 0) return within(seconds * 1e3);
  if ((status === 403 || status === 429) && headers.get("x-ratelimit-remaining") === "0") {
    return within(Number(headers.get("x-ratelimit-reset")) * 1e3 - Date.now() + 1e3);
  }
  return status >= 500 && method === "GET" ? attempt * 1e3 : void 0;
}
var within = (wait) => wait <= PATIENCE ? Math.max(wait, 0) : void 0;
var sleep = (wait) => new Promise((done) => setTimeout(done, wait));
function said(body) {
  const text = typeof body?.message === "string" ? body.message : "";
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}

// src/builds.js
import path4 from "node:path";

// src/files.js
var fs = process.getBuiltinModule("node:fs");
var promised = (call) => async (...args) => call(...args);
var appendFile = promised(fs.appendFileSync);
var lstat = promised(fs.lstatSync);
var mkdir = promised(fs.mkdirSync);
var mkdtemp = promised(fs.mkdtempSync);
var readFile = promised(fs.readFileSync);
var readdir = promised(fs.readdirSync);
var realpath = promised(fs.realpathSync.native);
var rm = promised(fs.rmSync);
var stat = promised(fs.statSync);
var writeFile = promised(fs.writeFileSync);

// src/walk.js
import path3 from "node:path";

// src/git.js
import path2 from "node:path";

// src/objects.js
var MOST = 1 << 28;
var Objects = class {
  #start;
  #limit;
  #child;
  /** Questions that are not answered yet: `{ count, found, resolve, timer }`. */
  #waiting = [];
  #chunks = [];
  #length = 0;
  /** How many bytes there have to be before it is worth looking again. */
  #needed = 1;
  constructor(start, limit) {
    this.#start = start;
    this.#limit = limit;
  }
  /**
   * Objects by their names, which have no line ends: name, type and bytes of each, or nothing for what is
   * not there. Nothing at all where git gives no answer.
   */
  read(names) {
    if (names.length === 0) return Promise.resolve([]);
    return new Promise((resolve2) => {
      const timer = setTimeout(() => this.#end(), this.#limit);
      this.#waiting.push({ count: names.length, found: [], resolve: resolve2, timer });
      this.#child ??= this.#begin();
      hold(this.#child, true);
      this.#child.stdin.write(names.map((name) => `${name}
`).join(""));
    });
  }
  #begin() {
    const child = this.#start();
    child.on("error", () => this.#end());
    child.stdin.on("error", () => {
    });
    child.stdout.on("data", (chunk) => this.#take(chunk));
    child.stdout.on("end", () => this.#end());
    return child;
  }
  #take(chunk) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > MOST) return this.#end();
    if (this.#length < this.#needed) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    while (this.#waiting.length > 0) {
      const { object: object2, end, needed } = first(bytes);
      if (needed) {
        this.#needed = needed;
        break;
      }
      bytes = bytes.subarray(end);
      this.#needed = 1;
      this.#answer(object2);
    }
    this.#chunks = [bytes];
    this.#length = bytes.length;
  }
  #answer(object2) {
    const [question] = this.#waiting;
    if (question.found.push(object2) < question.count) return;
    this.#waiting.shift();
    clearTimeout(question.timer);
    question.resolve(question.found);
    if (this.#waiting.length === 0) hold(this.#child, false);
  }
  /** Whoever waits gets nothing; who asks again, a new process. */
  #end() {
    const child = this.#child;
    this.#child = void 0;
    this.#chunks = [];
    this.#length = 0;
    this.#needed = 1;
    for (const { resolve: resolve2, timer } of this.#waiting.splice(0)) {
      clearTimeout(timer);
      resolve2(void 0);
    }
    if (child) {
      child.stdout.removeAllListeners();
      child.kill();
      hold(child, false);
    }
  }
};
function hold(child, on) {
  for (const it of [child, child.stdin, child.stdout]) it?.[on ? "ref" : "unref"]?.();
}
function first(bytes) {
  const line = bytes.indexOf(10);
  if (line < 0) return { needed: bytes.length + 1 };
  const [, name, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(bytes.subarray(0, line).toString("latin1")) ?? [];
  if (!name) return { end: line + 1 };
  const start = line + 1;
  const stop = start + Number(size);
  if (bytes.length <= stop) return { needed: stop + 1 };
  return { object: { name, type, bytes: Buffer.from(bytes.subarray(start, stop)) }, end: stop + 1 };
}

// src/place.js
import path from "node:path";
function within2(folder2, inner) {
  const way = path.relative(folder2, inner);
  const out = way === ".." || way.startsWith(`..${path.sep}`) || path.isAbsolute(way);
  return out ? void 0 : way.split(path.sep).join("/");
}
async function leadsOut(workspace, file) {
  if (within2(workspace, file) === void 0) return false;
  const real2 = await realpath(file).catch(() => void 0);
  return real2 !== void 0 && within2(workspace, real2) === void 0;
}
function placeOf(inputs, git) {
  const top = git?.top ?? inputs.workspace;
  const names = (entries) => entries.map(({ full }) => within2(top, full));
  return {
    top,
    root: inputs.root,
    way: within2(top, inputs.root),
    workspace: inputs.workspace,
    named: names(inputs.paths),
    files: names(inputs.paths.filter(({ folder: folder2 }) => !folder2))
  };
}

// src/git.js
var { execFile, spawn } = process.getBuiltinModule("node:child_process");
var LIMIT = 6e4;
var ALWAYS = [
  // The work tree often belongs to another user inside a container; we only read it.
  ["safe.directory", "*"],
  // Programs that a configuration names, and work that can wait.
  ["core.fsmonitor", "false"],
  ["core.hooksPath", "/dev/null"],
  ["maintenance.auto", "false"],
  ["gc.auto", "0"]
].flatMap(([key, value]) => ["-c", `${key}=${value}`]);
async function repository({ root, workspace, token }, env) {
  const { INPUT_TOKEN: _, ...own } = env;
  const how = (more = {}) => ({
    // Windows looks for programs in the current folder first: it must not be the repository.
    cwd: path2.dirname(process.execPath),
    env: { ...own, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", ...more }
  });
  const git = (args, more) => new Promise((resolve2, reject) => {
    const limits = { encoding: "buffer", maxBuffer: 1 << 28, timeout: LIMIT };
    const done = (error2, output) => error2 ? reject(error2) : resolve2(output);
    execFile("git", ["-C", root, ...ALWAYS, ...args], { ...how(more), ...limits }, done).stdin.end();
  });
  const ask = async (...args) => {
    try {
      return (await git(args)).toString().replace(/\r?\n$/, "") || void 0;
    } catch {
      return void 0;
    }
  };
  const asked = own.GIT_DIR || own.GIT_WORK_TREE;
  const top = asked ? await ask("rev-parse", "--show-toplevel").then((shown) => shown && real(shown)) : await topOf(root, workspace);
  if (!top || within2(workspace, top) === void 0) return void 0;
  const objects = new Objects(
    () => spawn("git", ["-C", root, ...ALWAYS, "cat-file", "--batch"], { ...how(), stdio: ["pipe", "pipe", "ignore"] }),
    LIMIT
  );
  const commits = await objects.read(["HEAD", "HEAD^1"]);
  if (!commits) return void 0;
  const [tip, parent] = commits;
  const isCommit2 = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? "") && !/^0+$/.test(name);
  const has = async (commit) => isCommit2(commit) && (commit === parent?.name || (await objects.read([commit]))?.[0]?.type === "commit");
  const prefix = within2(top, root);
  let listed2;
  const names = (output) => Array.from(split(output), (bytes) => fromTop(prefix, bytes));
  return {
    top,
    /** The commit that is checked out. */
    head: tip?.name,
    /** The parents that it names, also where a shallow clone does not hold them. */
    get parents() {
      const header = (tip?.bytes ?? "").toString().split("\n\n", 1)[0];
      return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map((match) => match[1]);
    },
    /** Whether a commit is here, or can be had. */
    async obtain(commit) {
      if (!isCommit2(commit)) return false;
      if (await has(commit)) return true;
      const shallow = await ask("rev-parse", "--is-shallow-repository") === "true";
      const depth = shallow ? ["--depth=1"] : [];
      const fetch2 = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...depth, "origin", commit];
      await ask(...fetch2);
      if (await has(commit)) return true;
      if (token) await git(["-c", "http.followRedirects=false", ...fetch2], authorised(token, own)).catch(() => void 0);
      return has(commit);
    },
    mergeBase: (a, b) => ask("merge-base", a, b),
    /**
     * Files of the working directory that differ between two commits. `gone` ones are not there any
     * more; `old` is the name of one that was there before, as bytes from the top.
     */
    async changed(from, to) {
      const how2 = ["--name-status", "--relative", "--no-ext-diff", "--no-textconv"];
      const words = [...split(await git(["diff", "-z", "-M", ...how2, from, to, "--"]))];
      const files = [];
      while (words.length > 1) {
        const status = words.shift().toString()[0];
        const first2 = fromTop(prefix, words.shift());
        if (status === "R" || status === "C") files.push({ ...fromTop(prefix, words.shift()), old: first2.bytes });
        else if (status === "D") files.push({ ...first2, gone: true });
        else files.push({ ...first2, old: status === "A" ? void 0 : first2.bytes });
      }
      return files;
    },
    /** The texts of files at a commit; nothing where one is no text. */
    async textsAt(commit, files) {
      const plain = files.filter((name) => !name.includes(10));
      const found = await objects.read(plain.map((name) => object(commit, name))) ?? [];
      const texts = new Map(plain.map((name, index) => [name, found[index]?.type === "blob" ? decode(found[index].bytes) : void 0]));
      const one = async (name) => decode(await git(["cat-file", "blob", object(commit, name)]).catch(() => void 0));
      return Promise.all(files.map((name) => texts.has(name) ? texts.get(name) : one(name)));
    },
    /**
     * The hunks, without context, between files at two commits, of `old` and `bytes` each; those of the
     * files that `begun` are asked for already.
     */
    async hunks(from, to, files, begun) {
      const one = async ({ old, bytes }) => (await git(["diff", ...HUNKS, object(from, old), object(to, bytes)]).catch(() => void 0))?.toString();
      const kept = files.filter(({ old, bytes }) => old.equals(bytes));
      const names2 = kept.map(({ bytes }) => bytes.toString());
      const together = () => git(["--literal-pathspecs", "-C", top, "diff", ...HUNKS, from, to, "--", ...names2]).catch(() => void 0);
      const patches = (output) => output?.toString().split(/^(?=diff --git )/m) ?? [];
      let all = names2.length > 0 ? patches(await begun) : [];
      if (all.length !== names2.length && names2.length > 1) all = patches(await together());
      const found = new Map(all.length === names2.length ? kept.map((file, index) => [file, all[index]]) : []);
      return Promise.all(files.map((file) => found.get(file) ?? one(file)));
    },
    /** Begins to ask for the hunks of all changed files with a word in their names, whatever its case. */
    beginHunks(from, to, words) {
      const patterns = words.map((word) => `:(top,icase)*${word}*`);
      return git(["diff", ...HUNKS, "--relative", "--diff-filter=M", from, to, "--", ...patterns]).catch(() => void 0);
    },
    /** Every file of the working directory that is tracked, or new and not ignored. */
    files() {
      listed2 ??= git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).then(names);
      return listed2;
    }
  };
}
var HUNKS = ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
var real = (folder2) => realpath(folder2).catch(() => void 0);
async function topOf(root, workspace) {
  for (let folder2 = root; ; folder2 = path2.dirname(folder2)) {
    const entry = path2.join(folder2, ".git");
    const found = await lstat(entry).catch(() => void 0);
    const whole = found?.isDirectory() ? await lstat(path2.join(entry, "HEAD")).catch(() => void 0) : found;
    if (whole) return real(folder2);
    if (folder2 === workspace || folder2 === path2.dirname(folder2)) return void 0;
  }
}
function authorised(token, env) {
  const server = (env.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, "");
  const before = Number(env.GIT_CONFIG_COUNT) || 0;
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: String(before + 1),
    [`GIT_CONFIG_KEY_${before}`]: `http.${server}/.extraheader`,
    [`GIT_CONFIG_VALUE_${before}`]: `AUTHORIZATION: basic ${basic}`
  };
}
var object = (commit, name) => `${commit}:${name.toString()}`;
function decode(bytes) {
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return void 0;
  }
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

// src/builds.js
var NAME = /(^|\/)((docker-)?compose[._-]([^/]*\.)?ya?ml|docker-bake[._-]([^/]*\.)?(hcl|json))$/i;
var LIMIT2 = 1024 * 1024;
var NOTHING = { builds: {}, notes: [] };
var isDefinition = (name) => NAME.test(name);
async function readDefinitions(place, git, found, load) {
  const all = found ?? (git ? await git.files() : await walk(place));
  const definitions = all.filter(({ name }) => isDefinition(name));
  return buildsIn(await Promise.all(definitions.map((file) => read(place, file))), load);
}
async function buildsIn(texts, load = () => import("./builds.mjs")) {
  const files = texts.filter(Boolean);
  if (files.length === 0) return NOTHING;
  files.sort((a, b) => a.path < b.path ? -1 : 1);
  return (await load()).buildsOf(files);
}
async function buildsBefore(git, commit, changed) {
  const old = changed.map(({ bytes, old: old2, gone }) => old2 ?? (gone ? bytes : void 0));
  const names = old.filter((name) => name && isDefinition(name.toString()));
  const texts = await git.textsAt(commit, names);
  const read5 = names.map((name, index) => ({ path: name.toString(), text: texts[index] }));
  return (await buildsIn(read5.filter(({ text }) => text !== void 0 && text.length <= LIMIT2))).builds;
}
async function read(place, { name, bytes }) {
  const full = Buffer.concat([Buffer.from(place.top + path4.sep), bytes]);
  try {
    const stat2 = await lstat(full);
    if (!stat2.isFile() || stat2.size > LIMIT2) return void 0;
    return { path: name, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(full)) };
  } catch {
    return void 0;
  }
}

// src/concerned.js
async function concernedBy(names, { checker, touched, everything, definitions, before, asking }) {
  const own = new Set(touched);
  const others = names.filter((name) => !own.has(name));
  const all = others.length > 0 ? await everything() : [];
  if (all.length === 0) return [];
  const { builds } = await definitions();
  const contextOf2 = (name) => builds[name]?.context ?? folderOf(name);
  const built = others.some(isDefinition) ? /* @__PURE__ */ new Set([...Object.keys(builds), ...Object.keys(await before())]) : /* @__PURE__ */ new Set();
  const decided = new Set(others.filter((name) => checker.decides(name)).flatMap(above));
  const concerned = ({ name }) => built.has(name) || decided.has(folderOf(name)) || decided.has(contextOf2(name));
  const found = new Set(all.filter(concerned));
  const changed = new Set(others);
  const folders = new Set(others.flatMap(above));
  const open = all.filter((file) => !found.has(file) && folders.has(contextOf2(file.name)));
  const asked = open.length > 0 ? await asking(open) : [];
  open.forEach((file, index) => {
    if (asked[index]?.some((name) => changed.has(name))) found.add(file);
  });
  return all.filter((file) => found.has(file));
}
var folderOf = (name) => name.slice(0, Math.max(name.lastIndexOf("/"), 0));
function above(name) {
  const folders = [];
  for (let folder2 = folderOf(name); folder2; folder2 = folderOf(folder2)) folders.push(folder2);
  return [...folders, ""];
}

// src/hunks.js
var HEADER = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/;
function changedLines(patch) {
  const lines = [];
  for (const { first: first2, kinds } of hunks(patch)) {
    let at = first2;
    for (const kind of kinds) {
      if (kind === "-") continue;
      const last = lines.at(-1);
      if (kind === "+" && last?.[1] === at - 1) last[1] = at;
      else if (kind === "+") lines.push([at, at]);
      at += 1;
    }
  }
  return lines;
}
function inOneHunk(patch, start, lines) {
  return hunks(patch).some(({ first: first2, kinds, texts }) => {
    const after = texts.filter((_, index) => kinds[index] !== "-");
    return first2 <= start && lines.length > 0 && lines.every((line, index) => after[start - first2 + index] === line);
  });
}
function hunks(patch) {
  const found = [];
  for (const line of (patch ?? "").split("\n")) {
    const header = HEADER.exec(line);
    if (header) found.push({ first: Number(header[1]), kinds: [], texts: [] });
    else if (found.length > 0 && [" ", "+", "-"].includes(line[0])) {
      found.at(-1).kinds.push(line[0]);
      found.at(-1).texts.push(line.slice(1));
    }
  }
  return found;
}

// src/changed.js
async function choose(inputs, place, config, git, loading, event, env, definitions, asking) {
  const selected = async (names2) => (await loading).select({ files: names2, paths: place.named, exclude: inputs.exclude, root: place.way, config });
  const select = async (found) => {
    const files2 = new Map(found.map((file) => [file.name, file]));
    return (await selected([...files2.keys()])).map((name) => files2.get(name));
  };
  const everything = async () => {
    const found = git ? await git.files() : await walk(place);
    const named = place.files.map((name) => ({ name, bytes: Buffer.from(name) }));
    return select([...named, ...found]);
  };
  const all = async (notice2) => ({ files: await everything(), notice: notice2, whole: true });
  if (inputs.changedFiles === "all") return all();
  if (event.name === "push" && event.isDefault) return all();
  const range = await rangeOf(env, event, git);
  if (!range) return all();
  if (range.unknown) return all(`All Dockerfiles are checked, not only changed ones: ${range.unknown}.`);
  const asked = git.changed(range.base, range.head);
  const begun = git.beginHunks(range.base, range.head, LIKELY);
  git.files().catch(() => {
  });
  const changed = await asked;
  const there = changed.filter(({ gone }) => !gone);
  const likely = new Set(there.filter(({ name }) => LIKELY.some((word) => name.toLowerCase().includes(word))));
  const early = withBefore(git, range, [...likely], begun);
  early.catch(() => {
  });
  if (likely.size > 0) definitions().catch(() => {
  });
  const touched = await select(there);
  const rest = withBefore(git, range, touched.filter((file) => !likely.has(file)));
  const names = changed.flatMap(({ name, old }) => old ? [name, old.toString()] : [name]);
  const redefined = changed.filter(({ name, old }) => isDefinition(name) || isDefinition((old ?? "").toString()));
  const concerned = await concernedBy(names, {
    checker: await loading,
    touched: touched.map(({ name }) => name),
    everything,
    definitions,
    before: () => buildsBefore(git, range.base, redefined),
    asking
  });
  const compared = new Map([...await early, ...await rest].map((file) => [file.name, file]));
  const files = new Map(touched.map(({ name }) => [name, compared.get(name)]));
  for (const file of concerned) {
    const before = files.get(file.name)?.before;
    files.set(file.name, before ? { ...files.get(file.name), before: { text: before.text } } : file);
  }
  return { files: [...files.values()], base: range.base, whole: false };
}
var LIKELY = ["dockerfile", "containerfile"];
async function withBefore(git, { base, head }, files, begun) {
  const were = files.filter(({ old: old2 }) => old2);
  const texts = git.textsAt(base, were.map(({ old: old2 }) => old2));
  const [old, hunks2] = await Promise.all([texts, git.hunks(base, head, were, begun)]);
  const before = new Map(were.map((file, index) => [file, { text: old[index], hunks: hunks2[index] }]));
  return files.map((file) => {
    const { text, hunks: hunks3 } = before.get(file) ?? {};
    if (!file.old) return { ...file, before: { lines: void 0 } };
    return text === void 0 || hunks3 === void 0 ? file : { ...file, before: { text, lines: changedLines(hunks3) } };
  });
}
async function rangeOf(env, event, git) {
  const baseOf = { pull_request: beforePull, push: beforePush, merge_group: beforeGroup }[event.name];
  if (!baseOf) return void 0;
  if (!git) return { unknown: "git finds no repository here" };
  const { head } = git;
  if (!head) return { unknown: "the repository has no commit" };
  const range = await baseOf(env, event.payload, git, head);
  return range && { head, ...range };
}
var CLONE = "is not in this clone and cannot be fetched; actions/checkout with fetch-depth: 0 has it";
async function beforePull(env, payload, git, head) {
  const { base, head: own } = payload.pull_request ?? {};
  const { parents } = git;
  const merge = parents.length === 2 && (head === env.GITHUB_SHA || parents[1] === own?.sha);
  if (merge) {
    return await git.obtain(parents[0]) ? { base: parents[0] } : { unknown: `the base ${parents[0]} ${CLONE}` };
  }
  const start = await git.obtain(base?.sha) ? await git.mergeBase(base.sha, head) : void 0;
  return start ? { base: start } : { unknown: `the commit that the pull request started from ${CLONE}` };
}
async function beforePush(env, payload, git, head) {
  const before = payload.before ?? "";
  if (await git.obtain(before)) return { base: before };
  const branch = /^refs\/heads\/(.+)$/.exec(payload.ref ?? env.GITHUB_REF ?? "")?.[1];
  const main2 = payload.repository?.default_branch;
  if (!branch || branch === main2) return /^0*$/.test(before) ? void 0 : { unknown: `the commit before, ${before}, ${CLONE}` };
  const start = main2 && await git.mergeBase(`refs/remotes/origin/${main2}`, head);
  return start ? { base: start } : { unknown: `the commit that the branch started from ${CLONE}` };
}
async function beforeGroup(env, payload, git) {
  const base = payload.merge_group?.base_sha;
  return await git.obtain(base) ? { base } : { unknown: `the base of the merge group ${CLONE}` };
}

// src/log.js
var data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
var oneLine = (text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").replaceAll("##[", "## [");
var info = (text) => process.stdout.write(`distroless-check: ${oneLine(text)}
`);
var notice = (text) => process.stdout.write(`::notice title=distroless-check::${data(oneLine(text))}
`);
var error = (text) => process.stdout.write(`::error title=distroless-check::${data(text.split(/\r\n|\r|\n/).map(oneLine).join("\n"))}
`);
var commands = (text) => process.stdout.write(text);

// src/markdown.js
var HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
var visible = (text) => text.replace(HIDDEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
var inline = (text) => visible(text.replace(/\s+/g, " ")).replace(/[\\`*_{}[\]()#+!|<>~@&$:]/g, (c) => `&#${c.codePointAt(0)};`);
function sentence(text) {
  const parts = text.split("`");
  if (parts.length % 2 === 0) parts.push(`\`${parts.splice(-1)}`);
  const set = parts.map((part, index) => index % 2 ? `<code>${inline(part)}</code>` : inline(part)).join("");
  const whole = set.charAt(0).toUpperCase() + set.slice(1);
  return whole === "" || /[.!?]$/.test(text) ? whole : `${whole}.`;
}
function fence(content2, language) {
  const longest = Math.max(2, ...Array.from(content2.matchAll(/`+/g), ([run2]) => run2.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}
${content2}
${ticks}`;
}
var marker = (finding) => `<!-- distroless-check: ${finding} -->`;
var markerOf = (body) => /<!-- distroless-check: ([0-9a-f]{16}|summary) -->/.exec(body ?? "")?.[1];

// src/comment.js
var LIMIT3 = 65536;
async function comment(api, pull, when, summary, findings) {
  if (when === "never") return;
  try {
    const path10 = `${api.repo}/issues`;
    let ours;
    for await (const one of api.paginate(`${path10}/${pull.number}/comments`)) {
      if (one.user?.type === "Bot" && markerOf(one.body) === "summary") ours = one;
    }
    const body = `${shortened(summary)}

${marker("summary")}`;
    if (ours && ours.body !== body) await api.request("PATCH", `${path10}/comments/${ours.id}`, { body: { body } });
    else if (!ours && (when === "always" || findings > 0)) await api.request("POST", `${path10}/${pull.number}/comments`, { body: { body } });
  } catch (error2) {
    if (!(error2 instanceof ApiError)) throw error2;
    info(`no comment: ${error2.message}`);
    notice('the comment could not be written: give the job "permissions: pull-requests: write"');
  }
}
function shortened(summary) {
  const room = LIMIT3 - 200;
  if (summary.length <= room) return summary;
  const sections = summary.split(/(?=\n### )/);
  let text = "";
  for (const section of sections) {
    if (text.length + section.length > room) break;
    text += section;
  }
  return `${text || "## distroless-check\n"}

The rest is in the job summary.`;
}

// src/config.js
import path6 from "node:path";

// src/inputs.js
import path5 from "node:path";
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
  const named = path5.resolve(workspace, text("working-directory") || ".");
  const root = await folder(named, "the input working-directory");
  if (within2(workspace, root) === void 0) {
    throw new InputError(`the input working-directory, "${root}", is outside of the workspace`);
  }
  const sarif = text("sarif-file");
  return {
    workspace,
    root,
    paths: await Promise.all(lines("paths").map((entry) => existing(root, entry))),
    exclude: lines("exclude"),
    changedFiles: oneOf("changed-files", ["auto", "all"], "auto"),
    config: text("config") ? path5.resolve(root, text("config")) : void 0,
    target: text("target") || void 0,
    buildArgs: lines("build-args"),
    select: names("select"),
    ignore: names("ignore"),
    failOn: oneOf("fail-on", ["error", "warning", "info", "never"]),
    changedLines: oneOf("changed-lines", ["off", "annotate", "gate"], "annotate"),
    upload: oneOf("upload", ["auto", "always", "never"], "auto"),
    suggestions: oneOf("suggestions", ["true", "false"], "true") === "true",
    comment: oneOf("comment", ["never", "on-findings", "always"], "never"),
    baseline: text("baseline") ? path5.resolve(root, text("baseline")) : void 0,
    token: text("token") || void 0,
    sarifFile: sarif ? path5.resolve(root, sarif) : void 0,
    today: today(env)
  };
}
async function folder(name, what) {
  const real2 = await realpath(name).catch(() => void 0);
  if (!real2 || !(await stat(real2)).isDirectory()) throw new InputError(`${what}, "${name}", is not a folder`);
  return real2;
}
async function existing(root, entry) {
  const full = path5.resolve(root, entry);
  if (within2(root, full) === void 0) {
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
var NAME2 = "distroless-check.toml";
async function findConfig(inputs, place) {
  if (inputs.config) return read2(inputs.config, place);
  for (let folder2 = inputs.root; ; folder2 = path6.dirname(folder2)) {
    const file = path6.join(folder2, NAME2);
    if (await lstat(file).catch(() => void 0)) return read2(file, place);
    const repository2 = await lstat(path6.join(folder2, ".git")).catch(() => void 0);
    if (repository2 || folder2 === inputs.workspace || folder2 === path6.dirname(folder2)) return void 0;
  }
}
async function read2(file, place) {
  if (await leadsOut(place.workspace, file)) {
    throw new InputError(`the configuration "${file}" leads out of the workspace through a link`);
  }
  const text = await readFile(file, "utf8").catch((error2) => {
    throw new InputError(`the configuration "${file}" cannot be read: ${error2.message}`);
  });
  const folder2 = path6.dirname(file);
  return {
    path: within2(place.top, file) ?? file,
    text,
    // Globs start at the configuration's folder: above the top, at it, below it, or elsewhere.
    above: within2(folder2, place.top),
    below: within2(place.top, folder2)
  };
}

// src/context.js
import path7 from "node:path";
var { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync } = fs;
var TEXT_LIMIT = 4 * 1024 * 1024;
var HEAD_LIMIT = 4096;
var NAMES_LIMIT = 1e4;
function contextOf(top) {
  const rootOf = once((folder2) => realpathSync.native(path7.join(top, folder2)));
  const inside = once((folder2, name) => {
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    if (parts.includes("..")) return void 0;
    const root = rootOf(folder2);
    const real2 = realpathSync.native(path7.join(root, ...parts));
    return within2(root, real2) === void 0 ? void 0 : real2;
  });
  const file = (folder2, name) => {
    const full = inside(folder2, name);
    const stat2 = full && statSync(full);
    return stat2?.isFile() ? { full, size: stat2.size } : void 0;
  };
  return {
    read(folder2, name) {
      const found = file(folder2, name);
      return found && found.size <= TEXT_LIMIT ? decode2(readFileSync(found.full)) : void 0;
    },
    head: once((folder2, name) => {
      const found = file(folder2, name);
      return found && firstBytes(found.full);
    }),
    mode(folder2, name) {
      const full = inside(folder2, name);
      return full && process.platform !== "win32" ? statSync(full).mode & 4095 : void 0;
    },
    list: once((folder2, name) => {
      const full = inside(folder2, name);
      if (!full) return void 0;
      const entries = readdirSync(full, { withFileTypes: true, encoding: "buffer" });
      if (entries.length > NAMES_LIMIT) return void 0;
      return entries.map((entry) => decode2(entry.name) + (entry.isDirectory() ? "/" : "")).join("\0");
    })
  };
}
function once(ask) {
  const answers = /* @__PURE__ */ new Map();
  return (folder2, name = "") => {
    const key = `${folder2}\0${name}`;
    if (!answers.has(key)) {
      try {
        answers.set(key, ask(folder2, name));
      } catch {
        answers.set(key, void 0);
      }
    }
    return answers.get(key);
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
function decode2(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
function recording(context) {
  const asked = /* @__PURE__ */ new Set();
  const note = (answer) => (folder2, name) => {
    asked.add(path7.posix.join(folder2, name).replace(/^\/+/, ""));
    return answer(folder2, name);
  };
  const { read: read5, head, mode, list } = context;
  return { asked, context: { read: note(read5), head: note(head), mode: note(mode), list } };
}

// src/main.js
import { compiled } from "./engine.mjs";

// src/event.js
var PULLS = ["pull_request", "pull_request_target"];
async function readEvent(env) {
  const name = env.GITHUB_EVENT_NAME ?? "";
  const payload = await read3(env.GITHUB_EVENT_PATH);
  const main2 = payload.repository?.default_branch;
  return { name, payload, pull: pullOf(name, payload), isDefault: Boolean(main2) && env.GITHUB_REF === `refs/heads/${main2}` };
}
async function read3(file) {
  try {
    return JSON.parse(await readFile(file, "utf8")) ?? {};
  } catch {
    return {};
  }
}
function pullOf(name, { pull_request: pull, number }) {
  if (!PULLS.includes(name) || !pull) return void 0;
  const id = pull.number ?? number;
  if (!Number.isSafeInteger(id) || id < 1) return void 0;
  const from = pull.head?.repo?.full_name;
  const isFork = from !== void 0 && from !== pull.base?.repo?.full_name;
  return { number: id, head: pull.head?.sha, base: pull.base?.sha, readOnly: isFork && name === "pull_request" };
}

// src/source.js
import path8 from "node:path";
var WHOLE = [[1, 4294967295]];
var LIMIT4 = 64 * 1024 * 1024;
async function readSource(place, { name, bytes, before }) {
  const full = Buffer.concat([Buffer.from(place.top + path8.sep), bytes]);
  const failed = (error2, help) => ({ path: name, error: error2, help });
  const named = place.files.includes(name);
  try {
    const own = await lstat(full);
    const link = own.isSymbolicLink();
    if (link && !named) return void 0;
    const target = link ? await realpath(full) : full;
    if (link && within2(place.workspace, target) === void 0) {
      return failed("this link leads out of the workspace", "name the file itself");
    }
    const kind = link ? await lstat(target) : own;
    if (!kind.isFile()) return named ? failed("this is not a plain file", "name the file itself") : void 0;
    if (kind.size > LIMIT4) return failed("this file is longer than 64 MiB", "name the Dockerfile itself");
    const content2 = await readFile(target);
    const source = decode3(content2);
    if (source !== void 0) return { path: name, source, base: before?.text, changed: before && (before.lines ?? WHOLE) };
    return failed(`this file is not valid UTF-8, from byte ${firstInvalid(content2)} on`, "save it as UTF-8");
  } catch (error2) {
    if (error2.code === "ENOENT" && !named) return void 0;
    return failed(`this file cannot be read: ${error2.code ?? error2.message}`, "check the path and its permissions");
  }
}
function decode3(content2) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content2);
  } catch {
    return void 0;
  }
}
function firstInvalid(content2) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(content2);
  for (let start = 0, at = 0; ; start += 1) {
    const end = text.indexOf("�", start);
    at += Buffer.byteLength(text.slice(start, end));
    if (!content2.subarray(at, at + 3).equals(Buffer.from("�"))) return at + 1;
    at += 3;
    start = end;
  }
}

// src/remote.js
var LIMIT5 = 1e6;
var FILES = 3e3;
var COMPARED = 300;
var TOGETHER = 10;
async function fromApi(api, event, env, all, checker, select) {
  const listed2 = all ? void 0 : await changes(api, event, env);
  const head = event.pull?.head ?? env.GITHUB_SHA;
  let tree;
  const names = () => tree ??= filesAt(api, head);
  let reading;
  const definitions = () => reading ??= definitionsAt(api, head, names);
  let chosen;
  let whole = false;
  if (listed2) {
    const byName = new Map(listed2.files.filter(({ status }) => status !== "removed").map((file) => [file.filename, file]));
    const touched = select([...byName.keys()]);
    const everything = async () => select((await names()).files).map((name) => ({ name }));
    const changed = listed2.files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat());
    const matters = changed.some((name) => isDefinition(name) || checker.decides(name));
    const how = { checker, touched, everything, definitions, before: async () => ({}), asking: async () => [] };
    const concerned = matters ? await concernedBy(changed, how) : [];
    const files2 = new Map(touched.map((name) => [name, byName.get(name)]));
    for (const { name } of concerned) files2.set(name, { ...files2.get(name) ?? { filename: name }, whole: true });
    chosen = [...files2.values()];
  } else {
    chosen = select((await names()).files).map((filename) => ({ filename }));
    whole = !(await names()).truncated;
  }
  const files = await inTurn(chosen, (file) => read4(api, head, listed2?.base, file));
  if (files.length > 0) {
    const { builds, notes } = await definitions();
    notes.forEach((note) => info(`passed over: ${note}`));
    for (const file of files) if (Object.hasOwn(builds, file.path)) file.build = builds[file.path];
  }
  const { truncated } = await tree?.catch(() => void 0) ?? {};
  const notice2 = listed2?.notice ?? (truncated ? "GitHub does not list all files of a repository as large as this one" : void 0);
  return { files, notice: notice2, since: listed2?.since ?? "", whole, head };
}
async function changes(api, event, env) {
  const { pull, name, payload } = event;
  if (pull) {
    const files2 = [];
    for await (const file of api.paginate(`${api.repo}/pulls/${pull.number}/files`)) files2.push(file);
    const notice2 = files2.length >= FILES ? `GitHub lists the first ${FILES} files of a pull request only` : void 0;
    return { files: files2.filter(isFile), base: pull.base, since: ` in pull request ${pull.number}`, notice: notice2 };
  }
  const group = payload.merge_group;
  const base = { merge_group: group?.base_sha, push: event.isDefault ? void 0 : payload.before }[name];
  const head = env.GITHUB_SHA;
  if (!isCommit(base) || !isCommit(head)) return void 0;
  const { body } = await api.request("GET", `${api.repo}/compare/${base}...${head}`);
  const files = (Array.isArray(body?.files) ? body.files : []).filter(isFile);
  if (files.length >= COMPARED) return void 0;
  return { files, base: body?.merge_base_commit?.sha ?? base, since: ` changed since ${base.slice(0, 12)}` };
}
var isCommit = (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(name ?? "") && !/^0+$/.test(name);
var isFile = (file) => typeof file?.filename === "string";
async function filesAt(api, commit) {
  const { body } = await api.request("GET", `${api.repo}/git/trees/${commit}`, { query: { recursive: "1" } });
  const entries = Array.isArray(body?.tree) ? body.tree : [];
  const plain = entries.filter(({ type, mode, path: path10 }) => type === "blob" && mode !== "120000" && typeof path10 === "string");
  return { files: plain.map(({ path: path10 }) => path10), truncated: body?.truncated === true };
}
async function definitionsAt(api, commit, names) {
  try {
    const named = (await names()).files.filter(isDefinition);
    const texts = await inTurn(named, async (path10) => {
      const { text } = await content(api, path10, commit);
      return text === void 0 ? void 0 : { path: path10, text };
    });
    return await buildsIn(texts);
  } catch (error2) {
    if (!(error2 instanceof ApiError)) throw error2;
    info(`compose and bake files are not looked at: ${error2.message}`);
    return { builds: {}, notes: [] };
  }
}
async function read4(api, head, base, { filename, previous_filename: previous, status, patch, whole }) {
  const now = await content(api, filename, head);
  if (now.error) return { path: filename, error: now.error, help: "check out the repository" };
  if (status === "added") return { path: filename, source: now.text, changed: WHOLE };
  if (patch === void 0) return { path: filename, source: now.text };
  const before = await content(api, previous ?? filename, base);
  return { path: filename, source: now.text, base: before.text, changed: whole ? WHOLE : changedLines(patch) };
}
async function content(api, name, ref) {
  const path10 = name.split("/").map(encodeURIComponent).join("/");
  try {
    const { body } = await api.request("GET", `${api.repo}/contents/${path10}`, { query: { ref } });
    if (body?.type !== "file") return { error: "this is not a plain file" };
    if (body.encoding !== "base64" || body.size > LIMIT5) return { error: "this file is longer than the API gives out" };
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(body.content, "base64")) };
  } catch (error2) {
    return { error: error2 instanceof TypeError ? "this file is not valid UTF-8" : `this file cannot be read: ${error2.message}` };
  }
}
async function inTurn(items, ask) {
  const results = [];
  for (let start = 0; start < items.length; start += TOGETHER) {
    results.push(...await Promise.all(items.slice(start, start + TOGETHER).map(ask)));
  }
  return results;
}

// src/review.js
var COMMENTS = 30;
async function review(api, pull, suggestions, sources) {
  try {
    await update(api, pull, suggestions, sources);
  } catch (error2) {
    if (!(error2 instanceof ApiError)) throw error2;
    const rights = error2.status === 403 || error2.status === 404;
    const help = 'give the job "permissions: pull-requests: write", or set suggestions to false';
    info(`no suggestions: ${error2.message}`);
    if (!rights) notice("the suggestions could not be written; the annotations have what was found");
    else if (suggestions.length > 0) notice(`fixes are known but cannot be suggested: ${help}`);
  }
}
async function update(api, pull, suggestions, sources) {
  const path10 = `${api.repo}/pulls/${pull.number}`;
  const known = /* @__PURE__ */ new Set();
  for await (const comment3 of api.paginate(`${path10}/comments`)) {
    const finding = comment3.user?.type === "Bot" ? markerOf(comment3.body) : void 0;
    if (finding) known.add(finding);
  }
  const current = new Set(suggestions.map(({ fingerprint }) => fingerprint));
  if ([...known].some((finding) => !current.has(finding))) await resolve(api, pull, current);
  const fresh = suggestions.filter(({ fingerprint }) => !known.has(fingerprint));
  if (fresh.length === 0) return;
  const patches = /* @__PURE__ */ new Map();
  for await (const file of api.paginate(`${path10}/files`)) patches.set(file.filename, file.patch);
  const lines = ({ path: path11, startLine, endLine }) => (sources.get(path11) ?? "").split("\n").slice(startLine - 1, endLine);
  const shown = fresh.filter((it) => inOneHunk(patches.get(it.path), it.startLine, lines(it)));
  if (shown.length === 0) return;
  await post(api, path10, pull, shown);
}
async function post(api, path10, pull, shown) {
  const comments = shown.slice(0, COMMENTS).map(comment2);
  const rest = shown.slice(COMMENTS);
  const body = [`distroless-check can mend ${shown.length === 1 ? "this" : "these"}:`, ...listed(rest)].join("\n\n");
  const send2 = (comments2) => api.request("POST", `${path10}/reviews`, { body: { commit_id: pull.head, event: "COMMENT", body, comments: comments2 } });
  try {
    await send2(comments);
  } catch (error2) {
    if (!(error2 instanceof ApiError) || error2.status !== 422) throw error2;
    let taken = 0;
    for (const one of comments) {
      const path_ = `${path10}/comments`;
      const alone = { ...one, commit_id: pull.head };
      await api.request("POST", path_, { body: alone }).then(
        () => taken += 1,
        (problem) => {
          if (!(problem instanceof ApiError) || problem.status !== 422) throw problem;
        }
      );
    }
    info(`${taken} of ${comments.length} suggestion(s) written, the others do not stand in the diff any more`);
  }
}
function comment2({ path: path10, startLine, endLine, replacement, title, rule, page, message, help, fingerprint }) {
  const fix = fence(replacement, "suggestion");
  const text = `**[${inline(rule)}](${page})** ${sentence(message)} ${sentence(help)}`;
  const body = [text, `${inline(title)}:`, fix, marker(fingerprint)].join("\n\n");
  const several = startLine < endLine ? { start_line: startLine, start_side: "RIGHT" } : {};
  return { path: path10, body, line: endLine, side: "RIGHT", ...several };
}
function listed(rest) {
  if (rest.length === 0) return [];
  const lines = rest.map((it) => `- ${inline(it.path)} line ${it.startLine}: ${sentence(it.message)}`);
  return [`<details><summary>${rest.length} more</summary>

${lines.slice(0, 100).join("\n")}

</details>`];
}
var THREADS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 1) { nodes { id body isMinimized author { __typename } } } }
      }
    }
  }
}`;
var RESOLVE = "mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }";
var HIDE = "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } } }";
async function resolve(api, pull, current) {
  try {
    for await (const thread of threads(api, pull)) {
      const [first2] = thread.comments?.nodes ?? [];
      const finding = first2?.author?.__typename === "Bot" ? markerOf(first2.body) : void 0;
      if (finding && !thread.isResolved && !first2.isMinimized && !current.has(finding)) await close(api, thread.id, first2.id);
    }
  } catch (error2) {
    if (!(error2 instanceof ApiError)) throw error2;
    info(`outdated suggestions stay open: ${error2.message}`);
  }
}
async function* threads(api, { number }) {
  const [owner, name] = api.repository.split("/");
  for (let page = 0, after; page < 30; page += 1) {
    const data2 = await api.graphql(THREADS, { owner, name, number, after });
    const { nodes = [], pageInfo } = data2?.repository?.pullRequest?.reviewThreads ?? {};
    yield* nodes;
    if (!pageInfo?.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
async function close(api, thread, comment3) {
  try {
    await api.graphql(RESOLVE, { id: thread });
  } catch (error2) {
    if (!(error2 instanceof ApiError)) throw error2;
    await api.graphql(HIDE, { id: comment3 });
  }
}

// src/runner.js
async function setOutputs(env, outputs) {
  if (!env.GITHUB_OUTPUT) return;
  const records = Object.entries(outputs).map(([name, value]) => {
    const end = `end-${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex")}`;
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
import path9 from "node:path";
async function writeSarif(inputs, text, env) {
  const file = inputs.sarifFile ?? await temporary(env);
  const folder2 = path9.dirname(file);
  await mkdir(folder2, { recursive: true });
  const meant = within2(inputs.workspace, folder2) !== void 0;
  if (meant && within2(inputs.workspace, await realpath(folder2)) === void 0) {
    throw new InputError(`the input sarif-file, "${file}", leads out of the workspace through a link`);
  }
  await rm(file, { force: true });
  await writeFile(file, text, { flag: "wx" });
  return file;
}
async function temporary(env) {
  const folder2 = await mkdtemp(path9.join(env.RUNNER_TEMP || process.getBuiltinModule("node:os").tmpdir(), "distroless-check-"));
  return path9.join(folder2, "distroless-check.sarif");
}

// src/upload.js
var LIMIT6 = 1e7;
var LOOKS = [500, 1e3, 2e3, 4e3, 8e3, 15e3];
async function upload(api, inputs, env, event, sarif, checked) {
  if (inputs.upload === "never") return;
  const must = inputs.upload === "always";
  try {
    const why = must ? void 0 : notNow(api, env, event, checked.whole);
    if (why) return info(`no upload to code scanning: ${why}`);
    if (!api) throw new Failure("the input token is empty, or the repository is not known");
    await send(api, env, event, sarif, checked);
  } catch (error2) {
    if (!(error2 instanceof Failure || error2 instanceof ApiError)) throw error2;
    const said2 = `code scanning did not take the results: ${meaning(error2)}`;
    if (must) throw new Failure(said2);
    if (isDependabot(env) && error2.status === 403) return info(said2);
    notice(`${said2}. The annotations and the job summary have them all.`);
  }
}
var Failure = class extends Error {
};
var isDependabot = (env) => env.GITHUB_ACTOR === "dependabot[bot]";
function notNow(api, env, { name, pull, isDefault }, whole) {
  if (!api) return "there is no token";
  if (pull?.readOnly) return "the token of a pull request from a fork cannot write";
  if (isDependabot(env) && name === "push") return "the token of a push by Dependabot cannot write";
  if (!pull && name !== "merge_group" && !whole) return `only what changed was checked${isDefault ? "" : ", and alerts of a branch are those of all its files"}`;
  return void 0;
}
async function send(api, env, event, sarif, checked) {
  const { gzipSync } = await import("node:zlib");
  const packed = gzipSync(sarif).toString("base64");
  if (packed.length > LIMIT6) throw new Failure("the report is larger than GitHub takes; check fewer files at a time");
  const { commit_sha, ref } = commitOf(env, event, checked);
  if (!/^refs\/(heads|tags|pull)\/.+/.test(ref ?? "") || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit_sha ?? "")) {
    throw new Failure("the commit that was checked is not known");
  }
  const body = { commit_sha, ref, sarif: packed, tool_name: "distroless-check" };
  const path10 = `${api.repo}/code-scanning/sarifs`;
  const { body: taken } = await api.request("POST", path10, { body });
  info(`uploaded to code scanning for ${ref}`);
  if (typeof taken?.id !== "string") return;
  for (const look of LOOKS) {
    await new Promise((done) => setTimeout(done, look));
    const { body: state } = await api.request("GET", `${path10}/${encodeURIComponent(taken.id)}`);
    if (state?.processing_status === "complete") return;
    if (state?.processing_status === "failed") {
      const errors = Array.isArray(state.errors) ? state.errors : [];
      throw new Failure(errors.map(String).join("; ").slice(0, 500) || "GitHub could not read them");
    }
  }
  info("code scanning is still reading the results");
}
function commitOf(env, { pull }, { head, remote }) {
  if (pull && (remote || head && head === pull.head && head !== env.GITHUB_SHA)) {
    return { commit_sha: pull.head, ref: `refs/pull/${pull.number}/head` };
  }
  return { commit_sha: env.GITHUB_SHA, ref: env.GITHUB_REF };
}
var ENABLED = /(code security|advanced security) must be enabled|code scanning is not enabled/i;
function meaning(error2) {
  if (!(error2 instanceof ApiError)) return error2.message;
  if (ENABLED.test(error2.said)) return "it is not enabled for this repository (Settings, Code security)";
  switch (error2.status) {
    case 401:
    case 403:
      return `the token may not write there; give the job "permissions: security-events: write" (GitHub says: ${error2.said})`;
    case 404:
      return "this server or this token does not offer it";
    case 413:
      return "the report is larger than GitHub takes; check fewer files at a time";
    case 0:
    case 503:
      return `GitHub cannot be reached at the moment (${error2.said})`;
    default:
      return error2.message;
  }
}

// src/main.js
async function main(env) {
  try {
    return await run(env);
  } catch (problem) {
    const known = [InputError, Failure, ApiError].some((kind) => problem instanceof kind);
    error(known ? problem.message : problem.stack ?? String(problem));
    await setOutputs(env, { conclusion: "problems" });
    return 1;
  }
}
async function run(env) {
  const inputs = await readInputs(env);
  const event = await readEvent(env);
  const api = apiOf(inputs, env);
  void process.stdout;
  const loading = compiled();
  loading.catch(() => {
  });
  const git = await repository(inputs, env);
  setImmediate(() => void globalThis.crypto);
  const place = placeOf(inputs, git);
  const config = await findConfig(inputs, place);
  const asked = {
    today: inputs.today,
    target: inputs.target,
    buildArgs: inputs.buildArgs,
    config,
    select: inputs.select,
    ignore: inputs.ignore
  };
  const beside = contextOf(place.top);
  const remote = await isRemote(api, event, git, inputs);
  const found = remote ? await fromData(api, event, env, inputs, place, config, await loading) : await fromTree(inputs, place, config, git, loading, event, env, asked, beside);
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
      baseline: inputs.baseline && await readBaseline(inputs),
      changedLines: inputs.changedLines,
      suggestions: Boolean(event.pull && api),
      links: linksOf(env, found.head ?? git?.head),
      // Code scanning does not know suppressions and opens alerts for what is silenced.
      showSuppressed: false,
      formats: ["github", "sarif", "markdown"]
    },
    remote ? void 0 : beside
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
    "sarif-file": sarifFile,
    "changed-files": JSON.stringify(names),
    conclusion: answer.conclusion
  });
  const { errors, warnings, infos, problems, conclusion } = answer;
  info(`${errors} error(s), ${warnings} warning(s), ${infos} info(s), ${problems.length} problem(s): ${conclusion}`);
  if (event.pull?.readOnly) info("no review and no comment: the token of a pull request from a fork cannot write");
  else if (event.pull && api) {
    const sources = new Map(files.map(({ path: path10, source }) => [path10, source]));
    if (inputs.suggestions) await review(api, event.pull, answer.suggestions, sources);
    await comment(api, event.pull, inputs.comment, answer.outputs.markdown, findings);
  }
  await upload(api, inputs, env, event, answer.outputs.sarif, { whole: found.whole, remote, head: git?.head });
  return answer.exitCode === 0 ? 0 : 1;
}
async function isRemote(api, event, git, { workspace, changedFiles }) {
  if (event.name === "pull_request_target" && event.pull) return true;
  if (git) return false;
  if (event.pull && changedFiles !== "all") return true;
  if (!api) return false;
  const changes2 = event.name === "merge_group" || event.name === "push" && !event.isDefault;
  return changes2 && changedFiles !== "all" || (await readdir(workspace)).length === 0;
}
async function fromTree(inputs, place, config, git, loading, event, env, asked, beside) {
  let reading;
  const definitions = () => reading ??= readDefinitions(place, git);
  const asking = async (some) => {
    const [checker, { builds }] = await Promise.all([loading, definitions()]);
    const read6 = await Promise.all(some.map((file) => readSource(place, file)));
    return read6.map((file) => {
      if (file?.source === void 0) return [];
      const { asked: names, context } = recording(beside);
      checker.analyze({ ...asked, files: [{ ...file, build: builds[file.path] }], formats: [] }, context);
      return [...names];
    });
  };
  const choice = await choose(inputs, place, config, git, loading, event, env, definitions, asking);
  const read5 = await Promise.all(choice.files.map((file) => readSource(place, file)));
  const files = read5.filter(Boolean);
  if (files.length > 0) {
    const { builds, notes } = await definitions();
    notes.forEach((note) => info(`passed over: ${note}`));
    for (const file of files) if (Object.hasOwn(builds, file.path)) file.build = builds[file.path];
  }
  const since = choice.base ? ` changed since ${choice.base.slice(0, 12)}` : "";
  return { ...choice, files, since };
}
async function fromData(api, event, env, inputs, place, config, checker) {
  if (!api) throw new InputError("the input token is empty: without a checkout, a pull request is read by the API");
  const select = (files) => checker.select({ files, paths: place.named, exclude: inputs.exclude, root: place.way, config });
  return fromApi(api, event, env, inputs.changedFiles === "all", checker, select);
}
function linksOf({ GITHUB_SERVER_URL: server = "https://github.com", GITHUB_REPOSITORY: repository2, GITHUB_SHA }, head = GITHUB_SHA) {
  const known = /^https?:\/\/[\w.:-]+$/.test(server) && /^[\w.-]+\/[\w.-]+$/.test(repository2) && /^[0-9a-f]{40,64}$/.test(head);
  return known ? `${server}/${repository2}/blob/${head}/` : void 0;
}
async function readBaseline({ baseline: file, workspace }) {
  if (await leadsOut(workspace, file)) throw new InputError(`the baseline "${file}" leads out of the workspace through a link`);
  return readFile(file, "utf8").catch((problem) => {
    throw new InputError(`the baseline "${file}" cannot be read: ${problem.message}`);
  });
}

// src/index.js
var code = await main(process.env);
process.stdout.write("", () => process.exit(code));
