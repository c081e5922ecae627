/** What the WebAssembly module offers; the bindings are generated at build time. */

/**
 * The build contexts: answers about files below the folder of a Dockerfile, which is named from the
 * root of the run. `undefined`, or an exception, means "not known".
 */
export interface Context {
  read(folder: string, path: string): string | undefined;
  /** Names separated by NUL, folders ending in `/`. */
  list(folder: string, path: string): string | undefined;
  /** The first bytes of a file, 4096 at most. */
  head(folder: string, path: string): Uint8Array | undefined;
  /** The permissions of a file or folder. */
  mode(folder: string, path: string): number | undefined;
}

export interface Config {
  path: string;
  text: string;
  /** The way from the file's folder down to the root of the run, where it leads down. */
  above?: string;
  /** The way from the root of the run down to the file's folder, where it leads down. */
  below?: string;
}

/** What compose and bake files agree on for one Dockerfile. */
export interface Build {
  /** The folder of the build context, from the root of the run. */
  context?: string;
  /** The stages that ship. */
  targets?: string[];
  /** Build arguments, NAME=VALUE each. */
  args?: string[];
  /** The names of further contexts, which stand for stages and images. */
  contexts?: string[];
  /** Where it is said, for people. */
  from?: string;
}

/** The request of `analyze`, as JSON. Paths are from the root of the run, with `/`. */
export interface RunRequest {
  files: {
    path: string;
    source?: string;
    error?: string;
    help?: string;
    /** What compose and bake files say of the build: what `readBuilds` answers for the file. */
    build?: Build;
    /** The text before the change that is looked at; absent where the file is new. */
    base?: string;
    /** The lines that the change added or edited: [first, last], counted from 1. */
    changed?: [number, number][];
  }[];
  /** YYYY-MM-DD */
  today: string;
  target?: string;
  /** NAME=VALUE */
  buildArgs?: string[];
  config?: Config;
  select?: string[];
  ignore?: string[];
  failOn?: 'error' | 'warning' | 'info' | 'never';
  reproducible?: boolean;
  showSuppressed?: boolean;
  formats: ('json' | 'jsonl' | 'sarif' | 'github' | 'markdown')[];
  /** A JSON report of an earlier run, whose findings count no more. */
  baseline?: string;
  /** Whether only findings of the change are annotated, or count at all. */
  changedLines?: 'off' | 'annotate' | 'gate';
  /** Whether to answer with `suggestions`. */
  suggestions?: boolean;
  /** What stands before a path where the web shows the file: Markdown links lines there. */
  links?: string;
}

/** A safe fix as whole lines to put in the place of others. */
export interface Suggestion {
  path: string;
  startLine: number;
  endLine: number;
  /** Without the last line end. */
  replacement: string;
  title: string;
  rule: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  help: string;
  /** What the finding is known by from run to run. */
  fingerprint: string;
  /** The page of the rule. */
  page: string;
}

/** The answer of `analyze`, as JSON. With `error`, nothing was checked. */
export interface RunResponse {
  error?: string;
  outputs: Record<string, string>;
  conclusion: 'clean' | 'findings' | 'problems';
  exitCode: 0 | 1 | 2;
  files: number;
  errors: number;
  warnings: number;
  infos: number;
  suppressed: number;
  problems: string[];
  /** Findings that the baseline has; they are in none of the numbers above. */
  known: number;
  /** Findings that the change has nothing to do with, where only those of the change count. */
  elsewhere: number;
  /** Findings that decide the exit code. */
  failing: number;
  suggestions: Suggestion[];
}

/** The request of `selectFiles`, as JSON; the answer is an array of paths. */
export interface Selection {
  files: string[];
  /** Files and folders to stay in; all when empty. */
  paths?: string[];
  exclude?: string[];
  /** The way down to the folder that `exclude` starts at. */
  root?: string;
  config?: Config;
}

/** The request of `readBuilds`, which is in a module of its own, as JSON: compose and bake files. */
export interface Definitions {
  files: { path: string; text: string }[];
}

/** The answer of `readBuilds`, as JSON. */
export interface Defined {
  /** By the path of the Dockerfile. */
  builds: Record<string, Build>;
  /** Files that say nothing, as they cannot be read. */
  notes: string[];
}

export function readBuilds(request: string): string;

export function initSync(options: { module: BufferSource }): void;
/** What the module does without. */
export interface Host {
  /** rules.md, which SARIF takes the help of its rules from. */
  pages(): string;
  /** What `readToml` answers, which is in a module of its own. */
  readToml(text: string): string;
}

export function analyze(request: string, context?: Context, host?: Host): string;
export function selectFiles(request: string, host?: Host): string;
/** TOML taken apart, as JSON: `{ root: [[key, start, end, node]], errors: [[start, end, message]] }`. */
export function readToml(text: string): string;
export function isDockerfile(path: string): boolean;
/** Whether a change of a file in a build context may change what is found. */
export function decides(path: string): boolean;
