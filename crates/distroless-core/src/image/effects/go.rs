//! Go: where the program goes, and whether it needs a C library.

use super::Call;
use crate::image::artifact::{BuiltFor, Kind, Linkage, Program, Shape};
use crate::image::interpret::Machine;
use crate::image::path::{absolute, file_name, has_extension};
use crate::image::script::{Arg, Value};
use crate::image::touch::Region;
use image_knowledge::{Language, LibcKind, Presence};

/// Options whose next word is their value.
const VALUED: &[&str] = &[
    "-o",
    "-p",
    "-C",
    "-asmflags",
    "-buildmode",
    "-compiler",
    "-gcflags",
    "-ldflags",
    "-mod",
    "-modfile",
    "-overlay",
    "-pgo",
    "-pkgdir",
    "-tags",
    "-toolexec",
    "-covermode",
    "-coverpkg",
    "-installsuffix",
];

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    if !matches!(
        call.name.as_str(),
        "go" | "xx-go" | "goreleaser" | "ko" | "garble"
    ) {
        return false;
    }
    let verb = call.verb().to_owned();
    // Modules and the build cache.
    for directory in ["/go", "/root/.cache", "/tmp"] {
        machine.opens(Region::Below(directory.to_owned()), call);
    }
    super::opens_home(machine, call);
    match (call.name.as_str(), verb.as_str()) {
        // From here on `go` builds for the processor that the image is for.
        ("xx-go", _) if call.has(&["--wrap"]) => {
            machine.keeps("go GOARCH", "xx");
        }
        ("go" | "xx-go" | "garble", "build") => build(machine, call),
        ("go" | "xx-go", "install") => install(machine, call),
        ("go", "env") => {
            for arg in call.operands(&["-w"]).chain(&call.args) {
                if let Some((name, value)) = arg.shown().split_once('=') {
                    let (name, value) = (format!("go {name}"), value.to_owned());
                    machine.keeps(&name, &value);
                }
            }
        }
        // `go run`, `go generate` and the like start programs of the project.
        ("go", "mod" | "get" | "work" | "clean" | "fmt" | "test" | "tool") => {
            machine.opens_below(call.workdir.clone(), call);
        }
        _ => machine.opens(Region::Everything, call),
    }
    true
}

fn build(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    machine.opens_below(call.workdir.clone(), call);
    let packages: Vec<Arg> = call.operands(VALUED).skip(1).cloned().collect();
    let kind = |machine: &mut Machine<'_, '_>| Kind::Program(program(machine, call, "go build"));
    match call.option(&["-o"]) {
        Some(Some(output)) => {
            let Some(path) = Machine::absolute(call, output) else {
                return;
            };
            if matches!(call.option(&["-buildmode"]), Some(mode) if mode != Some("pie") && mode != Some("exe") && mode != Some("default"))
            {
                machine.makes(&path, call);
                return;
            }
            let kind = kind(machine);
            // A directory takes the programs by their packages' names.
            // A pattern may name one program, which is written to a file unless the directory is there.
            let several = packages.len() > 1
                || packages.iter().any(|arg| arg.shown().ends_with("..."))
                    && machine.may_be_directory(&path);
            let directory = output.ends_with('/')
                || several
                || machine.path(&path) == Presence::Present && is_directory(machine, &path);
            if directory {
                match packages.as_slice() {
                    [only] if !several && named(only).is_some() => {
                        let name = named(only).unwrap_or_default().to_owned();
                        machine.adds(&absolute(&path, &name), Shape::File, kind, call);
                    }
                    _ => machine.adds(&path, Shape::Files, kind, call),
                }
            } else {
                machine.adds(&path, Shape::File, kind, call);
            }
        }
        Some(None) => {
            // Where the known part of the name ends, something is made.
            let known = call
                .args
                .iter()
                .skip_while(|arg| arg.text() != Some("-o"))
                .nth(1);
            let directory =
                known
                    .and_then(|arg| arg.shown().rsplit_once('/'))
                    .and_then(|(directory, _)| {
                        Machine::absolute(call, if directory.is_empty() { "/" } else { directory })
                    });
            match directory.filter(|directory| directory != "/") {
                Some(directory) => {
                    let kind = kind(machine);
                    machine.adds(&directory, Shape::Files, kind, call);
                }
                None => machine.opens(Region::Everything, call),
            }
        }
        None => {
            let Some(workdir) = call.workdir.clone() else {
                return;
            };
            let name = match packages.as_slice() {
                [] => None,
                [only] if has_extension(only.shown(), "go") => only
                    .plain()
                    .map(|path| file_name(path).trim_end_matches(".go").to_owned()),
                [only] => named(only).map(str::to_owned),
                // Several packages are only checked.
                _ => return,
            };
            let kind = kind(machine);
            match name.or_else(|| machine.module_name(&workdir)) {
                Some(name) => machine.adds(&absolute(&workdir, &name), Shape::File, kind, call),
                None => machine.adds(&workdir, Shape::Files, kind, call),
            }
        }
    }
}

