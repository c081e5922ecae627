//! Words: quotes and expansions kept apart as parts.

use std::borrow::Cow;

use crate::ast::{Assignment, List};
use crate::span::Span;

/// A word of the shell, before expansion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Word {
    /// The word as written.
    pub span: Span,
    /// In order; together they cover the word, up to line continuations (`\` and newline), which are no part.
    pub parts: Vec<Part>,
    /// Whether bash would expand braces in it (`{a,b}`, `{1..3}`); never in POSIX sh.
    pub braces: bool,
}

/// A piece of a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// With its quotes and delimiters.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
}

/// Kinds of [`Part`].
#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    /// Unquoted text; `*`, `?`, `[…]` and a leading `~` are still special. Inside double quotes and
    /// here-documents: plain text after the backslashes that count there are removed.
    Literal(String),
    /// Characters quoted by backslashes, without them.
    Escaped(String),
    /// `'…'`
    SingleQuoted(String),
    /// bash `$'…'`, decoded
    AnsiQuoted(String),
    /// `"…"` and bash `$"…"`
    DoubleQuoted(Vec<Part>),
    /// `$name`, `${…}`
    Parameter(Box<Parameter>),
    /// `$(…)` and backquotes
    Command(CommandSubstitution),
    /// `$((…))` and bash's old `$[…]`: the expression's text, its own expansions as parts
    Arithmetic(Word),
    /// bash `<(…)` and `>(…)`
    Process {
        /// Whether it is `>(…)`.
        output: bool,
        /// What runs.
        list: List,
    },
    /// bash `(…)` after `name=`: the elements, `[key]=value` as written
    Array(Vec<Word>),
    /// bash extended pattern such as `!(a|b)`, as written
    ExtendedGlob(String),
    /// Could not be read.
    Opaque,
}

/// `$(…)` or backquotes.
#[derive(Debug, Clone, PartialEq)]
pub struct CommandSubstitution {
    /// Whether it is written with backquotes.
    pub backquoted: bool,
    /// What runs.
    pub list: List,
}

/// A parameter expansion.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// A variable's name, a position (`1`, `10`) or one of `@ * # ? - $ !`; empty when it could not be read.
    pub name: String,
    /// bash `${name[…]}`: the text between the brackets.
    pub subscript: Option<Word>,
    /// Whether it is written with braces.
    pub braced: bool,
    /// bash `${!name}`: the variable named by this one (or the keys of an array, or names by prefix).
    pub indirect: bool,
    /// What is done to the value.
    pub op: ParameterOp,
}

/// The operator of a parameter expansion.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterOp {
    /// The value itself.
    None,
    /// `${#name}`
    Length,
    /// `${name-word}`, `${name:-word}`
    Default {
        /// Whether an empty value counts as unset (`:`).
        colon: bool,
        /// Used instead.
        word: Word,
    },
    /// `${name=word}`, `${name:=word}`
    Assign {
        /// Whether an empty value counts as unset (`:`).
        colon: bool,
        /// Assigned and used.
        word: Word,
    },
    /// `${name?word}`, `${name:?word}`
    Error {
        /// Whether an empty value counts as unset (`:`).
        colon: bool,
        /// The message.
        word: Word,
    },
    /// `${name+word}`, `${name:+word}`
    Alternative {
        /// Whether an empty value counts as unset (`:`).
        colon: bool,
        /// Used when the variable is set.
        word: Word,
    },
    /// `${name#pattern}`, `${name##pattern}`
    RemovePrefix {
        /// Whether it is the longest match that goes.
        longest: bool,
        /// The pattern.
        pattern: Word,
    },
    /// `${name%pattern}`, `${name%%pattern}`
    RemoveSuffix {
        /// Whether it is the longest match that goes.
        longest: bool,
        /// The pattern.
        pattern: Word,
    },
    /// bash `${name:offset}`, `${name:offset:length}`
    Substring {
        /// An arithmetic expression.
        offset: Word,
        /// An arithmetic expression.
        length: Option<Word>,
    },
    /// bash `${name/pattern/replacement}` and its `//`, `/#`, `/%` forms
    Replace {
        /// Which matches are replaced.
        which: Replace,
        /// The pattern.
        pattern: Word,
        /// `None` when left out: matches are removed.
        replacement: Option<Word>,
    },
    /// bash `${name^}`, `^^`, `,`, `,,`
    Case {
        /// Whether letters become upper case.
        upper: bool,
        /// Whether all matching letters change, not only the first.
        all: bool,
        /// Which letters; empty for any.
        pattern: Word,
    },
    /// bash `${name@Q}` and the like; the letter
    Transform(char),
    /// bash `${!prefix*}` or `${!prefix@}`: the names that begin so
    Names,
    /// What this shell does not know: it parses, but fails when it runs.
    Unknown(Word),
}

