//! `distroless-check.toml`.

use super::support::{Project, WARNS, json, paths};

#[test]
fn the_nearest_one_upwards_in_the_repository_is_read() {
    let project = Project::new(&[
        (
            "distroless-check.toml",
            "[rules]\nselect = [\"self-copy\"]\n",
        ),
        ("a/b/Dockerfile", WARNS),
        ("other/.git/HEAD", ""),
        ("other/b/Dockerfile", WARNS),
    ]);
    let run_in = |folder: &str, arguments: &[&str]| {
        let mut command = project.command(arguments);
        super::support::finish(command.current_dir(project.path().join(folder)))
    };
    assert_eq!(run_in("a/b", &[]).code, 0);
    assert!(
        run_in("a/b", &["--no-config"])
            .stdout
            .contains("unused-ignore")
    );
    // A repository's end is the end of the search.
    assert!(run_in("other/b", &[]).stdout.contains("unused-ignore"));
    let named = run_in("other/b", &["--config", "../../distroless-check.toml"]);
    assert_eq!(named.code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_not_followed() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[
        ("secret", "token = \"s3cr3t\"\n"),
        ("repository/.git/HEAD", ""),
        (
            "repository/shared.toml",
            "[rules]\nselect = [\"self-copy\"]\n",
        ),
        ("repository/out/Dockerfile", WARNS),
        ("repository/in/Dockerfile", WARNS),
    ]);
    let place = |path: &str| project.path().join("repository").join(path);
    symlink("../../secret", place("out/distroless-check.toml")).unwrap();
    symlink("../shared.toml", place("in/distroless-check.toml")).unwrap();
    let run_in = |folder: &str, arguments: &[&str]| {
        let mut command = project.command(arguments);
        super::support::finish(command.current_dir(place(folder)))
    };
    let out = run_in("out", &[]);
    assert_eq!(out.code, 2);
    let told = format!("{}{}", out.stdout, out.stderr);
    assert!(told.contains("leads out of the repository"), "{told}");
    assert!(!told.contains("token"), "{told}");
    assert_eq!(run_in("in", &[]).code, 0);
    // Who names it means it.
    let named = run_in("out", &["--config", "distroless-check.toml"]);
    let told = format!("{}{}", named.stdout, named.stderr);
    assert!(told.contains("`token`"), "{} {told}", named.code);
}

#[test]
fn globs_count_from_the_configuration() {
    let project = Project::new(&[
        (
            "distroless-check.toml",
            "exclude = [\"a/vendor\", \"**/*.test.Dockerfile\"]\n",
        ),
        ("a/Dockerfile", "FROM scratch\n"),
        ("a/vendor/Dockerfile", "FROM scratch\n"),
        ("a/x.test.Dockerfile", "FROM scratch\n"),
    ]);
    let mut command = project.command(&["--format=json", "--fail-on=never"]);
    let ran = super::support::finish(command.current_dir(project.path().join("a")));
    assert_eq!(paths(&ran.stdout), ["Dockerfile"]);
    // What is named is read.
    let ran = project.run(&["--format=json", "--fail-on=never", "a/vendor/Dockerfile"]);
    assert_eq!(paths(&ran.stdout), ["a/vendor/Dockerfile"]);
}

#[test]
fn mistakes_are_placed_and_end_with_2() {
    let project = Project::new(&[
        ("Dockerfile", "FROM scratch\n"),
        (
            "distroless-check.toml",
            "[rules]\nselct = []\nignore = [\"unused-ignor\"]\n",
        ),
    ]);
    let ran = project.run(&["--format=json"]);
    assert_eq!(ran.code, 2);
    let report = json(&ran.stdout);
    let problems = report["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 2);
    assert_eq!(problems[0]["path"], "distroless-check.toml");
    assert_eq!(problems[0]["help"], "did you mean `select`?");
    assert_eq!(problems[0]["start"]["line"], 2);
    assert_eq!(problems[1]["help"], "did you mean `unused-ignore`?");
    assert_eq!(
        problems[1]["start"],
        serde_json::json!({ "line": 3, "column": 11 })
    );
    // The files are checked all the same.
    assert_eq!(paths(&ran.stdout), ["Dockerfile"]);

    let ran = project.run(&["--config", "gone.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("gone.toml"), "{}", ran.stdout);
}

#[test]
fn arguments_outweigh_the_file() {
    let project = Project::new(&[
        ("Dockerfile", WARNS),
        (
            "distroless-check.toml",
            "fail-on = \"never\"\n[rules]\nignore = [\"unused-ignore\"]\n",
        ),
    ]);
    let of_rule = |ran: &super::support::Ran| ran.stdout.contains("[unused-ignore]");
    assert!(!of_rule(&project.run(&[])));
    let ran = project.run(&["--select=unused-ignore,self-copy", "--fail-on=warning"]);
    assert!(of_rule(&ran), "{}", ran.stdout);
    assert_eq!(ran.code, 1);
    assert_eq!(project.run(&["--select=unused-ignore,self-copy"]).code, 0);
}

#[test]
fn severities_can_be_set() {
    let project = Project::new(&[
        ("Dockerfile", WARNS),
        (
            "distroless-check.toml",
            "[rules]\nselect = [\"unused-ignore\", \"self-copy\"]\n[rules.severity]\nunused-ignore = \"error\"\n",
        ),
    ]);
    let ran = project.run(&["--fail-on=error"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("error[unused-ignore]"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_documented_configuration_is_valid() {
    let docs = include_str!("../../../../docs/configuration.md");
    let (_, rest) = docs.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```\n").unwrap();
    let project = Project::new(&[
        ("distroless-check.toml", example),
        ("Dockerfile", "FROM scratch\n"),
    ]);
    let ran = project.run(&["--format=json", "--fail-on=never"]);
    assert_eq!(json(&ran.stdout)["problems"], json("[]"));
    assert_eq!(ran.code, 0);
}
