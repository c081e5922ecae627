//! One logical line cut into keyword, flags and arguments: BuildKit's first pass.

use crate::ast::{Flag, Keyword, Pair};
use crate::go::quote;
use crate::parse::json::{self, Array};
use crate::parse::logical::{Line, skip_space};
use crate::parse::words::{Plain, Quoted, is_separator};
use crate::parse::{flags, heredoc, keyword};
use crate::span::Span;
use crate::text::Text;
use memchr::memchr;

/// A line's parts.
#[derive(Debug)]
pub(crate) struct Node<'s> {
    pub(crate) keyword: Keyword,
    /// The keyword's place in the line.
    pub(crate) name: (usize, usize),
    pub(crate) flags: Vec<Flag<'s>>,
    /// Where in the line the arguments are.
    pub(crate) rest: (usize, usize),
    pub(crate) args: Result<Args<'s>, LineError>,
}

/// What the first pass refuses.
#[derive(Debug)]
pub(crate) struct LineError {
    pub(crate) message: String,
    pub(crate) span: Span,
}

/// Arguments, in the forms that instructions have.
#[derive(Debug)]
pub(crate) enum Args<'s> {
    /// Nothing.
    None,
    /// The whole text.
    Whole(Text<'s>),
    /// Words.
    Words(Vec<Text<'s>>),
    /// A JSON array of strings.
    Json(Vec<Text<'s>>),
    /// Names and values; the legacy form has one pair without `=`.
    Pairs { pairs: Vec<Pair<'s>>, legacy: bool },
    /// HEALTHCHECK's type and what follows it.
    Health {
        kind: Text<'s>,
        command: Box<Args<'s>>,
    },
    /// ONBUILD's instruction.
    Sub(Box<Node<'s>>),
    /// An unknown instruction's, which are not looked at.
    Ignored,
}

impl<'s> Node<'s> {
    /// Reads a logical line.
    pub(crate) fn parse(line: &Line<'_, 's>, escape: u8) -> Self {
        let mut node = Self::shell(line, 0, line.text.len());
        node.args = node.read_args(line, escape);
        node
    }

    /// Keyword, flags and the place of the arguments.
    fn shell(line: &Line<'_, 's>, start: usize, end: usize) -> Self {
        let end = trim_end(line.text, start, end);
        let text = line.text.get(..end).unwrap_or_default();
        let bytes = text.as_bytes();
        let start = skip_space(text, start, end);
        let (keyword, name_end) = keyword::read(text, start);
        let mut args = name_end;
        while bytes.get(args).is_some_and(|byte| is_separator(*byte)) {
            args += 1;
        }
        let mut flags = Vec::new();
        if bytes.get(args) == Some(&b'-') {
            (flags, args) = flags::split(line, args, end);
        }
        let args = skip_space(text, args, end);
        Self {
            keyword,
            name: (start, name_end),
            flags,
            rest: (args, end),
            args: Ok(Args::None),
        }
    }

    fn read_args(&self, line: &Line<'_, 's>, escape: u8) -> Result<Args<'s>, LineError> {
        let (start, end) = self.rest;
        match self.keyword {
            Keyword::Unknown => Ok(Args::Ignored),
            _ if start == end => Ok(Args::None),
            Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => {
                maybe_json(line, start, end)
            }
            Keyword::Copy | Keyword::Add | Keyword::Volume => match json::array(line, start, end) {
                Array::Strings(strings) => Ok(Args::Json(strings)),
                Array::NotStrings => Err(not_strings(line, start, end)),
                Array::No => Ok(words(line, start, end)),
            },
            Keyword::From | Keyword::Expose => Ok(words(line, start, end)),
            Keyword::Arg => Ok(Args::Words(
                Quoted::new(line.text, start, end, escape)
                    .map(|(start, end)| line.slice(start, end))
                    .collect(),
            )),
            Keyword::Env => pairs(line, start, end, escape, "ENV"),
            Keyword::Label => pairs(line, start, end, escape, "LABEL"),
            Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
                Ok(Args::Whole(line.slice(start, end)))
            }
            Keyword::Healthcheck => health(line, start, end),
            Keyword::Onbuild => sub(line, start, end, escape),
        }
    }

    /// Whether BuildKit looks for heredocs on this line.
    pub(crate) fn can_hold_heredocs(&self) -> bool {
        let node = match &self.args {
            Ok(Args::Sub(inner)) => inner,
            _ => self,
        };
        matches!(node.keyword, Keyword::Run | Keyword::Copy | Keyword::Add)
            && matches!(node.args, Ok(Args::None | Args::Whole(_) | Args::Words(_)))
    }

    /// The heredocs opened on the line.
    pub(crate) fn heredocs(
        &self,
        line: &Line<'_, 's>,
    ) -> Result<Vec<heredoc::Opening<'s>>, LineError> {
        let bytes = line.text.as_bytes();
        if !self.can_hold_heredocs()
            || memchr(b'<', bytes).is_none_or(|at| {
                memchr::memmem::find(bytes.get(at..).unwrap_or_default(), b"<<").is_none()
            })
        {
            return Ok(Vec::new());
        }
        heredoc::on_line(line).map_err(|message| LineError {
            message,
            span: line.locate(self.name.0, self.rest.1),
        })
    }
}

/// Offset after the last character before `end` that is no white space.
fn trim_end(text: &str, start: usize, end: usize) -> usize {
    match text.as_bytes().get(end.wrapping_sub(1)) {
        Some(b'!'..=b'~') if end > start => end,
        _ => start + text.get(start..end).unwrap_or_default().trim_end().len(),
    }
}

fn not_strings(line: &Line<'_, '_>, start: usize, end: usize) -> LineError {
    LineError {
        message: "when using JSON array syntax, arrays must be comprised of strings only"
            .to_owned(),
        span: line.locate(start, end),
    }
}

fn maybe_json<'s>(line: &Line<'_, 's>, start: usize, end: usize) -> Result<Args<'s>, LineError> {
    if start >= end {
        return Ok(Args::None);
    }
    match json::array(line, start, end) {
        Array::No => Ok(Args::Whole(line.slice(start, end))),
        Array::Strings(strings) => Ok(Args::Json(strings)),
        Array::NotStrings => Err(not_strings(line, start, end)),
    }
}

fn words<'s>(line: &Line<'_, 's>, start: usize, end: usize) -> Args<'s> {
    let mut words = Vec::with_capacity(4);
    words.extend(Plain::new(line.text, start, end).map(|(start, end)| line.slice(start, end)));
    Args::Words(words)
}

fn pairs<'s>(
    line: &Line<'_, 's>,
    start: usize,
    end: usize,
    escape: u8,
    instruction: &str,
) -> Result<Args<'s>, LineError> {
    let mut pairs = Vec::new();
    for (from, to) in Quoted::new(line.text, start, end, escape) {
        let Some(equals) = memchr(b'=', line.get(from, to).as_bytes()) else {
            if pairs.is_empty() {
                return legacy_pair(line, start, end, instruction);
            }
            return Err(LineError {
                message: format!(
                    "Syntax error - can't find = in {}. Must be of the form: name=value",
                    quote(line.get(from, to))
                ),
                span: line.locate(from, to),
            });
        };
        pairs.push(Pair {
            name: line.slice(from, from + equals),
            value: Some(line.slice(from + equals + 1, to)),
            span: line.locate(from, to),
        });
    }
    Ok(if pairs.is_empty() {
        Args::None
    } else {
        Args::Pairs {
            pairs,
            legacy: false,
        }
    })
}

