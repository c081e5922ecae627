//! Commands and packages of the build that the program may need something of.

use crate::obstacle::Obstacle;
use crate::survey::Survey;
use distroless_core::image::path::{absolute, is_below};

/// Commands that put nothing in place that a program of another directory would need.
const HARMLESS: &[&str] = &[
    "",
    ".",
    ":",
    "[",
    "add-apt-repository",
    "addgroup",
    "adduser",
    "apk",
    "apt",
    "apt-get",
    "apt-key",
    "awk",
    "cat",
    "cd",
    "chgrp",
    "chmod",
    "chown",
    "command",
    "cp",
    "curl",
    "cut",
    "date",
    "dpkg",
    "dpkg-reconfigure",
    "echo",
    "env",
    "exec",
    "exit",
    "export",
    "false",
    "find",
    "git",
    "gpg",
    "grep",
    "groupadd",
    "gunzip",
    "head",
    "id",
    "install",
    "ln",
    "locale-gen",
    "ls",
    "mkdir",
    "mktemp",
    "mv",
    "printf",
    "pwd",
    "read",
    "rm",
    "rmdir",
    "sed",
    "set",
    "sha256sum",
    "sleep",
    "sort",
    "source",
    "strip",
    "tail",
    "tar",
    "tee",
    "test",
    "touch",
    "tr",
    "true",
    "umask",
    "uname",
    "unset",
    "unzip",
    "update-ca-certificates",
    "upx",
    "useradd",
    "usermod",
    "wc",
    "wget",
    "which",
    "whoami",
    "xargs",
];

/// Commands of which it is not known what they put where.
pub(super) fn commands(survey: &Survey<'_, '_>, tools: &[&str]) -> Vec<Obstacle> {
    let mut found = Vec::new();
    for (run, command) in survey.commands() {
        let program = command.program();
        let base = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let known =
            HARMLESS.contains(&program) || tools.contains(&program) || tools.contains(&base);
        if !known {
            found.push(Obstacle::new(
                run.step.span,
                format!("what `{program}` puts into the image, and whether the program needs it, is not known"),
                "copy what the program needs of it in a final stage, by hand",
            ));
        }
        if let Some(path) = downloads(command) {
            let path = absolute(survey.workdir().unwrap_or("/"), path);
            let search = [
                "/usr/local/bin",
                "/usr/bin",
                "/bin",
                "/usr/local/sbin",
                "/opt",
            ];
            if search.iter().any(|directory| is_below(&path, directory)) {
                found.push(Obstacle::new(
                    run.step.span,
                    format!("`{path}` is downloaded; whether the program starts it, and what it needs, is not known"),
                    "copy it in the final stage by hand, where the program needs it",
                ));
            }
        }
    }
    found
}

/// The file that a download is written to.
fn downloads(command: &crate::run::Cmd) -> Option<&str> {
    let options: &[&str] = match command.program() {
        "curl" => &["-o", "--output", "-Lo", "-sLo", "-fsSLo", "-sSLo"],
        "wget" => &["-O", "-qO", "-P", "--output-document"],
        _ => return None,
    };
    let at = command
        .words
        .iter()
        .position(|word| options.contains(&word.as_str()))?;
    command
        .words
        .get(at + 1)
        .map(String::as_str)
        .filter(|path| path.starts_with('/'))
}

/// Packages that the program may need when it runs.
pub(super) fn packages(survey: &Survey<'_, '_>) -> Vec<Obstacle> {
    let needed = survey.needed_packages();
    let found = needed.iter().map(|package| {
        Obstacle::new(
            package.site.span,
            format!(
                "the program may need the package `{}` when it runs, and no minimal base has it",
                package.name
            ),
            "leave it out if only the build needs it; else stay on a slim image: --base slim",
        )
    });
    found.collect()
}
