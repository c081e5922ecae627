//! Parser directives: `# name=value` at the head of a file.

use crate::parse::logical::skip_space;

/// What a comment line at the head of a file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Head<'s> {
    /// Not a directive: no directive can follow.
    End,
    /// A directive; its name in lower case is one of the known ones.
    Directive { name: &'s str, value: &'s str },
}

/// The names that make a comment a directive.
const KNOWN: [&str; 3] = ["syntax", "escape", "check"];

/// Reads a comment line, its leading blanks and its line end already taken off.
pub(crate) fn read(line: &str) -> Head<'_> {
    match split(line) {
        Some((name, value)) if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name)) => {
            Head::Directive { name, value }
        }
        _ => Head::End,
    }
}

/// Name and value, as the pattern `^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$` has them.
fn split(line: &str) -> Option<(&str, &str)> {
    let body = line.strip_prefix('#')?;
    let body = body.get(skip_space(body, 0, body.len())..)?;
    let length = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = body.split_at_checked(length)?;
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let value = rest.trim_start_matches(is_blank).strip_prefix('=')?;
    let trimmed = value.trim_matches(is_blank);
    if trimmed.is_empty() {
        // The pattern wants one character, and gives back the last blank to have it.
        let last = value.char_indices().next_back()?.0;
        return Some((name, value.get(last..)?));
    }
    Some((name, trimmed))
}

/// `\s` of Go's regular expressions; lines hold no line feed.
const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\x0c' | '\n')
}
