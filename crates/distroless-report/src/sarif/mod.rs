//! SARIF 2.1.0, as GitHub code scanning takes it.
//!
//! One run; every rule is described, fired or not. No text is empty and none is longer than GitHub
//! allows, and no more results are written than it keeps: over its limits a whole file is refused.

mod frame;
mod result;
mod rules;
mod uri;

use crate::json::serialised;
use crate::lines::{LineIndex, Range};
use crate::page::Explained;
use crate::run::{Conclusion, Run};
use crate::visible;
use distroless_core::order;
use distroless_core::rules::RuleMeta;
use distroless_core::{Finding, Severity};
use frame::{Driver, Invocation, Log, Notification, OneRun, Tool};
use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, PhysicalLocation, Region, RunAutomationDetails,
};
use std::collections::BTreeMap;
pub(crate) use uri::encoded;

/// How many results of a run GitHub keeps.
const RESULTS: usize = 5_000;
/// How many notifications are written.
const NOTIFICATIONS: usize = 1_000;
/// How many UTF-16 units of a message are written.
const MESSAGE: usize = 4_096;
/// How many of a step of a proof: there may be many steps.
const STEP: usize = 1_024;
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Where relative URIs begin: the root of what was checked.
const ROOT: &str = "%SRCROOT%";

/// The run as one SARIF log, `rules` being all rules of the program.
pub(crate) fn document(run: &Run, rules: &[&'static RuleMeta]) -> String {
    let shown = shown(run);
    let left_out = all(run).count() - shown.len();
    let root = ArtifactLocation::builder()
        .description(message("The root of the files that were checked."))
        .build();
    let log = Log {
        schema: SCHEMA,
        runs: [OneRun {
            automation_details: automation(run),
            column_kind: "utf16CodeUnits",
            invocations: [invocation(run, left_out)],
            original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
            results: result::all(run, rules, &shown),
            tool: tool(run, rules),
        }],
        version: "2.1.0",
    };
    let mut text = serialised(&log, true);
    text.push('\n');
    text
}

/// A finding's place in the run: the file's index, whether it is silenced, the index there.
type Key = (usize, bool, usize);

/// Every finding that is to be shown, in the order of the output.
fn all(run: &Run) -> impl Iterator<Item = (Key, &Finding)> {
    run.files.iter().enumerate().flat_map(|(at, file)| {
        let analysis = &file.analysis;
        let open = analysis.findings.iter().enumerate();
        let silenced = analysis
            .suppressed
            .iter()
            .filter(|_| run.show_suppressed)
            .enumerate();
        open.map(move |(index, finding)| ((at, false, index), finding))
            .chain(silenced.map(move |(index, it)| ((at, true, index), &it.finding)))
    })
}

/// Which findings are written: where there are too many, the gravest.
fn shown(run: &Run) -> Vec<Key> {
    let mut found: Vec<(Key, Severity)> = all(run)
        .map(|(key, finding)| (key, finding.severity))
        .collect();
    if found.len() > RESULTS {
        order::sort_by_key(&mut found, |((_, silenced, _), severity)| {
            (*silenced, std::cmp::Reverse(*severity))
        });
        found.truncate(RESULTS);
        order::sort_by_key(&mut found, |(key, _)| *key);
    }
    found.into_iter().map(|(key, _)| key).collect()
}

fn tool(run: &Run, rules: &[&'static RuleMeta]) -> Tool {
    let pages = Explained::new(run.pages.as_deref());
    let rules = rules.iter().map(|rule| rules::descriptor(rule, &pages));
    Tool {
        driver: Driver {
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            name: "distroless-check",
            rules: rules.collect(),
            semantic_version: run.version.clone(),
            version: run.version.clone(),
        },
    }
}

/// What stands before the last `/` is the category by which GitHub tells analyses apart.
fn automation(run: &Run) -> RunAutomationDetails {
    let id = RunAutomationDetails::builder();
    match &run.guid {
        Some(guid) => id
            .id(format!("distroless-check/{guid}"))
            .guid(guid.as_str())
            .build(),
        None => id.id("distroless-check/").build(),
    }
}

fn invocation(run: &Run, left_out: usize) -> Invocation {
    let mut notes = Vec::new();
    for problem in &run.problems {
        let place = problem
            .path
            .as_deref()
            .map(|path| location(path, problem.range));
        notes.push(notification(
            "error",
            &problem.message,
            &problem.help,
            place,
        ));
    }
    for file in &run.files {
        let lines = LineIndex::new(&file.source);
        for problem in &file.analysis.problems {
            let place = location(&file.analysis.path, Some(lines.range(problem.span)));
            notes.push(notification(
                "error",
                &problem.message,
                &problem.help,
                Some(place),
            ));
        }
    }
    notes.truncate(NOTIFICATIONS);
    if left_out > 0 {
        let what = format!("{left_out} of the mildest results are left out of this file");
        notes.push(notification(
            "warning",
            &what,
            "check fewer files at a time",
            None,
        ));
    }
    let conclusion = run.conclusion();
    Invocation {
        execution_successful: conclusion != Conclusion::Problems,
        exit_code: conclusion.exit_code(),
        tool_execution_notifications: notes,
    }
}

fn notification(
    level: &'static str,
    what: &str,
    help: &str,
    place: Option<Location>,
) -> Notification {
    Notification {
        level,
        locations: place.map(|place| [place]),
        message: message(&prose(what, help)),
    }
}

/// What is wrong and what to do, as sentences.
fn prose(what: &str, help: &str) -> String {
    let sentences = [visible::sentence(what), visible::sentence(help)];
    let filled: Vec<_> = sentences.iter().filter(|text| !text.is_empty()).collect();
    match filled.as_slice() {
        [] => "No message.".to_owned(),
        [one] => (*one).clone(),
        [first, rest @ ..] => rest
            .iter()
            .fold((*first).clone(), |all, next| format!("{all} {next}")),
    }
}

/// A message of plain text. `[text](target)` would become a link, so the two are set apart.
fn message(text: &str) -> Message {
    let text = visible::paragraphs(text).replace("](", "] (");
    Message::builder()
        .text(visible::cut(&text, MESSAGE).into_owned())
        .build()
}

/// A place in the file at `path`, or the file as a whole.
fn location(path: &str, range: Option<Range>) -> Location {
    let mut physical = PhysicalLocation::builder()
        .artifact_location(uri::artifact(path))
        .build();
    physical.region = range.map(region);
    Location::builder().physical_location(physical).build()
}

fn region(range: Range) -> Region {
    Region::builder()
        .start_line(i64::from(range.start.line))
        .start_column(i64::from(range.start.column))
        .end_line(i64::from(range.end.line))
        .end_column(i64::from(range.end.column))
        .build()
}

/// SARIF's words for the severities.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
