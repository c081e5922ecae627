//! Expansion of variables, quotes and escapes in words, as BuildKit's shell lexer does it.
//!
//! `$v`, `${v}`, `${v:-w}`, `${v-w}`, `${v:+w}`, `${v+w}`, `${v:?w}`, `${v?w}`, `${v#p}`, `${v##p}`,
//! `${v%p}`, `${v%%p}`, `${v/p/w}` and `${v//p/w}`, words inside words included. Unlike in a shell
//! there is no command substitution, and a value is not expanded again.
//!
//! Names are letters, digits and underscores. What counts as a letter beyond ASCII follows
//! Unicode's `Alphabetic` property, which is a little wider than Go's categories.

use std::collections::BTreeSet;
use std::fmt;

mod lexer;
mod names;
mod pattern;
#[cfg(test)]
mod tests;

use lexer::Lexer;
pub use names::{Named, names};

/// What is known of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable<'e> {
    /// It has this value.
    Set(&'e str),
    /// It has none.
    Unset,
    /// It may have one, which nobody knows before the build.
    Unknown,
}

impl<'e> From<Option<&'e str>> for Variable<'e> {
    fn from(value: Option<&'e str>) -> Self {
        value.map_or(Self::Unset, Self::Set)
    }
}

/// How to read a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the switches of BuildKit's lexer, each of its own"
)]
pub struct Options {
    /// The file's escape character.
    pub escape: char,
    /// Quotes are left in the result.
    pub raw_quotes: bool,
    /// Escape characters are left in the result.
    pub raw_escapes: bool,
    /// Quotes mean nothing, as in the bodies of heredocs.
    pub plain_quotes: bool,
    /// Variables without a value are left as they are written.
    pub keep_unset: bool,
    /// How many bytes substitutions may write, at whatever depth, and four times as many steps
    /// that patterns may take. What needs more is an error: expansion can double a value with
    /// every instruction.
    pub limit: usize,
}

impl Options {
    /// The limit where nobody asks for another: that of Linux for one variable.
    pub const DEFAULT_LIMIT: usize = 128 * 1024;

    /// BuildKit's way of reading the words of instructions.
    pub const fn new(escape: char) -> Self {
        Self {
            escape,
            raw_quotes: false,
            raw_escapes: false,
            plain_quotes: false,
            keep_unset: false,
            limit: Self::DEFAULT_LIMIT,
        }
    }
}

/// A word after expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The text. Variables that are not known count as empty in it.
    pub text: String,
    /// The names of variables that had a value.
    pub matched: BTreeSet<String>,
    /// The names of variables that had none.
    pub unmatched: BTreeSet<String>,
    /// The names of variables of which nobody knows. The text stands only if this is empty.
    pub unknown: BTreeSet<String>,
}

impl Expansion {
    /// The text, where it does not depend on anything that is not known.
    pub fn known(&self) -> Option<&str> {
        self.unknown.is_empty().then_some(&*self.text)
    }

    /// Whether there are variables in the word.
    pub fn has_variables(&self) -> bool {
        !(self.matched.is_empty() && self.unmatched.is_empty() && self.unknown.is_empty())
    }
}

/// Why a word cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpandError {
    /// A quote is not closed.
    UnclosedQuote {
        /// Which.
        quote: char,
    },
    /// `${` is not closed.
    UnclosedBrace,
    /// The `/` between pattern and replacement is missing.
    MissingSlash,
    /// `${}`, `${{` or `${:`.
    BadSubstitution,
    /// What follows the name is not among the forms.
    UnsupportedModifier {
        /// It.
        modifier: String,
    },
    /// `${v:?message}` without a value.
    Required {
        /// The variable.
        name: String,
        /// What the word says of it, or BuildKit where it says nothing.
        message: String,
    },
    /// A backslash in a pattern before a character that needs none.
    InvalidPattern {
        /// The pattern.
        pattern: String,
    },
    /// Words inside words, deeper than anybody writes.
    TooDeep,
    /// More text than [`Options::limit`] allows.
    TooLong,
}

impl fmt::Display for ExpandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnclosedQuote { quote } => {
                let quote = if *quote == '"' { "double" } else { "single" };
                write!(
                    f,
                    "unexpected end of statement while looking for matching {quote}-quote"
                )
            }
            Self::UnclosedBrace => f.write_str("syntax error: missing '}'"),
            Self::MissingSlash => f.write_str("syntax error: missing '/' in ${}"),
            Self::BadSubstitution => f.write_str("syntax error: bad substitution"),
            Self::UnsupportedModifier { modifier } => {
                write!(f, "unsupported modifier ({modifier}) in substitution")
            }
            Self::Required { name, message } => write!(f, "{name}: {message}"),
            Self::InvalidPattern { pattern } => {
                write!(f, "invalid pattern ({pattern}) in substitution")
            }
            Self::TooDeep => f.write_str("substitutions are nested too deeply"),
            Self::TooLong => f.write_str("the word expands to too much text"),
        }
    }
}

impl std::error::Error for ExpandError {}

/// Expands a word to one word, blanks and all. `lookup` tells what is known of a variable.
pub fn process_word<'e>(
    word: &str,
    lookup: impl Fn(&str) -> Variable<'e>,
    options: &Options,
) -> Result<Expansion, ExpandError> {
    if is_plain(word, options) {
        return Ok(Expansion {
            text: word.to_owned(),
            ..Expansion::default()
        });
    }
    let (expansion, _) = Lexer::new(word, &lookup, options, false).run()?;
    Ok(expansion)
}

/// Expands a word and splits the result at blanks that no quote protects.
pub fn process_words<'e>(
    word: &str,
    lookup: impl Fn(&str) -> Variable<'e>,
    options: &Options,
) -> Result<(Expansion, Vec<String>), ExpandError> {
    Lexer::new(word, &lookup, options, true).run()
}

/// Whether nothing in the word means anything but itself.
fn is_plain(word: &str, options: &Options) -> bool {
    !word.starts_with('\u{feff}') && !word.contains(['$', '\'', '"', options.escape])
}
