//! The tables of packages and commands.

use super::rows::provenance;
use super::rust::{string, variant, words};
use super::schema::ToolsFile;
use std::fmt::Write as _;

const CLASSES: &[&str] = &[
    "archive",
    "build-tool",
    "data-client",
    "debugger",
    "docs",
    "editor",
    "headers",
    "lang-package-manager",
    "network-debug",
    "network-download",
    "package-manager",
    "process-admin",
    "runtime-ok",
    "shell",
    "toolchain",
    "vcs",
];

/// Names in the order that they are searched by.
fn in_order(names: &[String]) -> Result<String, String> {
    let mut names = names.to_vec();
    names.sort();
    words(&names)
}

/// What packages and commands are for.
pub(super) fn tools(file: &ToolsFile) -> Result<String, String> {
    let mut text = "pub(crate) static PACKAGES: &[(&str, ToolClass, Words)] = &[\n".to_owned();
    for row in &file.packages {
        provenance(&row.source, &row.checked, &row.confidence)?;
        let class = variant("ToolClass", &row.class, CLASSES)?;
        _ = writeln!(
            text,
            "({:?}, {class}, {}),",
            row.manager,
            in_order(&row.names)?
        );
    }
    text += "];\n\npub(crate) static COMMANDS: &[(ToolClass, Words)] = &[\n";
    for row in &file.commands {
        provenance(&row.source, &row.checked, &row.confidence)?;
        let class = variant("ToolClass", &row.class, CLASSES)?;
        _ = writeln!(text, "({class}, {}),", in_order(&row.names)?);
    }
    text += "];\n\npub(crate) static RUNTIME_PACKAGES: &[(&str, &str)] = &[\n";
    for row in &file.runtime {
        provenance(&row.source, &row.checked, &row.confidence)?;
        let mut lines = String::new();
        for (dev, release, packages) in &row.rows {
            _ = writeln!(lines, "{dev} {release} {packages}");
        }
        _ = writeln!(text, "({:?}, {}),", row.manager, string(&lines));
    }
    text += "];\n\npub(crate) static LINKED: &[(&str, &str)] = &[\n";
    for row in &file.link {
        provenance(&row.source, &row.checked, &row.confidence)?;
        let mut lines = String::new();
        for (library, package) in &row.rows {
            _ = writeln!(lines, "{library} {package}");
        }
        _ = writeln!(text, "({:?}, {}),", row.manager, string(&lines));
    }
    text += "];\n\npub(crate) static SIZES: &[(&str, &str)] = &[\n";
    for row in &file.size {
        provenance(&row.source, &row.checked, &row.confidence)?;
        let mut lines = String::new();
        for (package, size) in &row.rows {
            _ = writeln!(lines, "{package} {size}");
        }
        _ = writeln!(text, "({:?}, {}),", row.manager, string(&lines));
    }
    Ok(text + "];\n")
}
