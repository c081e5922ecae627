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

/** The request of `analyze`, as JSON. Paths are from the root of the run, with `/`. */
export interface RunRequest {
  files: { path: string; source?: string; error?: string; help?: string }[];
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

export function initSync(options: { module: BufferSource }): void;
export function analyze(request: string, context?: Context): string;
export function selectFiles(request: string): string;
export function isDockerfile(path: string): boolean;
