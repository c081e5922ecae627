//! `cargo xtask test`: everything that must hold before a change lands.

use crate::{codegen, dist, node, root};
use std::error::Error;
use std::io::{self, Write};
use std::time::Instant;

type Step = fn() -> Result<(), Box<dyn Error>>;

const STEPS: &[(&str, Step)] = &[
    ("format", format),
    ("lints", lints),
    ("facts and tables", || Ok(codegen::run(true)?)),
    ("packages of the action", node::install),
    ("dist/ is what the sources give", || dist::run(true)),
    ("Rust tests", rust),
    ("action tests", action),
];

/// Runs every step, also after one failed, and tells which did.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        println!("\n== {name}");
        io::stdout().flush()?;
        let start = Instant::now();
        match step() {
            Ok(()) => println!("== {name}: ok, {:.0?}", start.elapsed()),
            Err(error) => {
                println!("== {name}: FAILED: {error}");
                failed.push(*name);
            }
        }
    }
    println!(
        "\n{} passed, {} failed",
        STEPS.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("failed: {}", failed.join(", ")).into())
}

fn format() -> Result<(), Box<dyn Error>> {
    root::run(root::cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> Result<(), Box<dyn Error>> {
    root::run(root::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}

fn rust() -> Result<(), Box<dyn Error>> {
    root::run(root::cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]))
}

/// The action as the runner starts it: the same Node.js major, on dist/.
fn action() -> Result<(), Box<dyn Error>> {
    let mut node = node::command();
    node.args(["--test", "test/*.test.js"])
        .current_dir(node::folder());
    root::run(&mut node)
}
