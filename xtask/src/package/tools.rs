//! What builds packages and is in no toolchain: installed at a pinned version into target/tools.

use crate::{python, root};
use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

const CARGO_DEB: &str = "3.8.0";
const MATURIN: &str = "1.16.0";

/// The builder of Debian packages.
pub(super) fn cargo_deb() -> Result<Command, Box<dyn Error>> {
    let home = folder("cargo-deb", CARGO_DEB);
    let program = home.join("bin/cargo-deb");
    if !program.is_file() {
        let version = ["--version", CARGO_DEB];
        let mut install = root::cargo();
        install
            // It packs one small file: what an optimized one costs to compile is never earned.
            .args(["install", "--quiet", "--locked", "--debug"])
            .args(version)
            .args(["cargo-deb", "--root"])
            .arg(&home);
        root::run(&mut install)?;
    }
    let mut command = root::cargo();
    // It is a subcommand, and asks for the cargo that started it.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::iter::once(home.join("bin")).chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(found)?).arg("deb");
    Ok(command)
}

/// The builder of wheels.
pub(super) fn maturin() -> Result<Command, Box<dyn Error>> {
    let home = folder("maturin", MATURIN);
    let program = home.join("bin/maturin");
    if !program.is_file() {
        python::environment(&home)?;
        root::run(python::install(&home).arg(format!("maturin=={MATURIN}")))?;
    }
    Ok(Command::new(program))
}

fn folder(name: &str, version: &str) -> PathBuf {
    root::path().join(format!("target/tools/{name}-{version}"))
}
