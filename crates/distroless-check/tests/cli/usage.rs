//! Arguments, exit codes and subcommands.

use super::support::{Project, WARNS, finish, json};

/// Only the rules that `WARNS` is about.
const RULES: &str = "--select=unused-ignore,self-copy";

#[test]
fn the_exit_code_follows_the_threshold() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    for (threshold, code) in [("error", 0), ("warning", 1), ("info", 1), ("never", 0)] {
        let ran = project.run(&[RULES, "--fail-on", threshold]);
        assert_eq!(ran.code, code, "{threshold}: {}", ran.stdout);
        assert!(
            ran.stdout.contains("warning[unused-ignore]"),
            "{}",
            ran.stdout
        );
    }
    assert_eq!(project.run(&[RULES]).code, 1);
    assert_eq!(project.run(&["--select=self-copy"]).code, 0);
}

#[test]
fn usage_errors_end_with_2() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    for arguments in [
        &["--format", "xml"][..],
        &["--fail-on", "often"],
        &["--build-arg", "NOVALUE"],
        &["--today", "2026-02-30"],
        &["--today", "2026-02"],
        &["--no-config", "--config", "x.toml"],
        &["--context", "nowhere"],
        &["--nonsense"],
        &["explain"],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.stdout.is_empty(), "{arguments:?}: {}", ran.stdout);
        assert!(
            ran.stderr.starts_with("error: "),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_mistyped_command_is_named_with_what_was_meant() {
    let project = Project::new(&[]);
    let ran = project.run(&["migrte"]);
    assert_eq!(ran.code, 2);
    let meant = "did you mean the command `migrate`?";
    assert!(ran.stdout.contains(meant), "{}", ran.stdout);
    let ran = project.run(&["Dockerfile.api"]);
    assert!(!ran.stdout.contains("did you mean"), "{}", ran.stdout);
}

#[test]
fn a_mistyped_rule_is_named_with_what_was_meant() {
    let project = Project::new(&[]);
    for arguments in [
        &["--select", "unused-ignroe"][..],
        &["--ignore", "unused-ignroe"],
        &["explain", "unused-ignroe"],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr
                .contains("there is no rule `unused-ignroe` (did you mean `unused-ignore`?)"),
            "{}",
            ran.stderr
        );
    }
    let ran = project.run(&["--select", "xxxx"]);
    assert!(
        ran.stderr.contains("`distroless-check rules` lists"),
        "{}",
        ran.stderr
    );
}

