//! The program as people build it themselves.

use super::sample::Sample;
use crate::root;
use std::error::Error;
use std::path::Path;
use std::process::Command;

/// There is nothing to build: the sources are the artefact.
#[expect(clippy::unnecessary_wraps, reason = "one of several builds")]
pub(super) fn build(_: &Path) -> Result<(), Box<dyn Error>> {
    Ok(())
}

/// Installs into an empty folder, as the documentation says.
pub(super) fn check(_: &Path, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let mut install = root::cargo();
    install
        .args(["install", "--quiet", "--locked", "--path"])
        .args(["crates/distroless-check", "--target-dir", "target"])
        .arg("--root")
        .arg(home.path());
    root::run(&mut install)?;
    let program = home.path().join("bin/distroless-check");
    sample.compare("the program from source", || Command::new(&program))
}
