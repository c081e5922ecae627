//! Completions and the manual, as the program itself writes them.

use super::sample::Sample;
use super::{emptied, only};
use crate::root;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Where they are in what is packed.
pub(super) const FOLDERS: [&str; 2] = ["completions", "man"];

/// What a shell looks for, by its name.
const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "distroless-check.bash"),
    ("elvish", "distroless-check.elv"),
    ("fish", "distroless-check.fish"),
    ("powershell", "_distroless-check.ps1"),
    ("zsh", "_distroless-check"),
];

pub(super) fn build(folder: &Path) -> Result<(), Box<dyn Error>> {
    write(&root::checker()?, folder)
}

/// Has a program write them into a folder.
pub(super) fn write(program: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    for name in FOLDERS {
        emptied(&folder.join(name))?;
    }
    for (shell, script) in SCRIPTS {
        let text = root::output(Command::new(program).args(["completions", shell]))?;
        fs::write(folder.join("completions").join(script), text)?;
    }
    root::run(
        Command::new(program)
            .arg("man-pages")
            .arg(folder.join("man")),
    )
}

/// Every shell that is there reads its script, and whoever shows manuals shows ours.
pub(super) fn check(folder: &Path, _: &Sample) -> Result<(), Box<dyn Error>> {
    let scripts = folder.join("completions");
    let mut tried = Vec::new();
    for (shell, script) in SCRIPTS {
        if !["bash", "fish", "zsh"].contains(&shell) || !is_there(shell) {
            continue;
        }
        let mut reads = Command::new(shell);
        root::run(reads.arg("-n").arg(scripts.join(script)))?;
        tried.push(shell);
    }
    offers(&only(&scripts, ".bash")?)?;
    for entry in fs::read_dir(folder.join("man"))? {
        let page = entry?.path();
        if is_there("mandoc") {
            root::run(
                Command::new("mandoc")
                    .args(["-Tlint", "-Werror"])
                    .arg(&page),
            )?;
        }
        if is_there("man") {
            let mut man = Command::new("man");
            man.args(["--warnings", "--encoding=UTF-8", "--local-file"])
                .arg(&page)
                .env("MANWIDTH", "80")
                .stderr(Stdio::piped());
            let shown = man.output()?;
            let warned = String::from_utf8_lossy(&shown.stderr).into_owned();
            if !shown.status.success() || shown.stdout.len() < 200 || !warned.is_empty() {
                return Err(format!("{} cannot be shown: {warned}", page.display()).into());
            }
        }
    }
    for reader in ["mandoc", "man"] {
        if is_there(reader) {
            tried.push(reader);
        }
    }
    println!("shells: read by {}", tried.join(", "));
    Ok(())
}

/// What bash would offer after `--fail-on`, and for a command that begins with `mig`.
fn offers(script: &Path) -> Result<(), Box<dyn Error>> {
    let asked = r#"
        source "$1"
        ask() {
          COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
          _distroless__check distroless-check "${@: -1}" "${@: -2:1}"
          echo "${COMPREPLY[*]}"
        }
        ask distroless-check mig
        ask distroless-check --fail-on ''
    "#;
    let mut bash = Command::new("bash");
    bash.args(["-c", asked, "bash"]).arg(script);
    let offered = root::output(&mut bash)?;
    if offered != "migrate\nerror warning info never\n" {
        return Err(format!("bash is offered {offered:?}").into());
    }
    Ok(())
}

fn is_there(program: &str) -> bool {
    let asked = Command::new("sh")
        .args(["-c", "command -v \"$1\"", "sh", program])
        .stdout(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}
