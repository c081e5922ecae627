//! What the ends hand over.

use crate::lines::{LineIndex, Range};
use crate::overview::Overview;
use crate::standing::{Baseline, ChangedLines};
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
    /// The findings of an earlier run, which are known and count no more.
    pub baseline: Option<Baseline>,
    /// Whether findings that a change has nothing to do with count.
    pub changed_lines: ChangedLines,
    /// Where the web shows the files: what stands before their paths. The job summary then links lines.
    pub links: Option<String>,
    /// What the pages of the rules explain, [`explanations`](distroless_core::rules::explanations), where
    /// the program was made without them.
    pub pages: Option<String>,
}

/// One analysed file.
#[derive(Clone, Debug)]
pub struct File {
    /// Its text.
    pub source: String,
    /// What was found in it. Its path is relative to the root of the run, with `/`.
    pub analysis: Analysis,
    /// The file as it was before the change that is looked at.
    pub base: Option<Base>,
    /// The lines that the change added or edited, from the first to the last, counted from 1.
    pub changed: Option<Vec<(u32, u32)>>,
    /// What its images are, where the job summary is to tell.
    pub overview: Option<Overview>,
}

impl File {
    /// A file that is looked at for itself.
    pub const fn new(source: String, analysis: Analysis) -> Self {
        Self {
            source,
            analysis,
            base: None,
            changed: None,
            overview: None,
        }
    }
}

/// A file as it was before a change.
#[derive(Clone, Debug)]
pub struct Base {
    /// Its text.
    pub source: String,
    /// What was found in it.
    pub analysis: Analysis,
    /// What its images were.
    pub overview: Option<Overview>,
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
    /// Findings that the baseline has; they are in none of the numbers above.
    pub known: usize,
    /// Findings that the change has nothing to do with, where only those of the change count.
    pub elsewhere: usize,
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
            known: 0,
            elsewhere: 0,
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
            known: self.known + other.known,
            elsewhere: self.elsewhere + other.elsewhere,
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
            .map(|file| self.counts_of(file))
            .fold(own, Counts::and)
    }

    /// How much was found in a file.
    pub fn counts_of(&self, file: &File) -> Counts {
        let mut counts = Counts::of(&file.analysis);
        if self.counts_all() {
            return counts;
        }
        for (finding, standing) in file.analysis.findings.iter().zip(self.standings(file)) {
            if self.is_counted(standing) {
                continue;
            }
            match finding.severity {
                Severity::Error => counts.error -= 1,
                Severity::Warning => counts.warning -= 1,
                Severity::Info => counts.info -= 1,
            }
            if standing.known {
                counts.known += 1;
            } else {
                counts.elsewhere += 1;
            }
        }
        counts
    }

    /// Whether every finding counts.
    fn counts_all(&self) -> bool {
        self.baseline.is_none() && self.changed_lines != ChangedLines::Gate
    }

    /// How many findings make the run fail.
    pub fn failing(&self) -> usize {
        let fails = |finding: &Finding| self.fail_on.fails(finding.severity);
        let in_file = |file: &File| {
            let findings = file.analysis.findings.iter();
            if self.counts_all() {
                return findings.filter(|finding| fails(finding)).count();
            }
            let standing = findings.zip(self.standings(file));
            let counted = standing.filter(|(finding, it)| self.is_counted(*it) && fails(finding));
            counted.count()
        };
        self.files.iter().map(in_file).sum()
    }

    /// How the run ends.
    pub fn conclusion(&self) -> Conclusion {
        let broken = |file: &File| !file.analysis.problems.is_empty();
        if !self.problems.is_empty() || self.files.iter().any(broken) {
            Conclusion::Problems
        } else if self.failing() > 0 {
            Conclusion::Findings
        } else {
            Conclusion::Clean
        }
    }
}
