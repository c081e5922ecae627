//! What compose and bake files say of the builds.

use super::support::{Project, json};

/// `exec-form-required` where the base has no shell, which only the build argument tells.
const BASED: &str = "ARG BASE\nFROM ${BASE}\nCOPY app /app\nUSER 65532\nENTRYPOINT /app\n";
const ONE: [&str; 4] = [
    "--select",
    "exec-form-required",
    "--no-config",
    "--format=json",
];

fn rules(project: &Project, arguments: &[&str]) -> (i32, usize) {
    let ran = project.run(&[arguments, &ONE].concat());
    let report = json(&ran.stdout);
    (ran.code, report["findings"].as_array().unwrap().len())
}

fn compose(base: &str) -> String {
    format!("services:\n  web:\n    build:\n      context: .\n      args:\n        BASE: {base}\n")
}

#[test]
fn arguments_of_compose_decide_the_base() {
    let project = Project::new(&[("Dockerfile", BASED)]);
    assert_eq!(rules(&project, &[]), (0, 0));
    project.write("compose.yaml", compose("gcr.io/distroless/static-debian12"));
    assert_eq!(rules(&project, &[]), (1, 1));
    assert_eq!(rules(&project, &["Dockerfile"]), (1, 1));
    assert_eq!(rules(&project, &["compose.yaml"]), (1, 1));
    assert_eq!(rules(&project, &["--no-build-files"]), (0, 0));
    assert_eq!(rules(&project, &["--build-arg", "BASE=debian:12"]), (0, 0));
    project.write(
        "distroless-check.toml",
        "[build-args]\nBASE = \"debian:12\"\n",
    );
    let ran = project.run(&[".", "--select", "exec-form-required", "--format=json"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    // A variable without a default, and services that do not agree.
    project.write("compose.yaml", compose("${BASE}"));
    assert_eq!(rules(&project, &[]), (0, 0));
    project.write(
        "compose.yaml",
        compose("${BASE:-gcr.io/distroless/static-debian12}"),
    );
    assert_eq!(rules(&project, &[]), (1, 1));
    project.write("compose.prod.yaml", compose("debian:12"));
    assert_eq!(rules(&project, &[]), (0, 0));
}

#[test]
fn bake_says_which_stage_ships() {
    let stages = "FROM gcr.io/distroless/static-debian12 AS app\nCOPY a /a\nCMD /a\n\
        FROM debian:12 AS tools\nCOPY a /a\nCMD [\"/a\"]\nFROM app AS extra\n";
    let bake = |stage: &str| {
        format!(
            "group \"default\" {{ targets = [\"image\"] }}\ntarget \"image\" {{\n  target = \"{stage}\"\n}}\n"
        )
    };
    let project = Project::new(&[("Dockerfile", stages), ("docker-bake.hcl", &bake("tools"))]);
    assert_eq!(rules(&project, &[]), (0, 0));
    assert_eq!(rules(&project, &["--target", "app"]), (1, 1));
    project.write("docker-bake.hcl", bake("app"));
    assert_eq!(rules(&project, &[]), (1, 1));
    // What no longer exists is no problem of the check.
    project.write("docker-bake.hcl", bake("gone"));
    assert_ne!(rules(&project, &[]).0, 2);
}

#[test]
fn the_context_is_the_one_that_is_said() {
    // What starts is a file of the context without permission to be executed.
    let dockerfile = "FROM debian:12\nCOPY run.sh /run.sh\nUSER 1000\nENTRYPOINT [\"/run.sh\"]\n";
    let project = Project::new(&[
        ("docker/Dockerfile", dockerfile),
        ("run.sh", "#!/bin/sh\n"),
        (
            "compose.yaml",
            "services: { a: { build: { context: ., dockerfile: docker/Dockerfile } } }\n",
        ),
    ]);
    let select = [
        "--select",
        "missing-execute-bit",
        "--no-config",
        "--format=json",
    ];
    let found = |arguments: &[&str]| {
        let ran = project.run(&[arguments, &select].concat());
        json(&ran.stdout)["findings"].as_array().unwrap().len()
    };
    let known = usize::from(cfg!(unix));
    assert_eq!(found(&["."]), known);
    assert_eq!(found(&["docker"]), known);
    assert_eq!(found(&[".", "--no-build-files"]), 0);
    assert_eq!(found(&[".", "--context", "docker"]), 0);
}

#[test]
fn repositories_are_searched_upwards_to_their_root() {
    let project = Project::new(&[
        (
            "a/compose.yaml",
            &compose("gcr.io/distroless/static-debian12"),
        ),
        ("a/Dockerfile", BASED),
    ]);
    project.write("a/.git/HEAD", "");
    project.write("a/b/c/x", "");
    let ran = |folder: &str, path: &str| {
        let mut command = project.command(&[&[path], &ONE[..]].concat());
        command.current_dir(project.path().join(folder));
        super::support::finish(&mut command).code
    };
    assert_eq!(ran("a", "Dockerfile"), 1);
    assert_eq!(ran("a/b/c", "../../Dockerfile"), 1);
    assert_eq!(ran(".", "a/Dockerfile"), 1);
}

#[test]
fn a_broken_definition_stops_nothing() {
    let project = Project::new(&[("Dockerfile", BASED), ("compose.yaml", "services: [a")]);
    let ran = project.run(&[&["."], &ONE[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("note: compose.yaml: line 1: this is no valid YAML"),
        "{}",
        ran.stderr
    );
    let ran = project.run(&[&["compose.yaml"], &ONE[..]].concat());
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}

#[test]
fn inspect_says_where_the_build_is_said() {
    let project = Project::new(&[
        ("Dockerfile", BASED),
        (
            "compose.yaml",
            &compose("gcr.io/distroless/static-debian12"),
        ),
    ]);
    let ran = project.run(&["inspect", "Dockerfile"]);
    assert!(
        ran.stdout.contains("as in compose.yaml: service web"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("gcr.io/distroless/static-debian12"),
        "{}",
        ran.stdout
    );
    let ran = project.run(&["inspect", "Dockerfile", "--no-build-files"]);
    assert!(!ran.stdout.contains("compose.yaml"), "{}", ran.stdout);
    let ran = project.run(&["graph", "--format", "mermaid", "Dockerfile"]);
    assert!(ran.stdout.contains("static-debian12"), "{}", ran.stdout);
}
