//! The `--name=value` words before an instruction's arguments.

use crate::ast::Flag;
use crate::parse::logical::Line;
use crate::parse::words::unremarkable;

/// Takes the flags off the front of `start..end` of a line; gives where the arguments begin.
///
/// Quotes and backslashes are taken out here, as BuildKit does, whatever the escape directive
/// says. BuildKit reads bytes as characters here and so breaks non-ASCII flags; we keep them.
pub(crate) fn split<'s>(
    line: &Line<'_, 's>,
    start: usize,
    end: usize,
    flags: &mut Vec<Flag<'s>>,
) -> usize {
    let bytes = line.text.as_bytes().get(..end).unwrap_or_default();
    let mut at = start;
    loop {
        while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
            at += 1;
        }
        if !(bytes.get(at) == Some(&b'-') && bytes.get(at + 1) == Some(&b'-')) {
            return at;
        }
        let word = Word::read(line, at, end);
        if word.is_separator(line, at) {
            return word.end;
        }
        if flags.capacity() == 0 {
            flags.reserve_exact(1);
        }
        flags.push(word.flag(line, at));
        at = word.end;
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// One word; `value` is set only where it differs from the text.
struct Word {
    end: usize,
    value: Option<(String, Vec<(usize, usize)>)>,
}

impl Word {
    fn read(line: &Line<'_, '_>, start: usize, end: usize) -> Self {
        let bytes = line.text.as_bytes().get(..end).unwrap_or_default();
        let mut at = start;
        at += unremarkable(bytes.get(at..).unwrap_or_default());
        while let Some(&byte) = bytes.get(at) {
            if is_space(byte) {
                break;
            }
            if matches!(byte, b'"' | b'\'' | b'\\') {
                return Self::read_quoted(line, start, at, end);
            }
            at += 1;
        }
        Self {
            end: at,
            value: None,
        }
    }

    /// Goes on at `at`, where the first quote or backslash stands.
    fn read_quoted(line: &Line<'_, '_>, start: usize, at: usize, end: usize) -> Self {
        let mut value = line.get(start, at).to_owned();
        let mut runs = vec![(0, start)];
        let mut quote = None;
        let mut chars = line.get(at, end).char_indices();
        // Where the next kept character would continue the last run.
        let mut expected = at;
        while let Some((index, mut c)) = chars.next() {
            let mut here = at + index;
            match quote {
                None if c.is_ascii() && is_space(c as u8) => {
                    return Self {
                        end: here,
                        value: Some((value, runs)),
                    };
                }
                None if c == '"' || c == '\'' => {
                    quote = Some(c);
                    continue;
                }
                Some(open) if c == open => {
                    quote = None;
                    continue;
                }
                _ => {}
            }
            if c == '\\' {
                // A backslash at the end is dropped.
                let Some((index, escaped)) = chars.next() else {
                    break;
                };
                here = at + index;
                c = escaped;
            }
            if here != expected {
                runs.push((value.len(), here));
            }
            value.push(c);
            expected = here + c.len_utf8();
        }
        Self {
            end,
            value: Some((value, runs)),
        }
    }

    /// Whether this is a bare `--`, which ends the flags.
    fn is_separator(&self, line: &Line<'_, '_>, start: usize) -> bool {
        self.value
            .as_ref()
            .map_or_else(|| line.get(start, self.end), |value| value.0.as_str())
            == "--"
    }

    fn flag<'s>(&self, line: &Line<'_, 's>, start: usize) -> Flag<'s> {
        let span = line.locate(start, self.end);
        let Some((value, runs)) = &self.value else {
            let word = line.get(start, self.end);
            return match memchr::memchr(b'=', word.as_bytes()) {
                Some(equals) => Flag {
                    name: line.slice(start + 2, start + equals),
                    value: Some(line.slice(start + equals + 1, self.end)),
                    span,
                },
                None => Flag {
                    name: line.slice(start + 2, self.end),
                    value: None,
                    span,
                },
            };
        };
        let text = line.build(value.clone(), runs, start, self.end);
        match value.find('=') {
            Some(equals) => Flag {
                name: text.slice(2, equals),
                value: Some(text.slice(equals + 1, value.len())),
                span,
            },
            None => Flag {
                name: text.slice(2, value.len()),
                value: None,
                span,
            },
        }
    }
}
