//! Heredocs: finding their opening words on a logical line.

use crate::go::quote;
use crate::parse::lex::{Keep, Word, for_each_word, words};
use crate::parse::logical::Line;
use crate::span::Span;
use crate::text::Text;

/// The word that opens a heredoc.
#[derive(Debug)]
pub(crate) struct Opening<'s> {
    pub(crate) name: Text<'s>,
    pub(crate) span: Span,
    pub(crate) expand: bool,
    pub(crate) chomp: bool,
    pub(crate) descriptor: u32,
}

/// The heredocs that a logical line opens, in order.
pub(crate) fn on_line<'s>(line: &Line<'_, 's>) -> Result<Vec<Opening<'s>>, String> {
    let bytes = line.text.as_bytes();
    let first = memchr::memchr(b'<', bytes).and_then(|at| bytes.get(at..));
    if first.is_none_or(|rest| memchr::memmem::find(rest, b"<<").is_none()) {
        return Ok(Vec::new());
    }
    let keep = Keep {
        quotes: true,
        escapes: true,
    };
    let mut openings = Ok(Vec::new());
    let read = for_each_word(line.text, keep, &mut |word| {
        let Ok(found) = &mut openings else { return };
        match parse(&word.value) {
            Ok(None) => {}
            Ok(Some(parsed)) => found.push(parsed.place(line, word)),
            Err(message) => openings = Err(message),
        }
    });
    // Where the line's quotes do not match, BuildKit sees no heredocs at all.
    match read {
        Ok(()) => openings,
        Err(_) => Ok(Vec::new()),
    }
}

/// Whether an argument of COPY or ADD is a heredoc's opening word.
pub(crate) fn is_opening(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| pair == b"<<") && matches!(parse(word), Ok(Some(_)))
}

/// A word of the form `^(\d*)<<(-?)\s*([^<]*)$` whose last part is one word.
struct Parsed {
    name: Word,
    /// Where the last part begins.
    rest: usize,
    expand: bool,
    chomp: bool,
    descriptor: u32,
}

fn parse(word: &str) -> Result<Option<Parsed>, String> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let Some(after) = word.get(digits..).and_then(|rest| rest.strip_prefix("<<")) else {
        return Ok(None);
    };
    let chomp = after.starts_with('-');
    let rest = after
        .get(usize::from(chomp)..)
        .unwrap_or_default()
        .trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
    if rest.is_empty() || rest.contains('<') {
        return Ok(None);
    }
    let refused = |message: String| format!("failed to process {}: {message}", quote(rest));
    let mut bare = words(
        rest,
        Keep {
            quotes: false,
            escapes: false,
        },
    )
    .map_err(refused)?;
    let Some(name) = bare.pop().filter(|_| bare.is_empty()) else {
        return Ok(None);
    };
    let expand = if quotes(rest) == 0 {
        true
    } else {
        let raw = words(
            rest,
            Keep {
                quotes: true,
                escapes: false,
            },
        )
        .map_err(refused)?;
        let [raw] = raw.as_slice() else {
            return Err(format!(
                "internal lexing of heredoc produced inconsistent results: {rest}"
            ));
        };
        quotes(&name.value) == quotes(&raw.value)
    };
    let number = word.get(..digits).unwrap_or_default();
    let descriptor = if number.is_empty() {
        0
    } else {
        number.parse().unwrap_or(u32::MAX)
    };
    Ok(Some(Parsed {
        name,
        rest: word.len() - rest.len(),
        expand,
        chomp,
        descriptor,
    }))
}

fn quotes(text: &str) -> usize {
    text.bytes()
        .filter(|byte| matches!(byte, b'\'' | b'"'))
        .count()
}

impl Parsed {
    /// Puts the opening in its place: `word` is where it was found on the line.
    fn place<'s>(self, line: &Line<'_, 's>, word: &Word) -> Opening<'s> {
        let on_line = |at: usize| {
            let at = at + self.rest;
            let after = word.runs.partition_point(|run| run.0 <= at);
            let run = after
                .checked_sub(1)
                .and_then(|last| word.runs.get(last))
                .copied()
                .unwrap_or_default();
            run.1 + (at - run.0)
        };
        let mut runs: Vec<_> = self
            .name
            .runs
            .iter()
            .map(|&(at, from)| (at, on_line(from)))
            .collect();
        // The word itself may have been put together; its seams are the name's, too.
        for &(at, from) in &word.runs {
            let Some(at) = at.checked_sub(self.rest) else {
                continue;
            };
            let after = self.name.runs.partition_point(|run| run.1 <= at);
            let Some(&(value, rest)) = after
                .checked_sub(1)
                .and_then(|last| self.name.runs.get(last))
            else {
                continue;
            };
            let until = self
                .name
                .runs
                .get(after)
                .map_or(self.name.value.len(), |run| run.0);
            if value + (at - rest) < until {
                runs.push((value + (at - rest), from));
            }
        }
        runs.sort_unstable();
        runs.dedup_by_key(|run| run.0);
        let start = on_line(self.name.start);
        let end = on_line(self.name.end.saturating_sub(1)) + 1;
        let name = match runs.as_slice() {
            [(0, from)] if line.get(*from, from + self.name.value.len()) == self.name.value => {
                line.slice(*from, from + self.name.value.len())
            }
            _ => line.build(self.name.value, &runs, start, end.max(start)),
        };
        Opening {
            name,
            span: line.locate(word.start, word.end),
            expand: self.expand,
            chomp: self.chomp,
            descriptor: self.descriptor,
        }
    }
}
