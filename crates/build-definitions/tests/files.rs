//! Files as projects have them.

use build_definitions::{Build, Target, combine, read};

fn builds(path: &str, text: &str) -> Vec<Build> {
    let (builds, problems) = read(path, text);
    assert_eq!(problems, [], "{path}");
    builds
}

fn stage(name: &str) -> Target {
    Target::Stage(name.to_owned())
}

fn args(build: &Build) -> Vec<(&str, Option<&str>)> {
    let args = build.args.iter();
    args.map(|(name, value)| (name.as_str(), value.as_deref()))
        .collect()
}

const COMPOSE: &str = r#"
name: shop
x-args: &args
  BASE: ${BASE:-gcr.io/distroless/static-debian12}
  GO_VERSION: "1.25"
services:
  web:
    build:
      context: ./web
      dockerfile: docker/app.Dockerfile
      target: runtime
      args:
        <<: *args
        TOKEN: ${TOKEN}
        PYTHON: 3.10
        EMPTY: ${EMPTY:-}
        FROM_ENV:
      platforms: [linux/amd64, linux/arm64]
    ports: ["8080:8080"]
  api:
    build: api
  worker:
    extends: web
    build:
      target: worker
  db:
    image: postgres:17
  remote:
    build: https://example.com/repository.git#main
  inline:
    build:
      dockerfile_inline: FROM scratch
  outside:
    build: ../elsewhere/../..
  dev:
    build: { context: ./web, dockerfile: docker/app.Dockerfile, target: runtime, args: [GO_VERSION=1.20, BARE] }
  mounted:
    build: ./api
    volumes: ["./api:/src"]
"#;

#[test]
fn compose_services_say_context_stage_and_arguments() {
    let builds = builds("deploy/compose.yaml", COMPOSE);
    let names: Vec<&str> = builds.iter().map(|build| build.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "service web",
            "service api",
            "service worker",
            "service dev",
            "service mounted"
        ]
    );
    let [web, api, worker, dev, mounted] = &builds[..] else {
        panic!()
    };
    assert_eq!(
        (web.dockerfile.as_str(), web.context.as_str()),
        ("deploy/web/docker/app.Dockerfile", "deploy/web")
    );
    assert_eq!(
        (&web.target, web.line, web.ships),
        (&stage("runtime"), 8, true)
    );
    assert_eq!(
        args(web),
        [
            ("BASE", Some("gcr.io/distroless/static-debian12")),
            ("EMPTY", None),
            ("FROM_ENV", None),
            ("GO_VERSION", Some("1.25")),
            ("PYTHON", None),
            ("TOKEN", None),
        ]
    );
    assert_eq!(web.platforms, ["linux/amd64", "linux/arm64"]);
    assert_eq!(
        (api.dockerfile.as_str(), &api.target),
        ("deploy/api/Dockerfile", &Target::Last)
    );
    assert_eq!(
        (worker.dockerfile.as_str(), &worker.target),
        (web.dockerfile.as_str(), &stage("worker"))
    );
    assert_eq!(worker.args, web.args);
    assert_eq!((dev.ships, mounted.ships), (false, false));
    assert_eq!(args(dev), [("BARE", None), ("GO_VERSION", Some("1.20"))]);

    let said = combine(&builds);
    let web = &said["deploy/web/docker/app.Dockerfile"];
    assert_eq!(web.context.as_deref(), Some("deploy/web"));
    assert_eq!(web.targets, ["runtime", "worker"]);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        web.args,
        [
            pair("BASE", "gcr.io/distroless/static-debian12"),
            pair("GO_VERSION", "1.25")
        ]
    );
    assert_eq!(
        web.from.as_deref(),
        Some("deploy/compose.yaml: service web, deploy/compose.yaml: service worker")
    );
}

#[test]
fn what_is_for_developing_decides_no_stage_and_no_argument() {
    let service = "services: { app: { build: { context: ., target: app, args: { A: x } } } }";
    for (path, text) in [
        ("compose.dev.yaml", service.to_owned()),
        ("compose.override.yaml", service.to_owned()),
        ("docker-compose.test.yml", service.to_owned()),
        (".devcontainer/compose.yaml", service.to_owned()),
        ("compose.yaml", service.replace("app: {", "app-dev: {")),
        (
            "compose.yaml",
            service.replace("target: app", "target: builder"),
        ),
        (
            "compose.yaml",
            service.replace("target: app", "target: deps"),
        ),
        (
            "compose.yaml",
            service.replace("A: x", "NODE_ENV: development"),
        ),
        (
            "compose.yaml",
            service.replace("build:", "profiles: [debug], build:"),
        ),
        (
            "compose.yaml",
            service.replace("build:", "develop: { watch: [] }, build:"),
        ),
        (
            "compose.yaml",
            service.replace("build:", "volumes: ['.:/app'], build:"),
        ),
        (
            "compose.yaml",
            service.replace("build:", "volumes: [{ type: bind, source: ./ }], build:"),
        ),
    ] {
        let builds = builds(path, &text);
        assert_eq!(builds.len(), 1, "{path} {text}");
        let said = &combine(&builds)[&builds[0].dockerfile];
        assert!(
            said.targets.is_empty() && said.args.is_empty(),
            "{path} {text}: {said:?}"
        );
        assert!(said.context.is_some(), "{path}");
    }
    let shipped = &combine(&builds("compose.prod.yaml", service))["Dockerfile"];
    assert_eq!(shipped.targets, ["app"]);
}

