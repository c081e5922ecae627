//! Commands that look, and change nothing but what a redirection names.

use super::Call;
use crate::image::interpret::Machine;
use crate::order;

const READERS: &str = "\
    [ [[ apt-cache base64 basename bc cat cmp column comm command cut date df diff dirname \
    dpkg-architecture dpkg-query du echo egrep expr false fgrep file fold free getconf \
    getent grep groups hash head hexdump hostname id join jq kill ldd less ls lsb_release \
    md5sum more nm nproc numfmt objdump od paste pgrep pidof printenv printf ps pwd \
    readelf readlink realpath rev seq sha1sum sha256sum sha384sum sha512sum size sleep \
    stat strings sync tac tail test tput tr true tty type uname wc which whoami yes";

/// Tools whose verb can be one that only looks.
const VERBS: &[(&str, &[&str])] = &[
    (
        "apk",
        &["info", "list", "policy", "search", "version", "stats"],
    ),
    ("apt", &["list", "policy", "search", "show"]),
    (
        "cargo",
        &[
            "--version",
            "metadata",
            "pkgid",
            "tree",
            "verify-project",
            "version",
        ],
    ),
    ("dotnet", &["--info", "--list-sdks", "--version"]),
    ("gem", &["env", "environment", "list", "which"]),
    (
        "git",
        &[
            "config",
            "describe",
            "diff",
            "log",
            "ls-files",
            "rev-list",
            "rev-parse",
            "show",
            "status",
            "tag",
        ],
    ),
    ("go", &["env", "help", "version"]),
    (
        "npm",
        &[
            "--version",
            "-v",
            "config",
            "ls",
            "list",
            "version",
            "view",
            "audit",
            "root",
            "bin",
            "prefix",
        ],
    ),
    (
        "pip",
        &[
            "--version",
            "check",
            "config",
            "freeze",
            "list",
            "show",
            "cache",
        ],
    ),
    (
        "pip3",
        &[
            "--version",
            "check",
            "config",
            "freeze",
            "list",
            "show",
            "cache",
        ],
    ),
    (
        "rpm",
        &["-q", "-qa", "-ql", "-qi", "-E", "--eval", "--import"],
    ),
    ("rustup", &["show", "which"]),
    (
        "yarn",
        &["--version", "-v", "config", "list", "info", "why"],
    ),
];

pub(super) fn apply(_machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    let name = call.name.as_str();
    if order::lists(READERS, name) {
        return true;
    }
    // Whatever the program, this only says what it is.
    let asks = |word: &str| matches!(word, "--version" | "--help" | "-version" | "-V");
    if let [only] = call.args.as_slice()
        && only.plain().is_some_and(asks)
    {
        return true;
    }
    let first = call.args.first().map_or("", |arg| arg.shown());
    if name == "dpkg" {
        return matches!(
            first,
            "--print-architecture"
                | "-l"
                | "-s"
                | "-L"
                | "-S"
                | "--list"
                | "--get-selections"
                | "--compare-versions"
                | "--print-foreign-architectures"
        );
    }
    if name == "npm" && first == "config" {
        return true;
    }
    if name == "go" && first == "env" {
        return !call.has(&["-w"]);
    }
    VERBS
        .iter()
        .any(|(tool, verbs)| *tool == name && verbs.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::READERS;

    #[test]
    fn the_list_is_in_order() {
        assert!(READERS.split(' ').is_sorted());
    }
}
