//! `missing-shared-library`: a library that the program needs is not in the image.

use super::compiled::{Started, started};
use super::python_packages_not_copied::sources;
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::{Artifact, Kind, Linkage};
use crate::model::Model;
use crate::model::libraries::{Need, lacks, needs};
use crate::rules::edits::{of_family, on_other_base, with_package};
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::{Presence, runtime_packages};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "missing-shared-library",
        summary: "shared library that the final image does not have",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("missing_shared_library.md"),
    },
    check,
};

/// Packages of Python that link a library of the system when they are installed from source, with the
/// development package that they need on Debian.
/// Source: the installation pages of each, checked 2026-11-23.
const OF_PYTHON: &[(&str, &str)] = &[
    ("mysqlclient", "default-libmysqlclient-dev"),
    ("psycopg2", "libpq-dev"),
    ("pycurl", "libcurl4-openssl-dev"),
    ("pyodbc", "unixodbc-dev"),
    ("python-ldap", "libldap-dev"),
];

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model) {
        // Without a C library nothing of the kind can be there: dynamic-binary-on-static speaks.
        if started.has_c_library(model) {
            let missing = started.missing(model);
            if let Some(need) = missing.iter().find(|need| !is_openssl(need.package)) {
                let fix = with_libraries(model, &started, &missing)
                    .or_else(|| with_packages(model, &started, &missing));
                report(of_program(model, &started, need).fix(fix));
            }
        }
    }
    for stage in model.runnable() {
        if let Some((artifact, name, package)) = of_python(model, stage) {
            report(of_packages(model, stage, artifact, name, package));
        }
    }
}

/// Whether a package holds OpenSSL, which has a rule of its own.
pub(super) fn is_openssl(package: &str) -> bool {
    ["libssl", "libcrypto"]
        .iter()
        .any(|name| package.starts_with(name))
}

impl Started<'_> {
    /// Whether the image has the C library that the program is linked with.
    pub(super) fn has_c_library(&self, model: &Model<'_>) -> bool {
        let built = crate::image::linked::libc(self.program).map(|(libc, _)| libc);
        let facts = model.base(self.stage).facts();
        let has = facts.and_then(|facts| facts.libc.as_ref().known().map(|libc| libc.kind));
        built.is_some() && built == has
    }

    /// The image's system and its release: `debian 13`.
    fn system(&self, model: &Model<'_>) -> Option<String> {
        let facts = model.base(self.stage).facts()?;
        let os = facts.os.as_ref().known()?.as_ref()?;
        Some(format!("{} {}", os.id, os.release.known()?))
    }

    /// What the program needs and the image lacks.
    pub(super) fn missing(&self, model: &Model<'_>) -> Vec<Need> {
        if !self.artifact.sure {
            return Vec::new();
        }
        let folder = self.artifact.made().and_then(|made| {
            let builder = model.graph.stages.get(made.stage)?;
            let workdir = crate::image::path::merged(&model.absolute(builder, ".")?);
            model.contents(builder).context_of(&workdir)
        });
        let system = self.system(model);
        let mut needs = needs(model, self.program, folder.as_deref(), system.as_deref());
        needs.retain(|need| lacks(model, self.stage, need.package, need.library.as_deref()));
        needs
    }
}

/// A base of the family with all that is missing.
pub(super) fn with_libraries(
    model: &Model<'_>,
    started: &Started<'_>,
    missing: &[Need],
) -> Option<Fix> {
    let mut images = Vec::new();
    let own = model.base(started.stage).facts()?.distroless.as_ref()?;
    let mut names = vec![own.image.as_ref()];
    // Each has all of the one before; other images have more than libraries.
    if own.image.starts_with("base") {
        names.extend(["base", "cc"]);
    }
    for name in names {
        images.extend(of_family(model, started.stage, name));
    }
    on_other_base(model, started.stage, &images, Safety::Unsafe, &|facts| {
        let mut packages = missing.iter().map(|need| need.package);
        packages.all(|package| facts.has_libraries_of(package) == Presence::Present)
    })
}

