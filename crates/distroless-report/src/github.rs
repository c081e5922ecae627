//! Workflow commands: the lines by which a step of GitHub Actions leaves annotations.
//!
//! A step gets ten annotations of each level, first come, first kept; so the worst come first and
//! the last one says what is missing. What a command holds is escaped: a path or a message must not
//! end its line and begin another command.

use crate::lines::{LineIndex, Range};
use crate::run::Run;
use crate::visible;
use distroless_core::{Analysis, Finding, Severity};
use std::fmt::Write;

/// How many annotations of one level a step gets.
const PER_LEVEL: usize = 10;
/// How many UTF-16 units of a message the runner keeps.
const MESSAGE: usize = 4_096;
const LEVELS: [(Severity, &str); 3] = [
    (Severity::Error, "error"),
    (Severity::Warning, "warning"),
    (Severity::Info, "notice"),
];

/// One command a line.
pub(crate) fn commands(run: &Run) -> String {
    let files: Vec<InFile<'_>> = run
        .files
        .iter()
        .map(|file| InFile {
            analysis: &file.analysis,
            lines: LineIndex::new(&file.source),
            findings: run.annotated(file),
        })
        .collect();
    let mut out = String::new();
    let mut rest = Vec::new();
    for (severity, level) in LEVELS {
        // Of the notices, the last is kept for the one that closes.
        let room = match severity {
            Severity::Info => PER_LEVEL - 1,
            Severity::Warning | Severity::Error => PER_LEVEL,
        };
        let mut annotations = annotations(run, &files, severity);
        for annotation in annotations.by_ref().take(room) {
            annotation.write(&mut out, level);
        }
        match annotations.count() {
            0 => {}
            1 => rest.push(format!("1 {level}")),
            missing => rest.push(format!("{missing} {level}s")),
        }
    }
    if !rest.is_empty() {
        let what = format!("not shown as annotations: {} more", rest.join(", "));
        Annotation {
            path: None,
            range: None,
            said: Said::Problem(
                &what,
                "every finding is in the job summary and in the other reports",
            ),
        }
        .write(&mut out, "notice");
    }
    out
}

struct InFile<'r> {
    analysis: &'r Analysis,
    lines: LineIndex<'r>,
    findings: Vec<&'r Finding>,
}

/// What is to be shown at one level; problems are errors and come first.
fn annotations<'r>(
    run: &'r Run,
    files: &'r [InFile<'r>],
    severity: Severity,
) -> impl Iterator<Item = Annotation<'r>> {
    let problems = run.problems.iter().map(|problem| Annotation {
        path: problem.path.as_deref(),
        range: problem.range,
        said: Said::Problem(&problem.message, &problem.help),
    });
    let in_files = files.iter().flat_map(|file| {
        file.analysis.problems.iter().map(|problem| Annotation {
            path: Some(&file.analysis.path),
            range: Some(file.lines.range(problem.span)),
            said: Said::Problem(&problem.message, &problem.help),
        })
    });
    let findings = files.iter().flat_map(move |file| {
        let found = file.findings.iter().copied();
        let found = found.filter(move |finding| finding.severity == severity);
        found.map(|finding| Annotation {
            path: Some(&file.analysis.path),
            range: Some(file.lines.range(finding.span)),
            said: Said::Finding(finding, &file.lines),
        })
    });
    problems
        .chain(in_files)
        .filter(move |_| severity == Severity::Error)
        .chain(findings)
}

fn text(what: &str, help: &str) -> String {
    let what = visible::sentence(what);
    match visible::sentence(help) {
        help if help.is_empty() => what,
        help => format!("{what}\n{help}"),
    }
}

/// What is wrong, what to do and the steps of the proof.
fn proof(finding: &Finding, lines: &LineIndex<'_>) -> String {
    let mut text = text(&finding.message, &finding.help);
    for step in &finding.evidence {
        let line = lines.position(step.span.start).line;
        // Writing to a string cannot fail.
        _ = write!(text, "\nLine {line}: {}", step.message);
        if text.len() > 2 * MESSAGE {
            break;
        }
    }
    text
}

struct Annotation<'a> {
    path: Option<&'a str>,
    range: Option<Range>,
    said: Said<'a>,
}

/// What an annotation says; put into words only where there is room for it.
enum Said<'a> {
    Problem(&'a str, &'a str),
    Finding(&'a Finding, &'a LineIndex<'a>),
}

impl Annotation<'_> {
    fn write(&self, out: &mut String, level: &str) {
        let (title, mut message) = match self.said {
            Said::Problem(what, help) => ("distroless-check", text(what, help)),
            Said::Finding(finding, lines) => (finding.rule.id, proof(finding, lines)),
        };
        let mut properties = Vec::new();
        match self.path {
            // A path that the runner would have to be given changed finds no file; the message
            // names it in a form that can be read.
            Some(path) if hides(path) => {
                message = format!("{}: {message}", visible::one_line(path));
            }
            Some(path) => {
                properties.push(format!("file={}", property(path)));
                properties.extend(self.range.map(place));
            }
            None => {}
        }
        properties.push(format!("title={}", property(title)));
        let message = visible::paragraphs(&message);
        let message = visible::cut(&message, MESSAGE);
        let properties = properties.join(",");
        // Writing to a string cannot fail.
        _ = writeln!(out, "::{level} {properties}::{}", data(&message));
    }
}

/// Whether a path holds what may act in a log. Line ends do not: they are escaped.
fn hides(path: &str) -> bool {
    path.chars()
        .any(|c| visible::is_hidden(c) && c != '\n' && c != '\r')
}

/// The runner drops columns of ranges over several lines, so they are left out.
fn place(range: Range) -> String {
    let (start, end) = (range.start, range.end);
    let lines = format!("line={},endLine={}", start.line, end.line);
    if range.is_one_line() {
        format!("{lines},col={},endColumn={}", start.column, end.column)
    } else {
        lines
    }
}

/// What stands after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands after a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
