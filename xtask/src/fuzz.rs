//! `cargo xtask fuzz`: the properties of any text, asked of what libFuzzer comes to.

use crate::root;
use distroless_tests::property::{ALL, Examples};
use std::error::Error;
use std::fs;

pub(crate) const USAGE: &str = "\
usage: cargo xtask fuzz [--minutes N] [TARGET...]

  --minutes N  how long each target runs [default: 30]
  TARGET       which to run [default: all]

Needs a nightly toolchain and cargo-fuzz (cargo install cargo-fuzz).";

/// The target that makes its texts of any bytes by the grammar.
const GENERATED: &str = "generated";

/// More memory than a Dockerfile may cost, in MiB.
const MEMORY: u32 = 256;
/// Longer than a text of [`LENGTH`] may take, in seconds, with what finds the way built in.
const TIME: u32 = 10;
/// The longest text, in bytes.
const LENGTH: u32 = 4096;

/// Runs what `arguments` ask for.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut minutes = 30;
    let mut targets = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match *argument {
            "--minutes" => minutes = arguments.next().ok_or(USAGE)?.parse()?,
            name if known().any(|known| known == name) => targets.push(name),
            other => {
                let known: Vec<&str> = known().collect();
                return Err(format!("no target {other}: there are {}", known.join(", ")).into());
            }
        }
    }
    if targets.is_empty() {
        targets = known().collect();
    }
    if !root::is_installed("cargo-fuzz") {
        return Err("cargo-fuzz is not installed: `cargo install cargo-fuzz`".into());
    }
    seeds()?;
    let mut failed = Vec::new();
    for target in &targets {
        println!("\n== {target}");
        if let Err(error) = fuzz(target, minutes) {
            println!("{error}");
            failed.push(*target);
        }
    }
    println!(
        "{} passed, {} failed",
        targets.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("fuzz/artifacts has what was found by {}", failed.join(", ")).into())
}

fn known() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|property| property.name).chain([GENERATED])
}

/// What each target begins with: the texts of the project's own examples.
fn seeds() -> Result<(), Box<dyn Error>> {
    let examples = Examples::read()?;
    for property in ALL {
        let folder = root::path().join("fuzz/corpus").join(property.name);
        fs::create_dir_all(&folder)?;
        for (number, seed) in (property.seeds)(&examples).iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:04}")), seed)?;
        }
    }
    Ok(())
}

/// Without a sanitizer: no line of ours is unsafe.
fn fuzz(target: &str, minutes: u32) -> Result<(), Box<dyn Error>> {
    let mut cargo = root::cargo();
    cargo
        .args([
            "+nightly",
            "fuzz",
            "run",
            "--sanitizer",
            "none",
            target,
            "--",
        ])
        .args([
            format!("-max_total_time={}", minutes * 60),
            format!("-rss_limit_mb={MEMORY}"),
            format!("-timeout={TIME}"),
            format!("-max_len={LENGTH}"),
            "-print_final_stats=1".to_owned(),
            "-verbosity=0".to_owned(),
        ]);
    root::run(&mut cargo)
}
