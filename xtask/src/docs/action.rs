//! The reference of the action, made from `action.yml`.

use crate::root;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

/// What the page takes from `action.yml`.
#[derive(Debug, Deserialize)]
struct Action {
    description: String,
    inputs: BTreeMap<String, Input>,
    outputs: BTreeMap<String, Output>,
    runs: Runs,
}

#[derive(Debug, Deserialize)]
struct Input {
    description: String,
    default: Option<String>,
    #[serde(default)]
    required: bool,
}

#[derive(Debug, Deserialize)]
struct Output {
    description: String,
}

#[derive(Debug, Deserialize)]
struct Runs {
    using: String,
}

/// The page.
pub(super) fn document() -> Result<String, Box<dyn Error>> {
    page(&fs::read_to_string(root::path().join("action.yml"))?)
}

fn page(yaml: &str) -> Result<String, Box<dyn Error>> {
    let action: Action = serde_saphyr::from_str(yaml)?;
    let mut out = format!(
        "# GitHub Action\n\nWritten by `cargo xtask docs` from [action.yml](../action.yml). {}. It runs on the Node.js of the runner (`{}`). Workflows to copy, and the permissions that each part needs, are on [the page on CI](ci.md).\n\n```yaml\n- uses: org/distroless-check@v1\n  with:\n    fail-on: error\n```\n\n## Inputs\n\n| input | default | meaning |\n|---|---|---|\n",
        action.description.trim_end_matches('.'),
        action.runs.using
    );
    for (name, input) in in_order(yaml, &action.inputs) {
        let default = match (&input.default, input.required) {
            (Some(default), _) => format!("`{}`", cell(default)),
            (None, true) => "required".to_owned(),
            (None, false) => "–".to_owned(),
        };
        writeln!(
            out,
            "| `{name}` | {default} | {} |",
            cell(&input.description)
        )?;
    }
    out.push_str("\n## Outputs\n\n| output | meaning |\n|---|---|\n");
    for (name, output) in in_order(yaml, &action.outputs) {
        writeln!(out, "| `{name}` | {} |", cell(&output.description))?;
    }
    Ok(out)
}

/// Keys in the order in which they are written, which is that of their weight.
fn in_order<'a, T>(yaml: &str, all: &'a BTreeMap<String, T>) -> Vec<(&'a String, &'a T)> {
    let mut listed: Vec<_> = all.iter().collect();
    listed.sort_by_key(|(name, _)| yaml.find(&format!("\n  {name}:")));
    listed
}

/// Text of a cell of a table.
fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn inputs_and_outputs_are_listed_in_order() {
        let text = page(
            "name: x\ndescription: Checks.\ninputs:\n  z:\n    description: a|b\n    default: 'true'\n  \
             a:\n    description: c\n    required: true\noutputs:\n  o:\n    description: d\nruns:\n  using: node24\n",
        )
        .expect("a page");
        let rows: Vec<_> = text
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        assert_eq!(
            rows,
            [
                "| `z` | `true` | a\\|b |",
                "| `a` | required | c |",
                "| `o` | d |"
            ]
        );
    }
}
