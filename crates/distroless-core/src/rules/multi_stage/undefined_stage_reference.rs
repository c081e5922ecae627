//! `undefined-stage-reference`: what is meant for a stage names none.

use super::reference::{Names, called, definition, froms, is_known_image, written_by};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{BaseTarget, DependencyKind, ProblemKind, ReferenceProblem, Stage};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use dockerfile_syntax::image_ref::Reference;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "undefined-stage-reference",
        summary: "what is meant for a stage names none",
        group: Group::MultiStage,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("undefined_stage_reference.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let names = Names::of(model);
    for problem in &model.graph.problems {
        let finding = match problem.kind {
            ProblemKind::NoSuchIndex if problem.by == DependencyKind::Copy => {
                Some(no_such_index(model, problem))
            }
            ProblemKind::InvalidReference => invalid(model, &names, problem),
            ProblemKind::NearMiss { stage } => near_miss(model, problem, stage),
            _ => None,
        };
        if let Some(finding) = finding {
            report(finding);
        }
    }
    numbers_of_images(model, report);
}

fn no_such_index(model: &Model<'_>, problem: &ReferenceProblem) -> Finding {
    let stages = &model.graph.stages;
    let last = stages.len().saturating_sub(1);
    let finding = Finding::new(
        &RULE.meta,
        problem.span,
        format!(
            "there is no stage {}: the stages of this file are numbered 0 to {last}, and the build stops with \"invalid \
             stage index\"",
            problem.text
        ),
        "name the stage that holds the files",
    );
    stages.last().into_iter().fold(finding, |finding, stage| {
        finding.because(stage.from, format!("the last stage, number {last}"))
    })
}

/// A text that is no stage and cannot be an image either.
fn invalid(model: &Model<'_>, names: &Names, problem: &ReferenceProblem) -> Option<Finding> {
    let stage = model.graph.stages.get(problem.stage)?;
    let written = problem.span.text(model.file.source);
    // In a mount the same is a syntax error, which is told as such.
    if problem.by == DependencyKind::Copy && written.contains('$') {
        return Some(
            Finding::new(
                &RULE.meta,
                problem.span,
                format!(
                    "`COPY --from` does not expand variables: `{written}` is neither a stage nor an image, and the build \
                     stops"
                ),
                format!("declare a stage above, `FROM {written} AS source`, and copy from `source`"),
            )
            .because(problem.span, "a variable where none is expanded"),
        );
    }
    // A value that comes from a build argument may be replaced, and a placeholder is filled in
    // before anything is built.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._/:@".contains(c);
    if !problem.text.chars().all(plain)
        || stage.base.has_variables && problem.by == DependencyKind::Base
    {
        return None;
    }
    let above = names
        .get(&problem.text)
        .iter()
        .rfind(|index| **index < stage.index);
    let meant = above.and_then(|index| model.graph.stages.get(*index));
    let reason = Reference::parse(&problem.text)
        .err()
        .map(|error| error.to_string());
    let reason = reason.unwrap_or_else(|| "invalid reference format".to_owned());
    let finding = match meant {
        Some(meant) => {
            let name = problem.text.to_ascii_lowercase();
            Finding::new(
                &RULE.meta,
                problem.span,
                format!(
                    "FROM finds a stage only by its name in lower case: `{}` is taken for an image, and the build stops \
                     with \"{reason}\"",
                    problem.text
                ),
                format!("write `{name}`"),
            )
            .because(definition(meant), format!("{} is `{name}` inside BuildKit", called(meant)))
            .fix(Some(Fix::replace(
                format!("write `{name}`"),
                Safety::Safe,
                problem.span,
                name,
            )))
        }
        None => Finding::new(
            &RULE.meta,
            problem.span,
            format!(
                "`{}{}` names no stage, and no image can have that name: the build stops with \"{reason}\"",
                written_by(problem.by),
                problem.text
            ),
            "write the name of a stage of this file, or of an image",
        ),
    };
    Some(finding.because(problem.span, "the reference"))
}

fn near_miss(model: &Model<'_>, problem: &ReferenceProblem, near: usize) -> Option<Finding> {
    let near = model.graph.stages.get(near)?;
    let (name, _) = near.name.as_ref()?;
    if is_known_image(model, &problem.text) || has_variables(model, problem) {
        return None;
    }
    let image =
        Reference::parse(&problem.text).map_or_else(|_| problem.text.clone(), |image| image.name());
    let name = name.to_ascii_lowercase();
    Some(
        Finding::new(
            &RULE.meta,
            problem.span,
            format!(
                "no stage is called `{}`, so it is taken for the image `{image}`; likely the stage `{name}` is meant",
                problem.text
            ),
            format!("write `{name}`"),
        )
        .at(Severity::Warning)
        .because(definition(near), format!("{} has nearly the same name", called(near)))
        .because(problem.span, "the reference")
        .fix(Some(Fix::replace(
            format!("take it from the stage `{name}`"),
            Safety::Unsafe,
            problem.span,
            name,
        ))),
    )
}

fn has_variables(model: &Model<'_>, problem: &ReferenceProblem) -> bool {
    let stage = model.graph.stages.get(problem.stage);
    problem.by == DependencyKind::Base && stage.is_some_and(|stage| stage.base.has_variables)
}

/// `FROM 0` and `RUN --mount=from=0`: only COPY takes the number of a stage.
fn numbers_of_images(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let number = |text: &str| -> Option<usize> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let mut tell = |stage: &Stage, text: &str, span: Span, kind: DependencyKind| {
        let Some(meant) = number(text)
            .filter(|index| *index < stage.index)
            .and_then(|index| model.graph.stages.get(index))
        else {
            return;
        };
        let keyword = written_by(kind).trim_end();
        report(
            Finding::new(
                &RULE.meta,
                span,
                format!(
                    "`{keyword}` takes no stage numbers: `{text}` is taken for the image `docker.io/library/{text}`; likely \
                     {} is meant",
                    called(meant)
                ),
                "name the stage with AS, and use the name",
            )
            .at(Severity::Warning)
            .because(meant.from, format!("stage {text} of the file"))
            .because(span, "the reference"),
        );
    };
    for stage in &model.graph.stages {
        if !stage.base.has_variables && matches!(stage.base.target, BaseTarget::Image(_)) {
            tell(
                stage,
                &stage.base.written,
                stage.base.span,
                DependencyKind::Base,
            );
        }
    }
    for from in froms(model) {
        if from.kind == DependencyKind::Mount {
            tell(from.stage, &from.text, from.span, DependencyKind::Mount);
        }
    }
}
