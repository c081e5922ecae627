//! Reviewdog's JSON, with fixes as suggestions. Columns count bytes.
//!
//! Source: reviewdog's Diagnostic Format, checked 2026-11-23.

use super::{PROBLEM, Told, of_file, of_run};
use crate::json::serialised;
use crate::lines::LineIndex;
use crate::page;
use crate::run::Run;
use distroless_core::{Safety, Severity};
use dockerfile_syntax::Span;
use serde::Serialize;

#[derive(Serialize)]
struct Report<'r> {
    source: Source,
    severity: &'static str,
    diagnostics: Vec<Diagnostic<'r>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'r>>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<ByteRange>,
}

#[derive(Serialize)]
struct ByteRange {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion<'r> {
    range: ByteRange,
    text: &'r str,
}

pub(crate) fn report(run: &Run) -> String {
    let own = of_run(run).map(|told| diagnostic(&told, None));
    let in_files = run.files.iter().flat_map(|file| {
        let lines = LineIndex::new(&file.source);
        let told = of_file(run, file).into_iter();
        let told = told.map(|told| diagnostic(&told, Some(&lines)));
        told.collect::<Vec<_>>()
    });
    let report = Report {
        source: Source {
            name: PROBLEM,
            url: env!("CARGO_PKG_REPOSITORY"),
        },
        severity: "WARNING",
        diagnostics: own.chain(in_files).collect(),
    };
    let mut text = serialised(&report, true);
    text.push('\n');
    text
}

fn diagnostic<'r>(told: &Told<'r>, lines: Option<&LineIndex<'_>>) -> Diagnostic<'r> {
    let finding = told.finding.map(|(finding, ..)| finding);
    let range = match (finding.zip(lines), told.range) {
        (Some((finding, lines)), _) => Some(bytes(lines, finding.span)),
        (None, Some(range)) => Some(ByteRange {
            start: Place {
                line: range.start.line,
                column: None,
            },
            end: Place {
                line: range.end.line,
                column: None,
            },
        }),
        (None, None) => None,
    };
    let fixes = finding.zip(lines).into_iter().flat_map(|(finding, lines)| {
        let safe = finding
            .fixes
            .iter()
            .filter(|fix| fix.safety == Safety::Safe);
        // A suggestion is one piece of text.
        let single = safe.filter_map(move |fix| match fix.edits.as_slice() {
            [edit] => Some(Suggestion {
                range: bytes(lines, edit.span),
                text: &edit.replacement,
            }),
            _ => None,
        });
        single.collect::<Vec<_>>()
    });
    Diagnostic {
        message: told.text(),
        location: Location {
            path: told.path.unwrap_or("."),
            range,
        },
        severity: match told.severity {
            None | Some(Severity::Error) => "ERROR",
            Some(Severity::Warning) => "WARNING",
            Some(Severity::Info) => "INFO",
        },
        code: Code {
            value: told.rule,
            url: finding.map(|finding| page::url(finding.rule)),
        },
        suggestions: fixes.collect(),
    }
}

/// A span by lines and bytes, both counted from 1.
fn bytes(lines: &LineIndex<'_>, span: Span) -> ByteRange {
    let place = |offset: u32| {
        let line = lines.position(offset).line;
        let start = lines.bytes(line, line).start;
        Place {
            line,
            column: Some((offset as usize).saturating_sub(start) + 1),
        }
    };
    ByteRange {
        start: place(span.start),
        end: place(span.end),
    }
}
