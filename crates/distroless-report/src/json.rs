//! `json` and `jsonl`.

use crate::lines::LineIndex;
use crate::run::Run;
use crate::visible::is_hidden;
use crate::wire;
use serde::Serialize;
use std::fmt::Write;

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

#[derive(Serialize)]
struct Inspection<'a, T> {
    schema: u32,
    files: &'a [T],
}

/// What `inspect` shows of each file, as one document.
pub fn inspection<T: Serialize>(files: &[T]) -> String {
    let schema = wire::SCHEMA;
    let mut text = serialised(&Inspection { schema, files }, true);
    text.push('\n');
    text
}

/// A value as JSON. Characters that act on a terminal or turn the order of reading round are
/// escaped, which JSON's own rules leave alone.
pub(crate) fn serialised(value: &impl Serialize, indented: bool) -> String {
    // Our own types, written to memory: maps have text keys and no writer can fail, so the default
    // is never taken.
    let text = if indented {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    }
    .unwrap_or_default();
    let hidden = |c: char| !c.is_ascii_control() && is_hidden(c) || c == '\u{7f}';
    if !text.contains(hidden) {
        return text;
    }
    // Outside of strings JSON has ASCII only, so these stand inside of one.
    let mut out = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}
