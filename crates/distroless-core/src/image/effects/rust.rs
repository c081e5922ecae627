//! Rust: cargo, rustup, rustc.

use super::Call;
use crate::image::artifact::{BuiltFor, Kind, Linkage, Program, Shape};
use crate::image::interpret::Machine;
use crate::image::path::{absolute, file_name};
use crate::image::script::{Arg, Value};
use crate::image::touch::Region;
use image_knowledge::{Language, LibcKind};

/// Options whose next word is their value.
const VALUED: &[&str] = &[
    "-p",
    "--package",
    "--bin",
    "--example",
    "--target",
    "--target-dir",
    "--profile",
    "--features",
    "-F",
    "--manifest-path",
    "-j",
    "--jobs",
    "--path",
    "--root",
    "--version",
    "--git",
    "--branch",
    "--tag",
    "--rev",
    "--config",
    "-Z",
    "--recipe-path",
];

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "cargo" => cargo(machine, call),
        "rustup" | "rustup-init" => {
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            super::opens_home(machine, call);
            machine.opens(Region::Below("/opt".to_owned()), call);
        }
        "rustc" => {
            let output = call
                .option(&["-o"])
                .flatten()
                .and_then(|path| Machine::absolute(call, path));
            match output {
                Some(path) => {
                    let kind = Kind::Program(program(machine, call, "rustc", None));
                    machine.adds(&path, Shape::File, kind, call);
                }
                None => machine.opens_below(call.workdir.clone(), call),
            }
        }
        "wasm-pack" | "trunk" | "cross" => machine.opens_below(call.workdir.clone(), call),
        _ => return false,
    }
    true
}

fn cargo(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    machine.opens_below(call.workdir.clone(), call);
    machine.opens(Region::Below("/usr/local/cargo".to_owned()), call);
    machine.opens(Region::Below("/tmp".to_owned()), call);
    super::opens_home(machine, call);
    let verb = call
        .operands(VALUED)
        .map(Arg::shown)
        .find(|word| !word.starts_with('+'))
        .unwrap_or_default()
        .to_owned();
    match verb.as_str() {
        "build" | "b" | "rustc" | "auditable" | "zigbuild" => build(machine, call, &verb),
        "install" => install(machine, call),
        // Tests, hooks and plug-ins start programs of the project.
        "test" | "run" | "bench" | "make" | "xtask" => machine.opens(Region::Everything, call),
        _ => {}
    }
}

/// Where the programs go.
fn build(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, verb: &str) {
    let target_dir = match call.option(&["--target-dir"]) {
        Some(value) => value.and_then(|path| Machine::absolute(call, path)),
        None => match machine.env(call, call.shell, "CARGO_TARGET_DIR") {
            Value::Known(path) => Machine::absolute(call, &path),
            Value::Unset => match call.option(&["--manifest-path"]) {
                // Below the workspace's root, wherever that is.
                Some(_) => None,
                None => call
                    .workdir
                    .as_deref()
                    .map(|workdir| absolute(workdir, "target")),
            },
            Value::Unknown => None,
        },
    };
    let Some(target_dir) = target_dir else {
        return;
    };
    let triple = match call.option(&["--target"]) {
        Some(Some(triple)) => Some(triple.to_owned()),
        Some(None) => return,
        None => match machine.env(call, call.shell, "CARGO_BUILD_TARGET") {
            Value::Known(triple) => Some(triple),
            Value::Unset => None,
            Value::Unknown => return,
        },
    };
    let profile = match call.option(&["--profile"]) {
        Some(Some("dev")) => "debug".to_owned(),
        Some(Some(profile)) => profile.to_owned(),
        Some(None) => return,
        None if call.has(&["--release", "-r"]) => "release".to_owned(),
        None => "debug".to_owned(),
    };
    let directory = match &triple {
        Some(triple) => format!("{target_dir}/{triple}/{profile}"),
        None => format!("{target_dir}/{profile}"),
    };
    let command = if verb == "b" {
        "cargo build".to_owned()
    } else {
        format!("cargo {verb}")
    };
    let kind = Kind::Program(program(machine, call, &command, triple.as_deref()));
    let (directory, cached) = (directory, machine.is_cached(&target_dir));
    if cached {
        // The result is copied out by a later command of the same RUN.
        machine.shows(&directory, Shape::Files, kind, call);
    } else {
        machine.adds(&directory, Shape::Files, kind, call);
    }
}

