//! Which files are checked, and how their paths are shown.

use super::support::{Project, finish, paths};

const FILE: &str = "FROM scratch\n";

fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["--format=json", "--fail-on=never"], arguments].concat();
    paths(&project.run(&arguments).stdout)
}

#[test]
fn folders_are_searched_for_dockerfiles() {
    let project = Project::new(&[
        ("Dockerfile", FILE),
        ("b/Dockerfile.dev", FILE),
        ("b/api.Dockerfile", FILE),
        ("b/api.dockerfile", FILE),
        ("Containerfile.x", FILE),
        (".devcontainer/Dockerfile", FILE),
        ("Dockerfile.dockerignore", "x"),
        ("Dockerfile.j2", "{{ x }}"),
        ("README.md", "x"),
        (".git/Dockerfile", FILE),
        ("out/Dockerfile", FILE),
        ("kept/.gitignore", "Dockerfile\n"),
        ("kept/Dockerfile", FILE),
        (".gitignore", "out/\n"),
    ]);
    assert_eq!(
        found(&project, &[]),
        [
            ".devcontainer/Dockerfile",
            "Containerfile.x",
            "Dockerfile",
            "b/Dockerfile.dev",
            "b/api.Dockerfile",
            "b/api.dockerfile",
        ]
    );
    assert_eq!(found(&project, &["b", "./b/"]).len(), 3);
}

#[test]
fn a_named_file_is_read_whatever_its_name_and_place() {
    let project = Project::new(&[("x/Dockerfile.j2", FILE), (".gitignore", "x\n")]);
    let absolute = project
        .path()
        .canonicalize()
        .unwrap()
        .join("x/Dockerfile.j2");
    let files = found(&project, &["./x/Dockerfile.j2", absolute.to_str().unwrap()]);
    assert_eq!(files, ["x/Dockerfile.j2"]);
}

#[test]
fn nothing_to_check_is_told_but_no_error() {
    let project = Project::new(&[("README.md", "x")]);
    let ran = project.run(&[]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr.starts_with("warning: no Dockerfiles found (")
            && ran.stderr.contains("name a file of another name itself"),
        "{}",
        ran.stderr
    );
    assert_eq!(project.run(&["--quiet"]).stderr, "");
    let ran = project.run(&["gone"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("gone"), "{}", ran.stdout);
}

#[test]
fn one_bad_file_stops_no_other() {
    let project = Project::new(&[("a/Dockerfile", FILE), ("c/Dockerfile", "FORM x\n")]);
    project.write("b/Dockerfile", b"FROM \xFF");
    let ran = project.run(&["--format=json"]);
    assert_eq!(ran.code, 2);
    let report = super::support::json(&ran.stdout);
    assert_eq!(paths(&ran.stdout), ["a/Dockerfile", "c/Dockerfile"]);
    assert_eq!(report["problems"][0]["path"], "b/Dockerfile");
    assert_eq!(report["summary"]["exit_code"], 2);
    assert!(
        !report["files"][1]["problems"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        ran.stderr
            .contains("error: b/Dockerfile: this file is not valid UTF-8"),
        "{}",
        ran.stderr
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_folders_are_left_alone() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[("a/Dockerfile", FILE)]);
    symlink("../a/Dockerfile", project.path().join("a/Dockerfile.link")).unwrap();
    symlink("..", project.path().join("a/up")).unwrap();
    symlink("nowhere", project.path().join("Dockerfile")).unwrap();
    assert_eq!(found(&project, &[]), ["a/Dockerfile"]);
    // Named, a link is followed.
    assert_eq!(
        found(&project, &["a/Dockerfile.link"]),
        ["a/Dockerfile.link"]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_may_hold_anything() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new(&[
        ("new\nline::error::.Dockerfile", "FORM x\n"),
        ("esc\u{1b}[31m.Dockerfile", "FORM x\n"),
        ("rtl\u{202e}.Dockerfile", "FORM x\n"),
        ("-dash.Dockerfile", "FORM x\n"),
    ]);
    for name in [b"\xFE.Dockerfile", b"\xFF.Dockerfile"] {
        let raw = project.path().join(OsStr::from_bytes(name));
        std::fs::write(raw, FILE).unwrap();
    }
    for format in ["text", "json", "jsonl", "sarif", "github", "markdown"] {
        let ran = project.run(&["--format", format]);
        assert_eq!(ran.code, 2, "{format}");
        for text in [&ran.stdout, &ran.stderr] {
            let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!text.contains(acts), "{format}: {text}");
            assert!(!text.contains("\nline::error"), "{format}: {text}");
        }
    }
    let files = found(&project, &[]);
    assert_eq!(files.len(), 6);
    assert!(files.contains(&"new\nline::error::.Dockerfile".to_owned()));
    assert!(files.contains(&"\u{fffd}.Dockerfile".to_owned()));
    assert_eq!(
        found(&project, &["--", "-dash.Dockerfile"]),
        ["-dash.Dockerfile"]
    );
}

#[test]
fn our_own_image_has_no_findings() {
    let project = Project::new(&[]);
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Dockerfile");
    let mut command =
        project.command(&[own, "--fail-on=info", "--today=2026-11-28", "--no-config"]);
    let ran = finish(&mut command);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert_eq!(ran.stdout, "no findings in 1 file\n");
}
