//! Words: parameter expansion with what is known, field splitting, tildes, patterns.

use super::Value;
use super::invocation::Arg;
use super::shell::Shell;
use super::walk::Host;
use dockerfile_syntax::Span;
use shell_syntax::{Parameter, ParameterOp, Part, PartKind, Word};

/// Longer values are treated as not known: nested defaults can double a text again and again.
const LONGEST: usize = 8192;

/// What a word, or a part of it, evaluates to.
#[derive(Default)]
struct Text {
    /// The text so far; once something is not known, what comes before it.
    known: String,
    complete: bool,
    glob: bool,
    /// Where unquoted blanks of a value split the word: offsets in `known`.
    splits: Vec<(usize, usize)>,
}

/// The arguments a word gives.
pub(super) fn arguments(
    word: &Word,
    shell: &Shell<'_>,
    host: &dyn Host,
    span: Span,
    out: &mut Vec<Arg>,
) {
    if !word.braces {
        return one(word, shell, host, span, out);
    }
    match word.expand_braces() {
        Some(words) => {
            for word in &words {
                one(word, shell, host, span, out);
            }
        }
        None => out.push(Arg::unknown(span)),
    }
}

/// The text of a word that is not split: an assignment's value, a redirection's target.
pub(super) fn value(word: &Word, shell: &Shell<'_>, host: &dyn Host) -> Option<String> {
    let text = evaluate(word, shell, host);
    text.complete.then_some(text.known)
}

fn one(word: &Word, shell: &Shell<'_>, host: &dyn Host, span: Span, out: &mut Vec<Arg>) {
    let text = evaluate(word, shell, host);
    // As nearly all are: text as it stands, which nothing splits.
    if text.complete && text.splits.is_empty() && !text.known.is_empty() {
        out.push(Arg {
            known: text.known,
            complete: true,
            glob: text.glob,
            span,
        });
        return;
    }
    let arg = |known: &str, complete: bool| Arg {
        known: known.to_owned(),
        complete,
        glob: text.glob,
        span,
    };
    let mut start = 0;
    for (from, to) in &text.splits {
        let field = text.known.get(start..*from).unwrap_or_default();
        if !field.is_empty() {
            out.push(arg(field, true));
        }
        start = *to;
    }
    let last = text.known.get(start..).unwrap_or_default();
    // A word of an empty variable alone is no argument.
    let vanishes = last.is_empty() && text.complete && !word.is_quoted() && !word.parts.is_empty();
    if !vanishes {
        out.push(arg(last, text.complete));
    }
}

fn evaluate(word: &Word, shell: &Shell<'_>, host: &dyn Host) -> Text {
    let mut text = Text {
        complete: true,
        glob: word.has_glob(),
        ..Text::default()
    };
    if word.has_tilde() {
        match shell.lookup("HOME", host) {
            Value::Known(home) => text.known.push_str(&home),
            Value::Unset | Value::Unknown => text.complete = false,
        }
        append(&word.parts, shell, host, &mut text, false, true);
    } else {
        append(&word.parts, shell, host, &mut text, false, false);
    }
    text
}

fn append(
    parts: &[Part],
    shell: &Shell<'_>,
    host: &dyn Host,
    text: &mut Text,
    quoted: bool,
    tilde: bool,
) {
    for (index, part) in parts.iter().enumerate() {
        if !text.complete {
            return;
        }
        match &part.kind {
            PartKind::Literal(literal) if tilde && index == 0 => {
                // `~name` is another user's home.
                match literal.strip_prefix('~') {
                    Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                        text.known.push_str(rest);
                    }
                    _ => {
                        text.known.clear();
                        text.complete = false;
                    }
                }
            }
            PartKind::Literal(piece)
            | PartKind::Escaped(piece)
            | PartKind::SingleQuoted(piece)
            | PartKind::AnsiQuoted(piece) => text.known.push_str(piece),
            PartKind::DoubleQuoted(inner) => append(inner, shell, host, text, true, false),
            PartKind::Parameter(parameter) => {
                let value = self::parameter(parameter, shell, host);
                match value {
                    Some(value) if text.known.len() + value.len() <= LONGEST => {
                        push_value(&value, quoted, text);
                    }
                    _ => text.complete = false,
                }
            }
            PartKind::Command(_)
            | PartKind::Arithmetic(_)
            | PartKind::Process { .. }
            | PartKind::Array(_)
            | PartKind::ExtendedGlob(_)
            | PartKind::Opaque => text.complete = false,
        }
    }
}

/// Adds a variable's value; unquoted, its blanks split the word.
fn push_value(value: &str, quoted: bool, text: &mut Text) {
    if quoted {
        text.known.push_str(value);
        return;
    }
    text.glob |= value.contains(['*', '?']);
    for (index, piece) in value.split([' ', '\t', '\n']).enumerate() {
        if index > 0 {
            let at = text.known.len();
            text.known.push(' ');
            text.splits.push((at, at + 1));
        }
        text.known.push_str(piece);
    }
}

fn parameter(parameter: &Parameter, shell: &Shell<'_>, host: &dyn Host) -> Option<String> {
    if parameter.indirect || parameter.subscript.is_some() {
        return None;
    }
    let now = shell.lookup(&parameter.name, host);
    let set = |colon: bool| match &now {
        Value::Known(value) => Some(!colon || !value.is_empty()),
        Value::Unset => Some(false),
        Value::Unknown => None,
    };
    let plain = || match &now {
        Value::Known(value) => Some(value.clone()),
        Value::Unset => Some(String::new()),
        Value::Unknown => None,
    };
    match &parameter.op {
        ParameterOp::None | ParameterOp::Error { .. } => plain(),
        ParameterOp::Default { colon, word } | ParameterOp::Assign { colon, word } => {
            if set(*colon)? {
                plain()
            } else {
                value(word, shell, host)
            }
        }
        ParameterOp::Alternative { colon, word } => {
            if set(*colon)? {
                value(word, shell, host)
            } else {
                Some(String::new())
            }
        }
        ParameterOp::RemovePrefix { pattern, longest } => {
            let pattern = pattern.literal()?;
            let text = plain()?;
            // With a pattern without wildcards, the longest match is the shortest.
            let _ = longest;
            Some(
                text.strip_prefix(pattern.as_ref())
                    .unwrap_or(&text)
                    .to_owned(),
            )
        }
        ParameterOp::RemoveSuffix { pattern, .. } => {
            let pattern = pattern.literal()?;
            let text = plain()?;
            Some(
                text.strip_suffix(pattern.as_ref())
                    .unwrap_or(&text)
                    .to_owned(),
            )
        }
        _ => None,
    }
}