fn install(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let root = match call.option(&["--root"]) {
        Some(value) => value.and_then(|path| Machine::absolute(call, path)),
        None => match machine.env(call, call.shell, "CARGO_HOME") {
            Value::Known(path) => Some(path),
            Value::Unset => machine
                .home(call, call.shell)
                .map(|home| format!("{home}/.cargo")),
            Value::Unknown => None,
        },
    };
    let Some(root) = root else {
        machine.opens(Region::Everything, call);
        return;
    };
    let triple = call.option(&["--target"]).flatten().map(str::to_owned);
    let kind = Kind::Program(program(machine, call, "cargo install", triple.as_deref()));
    let directory = format!("{root}/bin");
    let names: Vec<String> = call
        .operands(VALUED)
        .skip(1)
        .filter_map(|arg| arg.plain())
        .map(|name| name.split('@').next().unwrap_or_default().to_owned())
        .collect();
    if names.is_empty() || call.option(&["--path"]).is_some() {
        machine.adds(&directory, Shape::Files, kind, call);
        return;
    }
    for name in names {
        machine.adds(
            &format!("{directory}/{}", file_name(&name)),
            Shape::File,
            kind.clone(),
            call,
        );
    }
}

fn program(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    command: &str,
    triple: Option<&str>,
) -> Program {
    let (linkage, proved) = linkage(machine, call, triple);
    Program {
        language: Language::Rust,
        linkage,
        proved,
        built_on: machine.base_name(),
        command: command.to_owned(),
        built_for: match triple.and_then(|triple| triple.split('-').next()) {
            None => BuiltFor::Builder,
            Some("x86_64") => BuiltFor::Named("amd64".to_owned()),
            Some("aarch64") => BuiltFor::Named("arm64".to_owned()),
            Some(_) => BuiltFor::Chosen,
        },
        libraries: machine.development_packages(),
        linked: Vec::new(),
        time_zones: false,
        without_c: false,
    }
}

/// Programs for GNU targets need the C library and `libgcc_s`; programs for musl targets are static
/// unless they are told otherwise.
/// Source: the Rust reference on linkage and `crt-static`, checked 2026-11-23.
fn linkage(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    triple: Option<&str>,
) -> (Linkage, bool) {
    let mut flags = String::new();
    for name in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
    ] {
        match machine.env(call, call.shell, name) {
            Value::Known(value) => flags.push_str(&value),
            Value::Unset => {}
            Value::Unknown => return (Linkage::Unknown, false),
        }
    }
    let dynamic = flags.contains("-crt-static");
    if flags.contains("+crt-static") {
        return (Linkage::Static, true);
    }
    let musl = match triple {
        Some(triple) if triple.contains("musl") => true,
        Some(triple) if triple.contains("linux-gnu") => false,
        Some(_) => return (Linkage::Unknown, false),
        None => match machine.libc() {
            Some((LibcKind::Musl, _)) => true,
            Some((LibcKind::Glibc, _)) => false,
            _ => return (Linkage::Unknown, false),
        },
    };
    if musl {
        // Alpine's own package of Rust links dynamically.
        let own = machine
            .contents()
            .packages
            .iter()
            .any(|package| matches!(package.name.as_str(), "rust" | "cargo"));
        return if own {
            (Linkage::Unknown, false)
        } else if dynamic && call.name == "rustc" {
            // It reads no such variable; a script beside it may.
            (Linkage::Unknown, false)
        } else if dynamic {
            // Unwinding comes from `libgcc_s` then, as for GNU targets.
            (
                Linkage::Dynamic {
                    libc: LibcKind::Musl,
                    version: None,
                    libgcc: true,
                    libstdcxx: false,
                    system: machine.system(),
                },
                false,
            )
        } else {
            (Linkage::Static, true)
        };
    }
    let version = match machine.libc() {
        Some((LibcKind::Glibc, version)) => version,
        _ => None,
    };
    // The project's own configuration can choose a target or static linking.
    let proved = machine.rust_is_plain(call.workdir.as_deref()) == Some(true);
    (
        Linkage::Dynamic {
            libc: LibcKind::Glibc,
            version,
            libgcc: true,
            libstdcxx: false,
            system: machine.system(),
        },
        proved,
    )
}
