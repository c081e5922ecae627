//! Tools that make, move and remove files.

use super::Call;
use crate::image::interpret::{Machine, Owned};
use crate::image::path::{absolute, file_name, merged};
use crate::image::script::Arg;
use crate::image::touch::Region;
use image_knowledge::Presence;

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "mkdir" => mkdir(machine, call),
        "touch" | "truncate" | "mkfifo" => {
            for arg in call.operands(&["-d", "-r", "-t", "-s"]) {
                made(machine, call, arg);
            }
        }
        "tee" => {
            for arg in call.operands(&[]) {
                made(machine, call, arg);
            }
        }
        "rm" | "rmdir" | "unlink" | "shred" => {
            // An empty word names nothing: it is not the working directory.
            let named = |arg: &&Arg| arg.text() != Some("");
            for arg in call.operands(&["-n", "--iterations"]).filter(named) {
                removed(machine, call, arg);
            }
        }
        "cp" | "rsync" => transfer(machine, call, TRANSFER_VALUED, false),
        "mv" => transfer(machine, call, TRANSFER_VALUED, true),
        "install" => install(machine, call),
        "ln" => link(machine, call),
        "chmod" => chmod(machine, call),
        "chown" | "chgrp" => chown(machine, call),
        "sed"
            if call
                .args
                .iter()
                .any(|arg| arg.text().is_none_or(sed_writes)) =>
        {
            machine.opens(Region::Everything, call);
        }
        "awk" | "gawk" | "mawk" => {
            if may_write(call, &[">", "system", "|"]) {
                machine.opens(Region::Everything, call);
            } else if call.has(&["-i", "--include"]) {
                // `-i inplace` changes the files that are read.
                changed(machine, call);
            }
        }
        // Their second file is written.
        "uniq" | "xxd" => {
            if let Some(output) = call.operands(XXD_VALUED).nth(1) {
                made(machine, call, output);
            }
        }
        "sort" => {
            if let Some(path) = call.option(&["-o", "--output"]) {
                written(machine, call, path);
            }
        }
        "sed" | "perl"
            if !call.has(&["-i"])
                && !call.args.iter().any(|arg| {
                    arg.known.starts_with("-i")
                        || arg.known.starts_with("-pi")
                        || arg.known.starts_with("--in-place")
                }) =>
        {
            return call.name == "sed";
        }
        "sed" | "strip" | "upx" | "patchelf" | "patch" | "dos2unix" | "yq" | "setcap"
        | "chattr" | "gpg" | "gpgconf" => {
            // They change files that are there, or keep something in the home.
            super::opens_home(machine, call);
            changed(machine, call);
        }
        "ldconfig"
        | "update-ca-certificates"
        | "update-ca-trust"
        | "update-alternatives"
        | "locale-gen"
        | "dpkg-reconfigure"
        | "update-locale" => {
            machine.opens(Region::System, call);
        }
        "tar" | "bsdtar" => archive(machine, call, &["-C", "--directory"]),
        "unzip" => archive(machine, call, &["-d"]),
        "gzip" | "gunzip" | "xz" | "unxz" | "bzip2" | "bunzip2" | "zstd" | "unzstd" | "zip"
        | "split" => {
            machine.opens_below(call.workdir.clone(), call);
            for arg in call.operands(&[]) {
                let parent = arg.plain().and_then(|path| Machine::absolute(call, path));
                if let Some(parent) = parent.as_deref().and_then(|path| path.rsplit_once('/')) {
                    machine.opens_below(Some(parent.0.to_owned()), call);
                }
            }
        }
        "dd" => {
            let mut texts = call.args.iter().filter_map(Arg::text);
            written(machine, call, texts.find_map(|it| it.strip_prefix("of=")));
        }
        "mktemp" => machine.opens(Region::Below("/tmp".to_owned()), call),
        "find" => find(machine, call),
        _ => return false,
    }
    true
}

/// Options of `uniq` and `xxd` with a value behind them.
const XXD_VALUED: &[&str] = &["-c", "-f", "-g", "-l", "-n", "-o", "-R", "-s", "-w"];

/// Whether a program in another language, among the arguments, has what writes a file or starts a program there:
/// `awk '{ print > "file" }'`. A word that is not known may be anything.
fn may_write(call: &Call<'_, '_>, signs: &[&str]) -> bool {
    call.args.iter().any(|arg| {
        arg.text()
            .is_none_or(|text| signs.iter().any(|sign| text.contains(sign)))
    })
}

