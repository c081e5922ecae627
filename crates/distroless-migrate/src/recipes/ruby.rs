//! Ruby: no distroless image has it, so the final stage is the slim image of the language.

use super::carry::{Linked, carry};
use super::rest::rest;
use super::system::system;
use super::{Planned, starts};
use crate::bases::{Final, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::image::{base, parts, with_variant};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{CopyLine, Note};
use crate::start::Started;
use crate::survey::Survey;
use image_knowledge::Existence;

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "bin", "bootsnap", "bundle", "g++", "gcc", "gem", "make", "node", "npm", "rails", "rake",
    "ruby", "yarn",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &["BUNDLER_", "NPM_CONFIG_"];

/// Where the image of Ruby has its gems.
const GEMS: &str = "/usr/local/bundle";

/// No minimal image has the language.
pub(super) fn not_distroless(survey: &Survey<'_, '_>, language: &str) -> Option<Refusal> {
    let why = match survey.family {
        Family::Best | Family::Slim => return None,
        Family::Google => format!("no distroless image has {language}"),
        Family::Chainguard => {
            format!("Chainguard's free images have the latest release of {language} only")
        }
        Family::Scratch => {
            format!("{language} needs its interpreter, and the empty image has nothing")
        }
    };
    Some(Refusal::one(Obstacle::new(
        survey.stage.base.span,
        why,
        "choose --base slim",
    )))
}

pub(super) fn plan(survey: &Survey<'_, '_>, started: &Started) -> Planned {
    if let Some(refusal) = not_distroless(survey, "Ruby") {
        return Err(refusal);
    }
    let image = survey.model.base_name(survey.stage).to_owned();
    let at = survey.stage.base.span;
    let (name, tag) = parts(&image);
    let refused = |why: &str, help: &str| Refusal::one(Obstacle::new(at, why, help));
    if name != "ruby" || survey.stage.base.has_variables || image.contains('@') {
        return Err(refused(
            "where the image keeps Ruby and its gems is not known well enough",
            "build on the official image of Ruby, by its tag",
        ));
    }
    if survey.is_musl() {
        return Err(refused(
            "no smaller image has Ruby than those on Alpine",
            "leave the file as it is, or build the gems in a stage of its own by hand",
        ));
    }
    let codename = tag
        .split('-')
        .find(|word| matches!(*word, "bookworm" | "trixie" | "bullseye"));
    let slim = with_variant(
        &image,
        &codename.map_or_else(|| "slim".to_owned(), |codename| format!("slim-{codename}")),
    );
    if slim == image && !survey.is_single() {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            "no distroless image has Ruby, and the final stage is on the slim one already",
        ));
    }
    let known = base(survey, &slim).is_some_and(|base| {
        base.facts().is_some_and(|facts| {
            facts.existence != Existence::NeverPublished && facts.existence != Existence::Unknown
        })
    });
    if !known {
        return Err(refused(
            "the slim image of this release of Ruby is not known",
            "name a release that is maintained",
        ));
    }
    let root = survey.workdir().unwrap_or("/");
    if root == "/" {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "the application lies in the root directory, among the files of the system",
            "set a WORKDIR of its own, such as /app",
        )));
    }
    let chosen = Final {
        root: slim.clone(),
        nonroot: slim,
    };
    let why = "no distroless image has Ruby: the slim one has it, without compilers";
    let mut plan = start_as(survey, &chosen, why);
    plan.build_only = BUILD_ONLY;
    if survey.runs.is_empty() && survey.is_single() {
        plan.swap = true;
        owned_copies(survey, &mut plan);
    } else {
        let rest = rest(survey, &[root, GEMS], TOOLS, false, true)?;
        let system = system(survey)?;
        plan.head.extend(system.line);
        // The full image has headers of many libraries, which gems may be linked with.
        if !system.complete || !tag.contains("slim") {
            carry(survey, &mut plan, Linked::Below(GEMS), "ruby", "gems are");
        }
        plan.copies.push(CopyLine::same(GEMS, false));
        plan.copies.push(CopyLine::same(root, true));
        rest.into_plan(&mut plan);
    }
    plan.notes.push(Note::new("no distroless image has Ruby: the final image keeps a shell, and loses compilers, headers and version control"));
    let reason = started
        .unwrapped
        .first()
        .copied()
        .unwrap_or("it is started as before");
    plan.starts = starts(started, &[], false, reason.to_owned());
    plan.head.extend(super::environment(started));
    plan.health = health(survey, Asks::Shell, &|_| false);
    Ok(plan)
}

/// Gives what copies bring to the image's user, who may write there then.
pub(super) fn owned_copies(survey: &Survey<'_, '_>, plan: &mut crate::plan::Plan) {
    let Some(owner) = plan.owner.clone() else {
        return;
    };
    for step in &survey.stage.steps {
        let distroless_core::graph::StepKind::Copy(copy) = &step.kind else {
            continue;
        };
        let Some(instruction) = survey.model.instruction(step.span) else {
            continue;
        };
        let at = instruction.keyword_span.end;
        match &copy.chown {
            None => plan.edits.push(super::insert(
                at,
                format!(" --chown={owner}"),
                "the user of the image may write where root could",
            )),
            Some(old) => {
                if let Some(flag) = instruction
                    .flags
                    .iter()
                    .find(|flag| flag.name.as_str() == "chown")
                {
                    plan.edits.push(crate::plan::Change::new(
                        flag.span,
                        format!("--chown={owner}"),
                        format!(
                            "`{}` is an account of the old base",
                            old.value.as_deref().unwrap_or_default()
                        ),
                    ));
                }
            }
        }
    }
}
