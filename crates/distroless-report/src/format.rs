//! The formats by name.

#[cfg(feature = "other-ci")]
use crate::ci;
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
    /// Code Quality of GitLab.
    #[cfg(feature = "other-ci")]
    Gitlab,
    /// JUnit's XML.
    #[cfg(feature = "other-ci")]
    Junit,
    /// Checkstyle's XML.
    #[cfg(feature = "other-ci")]
    Checkstyle,
    /// Reviewdog's JSON.
    #[cfg(feature = "other-ci")]
    Rdjson,
    /// Logging commands of Azure Pipelines.
    #[cfg(feature = "other-ci")]
    Azure,
    /// Service messages of TeamCity.
    #[cfg(feature = "other-ci")]
    Teamcity,
}

impl Format {
    /// Every format, in the order they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Markdown,
        #[cfg(feature = "other-ci")]
        Self::Gitlab,
        #[cfg(feature = "other-ci")]
        Self::Junit,
        #[cfg(feature = "other-ci")]
        Self::Checkstyle,
        #[cfg(feature = "other-ci")]
        Self::Rdjson,
        #[cfg(feature = "other-ci")]
        Self::Azure,
        #[cfg(feature = "other-ci")]
        Self::Teamcity,
    ];

    /// The name used on the command line and in the inputs of the action.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Markdown => "markdown",
            #[cfg(feature = "other-ci")]
            Self::Gitlab => "gitlab",
            #[cfg(feature = "other-ci")]
            Self::Junit => "junit",
            #[cfg(feature = "other-ci")]
            Self::Checkstyle => "checkstyle",
            #[cfg(feature = "other-ci")]
            Self::Rdjson => "rdjson",
            #[cfg(feature = "other-ci")]
            Self::Azure => "azure",
            #[cfg(feature = "other-ci")]
            Self::Teamcity => "teamcity",
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
        #[cfg(feature = "other-ci")]
        Format::Gitlab => ci::gitlab::report(run),
        #[cfg(feature = "other-ci")]
        Format::Junit => ci::junit::report(run),
        #[cfg(feature = "other-ci")]
        Format::Checkstyle => ci::checkstyle::report(run),
        #[cfg(feature = "other-ci")]
        Format::Rdjson => ci::rdjson::report(run),
        #[cfg(feature = "other-ci")]
        Format::Azure => ci::azure::commands(run),
        #[cfg(feature = "other-ci")]
        Format::Teamcity => ci::teamcity::messages(run),
    }
}
