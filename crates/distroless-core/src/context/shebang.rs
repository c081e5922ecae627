//! The first line of a script, as the kernel reads it.

use super::text::inside;
use crate::request::BuildContext;

/// The longest line that Linux looks at, in bytes, with `#!` (`BINPRM_BUF_SIZE`, since Linux 5.1).
const LINE: usize = 256;

/// What starts a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shebang {
    /// The program, as written: `/usr/bin/env`.
    pub interpreter: String,
    /// What it is given before the script: one argument, blanks and all.
    pub argument: Option<String>,
    /// The program that `env` starts, as written: `python3` or a path. `None` where the interpreter
    /// is not `env`, or what it starts is not plain.
    pub through_env: Option<String>,
    /// Whether the line ends in CRLF: the name of the program, or its argument, then ends in a
    /// carriage return for Linux, and there is no such program.
    pub crlf: bool,
}

impl Shebang {
    /// Reads the first bytes of a file.
    pub fn parse(head: &[u8]) -> Option<Self> {
        let line = head.strip_prefix(b"#!")?;
        let line = match line.iter().position(|byte| *byte == b'\n') {
            Some(end) => line.get(..end)?,
            // The file ends with this line.
            None if head.len() < LINE => line,
            None => return None,
        };
        if line.len() + 2 >= LINE {
            return None;
        }
        let line = std::str::from_utf8(line).ok()?;
        let crlf = line.ends_with('\r');
        let blank = |c: char| c == ' ' || c == '\t';
        let line = line.trim_end_matches('\r').trim_matches(blank);
        let (interpreter, argument) = match line.split_once(blank) {
            Some((interpreter, rest)) => (interpreter, Some(rest.trim_matches(blank))),
            None => (line, None),
        };
        if interpreter.is_empty() || line.contains('\0') {
            return None;
        }
        let is_env = interpreter.rsplit('/').next() == Some("env");
        Some(Self {
            interpreter: interpreter.to_owned(),
            argument: argument.map(str::to_owned),
            through_env: argument.filter(|_| is_env).and_then(of_env),
            crlf,
        })
    }
}

/// What `env` starts: the first word that is no option and no assignment.
fn of_env(argument: &str) -> Option<String> {
    let (split, words) = match argument.strip_prefix("-S") {
        Some(rest) => (true, rest),
        None => match argument.strip_prefix("--split-string=") {
            Some(rest) => (true, rest),
            None => (false, argument),
        },
    };
    if !split {
        // Without `-S` the whole rest is one name, and a blank in it is part of the name.
        let plain = !words.starts_with('-') && !words.contains(['=', ' ', '\t']);
        return plain.then(|| words.to_owned());
    }
    let mut words = words.split([' ', '\t']).filter(|word| !word.is_empty());
    let name = words.find(|word| word.starts_with('-') || !word.contains('='))?;
    let plain = !name.starts_with('-') && !name.contains(['"', '\'', '\\', '$']);
    plain.then(|| name.to_owned())
}

pub(super) fn read(context: &dyn BuildContext, path: &str) -> Option<Shebang> {
    Shebang::parse(&context.head(&inside(path)?)?)
}
