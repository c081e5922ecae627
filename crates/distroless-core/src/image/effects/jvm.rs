//! Java and its kin: Maven, Gradle, sbt, javac, jlink.

use super::Call;
use crate::image::artifact::{BuiltFor, Jar, Kind, Linkage, Program, Shape};
use crate::image::interpret::Machine;
use crate::image::path::{absolute, file_name};
use crate::image::touch::Region;
use image_knowledge::{Language, LibcKind, RuntimeKind};

/// Tools, and where below the project their archives go.
const TOOLS: &[(&str, &str, &[&str])] = &[
    (
        "gradle",
        "build/libs",
        &[
            "assemble",
            "bootJar",
            "build",
            "installDist",
            "jar",
            "shadowJar",
            "bootWar",
            "war",
        ],
    ),
    (
        "gradlew",
        "build/libs",
        &[
            "assemble",
            "bootJar",
            "build",
            "installDist",
            "jar",
            "shadowJar",
            "bootWar",
            "war",
        ],
    ),
    ("mvn", "target", &["install", "package", "verify"]),
    ("mvnw", "target", &["install", "package", "verify"]),
    ("mvnd", "target", &["install", "package", "verify"]),
];

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    let name = call.name.as_str();
    if let Some((_, directory, verbs)) = TOOLS.iter().find(|(tool, ..)| *tool == name) {
        project(machine, call, directory, verbs);
        return true;
    }
    match name {
        "sbt" | "mill" | "ant" | "lein" | "clojure" | "kotlinc" | "scalac" => {
            machine.opens_below(call.workdir.clone(), call);
            super::opens_home(machine, call);
        }
        "javac" => {
            machine.opens_below(call.workdir.clone(), call);
            if let Some(directory) = call.option(&["-d"]).flatten() {
                let directory = Machine::absolute(call, directory);
                machine.opens_below(directory, call);
            }
            if let Some(Some(release)) = call.option(&["--release", "-target", "--target"]) {
                machine.keeps("javac --release", release);
            }
        }
        "jar" => jar(machine, call),
        "native-image" => native_image(machine, call),
        "jlink" => {
            let output = call
                .option(&["--output"])
                .flatten()
                .and_then(|path| Machine::absolute(call, path));
            machine.opens_below(output.clone(), call);
            if let Some(output) = output {
                jlink(machine, call, &output);
            }
        }
        "jdeps" | "keytool" if call.reads => {}
        "jdeps" => {}
        _ => return false,
    }
    true
}

fn project(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, directory: &str, verbs: &[&str]) {
    super::opens_home(machine, call);
    machine.opens(Region::Below("/tmp".to_owned()), call);
    let project = match call
        .option(&["-p", "--project-dir"])
        .filter(|_| call.name.starts_with("gradle"))
    {
        Some(path) => path.and_then(|path| Machine::absolute(call, path)),
        None => match call.option(&["-f", "--file"]) {
            Some(path) => path
                .and_then(|path| Machine::absolute(call, path))
                .and_then(|path| Some(path.rsplit_once('/')?.0.to_owned())),
            None => call.workdir.clone(),
        },
    };
    machine.opens_below(project.clone(), call);
    let verb = call.args.iter().find_map(|arg| {
        let word = arg.shown().rsplit(':').next().unwrap_or_default();
        verbs.iter().find(|verb| **verb == word)
    });
    let (Some(project), Some(verb)) = (project, verb) else {
        return;
    };
    let kind = Kind::Jar(Jar {
        jdk: jdk(machine),
        release: release(machine, call, &project),
        image: machine.base_name(),
        command: format!("{} {verb}", file_name(&call.name)),
    });
    if *verb == "installDist" {
        // Archives and a script that starts them, in a directory named after the project.
        // Source: docs.gradle.org, the distribution plugin, checked 2026-11-23.
        let installed = absolute(&project, "build/install");
        machine.adds(&installed, Shape::Tree, kind.clone(), call);
    }
    machine.adds(&absolute(&project, directory), Shape::Files, kind, call);
}

/// The major version of the JDK that runs the command.
fn jdk(machine: &Machine<'_, '_>) -> Option<String> {
    let runtime = machine.runtime(RuntimeKind::Java)?;
    let version = runtime.version.as_ref().known()?;
    version.split('.').next().map(str::to_owned)
}

/// Properties by which a build is told which release to compile for.
const RELEASE: &[&str] = &[
    "-Dmaven.compiler.release=",
    "-Dmaven.compiler.target=",
    "-Djava.version=",
    "-Prelease=",
];

