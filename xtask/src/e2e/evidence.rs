//! `docs/evidence.md`: what the engine did, case by case.

use super::case::{self, Case, Expect};
use super::coverage;
use super::migration::proof::Proof;
use super::migration::{self, Migration};
use super::trial::Outcome;
use crate::root;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::process::Command;

const HEAD: &str = "\
# Evidence

What happened when the images of [tests/e2e](../tests/e2e/README.md) were built and run, written by
`cargo xtask e2e`. Each case is a Dockerfile as people write it, the same repaired, and mostly a
near miss: a file that looks alike, works, and must not be complained about. Base images are rebuilt
from Debian's packages; the README names what differs from the real ones.
";

/// Writes the tables of a full run.
pub(super) fn write(
    done: &[(&Case, Vec<Outcome>)],
    migrations: &[(&Migration, Proof)],
) -> Result<(), Box<dyn Error>> {
    let day = root::output(Command::new("date").args(["--utc", "+%F"]))?;
    let mut text = HEAD.to_owned();
    writeln!(
        text,
        "\nLast run: {}, {} cases and {} [migrations](#migrations).\n",
        day.trim(),
        done.len(),
        migrations.len()
    )?;
    writeln!(
        text,
        "| rule | case | final image | without the fix | with the fix | near miss | checker |"
    )?;
    writeln!(text, "|---|---|---|---|---|---|---|")?;
    for (case, outcomes) in done {
        let of = |file: &str| outcomes.iter().find(|outcome| outcome.file == file);
        let happened =
            |file: &str| of(file).map_or("–".to_owned(), |outcome| cell(&outcome.happened));
        let base = of(case::AS_WRITTEN).and_then(|outcome| outcome.base.as_deref());
        writeln!(
            text,
            "| {} | [{}](../tests/e2e/cases/{}) {} | `{}` | {} | {} | {} | {} |",
            case.rule,
            case.name,
            case.name,
            cell(&case.about),
            base.unwrap_or("scratch"),
            happened(case::AS_WRITTEN),
            happened(case::FIXED),
            happened(case::NEAR),
            cell(&said(case, of(case::AS_WRITTEN))),
        )?;
    }
    safe_fixes(&mut text, done)?;
    text.push_str(UNTRIED);
    for (rule, why) in coverage::UNTRIED {
        writeln!(text, "| {rule} | {why} |")?;
    }
    migration::table::write(&mut text, migrations)?;
    fs::write(root::path().join("docs/evidence.md"), text)?;
    println!("e2e: docs/evidence.md is written");
    Ok(())
}

const SAFE_FIXES: &str = "
## Safe fixes

The fixes that the checker calls safe, applied until none is left. Each of these images was built
and run afterwards, and did what it should.

| rule | cases |
|---|---|
";

const UNTRIED: &str = "
## Not tried

Rules of the runnable group for which this engine and these images prove nothing.

| rule | why |
|---|---|
";

/// The images that safe fixes mended, rule by rule.
fn safe_fixes(text: &mut String, done: &[(&Case, Vec<Outcome>)]) -> Result<(), Box<dyn Error>> {
    let mut mended: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (case, outcomes) in done {
        for rule in outcomes.iter().flat_map(|outcome| &outcome.mended_by) {
            mended.entry(rule).or_default().insert(&case.name);
        }
    }
    text.push_str(SAFE_FIXES);
    for (rule, cases) in mended {
        let cases: Vec<&str> = cases.into_iter().collect();
        writeln!(text, "| {rule} | {} |", cases.join(", "))?;
    }
    Ok(())
}

/// What the checker says of the file as it was written.
fn said(case: &Case, outcome: Option<&Outcome>) -> String {
    let found = outcome
        .map(|outcome| outcome.found.join(", "))
        .unwrap_or_default();
    let trial = case.trials.first().map(|(_, trial)| trial);
    match trial {
        _ if !found.is_empty() => found,
        Some(trial) if !trial.pending.is_empty() => {
            format!("not yet: {}", trial.pending.join(", "))
        }
        Some(trial) if matches!(trial.expect, Expect::Runs | Expect::Healthy) => {
            "silent, rightly".to_owned()
        }
        _ => "silent".to_owned(),
    }
}

/// A text as a table's cell: one line, not too long, nothing that ends the cell or is markup.
pub(super) fn cell(text: &str) -> String {
    const LONGEST: usize = 160;
    let mut cell = String::new();
    for (at, character) in text.chars().enumerate() {
        if at == LONGEST {
            cell.push('…');
            break;
        }
        match character {
            '|' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' => {
                cell.push('\\');
                cell.push(character);
            }
            '\n' | '\r' | '\t' => cell.push(' '),
            character => cell.push(character),
        }
    }
    cell
}
