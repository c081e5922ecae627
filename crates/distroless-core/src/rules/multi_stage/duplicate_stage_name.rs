//! `duplicate-stage-name`: one name, several stages.

use super::reference::{From, Names, called, froms, written_by};
use crate::finding::{Finding, Severity};
use crate::graph::Stage;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "duplicate-stage-name",
        summary: "several stages with the same name",
        group: Group::MultiStage,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("duplicate_stage_name.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let names = Names::of(model);
    if names.duplicated().next().is_none() {
        return;
    }
    let broken = broken(model, &names);
    for group in names.duplicated() {
        let defined = |index: &usize| {
            let stage = model.graph.stages.get(*index)?;
            stage.name.as_ref().map(|(name, span)| (stage, name, *span))
        };
        let stages: Vec<_> = group.iter().filter_map(defined).collect();
        let (Some((first, _, first_span)), Some((last, ..))) = (stages.first(), stages.last())
        else {
            continue;
        };
        for (_, name, span) in stages.iter().skip(1) {
            let finding = match broken.get(last.index).and_then(Option::as_ref) {
                Some(from) => stops(from, last, name, *span)
                    .because(*first_span, format!("the name belongs to {} first", called(first)))
                    .because(from.span, "this means the last stage of that name"),
                None => Finding::new(
                    &RULE.meta,
                    *span,
                    format!(
                        "the name `{name}` is given twice: COPY --from and --target find only the last stage of that \
                         name, so stage {} above cannot be chosen or copied from",
                        first.index
                    ),
                    "give the stages different names",
                )
                .at(Severity::Warning)
                .because(*first_span, "the name is given here first"),
            };
            report(finding.because(*span, "and here again"));
        }
    }
}

fn stops(from: &From<'_>, last: &Stage, name: &str, span: Span) -> Finding {
    let stops = if from.stage.index == last.index {
        "is the stage it stands in"
    } else {
        "comes only below it"
    };
    Finding::new(
        &RULE.meta,
        span,
        format!(
            "the name `{name}` is given twice, and `{}{}` always takes the last stage of that name, which {stops}: the \
             build stops",
            written_by(from.kind),
            from.text
        ),
        "give the stages different names",
    )
}

/// For each stage that is the last of its name, the first reference by that name that stops the build: BuildKit
/// looks a name up when it has read the whole file, so it finds the last stage, which must not be
/// the one it stands in and must not come later.
fn broken<'m>(model: &'m Model<'_>, names: &Names) -> Vec<Option<From<'m>>> {
    let mut broken: Vec<Option<From<'m>>> = Vec::new();
    broken.resize_with(model.graph.stages.len(), || None);
    for from in froms(model) {
        let group = names.get(&from.text);
        let Some(last) = group.last().copied().filter(|_| group.len() > 1) else {
            continue;
        };
        // A later stage is no matter to a stage that is not built; a circle always is.
        let stops = from.stage.index == last || from.stage.index < last && from.stage.reachable;
        if let Some(slot) = broken.get_mut(last).filter(|_| stops) {
            slot.get_or_insert(from);
        }
    }
    broken
}
