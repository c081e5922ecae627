//! `.dockerignore`: which files of the context a build gets.
//!
//! The rules are those of BuildKit: the lines are read as `moby/patternmatcher` reads them, and a
//! path is judged as on BuildKit's walk from the root down, where a folder hands what it matched to
//! what lies in it.

use super::text::strip_bom;
use crate::request::BuildContext;

/// How many characters all patterns may have. Real files have a few hundred.
const LENGTH: usize = 20_000;
/// The longest path that is judged, in characters.
const PATH: usize = 1024;

/// Which files of the context a build does not get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// The path of the file in the context; `None` where there is no such file.
    pub path: Option<String>,
    patterns: Vec<Pattern>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    /// Written with `!`: what matches is given to the build after all.
    exception: bool,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    /// `?`: one character, no slash.
    One,
    /// `*`: any number of characters, no slash.
    Some,
    /// `**/` within a pattern: nothing, or anything that ends with a slash.
    Folders,
    /// `**` at an end: anything.
    Any,
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl Ignore {
    /// Reads what belongs to the Dockerfile: `<Dockerfile>.dockerignore` beside it, or else the
    /// `.dockerignore` of the context. `None` when it cannot be told.
    pub(super) fn read(context: &dyn BuildContext) -> Option<Self> {
        let own = format!("{}.dockerignore", context.dockerfile()?);
        for path in [own.as_str(), ".dockerignore"] {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if context.list(folder)?.iter().any(|it| it == name) {
                let ignore = Self::parse(&context.read(path)?)?;
                let path = Some(path.to_owned());
                return Some(Self { path, ..ignore });
            }
        }
        Some(Self::default())
    }

    /// Reads the text of a `.dockerignore`. `None` for one that stops the build, or that says what
    /// only a regular expression means.
    pub fn parse(text: &str) -> Option<Self> {
        let mut patterns = Vec::new();
        let mut length = 0;
        for line in strip_bom(text).split('\n') {
            // Before blanks are taken off.
            if line.starts_with('#') {
                continue;
            }
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let (exception, written) = match line.strip_prefix('!') {
                Some(rest) => (true, rest.trim()),
                None => (false, line),
            };
            length += written.len();
            if written.is_empty() || length > LENGTH {
                return None;
            }
            let path = clean(written);
            let path = match path.strip_prefix('/') {
                Some(rest) if !rest.is_empty() => rest,
                _ => path.as_str(),
            };
            patterns.push(Pattern {
                exception,
                tokens: tokens(path)?,
            });
        }
        Some(Self {
            path: None,
            patterns,
        })
    }

    /// Whether the build does not get this file or folder. The path is relative to the root of the
    /// context.
    pub fn matches(&self, path: &str) -> bool {
        let path: Vec<char> = clean(path).trim_start_matches('/').chars().collect();
        if path.len() > PATH || path == ['.'] {
            return false;
        }
        let ends: Vec<Vec<bool>> = self.patterns.iter().map(|it| it.ends(&path)).collect();
        let depth = path.iter().filter(|c| **c == '/').count() + 1;
        let mut matched = false;
        let mut of_parent = vec![false; self.patterns.len()];
        for level in 0..depth {
            matched = false;
            for ((pattern, ends), parent) in self.patterns.iter().zip(&ends).zip(&mut of_parent) {
                if !*parent {
                    // What would change nothing is not tried, and so not handed down.
                    if pattern.exception != matched {
                        continue;
                    }
                    *parent = ends.get(level).copied().unwrap_or_default();
                }
                if *parent {
                    matched = !pattern.exception;
                }
            }
        }
        matched
    }

    /// Whether a pattern gives back what another one took: a folder that matches can then still
    /// have files for the build.
    pub fn has_exceptions(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.exception)
    }
}