/// The release that the classes are for: as the command says, else as the project does.
fn release(machine: &Machine<'_, '_>, call: &Call<'_, '_>, project: &str) -> Option<u32> {
    let told = call.args.iter().find_map(|arg| {
        let word = arg.plain()?;
        RELEASE.iter().find_map(|name| word.strip_prefix(name))
    });
    if let Some(told) = told {
        return told.trim_start_matches("1.").parse().ok();
    }
    let folder = machine.context_of(project)?;
    machine.context.project(&folder).java()?.version
}

/// `jar cf app.jar …`, `jar --create --file app.jar …`: an archive of what javac made.
fn jar(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let by_option = call
        .args
        .iter()
        .find_map(|arg| arg.plain()?.strip_prefix("--file=").map(str::to_owned))
        .or_else(|| call.option(&["--file", "-f"]).flatten().map(str::to_owned));
    // The old style: `cfe app.jar Main …`.
    let old = || {
        let mut words = call.args.iter().filter_map(|arg| arg.plain());
        let letters = words.next()?.trim_start_matches('-');
        let creates = letters.contains('c')
            && letters.contains('f')
            && letters.bytes().all(|byte| b"cvfme0Mi".contains(&byte));
        creates.then(|| words.next().map(str::to_owned))?
    };
    machine.opens_below(call.workdir.clone(), call);
    let Some(path) = by_option
        .or_else(old)
        .and_then(|path| Machine::absolute(call, &path))
    else {
        return;
    };
    let kind = Kind::Jar(Jar {
        jdk: jdk(machine),
        release: machine
            .setting("javac --release")
            .and_then(|release| release.trim_start_matches("1.").parse().ok()),
        image: machine.base_name(),
        command: "jar".to_owned(),
    });
    machine.adds(&path, Shape::File, kind, call);
}

/// A program linked with the C library and zlib, unless it is told otherwise.
/// Source: GraalVM's documentation on static and mostly-static images, checked 2026-11-23.
fn native_image(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    machine.opens_below(call.workdir.clone(), call);
    let named = call.option(&["-o"]).flatten().or_else(|| {
        let mut words = call.args.iter().filter_map(|arg| arg.plain());
        words.find_map(|word| word.strip_prefix("-H:Name="))
    });
    let Some(path) = named.and_then(|path| Machine::absolute(call, path)) else {
        return;
    };
    let linkage = if call.has(&["--static", "-H:+StaticExecutable"]) {
        Linkage::Static
    } else if call.has(&["--libc=musl"]) {
        Linkage::Unknown
    } else {
        match of_builder(machine) {
            // GraalVM itself runs on glibc.
            Linkage::Unknown => Linkage::Dynamic {
                libc: LibcKind::Glibc,
                version: None,
                libgcc: false,
                libstdcxx: false,
                system: None,
            },
            known => known,
        }
    };
    let kind = native(machine, "native-image", linkage, call.is_known(), &["z"]);
    machine.adds(&path, Shape::File, kind, call);
}

/// The launcher of a runtime that is put together: as the JDK's own, so dynamic. Debian's and Oracle's JDKs
/// are linked with the system's zlib; others bring their own.
fn jlink(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, output: &str) {
    let debian = machine.contents().installed().any(|package| {
        package.name.starts_with("openjdk-") || package.name == "default-jdk-headless"
    });
    let openjdk = machine
        .base()
        .and_then(|base| base.facts())
        .is_some_and(|facts| facts.repository == "docker.io/library/openjdk");
    let linked: &[&str] = if debian || openjdk { &["z"] } else { &[] };
    let linkage = of_builder(machine);
    let kind = native(machine, "jlink", linkage, false, linked);
    machine.adds(&absolute(output, "bin/java"), Shape::File, kind, call);
}

/// Linked with the C library of the builder.
fn of_builder(machine: &Machine<'_, '_>) -> Linkage {
    match machine.libc() {
        Some((libc @ (LibcKind::Glibc | LibcKind::Musl), version)) => Linkage::Dynamic {
            libc,
            version,
            libgcc: false,
            libstdcxx: false,
            system: machine.system(),
        },
        _ => Linkage::Unknown,
    }
}

fn native(
    machine: &Machine<'_, '_>,
    command: &str,
    linkage: Linkage,
    proved: bool,
    linked: &[&str],
) -> Kind {
    Kind::Program(Program {
        language: Language::Java,
        proved: proved && linkage != Linkage::Unknown,
        linkage,
        built_on: machine.base_name(),
        command: command.to_owned(),
        built_for: BuiltFor::Builder,
        libraries: Vec::new(),
        linked: linked.iter().map(|&name| name.to_owned()).collect(),
        time_zones: true,
        without_c: false,
    })
}
