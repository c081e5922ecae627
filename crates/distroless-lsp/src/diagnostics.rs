//! Findings as diagnostics.

use crate::capabilities::Client;
use crate::lines::Lines;
use distroless_core::{Analysis, Finding, Problem, Severity};
use distroless_report::{page, visible};
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Uri,
};
use std::fmt::Write;

/// Who says it.
const SOURCE: &str = "distroless-check";

/// How many steps of a proof are shown.
const STEPS: usize = 50;

/// Rules that find what can be left out: editors show it faded.
const UNNECESSARY: &[&str] = &[
    "unreachable-stage",
    "unused-ignore",
    "useless-package-steps",
];

/// Everything there is to say, problems first.
pub(crate) fn all(
    analysis: &Analysis,
    lines: &Lines<'_>,
    uri: &Uri,
    client: Client,
) -> Vec<Diagnostic> {
    let problems = analysis.problems.iter().map(|it| problem(it, lines));
    let findings = analysis.findings.iter();
    let findings = findings.map(|it| finding(it, lines, uri, client));
    problems.chain(findings).collect()
}

/// What the file cannot be built with, or cannot be understood by.
fn problem(problem: &Problem, lines: &Lines<'_>) -> Diagnostic {
    Diagnostic {
        range: lines.range(problem.span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: told(&problem.message, &problem.help),
        ..Diagnostic::default()
    }
}

pub(crate) fn finding(
    finding: &Finding,
    lines: &Lines<'_>,
    uri: &Uri,
    client: Client,
) -> Diagnostic {
    let mut message = told(&finding.message, &finding.help);
    let steps = finding.evidence.iter().take(STEPS);
    if !client.related {
        for step in steps.clone() {
            let line = lines.line(step.span.start as usize) + 1;
            let step = visible::one_line(&step.message);
            // Writing to a string cannot fail.
            _ = write!(message, "\nline {line}: {step}");
        }
    }
    let related = steps.map(|step| DiagnosticRelatedInformation {
        location: Location::new(uri.clone(), lines.range(step.span)),
        message: visible::one_line(&step.message).into_owned(),
    });
    let is_proved = client.related && !finding.evidence.is_empty();
    let is_unnecessary = client.tags && UNNECESSARY.contains(&finding.rule.id);
    let link = page::url(finding.rule).parse().ok();
    Diagnostic {
        range: lines.range(finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.rule.id.to_owned())),
        code_description: link
            .filter(|_| client.code_links)
            .map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: is_proved.then(|| related.collect()),
        tags: is_unnecessary.then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}

fn told(message: &str, help: &str) -> String {
    let message = visible::one_line(message);
    match visible::one_line(help) {
        help if help.is_empty() => message.into_owned(),
        help => format!("{message}\n{help}"),
    }
}

#[cfg(test)]
mod tests {
    use super::UNNECESSARY;
    use distroless_core::rules;

    #[test]
    fn the_rules_that_are_named_are_there() {
        for id in UNNECESSARY {
            assert!(rules::find(id).is_some(), "{id}");
        }
    }
}
