//! The limits of those who read the formats.

use super::{AS_ROOT, NO_SHELL, RULES, empty, file};
use crate::{Format, Run, render, sarif};
use distroless_core::rules::RuleMeta;
use distroless_core::{Finding, Severity};
use dockerfile_syntax::Span;
use serde_json::Value;

/// A run of one file with so many findings of each severity, mild ones first.
fn many(info: usize, warning: usize, error: usize, message: &str) -> Run {
    let of = |count, rule: &'static RuleMeta, severity| {
        std::iter::repeat_with(move || {
            Finding::new(rule, Span::new(0, 4), message, "help").at(severity)
        })
        .take(count)
    };
    let findings = of(info, &AS_ROOT, Severity::Info)
        .chain(of(warning, &AS_ROOT, Severity::Warning))
        .chain(of(error, &NO_SHELL, Severity::Error));
    let mut run = empty();
    run.files
        .push(file("Dockerfile", "FROM a\n", findings.collect()));
    run
}

#[test]
fn github_shows_ten_of_a_level_and_counts_the_rest() {
    let commands = render(Format::Github, &many(30, 12, 11, "m"));
    let of = |level: &str| {
        commands
            .lines()
            .filter(|line| line.starts_with(level))
            .count()
    };
    assert_eq!(of("::error "), 10);
    assert_eq!(of("::warning "), 10);
    assert_eq!(of("::notice "), 10);
    let last = commands.lines().last().unwrap();
    assert!(last.contains("1 error, 2 warnings, 21 notices"), "{last}");
    assert!(commands.starts_with("::error "));

    let few = render(Format::Github, &many(9, 10, 10, "m"));
    assert_eq!(few.lines().count(), 29);
    assert!(!few.contains("Not shown"));
}

#[test]
fn github_cuts_long_messages_before_escaping() {
    let commands = render(Format::Github, &many(0, 0, 1, &"%€😀\n".repeat(5_000)));
    let message = commands.rsplit("::").next().unwrap().trim_end();
    let read = message.replace("%0A", "\n").replace("%25", "%");
    assert_eq!(read.encode_utf16().count(), 4_096);
    assert!(read.ends_with('…'));
}

#[test]
fn sarif_keeps_the_gravest() {
    let run = many(4_000, 2_000, 10, "m");
    let log: Value = serde_json::from_str(&sarif::document(&run, RULES)).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    let of = |level| {
        results
            .iter()
            .filter(|result| result["level"] == level)
            .count()
    };
    assert_eq!((of("error"), of("warning"), of("note")), (10, 2_000, 2_990));
    let notes = run["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .unwrap();
    let text = notes[0]["message"]["text"].as_str().unwrap();
    assert!(text.starts_with("1010 of the mildest"), "{text}");
}

#[test]
fn markdown_stays_under_its_limit_and_counts_the_rest() {
    let text = render(Format::Markdown, &many(500, 500, 500, &"<".repeat(3_000)));
    assert!(text.len() < 1024 * 1024, "{}", text.len());
    assert!(text.len() > 900_000, "{}", text.len());
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| error"))
        .count();
    let last = text.lines().last().unwrap();
    assert!(last.contains(&format!("{} errors", 500 - rows)), "{last}");
    assert!(last.contains("500 warnings, 500 info"), "{last}");
}

#[test]
fn a_long_line_with_many_findings_stays_cheap() {
    // Columns far into a line of 4 MB: a look-up that walks the line would take minutes.
    let source = format!("FROM a\n# {}\n", "€".repeat(1_400_000));
    let findings = (0..20_000u32)
        .map(|at| Finding::new(&AS_ROOT, Span::new(4_000_000 - at, 4_100_000), "m", "h"))
        .collect();
    let mut run = empty();
    run.files.push(file("Dockerfile", &source, findings));
    for format in Format::ALL {
        assert!(!render(*format, &run).is_empty());
    }
}
