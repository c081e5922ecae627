//! Texts that were read, as Markdown that shows them and nothing else.

use super::TEXT;
use crate::visible;
use std::fmt::Write;

/// What is wrong and what to do.
pub(super) fn advice(what: &str, help: &str) -> String {
    let what = prose(&visible::sentence(what));
    match visible::sentence(help) {
        help if help.is_empty() => what,
        help => format!("{what} {}", prose(&help)),
    }
}

/// Text whose pairs of backticks set code, on one line.
pub(super) fn prose(text: &str) -> String {
    let text = visible::one_line(text);
    let text = visible::cut(&text, TEXT);
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest: &str = &text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((inside, next)) = after.split_once('`') else {
            break;
        };
        escape(&mut out, before, Among::Prose);
        out.push_str("<code>");
        escape(&mut out, inside, Among::Code);
        out.push_str("</code>");
        rest = next;
    }
    escape(&mut out, rest, Among::Prose);
    out
}

/// A text as code, on one line.
pub fn code(text: &str) -> String {
    let text = visible::one_line(text);
    let mut out = String::from("<code>");
    escape(&mut out, &visible::cut(&text, TEXT), Among::Code);
    out.push_str("</code>");
    out
}

/// A text as code for readers that show no HTML, such as editors: between as many backticks as it takes.
pub fn code_span(text: &str) -> String {
    let text = visible::one_line(text);
    let text = visible::cut(&text, TEXT);
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    // One blank on each side is taken off again.
    let apart = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty();
    let blank = if apart { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Text whose pairs of backticks set code, on one line, for the same readers. What could begin markup
/// stands behind a backslash.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((inside, next)) = after.split_once('`') else {
            break;
        };
        guard(&mut out, before);
        out.push_str(&code_span(inside));
        rest = next;
    }
    guard(&mut out, rest);
    out
}

fn guard(out: &mut String, text: &str) {
    let text = visible::one_line(text);
    let mut begins = out.is_empty();
    for c in visible::cut(&text, TEXT).chars() {
        let marks = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '!' | '$')
            // Links are made of addresses, too, and lists of what stands first.
            || c == ':' && out.ends_with(|c: char| c.is_ascii_alphabetic())
            || begins && matches!(c, '-' | '+' | '=' | '.' | ')');
        if marks {
            out.push('\\');
        }
        begins = begins && c.is_ascii_digit();
        out.push(c);
    }
}

/// What a text stands among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    Prose,
    Code,
}

/// Punctuation that may begin markup, end a table's cell or make a link becomes a character
/// reference. GitHub looks for mentions in what has been rendered, so in prose `@` and `#` are set
/// apart from what follows by a space of no width; in code it does not, and people copy from there.
fn escape(out: &mut String, text: &str, among: Among) {
    // Whether a list could begin here: `1.`, `1)`, `-`, `+`.
    let mut begins = true;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = match c {
            '-' | '+' | '=' | ')' => !begins,
            // `www.` makes a link.
            '.' => !begins && !before.eq_ignore_ascii_case(&'w'),
            // And so does `http://`.
            ':' => chars.peek() != Some(&'/'),
            ' ' | ',' | '(' | '/' | '\'' | ';' | '?' | '%' | '"' => true,
            c => !c.is_ascii_punctuation(),
        };
        begins = begins && c.is_ascii_digit();
        before = c;
        match c {
            c if plain => out.push(c),
            // Writing to a string cannot fail.
            '@' | '#' if among == Among::Prose => _ = write!(out, "&#{};&#8203;", u32::from(c)),
            c => _ = write!(out, "&#{};", u32::from(c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{code, code_span, inline, prose};

    #[test]
    fn code_without_html_cannot_be_left() {
        for (text, shown) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`a``", "``` `a`` ```"),
            (" a", "`  a `"),
            ("", "`  `"),
            ("<b>\n[x](y)", "`<b>\\n[x](y)`"),
        ] {
            assert_eq!(code_span(text), shown);
        }
    }

    #[test]
    fn prose_without_html_makes_no_markup() {
        assert_eq!(inline("a `b*` c"), "a `b*` c");
        assert_eq!(inline("a ` *b* [x](y)"), "a \\` \\*b\\* \\[x\\](y)");
        assert_eq!(inline("- a, 1. b"), "\\- a, 1. b");
        assert_eq!(inline("1. a"), "1\\. a");
        assert_eq!(inline("<i> &amp; http://x"), "\\<i\\> \\&amp; http\\://x");
    }

    #[test]
    fn sets_code_between_pairs_of_backticks() {
        assert_eq!(prose("a `b` c"), "a <code>b</code> c");
        assert_eq!(prose("a ` b"), "a &#96; b");
        assert_eq!(prose("``"), "<code></code>");
    }

    #[test]
    fn begins_no_list() {
        for (text, shown) in [
            ("- a - b", "&#45; a - b"),
            ("12. a. b", "12&#46; a. b"),
            ("1) a (b)", "1&#41; a (b)"),
            ("node:18-slim", "node:18-slim"),
        ] {
            assert_eq!(prose(text), shown);
        }
    }

    #[test]
    fn mentions_nobody() {
        assert_eq!(
            prose("@a `b@c` #1"),
            "&#64;&#8203;a <code>b&#64;c</code> &#35;&#8203;1"
        );
    }

    #[test]
    fn makes_no_markup_of_what_was_read() {
        let hostile = "<script>|@user #1 [x](y) *b* _i_ ~s~ \\ www.a.b http://c\n# h\u{202e}";
        for text in [prose(hostile), code(hostile)] {
            let inner = text.replace("<code>", "").replace("</code>", "");
            for mark in [
                "<", ">", "|", "@", "[", "*", "_", "~", "\\", "`", "\n", "www.", "://",
            ] {
                assert!(!inner.contains(mark), "{mark:?} in {inner}");
            }
        }
    }
}
