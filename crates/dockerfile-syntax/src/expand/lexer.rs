//! The lexer. Nesting is by calls, [`MAX_DEPTH`] deep at most.

use super::pattern::{Pattern, Steps};
use super::{ExpandError, Expansion, Options, Variable};
use std::str::Chars;

/// How deep substitutions may be nested.
const MAX_DEPTH: usize = 64;
/// The byte order mark, which `BuildKit`'s scanner passes over at the start of a word.
const BYTE_ORDER_MARK: char = '\u{feff}';

pub(super) struct Lexer<'w, 'o, 'e> {
    rest: Chars<'w>,
    lookup: &'o dyn Fn(&str) -> Variable<'e>,
    options: &'o Options,
    split: bool,
    result: Expansion,
    /// Bytes that substitutions may still write.
    left: usize,
    steps: Steps,
}

/// What is written at one level.
#[derive(Default)]
struct Output {
    text: String,
    /// Whether words are wanted too.
    split: bool,
    words: Vec<String>,
    word: String,
    in_word: bool,
}

impl Output {
    /// A character outside quotes: a blank ends the word.
    fn push_splitting(&mut self, c: char) {
        self.text.push(c);
        self.split_at(c);
    }

    fn split_at(&mut self, c: char) {
        if !self.split {
            return;
        }
        if !c.is_whitespace() {
            self.word.push(c);
            self.in_word = true;
        } else if self.in_word && !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
            self.in_word = false;
        }
    }

    /// A character that is kept whatever it is.
    fn push_kept(&mut self, c: char) {
        self.text.push(c);
        if self.split {
            self.word.push(c);
            self.in_word = true;
        }
    }

    fn finish(mut self) -> (String, Vec<String>) {
        if !self.word.is_empty() {
            self.words.push(self.word);
        }
        (self.text, self.words)
    }
}

/// A value, and whether there is one.
struct Value<'e> {
    text: &'e str,
    set: bool,
    known: bool,
}

impl<'w, 'o, 'e> Lexer<'w, 'o, 'e> {
    pub(super) fn new(
        word: &'w str,
        lookup: &'o dyn Fn(&str) -> Variable<'e>,
        options: &'o Options,
        split: bool,
    ) -> Self {
        let word = word.strip_prefix(BYTE_ORDER_MARK).unwrap_or(word);
        Self {
            rest: word.chars(),
            lookup,
            options,
            split,
            result: Expansion::default(),
            left: options.limit,
            steps: Steps::new(options.limit.saturating_mul(4)),
        }
    }

