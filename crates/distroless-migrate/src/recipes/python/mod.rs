//! Python: packages where the interpreter of the final image finds them, of the same minor release.

mod base;
mod install;
mod needs;
mod stages;
mod start;

use super::Planned;
use super::alpine::to_debian;
use super::carry::{Linked, carry};
use super::rest::rest;
use super::system::system;
use crate::bases::{Final, start_as};
use crate::health::{Asks, health};
use crate::image::{entrypoint, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::CopyLine;
use crate::start::Started;
use crate::survey::Survey;
use base::{OPEN, choose, minor};
use distroless_core::image::artifact::Kind;
use distroless_core::image::path::file_name;
use image_knowledge::RuntimeKind;
use install::{PACKAGES, Packages, packages, place};
use needs::{OF_BASE, compiles, needs_system};
use start::{MODULES, start, unwrap_runner};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "alembic",
    "cmake",
    "django-admin",
    "flask",
    "g++",
    "gcc",
    "make",
    "pdm",
    "pip",
    "pipenv",
    "poetry",
    "pybabel",
    "python",
    "uv",
    "virtualenv",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "PIP_",
    "PIPENV_",
    "POETRY_",
    "UV_",
    "VIRTUAL_ENV",
    "PDM_",
    "PYSETUP_PATH",
    "VENV_PATH",
];

pub(super) fn is_of(name: &str) -> bool {
    matches!(
        name,
        "python"
            | "poetry"
            | "pipenv"
            | "uv"
            | "uwsgi"
            | "opentelemetry-instrument"
            | "ddtrace-run"
    ) || MODULES.iter().any(|(known, _)| *known == name)
}

pub(super) fn plan(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    unwrap_runner(&mut started)?;
    let image = survey.model.base_name(survey.stage).to_owned();
    let (name, tag) = parts(&image);
    if file_name(name) != "python" {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            format!("where `{image}` keeps Python and its packages is not known well enough"),
            "build on the official image of Python",
        )));
    }
    let root = survey.workdir().unwrap_or("/");
    if root == "/" {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "the application lies in the root directory, among the files of the system",
            "set a WORKDIR of its own, such as /app",
        )));
    }
    let (version, open) = release(survey, tag)?;
    let (base_image, distroless, why) = choose(survey, &version)?;
    if !survey.is_single() {
        if distroless {
            return stages::plan(survey, started, &base_image, &version, why);
        }
        return Err(of_stages(survey, &base_image));
    }
    let covered: Vec<&str> = survey
        .model
        .contents(survey.stage)
        .artifacts
        .iter()
        .filter(|it| matches!(it.kind, Kind::Venv(_)))
        .map(|it| it.path.as_str())
        .chain([root])
        .collect();
    // Packages of the system are there on the slim image as well, once they are installed there.
    let rest = rest(survey, &covered, TOOLS, false, !distroless)?;
    let mut plan = start_as(survey, &base_image, why);
    plan.build_only = BUILD_ONLY;
    if open {
        plan.builder = Some(pinned(name, tag, &version));
    }
    let final_is_musl = !distroless && plan.base.contains("alpine");
    if survey.is_musl() && !final_is_musl {
        to_debian(survey, &mut plan, &image)?;
    }
    needs_system(survey)?;
    let mut compiled = compiles(survey, survey.stage);
    if !distroless {
        let system = system(survey)?;
        // The full image has headers of many libraries, which packages may be linked with.
        compiled &= !system.complete || !tag.contains("slim") && !tag.contains("alpine");
        plan.head.extend(system.line);
    }
    let packages = packages(survey, &mut plan, &version, distroless)?;
    let directory = match &packages {
        Packages::None => None,
        Packages::Target => Some(PACKAGES),
        Packages::Venv(venv) => Some(venv.as_str()),
    };
    if let Some(directory) = directory.filter(|_| compiled) {
        carry(
            survey,
            &mut plan,
            Linked::Below(directory),
            OF_BASE,
            "packages are",
        );
    }
    place(survey, &mut plan, &packages, &version, distroless);
    plan.copies.push(CopyLine::same(root, true));
    rest.into_plan(&mut plan);
    let own = if distroless {
        entrypoint(survey, &plan.base)
    } else {
        Vec::new()
    };
    start(survey, &mut plan, &mut started, &own, distroless)?;
    plan.head.extend(super::environment(&started));
    let python = own.first().map_or("python", String::as_str).to_owned();
    plan.health = health(survey, Asks::Python(&python), &|_| false);
    Ok(plan)
}

/// The release of Python, and whether the tag leaves it open, so that the one of the final image is taken.
fn release(survey: &Survey<'_, '_>, tag: &str) -> Result<(String, bool), Refusal> {
    if let Some(written) = minor(tag) {
        return Ok((written, false));
    }
    let numbered = tag.starts_with(|c: char| c.is_ascii_digit()) && !tag.starts_with('3');
    if !numbered && !survey.stage.base.has_variables {
        return Ok((OPEN.to_owned(), true));
    }
    let known = survey.version(RuntimeKind::Python);
    let known = known.and_then(|version| minor(&version));
    let known = known.ok_or_else(|| {
        Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "which release of Python it has is not known",
            "name it in the tag",
        ))
    })?;
    Ok((known, false))
}

/// The builder of an open tag, by its release, and why.
fn pinned(name: &str, tag: &str, version: &str) -> (String, String) {
    let variant = tag.split_once('-').map_or("", |(_, variant)| variant);
    let named = !matches!(tag, "" | "latest") && !tag.starts_with('3');
    let variant = if variant.is_empty() && named {
        tag
    } else {
        variant
    };
    let image = if variant.is_empty() {
        format!("{name}:{version}")
    } else {
        format!("{name}:{version}-{variant}")
    };
    let why = format!(
        "the tag leaves the release open: packages must be installed by the one of the final image, {version}"
    );
    (image, why)
}

/// A final stage that takes its packages from another one: where those are, and what they are linked with, is
/// a matter of both.
fn of_stages(survey: &Survey<'_, '_>, base: &Final) -> Refusal {
    let image = survey.model.base_name(survey.stage);
    if base.nonroot == image || image.contains("slim") || image.contains("alpine") {
        return Refusal::nothing_to_do(
            survey.stage.from,
            format!("it has a build stage already, and `{image}` has no compiler"),
        );
    }
    Refusal::one(Obstacle::new(
        survey.stage.base.span,
        format!(
            "packages come from another stage, and whether they need libraries of `{image}` is not known"
        ),
        "try the slim image of the same release in the final stage",
    ))
}
