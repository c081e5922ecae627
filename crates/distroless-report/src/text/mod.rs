//! The report for people: source excerpts with labels, then a line that sums up.

mod excerpt;
mod summary;
#[cfg(test)]
mod tests;

use crate::{LineIndex, Run, RunProblem, visible};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer};
use distroless_core::{Finding, Problem, Severity};
use excerpt::{Label, snippets};

pub use summary::summary;

/// How many steps of a proof are labelled.
const STEPS: usize = 20;

/// The report, with the escape sequences of a terminal where it is `coloured`. With `quiet`, the
/// findings only.
pub fn report(run: &Run, coloured: bool, quiet: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    let mut push = |report: &[Group<'_>]| {
        out.push_str(&renderer.render(report));
        out.push_str("\n\n");
    };
    for problem in &run.problems {
        push(&[of_run(problem)]);
    }
    for file in &run.files {
        let analysis = &file.analysis;
        let lines = LineIndex::new(&file.source);
        let path = visible::one_line(&analysis.path);
        for problem in &analysis.problems {
            push(&[of_file(problem, &path, &lines)]);
        }
        for finding in run.annotated(file) {
            push(&[of_rule(finding, &path, &lines)]);
        }
    }
    if !quiet {
        out.push_str(&summary(run));
        out.push('\n');
    }
    out
}

fn of_run(problem: &RunProblem) -> Group<'_> {
    let mut group = Level::ERROR
        .primary_title(visible::one_line(&problem.message))
        .elements(Vec::<Element<'_>>::new());
    if let Some(path) = &problem.path {
        let mut origin = Origin::path(visible::one_line(path));
        if let Some(range) = problem.range {
            origin = origin
                .line(range.start.line as usize)
                .char_column(range.start.column as usize);
        }
        group = group.element(origin);
    }
    help(group, &problem.help)
}

fn of_file<'a>(problem: &'a Problem, path: &'a str, lines: &LineIndex<'a>) -> Group<'a> {
    let label = Label {
        kind: AnnotationKind::Primary,
        span: problem.span,
        text: "",
    };
    let group = Level::ERROR
        .primary_title(visible::one_line(&problem.message))
        .elements(snippets(path, lines, &[label]));
    help(group, &problem.help)
}

fn of_rule<'a>(finding: &'a Finding, path: &'a str, lines: &LineIndex<'a>) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // A step at the very place of the finding labels it; the others stand beside it.
    let own = finding
        .evidence
        .iter()
        .find(|step| step.span == finding.span);
    let steps = finding.evidence.iter().take(STEPS);
    let labels: Vec<Label<'_>> = std::iter::once(Label {
        kind: AnnotationKind::Primary,
        span: finding.span,
        text: own.map_or("", |step| step.message.as_str()),
    })
    .chain(
        steps
            .filter(|step| !own.is_some_and(|own| std::ptr::eq(own, *step)))
            .map(|step| Label {
                kind: AnnotationKind::Context,
                span: step.span,
                text: &step.message,
            }),
    )
    .collect();
    let id = finding.rule.id;
    let group = level
        .primary_title(visible::one_line(&finding.message))
        .id(id)
        .elements(snippets(path, lines, &labels));
    help(group, &finding.help)
        .element(Level::NOTE.message(format!("`distroless-check explain {id}` says more")))
}

fn help<'a>(group: Group<'a>, text: &'a str) -> Group<'a> {
    if text.is_empty() {
        group
    } else {
        group.element(Level::HELP.message(visible::one_line(text)))
    }
}
