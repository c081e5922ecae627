//! `prefer-minimal-final-base`: a minimal base runs the same thing.

use crate::card::{Advice, AdviceKind, Fit, advice_on};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{Operand, Stage, StepKind};
use crate::image::Start;
use crate::image::path::{absolute, file_name};
use crate::model::Model;
use crate::rules::edits::on_other_base;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use image_knowledge::Known;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "prefer-minimal-final-base",
        summary: "final image on a full base where a minimal one runs the same",
        group: Group::Distroless,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("prefer_minimal_final_base.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let advice = advice_on(model, stage);
        let Some(advice) = advice.known() else {
            continue;
        };
        // Where tools ship, the rules on those are nearer to the cause.
        let minimal = matches!(advice.kind, AdviceKind::Distroless | AdviceKind::Both);
        let (true, None, Some(image)) = (minimal, advice.tools, &advice.base) else {
            continue;
        };
        // A minimal image with a shell, such as those of the debug tags, is another rule's.
        if model.base(stage).package_manager() == Known::Known(None) {
            continue;
        }
        let root = model.root(stage);
        let name = model.base_name(stage);
        let does = match advice.fit {
            Fit::Same => "runs the same",
            Fit::OtherRelease => "is enough, with another release of the runtime",
            Fit::Likely => "is enough unless the program needs further libraries",
        };
        let shell = matches!(Start::of(&stage.config), Start::Shell(_));
        let (uses, exec) = if shell {
            (
                "that this image uses for nothing but to start one program",
                ", and write its command in exec form, which needs no shell",
            )
        } else {
            ("that this image never uses when it runs", "")
        };
        let finding = Finding::new(
            &RULE.meta,
            root.base.span,
            format!("`{name}` ships a shell and a package manager {uses}; `{image}` {does}"),
            match advice.kind {
                AdviceKind::Both => format!("install in a stage of its own, and copy the result onto `{image}`{exec}"),
                _ => format!("use `{image}` for the final stage, and build what is copied into it on Debian{exec}"),
            },
        )
        .because(root.base.span, advice.why.clone());
        let start = stage.config.entrypoint.span().or(stage.config.cmd.span());
        let finding = match start {
            Some(span) => finding.because(span, "this is all that starts"),
            None => finding,
        };
        report(finding.fix(on_minimal_base(model, stage, advice)));
    }
}

/// The minimal base, for a program that is started as it stands in an image to which nothing else is done.
pub(in crate::rules) fn on_minimal_base(
    model: &Model<'_>,
    stage: &Stage,
    advice: &Advice,
) -> Option<Fix> {
    let Start::Program {
        words:
            [
                Operand {
                    value: Some(path), ..
                },
                ..,
            ],
        ..
    } = Start::of(&stage.config)
    else {
        return None;
    };
    let simple = advice.kind == AdviceKind::Distroless
        && advice.fit == Fit::Same
        && !model.runs_anything(stage)
        && path.starts_with('/')
        && !into_directory_of_base(model, stage, path);
    let image = advice.base.as_ref().filter(|_| simple)?;
    let images = std::slice::from_ref(image);
    on_other_base(model, stage, images, Safety::Unsafe, &|_| true)
}

/// Whether a copy puts the program into a directory that only the base makes one: without it, the program
/// would get the directory's name.
fn into_directory_of_base(model: &Model<'_>, stage: &Stage, path: &str) -> bool {
    let copies = model.chain(stage).flat_map(|stage| &stage.steps);
    copies
        .filter_map(|step| match &step.kind {
            StepKind::Copy(copy) => Some(copy),
            _ => None,
        })
        .any(|copy| {
            let to = copy.destination.value.as_deref().unwrap_or_default();
            let [source] = copy.sources.as_slice() else {
                return false;
            };
            let name = source.value.as_deref().map_or("", file_name);
            let directory = copy.workdir.as_deref().map(|workdir| absolute(workdir, to));
            !to.ends_with(['/', '.'])
                && directory.is_some_and(|directory| absolute(&directory, name) == path)
        })
}
