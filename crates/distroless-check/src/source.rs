//! Reading Dockerfiles.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The longest Dockerfile that is read, in bytes. Places in it are 32-bit numbers.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("this file cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("this file is longer than {} MiB", LIMIT / (1024 * 1024))]
    TooLong,
    #[error("this file is not valid UTF-8, from byte {0} on")]
    NotUtf8(usize),
}

impl Unreadable {
    /// Whether there is no such file.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Io(_) => "check the path and its permissions",
            Self::TooLong => "name the Dockerfile itself",
            Self::NotUtf8(_) => "save it as UTF-8",
        }
    }
}

/// The text of a file.
pub(crate) fn file(path: &Path) -> Result<String, Unreadable> {
    let file = File::open(path)?;
    let length = file.metadata().map_or(0, |it| it.len());
    text(file, length)
}

/// The text of standard input.
pub(crate) fn stdin() -> Result<String, Unreadable> {
    text(io::stdin().lock(), 0)
}

/// The text of an input that is likely so long, in bytes.
fn text(input: impl Read, length: u64) -> Result<String, Unreadable> {
    // A byte more, for the read that finds the end.
    let mut bytes = Vec::with_capacity(length.min(LIMIT) as usize + 1);
    input.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(Unreadable::TooLong);
    }
    String::from_utf8(bytes)
        .map_err(|error| Unreadable::NotUtf8(error.utf8_error().valid_up_to() + 1))
}
