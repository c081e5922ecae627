//! What commands of each family leave in an image, and that hostile files cost no more than their size.

mod families;

use crate::config::Config;
use crate::image::artifact::Kind;
use crate::model::Model;
use crate::request::{NoContext, Options, Request};
use dockerfile_syntax::parse;
use image_knowledge::{Date, Presence};
use std::fmt::Write as _;

fn with_model<T>(source: &str, look: impl FnOnce(&Model<'_>) -> T) -> T {
    let options = Options {
        today: Date::parse("2026-11-23").expect("a date"),
        target: None,
        build_args: Vec::new(),
        config: Config::default(),
    };
    let request = Request {
        path: "Dockerfile",
        source,
        options: &options,
        context: &NoContext,
    };
    let file = parse(source);
    look(&Model::new(&request, &file))
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Program(_) => "program",
        Kind::Runtime(_) => "runtime",
        Kind::PythonPackages(_) => "python-packages",
        Kind::Venv(_) => "venv",
        Kind::NodeModules(_) => "node_modules",
        Kind::Jar(_) => "jar",
        Kind::DotnetApp(_) => "dotnet",
        Kind::Bundle(_) => "bundle",
        Kind::Toolchain(_) => "toolchain",
        Kind::Cache(_) => "cache",
        Kind::Sources { .. } => "sources",
        Kind::Secret(_) => "secret",
        _ => "other",
    }
}

/// What the last stage holds: `kind path`.
fn held(source: &str) -> Vec<String> {
    with_model(source, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        let artifacts = &model.contents(stage).artifacts;
        artifacts
            .iter()
            .map(|artifact| format!("{} {}", kind(&artifact.kind), artifact.path))
            .collect()
    })
}

#[track_caller]
fn holds(source: &str, wanted: &str) {
    let held = held(source);
    assert!(
        held.iter().any(|line| line == wanted),
        "{wanted} in {held:?}"
    );
}

#[test]
fn compilers_make_programs() {
    holds(
        "FROM golang:1.25\nWORKDIR /src\nRUN go build -o /app .",
        "program /app",
    );
    holds(
        "FROM gcc:14\nWORKDIR /src\nRUN gcc -o /app main.c",
        "program /app",
    );
}

#[test]
fn language_packages_are_known_by_their_directory() {
    holds("FROM python:3.13\nRUN python -m venv /venv", "venv /venv");
    holds(
        "FROM node:24\nWORKDIR /app\nRUN npm ci",
        "node_modules /app/node_modules",
    );
}

#[test]
fn packages_of_the_system_come_and_go() {
    let state = |source: &str| {
        with_model(source, |model| {
            let stage = model.graph.stages.last().expect("a stage");
            let packages = &model.contents(stage).packages;
            packages
                .iter()
                .map(|package| {
                    (
                        package.name.clone(),
                        package.removed.is_some(),
                        package.sure,
                    )
                })
                .collect::<Vec<_>>()
        })
    };
    let one = |name: &str, removed: bool| vec![(name.to_owned(), removed, true)];
    assert_eq!(
        state("FROM debian:13\nRUN apt-get update && apt-get install -y gcc"),
        one("gcc", false)
    );
    assert_eq!(
        state("FROM debian:13\nRUN apt-get install -y gcc && apt-get purge -y gcc"),
        one("gcc", true)
    );
    assert_eq!(
        state("FROM alpine:3.22\nRUN apk add -t .b gcc && apk del .b"),
        one("gcc", true)
    );
    assert_eq!(
        state("FROM alpine:3.22\nRUN apk add --virtual=.b gcc && apk del .b"),
        one("gcc", true)
    );
    assert_eq!(
        state("FROM rockylinux:9\nRUN dnf install -y gcc"),
        one("gcc", false)
    );
}

#[test]
fn caches_of_one_layer_are_gone_with_it_and_those_of_another_are_buried() {
    let same = "FROM debian:13\nRUN apt-get update && rm -rf /var/lib/apt/lists/*";
    assert!(!held(same).iter().any(|line| line.starts_with("cache")));
    let later = "FROM debian:13\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*";
    with_model(later, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        assert_eq!(model.contents(stage).buried.len(), 1);
    });
}

#[test]
fn what_is_not_understood_opens_and_what_is_removed_is_gone() {
    let presence = |source: &str, path: &str| {
        with_model(source, |model| {
            let stage = model.graph.stages.last().expect("a stage");
            model.path(stage, path).presence
        })
    };
    assert_eq!(
        presence("FROM scratch\nCOPY a /a", "/bin/sh"),
        Presence::Absent
    );
    assert_eq!(
        presence("FROM alpine:3.22\nRUN ./install.sh", "/usr/bin/odd"),
        Presence::Unknown
    );
    assert_eq!(
        presence("FROM alpine:3.22\nRUN touch /x", "/x"),
        Presence::Present
    );
}

#[test]
fn secrets_are_followed_through_stages() {
    holds(
        "FROM alpine:3.22 AS b\nCOPY id_rsa /k/id_rsa\nFROM alpine:3.22\nCOPY --from=b /k /k",
        "secret /k/id_rsa",
    );
}

#[test]
fn thousands_of_commands_cost_no_more_than_their_size() {
    let mut runs = "FROM alpine:3.22\n".to_owned();
    for index in 0..3_000 {
        _ = writeln!(runs, "RUN apk add p{index} && touch /f{index}");
    }
    let packages = with_model(&runs, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        model.contents(stage).packages.len()
    });
    assert!((1..=3_000).contains(&packages), "{packages}");
}

#[test]
fn stages_that_copy_stages_keep_a_bounded_number_of_things() {
    let mut chain = "FROM alpine:3.22 AS s0\nCOPY . /a0\n".to_owned();
    for index in 1..400 {
        let below = index - 1;
        _ = writeln!(
            chain,
            "FROM s{below} AS s{index}\nCOPY --from=s{below} / /d{index}"
        );
    }
    // Every copy doubles what is known.
    let held = held(&chain).len();
    assert!((1..=2_000).contains(&held), "{held}");
}

#[test]
fn nested_loops_end() {
    let mut loops = "true".to_owned();
    for level in 0..30 {
        loops = format!("for v{level} in 1 2 3 4 5 6 7 8 9; do {loops}; done");
    }
    let source = format!("FROM alpine:3.22\nRUN {loops}\n");
    let presence = with_model(&source, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        model.path(stage, "/usr/bin/odd").presence
    });
    // The rest of the text was not followed, so it may have done anything.
    assert_eq!(presence, Presence::Unknown);
}

#[test]
fn an_empty_word_is_not_the_working_directory() {
    let source = "FROM debian:13\nRUN rm -rf \"\"\n";
    let presence = with_model(source, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        model.path(stage, "/bin/sh").presence
    });
    assert_eq!(presence, Presence::Present);
}
