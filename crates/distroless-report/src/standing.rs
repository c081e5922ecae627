//! How findings stand to what was there before: a baseline, or the revision that a change began at.

use crate::fingerprint::occurrences;
use crate::lines::LineIndex;
use crate::run::{File, Run};
use distroless_core::{Analysis, Finding, order};
use dockerfile_syntax::Span;
use serde_json::Value;
use std::fmt;

/// Which findings count where a change is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChangedLines {
    /// All.
    #[default]
    Off,
    /// All, but only those of the change are annotated.
    Annotate,
    /// Those of the change.
    Gate,
}

impl ChangedLines {
    /// All, in the order they are shown.
    pub const ALL: &'static [Self] = &[Self::Off, Self::Annotate, Self::Gate];

    /// The name used in inputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Annotate => "annotate",
            Self::Gate => "gate",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.name() == name)
    }
}

/// What a finding is known by from run to run: its rule, its file, and the words it is about. Lines
/// that move, blanks and other findings change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Reads what [`fmt::Display`] writes.
    fn parse(text: &str) -> Option<Self> {
        let number = u64::from_str_radix(text, 16).ok()?;
        (text.len() == 16).then_some(Self(number))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// How a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is known by.
    pub fingerprint: Fingerprint,
    /// Whether the baseline has it.
    pub known: bool,
    /// Whether it was not there before the change; not told where the file before is not known.
    pub is_new: bool,
    /// Whether the change made it, or touched a line that proves it. So it is where nothing is
    /// compared, too.
    pub of_change: bool,
}

/// The findings of an earlier run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Sorted.
    findings: Vec<Fingerprint>,
}

impl Baseline {
    /// Reads a report of the format `json`.
    ///
    /// # Errors
    /// What is wrong with the text, where it is no such report.
    pub fn parse(text: &str) -> Result<Self, String> {
        let report: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let tool = report.get("tool").and_then(|tool| tool.get("name"));
        if tool.and_then(Value::as_str) != Some("distroless-check") {
            return Err("it is no report of distroless-check in the format json".to_owned());
        }
        let findings = report.get("findings").and_then(Value::as_array);
        let read = |finding: &Value| Fingerprint::parse(finding.get("fingerprint")?.as_str()?);
        let findings = findings.map(|all| all.iter().map(read).collect::<Option<Vec<_>>>());
        let Some(Some(mut findings)) = findings else {
            return Err(
                "its findings have no fingerprints: it was made by a version before them"
                    .to_owned(),
            );
        };
        order::sort_by(&mut findings, Ord::cmp);
        Ok(Self { findings })
    }

    fn has(&self, finding: Fingerprint) -> bool {
        self.findings.binary_search(&finding).is_ok()
    }
}

/// The fingerprints of a file's findings, in their order.
fn fingerprints(path: &str, source: &str, findings: &[Finding]) -> Vec<Fingerprint> {
    let of = |finding: &Finding| {
        let mut hash = Hash::new();
        hash.text(finding.rule.id);
        hash.text(path);
        for word in finding.span.text(source).split_whitespace() {
            // The escape at the end of a line, of either kind.
            if word != "\\" && word != "`" {
                hash.text(word);
            }
        }
        hash.0
    };
    let hashes: Vec<u64> = findings.iter().map(of).collect();
    let counts = occurrences(&hashes);
    let numbered = hashes.into_iter().zip(counts).map(|(hash, count)| {
        let mut hash = Hash(hash);
        hash.text(&count.to_string());
        Fingerprint(hash.0)
    });
    numbered.collect()
}

/// FNV-1a over 64 bits: it has to tell findings apart, not to resist anybody.
struct Hash(u64);

impl Hash {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// A text, and that it ends.
    fn text(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl File {
    /// Whether a change, where one is looked at, touched a line of the finding or of its proof.
    fn touches(&self, finding: &Finding, lines: &LineIndex<'_>) -> bool {
        let touched = |span: Span| {
            let range = lines.range(span);
            let (first, last) = (range.start.line, range.end.line);
            let changed = self.changed.iter().flatten();
            changed
                .into_iter()
                .any(|(from, to)| first <= *to && *from <= last)
        };
        let proof = finding.evidence.iter().map(|step| step.span);
        std::iter::once(finding.span).chain(proof).any(touched)
    }
}

impl Run {
    /// How the findings of a file stand, in their order.
    pub fn standings(&self, file: &File) -> Vec<Standing> {
        let Analysis { path, findings, .. } = &file.analysis;
        let before = file.base.as_ref().map(|base| {
            let mut before = fingerprints(path, &base.source, &base.analysis.findings);
            order::sort_by(&mut before, Ord::cmp);
            before
        });
        let compared = file.changed.is_some() || before.is_some();
        let lines = LineIndex::new(&file.source);
        let all = fingerprints(path, &file.source, findings);
        let standing = |(fingerprint, finding): (Fingerprint, &Finding)| {
            let before = before.as_ref();
            let is_new = before.is_some_and(|it| it.binary_search(&fingerprint).is_err());
            Standing {
                fingerprint,
                known: self.baseline.as_ref().is_some_and(|it| it.has(fingerprint)),
                is_new,
                of_change: !compared || is_new || file.touches(finding, &lines),
            }
        };
        all.into_iter().zip(findings).map(standing).collect()
    }

    /// The findings of a file that are to be looked at, where people see them one by one.
    pub fn annotated<'r>(&self, file: &'r File) -> Vec<&'r Finding> {
        let narrow = self.changed_lines != ChangedLines::Off;
        let findings = file.analysis.findings.iter();
        if self.baseline.is_none() && !narrow {
            return findings.collect();
        }
        let standings = self.standings(file);
        let shown = findings.zip(standings);
        let shown = shown.filter(|(_, it)| !it.known && (it.of_change || !narrow));
        shown.map(|(finding, _)| finding).collect()
    }

    /// Whether a finding that stands so decides how the run ends.
    pub(crate) fn is_counted(&self, standing: Standing) -> bool {
        !standing.known && (standing.of_change || self.changed_lines != ChangedLines::Gate)
    }
}