#[test]
fn standard_input_is_a_file_of_its_own() {
    let project = Project::new(&[("api/Dockerfile", WARNS)]);
    let ran = project.run_with_stdin(&[RULES, "--format=json", "-"], WARNS.as_bytes());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(json(&ran.stdout)["findings"][0]["path"], "<stdin>");

    let named = ["--stdin-filename", "./api/./Dockerfile"];
    let arguments = [RULES, "--format=json", "-", named[0], named[1]];
    let ran = project.run_with_stdin(&arguments, WARNS.as_bytes());
    assert_eq!(json(&ran.stdout)["findings"][0]["path"], "api/Dockerfile");

    let ran = project.run_with_stdin(&["-"], b"FROM \xFF\n");
    assert_eq!(ran.code, 2);
    assert!(
        ran.stdout.contains("not valid UTF-8, from byte 6 on"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_day_comes_from_the_argument_then_the_environment() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    let today = |command: &mut std::process::Command| {
        let ran = finish(command);
        json(&ran.stdout)["today"].as_str().unwrap().to_owned()
    };
    let mut command = project.command(&["--format=json"]);
    command.env("SOURCE_DATE_EPOCH", "1700000000");
    assert_eq!(today(&mut command), "2023-11-14");
    command.args(["--today", "2030-01-02"]);
    assert_eq!(today(&mut command), "2030-01-02");

    let mut command = project.command(&[]);
    let ran = finish(command.env("SOURCE_DATE_EPOCH", "yesterday"));
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("SOURCE_DATE_EPOCH is `yesterday`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn rules_and_their_pages_can_be_read() {
    let project = Project::new(&[]);
    let table = project.run(&["rules"]);
    assert_eq!(table.code, 0);
    let list = json(&project.run(&["rules", "--format=json"]).stdout);
    let rules = list["rules"].as_array().unwrap();
    assert!(!rules.is_empty());
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(table.stdout.contains(id), "{id}");
        let page = project.run(&["explain", id]);
        assert_eq!(page.code, 0);
        assert!(
            page.stdout.starts_with(&format!("# {id}\n")),
            "{}",
            page.stdout
        );
        assert!(page.stdout.contains("## What it finds"), "{}", page.stdout);
        assert!(!page.stdout.contains("# expect:"), "{}", page.stdout);
    }
}

#[test]
fn inspect_shows_the_syntax_of_every_file() {
    let project = Project::new(&[("Dockerfile", "FROM a AS b\nRUN c\n"), ("x", "FORM y\n")]);
    let ran = project.run(&[
        "inspect",
        "--syntax",
        "--format",
        "json",
        "Dockerfile",
        "gone",
        "x",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: gone: "), "{}", ran.stderr);
    let report = json(&ran.stdout);
    assert_eq!(report["schema"], 1);
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(files[0]["path"], "Dockerfile");
    assert_eq!(files[0]["stages"][0]["name"], "b");
    assert_eq!(files[0]["instructions"][1]["cmd"], "run");
    assert_eq!(files[1]["path"], "x");
}

#[test]
fn inspect_shows_the_graph_with_and_without_base_facts() {
    let source = "ARG V=24\nFROM node:$V AS build\nFROM build\nCOPY --from=build a /b\nUSER app\n";
    let project = Project::new(&[("Dockerfile", source)]);
    let graph = |more: &[&str]| {
        let ran = project.run(&[&["inspect", "--graph", "Dockerfile"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        json(&ran.stdout)["files"][0].clone()
    };
    let known = graph(&[]);
    assert_eq!(known["stages"].as_array().unwrap().len(), 2);
    assert_eq!(known["stages"][1]["user"], "app");
    let empty = graph(&["--empty-bases", "--build-arg", "V=22"]);
    assert!(
        empty["stages"][0].to_string().contains("node:22"),
        "{empty}"
    );
    assert_ne!(known["stages"][0], empty["stages"][0]);
    // One of the two, and what belongs to the other is refused.
    for arguments in [
        &["inspect", "Dockerfile", "--graph", "--syntax"][..],
        &["inspect", "Dockerfile", "--syntax", "--empty-bases"],
    ] {
        assert_eq!(project.run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    let mut child = project
        .command(&["rules"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn topics_are_explained_with_the_reader_s_own_file() {
    let source = "FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\nUSER 65532\nENTRYPOINT [\"/server\"]\n";
    let project = Project::new(&[("Dockerfile", source)]);
    for (topic, title) in [
        ("multistage", "# Multi-stage builds\n"),
        ("distroless", "# Distroless images\n"),
        ("choosing", "# Choosing the final image\n"),
    ] {
        let ran = project.run(&["explain", topic]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stdout.starts_with(title), "{}", ran.stdout);
        // What a page shows and names has to stand the checker, and to be there.
        let blocks = ran.stdout.split("```dockerfile\n").skip(1);
        for block in blocks.filter_map(|rest| rest.split("```").next()) {
            let checked = project.run_with_stdin(&["--fail-on", "info", "-"], block.as_bytes());
            assert_eq!(checked.code, 0, "{}", checked.stdout);
        }
        for name in ran.stdout.split('`').skip(1).step_by(2) {
            let is_rule = name.contains('-')
                && !name.starts_with('-')
                && name
                    .bytes()
                    .all(|byte| b"-".contains(&byte) || byte.is_ascii_lowercase());
            if is_rule {
                assert_eq!(project.run(&["explain", name]).code, 0, "{name}");
            }
        }
        let ran = project.run(&["explain", topic, "Dockerfile"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let yours = ran.stdout.split_once("\n## For yours\n\n").unwrap().1;
        assert!(
            yours.contains("both on gcr.io/distroless/static-debian13:nonroot"),
            "{yours}"
        );
    }
    let ran = project.run(&["explain", "multistage", "gone"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let ran = project.run(&["explain", "self-copy", "Dockerfile"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("a file goes with a topic"),
        "{}",
        ran.stderr
    );
    let ran = project.run(&["explain", "nonsense-of-mine"]);
    assert!(
        ran.stderr
            .contains("the topics are multistage, distroless, choosing"),
        "{}",
        ran.stderr
    );
}

#[test]
fn inspect_shows_the_card_of_an_image() {
    let source = "FROM golang:1.26-trixie AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\nFROM debian:13-slim\nCOPY --from=build /server /server\nENTRYPOINT [\"/server\"]\n";
    let project = Project::new(&[("Dockerfile", source)]);
    let ran = project.run(&["inspect", "Dockerfile"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for line in [
        "  base             debian:13-slim",
        "  system           debian 13",
        "  shell            yes",
        "  package manager  apt",
        "  user             root",
        "    /server  program of `go build`, static (line 4 → 7)",
        "  advice           distroless on gcr.io/distroless/static-debian13:nonroot, about 4 MiB: the shell and the package manager of the base are not needed to run",
    ] {
        assert!(
            ran.stdout.lines().any(|shown| shown == line),
            "{line}\n{}",
            ran.stdout
        );
    }
    let ran = project.run(&["inspect", "--format", "json", "Dockerfile"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let target = &json["files"][0]["targets"][0];
    assert_eq!(target["base"], "debian:13-slim");
    assert_eq!(target["root"], true);
    assert_eq!(target["recommendation"]["kind"], "distroless");
    let file = &target["tree"]["files"][0];
    assert_eq!(file["path"], "/server");
    assert_eq!(file["lines"], serde_json::json!([4, 7]));
    assert_eq!(target["tree"]["complete"], true);
    let ran = project.run(&["inspect", "--graph", "--format", "text", "Dockerfile"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn inspect_draws_what_the_file_puts_into_the_image() {
    let source = "FROM debian:13\nRUN apt-get update && apt-get install -y build-essential \\\n    curl\nCOPY . /src\nWORKDIR /src/out\nRUN ./configure && make && rm -rf /src\nRUN touch /etc/a /etc/b\n";
    let project = Project::new(&[("Dockerfile", source)]);
    let ran = project.run(&["inspect", "Dockerfile"]);
    let drawn: Vec<&str> = ran
        .stdout
        .lines()
        .skip_while(|line| *line != "  files on top of the base")
        .skip(1)
        .take_while(|line| line.starts_with("    "))
        .collect();
    assert_eq!(
        drawn,
        [
            "    /etc/",
            "      a                  from `touch /etc/a /etc/b` (line 7)",
            "      b                  from `touch /etc/a /etc/b` (line 7)",
            "    /usr/bin/",
            "      curl               from curl (line 3)",
            "      gcc                from build-essential (line 2)",
            "    /var/lib/apt/lists/  what apt leaves behind (line 2)",
            "    and what `apt-get update` puts in the directories of the system (line 2)",
            "    and what `apt-get install -y build-essential curl` puts in the directories of the system (line 2)",
            "    and what `./configure` puts anywhere (line 6)",
            "    and what `make` puts anywhere (line 6)",
        ],
        "{}",
        ran.stdout
    );
}

#[test]
fn inspect_survives_paths_without_end() {
    let deep = "/a".repeat(20_000);
    let many: Vec<String> = (0..2_000).map(|n| format!("/many/{n}")).collect();
    let many = many.join(" ");
    let source = format!("FROM debian:13\nWORKDIR {deep}\nRUN touch {many} /esc/\u{1b}[31m\n");
    let project = Project::new(&[("Dockerfile", source.as_str())]);
    let ran = project.run(&["inspect", "Dockerfile"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("    and more\n"));
    assert!(!ran.stdout.contains('\u{1b}'));
}
