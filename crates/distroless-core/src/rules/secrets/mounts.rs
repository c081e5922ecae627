//! Fixes that mount a secret for the commands that need it, in the place of a file or a variable.

use crate::finding::{Edit, Fix, Safety};
use crate::graph::{CommandLine, Origin, RunStep, Stage, Step, StepKind};
use crate::image::artifact::{Artifact, Site};
use crate::image::cleanup::cut;
use crate::image::command::commands;
use crate::image::path::{file_name, merged};
use crate::image::{is_root, path::absolute};
use crate::model::Model;
use crate::order::lists;
use crate::rules::edits::{self, is_plain, understands};
use dockerfile_syntax::Kind;
use shell_syntax::{RedirectTarget, Redirection};

/// The release of Docker's frontend since which a secret can be mounted as a variable.
/// Source: docs.docker.com/reference/dockerfile, `RUN --mount=type=secret`, checked 2026-11-28.
const AS_A_VARIABLE: u32 = 10;

/// Commands that no secret of a project helps.
const OF_THE_SYSTEM: &str = "addgroup adduser apk apt apt-get dnf groupadd mkdir useradd yum";

/// Steps of a stage that a fix looks at: it does so for each secret.
const STEPS: usize = 200;

/// RUNs that a fix changes at most: a secret that many need is handed over in a way of its own.
const MANY: usize = 8;

/// A file with a secret, mounted for the RUNs between the step that brings it and the one that removes it, or
/// the end of the stage.
pub(super) fn in_place_of_file(
    model: &Model<'_>,
    artifact: &Artifact,
    removed: Option<Site>,
) -> Option<Fix> {
    let path = artifact.path.as_str();
    let made = artifact
        .made()
        .filter(|_| artifact.sure && is_plain(path))?;
    let stage = model.graph.stages.get(made.stage)?;
    let steps = stage.steps.as_slice();
    let step_of = |site: Site| {
        let (index, step) = stage.step_at(site.span)?;
        (!step.trigger).then_some(index)
    };
    let first = step_of(made)?;
    let last = match removed {
        Some(site) if site.stage != stage.index => return None,
        Some(site) => step_of(site)?,
        None => steps.len(),
    };
    if !edits::is_small(model)
        || steps.len() > STEPS
        || !understands(model, 2)
        || is_needed_elsewhere(model, stage, path)
    {
        return None;
    }
    let mut edits = vec![without(model, steps.get(first)?, path)?];
    let name = file_name(path);
    let id = name.trim_start_matches('.');
    let mount = format!("type=secret,id={id},target={path}");
    let mut mounted = 0;
    for (at, step) in steps.iter().enumerate().skip(first + 1) {
        let StepKind::Run(run) = &step.kind else {
            continue;
        };
        let mut commands = commands(run).to_vec();
        let here = removed.filter(|_| at == last);
        if let Some(site) = here {
            let command = site.span.text(model.file.source);
            let is_that = |words: &Vec<String>| words.first().is_some_and(|word| word == "rm");
            let removal = commands.iter().rposition(is_that)?;
            let operands = commands.get(removal)?.iter().skip(1);
            // What else it removes would stay.
            if operands.filter(|word| !word.starts_with('-')).count() != 1 {
                return None;
            }
            if commands.len() == 1 {
                edits.push(edits::without(model, step.span)?);
                break;
            }
            let span = cut(model.file, step.span, command)?;
            edits.push(edits::replace(span, String::new()));
            commands.remove(removal);
        }
        // What is mounted can be neither moved nor changed.
        let changes = |words: &Vec<String>| {
            let program = words.first().map_or("", |word| file_name(word));
            lists("chmod chown mv rm sed shred truncate", program)
                && words.iter().any(|word| word.contains(name))
        };
        if commands.iter().any(changes) {
            return None;
        }
        if !commands.iter().all(|words| {
            lists(
                OF_THE_SYSTEM,
                file_name(words.first().map_or("", |word| word)),
            )
        }) {
            let mount = format!("{mount}{}", owner(model, stage, run)?);
            edits.push(mounted_in(model, step, &mount)?);
            mounted += 1;
        }
        if here.is_some() {
            break;
        }
    }
    (1..=MANY).contains(&mounted).then(|| {
        let title = format!("mount `{path}` for the commands that need it");
        edits::fix(title, Safety::Unsafe, edits)
    })
}

/// The step of a stage that holds a place.
/// Whether a stage that is built on this one runs something, or a copy takes the file by its name.
fn is_needed_elsewhere(model: &Model<'_>, stage: &Stage, path: &str) -> bool {
    model.graph.stages.iter().any(|other| {
        let above =
            other.index != stage.index && model.chain(other).any(|it| it.index == stage.index);
        other.steps.iter().any(|step| match &step.kind {
            StepKind::Run(_) | StepKind::Opaque => above,
            StepKind::Copy(copy) => {
                let named = |source: &crate::graph::Operand| {
                    let source = source.value.as_deref();
                    source.is_none_or(|source| merged(&absolute("/", source)) == path)
                };
                matches!(copy.origin, Origin::Stage(index) if index == stage.index)
                    && copy.sources.iter().any(named)
            }
            _ => false,
        })
    })
}

