/** What the program can be asked for. */

/** A mistake that the user can mend. */
export class UsageError extends Error {}

export const HELP = `\
Checks Dockerfiles: is the build kept out of what ships, and will the final image run?

Usage: distroless-check [OPTIONS] [PATHS]...

Arguments:
  [PATHS]...  Dockerfiles, folders to search for Dockerfiles, or \`-\` for standard input [default: .]

Options:
      --format <FORMAT>        How to show what was found [default: text] [possible values: text, json, jsonl,
                               sarif, github, markdown, gitlab, junit, checkstyle, rdjson, azure, teamcity]
  -o, --output <FILE>          Write the report to a file instead of standard output
      --target <STAGE>         The stage that ships [default: the last one, and others that start something]
      --build-arg <NAME=VALUE> A build argument, as the build gets it; may be repeated
      --no-build-files         Do not look at compose and bake files for contexts, stages and build arguments
      --config <FILE>          The configuration [default: distroless-check.toml here or in a folder above]
      --no-config              Read no configuration
      --select <RULES>         Run these rules only
      --ignore <RULES>         Do not run these rules
      --fail-on <SEVERITY>     The mildest severity that makes the exit code 1 [default: warning]
                               [possible values: error, warning, info, never]
      --baseline <FILE>        A JSON report of an earlier run: what it found is known, is not shown and does
                               not fail
      --today <YYYY-MM-DD>     The day to judge end of life on [default: that of SOURCE_DATE_EPOCH, else of
                               the clock]
      --reproducible           Leave out what differs from run to run: the id of a SARIF run
      --no-suppressed          Leave findings that comments silence out of SARIF
  -q, --quiet                  Print the findings only
      --stdin-filename <PATH>  The path to show for standard input
  -h, --help                   Print help
  -V, --version                Print version

Exit codes: 0 nothing at or above the threshold, 1 findings, 2 something could not be read or understood.
Silence a finding with a comment above the instruction: # distroless-check: ignore[rule-id] reason
To mend files, look at what changed, or migrate, use the native program: docs/install.md of the project.
`;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const several = { type: 'string', multiple: true };

/** As `parseArgs` of Node.js takes them. */
export const OPTIONS = {
  format: text,
  output: { ...text, short: 'o' },
  target: text,
  'build-arg': several,
  'no-build-files': flag,
  config: text,
  'no-config': flag,
  select: several,
  ignore: several,
  'fail-on': text,
  baseline: text,
  today: text,
  reproducible: flag,
  'no-suppressed': flag,
  quiet: { ...flag, short: 'q' },
  'stdin-filename': text,
  help: { ...flag, short: 'h' },
  version: { ...flag, short: 'V' },
};

/** What the native program has besides. */
export const NATIVE_OPTIONS = {
  fix: flag,
  'unsafe-fixes': flag,
  diff: flag,
  'changed-since': text,
  'changed-lines': flag,
  context: text,
};
export const NATIVE_COMMANDS = ['completions', 'explain', 'graph', 'inspect', 'man-pages', 'migrate', 'report', 'rules'];
