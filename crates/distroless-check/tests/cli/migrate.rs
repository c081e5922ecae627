//! `migrate`.

use super::support::Project;

const FILE: &str = "FROM golang:1.26\r\n\
    WORKDIR /app\r\n\
    COPY main.go .\r\n\
    # the program\r\n\
    RUN CGO_ENABLED=0 go build -o /app/server main.go\r\n\
    CMD [\"/app/server\"]\r\n";
const MIGRATED: &str = "FROM golang:1.26 AS build\r\n\
    WORKDIR /app\r\n\
    COPY main.go .\r\n\
    # the program\r\n\
    RUN CGO_ENABLED=0 go build -o /app/server main.go\r\n\
    \r\n\
    FROM gcr.io/distroless/static-debian13:nonroot\r\n\
    WORKDIR /app\r\n\
    COPY --from=build /app/server /app/server\r\n\
    CMD [\"/app/server\"]\r\n";

#[test]
fn a_file_is_shown_then_written_then_done() {
    let project = Project::new(&[("Dockerfile", FILE)]);
    let ran = project.run(&["migrate", "Dockerfile"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert!(
        ran.stdout
            .starts_with("--- a/Dockerfile\n+++ b/Dockerfile\n# ")
    );
    assert!(ran.stdout.contains("+FROM golang:1.26 AS build\r\n"));
    assert_eq!(project.read("Dockerfile"), FILE);

    let ran = project.run(&["migrate", "--write", "--explain", "Dockerfile"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("\nchanges\n  line 1, put in: "));
    assert_eq!(project.read("Dockerfile"), MIGRATED);

    let ran = project.run(&["migrate", "--write", "Dockerfile"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("nothing to migrate"));
    assert_eq!(project.read("Dockerfile"), MIGRATED);
}

#[test]
fn the_family_can_be_chosen() {
    let project = Project::new(&[("Dockerfile", FILE)]);
    let ran = project.run(&["migrate", "--base", "scratch", "Dockerfile"]);
    assert!(ran.stdout.contains("\n+FROM scratch\r\n"), "{}", ran.stdout);
    let ran = project.run(&["migrate", "--base", "chainguard", "Dockerfile"]);
    assert!(
        ran.stdout
            .contains("\n+FROM cgr.dev/chainguard/static:latest\r\n")
    );
    let ran = project.run(&["migrate", "--base", "best", "Dockerfile"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn the_build_context_decides() {
    let start = "FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD [\"npm\", \"start\"]\n";
    let project = Project::new(&[("a/Dockerfile", start)]);
    project.write(
        "b/package.json",
        r#"{"scripts": {"start": "node --enable-source-maps index.js"}}"#,
    );
    let ran = project.run(&["migrate", "a/Dockerfile"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("package.json"));
    let ran = project.run(&["migrate", "a/Dockerfile", "--context", "b"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("\n+CMD [\"--enable-source-maps\", \"index.js\"]\n")
    );
}

#[test]
fn what_stands_in_the_way_is_told_with_its_line() {
    let project = Project::new(&[
        (
            "Dockerfile",
            "FROM node:24\nCOPY . /app\nWORKDIR /app\nENTRYPOINT [\"./start.sh\"]\n",
        ),
        (
            "start.sh",
            "#!/bin/sh\nenvsubst < a > b\nexec node index.js\n",
        ),
    ]);
    let ran = project.run(&["migrate", "--write", "Dockerfile"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("line 4: `./start.sh` is a script"));
    assert!(ran.stdout.contains("writes a configuration from variables"));
    let ran = project.run(&["migrate", "--format", "json", "Dockerfile"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("\"status\": \"refused\""));
    assert!(ran.stdout.contains("\"line\": 4"));
    let ran = project.run(&["migrate", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("nowhere"));
}

#[test]
fn the_data_say_what_changes_and_what_came_of_it() {
    let project = Project::new(&[("Dockerfile", FILE)]);
    let ran = project.run(&["migrate", "--format", "json", "Dockerfile"]);
    let data: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(data["status"], "migrated");
    assert_eq!(data["source"], MIGRATED);
    assert_eq!(data["changes"][0]["line"], 1);
    assert_eq!(data["before"]["shell"], true);
    assert_eq!(data["after"]["shell"], false);
    assert_eq!(data["obstacles"].as_array().unwrap().len(), 0);
}
