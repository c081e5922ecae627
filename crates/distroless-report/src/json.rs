//! `json` and `jsonl`.

use crate::lines::LineIndex;
use crate::run::Run;
use crate::visible::is_hidden;
use crate::wire;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use std::fmt::Write;
use std::io;

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
        let standings = run.standings(file);
        for (finding, standing) in file.analysis.findings.iter().zip(standings) {
            let wire = wire::finding(finding, Some(standing), &file.analysis.path, &lines);
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
pub fn serialised(value: &impl Serialize, indented: bool) -> String {
    let mut bytes = Vec::new();
    let layout = Layout {
        indented,
        pretty: PrettyFormatter::new(),
    };
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, layout);
    // Our own types, written to memory: maps have text keys and no writer can fail, so the default
    // is never taken.
    let text = match value.serialize(&mut serializer) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    };
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

/// Either layout by one type: each type of a formatter is a copy of the code of all that is written, and
/// WebAssembly is loaded each time.
struct Layout {
    indented: bool,
    pretty: PrettyFormatter<'static>,
}

/// The methods in which the two layouts differ.
macro_rules! either {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            fn $method<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
                if self.indented {
                    self.pretty.$method(writer $(, $argument)*)
                } else {
                    CompactFormatter.$method(writer $(, $argument)*)
                }
            }
        )*
    };
}

impl Formatter for Layout {
    either! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }
}
