//! The arguments.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand};
use distroless_core::Safety;
use distroless_core::config::FailOn;
use distroless_migrate::Family;
use distroless_report::Format;
use image_knowledge::Date;
use std::path::PathBuf;

/// Checks Dockerfiles: is the build kept out of what ships, and will the final image run?
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 nothing at or above the threshold, 1 findings, 2 something could not be read or understood.\n\
        Silence a finding with a comment above the instruction: # distroless-check: ignore[rule-id] reason"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Shows what each image that ships is and holds, or what the checker makes of Dockerfiles
    Inspect(InspectArgs),
    /// Draws the stages of Dockerfiles and what flows between them
    Graph(GraphArgs),
    /// Rewrites a Dockerfile as a multi-stage build on the best minimal base, or says what stands in the way
    #[command(
        after_help = "Exit codes: 0 there is nothing to do, or --write has written; 1 the file would change; 2 it cannot be migrated, and the reasons are shown."
    )]
    Migrate(MigrateArgs),
    /// Shows the page of a rule or of a topic: multistage, distroless, choosing
    Explain(ExplainArgs),
    /// Lists the rules
    Rules(RulesArgs),
    /// Serves editors: the language server protocol on standard input and output
    Lsp(LspArgs),
    /// Works on reports of earlier runs
    #[command(subcommand)]
    Report(ReportCommand),
    /// Prints the completions for a shell
    #[command(
        after_help = "For bash: distroless-check completions bash > ~/.local/share/bash-completion/completions/distroless-check"
    )]
    Completions(CompletionsArgs),
    /// Writes the manual pages into a folder, for those who make packages
    #[command(hide = true)]
    ManPages(ManPagesArgs),
}

/// The command that a word is a slip of the keyboard or two away from: a word that is no command is taken for
/// the path of a file.
pub(crate) fn meant_command(word: &str) -> Option<String> {
    let cli = Cli::command();
    let near = |name: &&str| word.len() > 3 && strsim::osa_distance(name, word) <= 2;
    let mut names = cli.get_subcommands().map(clap::Command::get_name);
    names.find(near).map(str::to_owned)
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Joins JSON reports, such as those of many repositories, into one
    Merge(MergeArgs),
}

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// Reports of the format json, each with a name if it is to be shown by one
    #[arg(required = true, value_name = "[NAME=]FILE")]
    pub(crate) reports: Vec<String>,

    /// A table for people, or one JSON document
    #[arg(long, value_enum, default_value_t = Merged::Markdown)]
    pub(crate) format: Merged,

    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManPagesArgs {
    /// The folder, which is made where there is none
    pub(crate) folder: PathBuf,
}

/// What joined reports are shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Merged {
    /// A table with a line for each
    Markdown,
    /// All of them in one document
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Dockerfiles, folders to search for Dockerfiles, or `-` for standard input
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// How to show what was found
    #[arg(long, default_value = Shown::TEXT, value_parser = shown_parser())]
    pub(crate) format: Shown,

    /// Write the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// The stage that ships [default: the last one, and others that start something]
    #[arg(long, value_name = "STAGE")]
    pub(crate) target: Option<String>,

    /// A build argument, as the build gets it; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = build_arg)]
    pub(crate) build_arg: Vec<(String, String)>,

    /// The build context [default: as a compose or bake file says, else the folder of each Dockerfile]
    #[arg(long, value_name = "DIR")]
    pub(crate) context: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) build_files: BuildFilesArgs,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,

    /// Run these rules only
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// The mildest severity that makes the exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_parser())]
    pub(crate) fail_on: Option<FailOn>,

    #[command(flatten)]
    pub(crate) fix: FixArgs,

    #[command(flatten)]
    pub(crate) before: BeforeArgs,

    /// The day to judge end of life on [default: that of `SOURCE_DATE_EPOCH`, else of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) today: Option<Date>,

    /// Leave out what differs from run to run: the id of a SARIF run
    #[arg(long)]
    pub(crate) reproducible: bool,

    /// Leave findings that comments silence out of SARIF (GitHub opens alerts for them)
    #[arg(long)]
    pub(crate) no_suppressed: bool,

    /// Print the findings only
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// The path to show for standard input
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
}

/// Whether and how files are mended.
#[derive(Debug, Args)]
pub(crate) struct FixArgs {
    /// Mend what can be mended without a change of what the image does, and show what is left
    #[arg(long, conflicts_with_all = ["changed_lines", "baseline"])]
    pub(crate) fix: bool,

    /// With --fix or --diff: mend also where the image may behave otherwise afterwards
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Show as a diff what --fix would change, and write nothing; the exit code is 1 where there is something
    #[arg(long, conflicts_with_all = ["fix", "changed_lines", "baseline", "format"])]
    pub(crate) diff: bool,
}

impl FixArgs {
    /// How safe a fix has to be; `None` where nothing is to be mended.
    pub(crate) fn least(&self) -> Option<Safety> {
        (self.fix || self.diff).then_some(if self.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        })
    }
}

/// What was there before.
#[derive(Debug, Args)]
pub(crate) struct BeforeArgs {
    /// A JSON report of an earlier run: what it found is known, is not shown and does not fail
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Check the Dockerfiles that differ from where this revision and the commit checked out parted,
    /// or beside which a file differs that decides findings
    #[arg(long, value_name = "REV")]
    pub(crate) changed_since: Option<String>,