    pub(super) fn run(mut self) -> Result<(Expansion, Vec<String>), ExpandError> {
        let (text, words) = self.until(None, self.options.raw_escapes, 0)?;
        self.result.text = text;
        Ok((self.result, words))
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn spend(&mut self, bytes: usize) -> Result<(), ExpandError> {
        self.left = self.left.checked_sub(bytes).ok_or(ExpandError::TooLong)?;
        Ok(())
    }

    /// Reads up to the end or, where there is one, the character to stop at, which is taken too.
    fn until(
        &mut self,
        stop: Option<char>,
        raw_escapes: bool,
        depth: usize,
    ) -> Result<(String, Vec<String>), ExpandError> {
        if depth > MAX_DEPTH {
            return Err(ExpandError::TooDeep);
        }
        let mut out = Output {
            split: self.split && depth == 0,
            ..Output::default()
        };
        while let Some(c) = self.peek() {
            if stop == Some(c) {
                self.rest.next();
                return Ok(out.finish());
            }
            match c {
                '$' => {
                    let value = self.dollar(depth)?;
                    for c in value.chars() {
                        out.push_splitting(c);
                    }
                }
                '\'' if !self.options.plain_quotes => self.single_quote(&mut out)?,
                '"' if !self.options.plain_quotes => {
                    self.double_quote(&mut out, raw_escapes, depth)?;
                }
                _ => {
                    self.rest.next();
                    if c != self.options.escape {
                        out.push_splitting(c);
                        continue;
                    }
                    if raw_escapes {
                        out.push_kept(c);
                    }
                    // At the end of the word the escape character is dropped.
                    if let Some(next) = self.rest.next() {
                        out.push_kept(next);
                    }
                }
            }
        }
        match stop {
            None => Ok(out.finish()),
            Some(_) => Err(ExpandError::UnclosedBrace),
        }
    }

    /// A word inside a substitution.
    fn inner(
        &mut self,
        stop: char,
        raw_escapes: bool,
        depth: usize,
    ) -> Result<String, ExpandError> {
        match self.until(Some(stop), raw_escapes, depth + 1) {
            Ok((word, _)) => Ok(word),
            Err(error @ (ExpandError::TooDeep | ExpandError::TooLong)) => Err(error),
            // Whatever is wrong, at the end of the text it is that the text ends.
            Err(_) if self.peek().is_none() => Err(if stop == '/' {
                ExpandError::MissingSlash
            } else {
                ExpandError::UnclosedBrace
            }),
            Err(error) => Err(error),
        }
    }

    /// Everything up to the next single quote stands for itself.
    fn single_quote(&mut self, out: &mut Output) -> Result<(), ExpandError> {
        let raw = self.options.raw_quotes;
        self.rest.next();
        out.in_word = true;
        if raw {
            out.push_kept('\'');
        }
        for c in self.rest.by_ref() {
            if c == '\'' {
                if raw {
                    out.push_kept(c);
                }
                return Ok(());
            }
            out.push_kept(c);
        }
        Err(ExpandError::UnclosedQuote { quote: '\'' })
    }

    fn double_quote(
        &mut self,
        out: &mut Output,
        raw_escapes: bool,
        depth: usize,
    ) -> Result<(), ExpandError> {
        let raw = self.options.raw_quotes;
        self.rest.next();
        out.in_word = true;
        if raw {
            out.push_kept('"');
        }
        while let Some(c) = self.peek() {
            if c == '$' {
                for c in self.dollar(depth)?.chars() {
                    out.push_kept(c);
                }
                continue;
            }
            self.rest.next();
            if c == '"' {
                if raw {
                    out.push_kept(c);
                }
                return Ok(());
            }
            if c != self.options.escape {
                out.push_kept(c);
                continue;
            }
            if raw_escapes {
                out.push_kept(c);
            }
            match self.peek() {
                None => {}
                // Only these can be escaped; before others the escape character stays.
                Some(next) if matches!(next, '"' | '$') || next == self.options.escape => {
                    self.rest.next();
                    out.push_kept(next);
                }
                Some(_) => out.push_kept(c),
            }
        }
        Err(ExpandError::UnclosedQuote { quote: '"' })
    }

    /// A substitution, from its `$` on.
    fn dollar(&mut self, depth: usize) -> Result<String, ExpandError> {
        self.rest.next();
        if self.peek() != Some('{') {
            let name = self.name();
            if name.is_empty() {
                return Ok("$".to_owned());
            }
            let value = self.get(&name);
            if !value.set && self.options.keep_unset {
                return self.written(format!("${name}"));
            }
            return self.written(value.text.to_owned());
        }
        self.rest.next();
        match self.peek() {
            None => return Err(ExpandError::UnclosedBrace),
            Some('{' | '}' | ':') => return Err(ExpandError::BadSubstitution),
            Some(_) => {}
        }
        let name = self.name();
        let text = match self.rest.next() {
            Some('}') => {
                let value = self.get(&name);
                if !value.set && self.options.keep_unset {
                    format!("${{{name}}}")
                } else {
                    value.text.to_owned()
                }
            }
            Some('/') => self.replacement(&name, depth)?,
            Some(':') => {
                let modifier = self.rest.next();
                self.modified(&name, modifier, true, depth)?
            }
            Some(modifier @ ('+' | '-' | '?' | '#' | '%')) => {
                self.modified(&name, Some(modifier), false, depth)?
            }
            other => {
                return Err(ExpandError::UnsupportedModifier {
                    modifier: other.map(String::from).unwrap_or_default(),
                });
            }
        };
        self.written(text)
    }

    /// Counts a text that goes to the output.
    fn written(&mut self, text: String) -> Result<String, ExpandError> {
        self.spend(text.len())?;
        Ok(text)
    }

    /// The forms with a word between a modifier and `}`.
    fn modified(
        &mut self,
        name: &str,
        modifier: Option<char>,
        colon: bool,
        depth: usize,
    ) -> Result<String, ExpandError> {
        let trims = matches!(modifier, Some('#' | '%'));
        let word = self.inner('}', trims, depth)?;
        let value = self.get(name);
        let shown = || {
            let colon = if colon { ":" } else { "" };
            format!("{colon}{}", modifier.map(String::from).unwrap_or_default())
        };
        if !value.set && self.options.keep_unset {
            return Ok(format!("${{{name}{}{word}}}", shown()));
        }
        let missing = !value.set || (colon && value.text.is_empty());
        match modifier {
            Some('-') => Ok(if missing { word } else { value.text.to_owned() }),
            Some('+') => Ok(if missing { String::new() } else { word }),
            // Nothing is refused because of what is not known.
            Some('?') if missing && value.known => Err(ExpandError::Required {
                name: name.to_owned(),
                message: match (word.is_empty(), value.set) {
                    (false, _) => word,
                    (true, false) => "is not allowed to be unset".to_owned(),
                    (true, true) => "is not allowed to be empty".to_owned(),
                },
            }),
            Some('?') => Ok(value.text.to_owned()),
            Some(end @ ('#' | '%')) => {
                let (pattern, greedy) = match word.strip_prefix(end) {
                    Some(pattern) => (pattern, true),
                    None => (word.as_str(), false),
                };
                if end == '#' {
                    Pattern::new(pattern, greedy)?.trim_start(value.text, &mut self.steps)
                } else {
                    Pattern::reversed(pattern, greedy)?.trim_end(value.text, &mut self.steps)
                }
            }
            _ => Err(ExpandError::UnsupportedModifier { modifier: shown() }),
        }
    }

    /// `${name/pattern/word}` and `${name//pattern/word}`, after the first slash.
    fn replacement(&mut self, name: &str, depth: usize) -> Result<String, ExpandError> {
        let all = self.peek() == Some('/');
        if all {
            self.rest.next();
        }
        let pattern = self.inner('/', true, depth)?;
        let word = self.inner('}', true, depth)?;
        let value = self.get(name);
        if !value.set && self.options.keep_unset {
            return Ok(format!("${{{name}/{pattern}/{word}}}"));
        }
        let limit = self.left;
        let found = Pattern::new(&pattern, true)?;
        found.replace(value.text, &word, all, limit, &mut self.steps)
    }

    /// The name of a variable: a number, one of the shell's special parameters, or letters, digits
    /// and underscores. Empty where there is none.
    fn name(&mut self) -> String {
        let text = self.rest.as_str();
        let length = match text.chars().next() {
            None => 0,
            Some(first) if first.is_numeric() => length_of(text, char::is_numeric),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => 1,
            Some(_) => length_of(text, |c| c.is_alphanumeric() || c == '_'),
        };
        let (name, rest) = text.split_at_checked(length).unwrap_or((text, ""));
        self.rest = rest.chars();
        name.to_owned()
    }

    fn get(&mut self, name: &str) -> Value<'e> {
        let (names, value) = match (self.lookup)(name) {
            Variable::Set(text) => {
                let value = Value {
                    text,
                    set: true,
                    known: true,
                };
                (&mut self.result.matched, value)
            }
            Variable::Unset => {
                let value = Value {
                    text: "",
                    set: false,
                    known: true,
                };
                (&mut self.result.unmatched, value)
            }
            Variable::Unknown => {
                let value = Value {
                    text: "",
                    set: false,
                    known: false,
                };
                (&mut self.result.unknown, value)
            }
        };
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
        value
    }
}

fn length_of(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}