/// Whether a script of `sed`, or what may be one, writes a file or starts a program: `s/a/b/w file`, `1e command`.
fn sed_writes(script: &str) -> bool {
    // After an address or the flags of `s`, not within a word: `s/allow/deny/` writes nothing.
    let begins = |before: &str| {
        let before = before.trim_end_matches(|c: char| "egiImMp".contains(c) || c.is_ascii_digit());
        !before.ends_with(char::is_alphanumeric)
    };
    let mut bytes = script.bytes().enumerate();
    let writes = bytes.any(|(at, byte)| {
        matches!(byte, b'w' | b'W')
            && matches!(script.as_bytes().get(at + 1), Some(b'/' | b' ' | b'\t'))
            && begins(&script[..at])
    });
    let command = script.trim_start_matches(|c: char| c.is_ascii_digit());
    writes || command.starts_with("e ") || command.ends_with("/e")
}

/// An argument's absolute path, where all of it is known.
fn path_of(call: &Call<'_, '_>, arg: &Arg) -> Option<String> {
    Machine::absolute(call, arg.plain().filter(|path| !path.is_empty())?)
}

/// The directory of what is known of an argument.
fn region_of(call: &Call<'_, '_>, arg: &Arg) -> Option<String> {
    let known = arg
        .shown()
        .split(['*', '?', '['])
        .next()
        .unwrap_or_default();
    // `$file` may be a path from the root.
    if known.is_empty() && !arg.complete {
        return None;
    }
    let path = Machine::absolute(call, known)?;
    if known.ends_with('/') {
        return Some(path);
    }
    path.rsplit_once('/')
        .map(|(parent, _)| parent.to_owned())
        .filter(|parent| !parent.is_empty())
}

fn made(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, arg: &Arg) {
    match path_of(call, arg) {
        Some(path) => machine.makes(&path, call),
        None => machine.opens_below(region_of(call, arg), call),
    }
}

/// A file of that name, as far as it is known.
fn written(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, path: Option<&str>) {
    match path.and_then(|path| Machine::absolute(call, path)) {
        Some(path) => machine.makes(&path, call),
        None => machine.opens(Region::Everything, call),
    }
}

/// Options by which those that change files in place are given what to do.
const SCRIPTED: &[&str] = &["-e", "--expression", "-f", "--file"];

/// Files that are there and have something else in them afterwards.
fn changed(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let is_option = |arg: &Arg| SCRIPTED.iter().any(|it| arg.known.starts_with(it));
    let script = matches!(
        call.name.as_str(),
        "awk" | "gawk" | "mawk" | "perl" | "sed" | "yq"
    );
    let first = usize::from(script && !call.args.iter().any(is_option));
    for arg in call.operands(SCRIPTED).skip(first) {
        let path = path_of(call, arg).or_else(|| region_of(call, arg));
        machine.opens_below(path, call);
    }
}

fn removed(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, arg: &Arg) {
    let text = arg.shown();
    if arg.complete {
        let all = text
            .strip_suffix("/*")
            .or_else(|| text.strip_suffix("/{*,.*}"));
        if let Some(directory) = all.filter(|directory| !directory.contains(['*', '?', '['])) {
            if let Some(path) = Machine::absolute(call, directory) {
                machine.empties(&path, call);
            }
            return;
        }
    }
    if let Some(path) = path_of(call, arg) {
        machine.removes(&path, call);
    }
    // Which files a pattern removes is not known, but for those that are known to be there.
    match Machine::absolute(call, text) {
        Some(pattern) if arg.glob && arg.complete => machine.removes_matching(&pattern, call),
        _ if !arg.complete => machine.may_remove(region_of(call, arg).as_deref()),
        _ => {}
    }
}

fn mkdir(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let mode = call.option(&["-m", "--mode"]);
    for arg in call.operands(&["-m", "--mode", "-Z"]) {
        let Some(path) = path_of(call, arg) else {
            machine.opens_below(region_of(call, arg), call);
            continue;
        };
        machine.makes(&path, call);
        let (owner, site) = (machine.user(), machine.site(call.span));
        machine.owns(Owned {
            path: merged(&path),
            owner,
            recursive: false,
            below_only: false,
            copied: None,
            open: mode.flatten().is_some_and(crate::image::interpret::is_open),
            site,
        });
    }
}

/// Options of `cp`, `mv` and `rsync` with a value behind them.
const TRANSFER_VALUED: &[&str] = &[
    "-t",
    "--target-directory",
    "-S",
    "--suffix",
    "--exclude",
    "--include",
    "-e",
];

