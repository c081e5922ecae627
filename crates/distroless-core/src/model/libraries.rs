//! The shared libraries that a program needs, by the packages of its builder's system, and whether an image
//! has them.

use crate::graph::{Stage, StepKind};
use crate::image::artifact::{Kind, Linkage, Program, Shape};
use crate::image::path::{absolute, file_name, is_below, merged};
use crate::model::Model;
use image_knowledge::{
    Language, LibcKind, Presence, development_package, is_linked, runtime_packages,
};

/// A library that a program needs when it runs, by the package of the builder's system, or where that is not
/// known, of the image's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// What the linker calls it: `pq`.
    pub(crate) library: Option<String>,
    /// The package with the library: `libpq5`.
    pub(crate) package: &'static str,
    /// The development package it belongs to: `libpq-dev`.
    pub(crate) development: String,
    /// Why it is needed, in a few words.
    pub(crate) why: String,
}

/// What is known of a system by its name: `debian 13`.
fn system(name: &str) -> Option<(&'static str, Option<&str>)> {
    let (id, release) = name.split_once(' ').unwrap_or((name, ""));
    let manager = match id {
        "debian" => "apt",
        "alpine" => "apk",
        _ => return None,
    };
    Some((manager, Some(release).filter(|release| !release.is_empty())))
}

/// The libraries that a program needs at run time beside the C library, in an image of the named system.
pub(crate) fn needs(
    model: &Model<'_>,
    program: &Program,
    folder: Option<&str>,
    image: Option<&str>,
) -> Vec<Need> {
    let Linkage::Dynamic { system: built, .. } = &program.linkage else {
        return Vec::new();
    };
    // Names of packages are those of the builder's system, for they tell the library's version.
    let Some((manager, release)) = built
        .as_deref()
        .and_then(system)
        .or_else(|| image.and_then(system))
    else {
        return Vec::new();
    };
    let mut needs = Vec::new();
    let mut add = |library: Option<&str>, development: &str, why: String| {
        for package in runtime_packages(manager, development, release).unwrap_or_default() {
            needs.push(Need {
                library: library.map(str::to_owned),
                package,
                development: development.to_owned(),
                why: why.clone(),
            });
        }
    };
    for library in &program.linked {
        if let Some(development) = development_package(manager, library) {
            let why = match program.language {
                Language::Java => format!("`{}` links it", program.command),
                _ => format!("it is linked with `-l{library}`"),
            };
            add(Some(library), development, why);
        }
    }
    let locked = folder.and_then(|folder| {
        let project = model.surroundings().project(folder);
        project.rust()?.system_libraries()
    });
    match (program.language, locked) {
        // The command names what it links.
        (Language::C | Language::Cpp | Language::Java, _) => {}
        (Language::Rust, Some(libraries)) => {
            for library in libraries {
                if library.source_locked || library.may_bundle {
                    continue;
                }
                if let Some(development) = development_package(manager, library.library) {
                    add(
                        Some(library.library),
                        development,
                        format!("it uses the crate `{}`", library.name),
                    );
                }
            }
        }
        // What is installed for building it is there to be linked with.
        _ => {
            for installed in &program.libraries {
                if let Some((_, package)) = installed.split_once(' ')
                    && is_linked(manager, package)
                {
                    add(
                        None,
                        package,
                        format!("`{package}` is installed to build it"),
                    );
                }
            }
        }
    }
    needs
}

/// Libraries that are part of the C library.
const OF_LIBC: &[&str] = &["c", "dl", "m", "pthread", "resolv", "rt", "util"];

/// Whether a program is static, or proved to be linked with glibc and no other library.
pub(crate) fn needs_libc_only(program: &Program) -> bool {
    let glibc = matches!(
        program.linkage,
        Linkage::Static
            | Linkage::Dynamic {
                libc: LibcKind::Glibc,
                libgcc: false,
                libstdcxx: false,
                ..
            }
    );
    let known = match program.language {
        // Go's TLS is its own; C code that it calls comes with development packages or its own source.
        Language::Go => program.libraries.is_empty(),
        // The command says all that is linked.
        Language::C => {
            program.proved
                && program
                    .linked
                    .iter()
                    .all(|name| OF_LIBC.contains(&name.as_str()))
        }
        _ => false,
    };
    glibc && known
}

/// Packages that bring no library but those named here.
const HARMLESS: &[(&str, &[&str])] = &[
    ("ca-certificates", &["libssl3", "libcrypto3", "libssl1.1"]),
    ("dumb-init", &[]),
    ("gosu", &[]),
    ("netbase", &[]),
    ("su-exec", &[]),
    ("tini", &[]),
    ("tzdata", &[]),
];

/// Whether an image is proved to lack the library of a package: its base has no such package, nothing that is
/// installed brings it, and no copy or unknown command may have.
pub(crate) fn lacks(
    model: &Model<'_>,
    stage: &Stage,
    package: &str,
    library: Option<&str>,
) -> bool {
    let Some(facts) = model.base(stage).facts() else {
        return false;
    };
    let installed = model.contents(stage).installed().all(|installed| {
        HARMLESS.iter().any(|(name, brings)| {
            installed.name == *name && !brings.contains(&package.replace("t64", "").as_str())
        })
    });
    // A command that may do anything would reach this path too.
    let opaque = model.path(stage, "/lost+found/any").touched;
    installed
        && !opaque
        && !copies_libraries(model, stage, library)
        && !model.sets_variable("LD_LIBRARY_PATH")
        && facts.has_libraries_of(package) == Presence::Absent
}

/// Whether a copy may bring a library to where it is looked for. The links that compilers use (`libpq.so`) are
/// not what a program asks for (`libpq.so.5`).
fn copies_libraries(model: &Model<'_>, stage: &Stage, library: Option<&str>) -> bool {
    let other = |source: &str| {
        let name = file_name(source);
        library.is_some_and(|library| name == format!("lib{library}.so"))
    };
    let steps = model.chain(stage).flat_map(|stage| &stage.steps);
    let mut copies = steps.filter_map(|step| match &step.kind {
        StepKind::Copy(copy) => Some((step, copy)),
        _ => None,
    });
    copies.any(|(step, copy)| {
        // What is known of an artifact is no library, unless it says so.
        let known = model.contents(stage).artifacts.iter().any(|artifact| {
            let program =
                matches!(artifact.kind, Kind::Program(_)) && artifact.shape == Shape::File;
            program
                && artifact
                    .trail
                    .last()
                    .is_some_and(|site| site.span == step.span)
        });
        if known && copy.sources.len() == 1 {
            return false;
        }
        let target = match (copy.destination.value.as_deref(), copy.workdir.as_deref()) {
            (Some(to), _) if to.starts_with('/') => is_searched(to),
            (Some(to), Some(workdir)) => is_searched(&absolute(workdir, to)),
            _ => true,
        };
        copy.sources.iter().any(|source| {
            let Some(name) = source.value.as_deref() else {
                return true;
            };
            let looks = name.contains(".so") || name.ends_with("/lib") || name.contains("/lib/");
            (target || looks) && !other(name)
        })
    })
}

/// Whether libraries are looked for at a path or below it.
fn is_searched(path: &str) -> bool {
    let path = merged(&absolute("/", path));
    ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
        .iter()
        .any(|directory| is_below(&path, directory) || is_below(directory, &path))
}
