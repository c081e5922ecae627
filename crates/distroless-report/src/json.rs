//! `json` and `jsonl`.

use crate::lines::LineIndex;
use crate::run::Run;
use crate::wire;
use serde::Serialize;

/// One document, indented.
pub(crate) fn document(run: &Run) -> String {
    let mut text = serialised(&wire::run(run), true);
    text.push('\n');
    text
}

/// One finding a line.
pub(crate) fn lines(run: &Run) -> String {
    let mut text = String::new();
    for file in &run.files {
        let lines = LineIndex::new(&file.source);
        for finding in &file.analysis.findings {
            let wire = wire::finding(finding, &file.analysis.path, &lines);
            text.push_str(&serialised(&wire, false));
            text.push('\n');
        }
    }
    text
}

/// Our own types, written to memory: maps have text keys and no writer can fail, so the error arm
/// is never taken.
pub(crate) fn serialised(value: &impl Serialize, indented: bool) -> String {
    if indented {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    }
    .unwrap_or_default()
}