/// Which matches `${name/…}` replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replace {
    /// `/`
    First,
    /// `//`
    All,
    /// `/#`
    Prefix,
    /// `/%`
    Suffix,
}

impl Word {
    /// The one argument this word gives, whatever the environment and the files are.
    ///
    /// `None` when the word has an expansion, a substitution, an unquoted pattern (`*`, `?`, `[…]`), a tilde or
    /// a brace expansion. See [`Self::static_text`] to let patterns stand.
    pub fn literal(&self) -> Option<Cow<'_, str>> {
        if self.has_glob() || self.has_tilde() || self.braces {
            return None;
        }
        self.static_text()
    }

    /// The text after quote removal, when it has no expansion or substitution. Patterns, tildes and braces
    /// stand as they are written (as the shell leaves a pattern that matches no file).
    pub fn static_text(&self) -> Option<Cow<'_, str>> {
        if let [part] = self.parts.as_slice()
            && let Some(text) = part.quoted_text()
        {
            return Some(Cow::Borrowed(text));
        }
        let mut text = String::new();
        append_static(&self.parts, &mut text).then_some(Cow::Owned(text))
    }

    /// The unquoted text, when the word is nothing else: what a reserved word or a descriptor must be.
    pub fn bare(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [
                Part {
                    kind: PartKind::Literal(text),
                    ..
                },
            ] => Some(text),
            _ => None,
        }
    }

    /// Whether the word holds a parameter, command, process or arithmetic expansion.
    pub fn has_expansion(&self) -> bool {
        !self.parts.iter().all(Part::is_static)
    }

    /// Whether the word has an unquoted file name pattern.
    pub fn has_glob(&self) -> bool {
        let mut bracket = false;
        for part in &self.parts {
            match &part.kind {
                PartKind::Literal(text) => {
                    for byte in text.bytes() {
                        match byte {
                            b'*' | b'?' => return true,
                            b'[' => bracket = true,
                            b']' if bracket => return true,
                            _ => {}
                        }
                    }
                }
                PartKind::ExtendedGlob(_) => return true,
                _ => {}
            }
        }
        false
    }

    /// Whether the word begins with an unquoted `~`.
    pub fn has_tilde(&self) -> bool {
        matches!(self.parts.first(), Some(Part { kind: PartKind::Literal(text), .. }) if text.starts_with('~'))
    }

    /// Whether any character of the word is quoted.
    pub fn is_quoted(&self) -> bool {
        self.parts.iter().any(|part| {
            matches!(
                part.kind,
                PartKind::Escaped(_)
                    | PartKind::SingleQuoted(_)
                    | PartKind::AnsiQuoted(_)
                    | PartKind::DoubleQuoted(_)
            )
        })
    }

    /// The words that bash's brace expansion makes of this one; itself when there are no braces to expand.
    /// `None` when there would be more than 256 or the word is very long.
    pub fn expand_braces(&self) -> Option<Vec<Self>> {
        if self.braces {
            crate::braces::expand(self)
        } else {
            Some(vec![self.clone()])
        }
    }

    /// The parameters the word uses, those inside quotes, other expansions and substitutions included,
    /// in the order of the text.
    pub fn parameters(&self) -> Vec<&Parameter> {
        let mut found = Vec::new();
        crate::visit::word_parameters(self, &mut found);
        found
    }

    /// Reads the word as `name=value`, as `export`, `readonly` and the prefix of a command do.
    pub fn assignment(&self) -> Option<Assignment> {
        crate::assign::from_word(self, crate::Dialect::Bash)
    }
}

impl Part {
    /// The text of a part that is text only.
    fn quoted_text(&self) -> Option<&str> {
        match &self.kind {
            PartKind::Literal(text)
            | PartKind::Escaped(text)
            | PartKind::SingleQuoted(text)
            | PartKind::AnsiQuoted(text)
            | PartKind::ExtendedGlob(text) => Some(text),
            PartKind::DoubleQuoted(parts) => match parts.as_slice() {
                [] => Some(""),
                [part] => part.quoted_text(),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_static(&self) -> bool {
        match &self.kind {
            PartKind::Literal(_)
            | PartKind::Escaped(_)
            | PartKind::SingleQuoted(_)
            | PartKind::AnsiQuoted(_)
            | PartKind::ExtendedGlob(_) => true,
            PartKind::DoubleQuoted(parts) => parts.iter().all(Self::is_static),
            _ => false,
        }
    }
}

fn append_static(parts: &[Part], text: &mut String) -> bool {
    parts.iter().all(|part| match &part.kind {
        PartKind::DoubleQuoted(inner) => append_static(inner, text),
        _ => match part.quoted_text() {
            Some(piece) => {
                text.push_str(piece);
                true
            }
            None => false,
        },
    })
}
