//! Rules of other tools that ask nearly the same as a rule of ours: `docs/equivalents.toml`.

use crate::root;
use distroless_core::rules;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

/// Where the data is.
const SOURCE: &str = "docs/equivalents.toml";

/// What other tools have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Equivalents {
    /// The day it was read in the sources of the tools, `YYYY-MM-DD`.
    checked: String,
    /// The tools by their keys.
    tools: BTreeMap<String, Tool>,
    /// By our rule and the tool's key: the names there.
    rules: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// A tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tool {
    name: String,
    /// The state of its sources that was read.
    version: String,
}

impl Equivalents {
    /// Reads the data; what names a rule or a tool that does not exist is an error.
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(root::path().join(SOURCE))?;
        let read: Self = toml::from_str(&text).map_err(|error| format!("{SOURCE}: {error}"))?;
        for (rule, tools) in &read.rules {
            if rules::find(rule).is_none() {
                return Err(format!("{SOURCE}: there is no rule {rule}").into());
            }
            if let Some(tool) = tools.keys().find(|key| !read.tools.contains_key(*key)) {
                return Err(format!("{SOURCE}: there is no tool {tool}").into());
            }
        }
        Ok(read)
    }

    /// What the page of a rule says of it; nothing where no tool has the like.
    pub(crate) fn section(&self, rule: &str) -> Option<String> {
        let tools = self.rules.get(rule)?;
        let mut out = String::from("| tool | rule |\n|---|---|\n");
        for (key, names) in tools {
            let tool = self.tools.get(key)?;
            // Writing to a string cannot fail.
            _ = writeln!(out, "| {} | {} |", tool.name, listed(names));
        }
        _ = writeln!(
            out,
            "\nThey ask nearly the same, seldom exactly: see [how the tools differ](../comparison.md). Read on {}.",
            self.checked
        );
        Some(out)
    }
}

/// The page that lists all of them.
pub(crate) fn document(equivalents: &Equivalents) -> String {
    let mut out = format!(
        "# Rules of other tools\n\nWritten by `cargo xtask docs` from [equivalents.toml](equivalents.toml). Rules of other tools that ask nearly the same as ours, for whoever comes from there or silences one side. The answers differ: ours come from a model of the image, see [the comparison](comparison.md). What is not listed has no like that is known to us.\n\nRead in the sources on {}: ",
        equivalents.checked
    );
    let read = equivalents.tools.values();
    let read: Vec<_> = read
        .map(|tool| format!("{} ({})", tool.name, tool.version))
        .collect();
    out.push_str(&read.join(", "));
    out.push_str(".\n\n| rule |");
    for tool in equivalents.tools.values() {
        _ = write!(out, " {} |", tool.name);
    }
    out.push_str("\n|---|");
    out.push_str(&"---|".repeat(equivalents.tools.len()));
    out.push('\n');
    for rule in rules::all() {
        let Some(tools) = equivalents.rules.get(rule.meta.id) else {
            continue;
        };
        _ = write!(out, "| `{}` |", rule.meta.id);
        for key in equivalents.tools.keys() {
            let names = tools.get(key).map_or("–".to_owned(), |names| listed(names));
            _ = write!(out, " {names} |");
        }
        out.push('\n');
    }
    out
}

fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
