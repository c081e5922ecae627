//! Node.js and the packages of the action's build and tests.

use crate::root;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The major version that runs the action.
const MAJOR: &str = "v24.";

/// The folder of the action's sources.
pub(crate) fn folder() -> PathBuf {
    root::path().join("action")
}

/// Installs the locked packages of the action, without running any of their scripts.
pub(crate) fn install() -> Result<(), Box<dyn Error>> {
    install_in(&folder())
}

/// The same of another folder.
pub(crate) fn install_in(folder: &Path) -> Result<(), Box<dyn Error>> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .current_dir(folder);
    root::run(&mut command)
}

/// The Node.js that runs actions: from its package where there is one for this machine, else the
/// machine's own if that is of the same major version.
pub(crate) fn command() -> Result<Command, Box<dyn Error>> {
    let (system, program) = match std::env::consts::OS {
        "windows" => ("win", "bin/node.exe"),
        "macos" => ("darwin", "bin/node"),
        other => (other, "bin/node"),
    };
    let machine = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let package = format!("node_modules/node-{system}-{machine}");
    let packaged = folder().join(package).join(program);
    if packaged.is_file() {
        return Ok(Command::new(packaged));
    }
    let version = root::output(Command::new("node").arg("--version")).unwrap_or_default();
    if version.starts_with(MAJOR) {
        return Ok(Command::new("node"));
    }
    Err(format!(
        "the action runs on Node.js {MAJOR}x; `npm ci` in action/ brings it for most machines, else install it"
    )
    .into())
}
