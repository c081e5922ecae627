//! `explain` and `rules`.

use crate::args::{ExplainArgs, RulesArgs};
use crate::{Error, output};
use distroless_core::config::UnknownRule;
use distroless_core::rules::{self, FixAvailability, RuleMeta};
use distroless_report::page;
use serde_json::json;
use std::fmt::Write;

/// Shows a rule's page.
pub(crate) fn page(args: &ExplainArgs) -> Result<(), Error> {
    let Some(rule) = rules::find(&args.rule) else {
        let unknown = UnknownRule::new(&args.rule);
        return Err(Error::usage(unknown.message(), unknown.help()));
    };
    let meta = &rule.meta;
    let text = format!(
        "# {}\n\n{}.\nGroup: {}. Severity: {}. Fix: {}. Since: {}.{}\n\n{}\n",
        meta.id,
        meta.summary,
        meta.group.name(),
        meta.severity.name(),
        fix(meta),
        meta.since,
        if meta.is_opt_in() {
            " Runs only where it is named: see `select` and `severity` in the configuration."
        } else {
            ""
        },
        page::text(meta)
    );
    output::stdout(&text)
}

/// Lists the rules.
pub(crate) fn list(args: &RulesArgs) -> Result<(), Error> {
    let all: Vec<&RuleMeta> = rules::all().map(|rule| &rule.meta).collect();
    let text = if args.format == "json" {
        let rules: Vec<_> = all
            .iter()
            .map(|meta| {
                json!({
                    "id": meta.id,
                    "group": meta.group.name(),
                    "severity": meta.severity.name(),
                    "fix": fix(meta),
                    "since": meta.since,
                    "opt_in": meta.is_opt_in(),
                    "summary": meta.summary,
                })
            })
            .collect();
        format!("{:#}\n", json!({ "schema": 1, "rules": rules }))
    } else {
        table(&all)
    };
    output::stdout(&text)
}

fn table(all: &[&RuleMeta]) -> String {
    let wide = all
        .iter()
        .map(|meta| meta.id.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    let mut group = None;
    for meta in all {
        if group != Some(meta.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            // Writing to a string cannot fail.
            _ = writeln!(text, "{gap}{}", meta.group.name());
            group = Some(meta.group);
        }
        _ = writeln!(
            text,
            "  {:wide$}  {:7}  {}{}",
            meta.id,
            meta.severity.name(),
            meta.summary,
            if meta.is_opt_in() { " (opt-in)" } else { "" }
        );
    }
    text
}

const fn fix(meta: &RuleMeta) -> &'static str {
    match meta.fix {
        FixAvailability::None => "none",
        FixAvailability::Sometimes => "sometimes",
        FixAvailability::Always => "always",
    }
}