impl Pattern {
    /// Whether it matches the folder at each slash of a path, and at last the path itself.
    ///
    /// Steps through the path with the set of tokens that it can stand at: no going back, so time
    /// is bounded by the length of the path times that of the pattern.
    fn ends(&self, path: &[char]) -> Vec<bool> {
        let count = self.tokens.len();
        let mut ends = Vec::new();
        let (mut at, mut next) = (vec![false; count + 1], vec![false; count + 1]);
        // Within a `**/`, after its first character.
        let (mut inside, mut still) = (vec![false; count], vec![false; count]);
        set(&mut at, 0, true);
        self.skip(&mut at);
        for c in path {
            if *c == '/' {
                ends.push(at.last().copied().unwrap_or_default());
            }
            next.fill(false);
            still.fill(false);
            for (index, token) in self.tokens.iter().enumerate() {
                let here = at.get(index).copied().unwrap_or_default();
                let within = inside.get(index).copied().unwrap_or_default();
                if !here && !within {
                    continue;
                }
                let (stay, go, hold) = match token {
                    Token::Char(wanted) => (false, c == wanted, false),
                    Token::One => (false, *c != '/', false),
                    Token::Class { negated, ranges } => {
                        let found = ranges.iter().any(|(low, high)| low <= c && c <= high);
                        (false, found != *negated, false)
                    }
                    Token::Some => (*c != '/', false, false),
                    Token::Any => (*c != '\n', false, false),
                    Token::Folders => (false, *c == '/', *c != '\n'),
                };
                set(&mut next, index, stay);
                set(&mut next, index + 1, go);
                set(&mut still, index, hold);
            }
            self.skip(&mut next);
            std::mem::swap(&mut at, &mut next);
            std::mem::swap(&mut inside, &mut still);
        }
        ends.push(at.last().copied().unwrap_or_default());
        ends
    }

    /// Tokens that may stand for nothing can be passed.
    fn skip(&self, at: &mut [bool]) {
        for (index, token) in self.tokens.iter().enumerate() {
            let empty = matches!(token, Token::Some | Token::Any | Token::Folders);
            let here = at.get(index).copied().unwrap_or_default();
            set(at, index + 1, empty && here);
        }
    }
}

fn set(flags: &mut [bool], index: usize, value: bool) {
    if let Some(flag) = flags.get_mut(index) {
        *flag |= value;
    }
}

/// A path as Go's `filepath.Clean` makes it: no empty and no `.` parts, `..` taken back.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => drop(parts.pop()),
                _ if rooted => {}
                _ => parts.push(part),
            },
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, rest) => format!("/{rest}"),
        (false, rest) if rest.is_empty() => ".".to_owned(),
        (false, rest) => rest,
    }
}

/// `None` for what Docker refuses, and for what has a meaning by the regular expression only that
/// Docker makes of it.
fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars().peekable();
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '\\');
    // `**` before nothing but plain characters is an ending, not a number of folders.
    if let Some(ending) = pattern.strip_prefix("**")
        && !ending.contains(special)
    {
        // `**/a` is `a` too.
        tokens.push(match ending.strip_prefix('/') {
            Some(_) => Token::Folders,
            None => Token::Any,
        });
        tokens.extend(ending.trim_start_matches('/').chars().map(Token::Char));
        return Some(tokens);
    }
    while let Some(c) = chars.next() {
        let token = match c {
            '*' if chars.next_if_eq(&'*').is_some() => {
                chars.next_if_eq(&'/');
                match chars.peek() {
                    None => Token::Any,
                    Some(_) => Token::Folders,
                }
            }
            '*' => Token::Some,
            '?' => Token::One,
            '\\' => Token::Char(escaped(chars.next()?)?),
            '[' => {
                let negated = chars.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                while ranges.is_empty() || chars.peek() != Some(&']') {
                    let low = member(&mut chars)?;
                    let high = match chars.next_if_eq(&'-') {
                        Some(_) => member(&mut chars)?,
                        None => low,
                    };
                    if low > high {
                        return None;
                    }
                    ranges.push((low, high));
                }
                chars.next();
                Token::Class { negated, ranges }
            }
            // Outside of a class it is what it is; with one before it, the reading is by chance.
            ']' if pattern.contains('[') => return None,
            // Where the pattern becomes a regular expression, this is an anchor in it.
            '^' if pattern.contains(special) => return None,
            c => Token::Char(c),
        };
        tokens.push(token);
    }
    Some(tokens)
}

fn member(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<char> {
    match chars.next()? {
        '\\' => escaped(chars.next()?),
        // Stars are not held to be members, and `[:alpha:]` has a meaning.
        '-' | ']' | '[' | '*' | '?' => None,
        c => Some(c),
    }
}

/// Letters and digits get a meaning by being escaped.
fn escaped(c: char) -> Option<char> {
    (c.is_ascii_punctuation() || c.is_ascii_whitespace()).then_some(c)
}
