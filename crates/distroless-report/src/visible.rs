//! Text of unknown origin, made safe to look at.
//!
//! A path or a message may hold anything: terminal escapes, characters that turn the order of
//! reading round, line ends that would begin a new line of output. What would act instead of being
//! seen is written out as an escape.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character is not seen, or changes how its neighbours are seen: control characters,
/// line and paragraph separators, bidirectional controls, zero-width and tag characters.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text on one line: hidden characters are written as `\n`, `\t` or `\u{…}`.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escaped(text, is_hidden)
}

/// Prose with its line feeds kept and every other hidden character written out: a tab in a name would
/// pass for a space.
pub(crate) fn paragraphs(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_hidden(c) && c != '\n')
}

/// Source text with its line feeds and tabs kept and every other hidden character written out.
pub fn many_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_hidden(c) && c != '\n' && c != '\t')
}

fn escaped(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !hidden(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            c => _ = write!(out, "\\u{{{:x}}}", u32::from(c)),
        }
    }
    Cow::Owned(out)
}

/// The text, or its beginning and an ellipsis where it is longer than `limit` UTF-16 units.
pub(crate) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    // A text is at least as long in bytes as in UTF-16 units.
    if text.len() <= limit || text.encode_utf16().take(limit + 1).count() <= limit {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let end = text
        .char_indices()
        .find(|(_, c)| {
            units += c.len_utf16();
            // One unit for the ellipsis.
            units + 1 > limit
        })
        .map_or(text.len(), |(at, _)| at);
    Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default()))
}

/// A message as a sentence of prose: with a capital, where it begins with a plain word, and a stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let word = text.split(' ').next().unwrap_or_default();
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut out = String::with_capacity(text.len() + 1);
    let mut chars = text.chars();
    if plain {
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
    }
    out.push_str(chars.as_str());
    if !out.is_empty() && !out.ends_with(['.', '?', '!']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{cut, many_lines, one_line, paragraphs, sentence};

    #[test]
    fn writes_out_what_would_act() {
        assert_eq!(one_line("plain ü €"), "plain ü €");
        assert_eq!(one_line("a\nb\rc\td"), "a\\nb\\rc\\td");
        assert_eq!(
            one_line("\u{1b}[31m\u{202e}x\u{9b}"),
            "\\u{1b}[31m\\u{202e}x\\u{9b}"
        );
        assert_eq!(many_lines("a\n\tb\r"), "a\n\tb\\r");
        assert_eq!(paragraphs("a\n\tb\r"), "a\n\\tb\\r");
    }

    #[test]
    fn cuts_by_utf16_units() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("😀😀", 4), "😀😀");
        assert_eq!(cut("😀😀", 3), "😀…");
        assert_eq!(cut("€€€", 3), "€€€");
    }

    #[test]
    fn makes_sentences() {
        assert_eq!(sentence("use the exec form"), "Use the exec form.");
        assert_eq!(sentence("`CMD` needs a shell"), "`CMD` needs a shell.");
        assert_eq!(sentence("node:18 is old."), "node:18 is old.");
        assert_eq!(sentence(" "), "");
    }
}
