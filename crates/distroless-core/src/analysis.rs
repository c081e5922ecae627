//! What comes out: everything known about one Dockerfile.

use crate::finding::{Finding, keeps_the_rest};
use crate::graph::{ProblemKind, ReferenceProblem, Setting, Stage};
use crate::model::Model;
use crate::order;
use crate::request::{Problem, Request};
use crate::{rules, suppress};
use dockerfile_syntax::{Span, SyntaxError};
use image_knowledge::Presence;

/// The result for one Dockerfile.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The path of the request.
    pub path: String,
    /// What was found and not suppressed, in source order, then by rule.
    pub findings: Vec<Finding>,
    /// What was found and suppressed by a comment in the file.
    pub suppressed: Vec<Suppressed>,
    /// Why the file, or a part of it, could not be read.
    pub problems: Vec<Problem>,
    /// The images that ship, the primary target first.
    pub targets: Vec<TargetSummary>,
}

/// A finding that a comment in the file silences.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// The comment.
    pub comment: Span,
    /// The reason given there.
    pub reason: String,
}

/// What is known of an image that ships. `None` means unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetSummary {
    /// The stage's index.
    pub stage: usize,
    /// The stage's name, as written.
    pub name: Option<String>,
    /// The base image at the bottom of its chain of stages, as the author wrote it.
    pub base: Option<String>,
    /// Whether there is a shell at `/bin/sh`.
    pub shell: Option<bool>,
    /// The package manager; `Some(None)` where there is none.
    pub package_manager: Option<Option<String>>,
    /// The user it starts as.
    pub user: Option<String>,
}

/// Analyses one Dockerfile. The one entry for every end.
pub fn analyze(request: &Request<'_>) -> Analysis {
    let file = dockerfile_syntax::parse(request.source);
    analyze_model(&Model::new(request, &file), request)
}

/// The same for a file whose model is there already.
pub fn analyze_model(model: &Model<'_>, request: &Request<'_>) -> Analysis {
    let file = model.file;
    let mut problems: Vec<Problem> = file.errors.iter().map(problem).collect();
    problems.extend(
        model
            .graph
            .problems
            .iter()
            .filter_map(|it| no_target(model, it)),
    );

    let config = &request.options.config;
    let active = |id: &str| config.runs(id);
    let mut findings = Vec::new();
    for rule in rules::all().filter(|rule| active(rule.meta.id)) {
        (rule.check)(model, &mut |finding| findings.push(finding));
    }
    let mut outcome = suppress::apply(file, findings, &active);
    for silenced in &mut outcome.suppressed {
        silenced.finding.bound();
    }
    let mut findings = outcome.findings;
    problems.extend(outcome.problems);
    // Last, because applying the comments makes findings too.
    for finding in &mut findings {
        finding.bound();
        finding.fixes.retain(|fix| keeps_the_rest(file, &fix.edits));
        if let Some(severity) = config.severity_of(finding.rule.id) {
            finding.severity = severity;
        }
    }
    order::sort_by(&mut findings, |a, b| {
        let key = |finding: &Finding| (finding.span, finding.rule.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    // Several targets can share the instruction that is wrong.
    findings.dedup_by(|a, b| a.span == b.span && a.rule.id == b.rule.id && a.message == b.message);
    order::sort_by_key(&mut problems, |problem| problem.span);

    Analysis {
        path: request.path.to_owned(),
        findings,
        suppressed: outcome.suppressed,
        problems,
        targets: model.shipped().map(|stage| summary(model, stage)).collect(),
    }
}

fn problem(error: &SyntaxError) -> Problem {
    Problem {
        message: error.message.clone(),
        help: "the file does not build as it stands; see the Dockerfile reference for this instruction"
            .to_owned(),
        span: error.span,
    }
}

/// How many stages are named that could have been meant.
const NAMED: usize = 20;

/// A stage was named that the file does not have: what is said about the others is not what was
/// asked.
fn no_target(model: &Model<'_>, it: &ReferenceProblem) -> Option<Problem> {
    if it.kind != ProblemKind::NoSuchTarget {
        return None;
    }
    let stages = model.graph.stages.iter();
    let mut names = stages.filter_map(|stage| stage.name.as_ref());
    let some: Vec<_> = names
        .by_ref()
        .take(NAMED)
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let more = if names.next().is_some() { ", …" } else { "" };
    Some(Problem {
        message: format!("there is no stage `{}` to ship", it.text),
        help: match some.as_slice() {
            [] => "no stage of this file has a name".to_owned(),
            some => format!("the stages are {}{more}", some.join(", ")),
        },
        span: it.span,
    })
}

fn summary(model: &Model<'_>, stage: &Stage) -> TargetSummary {
    let shell = match model.path(stage, "/bin/sh").presence {
        Presence::Present => Some(true),
        Presence::Absent => Some(false),
        Presence::Unknown => None,
    };
    TargetSummary {
        stage: stage.index,
        name: stage.name.as_ref().map(|(name, _)| name.clone()),
        base: Some(model.base_name(stage).to_owned()),
        shell,
        package_manager: model.package_manager(stage),
        user: match &stage.config.user {
            Setting::Unset => Some("root".to_owned()),
            setting => setting
                .value()
                .and_then(|user| user.value.clone())
                .map(|user| {
                    if user.is_empty() {
                        "root".to_owned()
                    } else {
                        user
                    }
                }),
        },
    }
}
