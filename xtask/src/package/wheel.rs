//! The package for Python: a wheel with the static program and nothing else.

use super::sample::Sample;
use super::{emptied, only, program, tools};
use crate::{dist, python, root};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

pub(super) fn build(folder: &Path) -> Result<(), Box<dyn Error>> {
    // So that it is compiled once for all packages.
    program::compiled()?;
    let made = folder.join("wheel");
    emptied(&made)?;
    let mut maturin = tools::maturin()?;
    maturin
        .args(["build", "--quiet", "--release", "--locked"])
        .args(["--target", &program::target()])
        // A static program runs with either library of C.
        .args(["--compatibility", "manylinux2014", "musllinux_1_1"])
        .arg("--out")
        .arg(&made)
        .env("CARGO_ENCODED_RUSTFLAGS", dist::flags()?)
        .env("SOURCE_DATE_EPOCH", program::day_of_commit()?)
        .current_dir(root::path().join("packages/python"));
    root::run(&mut maturin)?;
    let wheel = only(&made, ".whl")?;
    fs::rename(&wheel, folder.join(wheel.file_name().unwrap_or_default()))?;
    fs::remove_dir(made)?;
    Ok(())
}

/// Installs into an empty environment, without an index.
pub(super) fn check(folder: &Path, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    python::environment(home.path())?;
    let mut install = python::install(home.path());
    root::run(install.arg("--no-index").arg(only(folder, ".whl")?))?;
    let program = home.path().join("bin/distroless-check");
    sample.compare("the wheel", || Command::new(&program))
}
