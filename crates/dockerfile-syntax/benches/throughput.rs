//! How fast the parser is: beside `parse-dockerfile` on real files, and on files of one
//! construct ten times as large as others.
//!
//! `cargo bench -p dockerfile-syntax` (add `-- --linear` or `-- --side-by-side` for one half).

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]
#![allow(
    clippy::cast_precision_loss,
    reason = "rates are shown with three digits"
)]

#[path = "../tests/constructs/mod.rs"]
mod constructs;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 41;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--one", name, size] => one(name, size),
        ["--linear", ..] => linear(),
        ["--side-by-side", ..] => side_by_side(),
        _ => {
            side_by_side();
            linear();
        }
    }
}

/// Both parsers over the same files in memory, round about.
fn side_by_side() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/files");
    let mut files = Vec::new();
    collect(&corpus, &mut files);
    if files.is_empty() {
        println!("skipped: ../shared/corpus is not there");
        return;
    }
    let all = files.len();
    // An error ends the other parser's work early; only files that it reads count.
    files.retain(|file| parse_dockerfile::parse(file).is_ok());
    let bytes: usize = files.iter().map(String::len).sum();
    println!(
        "{} of {all} files, {bytes} bytes, {ROUNDS} rounds",
        files.len()
    );
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let mut run_ours = || {
            ours.push(time(|| {
                for file in &files {
                    drop(black_box(dockerfile_syntax::parse(file)));
                }
            }));
        };
        let mut run_theirs = || {
            theirs.push(time(|| {
                for file in &files {
                    drop(black_box(parse_dockerfile::parse(file)));
                }
            }));
        };
        if round % 2 == 0 {
            run_ours();
            run_theirs();
        } else {
            run_theirs();
            run_ours();
        }
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("dockerfile-syntax  {:>7.0} MB/s", rate(bytes, ours));
    println!("parse-dockerfile   {:>7.0} MB/s", rate(bytes, theirs));
    println!(
        "ratio              {:>7.2}",
        theirs.as_secs_f64() / ours.as_secs_f64()
    );
}

/// Every construct with 1 MB and with 10 MB, each in a process of its own: what an allocator
/// has kept from a small file would make the large one look slow.
fn linear() {
    println!(
        "{:<32} {:>10} {:>10} {:>7}",
        "construct", "1 MB", "10 MB", "ratio"
    );
    let mut worst: f64 = 0.0;
    for (name, _) in constructs::ALL {
        let (small, large) = (
            in_a_process(name, 1_000_000),
            in_a_process(name, 10_000_000),
        );
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        worst = worst.max(ratio);
        println!(
            "{name:<32} {:>7.2} ms {:>7.2} ms {ratio:>7.1} {}",
            small.as_secs_f64() * 1e3,
            large.as_secs_f64() * 1e3,
            if ratio > 12.0 { "more than 12" } else { "" }
        );
    }
    println!("worst ratio {worst:.1}");
}

/// The shortest of some runs of this program: other work on the machine only adds.
fn in_a_process(name: &str, size: usize) -> Duration {
    let times = (0..9).map(|_| {
        let program = std::env::current_exe().expect("this program");
        let output = std::process::Command::new(program)
            .args(["--one", name, &size.to_string()])
            .output()
            .expect("this program starts");
        let nanoseconds = String::from_utf8_lossy(&output.stdout);
        Duration::from_nanos(nanoseconds.trim().parse().expect("a number"))
    });
    times.min().unwrap_or_default()
}

/// Reads one construct once and prints how long it took.
fn one(name: &str, size: &str) {
    let construct = constructs::ALL.iter().find(|construct| construct.0 == name);
    let source = construct.expect("a construct").1(size.parse().expect("a number"));
    let time = time(|| drop(black_box(dockerfile_syntax::parse(&source))));
    println!("{}", time.as_nanos());
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.push(text);
        }
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / time.as_secs_f64() / 1e6
}
