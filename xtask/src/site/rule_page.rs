//! The page of a rule: what the rule says of itself, what was seen in containers, how to silence it, and
//! what other tools have.

use super::links::{Places, relative, rewritten};
use super::{Equivalents, sample};
use distroless_core::rules::{FixAvailability, RuleMeta};
use distroless_report::page;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

/// What was seen in containers.
pub(super) const EVIDENCE: &str = "docs/evidence.md";

/// The document of a rule, from the root of the repository.
pub(super) fn source(meta: &RuleMeta) -> String {
    let file = meta.id.replace('-', "_");
    let group = meta.group.name();
    format!("crates/distroless-core/src/rules/{group}/{file}.md")
}

/// The rows of the evidence by rule.
#[derive(Debug)]
pub(super) struct Evidence<'t> {
    rows: BTreeMap<&'t str, Vec<Vec<&'t str>>>,
}

impl<'t> Evidence<'t> {
    /// Reads the table, whose rows begin with the name of a rule.
    pub(super) fn read(text: &'t str) -> Self {
        let mut rows: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
        for line in text.lines() {
            let cells = cells(line);
            if let [rule, _, _, _, _, _, _] = cells[..] {
                rows.entry(rule).or_default().push(cells);
            }
        }
        Self { rows }
    }
}

/// The cells of a row of a table.
fn cells(line: &str) -> Vec<&str> {
    let Some(row) = line.strip_prefix('|').and_then(|row| row.strip_suffix('|')) else {
        return Vec::new();
    };
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.push(row.get(start..at).unwrap_or_default().trim());
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(row.get(start..).unwrap_or_default().trim());
    cells
}

/// The page in Markdown.
pub(super) fn text(
    meta: &RuleMeta,
    evidence: &Evidence<'_>,
    equivalents: &Equivalents,
    places: &Places,
    broken: &mut Vec<String>,
) -> Result<String, Box<dyn Error>> {
    let place = format!("rules/{}.md", meta.id);
    let mut out = head(meta, &place)?;
    let own = rewritten(&page::text(meta), &source(meta), &place, places, broken);
    out.push_str(&own);
    if let Some(rows) = evidence.rows.get(meta.id) {
        let seen = rewritten(&seen(rows), EVIDENCE, &place, places, broken);
        out.push_str(&seen);
    }
    out.push_str(&silenced(meta));
    if let Some(section) = equivalents.section(meta.id) {
        write!(out, "\n\n## In other tools\n\n{section}")?;
    }
    Ok(out)
}

fn head(meta: &RuleMeta, place: &str) -> Result<String, Box<dyn Error>> {
    let fix = match meta.fix {
        FixAvailability::None => "none",
        FixAvailability::Sometimes => "sometimes",
        FixAvailability::Always => "always",
    };
    let runs = if meta.is_opt_in() {
        "where it is named"
    } else {
        "by default"
    };
    let mut out = format!(
        "# {}\n\nFinds: {}.\n\n| severity | group | fix | runs | since |\n|---|---|---|---|---|\n| {} | {} | {fix} | {runs} | {} |\n\n",
        meta.id,
        meta.summary,
        meta.severity.name(),
        meta.group.name(),
        meta.since
    );
    if let Some(example) = example(meta.docs).filter(|_| !meta.is_opt_in()) {
        let link = relative(place, &sample::link(&example)?);
        write!(out, "[See it in the playground]({link})\n\n")?;
    }
    Ok(out)
}

/// The first example that is reported as it stands: without options and files beside it.
fn example(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("\n```dockerfile bad\n")?;
    let (block, rest) = rest.split_once("\n```")?;
    if rest.trim_start().starts_with("```file") {
        return None;
    }
    let lines = block.lines().filter(|line| !line.starts_with("# expect: "));
    let mut text: String = lines.collect::<Vec<_>>().join("\n");
    text.push('\n');
    Some(text)
}

fn seen(rows: &[Vec<&str>]) -> String {
    let mut out = String::from(
        "\n\n## What happened in containers\n\nImages that were built and run; see [the evidence](evidence.md).\n\n| case | without the fix | with the fix | the checker |\n|---|---|---|---|\n",
    );
    for row in rows {
        if let [_, case, image, without, with, _, checker] = row[..] {
            // Writing to a string cannot fail.
            _ = writeln!(
                out,
                "| {case}, on {image} | {without} | {with} | {checker} |"
            );
        }
    }
    out
}

fn silenced(meta: &RuleMeta) -> String {
    let id = meta.id;
    format!(
        "\n\n## How to silence it\n\nAbove the instruction, with the reason:\n\n```dockerfile\n# distroless-check: ignore[{id}] why it is right here\n```\n\nFor all files, in `distroless-check.toml` (see [configuration](../configuration.md)):\n\n```toml\n[rules]\nignore = [\"{id}\"]\n```\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{Evidence, cells, example};

    #[test]
    fn rows_have_cells() {
        assert_eq!(cells(r"| a | b \| c | `d` |"), ["a", r"b \| c", "`d`"]);
        assert_eq!(cells("text"), Vec::<&str>::new());
        let evidence = Evidence::read("| rule | a |\n| x | 1 | 2 | 3 | 4 | 5 | 6 |\n");
        assert_eq!(evidence.rows.len(), 1);
        assert_eq!(evidence.rows["x"][0][2], "2");
    }

    #[test]
    fn an_example_that_needs_files_is_none() {
        let page = "# x\n\n```dockerfile bad\nFROM a\n# expect: x\nRUN b\n```\n";
        assert_eq!(example(page).as_deref(), Some("FROM a\nRUN b\n"));
        assert_eq!(
            example(&format!("{page}\n```file path=a\n```\n")).as_deref(),
            None
        );
    }
}
