//! Arguments in the forms that instructions have, and what BuildKit's first pass refuses.

use crate::ast::{Command, Pair};
use crate::go::quote;
use crate::parse::json::{self, Array};
use crate::parse::logical::Line;
use crate::parse::words::{Plain, Quoted};
use crate::span::Span;
use crate::text::Text;
use memchr::memchr;

/// What the first pass refuses.
#[derive(Debug)]
pub(crate) struct LineError {
    pub(crate) message: String,
    pub(crate) span: Span,
}

/// Arguments, or why they are refused.
pub(crate) type Read<T> = Result<T, Box<LineError>>;

/// A place in a line.
type Place = (usize, usize);

/// The arguments of RUN, CMD, ENTRYPOINT and SHELL: a command in one of its two forms.
#[inline]
pub(crate) fn command<'s>(line: &Line<'_, 's>, (start, end): Place) -> Read<Command<'s>> {
    match json::array(line, start, end) {
        Array::No => Ok(Command::Shell(line.slice(start, end))),
        Array::Strings(strings) => Ok(Command::Exec(strings)),
        Array::NotStrings => Err(Box::new(not_strings(line, start, end))),
    }
}

/// The arguments of COPY, ADD and VOLUME go to `words`; whether they are a JSON array.
///
/// Lists are handed over to be filled: to give them back would be to move them about.
pub(crate) fn list<'s>(
    line: &Line<'_, 's>,
    (start, end): Place,
    words: &mut Vec<Text<'s>>,
) -> Read<bool> {
    match json::array(line, start, end) {
        Array::No => {
            self::words(line, (start, end), words);
            Ok(false)
        }
        Array::Strings(strings) => {
            *words = strings;
            Ok(true)
        }
        Array::NotStrings => Err(Box::new(not_strings(line, start, end))),
    }
}

/// The arguments of EXPOSE and others: words between blanks.
pub(crate) fn words<'s>(line: &Line<'_, 's>, (start, end): Place, words: &mut Vec<Text<'s>>) {
    if start < end {
        words.reserve(2);
        words.extend(Plain::new(line.text, start, end).map(|(start, end)| line.slice(start, end)));
    }
}

fn not_strings(line: &Line<'_, '_>, start: usize, end: usize) -> LineError {
    LineError {
        message: "when using JSON array syntax, arrays must be comprised of strings only"
            .to_owned(),
        span: line.locate(start, end),
    }
}

/// The arguments of ENV and LABEL go to `pairs`; whether they are in the legacy form.
pub(crate) fn pairs<'s>(
    line: &Line<'_, 's>,
    (start, end): Place,
    escape: u8,
    instruction: &str,
    pairs: &mut Vec<Pair<'s>>,
) -> Read<bool> {
    // Those that do not fit on a line mostly have one each.
    pairs.reserve_exact(line.piece_count());
    for (from, to) in Quoted::new(line.text, start, end, escape) {
        let Some(equals) = memchr(b'=', line.get(from, to).as_bytes()) else {
            if pairs.is_empty() {
                pairs.push(legacy_pair(line, start, end, instruction)?);
                return Ok(true);
            }
            return Err(Box::new(LineError {
                message: format!(
                    "Syntax error - can't find = in {}. Must be of the form: name=value",
                    quote(line.get(from, to))
                ),
                span: line.locate(from, to),
            }));
        };
        pairs.push(Pair {
            name: line.slice(from, from + equals),
            value: Some(line.slice(from + equals + 1, to)),
            span: line.locate(from, to),
        });
    }
    Ok(false)
}

/// `ENV NAME VALUE`: the value is all the rest.
fn legacy_pair<'s>(
    line: &Line<'_, 's>,
    start: usize,
    end: usize,
    instruction: &str,
) -> Read<Pair<'s>> {
    let mut words = Plain::new(line.text, start, end);
    let (Some(name), Some(value)) = (words.next(), words.next()) else {
        return Err(Box::new(LineError {
            message: format!("{instruction} must have two arguments"),
            span: line.locate(start, end),
        }));
    };
    Ok(Pair {
        name: line.slice(name.0, name.1),
        value: Some(line.slice(value.0, end)),
        span: line.locate(name.0, end),
    })
}

/// The arguments of ARG go to `pairs`.
pub(crate) fn definitions<'s>(
    line: &Line<'_, 's>,
    (start, end): Place,
    escape: u8,
    pairs: &mut Vec<Pair<'s>>,
) {
    // Those that do not fit on a line mostly have one each.
    pairs.reserve_exact(line.piece_count());
    for (from, to) in Quoted::new(line.text, start, end, escape) {
        let equals = memchr(b'=', line.get(from, to).as_bytes());
        pairs.push(Pair {
            name: line.slice(from, equals.map_or(to, |equals| from + equals)),
            value: equals.map(|equals| line.slice(from + equals + 1, to)),
            span: line.locate(from, to),
        });
    }
}

/// HEALTHCHECK's type, and the place of what follows it.
pub(crate) fn health<'s>(line: &Line<'_, 's>, (start, end): Place) -> (Text<'s>, Place) {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let rest = line.get(start, end).as_bytes();
    let kind = rest.iter().take_while(|byte| !is_space(byte)).count();
    let gap = rest
        .iter()
        .skip(kind)
        .take_while(|byte| is_space(byte))
        .count();
    (line.slice(start, start + kind), (start + kind + gap, end))
}
