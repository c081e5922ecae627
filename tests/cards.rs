//! What the card says of an image, on small files.

use distroless_core::card::{AdviceKind, Card, Fact, Origin, cards, tree};
use distroless_core::{Model, NoContext, Request};
use distroless_tests::options;

fn of_model<T>(source: &str, ask: impl FnOnce(&Model<'_>) -> T) -> T {
    let options = options(&[]);
    let file = dockerfile_syntax::parse(source);
    let request = Request {
        path: "Dockerfile",
        source,
        options: &options,
        context: &NoContext,
    };
    ask(&Model::new(&request, &file))
}

fn card(source: &str) -> Card {
    of_model(source, |model| cards(model).remove(0))
}

fn ships(source: &str) -> Vec<String> {
    let ships = card(source).ships.into_iter();
    ships.map(|thing| thing.what).collect()
}

fn advice(source: &str) -> Option<AdviceKind> {
    card(source).advice.known().map(|advice| advice.kind)
}

#[test]
fn a_file_shows_what_an_unknown_base_has() {
    let card = card(
        "FROM registry.example/acme/base:1\nRUN apt-get update && apt-get install -y git\nCMD [\"/app\"]\n",
    );
    assert_eq!(card.shell.known(), Some(&true));
    assert_eq!(card.package_manager.known(), Some(&Some("apt".to_owned())));
    assert_eq!(card.libc.known(), Some(&Some("glibc".to_owned())));
    assert_eq!(card.root.known(), Some(&true));
}

#[test]
fn what_nothing_shows_stays_unknown() {
    let card =
        card("FROM registry.example/acme/base:1\nRUN [\"/bin/tool\", \"init\"]\nCMD [\"/app\"]\n");
    assert_eq!(card.shell.known(), None);
    assert_eq!(card.package_manager.known(), None);
    assert_eq!(card.libc.known(), None);
    assert_eq!(card.root.known(), None);
}

#[test]
fn files_of_another_image_show_nothing_of_the_base() {
    let card = card(
        "FROM registry.example/acme/base:1\nRUN --mount=from=busybox,target=/bb /bb/bin/mkdir /data\nCMD [\"/app\"]\n",
    );
    assert_eq!(card.shell.known(), None);
}

#[test]
fn a_user_that_is_set_is_not_that_of_the_base() {
    let card = card(
        "FROM registry.example/acme/base:1\nUSER root\nRUN apk add curl\nUSER 1000\nCMD [\"/app\"]\n",
    );
    assert_eq!(card.root.known(), Some(&false));
    assert_eq!(card.libc.known(), Some(&Some("musl".to_owned())));
}

#[test]
fn a_distroless_image_of_old_has_no_shell() {
    let card = card("FROM gcr.io/distroless/java:11\nCOPY app.jar /app.jar\nCMD [\"/app.jar\"]\n");
    assert_eq!(card.shell.known(), Some(&false));
    assert_eq!(card.package_manager, Fact::Known(None));
}

#[test]
fn an_exec_form_run_brings_no_shell() {
    let card = card(
        "FROM gcr.io/distroless/static-debian13\nCOPY app /app\nRUN [\"/app\", \"init\"]\nCMD [\"/app\"]\n",
    );
    assert_eq!(card.shell.known(), Some(&false));
}

#[test]
fn a_script_needs_a_shell_whatever_the_base_is() {
    let advice = advice(
        "FROM registry.example/acme/base:1\nCOPY . /app\nENTRYPOINT [\"/app/docker-entrypoint.sh\"]\n",
    );
    assert_eq!(advice, Some(AdviceKind::None));
}

#[test]
fn tools_that_no_run_uses_are_for_the_program() {
    let start = "COPY app /app\nCMD [\"/app\"]\n";
    let base = "FROM alpine:3.22\n";
    assert!(ships(&format!("{base}RUN apk add --no-cache git\n{start}")).is_empty());
    let uses = format!(
        "{base}RUN apk add --no-cache git\nRUN git clone https://example.com/x /x\n{start}"
    );
    assert_eq!(ships(&uses), ["git"]);
    let before =
        format!("{base}RUN wget https://example.com/x\nRUN apk add --no-cache wget\n{start}");
    assert!(ships(&before).is_empty());
}

#[test]
fn tools_of_builds_come_as_packages_of_languages_too() {
    let node =
        "FROM node:24-slim\nRUN npm i -g turbo@2 && npm cache clean --force\nCOPY app.js .\n";
    assert_eq!(
        ships(&format!("{node}CMD [\"node\", \"app.js\"]\n")),
        ["turbo"]
    );
    // A script of the manifest may start it.
    assert!(!ships(&format!("{node}CMD [\"npm\", \"start\"]\n")).contains(&"turbo".to_owned()));
    let python = "FROM python:3.13-slim\nRUN pip install --no-cache-dir uv\nCOPY . .\nRUN uv sync --no-cache\n";
    assert_eq!(ships(python), ["uv"]);
    assert!(ships(&format!("{python}CMD [\"uv\", \"run\", \"app.py\"]\n")).is_empty());
}

#[test]
fn headers_in_a_final_stage_that_compiles_nothing_are_a_matter_of_packages() {
    let file = |run: &str| {
        format!(
            "FROM rust:1.90-trixie AS build\nCOPY . .\nRUN cargo build --release\n\
             FROM debian:trixie-slim AS base\nRUN apt-get update && apt-get install -y libssl-dev\n\
             FROM base{run}\nCOPY --from=build /target/release/app /app\nENTRYPOINT [\"/app\"]\n"
        )
    };
    assert_ne!(advice(&file("")), Some(AdviceKind::Both));
    let shared = file(" AS other\nRUN make\nFROM base");
    assert_eq!(advice(&shared), Some(AdviceKind::Both));
}

#[test]
fn a_program_among_its_sources_is_shown_as_what_it_is() {
    let known = |source: &str| -> Vec<String> {
        let shown = of_model(source, |model| {
            let stage = model.shipped().next().expect("a stage ships");
            tree(model, stage).entries
        });
        let shown = shown.into_iter().map(|entry| match entry.origin {
            Origin::Known(what) => format!("{} {what} {}", entry.path, entry.sure),
            origin => format!("{} {origin:?} {}", entry.path, entry.sure),
        });
        shown.collect()
    };
    let file = |build: &str, from: &str| {
        format!(
            "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nENV CGO_ENABLED=0\nRUN {build}\n\
             FROM scratch\nCOPY --from=build {from} /server\nCMD [\"/server\"]\n"
        )
    };
    let program = ["/server program of `go build`, static true"];
    assert_eq!(known(&file("go build -o server .", "/src/server")), program);
    // Into a directory that every system has.
    let copied = file("go build -o server . && cp server /opt", "/opt/server");
    assert_eq!(known(&copied), program);
}
