//! `cargo xtask codegen`: compiles the facts in `crates/image-knowledge/data` into Rust tables.
//!
//! With `--check` nothing is written; a difference to the committed tables is an error.

mod distroless;
mod images;
mod render;
mod rows;
mod rust;
mod schema;
mod tools;

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why the tables could not be made, or are not fresh.
#[derive(Debug)]
pub(crate) enum Error {
    /// A file could not be read or written.
    File(PathBuf, io::Error),
    /// A data file is not what its schema says.
    Data(PathBuf, String),
    /// The formatter could not be run.
    Format(String),
    /// The committed tables are not what the data gives.
    Stale(Vec<PathBuf>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Data(path, message) => write!(f, "{}: {message}", path.display()),
            Self::Format(message) => write!(f, "rustfmt: {message}"),
            Self::Stale(paths) => {
                write!(f, "not what the data gives; run `cargo xtask codegen`:")?;
                paths
                    .iter()
                    .try_for_each(|path| write!(f, " {}", path.display()))
            }
        }
    }
}

impl std::error::Error for Error {}

/// Makes the tables, or with `check` compares them with the committed ones.
pub(crate) fn run(check: bool) -> Result<(), Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/image-knowledge");
    let knowledge = schema::load(&root.join("data"))?;
    let target = root.join("src/generated");
    let files =
        render::files(&knowledge).map_err(|message| Error::Data(root.join("data"), message))?;
    let mut stale = Vec::new();
    for (name, text) in &files {
        let text = format(text)?;
        let path = target.join(name);
        if check {
            let committed = fs::read_to_string(&path).unwrap_or_default();
            if committed != text {
                stale.push(path);
            }
        } else {
            fs::create_dir_all(&target).map_err(|error| Error::File(target.clone(), error))?;
            fs::write(&path, text).map_err(|error| Error::File(path, error))?;
        }
    }
    // A table that the data does not give any more must not stay behind.
    let entries = fs::read_dir(&target).map_err(|error| Error::File(target.clone(), error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Error::File(target.clone(), error))?;
        let known = files
            .iter()
            .any(|(name, _)| entry.file_name() == name.as_str());
        if known {
            continue;
        }
        if check {
            stale.push(entry.path());
        } else {
            fs::remove_file(entry.path()).map_err(|error| Error::File(entry.path(), error))?;
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(Error::Stale(stale))
    }
}

/// The text as the workspace's formatter leaves it, so that `cargo fmt --check` agrees.
fn format(text: &str) -> Result<String, Error> {
    let failed = |error: io::Error| Error::Format(error.to_string());
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(workspace)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut input = child
        .stdin
        .take()
        .ok_or_else(|| Error::Format("no standard input".to_owned()))?;
    // Written by a thread of its own: the pipe to us may fill up before all is read.
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(failed)?;
    match writer.join() {
        Ok(written) => written.map_err(failed)?,
        Err(_) => return Err(Error::Format("the writer stopped".to_owned())),
    }
    if !output.status.success() {
        return Err(Error::Format(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| Error::Format(error.to_string()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_tables_are_what_the_data_gives() {
        if let Err(error) = super::run(true) {
            panic!("{error}");
        }
    }
}
