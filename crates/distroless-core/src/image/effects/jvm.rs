//! Java and its kin: Maven, Gradle, sbt, javac, jlink.

use super::Call;
use crate::image::artifact::{Jar, Kind, Shape};
use crate::image::interpret::Machine;
use crate::image::path::{absolute, file_name};
use crate::image::touch::Region;
use image_knowledge::RuntimeKind;

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
        "javac" | "jar" | "native-image" => machine.opens_below(call.workdir.clone(), call),
        "jlink" => {
            let output = call
                .option(&["--output"])
                .flatten()
                .and_then(|path| Machine::absolute(call, path));
            machine.opens_below(output, call);
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
    let jdk = machine
        .runtime(RuntimeKind::Java)
        .and_then(|runtime| runtime.version.as_ref().known().map(ToString::to_string))
        .map(|version| version.split('.').next().unwrap_or_default().to_owned());
    let kind = Kind::Jar(Jar {
        jdk,
        image: machine.base_name(),
        command: format!("{} {verb}", file_name(&call.name)),
    });
    machine.adds(&absolute(&project, directory), Shape::Files, kind, call);
}
