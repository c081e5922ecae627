//! JUnit's XML: a suite a Dockerfile, a test a finding. What does not fail the run is a test that passed
//! and had something to say; a Dockerfile without findings is one test that passed.

use super::xml::escape;
use super::{PROBLEM, Told, of_file, of_run};
use crate::lines::LineIndex;
use crate::run::Run;
use crate::visible;
use distroless_core::Finding;
use std::fmt::Write;

/// How many steps of a proof are told.
const STEPS: usize = 50;

#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

pub(crate) fn report(run: &Run) -> String {
    let mut suites = String::new();
    let mut all = Counts::default();
    let own: Vec<Told<'_>> = of_run(run).collect();
    if !own.is_empty() {
        suite(&mut suites, run, PROBLEM, &own, None, &mut all);
    }
    for file in &run.files {
        let path = visible::one_line(&file.analysis.path);
        let lines = LineIndex::new(&file.source);
        suite(
            &mut suites,
            run,
            &path,
            &of_file(run, file),
            Some(&lines),
            &mut all,
        );
    }
    let Counts {
        tests,
        failures,
        errors,
    } = all;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"distroless-check\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"{errors}\">\n{suites}</testsuites>\n"
    )
}

fn suite(
    out: &mut String,
    run: &Run,
    name: &str,
    all: &[Told<'_>],
    lines: Option<&LineIndex<'_>>,
    sum: &mut Counts,
) {
    let mut cases = String::new();
    let mut counts = Counts::default();
    let name = escape(name);
    for told in all {
        let proof = told
            .finding
            .zip(lines)
            .map(|((finding, ..), lines)| proof(finding, lines));
        case(
            &mut cases,
            run,
            &name,
            told,
            &proof.unwrap_or_default(),
            &mut counts,
        );
    }
    if all.is_empty() {
        counts.tests = 1;
        // Writing to a string cannot fail.
        _ = writeln!(
            cases,
            "    <testcase classname=\"{name}\" name=\"{PROBLEM}\"/>"
        );
    }
    sum.tests += counts.tests;
    sum.failures += counts.failures;
    sum.errors += counts.errors;
    _ = write!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{cases}  </testsuite>\n",
        counts.tests, counts.failures, counts.errors
    );
}

fn case(
    out: &mut String,
    run: &Run,
    class: &str,
    told: &Told<'_>,
    proof: &str,
    counts: &mut Counts,
) {
    counts.tests += 1;
    let text = escape(&told.text());
    let place = match told.range {
        Some(range) => format!("{} (line {})", told.rule, range.start.line),
        None => told.path().unwrap_or_else(|| told.rule.to_owned()),
    };
    let inner = match told.severity {
        None => {
            counts.errors += 1;
            format!("<error message=\"{text}\" type=\"problem\"/>")
        }
        Some(severity) if run.fail_on.fails(severity) => {
            counts.failures += 1;
            let proof = escape(proof);
            format!(
                "<failure message=\"{text}\" type=\"{}\">{proof}</failure>",
                severity.name()
            )
        }
        Some(severity) => format!("<system-out>{}: {text}</system-out>", severity.name()),
    };
    // Writing to a string cannot fail.
    _ = writeln!(
        out,
        "    <testcase classname=\"{class}\" name=\"{}\">{inner}</testcase>",
        escape(&place)
    );
}

/// The steps of the proof, a line each.
fn proof(finding: &Finding, lines: &LineIndex<'_>) -> String {
    let steps = finding.evidence.iter().take(STEPS).map(|step| {
        let line = lines.position(step.span.start).line;
        format!("line {line}: {}", visible::one_line(&step.message))
    });
    steps.collect::<Vec<_>>().join("\n")
}
