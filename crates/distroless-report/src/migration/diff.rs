//! A unified diff with the reasons above each hunk.

use crate::visible::one_line;
use distroless_migrate::{Change, Migration};
use dockerfile_syntax::LineIndex;
use similar::TextDiff;
use std::fmt::Write;
use std::ops::Range;

/// Lines around a change.
const AROUND: usize = 3;

/// The change of a file, with the reasons of each hunk as lines that begin with `#` above it. The lines of
/// the file are as they are: who shows them on a terminal makes them safe first.
pub fn diff(path: &str, source: &str, migration: &Migration) -> String {
    let name = one_line(path);
    let lines = LineIndex::new(source);
    let diff = TextDiff::from_lines(source, &migration.source);
    let mut out = format!("--- a/{name}\n+++ b/{name}\n");
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        let mut told: Vec<&str> = Vec::new();
        let (Some(first), Some(last)) = (hunk.ops().first(), hunk.ops().last()) else {
            continue;
        };
        let shown = first.old_range().start..last.old_range().end;
        for change in &migration.changes {
            let at = place(&lines, change);
            let here = at.start <= shown.end && shown.start <= at.end;
            // What is put in as one text may have several reasons.
            for reason in change.reason.split("; ").filter(|_| here) {
                if !told.contains(&reason) {
                    told.push(reason);
                }
            }
        }
        // Writing to a string cannot fail.
        for reason in told {
            _ = writeln!(out, "# {}", one_line(reason));
        }
        _ = write!(out, "{hunk}");
    }
    out
}

/// The old lines of a change, from 0; of an insertion none, at where it goes.
fn place(lines: &LineIndex<'_>, change: &Change) -> Range<usize> {
    let line = |at: u32| lines.line(at).saturating_sub(1) as usize;
    let span = change.edit.span;
    let start = line(span.start);
    if span.is_empty() {
        return start..start;
    }
    start..line(span.end.saturating_sub(1)) + 1
}
