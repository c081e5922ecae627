//! The same as data.

use super::{Migrated, diff};
use crate::inspect::image::{TargetReport, target};
use crate::json::serialised;
use crate::wire::SCHEMA;
use distroless_migrate::Verdict;
use dockerfile_syntax::LineIndex;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'d> {
    schema: u32,
    path: &'d str,
    status: &'static str,
    /// The new text, and the change as a diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
    changes: Vec<ChangeReport<'d>>,
    notes: Vec<NoteReport<'d>>,
    obstacles: Vec<ObstacleReport<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<TargetReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<TargetReport>,
}

#[derive(Serialize)]
struct ChangeReport<'d> {
    /// The first line of the old text that it concerns.
    line: u32,
    /// The bytes of the old text that go.
    start: u32,
    end: u32,
    replacement: &'d str,
    reason: &'d str,
}

#[derive(Serialize)]
struct NoteReport<'d> {
    line: Option<u32>,
    text: &'d str,
}

#[derive(Serialize)]
struct ObstacleReport<'d> {
    line: u32,
    why: &'d str,
    help: &'d str,
}

/// What came of a migration, as one document.
pub fn document(migrated: &Migrated<'_>) -> String {
    let lines = LineIndex::new(migrated.source);
    let mut document = Document {
        schema: SCHEMA,
        path: migrated.path,
        status: "migrated",
        source: None,
        diff: None,
        changes: Vec::new(),
        notes: Vec::new(),
        obstacles: Vec::new(),
        before: None,
        after: None,
    };
    match migrated.outcome {
        Ok(migration) => {
            let new = LineIndex::new(&migration.source);
            document.source = Some(&migration.source);
            document.diff = Some(diff(migrated.path, migrated.source, migration));
            document.changes = migration
                .changes
                .iter()
                .map(|change| ChangeReport {
                    line: lines.line(change.edit.span.start),
                    start: change.edit.span.start,
                    end: change.edit.span.end,
                    replacement: &change.edit.replacement,
                    reason: &change.reason,
                })
                .collect();
            document.notes = migration
                .notes
                .iter()
                .map(|note| NoteReport {
                    line: note.span.map(|span| lines.line(span.start)),
                    text: &note.text,
                })
                .collect();
            document.before = Some(target(&migration.before, None, &|span| {
                lines.line(span.start)
            }));
            document.after = Some(target(&migration.after, None, &|span| new.line(span.start)));
        }
        Err(refusal) => {
            document.status = match refusal.verdict {
                Verdict::NothingToDo => "nothing-to-do",
                Verdict::Refused | Verdict::DoesNotHold => "refused",
            };
            document.obstacles = refusal
                .obstacles
                .iter()
                .map(|obstacle| ObstacleReport {
                    line: lines.line(obstacle.span.start),
                    why: &obstacle.why,
                    help: &obstacle.help,
                })
                .collect();
        }
    }
    let mut text = serialised(&document, true);
    text.push('\n');
    text
}
