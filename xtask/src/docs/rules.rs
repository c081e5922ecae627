//! The table of rules, made from the rules themselves.

use distroless_core::rules::{self, FixAvailability};
use std::error::Error;
use std::fmt::Write as _;

/// The page.
pub(super) fn document() -> Result<String, Box<dyn Error>> {
    let mut out = String::from(
        "# Rules\n\nWritten by `cargo xtask docs`. `distroless-check explain RULE` shows a rule's page. A rule that is opt-in runs where `select` or `severity` of the configuration, or the command line, names it.\n",
    );
    let mut group = None;
    for rule in rules::all() {
        let meta = &rule.meta;
        if group != Some(meta.group) {
            group = Some(meta.group);
            write!(
                out,
                "\n## {}\n\n| rule | severity | finds | fix |\n|---|---|---|---|\n",
                meta.group.name()
            )?;
        }
        let fix = match meta.fix {
            FixAvailability::None => "–",
            FixAvailability::Sometimes => "sometimes",
            FixAvailability::Always => "always",
        };
        let folder = meta.group.name();
        let file = meta.id.replace('-', "_");
        writeln!(
            out,
            "| [{}](../crates/distroless-core/src/rules/{folder}/{file}.md) | {}{} | {} | {fix} |",
            meta.id,
            meta.severity.name(),
            if meta.is_opt_in() { ", opt-in" } else { "" },
            meta.summary,
        )?;
    }
    Ok(out)
}
