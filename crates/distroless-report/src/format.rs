//! The formats by name.

use crate::run::Run;
use crate::{github, json, markdown, sarif};
use distroless_core::rules;

/// An output format. The coloured text of the command line is not among them: it needs a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON document: findings, files and a summary.
    Json,
    /// One finding a line, each a JSON object as in [`Format::Json`].
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, for annotations in GitHub Actions.
    Github,
    /// The job summary.
    Markdown,
}

impl Format {
    /// Every format, in the order they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Markdown,
    ];

    /// The name used on the command line and in the inputs of the action.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Markdown => "markdown",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }
}

/// The run in that format, ending with a line feed unless it is empty.
pub fn render(format: Format, run: &Run) -> String {
    match format {
        Format::Json => json::document(run),
        Format::Jsonl => json::lines(run),
        Format::Sarif => {
            let rules: Vec<_> = rules::all().map(|rule| &rule.meta).collect();
            sarif::document(run, &rules)
        }
        Format::Github => github::commands(run),
        Format::Markdown => markdown::summary(run),
    }
}
