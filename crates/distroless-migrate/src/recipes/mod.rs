//! One recipe a language: what the application is built of, and what it needs to run.

mod data;
mod go;
mod node;
mod python;
mod rest;

use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Change, Plan, Starts};
use crate::start::{Started, started};
use crate::survey::Survey;
use distroless_core::image::artifact::{Artifact, Kind, Program};
use distroless_core::image::path::merged;
use image_knowledge::{Language, RuntimeKind};

/// What a recipe says.
type Planned = Result<Plan, Vec<Obstacle>>;

/// The plan for a file, by the recipe of its language.
pub(crate) fn plan(survey: &Survey<'_, '_>) -> Result<Plan, Refusal> {
    let planned = if survey.is_single() {
        single(survey)
    } else {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            "it has a build stage already",
        ));
    };
    let mut plan = planned.map_err(Refusal::all)?;
    crate::bases::tell_user(survey, &mut plan);
    Ok(plan)
}

fn single(survey: &Survey<'_, '_>) -> Planned {
    let started = started(survey)?;
    let name = started
        .program()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
        .to_owned();
    let has = |kind| survey.has_runtime(kind);
    if name == "go" && has(RuntimeKind::Go) {
        return go::run(survey, started);
    }
    if let Some((artifact, program)) = program(survey, &started) {
        return match program.language {
            Language::Go => go::built(survey, started, &artifact, &program),
            _ => Err(vec![unknown(survey, &started)]),
        };
    }
    if has(RuntimeKind::Python) && python::is_of(&name) {
        return python::plan(survey, started);
    }
    if has(RuntimeKind::Node) && node::is_of(&name) {
        return node::plan(survey, started);
    }
    Err(vec![unknown(survey, &started)])
}

/// The program of the project's own that is started.
fn program(survey: &Survey<'_, '_>, started: &Started) -> Option<(Artifact, Program)> {
    let word = *started.words().first()?;
    let path = if word.contains('/') {
        survey.model.absolute(survey.stage, word)?
    } else {
        survey.model.started(survey.stage).map(|(path, _)| path)?
    };
    let path = merged(&path);
    let artifacts = &survey.model.contents(survey.stage).artifacts;
    artifacts
        .iter()
        .rev()
        .find_map(|artifact| match &artifact.kind {
            Kind::Program(program) if artifact.holds(&path) => {
                let mut artifact = artifact.clone();
                artifact.path.clone_from(&path);
                Some((artifact, program.clone()))
            }
            _ => None,
        })
}

fn unknown(survey: &Survey<'_, '_>, started: &Started) -> Obstacle {
    let program = started
        .words()
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    Obstacle::new(
        started.span,
        format!("it is not known what `{program}` is, and what it needs to run"),
        format!(
            "migrate by hand: build in a stage of its own on `{}`, and copy what runs onto a minimal base",
            survey.model.base_name(survey.stage)
        ),
    )
}

/// ENTRYPOINT and CMD on a base that starts `own` itself, where `started` begins with that interpreter, or
/// with another program.
pub(crate) fn starts(
    started: &Started,
    own: &[String],
    interpreter: bool,
    reason: String,
) -> Starts {
    let (fixed, args) = (started.fixed.clone(), started.args.clone());
    if own.is_empty() {
        return Starts {
            entrypoint: fixed,
            cmd: args,
            reason,
        };
    }
    if !interpreter {
        return Starts {
            entrypoint: started.words().iter().map(ToString::to_string).collect(),
            cmd: Vec::new(),
            reason,
        };
    }
    if fixed.is_empty() {
        return Starts {
            entrypoint: Vec::new(),
            cmd: args.into_iter().skip(1).collect(),
            reason,
        };
    }
    if fixed.len() == 1 {
        return Starts {
            entrypoint: Vec::new(),
            cmd: args,
            reason,
        };
    }
    Starts {
        entrypoint: own
            .iter()
            .cloned()
            .chain(fixed.into_iter().skip(1))
            .collect(),
        cmd: args,
        reason,
    }
}

/// Variables that a shell set for the program, as lines of ENV.
pub(crate) fn environment(started: &Started) -> Vec<crate::plan::Lines> {
    let lines = started.env.iter().map(|(name, value)| crate::plan::Lines {
        lines: vec![format!("ENV {name}={}", quoted(value))],
        reason: format!("a shell set `{name}` when it started"),
    });
    lines.collect()
}

fn quoted(value: &str) -> String {
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-./:,@+=".contains(&byte));
    if plain && !value.is_empty() {
        value.to_owned()
    } else {
        format!(
            "\"{}\"",
            value
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('$', "\\$")
        )
    }
}

/// A change of a command in a RUN: text put in at a place.
fn insert(at: u32, text: impl Into<String>, reason: impl Into<String>) -> Change {
    Change::new(dockerfile_syntax::Span::new(at, at), text, reason)
}