fn is_directory(machine: &Machine<'_, '_>, path: &str) -> bool {
    let path = crate::image::path::merged(path);
    machine
        .contents()
        .owned
        .iter()
        .any(|owned| owned.path == path)
}

/// The name of a package's program: `./cmd/server` gives `server`.
fn named(package: &Arg) -> Option<&str> {
    let name = file_name(package.plain()?.trim_end_matches('/'));
    (!matches!(name, "" | "." | ".." | "...")).then_some(name)
}

fn install(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let directory = match machine.env(call, call.shell, "GOBIN") {
        Value::Known(path) => Some(path),
        Value::Unset => match machine.env(call, call.shell, "GOPATH") {
            Value::Known(path) => Some(format!("{path}/bin")),
            Value::Unset => machine
                .home(call, call.shell)
                .map(|home| format!("{home}/go/bin")),
            Value::Unknown => None,
        },
        Value::Unknown => None,
    };
    let Some(directory) = directory else {
        machine.opens(Region::Everything, call);
        return;
    };
    let names: Vec<Option<String>> = call
        .operands(VALUED)
        .skip(1)
        .map(|package| {
            let path = package.shown().split('@').next().unwrap_or_default();
            let mut parts = path.trim_end_matches('/').rsplit('/');
            let last = parts.next()?;
            // A major version is no name: example.com/tool/v2.
            let version = last.strip_prefix('v').is_some_and(|rest| {
                rest.bytes().all(|byte| byte.is_ascii_digit()) && !rest.is_empty()
            });
            let name = if version { parts.next()? } else { last };
            (!matches!(name, "" | "." | ".." | "...") && package.complete).then(|| name.to_owned())
        })
        .collect();
    for name in names {
        let kind = Kind::Program(program(machine, call, "go install"));
        match name {
            Some(name) => machine.adds(&absolute(&directory, &name), Shape::File, kind, call),
            None => machine.adds(&directory, Shape::Files, kind, call),
        }
    }
}

fn program(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, command: &str) -> Program {
    let built_for = match machine.env(call, call.shell, "GOARCH") {
        Value::Unset if call.name != "xx-go" && machine.setting("go GOARCH").is_none() => {
            BuiltFor::Builder
        }
        Value::Known(arch) if !arch.is_empty() => BuiltFor::Named(arch),
        _ => BuiltFor::Chosen,
    };
    let time_zones = call
        .args
        .iter()
        .any(|arg| arg.shown().contains("timetzdata"));
    let (linkage, proved) = linkage(machine, call);
    Program {
        language: Language::Go,
        linkage,
        proved,
        built_on: machine.base_name(),
        command: command.to_owned(),
        built_for,
        libraries: machine.development_packages(),
        linked: Vec::new(),
        time_zones,
        without_c: machine.uses_cgo(call.workdir.as_deref()) == Some(false),
    }
}

