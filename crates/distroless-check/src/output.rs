//! Writing what was found.

use crate::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a report to the file, or to standard output.
pub(crate) fn write(text: &str, path: Option<&Path>) -> Result<(), Error> {
    match path {
        Some(path) => file(text, path).map_err(|error| Error::Write {
            path: path.display().to_string(),
            error,
        }),
        None => stdout(text),
    }
}

/// A reader that has seen enough (`| head`) is no error.
pub(crate) fn stdout(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|error| Error::Write {
            path: "standard output".to_owned(),
            error,
        }),
    }
}

/// A line on standard error. Where that is closed, there is nobody to tell.
pub(crate) fn note(text: &str) {
    _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whoever reads the file sees the old content or the new one, never a part: the text goes to a
/// file beside it, which then takes its place. What is not a regular file (a pipe, `/dev/stdout`)
/// is written to as it is.
pub(crate) fn file(text: &str, path: &Path) -> io::Result<()> {
    // A link keeps its place, and what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_special = fs::metadata(&target).is_ok_and(|known| !known.is_file());
    if is_special {
        let mut special = OpenOptions::new().write(true).open(&target)?;
        return match special.write_all(text.as_bytes()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            done => done,
        };
    }
    let beside = beside(&target);
    let done = fill(&beside, text, &target).and_then(|()| fs::rename(&beside, &target));
    if done.is_err() {
        // The first error is the one to tell.
        _ = fs::remove_file(&beside);
    }
    done
}

fn fill(beside: &Path, text: &str, target: &Path) -> io::Result<()> {
    let mut file = File::create_new(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(old) = fs::metadata(target) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

/// A name that no other program uses, in the same folder: a file system is not left by renaming.
fn beside(target: &Path) -> PathBuf {
    let id = uuid::Uuid::new_v4().simple();
    target.with_file_name(format!(".distroless-check-{id}.tmp"))
}
