//! `unreachable-stage`: a stage that nobody uses and nobody can mean to build.

use super::reference::{Names, called, definition};
use crate::finding::{Finding, Fix, Safety, Severity};
use crate::graph::{BaseTarget, ProblemKind, Setting, Stage, StepKind};
use crate::image::stage_name_purpose;
use crate::model::Model;
use crate::order;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unreachable-stage",
        summary: "a stage that nothing uses and that is no target",
        group: Group::MultiStage,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("unreachable_stage.md"),
    },
    check,
};

/// Names of steps on the way. Whoever builds a stage for itself calls it by what it gives.
const STEPS: &[&str] = &[
    "build",
    "builder",
    "compile",
    "compiler",
    "dependencies",
    "deps",
];

/// Different FROMs with variables that are compared with names; with more, any stage may be meant.
const PATTERNS: usize = 64;

/// Stages shown as needed by the one that nothing uses.
const SHOWN: usize = 8;

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let stages = &model.graph.stages;
    let Some(last) = stages.last() else {
        return;
    };
    // A file that only lists images, for a bot to update them or to pull them.
    if last.steps.is_empty() && !matches!(last.base.target, BaseTarget::Stage(_)) {
        return;
    }
    let known = Known::of(model);
    for stage in stages
        .iter()
        .filter(|stage| stage.leaf && stage.index != last.index)
    {
        if known.is_told_elsewhere(stage) || known.may_be_chosen(stage) {
            continue;
        }
        let name = called(stage);
        let why = match &stage.name {
            Some(_) => format!("no stage uses {name}, and its name is that of a step on the way"),
            None => format!("no stage uses {name}, and without a name nothing can use it"),
        };
        let mut finding = Finding::new(
            &RULE.meta,
            definition(stage),
            format!("{why}: BuildKit leaves it out, and nothing it makes is in an image"),
            "copy what it makes with COPY --from, remove it, or give it the name of a target",
        )
        .because(definition(stage), "nothing refers to it")
        .because(last.from, "what is built is this stage");
        let only_for = known.only_for(stage);
        let alone = only_for.is_empty();
        for needed in only_for {
            finding = finding.because(
                definition(needed),
                format!("{} is used by it only", called(needed)),
            );
        }
        report(finding.fix(without(model, stage).filter(|_| alone)));
    }
}

/// Leaves the stage out, and what stands above the next one stays with that.
fn without(model: &Model<'_>, stage: &Stage) -> Option<Fix> {
    let next = model.graph.stages.get(stage.index + 1)?;
    // Stages that are called by their numbers get others.
    let numbered = model.with_step(|step| match &step.kind {
        StepKind::Copy(copy) => copy.from.as_ref().is_some_and(|from| {
            let name = from.value.as_deref().unwrap_or_default();
            name.bytes().all(|byte| byte.is_ascii_digit())
        }),
        _ => false,
    });
    if numbered.contains(&true) {
        return None;
    }
    let end = stage.steps.last().map_or(stage.from, |step| step.span).end;
    let source = model.file.source;
    // Blank lines after it go with it.
    let between = source.get(end as usize..next.from.start as usize)?;
    let blank = between.len() - between.trim_start().len();
    let span = Span::new(stage.from.start, end + blank as u32);
    Some(Fix::replace(
        format!("remove {}", called(stage)),
        Safety::Unsafe,
        span,
        "",
    ))
}

/// What is asked about each stage, worked out once.
struct Known<'m> {
    stages: &'m [Stage],
    names: Names,
    /// Stages that a reference means which does not arrive.
    meant: BTreeSet<usize>,
    /// Whether a reference means nobody knows which stage.
    lost: bool,
    /// Whether stages beside the last start something: then the file is built with `--target`.
    several: bool,
    /// What stands before and after the variables of each FROM that has some.
    patterns: Vec<(String, String)>,
    /// The stages that ship.
    targets: BTreeSet<usize>,
    /// For each stage, the stages that use it.
    users: Vec<Vec<usize>>,
}

