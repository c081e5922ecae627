//! The command line.

mod args;
mod change;
mod check;
mod completions;
mod config_file;
mod context;
mod definitions;
mod discover;
mod explain;
mod graph;
mod inspect;
mod lsp;
mod man_pages;
mod mend;
mod merge;
mod migrate;
mod output;
mod paths;
mod progress;
mod source;
mod today;

use args::{Cli, Command, ReportCommand};
use clap::Parser;
use distroless_report::visible;
use std::process::ExitCode;

/// musl's own allocator has one lock for all threads: with it, many files take two and a half times as long.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Usage and input errors, the same code that the argument parser uses.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Some(Command::Inspect(args)) => inspect::run(args),
        Some(Command::Graph(args)) => graph::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Migrate(args)) => migrate::run(args),
        Some(Command::Lsp(_)) => lsp::run(),
        Some(Command::Rules(args)) => explain::list(args).map(|()| 0),
        Some(Command::Report(ReportCommand::Merge(args))) => merge::run(args),
        Some(Command::Completions(args)) => completions::print(args).map(|()| 0),
        Some(Command::ManPages(args)) => man_pages::write(args).map(|()| 0),
        None => check::run(&cli.check),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::note(&format!("error: {}", visible::one_line(&error.to_string())));
            ExitCode::from(FAILED)
        }
    }
}

/// What stops the program as a whole. What concerns one file only is part of the report.
#[derive(Debug, thiserror::Error)]
enum Error {
    /// An option's value that the argument parser cannot judge.
    #[error("{message} ({help})")]
    Usage { message: String, help: String },
    /// The current directory is gone or may not be read.
    #[error("the current directory cannot be found: {0}")]
    CurrentDir(std::io::Error),
    /// It is not known what changed.
    #[error(transparent)]
    Change(#[from] change::ChangeError),
    /// The report cannot be written.
    #[error("{path} cannot be written: {error}")]
    Write { path: String, error: std::io::Error },
}

impl Error {
    fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            help: help.into(),
        }
    }
}
