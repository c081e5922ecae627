//! What a terminal is shown, and what it is not.

use super::support::{Project, finish};
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const SOUND: &str = "FROM scratch\nCOPY app /app\nUSER 65532\nENTRYPOINT [\"/app\"]\n";
const LINE: &str = "checking: 0 of 1 files";

/// A Dockerfile whose text takes as long as this to come, and what the program writes to a terminal meanwhile.
fn slow(waits: Duration, program: &str) -> String {
    let project = Project::new(&[]);
    let pipe = project.path().join("Dockerfile");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let writer = thread::spawn(move || {
        thread::sleep(waits);
        // Opening waits for the reader.
        let mut pipe = std::fs::OpenOptions::new().write(true).open(pipe).unwrap();
        pipe.write_all(SOUND.as_bytes()).unwrap();
    });
    // Gives the program a terminal for all three streams, and copies what it writes there.
    let mut script = Command::new("script");
    script
        .args(["--quiet", "--return", "--command", program, "/dev/null"])
        .current_dir(project.path())
        .env("PROGRAM", env!("CARGO_BIN_EXE_distroless-check"))
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null());
    let ran = finish(&mut script);
    writer.join().unwrap();
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    ran.stdout
}

#[test]
fn a_long_run_tells_how_far_it_is_and_leaves_nothing_behind() {
    let shown = slow(Duration::from_millis(1600), "\"$PROGRAM\" Dockerfile");
    let (before, after) = shown.rsplit_once(LINE).expect(&shown);
    assert!(before.contains("\r\u{1b}[K"), "{shown:?}");
    // The last one is erased before the report comes.
    assert!(after.starts_with("\r\u{1b}[Kno findings"), "{shown:?}");
}

#[test]
fn a_short_run_says_nothing_of_it() {
    let shown = slow(Duration::from_millis(100), "\"$PROGRAM\" Dockerfile");
    assert!(!shown.contains("checking"), "{shown:?}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn nothing_is_drawn_where_nobody_looks() {
    let slowly = Duration::from_millis(1300);
    for program in [
        "\"$PROGRAM\" Dockerfile 2>errors; status=$?; cat errors; exit $status",
        "\"$PROGRAM\" --quiet Dockerfile",
        "TERM=dumb \"$PROGRAM\" Dockerfile",
    ] {
        let shown = slow(slowly, program);
        assert!(!shown.contains("checking"), "{program}: {shown:?}");
    }
}

#[test]
fn who_can_have_findings_mended_is_told() {
    let broken = "FROM scratch\nCOPY app /app\nUSER 65532\nENTRYPOINT /app\n";
    let project = Project::new(&[("Dockerfile", broken)]);
    let hint = "help: --fix mends 1 finding; --diff shows how\n";
    assert_eq!(project.run(&[]).stderr, hint);
    // Also where nobody can say whether the program stands it.
    let as_root = "FROM gcr.io/distroless/static-debian13\nCOPY app /app\nENTRYPOINT /app\n";
    let project = Project::new(&[("Dockerfile", as_root)]);
    let more = "with --unsafe-fixes 1 more, where the image may behave otherwise";
    let hint = format!("help: --fix mends 1 finding, and {more}; --diff shows how\n");
    assert_eq!(project.run(&[]).stderr, hint);
    let left = project.run(&["--fix"]).stderr;
    let more = "--fix --unsafe-fixes mends 1 finding, where the image may behave otherwise";
    assert!(
        left.ends_with(&format!("help: {more}; --diff shows how\n")),
        "{left}"
    );
    let none = project.run(&["--fix", "--unsafe-fixes"]).stderr;
    assert!(!none.contains("help:"), "{none}");
    let project = Project::new(&[("Dockerfile", broken)]);
    for arguments in [&["--quiet"][..], &["--format=json"], &["--output=report"]] {
        let ran = project.run(arguments);
        assert!(
            !ran.stderr.contains("--fix"),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
    let ran = project.run(&["--fix"]);
    assert!(!ran.stderr.contains("--diff"), "{}", ran.stderr);
    assert!(project.run(&[]).stderr.is_empty());
}

#[test]
fn every_shell_gets_its_completions() {
    let project = Project::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = project.run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        for part in ["distroless-check", "changed-since", "migrate"] {
            assert!(ran.stdout.contains(part), "{shell} without {part}");
        }
        // What is for those who make packages is offered to nobody.
        assert!(!ran.stdout.contains("man-pages"), "{shell}");
    }
    assert_eq!(project.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let project = Project::new(&[]);
    let ran = project.run(&["man-pages", "man/man1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let page = project.read("man/man1/distroless-check.1");
    assert!(
        page.contains(r"\-\-changed\-since") && page.contains("Exit codes: 0"),
        "{page}"
    );
    assert!(
        project
            .read("man/man1/distroless-check-migrate.1")
            .contains("multi\\-stage")
    );
    project.write("taken", "");
    let ran = project.run(&["man-pages", "taken"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("error: taken cannot be written"),
        "{}",
        ran.stderr
    );
}