/// Whether what the linker is told begins with a variable of which nothing is known: it may say anything. A
/// variable further on is as a rule a version that is written into the program.
fn has_unknown_flags(call: &Call<'_, '_>) -> bool {
    let mut after = "";
    call.args.iter().any(|arg| {
        let value = match after {
            "-ldflags" | "--ldflags" => Some(arg.known.as_str()),
            _ => ["-ldflags=", "--ldflags="]
                .iter()
                .find_map(|name| arg.known.strip_prefix(name)),
        };
        after = arg.shown();
        !arg.complete && value.is_some_and(|value| value.trim().is_empty())
    })
}

/// Whether the program needs a C library.
///
/// With cgo, which is on by default where a C compiler is found and the program is built for the
/// builder's own processor, the packages `net` and `os/user` are linked with the C library, and nearly
/// every program uses one of them.
/// Source: cmd/cgo and go/build documentation of Go 1.20 and later, checked 2026-11-23.
fn linkage(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> (Linkage, bool) {
    let flags: Vec<&str> = call.args.iter().map(Arg::shown).collect();
    let flags = flags.join(" ");
    let goflags = match machine.env(call, call.shell, "GOFLAGS") {
        Value::Known(value) => value,
        Value::Unset => String::new(),
        Value::Unknown => return (Linkage::Unknown, false),
    };
    // The linker is told to link everything in.
    if flags.contains("-static") || goflags.contains("-static") {
        return (Linkage::Static, true);
    }
    // A wrapper or flags of which nothing is known decide.
    if call.name != "go" && call.name != "garble"
        || machine.setting("go GOARCH") == Some("xx")
        || has_unknown_flags(call)
    {
        return (Linkage::Unknown, false);
    }
    let kept = machine.setting("go CGO_ENABLED").map(str::to_owned);
    let cgo = match machine.env(call, call.shell, "CGO_ENABLED") {
        Value::Unset => kept.map_or(Value::Unset, Value::Known),
        known => known,
    };
    let explicit = match &cgo {
        Value::Known(value) if value == "0" => return (Linkage::Static, true),
        Value::Known(_) => true,
        Value::Unset => false,
        Value::Unknown => return (Linkage::Unknown, false),
    };
    // Another system or processor switches cgo off, unless it is asked for.
    let other = |value: Value, own: &[&str]| match value {
        Value::Unset => Some(false),
        Value::Known(value) if own.contains(&value.as_str()) => Some(false),
        Value::Known(_) => Some(true),
        Value::Unknown => None,
    };
    let os = other(machine.env(call, call.shell, "GOOS"), &["linux", ""]);
    // Which processor the builder has is not known; most builds are for its own.
    let arch = machine.env(call, call.shell, "GOARCH");
    if os == Some(true) {
        return (Linkage::Unknown, false);
    }
    if !explicit && !matches!(arch, Value::Unset | Value::Unknown) && os.is_some() {
        let named = matches!(&arch, Value::Known(arch) if arch == "amd64" || arch == "arm64");
        if !named {
            return (Linkage::Static, false);
        }
    }
    // Tags that take the C library's part out.
    let pure = flags.contains("netgo") && flags.contains("osusergo");
    let cgo_used = machine.uses_cgo(call.workdir.as_deref());
    if pure && cgo_used != Some(true) {
        return (Linkage::Static, cgo_used == Some(false));
    }
    if machine.is_pure_go(call.workdir.as_deref()) {
        return (Linkage::Static, false);
    }
    let compiler = machine.has_c_compiler();
    match (compiler, machine.libc()) {
        (Some(false), _) if !explicit => (Linkage::Static, true),
        (Some(true), Some((libc, version))) if matches!(libc, LibcKind::Glibc | LibcKind::Musl) => {
            (
                Linkage::Dynamic {
                    libc,
                    version,
                    libgcc: false,
                    libstdcxx: false,
                    system: machine.system(),
                },
                // The project says that it calls C.
                cgo_used == Some(true),
            )
        }
        _ => (Linkage::Unknown, false),
    }
}
