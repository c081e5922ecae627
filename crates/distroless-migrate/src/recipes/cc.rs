//! C and C++: one program, static or with the libraries that it is linked with.

use super::Planned;
use super::program::{Compiled, Made, is_old_enough, plan, too_new};
use crate::obstacle::{Obstacle, Refusal};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::artifact::{Artifact, Linkage as Linked, Program};
use image_knowledge::{LibcKind, Linkage, RuntimeKind};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "autoconf",
    "cargo",
    "go",
    "autoreconf",
    "automake",
    "bootstrap",
    "c++",
    "cc",
    "clang",
    "clang++",
    "cmake",
    "conan",
    "configure",
    "ctest",
    "g++",
    "gcc",
    "ld",
    "ldconfig",
    "make",
    "meson",
    "ninja",
    "patch",
    "pkg-config",
    "vcpkg",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "CC",
    "CFLAGS",
    "CMAKE_",
    "CPPFLAGS",
    "CXX",
    "CXXFLAGS",
    "LDFLAGS",
    "MAKEFLAGS",
    "PKG_CONFIG_",
];

/// A program that a compiler makes by name.
pub(super) fn built(
    survey: &Survey<'_, '_>,
    started: Started,
    artifact: &Artifact,
    program: &Program,
) -> Planned {
    let site = artifact.made().map_or(survey.stage.from, |site| site.span);
    let (linkage, carries) = match &program.linkage {
        Linked::Static => (Linkage::Static, false),
        Linked::Dynamic {
            libc: LibcKind::Musl,
            ..
        } => return Err(musl(site)),
        Linked::Dynamic { version, .. } if !is_old_enough(version.as_deref()) => {
            return Err(too_new(survey));
        }
        Linked::Dynamic { libstdcxx, .. } => {
            let own = program
                .linked
                .iter()
                .all(|name| matches!(name.as_str(), "c" | "dl" | "m" | "pthread" | "rt"));
            let linkage = if *libstdcxx {
                Linkage::GlibcCpp
            } else {
                Linkage::Glibc
            };
            // The image of GCC has a newer library of C++ than Debian.
            let newer = *libstdcxx && is_gcc(survey, artifact);
            (linkage, !own || newer || !program.proved)
        }
        Linked::Unknown => (Linkage::GlibcCpp, true),
    };
    let compiled = Compiled {
        path: artifact.path.clone(),
        linkage,
        libc_only: linkage == Linkage::Glibc && !carries,
        carries,
        made: Made::Here,
        tools: TOOLS,
        build_only: BUILD_ONLY,
    };
    plan(survey, started, &compiled)
}

fn is_gcc(survey: &Survey<'_, '_>, artifact: &Artifact) -> bool {
    let stage = artifact
        .made()
        .and_then(|site| survey.model.graph.stages.get(site.stage));
    stage.is_some_and(|stage| {
        survey
            .model
            .base(stage)
            .facts()
            .is_some_and(|facts| facts.runtime(RuntimeKind::Gcc).is_some())
    })
}

fn musl(site: dockerfile_syntax::Span) -> Refusal {
    Refusal::one(Obstacle::new(
        site,
        "the program is linked with musl: the minimal bases have the GNU C library or none",
        "link it statically (`-static`), or build it on an image of Debian",
    ))
}

/// Whether a build system of the project made the program that is started.
pub(super) fn is_made(survey: &Survey<'_, '_>, path: &str) -> bool {
    let builds = survey
        .commands()
        .any(|(_, command)| matches!(command.program(), "make" | "ninja" | "meson" | "cmake"));
    let languages = [RuntimeKind::Gcc, RuntimeKind::Go, RuntimeKind::Rust];
    let compiler = languages.iter().any(|kind| survey.has_runtime(*kind))
        || survey
            .model
            .contents(survey.stage)
            .installed()
            .any(|package| {
                matches!(
                    package.name.as_str(),
                    "build-essential" | "clang" | "g++" | "gcc"
                )
            });
    survey.is_single()
        && builds
        && compiler
        && !survey.is_musl()
        && survey.model.path(survey.stage, path).touched
        && !path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('.'))
}

/// A program that a build system makes: what it is linked with, the build finds out.
pub(super) fn made(survey: &Survey<'_, '_>, started: Started, path: &str) -> Planned {
    let version = survey.facts().and_then(|facts| {
        facts
            .libc
            .as_ref()
            .known()
            .and_then(|libc| libc.version.known())
    });
    if !is_old_enough(version) {
        return Err(too_new(survey));
    }
    let compiled = Compiled {
        path: path.to_owned(),
        linkage: Linkage::GlibcCpp,
        libc_only: false,
        carries: true,
        made: Made::Here,
        tools: TOOLS,
        build_only: BUILD_ONLY,
    };
    plan(survey, started, &compiled)
}
