//! Code Quality of GitLab: an array of findings, each with a fingerprint that is unique in it.
//!
//! Source: docs.gitlab.com, "Code Quality report format", checked 2026-11-23.

use super::all;
use crate::json::serialised;
use crate::run::Run;
use distroless_core::Severity;
use serde::Serialize;

#[derive(Serialize)]
struct Violation {
    /// GitLab does not show the name of the check, so it stands here too.
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(crate) fn report(run: &Run) -> String {
    let violations = all(run).enumerate().map(|(index, told)| Violation {
        description: format!("{}: {}", told.rule, told.text()),
        check_name: told.rule,
        // A problem is gone with its cause; that another run has another number for it matters to nobody.
        fingerprint: match told.finding {
            Some((_, standing, _)) => standing.fingerprint.to_string(),
            None => format!("problem-{index}"),
        },
        severity: match told.severity {
            None => "blocker",
            Some(Severity::Error) => "critical",
            Some(Severity::Warning) => "major",
            Some(Severity::Info) => "info",
        },
        location: Location {
            path: told.path().unwrap_or_else(|| ".".to_owned()),
            lines: Lines {
                begin: told.line(),
                end: told.range.map_or(1, |range| range.end.line),
            },
        },
    });
    let mut text = serialised(&violations.collect::<Vec<_>>(), true);
    text.push('\n');
    text
}