/// The missing packages, installed where the image is of the release that they were named by.
fn with_packages(model: &Model<'_>, started: &Started<'_>, missing: &[Need]) -> Option<Fix> {
    let Linkage::Dynamic { system, .. } = &started.program.linkage else {
        return None;
    };
    let mut packages = String::new();
    for need in missing {
        if !packages.split(' ').any(|known| known == need.package) {
            if !packages.is_empty() {
                packages.push(' ');
            }
            packages.push_str(need.package);
        }
    }
    (*system == started.system(model)).then_some(())?;
    with_package(model, started.stage, &packages)
}

fn of_program(model: &Model<'_>, started: &Started<'_>, need: &Need) -> Finding {
    let name = model.base_name(started.stage);
    let (path, package) = (&started.path, need.package);
    let finding = Finding::new(
        &RULE.meta,
        started.span,
        format!(
            "`{path}` likely needs the library of `{package}`, since {}, and `{name}` does not have it: it would end with \"error while loading shared libraries\"",
            need.why
        ),
        format!(
            "install `{package}` in the final image, copy the library from the builder with those that it needs (`ldd` lists them), or link statically"
        ),
    );
    started.explain(
        finding,
        model,
        &format!("`{name}` does not have `{package}`"),
    )
}

/// Packages of Python in the image that need a library which it lacks.
fn of_python<'m>(
    model: &'m Model<'_>,
    stage: &'m Stage,
) -> Option<(&'m Artifact, &'static str, &'static str)> {
    let artifact = model.contents(stage).artifacts.iter().find(|artifact| {
        artifact.trail.len() > 1 && matches!(artifact.kind, Kind::PythonPackages(_) | Kind::Venv(_))
    })?;
    let made = artifact.made()?.stage;
    // What is installed to build them is there for one of them.
    let builder = sources(model, stage).find(|builder| builder.index == made)?;
    let installs = |development: &str| {
        let mut installed = model.contents(builder).packages.iter();
        installed.any(|package| package.name == development)
    };
    let named = |name: &str| match &artifact.kind {
        Kind::PythonPackages(packages) => packages.names.iter().any(|given| {
            let end = given.find(['=', '<', '>', '~', '[', '!', ' ']);
            end.map_or(given.as_str(), |end| &given[..end]) == name
        }),
        _ => false,
    };
    let project = model.surroundings().project("");
    let locked = |name: &str| {
        project
            .python()
            .is_some_and(|python| python.binary().contains(&name))
    };
    let facts = model.base(builder).facts()?;
    let os = facts.os.as_ref().known()?.as_ref()?;
    (os.id == "debian").then_some(())?;
    OF_PYTHON.iter().find_map(|(name, development)| {
        let needed = named(name) || locked(name) || installs(development);
        let packages = runtime_packages("apt", development, os.release.known())?;
        let package = packages.into_iter().next()?;
        let there = facts.has_libraries_of(package) == Presence::Present;
        (needed && !there && lacks(model, stage, package, None))
            .then_some((artifact, *name, package))
    })
}

fn of_packages(
    model: &Model<'_>,
    stage: &Stage,
    artifact: &Artifact,
    python: &str,
    package: &str,
) -> Finding {
    let name = model.base_name(stage);
    let at = artifact.trail.last().map_or(stage.from, |site| site.span);
    let finding = Finding::new(
        &RULE.meta,
        at,
        format!(
            "`{python}` in `{}` likely needs the library of `{package}`, which `{name}` does not have: it would end with \"ImportError: cannot open shared object file\"",
            artifact.path
        ),
        format!(
            "install `{package}` in the final image, or use wheels that hold the library (`{python}-binary`, where there is one)"
        ),
    );
    let finding = artifact
        .trail
        .iter()
        .enumerate()
        .fold(finding, |finding, (index, site)| {
            let message = if index == 0 {
                "packages are installed here"
            } else {
                "they are copied here"
            };
            finding.because(site.span, message)
        });
    let finding = finding.because(
        model.root(stage).base.span,
        format!("`{name}` does not have `{package}`"),
    );
    let os = |stage: &Stage| {
        let facts = model.base(stage).facts()?;
        let os = facts.os.as_ref().known()?.as_ref()?;
        Some((os.id, os.release.known()?))
    };
    let made = artifact
        .made()
        .and_then(|made| model.graph.stages.get(made.stage));
    let same = made.is_some_and(|builder| os(builder) == os(stage));
    finding.fix(same.then(|| with_package(model, stage, package)).flatten())
}
