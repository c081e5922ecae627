//! docs/benchmarks.md.

use super::Comparison;
use crate::root;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// The rows of a comparison beside the program's own.
pub(super) fn table(comparison: &Comparison) -> String {
    let own = comparison
        .rows
        .iter()
        .find(|(name, _)| name.starts_with("distroless-check"))
        .map_or(0.0, |(_, taken)| taken.wall.as_secs_f64());
    let mut text = format!(
        "## {}\n\n{}\n\n| program | time | on all processors | memory | times ours |\n|---|--:|--:|--:|--:|\n",
        comparison.title, comparison.about
    );
    for (name, taken) in &comparison.rows {
        let wall = taken.wall.as_secs_f64();
        let _ = writeln!(
            text,
            "| {name} | {:.1} ms | {:.1} ms | {} MiB | {:.2} |",
            wall * 1e3,
            taken.processor.as_secs_f64() * 1e3,
            taken.memory.div_ceil(1024),
            wall / own,
        );
    }
    text.push('\n');
    text
}

/// Writes the page of a run.
pub(super) fn write(all: &[Comparison], action: &str) -> Result<(), Box<dyn Error>> {
    let mut text = "# How fast it is\n\n\
        What counts are the ratios of one run, in which all programs are started in turn. Each figure is the \
        median by wall time; the time on all processors is that of the same run, and the memory its peak. A \
        program as small as `true` shows what starting one costs. The static program is what is released; the \
        other is what `cargo build` makes.\n\n\
        To repeat it: `cargo xtask bench --write`, with `--files FOLDER` for Dockerfiles of your own in place of \
        those of the project's cases, and `--beside PROGRAM` for one more program. It installs the others.\n\n"
        .to_owned();
    let _ = writeln!(text, "Machine: {}. Others: {}.\n", machine(), others());
    for comparison in all {
        text.push_str(&table(comparison));
    }
    let _ = write!(
        text,
        "## The action\n\nFrom the start of Node.js to the results for five changed Dockerfiles, and Node.js alone.\n\n```\n{action}```\n"
    );
    fs::write(root::path().join("docs/benchmarks.md"), text)?;
    Ok(())
}

/// What it is compared with, in the versions that are installed.
fn others() -> String {
    let pins = include_str!("requirements.txt").lines();
    let named = pins.map(|pin| pin.replacen("==", " ", 1));
    named.collect::<Vec<_>>().join(", ")
}

/// The processor and the system, as far as they can be told.
fn machine() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("a processor without a name", |(_, name)| name);
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let system = Command::new("uname").arg("-s").output().ok();
    let system = system.and_then(|output| String::from_utf8(output.stdout).ok());
    let system = system.unwrap_or_default();
    format!("{processors} of {model}, {}", system.trim())
}
