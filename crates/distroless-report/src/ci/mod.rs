//! Formats for other systems of continuous integration. WebAssembly, which runs on GitHub, goes without
//! them.

pub(crate) mod azure;
pub(crate) mod checkstyle;
pub(crate) mod gitlab;
pub(crate) mod junit;
pub(crate) mod rdjson;
pub(crate) mod teamcity;
mod xml;

use crate::lines::{LineIndex, Range};
use crate::run::{File, Run};
use crate::standing::Standing;
use crate::visible;
use distroless_core::{Finding, Severity};

/// The name that stands for a rule where something could not be read or understood.
const PROBLEM: &str = "distroless-check";

/// One thing to tell, with all that a format may ask for.
struct Told<'r> {
    path: Option<&'r str>,
    range: Option<Range>,
    /// `None` for a problem, which is graver than any finding.
    severity: Option<Severity>,
    rule: &'static str,
    message: &'r str,
    help: &'r str,
    /// The finding itself, and its file.
    finding: Option<(&'r Finding, Standing, &'r File)>,
}

impl Told<'_> {
    /// What is wrong and what to do, on one line.
    fn text(&self) -> String {
        let what = visible::sentence(self.message);
        let text = match visible::sentence(self.help) {
            help if help.is_empty() => what,
            help => format!("{what} {help}"),
        };
        visible::one_line(&text).into_owned()
    }

    /// The file as it is shown.
    fn path(&self) -> Option<String> {
        self.path.map(|path| visible::one_line(path).into_owned())
    }

    fn line(&self) -> u32 {
        self.range.map_or(1, |range| range.start.line)
    }
}

/// What went wrong with the run as a whole.
fn of_run(run: &Run) -> impl Iterator<Item = Told<'_>> {
    run.problems.iter().map(|problem| Told {
        path: problem.path.as_deref(),
        range: problem.range,
        severity: None,
        rule: PROBLEM,
        message: &problem.message,
        help: &problem.help,
        finding: None,
    })
}

/// What there is to tell of a file: what could not be understood, then the findings that count.
fn of_file<'r>(run: &'r Run, file: &'r File) -> Vec<Told<'r>> {
    let lines = LineIndex::new(&file.source);
    let path = Some(file.analysis.path.as_str());
    let problems = file.analysis.problems.iter().map(|problem| Told {
        path,
        range: Some(lines.range(problem.span)),
        severity: None,
        rule: PROBLEM,
        message: &problem.message,
        help: &problem.help,
        finding: None,
    });
    let findings = file.analysis.findings.iter().zip(run.standings(file));
    let counted = findings.filter(|(_, standing)| run.is_counted(*standing));
    let findings = counted.map(|(finding, standing)| Told {
        path,
        range: Some(lines.range(finding.span)),
        severity: Some(finding.severity),
        rule: finding.rule.id,
        message: &finding.message,
        help: &finding.help,
        finding: Some((finding, standing, file)),
    });
    problems.chain(findings).collect()
}

/// Everything, in the order it is shown.
fn all(run: &Run) -> impl Iterator<Item = Told<'_>> {
    of_run(run).chain(run.files.iter().flat_map(|file| of_file(run, file)))
}
