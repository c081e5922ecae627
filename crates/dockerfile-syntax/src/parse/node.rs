//! A logical line cut into keyword, flags and the place of the arguments.

use crate::ast::{Flag, Keyword};
use crate::parse::logical::{Line, skip_space};
use crate::parse::words::is_separator;
use crate::parse::{flags, keyword};

/// A line's parts.
#[derive(Debug)]
pub(crate) struct Node<'s> {
    pub(crate) keyword: Keyword,
    /// The keyword's place in the line.
    pub(crate) name: (usize, usize),
    pub(crate) flags: Vec<Flag<'s>>,
    /// Where in the line the arguments are.
    pub(crate) rest: (usize, usize),
}

impl<'s> Node<'s> {
    /// Reads a logical line.
    #[expect(
        clippy::inline_always,
        reason = "once an instruction, and its result is large"
    )]
    #[inline(always)]
    pub(crate) fn parse(line: &Line<'_, 's>) -> Self {
        Self::head(line, 0, line.text.len())
    }

    /// Keyword, flags and the place of the arguments.
    #[expect(
        clippy::inline_always,
        reason = "once an instruction, and its result is large"
    )]
    #[inline(always)]
    pub(crate) fn head(line: &Line<'_, 's>, start: usize, end: usize) -> Self {
        let end = trim_end(line.text, start, end);
        let text = line.text.get(..end).unwrap_or_default();
        let bytes = text.as_bytes();
        let start = skip_space(text, start, end);
        let (keyword, name_end) = keyword::read(text, start);
        let mut args = name_end;
        while bytes.get(args).is_some_and(|byte| is_separator(*byte)) {
            args += 1;
        }
        let mut node = Self {
            keyword,
            name: (start, name_end),
            flags: Vec::new(),
            rest: (args, end),
        };
        match bytes.get(args) {
            Some(b'-') => {
                let args = flags::split(line, args, end, &mut node.flags);
                node.rest.0 = skip_space(text, args, end);
            }
            Some(0x80..) => node.rest.0 = skip_space(text, args, end),
            _ => {}
        }
        node
    }

    /// Whether there are no arguments.
    pub(crate) const fn is_bare(&self) -> bool {
        self.rest.0 >= self.rest.1
    }
}

/// Offset after the last character before `end` that is no white space.
fn trim_end(text: &str, start: usize, end: usize) -> usize {
    match text.as_bytes().get(end.wrapping_sub(1)) {
        Some(b'!'..=b'~') if end > start => end,
        _ => start + text.get(start..end).unwrap_or_default().trim_end().len(),
    }
}
