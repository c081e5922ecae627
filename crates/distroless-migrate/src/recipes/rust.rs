//! Rust: one program, linked with the C library and the compiler's own, or static with musl.

use super::Planned;
use super::program::{Compiled, Made, is_old_enough, plan, too_new};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::Lines;
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::artifact::{Artifact, Linkage as Linked, Program};
use distroless_core::image::path::{absolute, file_name};
use image_knowledge::{LibcKind, Linkage};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "cargo",
    "clang",
    "cmake",
    "g++",
    "gcc",
    "make",
    "protoc",
    "rustc",
    "rustup",
    "sqlx",
    "trunk",
    "wasm-pack",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "CARGO_",
    "RUSTFLAGS",
    "RUSTC_",
    "RUSTUP_",
    "SQLX_OFFLINE",
    "OPENSSL_",
    "PKG_CONFIG_",
    "CC",
    "CXX",
];

/// A program that a RUN builds.
pub(super) fn built(
    survey: &Survey<'_, '_>,
    started: Started,
    artifact: &Artifact,
    program: &Program,
) -> Planned {
    let folder = survey
        .workdir()
        .and_then(|workdir| survey.model.contents(survey.stage).context_of(workdir));
    let project = survey
        .model
        .surroundings()
        .project(folder.as_deref().unwrap_or_default());
    let libraries = project
        .rust()
        .and_then(distroless_core::context::Rust::system_libraries);
    let carries = match &libraries {
        Some(libraries) => !libraries.is_empty(),
        // The full image has headers of many libraries, and any crate may link with one.
        None => survey.is_single() && !survey.model.base_name(survey.stage).contains("slim"),
    };
    let (linkage, carries) = match &program.linkage {
        Linked::Static => (Linkage::Static, false),
        Linked::Dynamic {
            libc: LibcKind::Musl,
            ..
        } => {
            return Err(Refusal::one(Obstacle::new(
                artifact.made().map_or(survey.stage.from, |site| site.span),
                "the program is linked with musl: the minimal bases have the GNU C library or none",
                "leave `-C target-feature=-crt-static` out, or build on an image of Debian",
            )));
        }
        Linked::Dynamic { version, .. } if !is_old_enough(version.as_deref()) => {
            return Err(too_new(survey));
        }
        Linked::Dynamic { .. } | Linked::Unknown => (Linkage::GlibcCpp, carries),
    };
    let compiled = Compiled {
        path: artifact.path.clone(),
        linkage,
        libc_only: false,
        carries,
        made: Made::Here,
        tools: TOOLS,
        build_only: BUILD_ONLY,
    };
    plan(survey, started, &compiled)
}

/// `cargo run` in the command: it compiles at every start.
pub(super) fn run(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    let refused = |why: &str| {
        Err(Refusal::one(Obstacle::new(
            started.span,
            why,
            "build the program with `cargo build --release`, and start that",
        )))
    };
    if words.get(1).map(String::as_str) != Some("run") {
        return refused("the `cargo` command is started, and the final image has none");
    }
    let workdir = survey.workdir().unwrap_or("/");
    let folder = survey.model.contents(survey.stage).context_of(workdir);
    let project = survey
        .model
        .surroundings()
        .project(folder.as_deref().unwrap_or_default());
    let (mut options, mut name, mut rest) = (Vec::new(), None, words.iter().skip(2));
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--" => break,
            "--release" | "-r" | "--locked" | "--offline" | "--frozen" | "-q" | "--quiet" => {
                options.push(word.clone());
            }
            "--bin" => {
                name = rest.next().cloned();
                options.extend([word.clone(), name.clone().unwrap_or_default()]);
            }
            _ => return refused("it is not known what `cargo run` starts"),
        }
    }
    let arguments: Vec<String> = rest.cloned().collect();
    let binaries = project
        .rust()
        .and_then(|rust| rust.binaries.clone())
        .unwrap_or_default();
    let name = match (name, binaries.as_slice()) {
        (Some(name), _) => name,
        (None, [only]) => only.clone(),
        _ => {
            return refused(
                "which program `cargo run` starts is not known without the build context",
            );
        }
    };
    if !options
        .iter()
        .any(|option| option == "--release" || option == "-r")
    {
        options.push("--release".to_owned());
    }
    options.retain(|option| option != "-q" && option != "--quiet");
    let path = absolute(workdir, &format!("target/release/{name}"));
    started.fixed = Vec::new();
    started.args = std::iter::once(path.clone()).chain(arguments).collect();
    let linkage = if survey.is_musl() {
        Linkage::Static
    } else {
        Linkage::GlibcCpp
    };
    let compiled = Compiled {
        path: path.clone(),
        linkage,
        libc_only: false,
        carries: linkage == Linkage::GlibcCpp
            && project
                .rust()
                .and_then(distroless_core::context::Rust::system_libraries)
                .is_none_or(|it| !it.is_empty()),
        made: Made::Late,
        tools: TOOLS,
        build_only: BUILD_ONLY,
    };
    let fixed = survey.stage.config.entrypoint.span().is_some();
    let mut plan = plan(survey, started, &compiled)?;
    if fixed {
        plan.starts.entrypoint = plan.starts.cmd.drain(..).collect();
    }
    "`cargo run` compiles at every start: the program is built once"
        .clone_into(&mut plan.starts.reason);
    plan.build.insert(
        0,
        Lines {
            lines: vec![format!(
                "RUN cargo build {}",
                options
                    .iter()
                    .map(|word| super::shell_word(word))
                    .collect::<Vec<_>>()
                    .join(" ")
            )],
            reason: format!("`cargo run` compiled `{}` at every start", file_name(&path)),
        },
    );
    Ok(plan)
}
