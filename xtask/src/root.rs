//! Where the project is, and running programs in it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's root folder.
pub(crate) fn path() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(path());
    command
}

/// Runs a program to its end; its failure is an error that names it.
pub(crate) fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let shown = format!("{command:?}");
    let status = command
        .status()
        .map_err(|error| format!("{shown} cannot be started: {error}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{shown} failed ({status})").into())
}
