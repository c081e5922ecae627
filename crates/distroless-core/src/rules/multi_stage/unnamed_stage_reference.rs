//! `unnamed-stage-reference`: a stage is named by its number.

use super::reference::{Names, called, froms};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::{DependencyKind, Stage};
use crate::model::Model;
use crate::order;
use crate::rules::edits::is_plain;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unnamed-stage-reference",
        summary: "COPY --from with the number of a stage",
        group: Group::MultiStage,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("unnamed_stage_reference.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let mut numbers: Vec<Vec<Span>> = vec![Vec::new(); model.graph.stages.len()];
    let froms = froms(model);
    for from in &froms {
        // A number of this stage or a later one is another rule's business.
        let number = from.text.parse::<usize>().ok();
        let number =
            number.filter(|number| from.kind == DependencyKind::Copy && *number < from.stage.index);
        if let Some(spans) = number.and_then(|number| numbers.get_mut(number)) {
            spans.push(from.span);
        }
    }
    if numbers.iter().all(Vec::is_empty) {
        return;
    }
    let names = Names::of(model);
    let taken = taken(model, froms.iter().map(|from| from.text.as_str()));
    let open = model
        .graph
        .stages
        .iter()
        .any(|stage| stage.base.expanded.is_none());
    let numbered = || model.graph.stages.iter().zip(&numbers);
    let unnamed = numbered().filter(|(stage, spans)| stage.name.is_none() && !spans.is_empty());
    let unnamed = unnamed.count();
    for (stage, spans) in numbered() {
        let Some(first) = spans.first() else {
            continue;
        };
        let number = stage.index;
        let others = match spans.len() {
            1 => String::new(),
            count => format!(" ({count} times)"),
        };
        let chosen = name_for(stage, unnamed == 1, &names, &taken);
        // A FROM with an unknown variable may mean an image of any name.
        let name = chosen.filter(|(_, new)| !(*new && open));
        let help = match &name {
            Some((name, true)) => {
                format!("name the stage: `FROM … AS {name}`, and copy `--from={name}`")
            }
            Some((name, false)) => format!("copy `--from={name}`"),
            None => "name the stage with AS, and use the name".to_owned(),
        };
        let mut finding = Finding::new(
            &RULE.meta,
            *first,
            format!(
                "`--from={number}`{others} counts the FROMs above: put one in or take one out, and it means another stage"
            ),
            help,
        )
        .because(stage.from, format!("{} is meant", called(stage)));
        for span in spans {
            finding = finding.because(*span, "named by its number");
        }
        report(finding.fix(name.map(|(name, new)| fix(stage, &name, new, spans))));
    }
}

/// Names that are in use for stages or images, in lower case: a stage of such a name would be taken
/// for the image.
fn taken<'m>(model: &'m Model<'_>, froms: impl Iterator<Item = &'m str>) -> BTreeSet<String> {
    let stages = &model.graph.stages;
    let names = stages
        .iter()
        .filter_map(|stage| stage.name.as_ref().map(|(name, _)| name.as_str()));
    let written = stages.iter().map(|stage| stage.base.written.as_str());
    let bases = stages
        .iter()
        .filter_map(|stage| stage.base.expanded.as_deref());
    let all = names.chain(written).chain(bases).chain(froms);
    order::set(all.map(str::to_ascii_lowercase))
}

/// The name to use, and whether the stage has yet to be given it.
fn name_for(
    stage: &Stage,
    alone: bool,
    names: &Names,
    taken: &BTreeSet<String>,
) -> Option<(String, bool)> {
    if let Some((name, _)) = &stage.name {
        // What BuildKit refuses as a name says no more than the number.
        let usable = is_plain(name) && !name.contains('/') && !names.is_duplicated(name);
        return usable.then(|| (name.clone(), false));
    }
    let index = stage.index;
    let candidates = [
        alone.then(|| "build".to_owned()),
        Some(format!("build-{index}")),
        Some(format!("stage-{index}")),
    ];
    let free = candidates
        .into_iter()
        .flatten()
        .find(|name| !taken.contains(name))?;
    Some((free, true))
}

fn fix(stage: &Stage, name: &str, new: bool, spans: &[Span]) -> Fix {
    let at = stage.base.span.end;
    let define = new.then(|| Edit {
        span: Span::new(at, at),
        replacement: format!(" AS {name}"),
    });
    let uses = spans.iter().map(|span| Edit {
        span: *span,
        replacement: name.to_owned(),
    });
    Fix {
        title: if new {
            format!("name the stage `{name}`")
        } else {
            format!("use the name `{name}`")
        },
        safety: Safety::Safe,
        edits: define.into_iter().chain(uses).collect(),
    }
}