/// Files that are copied or moved; `valued` names the program's options with a value behind them.
fn transfer(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, valued: &[&str], moves: bool) {
    let mut operands: Vec<&Arg> = call.operands(valued).collect();
    let target = match call.option(&["-t", "--target-directory"]) {
        Some(Some(target)) => Some(Arg::new(format!("{target}/"), call.span)),
        Some(None) => None,
        None => operands.pop().cloned(),
    };
    let Some(target) = target else {
        machine.opens(Region::Everything, call);
        return;
    };
    let Some(destination) = path_of(call, &target) else {
        machine.opens_below(region_of(call, &target), call);
        return;
    };
    let directory = operands.len() > 1 || target.shown().ends_with(['/', '.']);
    for source in operands {
        let Some(from) = path_of(call, source) else {
            // Files of a directory, by a pattern.
            machine.opens_below(Some(destination.clone()), call);
            if let Some(parent) = source
                .shown()
                .strip_suffix("/*")
                .and_then(|parent| Machine::absolute(call, parent))
            {
                machine.copies(&parent, &destination, true, call);
            }
            continue;
        };
        // `cp -r a b` makes b/a where b is a directory, else b.
        let into = directory
            || machine.path(&destination) == Presence::Present
            || machine.is_directory(&merged(&destination));
        let place = if into && !source.shown().ends_with("/.") {
            absolute(&destination, file_name(&from))
        } else {
            destination.clone()
        };
        machine.makes(&place, call);
        // What a directory holds comes along.
        machine.opens_below(Some(place.clone()), call);
        // Whether the destination is a directory or a file that was there, it is not a secret's file any more.
        machine.overwrites(&destination, call);
        machine.overwrites(&place, call);
        machine.copies(&from, &place, false, call);
        if moves {
            machine.removes(&from, call);
        }
    }
}

/// Options of `install` with a value behind them.
const INSTALL_VALUED: &[&str] = &[
    "-m",
    "--mode",
    "-o",
    "--owner",
    "-g",
    "--group",
    "-S",
    "--suffix",
    "-t",
    "--target-directory",
];

fn install(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    if call.has(&["-d", "--directory"]) || call.args.iter().any(|arg| arg.known.starts_with("-d")) {
        let mode = call.option(&["-m", "--mode"]);
        let owner = call.option(&["-o", "--owner"]);
        for arg in call.operands(INSTALL_VALUED) {
            let Some(path) = path_of(call, arg) else {
                continue;
            };
            machine.makes(&path, call);
            let owner = match owner {
                Some(owner) => owner.map(str::to_owned),
                None => machine.user(),
            };
            let site = machine.site(call.span);
            machine.owns(Owned {
                path: merged(&path),
                owner,
                recursive: false,
                below_only: false,
                copied: None,
                open: mode.flatten().is_some_and(crate::image::interpret::is_open),
                site,
            });
        }
        return;
    }
    transfer(machine, call, INSTALL_VALUED, false);
}

/// `ln TARGET NAME`, `ln TARGET… DIRECTORY`, `ln -t DIRECTORY TARGET…`, and `ln TARGET`, which links into the
/// working directory.
fn link(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let valued = &["-t", "--target-directory", "-S", "--suffix"];
    let mut targets: Vec<&Arg> = call.operands(valued).collect();
    let name = match call.option(&["-t", "--target-directory"]) {
        Some(Some(directory)) => Some(Arg::new(format!("{directory}/"), call.span)),
        Some(None) => None,
        None if targets.len() == 1 => Some(Arg::new("./", call.span)),
        None => targets.pop().cloned(),
    };
    let Some(name) = name else {
        machine.opens(Region::Everything, call);
        return;
    };
    let Some(path) = path_of(call, &name) else {
        machine.opens_below(region_of(call, &name), call);
        return;
    };
    let as_it_is = call.args.iter().any(|arg| {
        let short = arg.known.starts_with('-') && !arg.known.starts_with("--");
        arg.known.starts_with("--no-") || short && arg.known.contains(['n', 'T'])
    });
    let into = targets.len() > 1
        || name.shown().ends_with(['/', '.'])
        || !as_it_is && machine.is_directory(&merged(&path));
    for target in targets {
        let Some(known) = target.plain() else {
            // What a pattern matches, each by its own name.
            machine.opens_below(Some(path.clone()), call);
            continue;
        };
        let place = if into {
            absolute(&path, file_name(known.trim_end_matches('/')))
        } else {
            path.clone()
        };
        machine.makes(&place, call);
        // What is behind a link to a directory.
        machine.opens_below(Some(place.clone()), call);
        if let Some(source) = path_of(call, target) {
            machine.copies(&source, &place, false, call);
        }
    }
}

