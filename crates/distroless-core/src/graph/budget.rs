//! How much text the graph may copy.

use dockerfile_syntax::Text;
use dockerfile_syntax::expand::{
    ExpandError, Expansion, Options, Variable, process_word, process_words,
};
use std::cell::Cell;

/// Bytes that may be copied for every byte of the file.
const FACTOR: usize = 16;
/// Bytes that may be copied whatever the file's length.
const GROUND: usize = 1 << 20;

/// What is left to copy, and the file's escape character: all that expansion needs.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<usize>,
    escape: char,
}

/// A word after expansion.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// The text; `None` where it is not known, or the word cannot be expanded.
    pub(super) value: Option<String>,
    /// The whole result, where there is one.
    pub(super) expansion: Expansion,
}

impl Budget {
    pub(super) const fn new(length: usize, escape: char) -> Self {
        Self {
            left: Cell::new(length.saturating_mul(FACTOR).saturating_add(GROUND)),
            escape,
        }
    }

    /// Pays for a copy; whether there was enough left.
    pub(super) fn take(&self, bytes: usize) -> bool {
        match self.left.get().checked_sub(bytes) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => false,
        }
    }

    fn options(&self) -> Options {
        let mut options = Options::new(self.escape);
        options.limit = options.limit.min(self.left.get());
        options
    }

    /// Expands a word.
    pub(super) fn expand<'e>(&self, text: &str, lookup: impl Fn(&str) -> Variable<'e>) -> Word {
        self.settle(process_word(text, lookup, &self.options()))
    }

    /// Expands a word, and splits it.
    pub(super) fn expand_words<'e>(
        &self,
        text: &Text<'_>,
        lookup: impl Fn(&str) -> Variable<'e>,
    ) -> Option<Vec<String>> {
        let (expansion, words) = process_words(text.as_str(), lookup, &self.options()).ok()?;
        self.settle(Ok(expansion)).value.map(|_| words)
    }

    fn settle(&self, result: Result<Expansion, ExpandError>) -> Word {
        let Ok(expansion) = result else {
            return Word::default();
        };
        if !self.take(expansion.text.len()) {
            return Word::default();
        }
        Word {
            value: expansion.known().map(str::to_owned),
            expansion,
        }
    }
}
