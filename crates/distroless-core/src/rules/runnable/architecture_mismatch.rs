//! `architecture-mismatch`: the program is for another processor than the image.

use super::compiled::{Started, started};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::BuiltFor;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use image_knowledge::Language;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "architecture-mismatch",
        summary: "program that is built for another processor than the image",
        group: Group::Runnable,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("architecture_mismatch.md"),
    },
    check,
};

/// The processor that a stage is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Processor {
    /// The one the image is built for: no `--platform`, or `$TARGETPLATFORM`.
    Target,
    /// The one the build runs on: `$BUILDPLATFORM`.
    Build,
    /// The one of that name: `arm64`.
    Named(String),
}

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for started in started(model).filter(|started| started.artifact.sure) {
        let Some(made) = started.artifact.made() else {
            continue;
        };
        let Some(builder) = model.graph.stages.get(made.stage) else {
            continue;
        };
        let (Some(builds), Some(runs)) =
            (processor(model, builder), processor(model, started.stage))
        else {
            continue;
        };
        let built = match &started.program.built_for {
            BuiltFor::Builder => builds.clone(),
            BuiltFor::Named(name) => Processor::Named(name.clone()),
            BuiltFor::Chosen => continue,
        };
        match (&built, &runs) {
            (Processor::Named(built), Processor::Named(runs)) if built != runs => {
                report(of_names(model, &started, built, runs));
            }
            (Processor::Build, Processor::Target) => {
                report(of_builder(model, &started, builder));
            }
            _ => {}
        }
    }
}

/// The processor of a stage, by the `--platform` of the FROM that names its image; `None` where that is not
/// known.
fn processor(model: &Model<'_>, stage: &Stage) -> Option<Processor> {
    let Some(platform) = &model.root(stage).platform else {
        return Some(Processor::Target);
    };
    let written = platform.span.text(model.file.source);
    if written.contains("BUILDPLATFORM") {
        return Some(Processor::Build);
    }
    if written.contains("TARGETPLATFORM") {
        return Some(Processor::Target);
    }
    let (_, processor) = platform.value.as_deref()?.split_once('/')?;
    Some(Processor::Named(match processor {
        "x86_64" => "amd64".to_owned(),
        "aarch64" | "arm64/v8" => "arm64".to_owned(),
        name => name.to_owned(),
    }))
}

/// Both are named.
fn of_names(model: &Model<'_>, started: &Started<'_>, built: &str, runs: &str) -> Finding {
    let (path, command) = (&started.path, &started.program.command);
    let finding = Finding::new(
        &RULE.meta,
        started.span,
        format!(
            "`{path}`, made by `{command}`, is for {built}, and the image is for {runs}: it cannot start (\"exec format error\")"
        ),
        format!(
            "build it for {runs}, or take `--platform` and the processor from the build: `$TARGETARCH`"
        ),
    );
    started.explain(finding, model, &format!("this image is for {runs}"))
}

/// The builder runs on the machine's own processor, and the command builds for that.
fn of_builder(model: &Model<'_>, started: &Started<'_>, builder: &Stage) -> Finding {
    let (path, command) = (&started.path, &started.program.command);
    let from = model.root(builder);
    let platform = from
        .platform
        .as_ref()
        .map_or(from.from, |platform| platform.span);
    let help = match started.program.language {
        Language::Go => "build with `GOARCH=$TARGETARCH`, after `ARG TARGETARCH`",
        Language::Rust => "build with `--target`, chosen by `$TARGETARCH`",
        _ => "leave `--platform` out, or use a cross compiler",
    };
    let finding = Finding::new(
        &RULE.meta,
        started.span,
        format!("`{command}` builds `{path}` for the processor that the build runs on, since the builder is `--platform=$BUILDPLATFORM`: in an image for another processor it cannot start (\"exec format error\")"),
        help,
    )
    .because(platform, "the builder runs on the machine's own processor");
    started
        .explain(
            finding,
            model,
            "this image is for the processor that is asked for",
        )
        .fix(fix(model, started, builder))
}

/// Tells `go build` the processor.
fn fix(model: &Model<'_>, started: &Started<'_>, builder: &Stage) -> Option<Fix> {
    let made = started.artifact.made()?.span;
    // Only where the command stands in the text as it runs.
    if started.program.language != Language::Go
        || !made.text(model.file.source).contains("go build")
    {
        return None;
    }
    let step = builder
        .steps
        .iter()
        .find(|step| step.span.start < made.start && made.end <= step.span.end)?;
    let declared = builder
        .steps
        .iter()
        .filter(|before| before.span.start < step.span.start)
        .flat_map(|step| &step.assignments)
        .any(|assignment| assignment.name.as_deref() == Some("TARGETARCH"));
    let mut edits = Vec::new();
    if !declared {
        edits.push(Edit {
            span: Span::new(step.span.start, step.span.start),
            replacement: format!("ARG TARGETARCH{}", model.line_ending()),
        });
    }
    edits.push(Edit {
        span: Span::new(made.start, made.start),
        replacement: "GOARCH=$TARGETARCH ".to_owned(),
    });
    Some(Fix {
        title: "build for the processor of the image".to_owned(),
        safety: Safety::Unsafe,
        edits,
    })
}
