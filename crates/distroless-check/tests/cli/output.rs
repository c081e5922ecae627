//! Where the report goes.

use super::support::{Project, WARNS, finish, json};
use std::fs;

#[test]
fn a_report_file_is_replaced_as_a_whole() {
    let project = Project::new(&[("Dockerfile", WARNS), ("out/report.json", "old")]);
    let ran = project.run(&[
        "--format=json",
        "--output",
        "out/report.json",
        "--fail-on=never",
    ]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.ends_with(" in 1 file\n"), "{}", ran.stderr);
    assert_eq!(json(&project.read("out/report.json"))["schema"], 1);
    let left: Vec<_> = fs::read_dir(project.path().join("out")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    let ran = project.run(&["--output", "gone/report.txt"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .starts_with("error: gone/report.txt cannot be written: "),
        "{}",
        ran.stderr
    );
    // A folder cannot be replaced by a file.
    fs::create_dir(project.path().join("folder")).unwrap();
    assert_eq!(project.run(&["--output", "folder"]).code, 2);
    let left = fs::read_dir(project.path()).unwrap().count();
    assert_eq!(left, 2);
}

#[cfg(unix)]
#[test]
fn links_and_devices_keep_their_place() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new(&[("Dockerfile", WARNS), ("real.json", "old")]);
    let real = project.path().join("real.json");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", project.path().join("link.json")).unwrap();
    project.run(&["--format=json", "-o", "link.json"]);
    assert!(
        fs::symlink_metadata(project.path().join("link.json"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(json(&project.read("real.json"))["schema"], 1);
    let mode = fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    let ran = project.run(&["--format=json", "-o", "/dev/null", "--fail-on=never"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(fs::metadata("/dev/null").is_ok_and(|null| !null.is_file()));
}

#[test]
fn quiet_prints_findings_only() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    let arguments = ["--select=unused-ignore,self-copy", "--quiet"];
    let ran = project.run(&arguments);
    assert!(
        ran.stdout.starts_with("warning[unused-ignore]"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains(" in 1 file"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let project = Project::new(&[("Dockerfile", WARNS)]);
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = project.command(arguments);
        finish(command.envs(variables.iter().copied()))
            .stdout
            .contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &[]
    ));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--format=json"]));
    let mut command = project.command(&["-o", "report.txt"]);
    finish(command.env("CLICOLOR_FORCE", "1"));
    assert!(!project.read("report.txt").contains('\u{1b}'));
}