fn chmod(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let mut operands = call.operands(&["--reference"]);
    let Some(mode) = operands.next() else {
        return;
    };
    if !mode.plain().is_some_and(crate::image::interpret::is_open) {
        return;
    }
    let recursive = call
        .args
        .iter()
        .any(|arg| arg.is_option() && arg.known.contains('R'));
    let paths: Vec<String> = operands.filter_map(|arg| path_of(call, arg)).collect();
    for path in paths {
        let site = machine.site(call.span);
        machine.owns(Owned {
            path: merged(&path),
            owner: None,
            recursive,
            below_only: false,
            copied: None,
            open: true,
            site,
        });
    }
}

fn chown(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let mut operands = call.operands(&["--from", "--reference"]);
    let Some(owner) = operands.next() else {
        return;
    };
    let owner = owner.plain().map(crate::image::interpret::user_of);
    let recursive = call
        .args
        .iter()
        .any(|arg| arg.is_option() && (arg.known == "--recursive" || arg.known.contains('R')));
    let paths: Vec<Option<String>> = operands.map(|arg| path_of(call, arg)).collect();
    for path in paths {
        let site = machine.site(call.span);
        machine.owns(Owned {
            // An owner of something unknown may own anything.
            path: path.map_or_else(|| "/".to_owned(), |path| merged(&path)),
            owner: if call.name == "chgrp" {
                None
            } else {
                owner.clone()
            },
            recursive,
            below_only: false,
            copied: None,
            open: call.name == "chgrp",
            site,
        });
    }
}

/// Unpacks below a directory, or packs into a file.
fn archive(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, target: &[&str]) {
    let directory = match call.option(target) {
        Some(Some(path)) => Machine::absolute(call, path),
        Some(None) => None,
        None => call.workdir.clone(),
    };
    machine.opens_below(directory, call);
    for arg in call
        .operands(target)
        .filter(|arg| arg.shown().starts_with('/'))
    {
        made(machine, call, arg);
    }
}

fn find(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    const STARTS: &[&str] = &["-exec", "-execdir", "-ok", "-okdir"];
    const WRITES: &[&str] = &["-fls", "-fprint", "-fprint0", "-fprintf"];
    if call.has(&["-delete"]) {
        find_deletes(machine, call);
    }
    for (at, arg) in call.args.iter().enumerate() {
        let is = |words: &[&str]| arg.text().is_some_and(|text| words.contains(&text));
        if is(WRITES) {
            machine.opens(Region::Everything, call);
        } else if is(STARTS) {
            let Some(mut inner) = call.inner(at + 1) else {
                machine.opens(Region::Everything, call);
                continue;
            };
            inner.sure = false;
            let ends = |arg: &Arg| matches!(arg.text(), Some(";" | "+"));
            let end = inner.args.iter().position(ends);
            inner.args.truncate(end.unwrap_or(inner.args.len()));
            for arg in &mut inner.args {
                if arg.shown().contains("{}") {
                    *arg = Arg::unknown(call.span);
                }
            }
            super::apply(machine, &inner, call.shell);
        }
    }
}

/// `find /var/lib/apt/lists -type f -delete` takes away what package managers keep there. Which files are left,
/// by their names or kinds, is not followed.
fn find_deletes(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    const KEPT: &[&str] = &["lock", ".gitkeep", "partial"];
    let tests = call
        .args
        .iter()
        .position(|arg| arg.known.starts_with(['-', '!', '(']))
        .unwrap_or(call.args.len());
    let (places, tests) = call.args.split_at(tests);
    let mut all = true;
    let mut tests = tests.iter().map(Arg::shown);
    while let Some(test) = tests.next() {
        all &= match test {
            "-delete" | "-depth" | "-xdev" | "-mount" | "-print" => true,
            "-type" => tests.next() == Some("f"),
            "-mindepth" => tests.next() == Some("1"),
            "-not" | "!" => {
                tests.next() == Some("-name")
                    && tests.next().is_some_and(|name| KEPT.contains(&name))
            }
            _ => false,
        };
    }
    for place in places {
        match path_of(call, place).filter(|_| all) {
            Some(path) => machine.drops_cache(&path, call),
            None => machine.may_remove(region_of(call, place).as_deref()),
        }
    }
}