impl<'m> Known<'m> {
    fn of(model: &'m Model<'_>) -> Self {
        let stages = &model.graph.stages;
        let mut known = Self {
            stages,
            names: Names::of(model),
            meant: BTreeSet::new(),
            lost: false,
            several: false,
            patterns: Vec::new(),
            targets: order::set(model.graph.targets.iter().copied()),
            users: vec![Vec::new(); stages.len()],
        };
        for problem in &model.graph.problems {
            match &problem.kind {
                ProblemKind::Forward { stage } | ProblemKind::NearMiss { stage } => {
                    known.meant.insert(*stage);
                }
                ProblemKind::Cycle { stages } => known.meant.extend(stages),
                ProblemKind::NoSuchIndex | ProblemKind::InvalidReference | ProblemKind::Itself => {
                    known.lost = true;
                }
                ProblemKind::DuplicateName { .. } | ProblemKind::NoSuchTarget => {}
            }
        }
        known.several = stages.split_last().is_some_and(|(_, before)| {
            before
                .iter()
                .any(|stage| stage.name.is_some() && stage.leaf && starts(stage))
        });
        for stage in stages {
            if stage.base.has_variables {
                let pattern = around_variables(&stage.base.written);
                // Beyond the bound they are not looked at.
                if known.patterns.len() <= PATTERNS && !known.patterns.contains(&pattern) {
                    known.patterns.push(pattern);
                }
            }
            for dependency in &stage.dependencies {
                if let Some(users) = known.users.get_mut(dependency.stage) {
                    users.push(stage.index);
                }
            }
        }
        known
    }

    /// Whether another rule speaks about the reference that does not arrive.
    fn is_told_elsewhere(&self, stage: &Stage) -> bool {
        let name = stage.name.as_ref();
        self.lost
            || self.meant.contains(&stage.index)
            || name.is_some_and(|(name, _)| self.names.is_duplicated(name))
    }

    /// Whether somebody may build the stage on purpose.
    fn may_be_chosen(&self, stage: &Stage) -> bool {
        let starts = starts(stage);
        // A leaf ships because it starts something, or because the user says so.
        if self.targets.contains(&stage.index) && !starts {
            return true;
        }
        let Some((name, _)) = &stage.name else {
            return false;
        };
        let name = name.to_ascii_lowercase();
        let step = |name: &str| STEPS.contains(&name);
        let is_step = step(&name)
            || name
                .rsplit_once(['-', '_'])
                .is_some_and(|(_, end)| step(end));
        starts
            || self.several
            || !is_step
            || matches!(stage.base.target, BaseTarget::Scratch)
            || stage_name_purpose(&name).is_some()
            || self.is_named_by_variable(&name)
    }

    /// Whether a FROM with a variable may mean the stage, by a build argument.
    fn is_named_by_variable(&self, name: &str) -> bool {
        self.patterns.len() > PATTERNS
            || self
                .patterns
                .iter()
                .any(|(before, after)| name.starts_with(before) && name.ends_with(after))
    }

    /// Stages that only this one needs, directly or through others.
    fn only_for(&self, stage: &Stage) -> Vec<&'m Stage> {
        let mut needed = BTreeSet::from([stage.index]);
        let mut open = vec![stage.index];
        let mut found = Vec::new();
        while let Some(stage) = open.pop().and_then(|index| self.stages.get(index)) {
            for dependency in &stage.dependencies {
                let mut users = self.users.get(dependency.stage).into_iter().flatten();
                if found.len() < SHOWN
                    && !needed.contains(&dependency.stage)
                    && users.all(|user| needed.contains(user))
                    && let Some(next) = self.stages.get(dependency.stage)
                {
                    needed.insert(next.index);
                    open.push(next.index);
                    found.push(next);
                }
            }
        }
        found
    }
}

/// Whether a stage itself says what is started.
fn starts(stage: &Stage) -> bool {
    let own = |set: Option<usize>| set == Some(stage.index);
    own(set_in(&stage.config.entrypoint)) || own(set_in(&stage.config.cmd))
}

/// The stage that sets a part of the configuration.
const fn set_in<T>(setting: &Setting<T>) -> Option<usize> {
    match setting {
        Setting::Set { stage, .. } => Some(*stage),
        Setting::Unset | Setting::Inherited(_) | Setting::Unknown => None,
    }
}

/// What stands before the first and after the last variable of a word, in lower case.
fn around_variables(written: &str) -> (String, String) {
    let before = written.split('$').next().unwrap_or_default();
    let last = written.rsplit('$').next().unwrap_or_default();
    let after = match last.strip_prefix('{') {
        Some(braced) => braced.rsplit('}').next().unwrap_or_default(),
        None => last.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    };
    (before.to_ascii_lowercase(), after.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::around_variables;

    #[test]
    fn words_are_split_around_their_variables() {
        for (written, before, after) in [
            ("$BASE", "", ""),
            ("${BASE:-build}", "", ""),
            ("base-${KIND}-x", "base-", "-x"),
            ("base-$KIND-$ARCH.x", "base-", ".x"),
            ("golang:${VERSION}", "golang:", ""),
        ] {
            assert_eq!(
                around_variables(written),
                (before.to_owned(), after.to_owned()),
                "{written}"
            );
        }
    }
}