/// Takes the step away that brings a file, where it does nothing else.
fn without(model: &Model<'_>, step: &Step, path: &str) -> Option<Edit> {
    let alone = match &step.kind {
        StepKind::Copy(copy) => {
            let [source] = copy.sources.as_slice() else {
                return None;
            };
            let source = source.value.as_deref()?;
            !copy.add && copy.heredocs == 0 && file_name(source) == file_name(path)
        }
        StepKind::Run(run) => {
            let commands = commands(run);
            let writes =
                |words: &&Vec<String>| lists("echo printf", words.first().map_or("", |word| word));
            run.heredocs.is_empty()
                && commands.iter().filter(writes).count() == 1
                && commands.iter().all(|words| {
                    lists(
                        "chmod echo mkdir printf",
                        words.first().map_or("", |word| word),
                    )
                })
        }
        _ => false,
    };
    edits::without(model, step.span).filter(|_| alone)
}

/// `--mount` for a RUN.
fn mounted_in(model: &Model<'_>, step: &Step, mount: &str) -> Option<Edit> {
    let instruction = model.instruction(step.span).filter(|_| !step.trigger)?;
    let place = instruction.keyword_span.end;
    Some(edits::insert(place, format!(" --mount={mount}")))
}

/// What makes a file readable for the user of a RUN: it is root's, and keys of ssh must be nobody else's.
fn owner(model: &Model<'_>, stage: &Stage, run: &RunStep) -> Option<String> {
    let user = run.user.as_deref()?;
    if is_root(user) {
        return Some(String::new());
    }
    let name = user.split(':').next()?;
    let uid = name.parse().ok().or_else(|| model.uid(stage, name))?;
    Some(format!(",uid={uid}"))
}

/// A variable with a secret that only commands of one stage read, mounted for those that name it.
pub(super) fn in_place_of_variable(model: &Model<'_>, stage: &Stage, name: &str) -> Option<Fix> {
    let inherits = |other: &Stage| {
        other.index != stage.index && model.chain(other).any(|it| it.index == stage.index)
    };
    if !edits::is_small(model)
        || stage.steps.len() > STEPS
        || !understands(model, AS_A_VARIABLE)
        || model.graph.stages.iter().any(inherits)
    {
        return None;
    }
    let mut edits = Vec::new();
    let mut runs: Vec<(&Step, &RunStep)> = Vec::new();
    for step in stage.steps.iter().filter(|step| !step.trigger) {
        let text = step.span.text(model.file.source);
        match (&step.kind, model.kind(step)?) {
            (StepKind::Run(run), _) if !edits.is_empty() => runs.push((step, run)),
            (_, Kind::Arg(pairs) | Kind::Env(pairs))
                if pairs.iter().any(|pair| pair.name.as_str() == name) =>
            {
                let [_] = pairs.as_slice() else {
                    return None;
                };
                edits.push(edits::without(model, step.span)?);
            }
            _ if names(text, name) => return None,
            _ => {}
        }
    }
    let named = |run: &RunStep| {
        let text = match &run.command {
            CommandLine::Shell { text, .. } => text.as_str(),
            CommandLine::Exec(_) => "",
        };
        names(text, name) || run.heredocs.iter().any(|body| names(body, name))
    };
    if runs.iter().any(|(_, run)| named(run) && writes(run)) {
        return None;
    }
    // A program can read it without a word of it.
    let chosen: Vec<&(&Step, &RunStep)> = match runs.as_slice() {
        [one] => vec![one],
        several => several.iter().filter(|(_, run)| named(run)).collect(),
    };
    if !(1..=MANY).contains(&chosen.len()) || !is_plain(name) {
        return None;
    }
    let mount = format!("type=secret,id={},env={name}", name.to_ascii_lowercase());
    for (step, _) in chosen {
        edits.push(mounted_in(model, step, &mount)?);
    }
    let title = format!("mount `{name}` for the commands that need it");
    Some(edits::fix(title, Safety::Unsafe, edits))
}

/// Whether a RUN may write what its shell knows into a file: there it stays, wherever it comes from.
fn writes(run: &RunStep) -> bool {
    let to_file = |redirection: &&Redirection| {
        redirection.op.writes()
            && match &redirection.target {
                RedirectTarget::Word(target) => {
                    let target = target.static_text();
                    !target.is_some_and(|path| lists("/dev/null /dev/stderr /dev/stdout", &path))
                }
                RedirectTarget::HereDoc(_) | RedirectTarget::Missing => true,
            }
    };
    let tees = |words: &Vec<String>| words.first().is_some_and(|word| file_name(word) == "tee");
    commands(run).iter().any(tees)
        || run.scripts().iter().any(|script| {
            !script.errors.is_empty()
                || !script.opaque().is_empty()
                || script.redirections().iter().any(to_file)
        })
}

/// Whether a text has a variable in it.
fn names(text: &str, variable: &str) -> bool {
    text.match_indices(variable).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let before = before.strip_suffix('{').unwrap_or(before);
        let after = text.get(at + variable.len()..).unwrap_or_default();
        let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_';
        before.ends_with('$') && !after.starts_with(goes_on)
    })
}
