//! Node.js: packages for production only, on the image of the same major release.

mod base;
mod prune;
mod script;

use super::rest::rest;
use super::{Planned, starts};
use crate::bases::start_as;
use crate::health::{Asks, health};
use crate::image::{entrypoint, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{CopyLine, Note};
use crate::start::Started;
use crate::survey::Survey;
use base::{LTS, choose, libc, major, needs_system, pin, plug_and_play};
use image_knowledge::RuntimeKind;
use prune::prune;
use script::expand;

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "corepack", "esbuild", "g++", "gcc", "lerna", "make", "nest", "next", "ng", "node", "npm",
    "npx", "nx", "pnpm", "pnpx", "prisma", "python", "rollup", "tsc", "turbo", "vite", "webpack",
    "yarn",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "NPM_CONFIG_",
    "npm_config_",
    "PNPM_HOME",
    "YARN_",
    "CI",
    "COREPACK_",
    "PUPPETEER_SKIP_DOWNLOAD",
];

pub(super) fn is_of(name: &str) -> bool {
    matches!(
        name,
        "node" | "nodejs" | "npm" | "npx" | "pnpm" | "yarn" | "corepack"
    )
}

pub(super) fn plan(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    let runner = started.program().to_owned();
    expand(survey, &mut started)?;
    let image = survey.model.base_name(survey.stage).to_owned();
    let (name, tag) = parts(&image);
    let known = survey
        .version(RuntimeKind::Node)
        .and_then(|version| major(&version));
    let written = major(tag.split('-').next().unwrap_or_default());
    // An open tag is another release tomorrow: both stages must have the same.
    let (version, pinned) = match (written, known) {
        (Some(written), _) => (written, false),
        (None, _) => (LTS.to_owned(), true),
    };
    needs_system(survey)?;
    plug_and_play(survey)?;
    let root = survey.workdir().unwrap_or("/");
    if root == "/" {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "the application lies in the root directory, among the files of the system",
            "set a WORKDIR of its own, such as /app",
        )));
    }
    let (base_image, distroless, why) = choose(survey, &version)?;
    if base_image.nonroot == image && !survey.is_single() {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            format!("`{image}` is the best base already"),
        ));
    }
    let mut plan = start_as(survey, &base_image, why);
    plan.build_only = BUILD_ONLY;
    let variant = if pinned {
        pin(survey, &mut plan, name, tag, &version)
    } else {
        None
    };
    let pinned_nothing = !pinned || survey.is_single();
    if distroless && !(survey.runs.is_empty() && survey.is_single()) {
        libc(survey, &mut plan, variant.as_deref().unwrap_or(&image))?;
    }
    if survey.runs.is_empty() && pinned_nothing {
        plan.swap = true;
        plan.builder = None;
        super::ruby::owned_copies(survey, &mut plan);
    } else {
        let rest = rest(survey, &[root], TOOLS, false, !distroless)?;
        prune(survey, &mut plan, root, &started);
        if !distroless {
            plan.head.extend(super::system::system(survey)?.line);
        }
        plan.copies.push(CopyLine::same(root, true));
        rest.into_plan(&mut plan);
    }
    let own = entrypoint(survey, &plan.base);
    let reason = if own.is_empty() {
        "it starts Node.js itself".to_owned()
    } else {
        format!(
            "the base starts `{}` itself, and CMD names the script",
            own.join(" ")
        )
    };
    let reason = if runner == "node" {
        reason
    } else {
        format!("`{runner}` is not in the image: its script starts this; {reason}")
    };
    plan.starts = starts(&started, &own, true, reason);
    plan.head.extend(super::environment(&started));
    let node = if own.is_empty() {
        "node".to_owned()
    } else {
        own.first().cloned().unwrap_or_default()
    };
    plan.health = health(survey, Asks::Node(&node), &|_| false);
    if distroless {
        plan.notes.push(Note::new("the image has no shell: what the application starts by `child_process.exec` fails there"));
    }
    Ok(plan)
}

/// The folder of the build context that the working directory is a copy of.
fn folder(survey: &Survey<'_, '_>) -> String {
    let workdir = survey.workdir().unwrap_or("/");
    survey
        .model
        .contents(survey.stage)
        .context_of(workdir)
        .unwrap_or_default()
}
