//! A final stage that takes its packages from another one: they go where the interpreter of the minimal base
//! finds them.

use super::needs::{compiles, needs_system};
use super::start::start;
use crate::bases::{Final, start_as};
use crate::health::{Asks, health};
use crate::image::entrypoint;
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Change, Plan};
use crate::recipes::drops::drops;
use crate::recipes::ruby::owned_copies;
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::graph::{CopyStep, Origin, Stage, Step, StepKind};
use distroless_core::image::artifact::{Artifact, Interpreter, Kind};
use distroless_core::image::path::{absolute, is_below, merged};
use dockerfile_syntax::Span;
use image_knowledge::LibcKind;

/// The plan, where packages are copied as one directory and nothing else of the base is needed.
pub(super) fn plan(
    survey: &Survey<'_, '_>,
    mut started: Started,
    base: &Final,
    version: &str,
    why: String,
) -> Result<Plan, Refusal> {
    let at = survey.stage.base.span;
    let refused = |why: &str, help: &str| Refusal::one(Obstacle::new(at, why, help));
    let Some(dropped) = drops(survey) else {
        return Err(refused(
            "commands run in the final stage, and a minimal base has no shell for them",
            "run them in the build stage",
        ));
    };
    needs_system(survey)?;
    let mut plan = start_as(survey, base, why);
    plan.swap = true;
    plan.drops = dropped;
    let mut found = false;
    for step in &survey.stage.steps {
        let StepKind::Copy(copy) = &step.kind else {
            continue;
        };
        let Origin::Stage(from) = copy.origin else {
            continue;
        };
        if brings_programs(copy) {
            plan.drops.push((
                step.span,
                "programs of the build image, and scripts that name its interpreter, do not run on the base".to_owned(),
            ));
            continue;
        }
        let Some((source, packages, python)) = packages(survey, step, copy) else {
            continue;
        };
        if python.minor.as_deref() != Some(version) {
            return Err(refused(
                "the packages are not known to be for the release of Python in the final image",
                "build on the image of the same release",
            ));
        }
        let stage = survey.model.graph.stages.get(from);
        if stage.is_none_or(|stage| is_musl(survey, stage) || compiles(survey, stage)) {
            return Err(refused(
                "packages may be compiled against libraries that the minimal base lacks",
                "give the build context with --context, so that it is known what they are; or stay on the slim image",
            ));
        }
        let place = arguments(survey, step.span).ok_or_else(|| {
            refused(
                "the copy of the packages cannot be rewritten",
                "write it on one line",
            )
        })?;
        plan.edits.push(Change::new(
            place,
            format!("{source}{packages} /usr/local/lib/python{version}/dist-packages"),
            "the interpreter of the base finds packages there, and the environment names another interpreter",
        ));
        found = true;
    }
    if !found {
        return Err(refused(
            "where its packages come from is not known well enough",
            "copy one virtual environment from the build stage",
        ));
    }
    owned_copies(survey, &mut plan);
    let own = entrypoint(survey, &plan.base);
    start(survey, &mut plan, &mut started, &own, true)?;
    plan.head.extend(crate::recipes::environment(&started));
    let python = own.first().map_or("python", String::as_str).to_owned();
    plan.health = health(survey, Asks::Python(&python), &|_| false);
    Ok(plan)
}

/// Whether a copy brings the programs beside the interpreter.
fn brings_programs(copy: &CopyStep) -> bool {
    let directories = ["/usr/local/bin", "/usr/local/bin/"];
    copy.sources.len() == 1
        && copy.sources.iter().all(|source| {
            source
                .value
                .as_deref()
                .is_some_and(|path| directories.contains(&path))
        })
}

/// What a copy brings packages from: its source, the way from there to the packages, and the interpreter that
/// they were installed by.
fn packages<'m>(
    survey: &Survey<'m, '_>,
    step: &Step,
    copy: &CopyStep,
) -> Option<(String, String, &'m Interpreter)> {
    let [source] = copy.sources.as_slice() else {
        return None;
    };
    let source = source.value.as_deref()?.trim_end_matches('/').to_owned();
    let destination = copy.destination.value.as_deref()?;
    let destination = merged(&absolute(copy.workdir.as_deref()?, destination));
    let brought = |artifact: &&Artifact| {
        artifact
            .trail
            .last()
            .is_some_and(|site| site.span == step.span)
            && is_below(&artifact.path, &destination)
    };
    let artifacts = &survey.model.contents(survey.stage).artifacts;
    artifacts.iter().filter(brought).find_map(|artifact| {
        let below = artifact.path.get(destination.len()..)?.to_owned();
        match &artifact.kind {
            Kind::Venv(venv) => {
                let minor = venv.python.minor.as_deref()?;
                Some((
                    source.clone(),
                    format!("{below}/lib/python{minor}/site-packages"),
                    &venv.python,
                ))
            }
            Kind::PythonPackages(packages) => Some((source.clone(), below, &packages.python)),
            _ => None,
        }
    })
}

fn is_musl(survey: &Survey<'_, '_>, stage: &Stage) -> bool {
    survey.model.base(stage).facts().is_none_or(|facts| {
        facts
            .libc
            .as_ref()
            .known()
            .is_none_or(|libc| libc.kind == LibcKind::Musl)
    })
}

/// What stands between the flags of a copy and its end, on one line.
fn arguments(survey: &Survey<'_, '_>, span: Span) -> Option<Span> {
    let instruction = survey.model.instruction(span)?;
    let from = instruction
        .flags
        .last()
        .map_or(instruction.keyword_span.end, |flag| flag.span.end);
    let rest = Span::new(from, instruction.span.end);
    let text = rest.text(survey.source());
    let blanks = text.len() - text.trim_start().len();
    (!text.contains('\n') && !text.trim_start().starts_with('['))
        .then(|| Span::new(from + blanks as u32, instruction.span.end))
}
