//! The shapes of the JSON outputs, schema 1. The only types here that are serialised, so that the
//! model can change without changing what programs read.
//!
//! Lines count from 1, columns from 1 in UTF-16 code units; an end is the place after the last
//! character. What is not known is `null`. Fields may be added within a schema; none is removed or
//! changes its meaning.

use crate::lines::{LineIndex, Position, Range};
use crate::run::{Counts, Run, RunProblem};
use crate::standing::Standing;
use distroless_core::{Finding, Fix, Problem, Suppressed, TargetSummary};
use serde::Serialize;

/// The number of the schema.
pub(crate) const SCHEMA: u32 = 1;

#[derive(Serialize)]
pub(crate) struct WireRun<'a> {
    schema: u32,
    tool: WireTool<'a>,
    /// The day end of life was judged on, `YYYY-MM-DD`.
    today: String,
    summary: WireSummary,
    findings: Vec<WireFinding<'a>>,
    suppressed: Vec<WireSuppressed<'a>>,
    files: Vec<WireFile<'a>>,
    /// What went wrong outside of `files`.
    problems: Vec<WireRunProblem<'a>>,
}

#[derive(Serialize)]
struct WireTool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
struct WireSummary {
    /// How many files were analysed.
    files: usize,
    #[serde(flatten)]
    counts: WireCounts,
    fail_on: &'static str,
    /// `clean`, `findings` (at or above the threshold) or `problems`.
    conclusion: &'static str,
    /// 0, 1 or 2.
    exit_code: u8,
}

#[derive(Serialize)]
struct WireCounts {
    error: usize,
    warning: usize,
    info: usize,
    suppressed: usize,
    problems: usize,
    /// Findings that the baseline has; they are in none of the numbers above.
    known: usize,
    /// Findings that a change has nothing to do with, where only those of the change count.
    elsewhere: usize,
}

#[derive(Serialize)]
pub(crate) struct WireFinding<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
    /// What the finding is known by from run to run; null where it is silenced.
    fingerprint: Option<String>,
    /// Whether the baseline has it.
    known: bool,
    /// Whether the change that is looked at made it, or touched a line that proves it.
    of_change: bool,
    path: &'a str,
    start: WirePosition,
    end: WirePosition,
    evidence: Vec<WireEvidence<'a>>,
    fixes: Vec<WireFix<'a>>,
}

#[derive(Serialize)]
struct WirePosition {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct WireEvidence<'a> {
    path: &'a str,
    start: WirePosition,
    end: WirePosition,
    message: &'a str,
}

#[derive(Serialize)]
struct WireFix<'a> {
    title: &'a str,
    /// `safe`, `unsafe` or `display-only`.
    safety: &'static str,
    edits: Vec<WireEdit<'a>>,
}

#[derive(Serialize)]
struct WireEdit<'a> {
    start: WirePosition,
    end: WirePosition,
    replacement: &'a str,
}

#[derive(Serialize)]
struct WireSuppressed<'a> {
    #[serde(flatten)]
    finding: WireFinding<'a>,
    reason: &'a str,
    comment: WireRange,
}

#[derive(Serialize)]
struct WireRange {
    start: WirePosition,
    end: WirePosition,
}

#[derive(Serialize)]
struct WireFile<'a> {
    path: &'a str,
    problems: Vec<WireProblem<'a>>,
    /// The images that ship, the primary first.
    targets: Vec<WireTarget<'a>>,
    counts: WireCounts,
}

#[derive(Serialize)]
struct WireProblem<'a> {
    message: &'a str,
    help: &'a str,
    start: WirePosition,
    end: WirePosition,
}

#[derive(Serialize)]
struct WireTarget<'a> {
    stage: usize,
    name: Option<&'a str>,
    base: Option<&'a str>,
    shell: Option<bool>,
    package_manager: Option<WirePackageManager<'a>>,
    user: Option<&'a str>,
}

/// The name, or `false` where it is known that there is none.
#[derive(Serialize)]
#[serde(untagged)]
enum WirePackageManager<'a> {
    Named(&'a str),
    Absent(bool),
}

#[derive(Serialize)]
struct WireRunProblem<'a> {
    path: Option<&'a str>,
    message: &'a str,
    help: &'a str,
    start: Option<WirePosition>,
    end: Option<WirePosition>,
}

