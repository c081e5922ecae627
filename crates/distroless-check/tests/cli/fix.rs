//! `--fix`, `--unsafe-fixes` and `--diff`.

use super::support::Project;
use std::fs;

/// A shell-form command where there is no shell, with all that a fix must leave alone.
const BROKEN: &str = "# syntax=docker/dockerfile:1\r\n\
    FROM scratch\r\n\
    # what is served\r\n\
    COPY   server   /server\r\n\
    USER 65532\r\n\
    CMD /server -port=8080\r\n";
const MENDED: &str = "# syntax=docker/dockerfile:1\r\n\
    FROM scratch\r\n\
    # what is served\r\n\
    COPY   server   /server\r\n\
    USER 65532\r\n\
    CMD [\"/server\", \"-port=8080\"]\r\n";

#[test]
fn files_are_mended_and_what_is_left_is_shown() {
    let project = Project::new(&[
        ("Dockerfile", BROKEN),
        ("b/Dockerfile", "FROM scratch\nCOPY a /a\nCMD /a\n"),
        (
            "c/Dockerfile",
            "FROM scratch\nCOPY a /a\nUSER 1\nCMD [\"/a\"]\n",
        ),
    ]);
    let before = fs::metadata(project.path().join("c/Dockerfile")).unwrap();
    let ran = project.run(&["--fix"]);
    assert_eq!(project.read("Dockerfile"), MENDED);
    assert_eq!(
        project.read("b/Dockerfile"),
        "FROM scratch\nCOPY a /a\nCMD [\"/a\"]\n"
    );
    assert_eq!(
        ran.stderr,
        "mended Dockerfile: use the exec form (exec-form-required)\n\
         mended b/Dockerfile: use the exec form (exec-form-required)\n\
         mended 2 findings in 2 files\n\
         help: --fix --unsafe-fixes mends 1 finding, where the image may behave otherwise; --diff shows how\n"
    );
    // The image of b still starts as root.
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("root-user-in-final-image"));
    assert!(!ran.stdout.contains("exec-form-required"));
    let after = fs::metadata(project.path().join("c/Dockerfile")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    let ran = project.run(&["--fix", "Dockerfile"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn a_diff_changes_nothing_and_fails_where_there_is_one() {
    let project = Project::new(&[("Dockerfile", BROKEN)]);
    let ran = project.run(&["--diff"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stdout,
        "--- a/Dockerfile\n+++ b/Dockerfile\n@@ -3,4 +3,4 @@\n # what is served\r\n \
         COPY   server   /server\r\n USER 65532\r\n-CMD /server -port=8080\r\n\
         +CMD [\"/server\", \"-port=8080\"]\r\n"
    );
    assert!(ran.stderr.contains("would mend 1 finding in 1 file\n"));
    assert_eq!(project.read("Dockerfile"), BROKEN);
    project.write("Dockerfile", MENDED);
    let ran = project.run(&["--diff"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "")
    );
    // Findings that nothing mends are no differences; what cannot be read is told.
    let ran = project.run(&["--diff", "gone"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("gone"), "{}", ran.stderr);
    let ran = project.run_with_stdin(&["--diff", "-"], BROKEN.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("--- a/<stdin>\n"), "{}", ran.stdout);
}

#[test]
fn what_may_change_the_image_is_asked_for() {
    // A variable that the shell would have expanded.
    let source = "FROM gcr.io/distroless/static-debian13\nCOPY a /a\nCMD [\"/a\"]\n";
    let project = Project::new(&[("Dockerfile", source)]);
    let select = ["--select", "nonroot-variant-available"];
    let run = |arguments: &[&str]| project.run(&[&select[..], arguments].concat());
    assert_eq!(run(&["--diff"]).code, 0);
    let ran = run(&["--diff", "--unsafe-fixes"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("+FROM gcr.io/distroless/static-debian13:nonroot\n")
    );
    run(&["--fix"]);
    assert_eq!(project.read("Dockerfile"), source);
    run(&["--fix", "--unsafe-fixes"]);
    assert!(project.read("Dockerfile").contains(":nonroot\n"));
}

#[test]
fn what_has_no_effect_is_refused() {
    let project = Project::new(&[("Dockerfile", BROKEN)]);
    for (arguments, message) in [
        (&["--unsafe-fixes"][..], "add --fix or --diff"),
        (&["--fix", "--diff"], "cannot be used with"),
        (&["--diff", "--format", "json"], "cannot be used with"),
        (&["--fix", "--baseline", "x"], "cannot be used with"),
        (&["--fix", "-"], "use --diff"),
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(
            ran.stderr.contains(message),
            "{arguments:?}: {}",
            ran.stderr
        );
        assert_eq!(project.read("Dockerfile"), BROKEN);
    }
}

#[test]
fn names_in_diffs_do_not_act() {
    let project = Project::new(&[("a\u{1b}[31m\n.Dockerfile", BROKEN)]);
    let ran = project.run(&["--diff"]);
    assert!(ran.stdout.starts_with("--- a/a\\u{1b}[31m\\n.Dockerfile\n"));
    assert!(!ran.stderr.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_only_and_modes_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = tempfile::tempdir().unwrap();
    let away = outside.path().join("Dockerfile");
    fs::write(&away, BROKEN).unwrap();
    let project = Project::new(&[("real/text", BROKEN)]);
    let real = project.path().join("real/text");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/text", project.path().join("Dockerfile")).unwrap();
    symlink(&away, project.path().join("away.Dockerfile")).unwrap();
    let ran = project.run(&["--fix", "Dockerfile", "away.Dockerfile"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stdout.contains("a link out of the folder"),
        "{}",
        ran.stdout
    );
    assert_eq!(fs::read_to_string(&away).unwrap(), BROKEN);
    assert_eq!(project.read("real/text"), MENDED);
    let mode = fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(
        fs::symlink_metadata(project.path().join("Dockerfile"))
            .unwrap()
            .is_symlink()
    );
}
