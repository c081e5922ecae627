//! What ships, what that needs, and circles.

use super::types::{BaseTarget, DependencyKind, ProblemKind, ReferenceProblem, Setting, Stage};
use dockerfile_syntax::Span;
use std::collections::BTreeSet;

/// The stages that ship, the primary one first: the one that is named, else the last one and those
/// that can be named, that nothing depends on, and that start something.
pub(super) fn targets(stages: &[Stage], named: Option<usize>) -> Vec<usize> {
    if let Some(named) = named {
        return vec![named];
    }
    let Some(last) = stages.len().checked_sub(1) else {
        return Vec::new();
    };
    let starts = |stage: &&Stage| {
        let own = |set: Option<usize>| set == Some(stage.index);
        own(owner(&stage.config.entrypoint)) || own(owner(&stage.config.cmd))
    };
    let others = stages
        .iter()
        .filter(|stage| stage.leaf && stage.name.is_some() && stage.index != last);
    std::iter::once(last)
        .chain(others.filter(starts).map(|stage| stage.index))
        .collect()
}

const fn owner<T>(setting: &Setting<T>) -> Option<usize> {
    match setting {
        Setting::Set { stage, .. } => Some(*stage),
        Setting::Unset | Setting::Inherited(_) | Setting::Unknown => None,
    }
}

/// Marks the stages that nothing depends on.
pub(super) fn mark_leaves(stages: &mut [Stage]) {
    let mut used = vec![false; stages.len()];
    for stage in stages.iter() {
        for dependency in &stage.dependencies {
            if let Some(used) = used.get_mut(dependency.stage) {
                *used = true;
            }
        }
    }
    for (stage, used) in stages.iter_mut().zip(used) {
        stage.leaf = !used;
    }
}

/// For each stage, whether one of `from` needs it.
pub(super) fn reachable(stages: &[Stage], from: &[usize]) -> Vec<bool> {
    let mut reached = vec![false; stages.len()];
    let mut open = from.to_vec();
    while let Some(index) = open.pop() {
        let (Some(seen), Some(stage)) = (reached.get_mut(index), stages.get(index)) else {
            continue;
        };
        if !std::mem::replace(seen, true) {
            open.extend(stage.dependencies.iter().map(|dependency| dependency.stage));
        }
    }
    reached
}

/// Circles, one for each group of stages that all depend on each other.
pub(super) fn circles(stages: &[Stage]) -> Vec<ReferenceProblem> {
    // Only a reference to a later stage can close a circle.
    let forward = |stage: &Stage| {
        stage
            .dependencies
            .iter()
            .any(|used| used.stage > stage.index)
    };
    if !stages.iter().any(forward) {
        return Vec::new();
    }
    let groups = groups(stages);
    let mut told = vec![false; stages.len()];
    let mut problems = Vec::new();
    for stage in stages {
        for used in stage
            .dependencies
            .iter()
            .filter(|used| used.stage > stage.index)
        {
            let group = groups.get(stage.index).copied().unwrap_or_default();
            if groups.get(used.stage) != Some(&group) {
                continue;
            }
            let Some(told) = told.get_mut(group) else {
                continue;
            };
            if std::mem::replace(told, true) {
                continue;
            }
            problems.push(ReferenceProblem {
                kind: ProblemKind::Cycle {
                    stages: way_back(stages, &groups, stage.index, used.stage),
                },
                stage: stage.index,
                span: used.span,
                text: name(stages, used.stage),
                by: used.kind,
            });
        }
    }
    problems
}

fn name(stages: &[Stage], index: usize) -> String {
    stages
        .get(index)
        .and_then(|stage| stage.name.as_ref())
        .map_or_else(|| index.to_string(), |(name, _)| name.clone())
}

/// The shortest circle that begins with the step from `start` to `next`: its stages, `start` first.
fn way_back(stages: &[Stage], groups: &[usize], start: usize, next: usize) -> Vec<usize> {
    let group = groups.get(start);
    // Each stage that was come to, and the number here of the one it was come to from.
    let mut way = vec![(next, None)];
    let mut seen = BTreeSet::from([next]);
    let mut at = 0;
    let mut end = None;
    while let Some((index, _)) = way.get(at).copied() {
        if index == start {
            end = Some(at);
            break;
        }
        let used = stages.get(index).map(|stage| stage.dependencies.as_slice());
        for dependency in used.unwrap_or_default() {
            let to = dependency.stage;
            if groups.get(to) == group && seen.insert(to) {
                way.push((to, Some(at)));
            }
        }
        at += 1;
    }
    let mut circle = Vec::new();
    let mut at = end.and_then(|end| way.get(end)?.1);
    while let Some((index, from)) = at.and_then(|at: usize| way.get(at)).copied() {
        circle.push(index);
        at = from;
    }
    circle.push(start);
    circle.reverse();
    circle
}

/// For each stage the number of its strongly connected component (Tarjan's algorithm, without
/// recursion).
fn groups(stages: &[Stage]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; stages.len()];
    let mut low = vec![NEW; stages.len()];
    let mut group = vec![NEW; stages.len()];
    let mut stack: Vec<usize> = Vec::new();
    let mut calls: Vec<(usize, usize)> = Vec::new();
    let mut clock = 0;
    let mut count = 0;
    let at = |list: &[usize], index: usize| list.get(index).copied().unwrap_or(NEW);
    let put = |list: &mut [usize], index: usize, value: usize| {
        if let Some(entry) = list.get_mut(index) {
            *entry = value;
        }
    };
    for root in 0..stages.len() {
        if at(&order, root) != NEW {
            continue;
        }
        calls.push((root, 0));
        while let Some((stage, next)) = calls.pop() {
            if next == 0 {
                put(&mut order, stage, clock);
                put(&mut low, stage, clock);
                clock += 1;
                stack.push(stage);
            }
            let used = stages
                .get(stage)
                .and_then(|stage| stage.dependencies.get(next));
            if let Some(used) = used.map(|used| used.stage) {
                calls.push((stage, next + 1));
                if at(&order, used) == NEW {
                    calls.push((used, 0));
                } else if at(&group, used) == NEW {
                    let least = at(&low, stage).min(at(&order, used));
                    put(&mut low, stage, least);
                }
                continue;
            }
            if at(&low, stage) == at(&order, stage) {
                while let Some(member) = stack.pop() {
                    put(&mut group, member, count);
                    if member == stage {
                        break;
                    }
                }
                count += 1;
            }
            if let Some((caller, _)) = calls.last() {
                let least = at(&low, *caller).min(at(&low, stage));
                put(&mut low, *caller, least);
            }
        }
    }
    group
}

/// `FROM stage` as a dependency.
pub(super) fn base_dependency(target: &BaseTarget, span: Span) -> Option<super::types::Dependency> {
    match target {
        BaseTarget::Stage(stage) => Some(super::types::Dependency {
            stage: *stage,
            kind: DependencyKind::Base,
            span,
        }),
        _ => None,
    }
}
