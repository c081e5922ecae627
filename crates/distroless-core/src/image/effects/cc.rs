//! C and C++: compilers that are called by name. Build systems (make, cmake, ninja, configure) do what the
//! project's files say, which may be anything.

use super::Call;
use crate::image::artifact::{BuiltFor, Kind, Linkage, Program, Shape};
use crate::image::interpret::Machine;
use crate::image::path::{absolute, has_extension};
use crate::image::touch::Region;
use image_knowledge::{Language, LibcKind};

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "gcc" | "cc" | "clang" | "musl-gcc" => compile(machine, call, Language::C),
        "g++" | "c++" | "clang++" => compile(machine, call, Language::Cpp),
        "ar" | "ranlib" | "ld" | "as" | "pkg-config" | "pkgconf" => {
            machine.opens_below(call.workdir.clone(), call);
        }
        "cmake"
            if !call.has(&["--install", "-P"])
                && !call.args.iter().any(|arg| arg.shown() == "install") =>
        {
            // It configures or builds below its own directories.
            machine.opens_below(call.workdir.clone(), call);
            if let Some(Some(directory)) = call.option(&["-B", "--build"]) {
                let directory = Machine::absolute(call, directory);
                machine.opens_below(directory, call);
            }
        }
        // An installation goes where the project wants.
        "make" | "gmake" | "ninja" | "meson" | "cmake" | "scons" | "bazel" | "bazelisk"
        | "configure" | "autoconf" | "autoreconf" | "automake" | "qmake" | "just" | "task"
        | "mage" => {
            machine.opens(Region::Everything, call);
        }
        _ => return false,
    }
    true
}

fn compile(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, language: Language) {
    machine.opens(Region::Below("/tmp".to_owned()), call);
    let output = match call.option(&["-o"]) {
        Some(Some(path)) => Machine::absolute(call, path),
        Some(None) => None,
        None => call
            .workdir
            .as_deref()
            .map(|workdir| absolute(workdir, "a.out")),
    };
    let Some(path) = output else {
        machine.opens_below(call.workdir.clone(), call);
        return;
    };
    let object = call.has(&["-c", "-S", "-E", "-shared", "-M", "-MM"])
        || has_extension(&path, "o")
        || has_extension(&path, "so");
    if object {
        machine.makes(&path, call);
        return;
    }
    let linkage = linkage(machine, call, language);
    // A word that is not known can say anything.
    let proved = call.is_known();
    let kind = Kind::Program(Program {
        language,
        linkage: linkage.clone(),
        proved: proved && linkage != Linkage::Unknown,
        built_on: machine.base_name(),
        command: call.name.clone(),
        built_for: BuiltFor::Builder,
        libraries: machine.development_packages(),
        linked: linked(call),
        time_zones: false,
        without_c: false,
    });
    machine.adds(&path, Shape::File, kind, call);
}

/// The libraries that `-l` names and that are not put into the program: the linker's `-Bstatic` holds
/// until `-Bdynamic`.
fn linked(call: &Call<'_, '_>) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for arg in call.args.iter().filter_map(|arg| arg.plain()) {
        for option in arg
            .strip_prefix("-Wl,")
            .into_iter()
            .flat_map(|list| list.split(','))
        {
            match option {
                "-Bstatic" | "-dn" | "-non_shared" | "-static" => inside = true,
                "-Bdynamic" | "-dy" | "-call_shared" => inside = false,
                _ => {}
            }
        }
        let name = arg.strip_prefix("-l").unwrap_or_default();
        if !inside && !name.is_empty() && !name.starts_with(':') {
            names.push(name.to_owned());
        }
    }
    names
}

fn linkage(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, language: Language) -> Linkage {
    if call.has(&["-static", "--static", "-static-pie"]) {
        return Linkage::Static;
    }
    let words = |word: &str| call.args.iter().any(|arg| arg.shown().contains(word));
    if words("-static,")
        || words(",-static")
        || call.has(&["-nostdlib", "-ffreestanding"])
        || words("--target=")
    {
        return Linkage::Unknown;
    }
    let (libc, version) = if call.name == "musl-gcc" {
        (LibcKind::Musl, None)
    } else {
        match machine.libc() {
            Some((libc @ (LibcKind::Glibc | LibcKind::Musl), version)) => (libc, version),
            _ => return Linkage::Unknown,
        }
    };
    Linkage::Dynamic {
        libc,
        version,
        libgcc: false,
        libstdcxx: language == Language::Cpp && !call.has(&["-static-libstdc++"]),
        system: machine.system(),
    }
}