/// The whole run.
pub(crate) fn run(run: &Run) -> WireRun<'_> {
    let mut findings = Vec::new();
    let mut suppressed = Vec::new();
    let mut files = Vec::new();
    for file in &run.files {
        let analysis = &file.analysis;
        let lines = LineIndex::new(&file.source);
        let path = analysis.path.as_str();
        let standings = run.standings(file);
        let found = analysis.findings.iter().zip(standings);
        findings.extend(found.map(|(it, standing)| finding(it, Some(standing), path, &lines)));
        suppressed.extend(
            analysis
                .suppressed
                .iter()
                .map(|silenced| silent(silenced, path, &lines)),
        );
        files.push(WireFile {
            path,
            problems: analysis
                .problems
                .iter()
                .map(|found| problem(found, &lines))
                .collect(),
            targets: analysis.targets.iter().map(target).collect(),
            counts: run.counts_of(file).into(),
        });
    }
    let conclusion = run.conclusion();
    WireRun {
        schema: SCHEMA,
        tool: WireTool {
            name: "distroless-check",
            version: &run.version,
        },
        today: run.today.to_string(),
        summary: WireSummary {
            files: run.files.len(),
            counts: run.counts().into(),
            fail_on: run.fail_on.name(),
            conclusion: conclusion.name(),
            exit_code: conclusion.exit_code(),
        },
        findings,
        suppressed,
        files,
        problems: run.problems.iter().map(run_problem).collect(),
    }
}

/// One finding in the file at `path`.
pub(crate) fn finding<'a>(
    finding: &'a Finding,
    standing: Option<Standing>,
    path: &'a str,
    lines: &LineIndex<'_>,
) -> WireFinding<'a> {
    let WireRange { start, end } = lines.range(finding.span).into();
    WireFinding {
        rule: finding.rule.id,
        severity: finding.severity.name(),
        message: &finding.message,
        help: &finding.help,
        fingerprint: standing.map(|it| it.fingerprint.to_string()),
        known: standing.is_some_and(|it| it.known),
        of_change: standing.is_none_or(|it| it.of_change),
        path,
        start,
        end,
        evidence: finding
            .evidence
            .iter()
            .map(|step| {
                let WireRange { start, end } = lines.range(step.span).into();
                WireEvidence {
                    path,
                    start,
                    end,
                    message: &step.message,
                }
            })
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|offer| fix(offer, lines))
            .collect(),
    }
}

fn fix<'a>(fix: &'a Fix, lines: &LineIndex<'_>) -> WireFix<'a> {
    WireFix {
        title: &fix.title,
        safety: fix.safety.name(),
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let WireRange { start, end } = lines.range(edit.span).into();
                WireEdit {
                    start,
                    end,
                    replacement: &edit.replacement,
                }
            })
            .collect(),
    }
}

fn silent<'a>(
    silenced: &'a Suppressed,
    path: &'a str,
    lines: &LineIndex<'_>,
) -> WireSuppressed<'a> {
    WireSuppressed {
        finding: finding(&silenced.finding, None, path, lines),
        reason: &silenced.reason,
        comment: lines.range(silenced.comment).into(),
    }
}

fn problem<'a>(problem: &'a Problem, lines: &LineIndex<'_>) -> WireProblem<'a> {
    let WireRange { start, end } = lines.range(problem.span).into();
    WireProblem {
        message: &problem.message,
        help: &problem.help,
        start,
        end,
    }
}

fn run_problem(problem: &RunProblem) -> WireRunProblem<'_> {
    WireRunProblem {
        path: problem.path.as_deref(),
        message: &problem.message,
        help: &problem.help,
        start: problem.range.map(|range| range.start.into()),
        end: problem.range.map(|range| range.end.into()),
    }
}

fn target(target: &TargetSummary) -> WireTarget<'_> {
    WireTarget {
        stage: target.stage,
        name: target.name.as_deref(),
        base: target.base.as_deref(),
        shell: target.shell,
        package_manager: target.package_manager.as_ref().map(|known| match known {
            Some(name) => WirePackageManager::Named(name),
            None => WirePackageManager::Absent(false),
        }),
        user: target.user.as_deref(),
    }
}

impl From<Counts> for WireCounts {
    fn from(counts: Counts) -> Self {
        Self {
            error: counts.error,
            warning: counts.warning,
            info: counts.info,
            suppressed: counts.suppressed,
            problems: counts.problems,
            known: counts.known,
            elsewhere: counts.elsewhere,
        }
    }
}

impl From<Position> for WirePosition {
    fn from(position: Position) -> Self {
        Self {
            line: position.line,
            column: position.column,
        }
    }
}

impl From<Range> for WireRange {
    fn from(range: Range) -> Self {
        Self {
            start: range.start.into(),
            end: range.end.into(),
        }
    }
}
