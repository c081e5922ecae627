//! Python's packages, in environments of their own.

use crate::root;
use std::error::Error;
use std::path::Path;
use std::process::Command;

/// Makes an empty environment.
pub(crate) fn environment(folder: &Path) -> Result<(), Box<dyn Error>> {
    root::run(Command::new("python3").args(["-m", "venv"]).arg(folder))
}

/// The installer of an environment: what is missing is the package.
pub(crate) fn install(environment: &Path) -> Command {
    let mut pip = Command::new(environment.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"]);
    pip
}
