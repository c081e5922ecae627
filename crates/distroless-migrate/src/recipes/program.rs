//! Compiled programs, whatever the language is: one file, and what it is linked with.

use super::carry::{Linked, carry};
use super::data::data;
use super::drops::drops;
use super::rest::rest;
use super::{Planned, starts};
use crate::bases::{for_program, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{CopyLine, Lines, Note, Plan};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::path::{file_name, is_below};
use image_knowledge::{Linkage, Presence, RuntimeKind};

/// What makes a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// The author's own commands.
    Here,
    /// What is added to the build, after all copies.
    Late,
    /// Nothing of this file: it is copied as it is.
    Elsewhere,
}

/// A program that the build stage has.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    /// Where it is there.
    pub(super) path: String,
    pub(super) linkage: Linkage,
    /// Whether nothing but the C library is needed.
    pub(super) libc_only: bool,
    /// Whether libraries beside those of the base may be needed: they are looked for in the build.
    pub(super) carries: bool,
    pub(super) made: Made,
    /// Programs of the language that a build runs.
    pub(super) tools: &'static [&'static str],
    /// Variables that only builds read.
    pub(super) build_only: &'static [&'static str],
}

/// Directories of toolchains and of root, out of which a program is moved.
const ELSEWHERE: &[&str] = &["/go", "/root", "/usr/local/cargo"];

/// The plan for an image that starts that program.
pub(super) fn plan(survey: &Survey<'_, '_>, mut started: Started, program: &Compiled) -> Planned {
    let base = for_program(survey, program.linkage, program.libc_only)?;
    let why = match program.linkage {
        Linkage::Static => {
            "the program is static: it needs certificates and time zones, and no C library"
        }
        Linkage::GlibcCpp => {
            "the program is linked with the C library and the compiler's own: the base has those of Debian 13"
        }
        _ => {
            "the program may be linked with the C library: the base has that of Debian 13, which runs what older releases built"
        }
    };
    let mut plan = start_as(survey, &base, why);
    plan.build_only = program.build_only;
    if base.nonroot == survey.model.base_name(survey.stage) && !survey.is_single() {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            format!("`{}` is the best base already", base.nonroot),
        ));
    }
    let by_path = started
        .words()
        .first()
        .is_some_and(|word| word.contains('/'));
    let dropped = drops(survey);
    let finished = !survey.is_single() || program.made == Made::Elsewhere;
    if let (Some(dropped), true, false) = (dropped, finished, program.carries) {
        plan.swap = true;
        plan.drops = dropped;
        leave_root(survey, &mut plan, &started)?;
    } else {
        let to = if ELSEWHERE
            .iter()
            .any(|directory| is_below(&program.path, directory))
        {
            format!("/usr/local/bin/{}", file_name(&program.path))
        } else {
            program.path.clone()
        };
        if !by_path || to != program.path {
            started.replace(1, &[&to]);
        }
        plan.moves_copies = program.made != Made::Late;
        plan.builds_here = program.made == Made::Late;
        let workdir = survey.workdir().unwrap_or("/");
        if is_below(workdir, "/root") {
            return Err(Refusal::one(Obstacle::new(
                survey
                    .stage
                    .config
                    .workdir
                    .span()
                    .unwrap_or(survey.stage.from),
                "the application lies in the home directory of root, which no other user may enter",
                "set another WORKDIR, such as /app",
            )));
        }
        let rest = rest(
            survey,
            &survey.workdirs(),
            program.tools,
            program.made != Made::Late,
            false,
        )?;
        plan.copies.push(CopyLine {
            from: program.path.clone(),
            to,
            owned: false,
        });
        if program.carries {
            carry(
                survey,
                &mut plan,
                Linked::Program(&program.path),
                "",
                "the program is",
            );
        }
        let (copies, notes) = data(survey, program.made == Made::Late);
        plan.copies.extend(copies);
        rest.into_plan(&mut plan);
        plan.notes.extend(notes);
        scratch(survey, &mut plan);
    }
    let reason = started.unwrapped.first().copied();
    let reason = reason.unwrap_or("the program is started by its path in the new image");
    plan.starts = starts(&started, &[], false, reason.to_owned());
    plan.head.extend(super::environment(&started));
    let name = started
        .words()
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    plan.health = health(survey, Asks::Nothing, &|word| word == name);
    Ok(plan)
}

/// The home directory of root is closed to every other user.
fn leave_root(survey: &Survey<'_, '_>, plan: &mut Plan, started: &Started) -> Result<(), Refusal> {
    if plan.owner.is_none() {
        return Ok(());
    }
    let why = "the home directory of root is closed to the user that the image starts as";
    for step in &survey.stage.steps {
        let absolute = match &step.kind {
            distroless_core::graph::StepKind::Copy(copy) => copy.destination.value.as_deref(),
            _ => None,
        };
        if absolute.is_some_and(|path| is_below(path, "/root")) {
            return Err(Refusal::one(Obstacle::new(
                step.span,
                why,
                "copy to another directory, such as /app",
            )));
        }
        if let (distroless_core::graph::StepKind::Workdir(Some(path)), Some(operand)) =
            (&step.kind, step.operands.first())
            && is_below(path, "/root")
        {
            let rest = path.strip_prefix("/root").unwrap_or_default();
            plan.edits.push(crate::plan::Change::new(
                operand.span,
                format!("/app{rest}"),
                why,
            ));
        }
    }
    if started.words().iter().any(|word| is_below(word, "/root")) {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            why,
            "start the program from another directory, such as /app",
        )));
    }
    Ok(())
}

/// What every other base has, and the empty image lacks.
fn scratch(survey: &Survey<'_, '_>, plan: &mut Plan) {
    const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";
    const ZONES: &str = "/usr/share/zoneinfo";
    const ZONES_OF_GO: &str = "/usr/local/go/lib/time/zoneinfo.zip";
    if survey.family != Family::Scratch {
        return;
    }
    let has = |path: &str| survey.model.path(survey.stage, path).presence;
    if has(AUTHORITIES) != Presence::Absent {
        plan.copies.push(CopyLine::same(AUTHORITIES, false));
    }
    if has(ZONES) == Presence::Present {
        plan.copies.push(CopyLine::same(ZONES, false));
    } else if survey.has_runtime(RuntimeKind::Go) {
        plan.copies.push(CopyLine::same(ZONES_OF_GO, false));
        plan.head.push(Lines {
            lines: vec![format!("ENV ZONEINFO={ZONES_OF_GO}")],
            reason: "the empty image has no time zones: Go brings them".to_owned(),
        });
    }
    plan.notes.push(Note::new(
        "the empty image has no /tmp: mount one where the program needs it",
    ));
}

/// The newest C library that the final images have.
const GLIBC: [u32; 2] = [2, 41];

/// Whether a program that was linked with that version of the C library runs on the final images.
pub(super) fn is_old_enough(version: Option<&str>) -> bool {
    let Some(version) = version else {
        return true;
    };
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let version = [parts.next().unwrap_or(0), parts.next().unwrap_or(0)];
    version <= GLIBC
}

/// The refusal of a program that is linked with a newer C library.
pub(super) fn too_new(survey: &Survey<'_, '_>) -> Refusal {
    Refusal::one(Obstacle::new(
        survey.stage.base.span,
        "the program is linked with a newer C library than that of the minimal bases (Debian 13)",
        "build it on an image of Debian 13 (trixie)",
    ))
}