    /// Only findings that the change made, or whose lines or proof it touched, are shown and fail
    #[arg(long, requires = "changed_since")]
    pub(crate) changed_lines: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct BuildFilesArgs {
    /// Do not look at compose and bake files for contexts, stages and build arguments
    #[arg(long)]
    pub(crate) no_build_files: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct ConfigArgs {
    /// The configuration [default: distroless-check.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

#[derive(Debug, Default, Args)]
#[command(group = clap::ArgGroup::new("what"))]
pub(crate) struct InspectArgs {
    /// The Dockerfiles
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Directives, instructions and stages, as the builder's parser reads them
    #[arg(long, group = "what")]
    pub(crate) syntax: bool,

    /// Stages with their bases, dependencies, copies and settings, variables expanded
    #[arg(long, group = "what")]
    pub(crate) graph: bool,

    /// The stage that ships
    #[arg(long, value_name = "STAGE", conflicts_with = "syntax")]
    pub(crate) target: Option<String>,

    /// A build argument, as the build gets it; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = build_arg, conflicts_with = "syntax")]
    pub(crate) build_arg: Vec<(String, String)>,

    /// Take every base image for empty and the build arguments given for all there are, as the
    /// builder does when it asks no registry
    #[arg(long, conflicts_with = "syntax")]
    pub(crate) empty_bases: bool,

    /// The platform that --empty-bases builds for and on
    #[arg(long, default_value = "linux/amd64", requires = "empty_bases")]
    pub(crate) platform: String,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,

    /// The build context, whose files decide some answers [default: the Dockerfile's folder]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["syntax", "graph"])]
    pub(crate) context: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) build_files: BuildFilesArgs,

    /// How to show them [default: text for images, json for --syntax and --graph]
    #[arg(long, value_parser = ["text", "json"])]
    pub(crate) format: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MigrateArgs {
    /// The Dockerfile
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Write the new text to the file; without this, it is shown as a diff
    #[arg(long)]
    pub(crate) write: bool,

    /// Whose images to migrate to [default: distroless, else the slim image of the language]
    #[arg(long, value_name = "FAMILY", value_parser = family_parser())]
    pub(crate) base: Option<Family>,

    /// Show the images before and after in full, and each change by itself
    #[arg(long)]
    pub(crate) explain: bool,

    /// How to show it
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub(crate) format: String,

    /// The stage that ships
    #[arg(long, value_name = "STAGE")]
    pub(crate) target: Option<String>,

    /// A build argument, as the build gets it; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = build_arg)]
    pub(crate) build_arg: Vec<(String, String)>,

    /// The build context, whose files decide much [default: as a compose or bake file says, else the Dockerfile's folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) context: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) build_files: BuildFilesArgs,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,

    /// The day to judge end of life on [default: that of `SOURCE_DATE_EPOCH`, else of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// The Dockerfiles
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// What to draw with; svg takes one file
    #[arg(long, value_enum, default_value = "mermaid")]
    pub(crate) format: Picture,

    /// The stage that ships
    #[arg(long, value_name = "STAGE")]
    pub(crate) target: Option<String>,

    /// A build argument, as the build gets it; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = build_arg)]
    pub(crate) build_arg: Vec<(String, String)>,

    /// Write the picture to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) build_files: BuildFilesArgs,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// A format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Picture {
    /// A Mermaid flowchart, for Markdown
    Mermaid,
    /// The language of Graphviz
    Dot,
    /// A finished picture, for light and dark pages
    Svg,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The rule's name, or multistage, distroless or choosing
    #[arg(value_name = "RULE|TOPIC")]
    pub(crate) name: String,

    /// With a topic: a Dockerfile to say it of
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct LspArgs {
    /// Nothing else is there to talk over: editors that name the way may do so
    #[arg(long)]
    stdio: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// How to show them
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub(crate) format: String,
}

/// A format of the report: one of the machine-readable ones, or text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Text,
    Rendered(Format),
}

impl Shown {
    const TEXT: &str = "text";
}

fn shown_parser() -> impl TypedValueParser<Value = Shown> {
    let names = Format::ALL.iter().map(|format| format.name());
    PossibleValuesParser::new(std::iter::once(Shown::TEXT).chain(names))
        .map(|name| Format::from_name(&name).map_or(Shown::Text, Shown::Rendered))
}

fn family_parser() -> impl TypedValueParser<Value = Family> {
    let names = Family::NAMED.iter().map(|family| family.name());
    PossibleValuesParser::new(names).map(|name| {
        let family = Family::NAMED
            .into_iter()
            .find(|family| family.name() == name);
        family.unwrap_or_default()
    })
}

fn fail_on_parser() -> impl TypedValueParser<Value = FailOn> {
    // The fall-back is never taken: the parser lets only the names through.
    PossibleValuesParser::new(FailOn::ALL.iter().map(|fail_on| fail_on.name()))
        .map(|name| FailOn::from_name(&name).unwrap_or_default())
}

fn build_arg(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text)
        .filter(|_| text.len() == "YYYY-MM-DD".len())
        .ok_or_else(|| "not a day of the calendar".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Cli, build_arg};
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn build_arguments_may_hold_equal_signs() {
        let pair = ("A".to_owned(), "b=c".to_owned());
        assert_eq!(build_arg("A=b=c"), Ok(pair));
        assert!(build_arg("=c").is_err());
        assert!(build_arg("A").is_err());
    }
}
