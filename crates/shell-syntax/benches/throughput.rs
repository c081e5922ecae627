//! Reads the shell bodies of the corpus, beside brush-parser, and times growth on large texts.
//!
//! `cargo bench -p shell-syntax`; without the corpus a text of its own is used.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use shell_syntax::{Dialect, parse};

fn bodies() -> Vec<String> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/buildkit-syntax.jsonl");
    let Ok(rows) = std::fs::read_to_string(file) else {
        println!("no corpus beside the repository: timing a text of the benchmark's own");
        let line = "set -eux; apt-get update && apt-get install -y --no-install-recommends \"$A\" ${B:-c} && rm -rf /d/*";
        return vec![line.to_owned(); 2_000];
    };
    let mut bodies = Vec::new();
    for row in rows.lines() {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(row) else {
            continue;
        };
        for instruction in row["instructions"].as_array().into_iter().flatten() {
            let is_shell = instruction["cmd"] == "run"
                && instruction["json"] == false
                && instruction["heredocs"]
                    .as_array()
                    .is_some_and(Vec::is_empty);
            if let Some(text) = instruction["args"][0].as_str().filter(|_| is_shell) {
                // brush-parser is exponential on malformed text: what both can read.
                if parse(text, Dialect::Bash).errors.is_empty() {
                    bodies.push(text.to_owned());
                }
            }
        }
    }
    bodies
}

fn fastest(rounds: usize, mut run: impl FnMut()) -> Duration {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn rate(bytes: usize, time: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let bytes = bytes as f64;
    bytes / 1e6 / time.as_secs_f64()
}

fn main() {
    // Its recursion has no bound.
    let thread = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(compare);
    if thread.is_ok_and(|thread| thread.join().is_err()) {
        println!("the comparison stopped early");
    }
    growth();
}

fn compare() {
    let bodies = bodies();
    let bytes: usize = bodies.iter().map(String::len).sum();
    println!("{} RUN bodies, {bytes} bytes", bodies.len());
    for dialect in [Dialect::Posix, Dialect::Bash] {
        let time = fastest(20, || {
            for body in &bodies {
                black_box(parse(body, dialect));
            }
        });
        println!(
            "shell-syntax, {dialect:?}: {time:?}, {:.0} MB/s",
            rate(bytes, time)
        );
    }
    let options = brush_parser::ParserOptions::default();
    let time = fastest(3, || {
        for body in &bodies {
            let _ = black_box(brush_parser::Parser::new(body.as_bytes(), &options).parse_program());
        }
    });
    println!(
        "brush-parser (words unparsed): {time:?}, {:.0} MB/s",
        rate(bytes, time)
    );
}

fn growth() {
    let mut script = String::new();
    for index in 0..20 {
        let _ = write!(
            script,
            "if a{index}; then b \"$c\" && d $(e `f`); fi\ncat <<E\n$g\nE\n"
        );
    }
    for (name, piece) in [
        ("script", script.as_str()),
        ("unclosed case", "case x in x) "),
        ("(", "("),
        ("$(", "$("),
        ("`", "`"),
        ("\"", "\""),
        ("${", "\"${a:-"),
        ("$((a) b)", "$((a) b) "),
        ("\\newline", "\\\n"),
        (") lines", ")\n"),
    ] {
        let [one, ten] = [1_000_000, 10_000_000].map(|size| {
            let text = piece.repeat(size / piece.len());
            fastest(5, || {
                black_box(parse(&text, Dialect::Bash));
            })
        });
        println!(
            "{name}: 1 MB {one:?}, 10 MB {ten:?}, {:.1} times",
            ten.as_secs_f64() / one.as_secs_f64()
        );
    }
}
