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

#[path = "../tests/constructs/mod.rs"]
mod constructs;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 41;

fn main() {
    let only =
        std::env::args().find(|argument| argument == "--linear" || argument == "--side-by-side");
    if only.as_deref() != Some("--linear") {
        side_by_side();
    }
    if only.as_deref() != Some("--side-by-side") {
        linear();
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
                files
                    .iter()
                    .for_each(|file| drop(black_box(dockerfile_syntax::parse(file))))
            }))
        };
        let mut run_theirs = || {
            theirs.push(time(|| {
                files
                    .iter()
                    .for_each(|file| drop(black_box(parse_dockerfile::parse(file))))
            }))
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

/// Every construct with 1 MB and with 10 MB.
fn linear() {
    println!(
        "{:<28} {:>10} {:>10} {:>7}",
        "construct", "1 MB", "10 MB", "ratio"
    );
    for (name, make) in constructs::ALL {
        let (small, large) = (make(1_000_000), make(10_000_000));
        let measure = |text: &str, rounds| {
            median(
                (0..rounds)
                    .map(|_| time(|| drop(black_box(dockerfile_syntax::parse(text)))))
                    .collect(),
            )
        };
        let (small, large) = (measure(&small, 15), measure(&large, 5));
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        let verdict = if ratio > 12.0 { "TOO MUCH" } else { "" };
        println!(
            "{name:<28} {:>7.2} ms {:>7.2} ms {ratio:>7.1} {verdict}",
            small.as_secs_f64() * 1e3,
            large.as_secs_f64() * 1e3
        );
    }
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
