//! BuildKit's shell lexer as its parser uses it to find heredocs: with no variable set, unset
//! variables left as they are, and backslash as the escape whatever the file's directive says.
//!
//! It is a stack machine where BuildKit recurses, so that nesting costs memory, not stack.

/// A word and where its characters came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub(crate) value: String,
    /// (offset in `value`, offset in the input), ascending.
    pub(crate) runs: Vec<(usize, usize)>,
    /// Part of the input that the word was made of.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What the lexer keeps in the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keep {
    pub(crate) quotes: bool,
    pub(crate) escapes: bool,
}

/// Cuts a text into words.
pub(crate) fn words(text: &str, keep: Keep) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    for_each_word(text, keep, &mut |word| words.push(word.clone()))?;
    Ok(words)
}

/// Hands over the words of a text one by one. Where it ends in an error, the words before it
/// have been handed over all the same.
pub(crate) fn for_each_word(
    text: &str,
    keep: Keep,
    sink: &mut dyn FnMut(&Word),
) -> Result<(), String> {
    let mark = '\u{FEFF}';
    let mut lexer = Lexer {
        text,
        // A byte order mark at the head is not seen.
        at: if text.starts_with(mark) {
            mark.len_utf8()
        } else {
            0
        },
        keep,
        frames: Vec::new(),
        splits: true,
        word: Word::default(),
        expected: usize::MAX,
        sink,
    };
    match lexer.run() {
        Ok(()) => {
            lexer.finish_word();
            Ok(())
        }
        Err(message) => Err(lexer.unwind(message)),
    }
}

enum Frame {
    DoubleQuote,
    /// `${name…` up to `}`, or to the `/` between a pattern and its replacement.
    Braces {
        pattern: bool,
        escapes: bool,
    },
}

/// Where a part of an expansion in braces ends.
const fn stop(pattern: bool) -> char {
    if pattern { '/' } else { '}' }
}

struct Lexer<'t, 'k> {
    text: &'t str,
    at: usize,
    keep: Keep,
    frames: Vec<Frame>,
    /// Whether white space inside the outermost frame ends a word.
    splits: bool,
    word: Word,
    /// Where the next character would continue the last run.
    expected: usize,
    sink: &'k mut dyn FnMut(&Word),
}

