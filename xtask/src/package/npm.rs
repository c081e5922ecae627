//! The package for Node.js: a command line over the checker in WebAssembly, in one file without dependencies.

use super::sample::Sample;
use super::{emptied, only};
use crate::dist::{self, MODULES, Module, sbom, third_party};
use crate::{node, root};
use distroless_core::rules;
use serde_json::Value;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn sources() -> PathBuf {
    root::path().join("packages/npm")
}

/// The modules of the action, and in the checker's what a terminal is shown. Nobody waits for a job's start here.
fn modules() -> [Module; 3] {
    MODULES.map(|module| {
        if module.package != "distroless-wasm" {
            return module;
        }
        Module {
            features: &["terminal"],
            hinted: false,
            budget: (1_700_000, 650_000),
            ..module
        }
    })
}

pub(super) fn build(folder: &Path) -> Result<(), Box<dyn Error>> {
    if !sources().join("node_modules/ignore").is_dir() {
        node::install(&sources())?;
    }
    let modules = modules();
    let mut files = dist::bundled(&modules, &sources().join("build.mjs"), &["cli.mjs"])?;
    files.insert("rules.md".to_owned(), rules::explanations().into_bytes());
    let mut licences = third_party::text(TARGET, &modules)?;
    let ignore = fs::read_to_string(sources().join("node_modules/ignore/LICENSE-MIT"))?;
    licences.push_str("\n---- cli.mjs holds the package `ignore` of npm\n\n");
    licences.push_str(ignore.trim());
    licences.push('\n');
    files.insert("THIRD-PARTY.txt".to_owned(), licences.into_bytes());
    files.insert(sbom::FILE.to_owned(), sbom::of(TARGET, &modules)?);
    files.insert("package.json".to_owned(), manifest()?.into_bytes());
    let texts = [
        (sources(), "README.md"),
        (root::path(), "LICENSE-APACHE"),
        (root::path(), "LICENSE-MIT"),
    ];
    for (from, name) in texts {
        files.insert(name.to_owned(), fs::read(from.join(name))?);
    }
    let staged = folder.join("npm");
    emptied(&staged)?;
    for (name, bytes) in &files {
        dist::without_this_machine(name, bytes)?;
        fs::write(staged.join(name), bytes)?;
    }
    let mut pack = npm();
    pack.args([
        "pack",
        "--ignore-scripts",
        "--loglevel=error",
        "--pack-destination",
    ])
    .arg(folder)
    .current_dir(&staged);
    root::output(&mut pack)?;
    Ok(())
}

/// What npm is told of the package: without what only its build needs.
fn manifest() -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(sources().join("package.json"))?;
    let mut manifest: Value = serde_json::from_str(&text)?;
    let fields = manifest
        .as_object_mut()
        .ok_or("package.json is no object")?;
    fields.remove("devDependencies");
    fields.insert("version".to_owned(), VERSION.into());
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Installs the archive into an empty folder and starts what npm links there, with each Node.js that there is.
pub(super) fn check(folder: &Path, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    fs::write(home.path().join("package.json"), "{}")?;
    let archive = only(folder, &format!("distroless-check-{VERSION}.tgz"))?;
    let mut install = npm();
    install
        .args([
            "install",
            "--ignore-scripts",
            "--offline",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .arg(&archive)
        .current_dir(home.path());
    root::run(&mut install)?;
    let linked = home.path().join("node_modules/.bin/distroless-check");
    sample.compare("npm, as it is linked", || Command::new(&linked))?;
    let newest = node::command()?;
    sample.compare("npm, on the Node.js of the action", || {
        let mut command = Command::new(newest.get_program());
        command.arg(&linked);
        command
    })?;
    refuses(&linked)?;
    let mut npx = Command::new("npx");
    npx.args(["--offline", "--", "distroless-check", "--version"])
        .current_dir(home.path());
    let said = root::output(&mut npx)?;
    if said != format!("distroless-check {VERSION}\n") {
        return Err(format!("npx distroless-check --version: {said}").into());
    }
    Ok(())
}

/// What only the native program has is refused, and it is named.
fn refuses(program: &Path) -> Result<(), Box<dyn Error>> {
    for words in [
        &["--fix"][..],
        &["migrate", "Dockerfile"],
        &["--changed-since=main", "."],
    ] {
        let ended = Command::new(program).args(words).output()?;
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        let is_told = said.starts_with("error: ") && said.contains("native program");
        if ended.status.code() != Some(2) || !ended.stdout.is_empty() || !is_told {
            return Err(format!("{words:?} is not refused: {}: {said}", ended.status).into());
        }
    }
    Ok(())
}
