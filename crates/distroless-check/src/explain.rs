//! `explain` and `rules`.

use crate::args::{ExplainArgs, InspectArgs, RulesArgs};
use crate::{Error, inspect, output};
use distroless_core::config::UnknownRule;
use distroless_core::rules::{self, FixAvailability, RuleMeta};
use distroless_report::page;
use serde_json::json;
use std::fmt::Write;

/// What is explained besides rules, and the pages on it.
const TOPICS: &[(&str, &str)] = &[
    ("multistage", include_str!("topics/multistage.md")),
    ("distroless", include_str!("topics/distroless.md")),
    ("choosing", include_str!("topics/choosing.md")),
];

/// Shows the page of a rule or a topic; says how it ended.
pub(crate) fn run(args: &ExplainArgs) -> Result<u8, Error> {
    let name = args.name.as_str();
    if let Some((_, page)) = TOPICS.iter().find(|(topic, _)| *topic == name) {
        return topic(page, args);
    }
    let topics: Vec<&str> = TOPICS.iter().map(|(topic, _)| *topic).collect();
    let topics = topics.join(", ");
    let Some(rule) = rules::find(name) else {
        let unknown = UnknownRule::new(name);
        let help = match unknown.near {
            Some(_) => unknown.help(),
            None => format!("{}; the topics are {topics}", unknown.help()),
        };
        return Err(Error::usage(unknown.message(), help));
    };
    if args.file.is_some() {
        let message = format!("`{name}` is a rule, and a file goes with a topic");
        let help = format!("the topics are {topics}; findings of a file come from a check");
        return Err(Error::usage(message, help));
    }
    page(&rule.meta)?;
    Ok(0)
}

/// The page, and what it comes to for the reader's own file.
fn topic(page: &str, args: &ExplainArgs) -> Result<u8, Error> {
    let Some(file) = &args.file else {
        output::stdout(page)?;
        return Ok(0);
    };
    let (cards, code) = inspect::text(&InspectArgs {
        files: vec![file.clone()],
        ..InspectArgs::default()
    })?;
    if cards.is_empty() {
        return Ok(code);
    }
    output::stdout(&format!("{page}\n## For yours\n\n{cards}"))?;
    Ok(code)
}

/// Shows a rule's page.
fn page(meta: &RuleMeta) -> Result<(), Error> {
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
