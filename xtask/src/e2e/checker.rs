//! The checker, as its users start it.

use super::process;
use serde::Deserialize;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(30);

/// The parts of the checker's JSON that are compared.
#[derive(Debug, Deserialize)]
pub(super) struct Report {
    pub(super) findings: Vec<Finding>,
    pub(super) files: Vec<CheckedFile>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) rule: String,
    pub(super) severity: String,
    pub(super) message: String,
    pub(super) fixes: Vec<Fix>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Fix {
    pub(super) title: String,
    pub(super) safety: String,
    pub(super) edits: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Edit {
    pub(super) start: Position,
    pub(super) end: Position,
    pub(super) replacement: String,
}

/// Both count from 1; columns in UTF-16 code units.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

#[derive(Debug, Deserialize)]
pub(super) struct CheckedFile {
    pub(super) problems: Vec<serde_json::Value>,
    pub(super) targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Target {
    pub(super) base: Option<String>,
}

/// The folder of a file. The checker sees the file's path from there: it takes what lies in a folder
/// of tests for no image that ships.
fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}

/// Checks a Dockerfile with its context, on a day.
pub(super) fn check(
    checker: &Path,
    context: &Path,
    file: &Path,
    today: &str,
    select: &[String],
) -> Result<Report, Box<dyn Error>> {
    let mut command = Command::new(checker);
    command
        .args([
            "--format",
            "json",
            "--no-config",
            "--fail-on",
            "never",
            "--quiet",
        ])
        .args(["--today", today])
        .arg("--context")
        .arg(context)
        .arg(file)
        .current_dir(beside(file));
    if !select.is_empty() {
        command.args(["--select", &select.join(",")]);
    }
    let ended = process::run(&mut command, LIMIT)?;
    if !ended.success() {
        return Err(format!("the checker ended with {:?}: {}", ended.code, ended.text()).into());
    }
    Ok(serde_json::from_str(&ended.stdout)?)
}

/// What `migrate --write` made of a file.
pub(super) enum Migrated {
    Written,
    /// It stays as it is; with all that was said.
    Refused(String),
    /// This checker has no such command.
    Unknown,
}

/// Has the checker write a Dockerfile anew.
pub(super) fn migrate(
    checker: &Path,
    context: &Path,
    file: &Path,
    today: &str,
    base: Option<&str>,
) -> Result<Migrated, Box<dyn Error>> {
    let help = process::run(Command::new(checker).args(["migrate", "--help"]), LIMIT)?;
    if !help.stdout.contains("--write") {
        return Ok(Migrated::Unknown);
    }
    let before = fs::read(file)?;
    let mut command = Command::new(checker);
    command
        .args(["migrate", "--write", "--no-config", "--today", today])
        .arg("--context")
        .arg(context)
        .args(base.map(|base| format!("--base={base}")))
        .arg(file)
        .current_dir(beside(file));
    let ended = process::run(&mut command, LIMIT)?;
    Ok(if ended.success() && fs::read(file)? != before {
        Migrated::Written
    } else {
        Migrated::Refused(ended.text())
    })
}