/// `ENV NAME VALUE`: the value is all the rest.
fn legacy_pair<'s>(
    line: &Line<'_, 's>,
    start: usize,
    end: usize,
    instruction: &str,
) -> Result<Args<'s>, LineError> {
    let mut words = Plain::new(line.text, start, end);
    let (Some(name), Some(value)) = (words.next(), words.next()) else {
        return Err(LineError {
            message: format!("{instruction} must have two arguments"),
            span: line.locate(start, end),
        });
    };
    let pair = Pair {
        name: line.slice(name.0, name.1),
        value: Some(line.slice(value.0, end)),
        span: line.locate(name.0, end),
    };
    Ok(Args::Pairs {
        pairs: vec![pair],
        legacy: true,
    })
}

fn health<'s>(line: &Line<'_, 's>, start: usize, end: usize) -> Result<Args<'s>, LineError> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let rest = line.get(start, end).as_bytes();
    let kind = rest.iter().take_while(|byte| !is_space(byte)).count();
    let gap = rest
        .iter()
        .skip(kind)
        .take_while(|byte| is_space(byte))
        .count();
    Ok(Args::Health {
        kind: line.slice(start, start + kind),
        command: Box::new(maybe_json(line, start + kind + gap, end)?),
    })
}

/// ONBUILD's instruction. Deeper ones are only read for what the first pass refuses in them;
/// the second pass refuses the chain.
fn sub<'s>(
    line: &Line<'_, 's>,
    start: usize,
    end: usize,
    escape: u8,
) -> Result<Args<'s>, LineError> {
    let mut inner = Node::shell(line, start, end);
    if inner.keyword == Keyword::Onbuild {
        let mut rest = inner.rest;
        while rest.0 < rest.1 {
            let deeper = Node::shell(line, rest.0, rest.1);
            if deeper.keyword != Keyword::Onbuild {
                deeper.read_args(line, escape)?;
                break;
            }
            rest = deeper.rest;
        }
    } else {
        inner.args = Ok(inner.read_args(line, escape)?);
    }
    Ok(Args::Sub(Box::new(inner)))
}
