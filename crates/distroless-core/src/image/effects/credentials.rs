//! Commands that write secrets into files, by a redirection or as a setting of a tool, or take them out again.

use super::Call;
use crate::image::artifact::{Kind, Proof, Secret, Shape};
use crate::image::interpret::Machine;
use crate::image::path::{absolute, file_name};
use crate::image::script::Arg;
use crate::image::secrets;

/// What stands for a word that is not known.
const UNKNOWN: &str = "?";

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    redirected(machine, call);
    match call.name.as_str() {
        "tee" => {
            for arg in call.operands(&[]) {
                let path = arg.plain().and_then(|path| Machine::absolute(call, path));
                keeps(machine, call, path, |path| {
                    secrets::written(path, None, false)
                });
            }
        }
        "cp" | "install" => mounted(machine, call),
        "npm" | "pnpm" => npm(machine, call),
        "git" => git(machine, call),
        // What they leave of a file is not known.
        "sed" | "perl" | "truncate" | "ed" if changes(call) => {
            let paths: Vec<_> = call
                .args
                .iter()
                .filter_map(|arg| Machine::absolute(call, arg.plain()?))
                .collect();
            for path in paths {
                machine.may_remove(Some(&path));
            }
        }
        _ => {}
    }
}

/// Whether the files that are named are changed in place.
fn changes(call: &Call<'_, '_>) -> bool {
    let in_place = |arg: &Arg| {
        ["-i", "-pi", "--in-place"]
            .iter()
            .any(|option| arg.known.starts_with(option))
    };
    !matches!(call.name.as_str(), "sed" | "perl") || call.args.iter().any(in_place)
}

/// A file that may hold a secret now.
fn keeps(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    path: Option<String>,
    secret: impl FnOnce(&str) -> Option<Secret>,
) {
    if let Some(path) = path
        && let Some(secret) = secret(&path)
    {
        machine.adds(&path, Shape::File, Kind::Secret(secret), call);
    }
}

/// `echo "$KEY" > ~/.ssh/id_rsa`
fn redirected(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let Some(output) = call.output.clone() else {
        return;
    };
    let says = matches!(call.name.as_str(), "echo" | "printf");
    let empties = call
        .args
        .first()
        .is_some_and(|arg| arg.shown() == "/dev/null")
        || matches!(call.name.as_str(), "true" | "ssh-keyscan");
    let text = says.then(|| text(&call.args));
    let whole = says && call.is_known();
    let mounted = call.name == "cat" && call.operands(&[]).any(is_mounted);
    if !output.appends {
        machine.overwrites(&output.path, call);
    }
    if !empties {
        keeps(machine, call, Some(output.path), |path| {
            if mounted {
                secrets::mounted(path)
            } else {
                secrets::written(path, text.as_deref(), whole)
            }
        });
    }
}

/// Whether an argument is a file of a secret's mount.
fn is_mounted(arg: &Arg) -> bool {
    arg.shown().starts_with("/run/secrets/")
}

/// `cp /run/secrets/netrc ~/.netrc`
fn mounted(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let operands: Vec<&Arg> = call.operands(&["-m", "--mode", "-o", "-g"]).collect();
    if let [source, destination] = operands.as_slice()
        && is_mounted(source)
    {
        let path = destination
            .plain()
            .and_then(|path| Machine::absolute(call, path));
        keeps(machine, call, path, secrets::mounted);
    }
}

/// `npm config set //registry.npmjs.org/:_authToken $TOKEN`
fn npm(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let words: Vec<&Arg> = call.operands(&["--location", "-L"]).collect();
    let words = match words.as_slice() {
        [config, rest @ ..] if matches!(config.shown(), "config" | "c") => rest,
        all => all,
    };
    let Some(home) = machine.home(call, call.shell) else {
        return;
    };
    let path = absolute(&home, ".npmrc");
    let line = match words {
        [verb, ..] if matches!(verb.shown(), "delete" | "rm" | "logout") => {
            machine.overwrites(&path, call);
            return;
        }
        [set, one] if set.shown() == "set" => text(&[(*one).clone()]),
        [set, name, value] if set.shown() == "set" => {
            format!("{}={}", name.shown(), text(&[(*value).clone()]))
        }
        _ => return,
    };
    // The project's own file only where it is asked for.
    if call.option(&["--location", "-L"]) != Some(Some("project")) {
        keeps(machine, call, Some(path), |path| {
            secrets::written(path, Some(&line), false)
        });
    }
}

/// `git config --global url."https://$TOKEN@github.com/".insteadOf …`, and the address of a clone.
fn git(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let file = match call.verb() {
        "config" if call.has(&["--unset", "--unset-all", "--remove-section"]) => {
            match machine.home(call, call.shell) {
                Some(home) => machine.overwrites(&absolute(&home, ".gitconfig"), call),
                None => machine.may_remove(None),
            }
            return;
        }
        "config" if call.has(&["--system"]) => Some("/etc/gitconfig".to_owned()),
        "config" if call.has(&["--global"]) => machine
            .home(call, call.shell)
            .map(|home| absolute(&home, ".gitconfig")),
        "clone" => clone_of(machine, call).map(|folder| absolute(&folder, ".git/config")),
        _ => return,
    };
    let source = machine.source();
    let named = call
        .args
        .iter()
        .any(|arg| !arg.complete && secrets::is_in_address(arg.span.text(source)));
    if named {
        keeps(machine, call, file, |_| {
            Some(Secret {
                what: "a token for a git server",
                proof: Proof::Written,
            })
        });
    }
}

/// Where a clone goes.
fn clone_of(machine: &Machine<'_, '_>, call: &Call<'_, '_>) -> Option<String> {
    // The settings of a bare clone lie elsewhere.
    if call.has(&["--bare", "--mirror"]) {
        return None;
    }
    let mut operands = call
        .operands(&[
            "-b", "--branch", "--depth", "-c", "--config", "-o", "--origin", "-j", "--jobs",
        ])
        .skip(1);
    let address = operands.next()?;
    if let Some(directory) = operands.next() {
        return Machine::absolute(call, directory.plain()?);
    }
    let written = address.span.text(machine.source());
    let name = file_name(written.trim_matches(['"', '\'']).trim_end_matches('/'));
    let name = name.strip_suffix(".git").unwrap_or(name);
    let plain = !name.is_empty() && !name.contains(['$', '{', '}', '@', ':', ' ']);
    plain.then(|| Machine::absolute(call, name))?
}

/// The words as they are written out, with a word for what is not known.
fn text(args: &[Arg]) -> String {
    let words: Vec<String> = args
        .iter()
        .filter(|arg| !arg.is_option())
        .map(|arg| {
            let rest = if arg.complete { "" } else { UNKNOWN };
            format!("{}{rest}", arg.known)
        })
        .collect();
    words.join(" ")
}
