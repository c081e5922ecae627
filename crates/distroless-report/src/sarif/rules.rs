//! Rules as SARIF's reporting descriptors.

use super::level;
use crate::page::{self, Explained};
use crate::visible;
use distroless_core::Severity;
use distroless_core::rules::RuleMeta;
use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};
use std::collections::BTreeMap;

/// How long GitHub lets a description be, in characters.
const DESCRIPTION: usize = 1_024;
/// How much of a rule's page is written, in UTF-16 units; a page is far shorter.
const HELP: usize = 32_768;

pub(super) fn descriptor(rule: &'static RuleMeta, pages: &Explained<'_>) -> ReportingDescriptor {
    let summary = visible::sentence(rule.summary);
    let summary = filled(&summary, rule.id);
    let help = pages.of(rule);
    let help = filled(&help, summary);
    let full = paragraph(help).unwrap_or(summary);
    let mut configuration = ReportingConfiguration::builder()
        .level(serde_json::Value::from(level(rule.severity)))
        .build();
    if rule.is_opt_in() {
        configuration.enabled = Some(false);
    }
    ReportingDescriptor::builder()
        .id(rule.id)
        .name(pascal(rule.id))
        .short_description(text(summary, DESCRIPTION))
        .full_description(text(full, DESCRIPTION))
        .help(
            MultiformatMessageString::builder()
                .text(visible::cut(help, HELP).into_owned())
                .markdown(visible::cut(help, HELP).into_owned())
                .build(),
        )
        .help_uri(page::url(rule))
        .default_configuration(configuration)
        .properties(properties(rule))
        .build()
}

/// No `security-severity`: with it GitHub would show a missing shell as a vulnerability.
fn properties(rule: &RuleMeta) -> PropertyBag {
    // Errors are proved; what is likely is a warning; advice depends on what the author wants.
    let (precision, problem) = match rule.severity {
        Severity::Error => ("very-high", "error"),
        Severity::Warning => ("high", "warning"),
        Severity::Info => ("medium", "recommendation"),
    };
    PropertyBag::builder()
        .tags(vec![
            "docker".to_owned(),
            rule.group.name().replace('_', "-"),
        ])
        .additional_properties(BTreeMap::from([
            ("precision".to_owned(), precision.into()),
            ("problem.severity".to_owned(), problem.into()),
        ]))
        .build()
}

/// The rule's name in the style that SARIF asks of names beside ids.
fn pascal(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for word in id.split('-') {
        let mut chars = word.chars();
        name.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

fn text(text: &str, limit: usize) -> MultiformatMessageString {
    MultiformatMessageString::builder()
        .text(visible::cut(text, limit).into_owned())
        .build()
}

fn filled<'t>(text: &'t str, otherwise: &'t str) -> &'t str {
    if text.is_empty() { otherwise } else { text }
}

/// The first paragraph of the page's first section, on one line of its own.
fn paragraph(docs: &str) -> Option<&str> {
    docs.split("\n\n")
        .map(str::trim)
        .find(|part| !part.is_empty() && !part.starts_with(['#', '`']))
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    const DOCS: &str = "# some-rule\n\n## What it finds\n\nA thing.\n\n## Examples\n";

    #[test]
    fn the_first_paragraph_describes() {
        assert_eq!(paragraph(DOCS), Some("A thing."));
        assert_eq!(paragraph("# a\n\n## b\n"), None);
    }
}
