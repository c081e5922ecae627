//! Downloads.

use super::Call;
use crate::image::interpret::Machine;
use crate::image::path::{absolute, file_name};
use crate::image::touch::Region;

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "curl" => curl(machine, call),
        "wget" => wget(machine, call),
        "aria2c" | "axel" | "scp" | "sftp" | "svn" | "hg" => {
            machine.opens_below(call.workdir.clone(), call);
        }
        "git" => return git(machine, call),
        "ssh-keyscan" => {}
        _ => return false,
    }
    true
}

fn curl(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let directory = match call.option(&["--output-dir"]) {
        Some(Some(path)) => Machine::absolute(call, path),
        Some(None) => None,
        None => call.workdir.clone(),
    };
    // Short options stand together: `-fsSLo FILE`.
    let bundled = |letter: char| {
        call.args.iter().position(|arg| {
            arg.text().is_some_and(|text| {
                text.starts_with('-') && !text.starts_with("--") && text.contains(letter)
            })
        })
    };
    let output = call
        .option(&["--output"])
        .map(|value| value.map(str::to_owned))
        .or_else(|| {
            let at = bundled('o')?;
            Some(
                call.args
                    .get(at + 1)
                    .and_then(|arg| arg.plain().map(str::to_owned)),
            )
        });
    match output {
        Some(Some(path)) if path == "-" => {}
        Some(Some(path)) => match directory.map(|directory| absolute(&directory, &path)) {
            Some(path) => machine.makes(&path, call),
            None => machine.opens(Region::Everything, call),
        },
        Some(None) => machine.opens(Region::Everything, call),
        None if bundled('O').is_some() || call.has(&["--remote-name", "--remote-name-all"]) => {
            machine.opens_below(directory, call);
        }
        None => {}
    }
}

fn wget(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let at = call.args.iter().position(|arg| {
        arg.text().is_some_and(|text| {
            text.starts_with('-') && !text.starts_with("--") && text.ends_with('O')
        })
    });
    let output = match at {
        Some(at) => Some(call.args.get(at + 1).and_then(|arg| arg.plain())),
        None => call.option(&["--output-document"]),
    };
    match output {
        Some(Some("-")) => {}
        Some(Some(path)) => match Machine::absolute(call, path) {
            Some(path) => machine.makes(&path, call),
            None => machine.opens(Region::Everything, call),
        },
        Some(None) => {
            // `-qO-`
            let stdout = call.args.iter().any(|arg| arg.known.ends_with("O-"));
            if !stdout {
                machine.opens(Region::Everything, call);
            }
        }
        None if call.args.iter().any(|arg| arg.known.ends_with("O-")) => {}
        None => {
            let directory = match call.option(&["-P", "--directory-prefix"]) {
                Some(Some(path)) => Machine::absolute(call, path),
                Some(None) => None,
                None => call.workdir.clone(),
            };
            machine.opens_below(directory, call);
        }
    }
}

fn git(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    if call.verb() != "clone" {
        let directory = match call.option(&["-C"]) {
            Some(Some(path)) => Machine::absolute(call, path),
            Some(None) => None,
            None => call.workdir.clone(),
        };
        machine.opens_below(directory, call);
        return true;
    }
    let valued = &[
        "-b", "--branch", "--depth", "-c", "--config", "-o", "--origin", "-j", "--jobs",
    ];
    let mut operands = call.operands(valued).skip(1);
    let address = operands.next();
    let directory = match operands.next() {
        Some(directory) => directory
            .plain()
            .and_then(|path| Machine::absolute(call, path)),
        None => address
            .and_then(|address| address.plain())
            .map(|address| {
                file_name(address.trim_end_matches('/'))
                    .trim_end_matches(".git")
                    .to_owned()
            })
            .and_then(|name| Machine::absolute(call, &name)),
    };
    if let Some(directory) = &directory {
        machine.makes(directory, call);
    }
    machine.opens_below(directory, call);
    true
}
