//! The report for people: source excerpts with labels, then a line that sums up.

mod excerpt;
mod summary;
#[cfg(test)]
mod tests;
mod wrap;

use crate::{File, LineIndex, Run, RunProblem, visible};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer};
use distroless_core::{Finding, Problem, Severity};
use excerpt::{Label, snippets};

pub use summary::summary;

/// How many steps of a proof are labelled.
const STEPS: usize = 20;

/// How the report is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// With the escape sequences of a terminal.
    pub coloured: bool,
    /// The findings only.
    pub quiet: bool,
    /// How many columns there are to show sentences in; as many as they take where that is not known.
    pub width: Option<usize>,
}

/// The report.
pub fn report(run: &Run, style: Style) -> String {
    let files = run.files.iter().map(|file| part(run, file, style));
    assemble(run, style, files)
}

/// The report of which the files' parts are made already, on as many processors as there are.
pub fn assemble(run: &Run, style: Style, parts: impl IntoIterator<Item = String>) -> String {
    let problems = run.problems.iter();
    let problems = problems.map(|problem| rendered(&[of_run(problem, style)], style));
    let mut out: String = problems.chain(parts).collect();
    if !style.quiet {
        out.push_str(&summary(run));
        out.push('\n');
    }
    out
}

/// What the report says of one file.
pub fn part(run: &Run, file: &File, style: Style) -> String {
    let analysis = &file.analysis;
    let lines = LineIndex::new(&file.source);
    let path = visible::one_line(&analysis.path);
    let problems = analysis.problems.iter();
    let problems = problems.map(|problem| of_file(problem, &path, &lines, style));
    let findings = run.annotated(file).into_iter();
    let findings = findings.map(|finding| of_rule(finding, &path, &lines, style));
    let groups = problems.chain(findings);
    groups.map(|group| rendered(&[group], style)).collect()
}

fn rendered(group: &[Group<'_>], style: Style) -> String {
    let renderer = if style.coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(group);
    out.push_str("\n\n");
    out
}

fn of_run(problem: &RunProblem, style: Style) -> Group<'_> {
    let mut group = Level::ERROR
        .primary_title(title("error", None, &problem.message, style))
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
    help(group, &problem.help, style)
}

fn of_file<'a>(
    problem: &'a Problem,
    path: &'a str,
    lines: &LineIndex<'a>,
    style: Style,
) -> Group<'a> {
    let label = Label {
        kind: AnnotationKind::Primary,
        span: problem.span,
        text: "",
    };
    let group = Level::ERROR
        .primary_title(title("error", None, &problem.message, style))
        .elements(snippets(path, lines, &[label]));
    help(group, &problem.help, style)
}

fn of_rule<'a>(
    finding: &'a Finding,
    path: &'a str,
    lines: &LineIndex<'a>,
    style: Style,
) -> Group<'a> {
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
        .primary_title(title(
            finding.severity.name(),
            Some(id),
            &finding.message,
            style,
        ))
        .id(id)
        .elements(snippets(path, lines, &labels));
    help(group, &finding.help, style)
        .element(Level::NOTE.message(format!("`distroless-check explain {id}` says more")))
}

/// What stands behind the level and the rule, in the columns that are left.
fn title(level: &str, id: Option<&str>, message: &str, style: Style) -> String {
    let before = level.len() + id.map_or(0, |id| id.len() + 2) + 2;
    wrap::lines(&visible::one_line(message), before, style.width)
}

/// What stands before a help: the margin is as wide as the line numbers, of which more than four digits are rare.
const HELP: usize = "    = help: ".len() + 2;

fn help<'a>(group: Group<'a>, text: &'a str, style: Style) -> Group<'a> {
    if text.is_empty() {
        group
    } else {
        group.element(Level::HELP.message(wrap::lines(&visible::one_line(text), HELP, style.width)))
    }
}
