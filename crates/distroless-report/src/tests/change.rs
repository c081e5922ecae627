//! What is told of a change.

use super::empty;
use crate::{Base, ChangedLines, File, Format, Run, examine, render};
use distroless_core::config::Config;
use distroless_core::{NoContext, Options, Request};
use image_knowledge::Date;

const BEFORE: &str = "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app\n\n\
    FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n";

const AFTER: &str = "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app\n\n\
    FROM debian:13-slim\nRUN apt-get update && apt-get install -y gcc git && rm -rf /var/lib/apt/lists/*\n\
    COPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n";

fn changed(before: Option<&str>, after: &str, lines: &[(u32, u32)]) -> Run {
    let options = Options {
        today: Date::new(2026, 11, 23).expect("a day"),
        target: None,
        build_args: Vec::new(),
        config: Config::default(),
    };
    let asked = |source: &str| {
        let request = Request {
            path: "shop/Dockerfile",
            source,
            options: &options,
            context: &NoContext,
        };
        examine(&request, true)
    };
    let (analysis, overview) = asked(after);
    let base = before.map(|source| {
        let (analysis, overview) = asked(source);
        Base {
            source: source.to_owned(),
            analysis,
            overview,
        }
    });
    let mut run = empty();
    run.files = vec![File {
        overview,
        base,
        changed: Some(lines.to_vec()),
        ..File::new(after.to_owned(), analysis)
    }];
    run
}

#[test]
fn the_summary_tells_what_a_change_makes_of_the_image() {
    let run = changed(Some(BEFORE), AFTER, &[(6, 7)]);
    insta::assert_snapshot!(render(Format::Markdown, &run));
}

#[test]
fn the_summary_tells_what_a_change_takes_away() {
    let run = changed(Some(AFTER), BEFORE, &[(6, 6)]);
    insta::assert_snapshot!(render(Format::Markdown, &run));
}

#[test]
fn lines_lead_to_the_files_where_those_are_shown() {
    let mut run = changed(Some(BEFORE), AFTER, &[(6, 7)]);
    run.files[0].analysis.path = "a (b)|c]/Dockerfile".to_owned();
    assert!(!render(Format::Markdown, &run).contains("#L"));
    run.links = Some("https://github.com/o/r/blob/abc/".to_owned());
    let summary = render(Format::Markdown, &run);
    let link = "[6](https://github.com/o/r/blob/abc/a%20%28b%29%7Cc%5D/Dockerfile#L6) |";
    assert!(summary.contains(link), "{summary}");
}

#[test]
fn a_new_file_is_called_new() {
    let run = changed(None, BEFORE, &[(1, 8)]);
    let summary = render(Format::Markdown, &run);
    assert!(summary.contains("This file is new."), "{summary}");
}

#[test]
fn an_unchanged_image_is_not_said_to_change() {
    let run = changed(Some(AFTER), AFTER, &[]);
    let summary = render(Format::Markdown, &run);
    assert!(!summary.contains("This change"), "{summary}");
    assert!(!summary.contains("of this change"), "{summary}");
}

#[test]
fn only_what_a_change_has_to_do_with_is_annotated() {
    // The findings of the final stage have nothing to do with the builder's first lines.
    let after = AFTER.replace("WORKDIR /src", "WORKDIR /source");
    let mut run = changed(Some(AFTER), &after, &[(2, 2)]);
    let all = render(Format::Github, &run);
    assert!(all.lines().count() > 1, "{all}");
    run.changed_lines = ChangedLines::Annotate;
    assert_eq!(render(Format::Github, &run), "");
    assert!(run.failing() > 0);
    run.changed_lines = ChangedLines::Gate;
    assert_eq!(run.failing(), 0);
    assert_eq!(run.counts().findings(), 0);
}

#[test]
fn fingerprints_stay_when_lines_move_and_go_when_words_do() {
    let of = |source: &str| {
        let run = changed(None, source, &[]);
        let standings = run.standings(&run.files[0]);
        let shown = standings.iter().map(|it| it.fingerprint.to_string());
        shown.collect::<Vec<_>>()
    };
    let first = of(AFTER);
    assert!(first.len() > 1);
    let moved = AFTER
        .replace("FROM", "# a comment\n\nFROM")
        .replace("install -y", "install  -y");
    assert_eq!(of(&moved), first);
    let broken = AFTER.replace("update && ", "update && \\\n  ");
    assert_eq!(of(&broken), first);
    assert_ne!(
        of(&AFTER.replace("debian:13-slim", "debian:12-slim")),
        first
    );
    // Two of one kind are told apart, whichever comes first.
    let mut sorted = of(&format!(
        "{AFTER}{}",
        AFTER
            .replace("AS build", "AS other")
            .replace("=build", "=other")
    ));
    let count = sorted.len();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), count);
}
