//! Joining the JSON reports of several runs, such as those of many repositories, into one.

use crate::args::{MergeArgs, Merged};
use crate::{Error, output};
use distroless_report::{markdown_code, visible};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;

/// How many findings of one report the table names.
const NAMED: usize = 3;

/// What is read of a report; what it holds besides is kept as it is.
#[derive(Deserialize)]
struct Report {
    schema: u32,
    tool: Tool,
    summary: Summary,
    findings: Vec<Finding>,
    #[serde(skip)]
    whole: Value,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
}

#[derive(Deserialize)]
struct Summary {
    files: u64,
    error: u64,
    warning: u64,
    info: u64,
    problems: u64,
    conclusion: String,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    severity: String,
    path: String,
    start: Position,
}

#[derive(Deserialize)]
struct Position {
    line: u32,
}

/// Joins them; one that cannot be read is told and stops no other.
pub(crate) fn run(args: &MergeArgs) -> Result<u8, Error> {
    let mut reports = Vec::new();
    let mut broken = false;
    for argument in &args.reports {
        let (name, file) = match argument.split_once('=') {
            Some((name, file)) if !name.is_empty() => (name, file),
            _ => (argument.as_str(), argument.as_str()),
        };
        match read(file) {
            Ok(report) => reports.push((name, report)),
            Err(error) => {
                broken = true;
                let line = format!("error: {file}: {error} (name a file made with --format json)");
                output::note(&visible::one_line(&line));
            }
        }
    }
    let joined = match args.format {
        Merged::Markdown => table(&reports),
        Merged::Json => document(&reports),
    };
    output::write(&joined, args.output.as_deref())?;
    Ok(if broken { 2 } else { 0 })
}

fn read(file: &str) -> Result<Report, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("it cannot be read: {error}"))?;
    let whole: Value =
        serde_json::from_str(&text).map_err(|error| format!("it is no JSON: {error}"))?;
    let report =
        Report::deserialize(&whole).map_err(|error| format!("it is no report: {error}"))?;
    if report.tool.name != "distroless-check" || report.schema != 1 {
        return Err("it is no report of this program".to_owned());
    }
    Ok(Report { whole, ..report })
}

/// One document: a sum, and every report by its name.
fn document(reports: &[(&str, Report)]) -> String {
    let sum = |of: fn(&Summary) -> u64| reports.iter().map(|(_, it)| of(&it.summary)).sum::<u64>();
    let joined: Vec<Value> = reports
        .iter()
        .map(|(name, report)| json!({ "name": name, "report": report.whole }))
        .collect();
    let document = json!({
        "schema": 1,
        "summary": {
            "reports": reports.len(),
            "files": sum(|it| it.files),
            "error": sum(|it| it.error),
            "warning": sum(|it| it.warning),
            "info": sum(|it| it.info),
            "problems": sum(|it| it.problems),
            "conclusion": worst(reports),
        },
        "reports": joined,
    });
    let mut text = distroless_report::serialised(&document, true);
    text.push('\n');
    text
}

/// How the worst of them ended.
fn worst(reports: &[(&str, Report)]) -> &'static str {
    let ended = |how: &str| reports.iter().any(|(_, it)| it.summary.conclusion == how);
    match (ended("problems"), ended("findings")) {
        (true, _) => "problems",
        (false, true) => "findings",
        (false, false) => "clean",
    }
}

/// A table with a line for each, those with the gravest findings first.
fn table(reports: &[(&str, Report)]) -> String {
    let mut order: Vec<&(&str, Report)> = reports.iter().collect();
    order.sort_by_key(|(name, report)| {
        let Summary {
            error,
            warning,
            info,
            problems,
            ..
        } = report.summary;
        (std::cmp::Reverse((problems, error, warning, info)), *name)
    });
    let mut out = String::from("## distroless-check\n\n");
    // Writing to a string cannot fail.
    _ = writeln!(out, "**{} reports: {}**\n", reports.len(), worst(reports));
    out.push_str("| | Dockerfiles | Errors | Warnings | Infos | Problems | Gravest |\n|---|---:|---:|---:|---:|---:|---|\n");
    for (name, report) in order {
        let it = &report.summary;
        _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            markdown_code(name),
            it.files,
            it.error,
            it.warning,
            it.info,
            it.problems,
            gravest(&report.findings)
        );
    }
    out
}

fn gravest(findings: &[Finding]) -> String {
    let mut shown: Vec<&Finding> = findings.iter().collect();
    shown.sort_by_key(|finding| match finding.severity.as_str() {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    });
    let named = shown.iter().take(NAMED).map(|finding| {
        let place = format!("{}:{}", finding.path, finding.start.line);
        format!("{} {}", markdown_code(&finding.rule), markdown_code(&place))
    });
    let mut named: Vec<String> = named.collect();
    if let Some(more) = shown.len().checked_sub(NAMED).filter(|more| *more > 0) {
        named.push(format!("{more} more"));
    }
    named.join("<br>")
}
