//! The project's own image: its Dockerfile is checked, built and run as any other, and what the program says in
//! there has to be what it says here.

use super::checker;
use super::engine::Engine;
use super::migration::Packages;
use super::process;
use crate::root;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What it is called among the cases.
pub(super) const NAME: &str = "own-image";
/// What the Dockerfile compiles for.
pub(super) const TARGET: &str = match std::env::consts::ARCH.as_bytes() {
    b"aarch64" => "aarch64-unknown-linux-musl",
    _ => "x86_64-unknown-linux-musl",
};
const IMAGE: &str = "localhost/e2e/distroless-check:own";
const TODAY: &str = "2026-11-28";
/// How long the program says something.
const LIMIT: Duration = Duration::from_secs(30);
/// What is asked inside and outside, from the folder of the project's examples.
const ASKED: [&str; 5] = [".", "--format=json", "--no-config", "--today", TODAY];

/// Whether it is asked for: it compiles the whole project, which takes as long as all cases together.
pub(super) fn is_wanted(names: &[String]) -> bool {
    names.iter().any(|name| name == NAME)
}

/// Puts what cargo would fetch into a folder of the cache. Has to be called with a network.
pub(super) fn vendor(cache: &Path) -> Result<(), Box<dyn Error>> {
    let folder = vendored(cache);
    fs::create_dir_all(&folder)?;
    let packages = folder.join("vendor");
    let mut cargo = root::cargo();
    cargo
        .args(["vendor", "--quiet", "--locked", "--versioned-dirs"])
        .arg(&packages);
    root::output(&mut cargo)?;
    let config = "[source.crates-io]\nreplace-with = \"vendored\"\n\n\
        [source.vendored]\ndirectory = \"/opt/cargo-vendor\"\n";
    Ok(fs::write(folder.join("config.toml"), config)?)
}

/// Removes what [`vendor`] fetched.
pub(super) fn forget_vendored(cache: &Path) -> Result<(), Box<dyn Error>> {
    Ok(fs::remove_dir_all(vendored(cache))?)
}

fn vendored(cache: &Path) -> PathBuf {
    cache.join(super::bases::PACKAGES).join("cargo")
}

/// Says what the image did, or what is wrong.
pub(super) fn run(engine: &Engine, checker: &Path) -> Result<String, Box<dyn Error>> {
    let project = root::path();
    let file = project.join("Dockerfile");
    let report = checker::check(checker, &project, &file, TODAY, &[])?;
    if let Some(finding) = report.findings.first() {
        return Err(format!("the checker says {}: {}", finding.rule, finding.message).into());
    }
    if report.files.iter().any(|file| !file.problems.is_empty()) {
        return Err("the checker does not understand the Dockerfile".into());
    }
    let packages = [Packages::Cargo];
    let built = engine.build(&project, &file, IMAGE, &packages, false)?;
    if !built.success() {
        return Err(engine.without_folders(&built.text()).into());
    }
    let examples = project.join("examples");
    let inside = engine.run_on(IMAGE, NAME, &examples, &ASKED)?;
    let mut outside = Command::new(checker);
    outside.args(ASKED).current_dir(&examples);
    let outside = process::run(&mut outside, LIMIT)?;
    if (inside.code, &inside.stdout) != (outside.code, &outside.stdout) {
        let (inside, outside) = (inside.text(), outside.text());
        return Err(format!("inside of the image:\n{inside}\noutside:\n{outside}").into());
    }
    Ok(format!(
        "no findings; {} bytes of report alike",
        inside.stdout.len()
    ))
}
