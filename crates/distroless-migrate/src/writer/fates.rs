//! What becomes of the instructions that say how the image runs.

use crate::plan::{Health, Plan};
use crate::survey::Survey;
use distroless_core::graph::{CommandLine, Setting};
use distroless_core::image::exec_form::array;
use dockerfile_syntax::{Keyword, Kind, Span};
use std::collections::BTreeMap;

/// What is done to an instruction that says how the image runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays as it is.
    Keep,
    /// A part of it, or all, is replaced.
    Edit(Span, String, String),
    /// It goes, because of this.
    Remove(String),
}

/// What becomes of each instruction that says how the image runs.
pub(super) fn fates(survey: &Survey<'_, '_>, plan: &Plan) -> BTreeMap<u32, Fate> {
    let mut fates = BTreeMap::new();
    let config = &survey.stage.config;
    for (setting, wanted, keyword) in [
        (&config.entrypoint, &plan.starts.entrypoint, "ENTRYPOINT"),
        (&config.cmd, &plan.starts.cmd, "CMD"),
    ] {
        let Setting::Set { value, span, .. } = setting else {
            continue;
        };
        let exec = match value {
            CommandLine::Exec(words) => Some(words),
            CommandLine::Shell { .. } => None,
        };
        let same = exec.is_some_and(|words| {
            words.len() == wanted.len()
                && words
                    .iter()
                    .zip(wanted)
                    .all(|(word, wanted)| word.value.as_deref() == Some(wanted))
        });
        if same {
            continue;
        }
        let fate = match survey.model.arguments(*span) {
            _ if wanted.is_empty() => Fate::Remove(plan.starts.reason.clone()),
            Some(place) => Fate::Edit(place, array(wanted), plan.starts.reason.clone()),
            None => Fate::Edit(
                *span,
                format!("{keyword} {}", array(wanted)),
                plan.starts.reason.clone(),
            ),
        };
        fates.insert(span.start, fate);
    }
    if let Some(span) = config.healthcheck.span() {
        match &plan.health {
            Health::Keep => {}
            Health::Replace { words, reason } => {
                if let Some(place) = command_of(survey, span) {
                    fates.insert(
                        span.start,
                        Fate::Edit(place, format!("CMD {}", array(words)), reason.clone()),
                    );
                }
            }
            Health::Drop { reason } => {
                fates.insert(span.start, Fate::Remove(reason.clone()));
            }
        }
    }
    // What is removed or replaced below must not bring back what it replaced.
    for instruction in survey.instructions() {
        let (in_force, keyword) = match instruction.keyword {
            Keyword::Cmd => (config.cmd.span(), "CMD"),
            Keyword::Entrypoint => (config.entrypoint.span(), "ENTRYPOINT"),
            Keyword::Healthcheck => (config.healthcheck.span(), "HEALTHCHECK"),
            _ => continue,
        };
        if in_force.is_some_and(|span| span != instruction.span) {
            let reason = format!("a later {keyword} replaces it");
            fates.insert(instruction.span.start, Fate::Remove(reason));
        }
    }
    if let Some((_, span)) = survey.user() {
        let reason = match &plan.user {
            Some((_, why)) => why.clone(),
            None => format!(
                "`{}` starts as a user of its own that is not root",
                plan.base
            ),
        };
        for instruction in survey.instructions() {
            let kept = plan.keeps_user && instruction.span == span;
            if instruction.keyword == Keyword::User && !kept {
                fates.insert(instruction.span.start, Fate::Remove(reason.clone()));
            }
        }
    }
    fates
}

/// From CMD on, in a HEALTHCHECK.
fn command_of(survey: &Survey<'_, '_>, span: Span) -> Option<Span> {
    let instruction = survey.model.instruction(span)?;
    let Kind::Healthcheck(Some(_)) = &instruction.kind else {
        return None;
    };
    let from = instruction
        .flags
        .last()
        .map_or(instruction.keyword_span.end, |flag| flag.span.end);
    let rest = survey.source().get(from as usize..span.end as usize)?;
    let at = rest.to_ascii_uppercase().find("CMD")?;
    Some(Span::new(from + u32::try_from(at).ok()?, span.end))
}
