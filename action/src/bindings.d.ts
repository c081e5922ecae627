/** What the WebAssembly module offers; the bindings are generated at build time. */

/** Answers about files of the workspace; `undefined`, or an exception, means "not known". */
export interface Context {
  read(path: string): string | undefined;
  /** Names separated by NUL, folders ending in `/`. */
  list(path: string): string | undefined;
}

/** The request of `analyze`, as JSON. Paths are from the root of the run, with `/`. */
export interface RunRequest {
  files: { path: string; source?: string; error?: string }[];
  /** YYYY-MM-DD */
  today: string;
  target?: string;
  /** NAME=VALUE */
  buildArgs?: string[];
  config?: { path: string; text: string };
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
  paths: string[];
  exclude: string[];
  config?: string;
}

export function initSync(options: { module: BufferSource }): void;
export function analyze(request: string, context?: Context): string;
export function selectFiles(request: string): string;
export function isDockerfile(path: string): boolean;
