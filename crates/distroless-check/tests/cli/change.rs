//! Baselines, and what changed since a revision.

use super::support::{Project, json, paths};
use std::process::Command;

const GOOD: &str = "FROM scratch\nCOPY app /app\nUSER 65532\nENTRYPOINT [\"/app\"]\n";
/// One error: there is no shell for it.
const SHELL: &str = "FROM scratch\nCOPY app /app\nUSER 65532\nENTRYPOINT /app\n";

impl Project {
    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.org",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn checked(&self, arguments: &[&str]) -> super::support::Ran {
        let mut command = self.command(arguments);
        // Git is found as everywhere, and looks for no repository above.
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("GIT_CEILING_DIRECTORIES", self.path().parent().unwrap());
        super::support::finish(&mut command)
    }
}

fn repository(files: &[(&str, &str)]) -> (Project, String) {
    let project = Project::new(files);
    project.git(&["init", "--quiet"]);
    let commit = project.commit();
    (project, commit)
}

#[test]
fn what_a_run_found_is_the_baseline_of_the_next() {
    let project = Project::new(&[("Dockerfile", SHELL)]);
    let select = [
        "--select",
        "exec-form-required,healthcheck-needs-shell",
        "--no-config",
    ];
    let run = |more: &[&str]| project.run(&[&select, more].concat());
    assert_eq!(run(&["--format", "json", "--output", "old.json"]).code, 1);
    let known = run(&["--baseline", "old.json"]);
    assert_eq!(
        (known.code, known.stdout.as_str()),
        (0, "no findings in 1 file (1 known from the baseline)\n")
    );

    // Lines that move are the same findings; another one is new.
    project.write(
        "Dockerfile",
        format!("# moved\n\n{SHELL}HEALTHCHECK CMD ls\n"),
    );
    let more = run(&["--baseline", "old.json"]);
    assert_eq!(more.code, 1);
    assert!(
        more.stdout.contains("[healthcheck-needs-shell]")
            && !more.stdout.contains("[exec-form-required]"),
        "{}",
        more.stdout
    );
    let sarif = json(&run(&["--baseline", "old.json", "--format", "sarif"]).stdout);
    let states = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let states: Vec<_> = states
        .map(|result| result["baselineState"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["unchanged", "new"]);
}

#[test]
fn a_baseline_that_is_none_is_told() {
    let project = Project::new(&[("Dockerfile", GOOD), ("old.json", "{}")]);
    for (file, says) in [
        ("old.json", "no report"),
        ("none.json", "none.json"),
        ("Dockerfile", "cannot be used"),
    ] {
        let ran = project.run(&["--baseline", file]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{file}");
        assert!(
            ran.stderr.contains(says) && ran.stderr.contains("--format json"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn only_changed_dockerfiles_are_checked() {
    let (project, base) = repository(&[
        ("same/Dockerfile", SHELL),
        ("edited/Dockerfile", GOOD),
        ("moved/Dockerfile", SHELL),
        ("gone/Dockerfile", SHELL),
        ("beside/Dockerfile", SHELL),
        ("beside/app/package.json", "{}"),
        ("far/Dockerfile", SHELL),
        ("far/readme.md", "a"),
    ]);
    project.write("edited/Dockerfile", SHELL);
    project.write("new/Dockerfile", SHELL);
    project.write("far/readme.md", "b");
    project.write("beside/app/package.json", "{\"name\": \"a\"}");
    project.git(&["mv", "moved/Dockerfile", "moved/Dockerfile.web"]);
    project.git(&["rm", "--quiet", "gone/Dockerfile"]);
    let all = project.checked(&["--changed-since", &base, "--format", "json"]);
    assert_eq!(
        paths(&all.stdout),
        [
            "beside/Dockerfile",
            "edited/Dockerfile",
            "moved/Dockerfile.web",
            "new/Dockerfile"
        ],
        "{}",
        all.stderr
    );
    // From a folder below, names are those of that folder.
    let mut below = project.command(&["--changed-since", &base, "--format", "json"]);
    below
        .current_dir(project.path().join("edited"))
        .env("PATH", std::env::var_os("PATH").unwrap());
    assert_eq!(
        paths(&super::support::finish(&mut below).stdout),
        ["Dockerfile"]
    );
    // The same when it is committed.
    project.commit();
    let committed = project.checked(&["--changed-since", &base, "--format", "json"]);
    assert_eq!(paths(&committed.stdout), paths(&all.stdout));
    let nothing = project.checked(&["--changed-since", "HEAD"]);
    assert_eq!(nothing.code, 0);
    assert!(
        nothing.stderr.contains("no Dockerfile changed"),
        "{}",
        nothing.stderr
    );
}

#[test]
fn what_the_build_context_holds_concerns_what_is_built_in_it() {
    let starts = "FROM gcr.io/distroless/static-debian13\nCOPY run.sh /run.sh\nUSER 1\nENTRYPOINT [\"/run.sh\"]\n";
    let (project, base) = repository(&[
        ("script/Dockerfile", starts),
        ("script/run.sh", "#!/app\n"),
        ("script/notes.txt", "a"),
        ("said/Dockerfile", GOOD),
        ("other/Dockerfile", GOOD),
        ("app/package.json", "{}"),
        (
            "compose.yaml",
            "services: { web: { build: { context: app, dockerfile: ../said/Dockerfile } } }\n",
        ),
    ]);
    let changed = || {
        let ran = project.checked(&["--changed-since", &base, "--format", "json"]);
        paths(&ran.stdout)
    };
    let none: [String; 0] = [];
    project.write("script/notes.txt", "b");
    assert_eq!(changed(), none);
    project.write("script/run.sh", "#!/bin/bash\n");
    assert_eq!(changed(), ["script/Dockerfile"]);
    project.write("app/package.json", "{\"name\": \"a\"}");
    assert_eq!(changed(), ["said/Dockerfile", "script/Dockerfile"]);
    // Where both changed, what is found may be of either, on whatever line.
    project.write("script/Dockerfile", format!("{starts}LABEL a=b\n"));
    let gate = [
        "--changed-since",
        &base,
        "--changed-lines",
        "--select=script-interpreter-missing",
    ];
    let ran = project.checked(&gate);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
}

#[test]
fn findings_on_unchanged_lines_do_not_fail_where_only_the_change_counts() {
    let (project, base) = repository(&[("Dockerfile", SHELL)]);
    project.write(
        "Dockerfile",
        SHELL.replace("USER 65532", "USER 65532\nLABEL a=b"),
    );
    let select = [
        "--changed-since",
        &base,
        "--select",
        "exec-form-required,healthcheck-needs-shell",
    ];
    assert_eq!(project.checked(&select).code, 1);
    let lines = [&select[..], &["--changed-lines"]].concat();
    let ran = project.checked(&lines);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "no findings in 1 file (1 not of this change)\n")
    );
    // Touching a line of the proof is enough, and so is a new finding.
    project.write(
        "Dockerfile",
        SHELL.replace("FROM scratch", "FROM scratch AS final"),
    );
    assert_eq!(project.checked(&lines).code, 1);
    project.write("Dockerfile", format!("{SHELL}HEALTHCHECK CMD ls\n"));
    let ran = project.checked(&lines);
    assert_eq!(ran.code, 1);
    assert!(
        !ran.stdout.contains("[exec-form-required]"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_summary_of_a_change_tells_what_it_makes_of_the_image() {
    let (project, base) = repository(&[(
        "Dockerfile",
        "FROM debian:13-slim\nCOPY app /app\nCMD [\"/app\"]\n",
    )]);
    project.write("Dockerfile", "FROM debian:13-slim\nRUN apt-get update && apt-get install -y gcc\nCOPY app /app\nCMD [\"/app\"]\n");
    let ran = project.checked(&["--changed-since", &base, "--format", "markdown"]);
    assert!(
        ran.stdout.contains("<code>gcc</code> (toolchain, line 2)"),
        "{}",
        ran.stdout
    );
}

#[test]
fn revisions_that_are_none_are_told() {
    let (project, _) = repository(&[("Dockerfile", GOOD)]);
    for revision in ["nowhere", "--output=x", "HEAD:Dockerfile", "a\u{1b}[31mb"] {
        let ran = project.checked(&[&format!("--changed-since={revision}")]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{revision}");
        assert!(
            ran.stderr.contains("names no commit") && !ran.stderr.contains('\u{1b}'),
            "{}",
            ran.stderr
        );
    }
    assert!(!project.path().join("x").exists());
    let bare = Project::new(&[("Dockerfile", GOOD)]);
    let ran = bare.checked(&["--changed-since", "HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no repository"), "{}", ran.stderr);
    // Without git.
    let mut command = bare.command(&["--changed-since", "HEAD"]);
    let ran = super::support::finish(command.env("PATH", bare.path()));
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("git cannot be run"), "{}", ran.stderr);
    assert_eq!(bare.run(&["--changed-lines"]).code, 2);
}

#[test]
fn a_changed_compose_file_concerns_what_it_builds() {
    let compose = |base: &str| {
        format!(
            "services: {{ web: {{ build: {{ context: app, args: {{ BASE: '{base}' }} }} }} }}\n"
        )
    };
    let based = SHELL.replace("FROM scratch", "ARG BASE\nFROM $BASE");
    let (project, first) = repository(&[
        ("app/Dockerfile", &based),
        ("other/Dockerfile", &based),
        ("compose.yaml", &compose("debian:12")),
    ]);
    project.write("compose.yaml", compose("gcr.io/distroless/static-debian12"));
    let arguments = [
        ".",
        "--changed-since",
        &first,
        "--select",
        "exec-form-required",
        "--no-config",
        "--format=json",
    ];
    let ran = project.checked(&arguments);
    assert_eq!(
        (ran.code, paths(&ran.stdout)),
        (1, vec!["app/Dockerfile".to_owned()]),
        "{}",
        ran.stdout
    );
    // Also where it is there no more, and says nothing.
    project.git(&["rm", "--quiet", "--force", "compose.yaml"]);
    let ran = project.checked(&arguments);
    assert_eq!(paths(&ran.stdout), ["app/Dockerfile"], "{}", ran.stderr);
}