impl Lexer<'_, '_> {
    fn peek(&self) -> Option<char> {
        self.text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Adds a character that was just read.
    fn push(&mut self, c: char) {
        let from = self.at.saturating_sub(c.len_utf8());
        self.push_from(c, from);
    }

    fn push_from(&mut self, c: char, from: usize) {
        if self.word.value.is_empty() {
            self.word.start = from;
        }
        if from != self.expected || self.word.runs.is_empty() {
            self.word.runs.push((self.word.value.len(), from));
        }
        self.expected = from + c.len_utf8();
        self.word.end = self.expected.max(self.word.end);
        self.word.value.push(c);
    }

    /// Adds a character, unless it is white space, which ends the word.
    fn push_or_split(&mut self, c: char) {
        if c.is_whitespace() {
            self.finish_word();
        } else {
            self.push(c);
        }
    }

    /// Adds a character of an expansion or a quote.
    fn emit(&mut self, c: char) {
        if self.splits {
            self.push_or_split(c);
        } else {
            self.push(c);
        }
    }

    fn finish_word(&mut self) {
        if self.word.value.is_empty() {
            return;
        }
        // A quote taken out at the end belongs to the word all the same.
        if !self.keep.quotes && self.peek().is_none() {
            self.word.end = self.at;
        }
        (self.sink)(&self.word);
        self.word.value.clear();
        self.word.runs.clear();
        self.word.end = 0;
    }

    fn run(&mut self) -> Result<(), String> {
        loop {
            match self.frames.last() {
                None => {
                    if self.peek().is_none() {
                        return Ok(());
                    }
                    self.top()?;
                }
                Some(Frame::DoubleQuote) => self.double_quoted()?,
                Some(&Frame::Braces { pattern, escapes }) => self.braced(pattern, escapes)?,
            }
        }
    }

    /// One step outside of everything.
    fn top(&mut self) -> Result<(), String> {
        match self.peek() {
            Some('$') => {
                self.splits = true;
                self.dollar()
            }
            Some('\'') => {
                self.splits = false;
                self.single_quoted()
            }
            Some('"') => {
                self.splits = false;
                self.open_double_quote();
                Ok(())
            }
            Some('<') => {
                self.splits = false;
                self.heredoc();
                Ok(())
            }
            Some('\\') => {
                self.at += 1;
                if self.keep.escapes {
                    self.push('\\');
                }
                if let Some(c) = self.next() {
                    self.push(c);
                }
                Ok(())
            }
            _ => {
                if let Some(c) = self.next() {
                    self.push_or_split(c);
                }
                Ok(())
            }
        }
    }

    /// One step inside `${name…`.
    fn braced(&mut self, pattern: bool, escapes: bool) -> Result<(), String> {
        let stop = stop(pattern);
        let Some(c) = self.peek() else {
            return Err(format!(
                "unexpected end of statement while looking for matching {stop}"
            ));
        };
        if c == stop {
            self.at += c.len_utf8();
            self.emit(c);
            if pattern {
                if let Some(Frame::Braces { pattern, .. }) = self.frames.last_mut() {
                    *pattern = false;
                }
            } else {
                self.frames.pop();
                self.keep.escapes = escapes;
            }
            return Ok(());
        }
        match c {
            '$' => self.dollar(),
            '\'' => self.single_quoted(),
            '"' => {
                self.open_double_quote();
                Ok(())
            }
            '<' => {
                self.heredoc();
                Ok(())
            }
            '\\' => {
                self.at += 1;
                if self.keep.escapes {
                    self.emit('\\');
                }
                if let Some(c) = self.next() {
                    self.emit(c);
                }
                Ok(())
            }
            _ => {
                self.at += c.len_utf8();
                self.emit(c);
                Ok(())
            }
        }
    }

    fn single_quoted(&mut self) -> Result<(), String> {
        self.at += 1;
        if self.keep.quotes {
            self.emit('\'');
        }
        loop {
            match self.next() {
                None => {
                    return Err(
                        "unexpected end of statement while looking for matching single-quote"
                            .to_owned(),
                    );
                }
                Some('\'') => {
                    if self.keep.quotes {
                        self.emit('\'');
                    }
                    return Ok(());
                }
                Some(c) => self.emit(c),
            }
        }
    }

    fn open_double_quote(&mut self) {
        self.at += 1;
        if self.keep.quotes {
            self.emit('"');
        }
        self.frames.push(Frame::DoubleQuote);
    }

    /// One step inside double quotes.
    fn double_quoted(&mut self) -> Result<(), String> {
        match self.peek() {
            None => Err(
                "unexpected end of statement while looking for matching double-quote".to_owned(),
            ),
            Some('"') => {
                self.at += 1;
                if self.keep.quotes {
                    self.emit('"');
                }
                self.frames.pop();
                Ok(())
            }
            Some('$') => self.dollar(),
            Some('\\') => {
                self.at += 1;
                let slash = self.at - 1;
                if self.keep.escapes {
                    self.emit('\\');
                }
                match self.peek() {
                    None => {}
                    Some(c @ ('"' | '$' | '\\')) => {
                        self.at += 1;
                        self.emit(c);
                    }
                    // BuildKit writes the backslash again where escapes are kept.
                    Some(_) => self.push_from('\\', slash),
                }
                Ok(())
            }
            Some(c) => {
                self.at += c.len_utf8();
                self.emit(c);
                Ok(())
            }
        }
    }

    /// `<<` takes the blanks after it into the word.
    fn heredoc(&mut self) {
        self.at += 1;
        self.emit('<');
        if self.peek() != Some('<') {
            return;
        }
        self.at += 1;
        self.emit('<');
        while let Some(c @ (' ' | '\t' | '\r')) = self.peek() {
            self.at += 1;
            self.emit(c);
        }
    }

    fn dollar(&mut self) -> Result<(), String> {
        self.at += 1;
        self.emit('$');
        if self.peek() != Some('{') {
            self.name();
            return Ok(());
        }
        self.at += 1;
        self.emit('{');
        match self.peek() {
            None => return Err("syntax error: missing '}'".to_owned()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".to_owned()),
            Some(_) => {}
        }
        self.name();
        let modifier = self.next();
        if let Some(c) = modifier {
            self.emit(c);
        }
        let escapes = self.keep.escapes;
        match modifier {
            Some('}') => return Ok(()),
            Some(c @ (':' | '+' | '-' | '?' | '#' | '%')) => {
                let operator = if c == ':' { self.next() } else { Some(c) };
                if c == ':'
                    && let Some(c) = operator
                {
                    self.emit(c);
                }
                self.keep.escapes = matches!(operator, Some('#' | '%'));
                self.frames.push(Frame::Braces {
                    pattern: false,
                    escapes,
                });
            }
            Some('/') => {
                if self.peek() == Some('/') {
                    self.at += 1;
                }
                self.keep.escapes = true;
                self.frames.push(Frame::Braces {
                    pattern: true,
                    escapes,
                });
            }
            other => {
                let shown = other.unwrap_or(char::REPLACEMENT_CHARACTER);
                return Err(format!("unsupported modifier ({shown}) in substitution"));
            }
        }
        Ok(())
    }

    /// A variable's name, a number or one special parameter.
    fn name(&mut self) {
        let Some(first) = self.peek() else { return };
        if is_digit(first) {
            while let Some(c) = self.peek().filter(|c| is_digit(*c)) {
                self.at += c.len_utf8();
                self.emit(c);
            }
        } else if matches!(first, '@' | '*' | '#' | '?' | '-' | '$' | '!') {
            self.at += 1;
            self.emit(first);
        } else {
            while let Some(c) = self
                .peek()
                .filter(|c| c.is_alphabetic() || is_digit(*c) || *c == '_')
            {
                self.at += c.len_utf8();
                self.emit(c);
            }
        }
    }

    /// The message an error has once it has gone through the braces around it.
    fn unwind(&self, message: String) -> String {
        if self.peek().is_some() {
            return message;
        }
        let outermost = self.frames.iter().find_map(|frame| match frame {
            Frame::Braces { pattern, .. } => Some(*pattern),
            Frame::DoubleQuote => None,
        });
        match outermost {
            Some(true) => "syntax error: missing '/' in ${}".to_owned(),
            Some(false) => "syntax error: missing '}'".to_owned(),
            None => message,
        }
    }
}

/// Go's `unicode.IsDigit` for the digits in use.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric())
}
