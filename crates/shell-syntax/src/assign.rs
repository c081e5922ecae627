//! Assignments are words of a certain form.

use crate::ast::{Assignment, Dialect};
use crate::span::Span;
use crate::word::{Part, PartKind, Word};

/// Whether `text` is a name a variable can have.
pub(crate) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Where a word divides into the assignment's target and value.
struct Division {
    name: String,
    subscript: Option<String>,
    append: bool,
    /// The part in which the value begins, and where in its text.
    part: usize,
    value: usize,
}

/// Reads a word as an assignment.
pub(crate) fn from_word(word: &Word, dialect: Dialect) -> Option<Assignment> {
    take_word(word.clone(), dialect).ok()
}

/// Makes a word to an assignment, or gives it back.
pub(crate) fn take_word(mut word: Word, dialect: Dialect) -> Result<Assignment, Word> {
    let Some(division) = divide(&word.parts, dialect) else {
        return Err(word);
    };
    let mut parts = word.parts.split_off(division.part.min(word.parts.len()));
    let mut start = word.span.end;
    if let Some(Part {
        span,
        kind: PartKind::Literal(text),
    }) = parts.first_mut()
    {
        *text = text.get(division.value..).unwrap_or_default().to_owned();
        // The value ends the part, and its text is as long as its place, so the length gives its start.
        span.start = span.end.saturating_sub(text.len() as u32).max(span.start);
        start = span.start;
        if text.is_empty() {
            parts.remove(0);
        }
    }
    Ok(Assignment {
        span: word.span,
        name: division.name,
        subscript: division.subscript,
        append: division.append,
        value: Word {
            span: Span::new(start, word.span.end.max(start)),
            parts,
            braces: false,
        },
    })
}

fn divide(parts: &[Part], dialect: Dialect) -> Option<Division> {
    let (first, rest) = parts.split_first()?;
    let PartKind::Literal(text) = &first.kind else {
        return None;
    };
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let name = text.get(..length).filter(|name| is_name(name))?;
    let after = text.get(length..)?;
    let simple = |append, operator| Division {
        name: name.to_owned(),
        subscript: None,
        append,
        part: 0,
        value: length + operator,
    };
    if after.starts_with('=') {
        return Some(simple(false, 1));
    }
    if dialect != Dialect::Bash {
        return None;
    }
    if after.starts_with("+=") {
        return Some(simple(true, 2));
    }
    let inner = after.strip_prefix('[')?;
    if let Some((end, value, append)) = subscript_end(inner) {
        return Some(Division {
            name: name.to_owned(),
            subscript: inner.get(..end).map(str::to_owned),
            append,
            part: 0,
            value: length + 1 + value,
        });
    }
    // The subscript's text is put together from its parts; expansions in it stand as `$`.
    let mut subscript = inner.to_owned();
    for (index, part) in rest.iter().enumerate() {
        match &part.kind {
            PartKind::Literal(text) => {
                if let Some((end, value, append)) = subscript_end(text) {
                    subscript.push_str(text.get(..end)?);
                    return Some(Division {
                        name: name.to_owned(),
                        subscript: Some(subscript),
                        append,
                        part: index + 1,
                        value,
                    });
                }
                subscript.push_str(text);
            }
            PartKind::Escaped(text) | PartKind::SingleQuoted(text) | PartKind::AnsiQuoted(text) => {
                subscript.push_str(text);
            }
            _ => subscript.push('$'),
        }
    }
    None
}

/// Finds `]=` or `]+=`: where the subscript ends, where the value begins, whether it is appended.
fn subscript_end(text: &str) -> Option<(usize, usize, bool)> {
    let plain = text.find("]=").map(|at| (at, at + 2, false));
    let append = text.find("]+=").map(|at| (at, at + 3, true));
    match (plain, append) {
        (Some(plain), Some(append)) => Some(if plain.0 < append.0 { plain } else { append }),
        (found, other) => found.or(other),
    }
}
