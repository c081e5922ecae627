//! `cargo xtask test`: everything that must hold before a change lands.

use crate::{codegen, dist, docs, node, root};
use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::time::Instant;

/// Single tests, where a step has such.
#[derive(Clone, Copy, Debug, Default)]
struct Tests {
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl fmt::Display for Tests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

enum Outcome {
    Done,
    Counted(Tests),
    /// Nothing was checked, and why.
    Skipped(&'static str),
}

type Step = fn(&mut Tests) -> Result<Outcome, Box<dyn Error>>;

/// In the order in which a mistake is cheapest to learn of. Tests of the product run on dist/, so
/// its freshness comes before them.
const STEPS: &[(&str, Step)] = &[
    ("format", format),
    ("facts and tables", facts),
    ("table of rules", rule_table),
    ("lints", lints),
    ("packages of the action", packages),
    ("dist/ is what the sources give", fresh_dist),
    ("Rust tests", rust_tests),
    ("action tests", action_tests),
    ("licences, bans, sources", deny),
];

/// Runs every step, also after one failed, and tells which did.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let mut total = Tests::default();
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        println!("\n== {name}");
        io::stdout().flush()?;
        let start = Instant::now();
        let mut tests = Tests::default();
        let line = match step(&mut tests) {
            Ok(Outcome::Done) => "ok".to_owned(),
            Ok(Outcome::Counted(tests)) => format!("ok: {tests}"),
            Ok(Outcome::Skipped(why)) => format!("SKIPPED: {why}"),
            Err(error) => {
                failed.push(*name);
                format!("FAILED: {error}")
            }
        };
        total.passed += tests.passed;
        total.failed += tests.failed;
        total.ignored += tests.ignored;
        let line = format!("{name}: {line} ({:.1?})", start.elapsed());
        println!("== {line}");
        lines.push(line);
    }
    println!("\n== all steps");
    for line in lines {
        println!("{line}");
    }
    println!("tests: {total}");
    println!(
        "steps: {} passed, {} failed",
        STEPS.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("failed: {}", failed.join(", ")).into())
}

fn format(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    root::run(root::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Done)
}

fn facts(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    codegen::run(true)?;
    Ok(Outcome::Done)
}

fn rule_table(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    docs::run(true)?;
    Ok(Outcome::Done)
}

fn lints(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    root::run(
        root::cargo()
            .args(["clippy", "--workspace", "--all-targets", "--locked"])
            .args(["--", "--deny", "warnings"]),
    )?;
    Ok(Outcome::Done)
}

fn packages(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    node::install(&node::folder())?;
    Ok(Outcome::Done)
}

fn fresh_dist(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    dist::run(true)?;
    Ok(Outcome::Done)
}

fn rust_tests(tests: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    let mut cargo = root::cargo();
    cargo.args(["test", "--workspace", "--locked", "--no-fail-fast"]);
    root::watch(&mut cargo, |line| {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        // `ok. 5 passed; 0 failed; 0 ignored; …`
        let counts = result.split_once(". ").map_or("", |(_, counts)| counts);
        for count in counts.split("; ") {
            match count.split_once(' ') {
                Some((number, "passed")) => tests.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => tests.failed += number.parse().unwrap_or(0),
                Some((number, "ignored")) => tests.ignored += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    })?;
    counted(*tests)
}

/// The action as the runner starts it: the same Node.js major, on dist/.
fn action_tests(tests: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    let mut node = node::command()?;
    node.args(["--test", "--test-reporter=spec", "test/*.test.js"])
        .current_dir(node::folder());
    root::watch(&mut node, |line| {
        // `ℹ pass 12`
        match line.trim_start_matches(['ℹ', ' ']).split_once(' ') {
            Some(("pass", number)) => tests.passed += number.parse().unwrap_or(0),
            Some(("fail", number)) => tests.failed += number.parse().unwrap_or(0),
            Some(("skipped", number)) => tests.ignored += number.parse().unwrap_or(0),
            _ => {}
        }
    })?;
    counted(*tests)
}

/// Success without a test is none: a filter or a path must have gone wrong.
fn counted(tests: Tests) -> Result<Outcome, Box<dyn Error>> {
    match tests {
        Tests { passed: 0, .. } => Err("no test ran".into()),
        Tests { failed: 0, .. } => Ok(Outcome::Counted(tests)),
        _ => Err(tests.to_string().into()),
    }
}

/// cargo-deny is a tool of its own, which a machine may lack; CI has it.
fn deny(_: &mut Tests) -> Result<Outcome, Box<dyn Error>> {
    if !root::is_installed("cargo-deny") {
        return Ok(Outcome::Skipped("cargo-deny is not installed"));
    }
    root::run(root::cargo().args(["deny", "--locked", "check", "licenses", "bans", "sources"]))?;
    Ok(Outcome::Done)
}
