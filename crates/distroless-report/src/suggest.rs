//! Fixes as whole lines to put in the place of others, as reviews of pull requests offer them.

use crate::lines::LineIndex;
use crate::page;
use crate::run::{File, Run};
use crate::standing::Standing;
use crate::visible::is_hidden;
use distroless_core::{Finding, Fix, Safety};
use serde::Serialize;

/// Lines to put in the place of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The file, from the root of the run.
    pub path: String,
    /// The first line that goes, counted from 1.
    pub start_line: u32,
    /// The last line that goes.
    pub end_line: u32,
    /// What comes, without the last line end.
    pub replacement: String,
    /// What the fix does: "use the exec form".
    pub title: String,
    /// The rule.
    pub rule: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What the finding is known by.
    pub fingerprint: String,
    /// The page of the rule.
    pub page: String,
}

/// The first fix of every finding that counts, where it keeps what the image does.
pub fn suggestions(run: &Run) -> Vec<Suggestion> {
    let in_file = |file: &File| {
        let lines = LineIndex::new(&file.source);
        let findings = file.analysis.findings.iter().zip(run.standings(file));
        let counted = findings.filter(|(_, standing)| !standing.known && standing.of_change);
        let offered = counted.filter_map(|(finding, standing)| {
            let fix = finding
                .fixes
                .iter()
                .find(|fix| fix.safety == Safety::Safe)?;
            suggestion(file, finding, standing, fix, &lines)
        });
        offered.collect::<Vec<_>>()
    };
    run.files.iter().flat_map(in_file).collect()
}

fn suggestion(
    file: &File,
    finding: &Finding,
    standing: Standing,
    fix: &Fix,
    lines: &LineIndex<'_>,
) -> Option<Suggestion> {
    let source = file.source.as_str();
    let (first, last) = (fix.edits.first()?.span.start, fix.edits.last()?.span.end);
    let (first, last) = (first as usize, last as usize);
    // Whole lines: from the beginning of the first to the end of the last.
    let start = source.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(last..)?;
    // A line that goes with its end takes the beginning of the next one along.
    let end = last + rest.find('\n').unwrap_or(rest.len());
    let mut replacement = String::new();
    let mut at = start;
    for edit in &fix.edits {
        replacement.push_str(source.get(at..edit.span.start as usize)?);
        replacement.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    replacement.push_str(source.get(at..end)?);
    // Line ends of Windows do not survive the way through a comment, and what is not seen there is
    // not to be agreed to.
    let unseen = |c: char| is_hidden(c) && c != '\n' && c != '\t';
    if source.get(start..end)?.contains(unseen) || replacement.contains(unseen) {
        return None;
    }
    let line = |offset: usize| {
        lines
            .position(u32::try_from(offset).unwrap_or(u32::MAX))
            .line
    };
    Some(Suggestion {
        path: file.analysis.path.clone(),
        start_line: line(start),
        end_line: line(end),
        replacement,
        title: fix.title.clone(),
        rule: finding.rule.id,
        severity: finding.severity.name(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        fingerprint: standing.fingerprint.to_string(),
        page: page::url(finding.rule),
    })
}
