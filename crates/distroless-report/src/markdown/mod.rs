//! The job summary: a table of images and a table of findings for each Dockerfile.
//!
//! GitHub drops a summary of more than 1 MiB as a whole, so what does not fit is counted instead.
//! Nothing that was read can become markup, a link or a mention.

mod change;
mod images;
mod text;

use crate::lines::LineIndex;
use crate::page;
use crate::run::{Counts, File, Run};
use crate::sarif::encoded;
use crate::standing::Standing;
use distroless_core::order;
use distroless_core::{Finding, Safety, Severity};
use std::fmt::Write;
use text::{advice, prose};
pub use text::{code, code_span, inline};

/// How many bytes are written: less than 1 MiB, so that other parts of a job have room too.
const LIMIT: usize = 1_000_000;
/// How many bytes of the limit are kept for the sentences that close.
const RESERVE: usize = 1_000;
/// How many UTF-16 units of one text are written.
const TEXT: usize = 2_000;
/// How many images, steps or problems of one kind are written together.
const ROWS: usize = 50;

/// The summary.
pub(crate) fn summary(run: &Run) -> String {
    let mut out = Bounded::default();
    let counts = run.counts();
    out.push(&format!(
        "## distroless-check\n\n{}\n",
        headline(run, counts)
    ));
    problems(&mut out, run);
    for file in &run.files {
        section(&mut out, run, file);
    }
    out.finish()
}

/// Text that grows up to the limit, by whole blocks.
#[derive(Default)]
struct Bounded {
    text: String,
    full: bool,
    left_out: Counts,
}

impl Bounded {
    /// Appends a block, or nothing from the first on that does not fit.
    fn push(&mut self, block: &str) -> bool {
        self.full |= self.text.len() + block.len() > LIMIT - RESERVE;
        if !self.full {
            self.text.push_str(block);
        }
        !self.full
    }

    fn finish(mut self) -> String {
        let left = self.left_out;
        if left.findings() > 0 || left.problems > 0 {
            // Writing to a string cannot fail.
            _ = writeln!(
                self.text,
                "\nThis summary is full. Not shown: {}.",
                amounts(left)
            );
        }
        self.text
    }
}

fn headline(run: &Run, counts: Counts) -> String {
    let files = count(run.files.len(), "Dockerfile");
    let found = if counts.findings() == 0 && counts.problems == 0 {
        "no findings".to_owned()
    } else {
        amounts(counts)
    };
    let aside = [
        (counts.suppressed, "silenced"),
        (counts.known, "known from the baseline"),
        (counts.elsewhere, "not of this change"),
    ];
    let aside = aside.iter().filter(|(number, _)| *number > 0);
    let aside: Vec<_> = aside
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let aside = match aside.len() {
        0 => String::new(),
        _ => format!(" ({})", aside.join(", ")),
    };
    format!("**{files}: {found}**{aside}")
}

fn amounts(counts: Counts) -> String {
    let parts: Vec<_> = [
        (counts.problems, "problem"),
        (counts.error, "error"),
        (counts.warning, "warning"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, noun)| count(number, noun))
    .chain((counts.info > 0).then(|| format!("{} info", counts.info)))
    .collect();
    parts.join(", ")
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn problems(out: &mut Bounded, run: &Run) {
    let mut first = true;
    for problem in &run.problems {
        let place = problem.path.as_deref().map(|path| match problem.range {
            Some(range) => format!("{} line {}: ", code(path), range.start.line),
            None => format!("{}: ", code(path)),
        });
        let item = format!(
            "{}- {}{}\n",
            if first { "\n" } else { "" },
            place.unwrap_or_default(),
            advice(&problem.message, &problem.help)
        );
        first = false;
        if !out.push(&item) {
            out.left_out.problems += 1;
        }
    }
}

/// One Dockerfile: the images that ship, then what was found.
fn section(out: &mut Bounded, run: &Run, file: &File) {
    let analysis = &file.analysis;
    let lines = LineIndex::new(&file.source);
    out.push(&format!("\n### {}\n", code(&analysis.path)));
    out.push(&change::of(run, file));
    out.push(&images::table(file));
    for (index, problem) in analysis.problems.iter().enumerate() {
        let item = format!(
            "{}- Line {}: {}\n",
            if index == 0 { "\n" } else { "" },
            lines.position(problem.span.start).line,
            advice(&problem.message, &problem.help)
        );
        if !out.push(&item) {
            out.left_out.problems += 1;
        }
    }
    let standings = run.standings(file);
    let findings = analysis.findings.iter().zip(standings);
    let mut findings: Vec<_> = findings.filter(|(_, standing)| !standing.known).collect();
    order::sort_by_key(&mut findings, |(finding, _)| {
        std::cmp::Reverse(finding.severity)
    });
    if findings.is_empty() {
        if analysis.problems.is_empty() {
            out.push("\nNo findings.\n");
        }
        out.push(&images::stages(file));
        return;
    }
    out.push("\n| | Line | Rule | Finding |\n|---|---:|---|---|\n");
    for (finding, standing) in findings {
        if out.push(&row(run, file, finding, standing, &lines)) {
            continue;
        }
        match finding.severity {
            Severity::Error => out.left_out.error += 1,
            Severity::Warning => out.left_out.warning += 1,
            Severity::Info => out.left_out.info += 1,
        }
    }
    out.push(&images::stages(file));
}

fn row(
    run: &Run,
    file: &File,
    finding: &Finding,
    standing: Standing,
    lines: &LineIndex<'_>,
) -> String {
    let mut cell = advice(&finding.message, &finding.help);
    for step in finding.evidence.iter().take(ROWS) {
        let line = lines.position(step.span.start).line;
        // Writing to a string cannot fail.
        _ = write!(cell, "<br>Line {line}: {}", prose(&step.message));
    }
    for fix in &finding.fixes {
        let note = match fix.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (may change behaviour)",
            Safety::DisplayOnly => continue,
        };
        _ = write!(cell, "<br>Fix: {}{note}", prose(&fix.title));
        break;
    }
    let compared = file.base.is_some() || file.changed.is_some();
    let severity = match finding.severity.name() {
        name if compared && standing.of_change => format!("**{name}**, of this change"),
        name => name.to_owned(),
    };
    let line = lines.position(finding.span.start).line;
    let place = match &run.links {
        Some(web) => format!("[{line}]({web}{}#L{line})", encoded(&file.analysis.path)),
        None => line.to_string(),
    };
    format!(
        "| {severity} | {place} | [{}]({}) | {cell} |\n",
        code(finding.rule.id),
        page::url(finding.rule),
    )
}
