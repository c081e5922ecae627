//! What the ends hand over.

use crate::lines::{LineIndex, Range};
use distroless_core::config::FailOn;
use distroless_core::{Analysis, Finding, Severity};
use dockerfile_syntax::Span;
use image_knowledge::Date;

/// Everything one run of the program found.
#[derive(Clone, Debug)]
pub struct Run {
    /// The program's version.
    pub version: String,
    /// The day end of life was judged on.
    pub today: Date,
    /// From which severity on findings fail the run.
    pub fail_on: FailOn,
    /// The files, in the order they are to be shown. The ends sort them by path.
    pub files: Vec<File>,
    /// What went wrong outside of the files that were analysed.
    pub problems: Vec<RunProblem>,
    /// A random UUID that names this run in SARIF; `None` when equal input must give equal bytes.
    pub guid: Option<String>,
    /// Whether SARIF lists the findings that comments silence, marked as suppressed. GitHub's code
    /// scanning does not know the mark and opens alerts for them: leave them out of what goes there.
    pub show_suppressed: bool,
}

/// One analysed file.
#[derive(Clone, Debug)]
pub struct File {
    /// Its text.
    pub source: String,
    /// What was found in it. Its path is relative to the root of the run, with `/`.
    pub analysis: Analysis,
}

/// A configuration error, an unreadable file: anything that is not a part of an analysed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunProblem {
    /// The file it is about, as shown to people.
    pub path: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where in the file.
    pub range: Option<Range>,
}

impl RunProblem {
    /// A problem with a file as a whole, or with none.
    pub fn new(path: Option<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            path,
            message: message.into(),
            help: help.into(),
            range: None,
        }
    }

    /// A problem at a place of `text`, the content of the file at `path`.
    pub fn at(
        path: impl Into<String>,
        text: &str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            path: Some(path.into()),
            message: message.into(),
            help: help.into(),
            range: Some(LineIndex::new(text).range(span)),
        }
    }
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conclusion {
    /// No finding at or above the threshold.
    Clean,
    /// At least one finding at or above the threshold.
    Findings,
    /// Something could not be read or understood. Graver than findings: the result is not whole.
    Problems,
}

impl Conclusion {
    /// The word used in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Findings => "findings",
            Self::Problems => "problems",
        }
    }

    /// The exit code of the command line.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Problems => 2,
        }
    }
}

/// How much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings of severity error.
    pub error: usize,
    /// Findings of severity warning.
    pub warning: usize,
    /// Findings of severity info.
    pub info: usize,
    /// Findings that comments in the files silence.
    pub suppressed: usize,
    /// What could not be read or understood.
    pub problems: usize,
}

impl Counts {
    /// Of one file.
    pub fn of(analysis: &Analysis) -> Self {
        let of = |severity| {
            let same = |finding: &&Finding| finding.severity == severity;
            analysis.findings.iter().filter(same).count()
        };
        Self {
            error: of(Severity::Error),
            warning: of(Severity::Warning),
            info: of(Severity::Info),
            suppressed: analysis.suppressed.len(),
            problems: analysis.problems.len(),
        }
    }

    /// All findings that are not silenced.
    pub const fn findings(self) -> usize {
        self.error + self.warning + self.info
    }

    fn and(self, other: Self) -> Self {
        Self {
            error: self.error + other.error,
            warning: self.warning + other.warning,
            info: self.info + other.info,
            suppressed: self.suppressed + other.suppressed,
            problems: self.problems + other.problems,
        }
    }
}

impl Run {
    /// How much was found in all files, run-level problems included.
    pub fn counts(&self) -> Counts {
        let own = Counts {
            problems: self.problems.len(),
            ..Counts::default()
        };
        self.files
            .iter()
            .map(|file| Counts::of(&file.analysis))
            .fold(own, Counts::and)
    }

    /// How the run ends.
    pub fn conclusion(&self) -> Conclusion {
        let broken = |file: &File| !file.analysis.problems.is_empty();
        let fails = |finding: &Finding| self.fail_on.fails(finding.severity);
        if !self.problems.is_empty() || self.files.iter().any(broken) {
            Conclusion::Problems
        } else if self
            .files
            .iter()
            .any(|file| file.analysis.findings.iter().any(fails))
        {
            Conclusion::Findings
        } else {
            Conclusion::Clean
        }
    }
}
