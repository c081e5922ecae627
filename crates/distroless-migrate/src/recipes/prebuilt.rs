//! Programs that the build context has already, compiled elsewhere.

use super::Planned;
use super::program::{Compiled, Made, plan};
use crate::obstacle::{Obstacle, Refusal};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::context::Loader;
use image_knowledge::Linkage;

/// The plan for a program of the build context; `None` where the file that is started is none, or not known.
pub(super) fn plan_of(survey: &Survey<'_, '_>, started: &Started) -> Option<Planned> {
    let word = started.words().first().copied()?.to_owned();
    if !word.contains('/') {
        return None;
    }
    let elf = survey
        .model
        .surroundings()
        .elf(&survey.file_of_context(&word)?)?;
    if elf.loader != Loader::None {
        return Some(Err(Refusal::one(Obstacle::new(
            started.span,
            format!(
                "`{word}` is linked with libraries, and which they are beside the C library is not known"
            ),
            "link it statically, or build it in a stage of this file",
        ))));
    }
    let compiled = Compiled {
        path: survey.model.absolute(survey.stage, &word)?,
        linkage: Linkage::Static,
        libc_only: false,
        carries: false,
        made: Made::Elsewhere,
        tools: &[],
        build_only: &[],
    };
    Some(plan(survey, started.clone(), &compiled))
}