#[test]
fn disagreement_is_silence() {
    let text = |second: &str| {
        format!(
            "services:\n  a: {{ build: {{ context: ., target: app, args: {{ A: x, B: v }} }} }}\n  b: {{ build: {second} }}\n"
        )
    };
    for (second, targets, names) in [
        ("{ context: ., target: app, args: { A: x, B: v } }", 1, 2),
        ("{ context: ., target: other, args: { A: x, B: z } }", 2, 1),
        ("{ context: ., args: { A: x } }", 0, 1),
        (
            "{ context: ., target: '${STAGE}', args: { A: '${A}' } }",
            0,
            0,
        ),
        (".", 0, 0),
    ] {
        let builds = builds("compose.yaml", &text(second));
        let said = &combine(&builds)["Dockerfile"];
        assert_eq!(
            (said.targets.len(), said.args.len()),
            (targets, names),
            "{second}"
        );
    }
    let builds = builds(
        "compose.yaml",
        "services:\n  a: { build: { context: ., dockerfile: app/Dockerfile } }\n  b: { build: app }\n",
    );
    assert_eq!(combine(&builds)["app/Dockerfile"].context, None);
}

#[test]
fn layers_over_another_file_need_a_context() {
    assert!(
        builds(
            "compose.prod.yaml",
            "services: { a: { build: { target: prod } } }"
        )
        .is_empty()
    );
    assert_eq!(
        builds(
            "compose.yaml",
            "services: { a: { build: { target: prod } } }"
        )
        .len(),
        1
    );
    assert!(
        builds(
            "compose.yaml",
            "services: { a: { extends: { file: x.yaml, service: a }, build: . } }"
        )
        .is_empty()
    );
    assert!(builds("compose.yaml", "services: { a: { extends: a, build: . } }").is_empty());
}

const BAKE: &str = r#"
variable "REGISTRY" { default = "example.com" }
variable "BASE" {
  default = "${REGISTRY}/base:1"
}
variable "VERSION" { default = "" }
function "tag" {
  params = [name]
  result = ["${REGISTRY}/${name}"]
}
group "default" { targets = ["images"] }
group "images" { targets = ["app", "worker"] }
target "_common" {
  args = { BASE = BASE, VERSION = VERSION, NODE = 22 }
}
target "app" {
  inherits = ["_common"]
  context = "."
  dockerfile = "docker/Dockerfile"
  target = "app"
  tags = tag("app")
  args = { UP = upper(BASE), BASE = "${BASE}-slim" }
  platforms = ["linux/amd64"]
}
target "worker" {
  inherits = ["app"]
  target = "worker"
}
target "lint" {
  inherits = ["app"]
  target = "lint"
  output = ["type=cacheonly"]
}
target "matrixed" {
  name = "m-${item}"
  matrix = { item = ["a", "b"] }
  dockerfile = "${item}/Dockerfile"
}
"#;

#[test]
fn bake_targets_of_the_default_group_ship() {
    let builds = builds("docker-bake.hcl", BAKE);
    let names: Vec<(&str, bool)> = builds
        .iter()
        .map(|build| (build.name.as_str(), build.ships))
        .collect();
    assert_eq!(
        names,
        [
            ("target app", true),
            ("target worker", true),
            ("target lint", false)
        ]
    );
    assert_eq!(builds[0].line, 16);
    assert_eq!(
        args(&builds[0]),
        [
            ("BASE", Some("example.com/base:1-slim")),
            ("NODE", Some("22")),
            ("UP", None),
            ("VERSION", None)
        ]
    );
    let said = &combine(&builds)["docker/Dockerfile"];
    assert_eq!(said.context.as_deref(), Some(""));
    assert_eq!(said.targets, ["app", "worker"]);
    assert_eq!(said.args.len(), 2);
}

#[test]
fn bake_in_json_is_the_same() {
    let builds = builds(
        "docker-bake.json",
        r#"{
  "variable": { "TAG": { "default": "12" } },
  "group": { "default": { "targets": ["app"] } },
  "target": {
    "app": { "context": "app", "target": "final", "args": { "BASE": "debian:${TAG}", "OTHER": "${NOT}" } },
    "files": { "context": "app", "target": "out", "output": ["type=local,dest=."] }
  }
}"#,
    );
    assert_eq!(
        args(&builds[0]),
        [("BASE", Some("debian:12")), ("OTHER", None)]
    );
    assert_eq!(
        (builds[0].line, builds[0].ships, builds[1].ships),
        (5, true, false)
    );
    assert_eq!(combine(&builds)["app/Dockerfile"].targets, ["final"]);
}

#[test]
fn broken_files_say_nothing_and_why() {
    for (path, text) in [
        ("compose.yaml", "services: [a"),
        ("docker-bake.hcl", "target \"a\" {"),
        ("docker-bake.json", "{\"target\":"),
    ] {
        let (builds, problems) = read(path, text);
        assert!(
            builds.is_empty() && problems.len() == 1,
            "{path}: {problems:?}"
        );
    }
    for text in [
        "",
        "services:",
        "services: 1",
        "- a",
        "services: { a: }",
        "services: { a: { build: [x] } }",
    ] {
        assert_eq!(
            read("compose.yaml", text),
            (Vec::new(), Vec::new()),
            "{text}"
        );
    }
}
