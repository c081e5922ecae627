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
    if !acts(&text) {
        return text;
    }
    // Outside of strings JSON has ASCII only, so these stand inside of one.
    let mut out = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if is_escaped(c) {
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

/// Whether a character is escaped beyond what JSON asks for.
fn is_escaped(c: char) -> bool {
    !c.is_ascii_control() && is_hidden(c) || c == '\u{7f}'
}

/// Whether a text has such a character. Reports are long and nearly all ASCII, which is passed over
/// eight bytes at a time.
fn acts(text: &str) -> bool {
    let mut rest = text;
    loop {
        let words = rest.as_bytes().chunks_exact(8);
        let plain = words.take_while(|word| is_plain(word)).count() * 8;
        // Nothing is cut in two: what is before this is ASCII.
        let mut after = rest.get(plain..).unwrap_or_default().chars();
        match after.by_ref().find(|c| !c.is_ascii() || *c == '\u{7f}') {
            None => return false,
            Some(c) if is_escaped(c) => return true,
            Some(_) => rest = after.as_str(),
        }
    }
}

/// Whether eight bytes are ASCII without DEL, the one that has its high bit set when one is added.
fn is_plain(word: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let Ok(word) = word.try_into().map(u64::from_ne_bytes) else {
        return false;
    };
    (word | word.wrapping_add(ONES)) & (ONES << 7) == 0
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

#[cfg(test)]
mod tests {
    use super::{acts, is_escaped};

    #[test]
    fn what_acts_is_found_wherever_it_stands() {
        for before in 0..20 {
            for c in [
                '\u{7e}',
                '\u{7f}',
                '\u{80}',
                'ü',
                '…',
                '\u{202e}',
                '\u{feff}',
                '\u{e0001}',
                '\n',
            ] {
                let text = format!("{}{c}…{}", "x".repeat(before), "y".repeat(9));
                assert_eq!(acts(&text), text.contains(is_escaped), "{text:?}");
            }
        }
        assert!(!acts(""));
    }
}
