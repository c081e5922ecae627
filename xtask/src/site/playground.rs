//! The playground: the editor, the module of the action, and the one with what only the playground has.

use crate::{dist, node, root};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use wasmparser::{Parser, Payload};

/// The module of the action, whose findings are shown.
const CHECKER: &str = "distroless_check.wasm";

/// The licences of what the playground is made of; the build of the scripts begins it.
const LICENCES: &str = "THIRD-PARTY.txt";

/// What is built besides the book.
#[derive(Debug)]
pub(super) struct Parts {
    /// What colours examples in the book.
    pub(super) highlight: PathBuf,
    /// The files of the playground.
    folder: PathBuf,
}

/// Builds it in a folder.
pub(super) fn build(work: &Path) -> Result<Parts, Box<dyn Error>> {
    let bindings = work.join("bindings");
    // Under the name that they have in dist/: the module asks for them by it.
    dist::bind(("distroless-wasm", &[]), "bindings", &bindings)?;
    dist::bind(("distroless-playground-wasm", &[]), "playground", &bindings)?;
    // The bindings are made anew, the module is that of the action.
    let shipped = fs::read(root::path().join("dist").join(CHECKER))?;
    let (shipped_has, fresh_has) = (
        interface(&shipped)?,
        interface(&fs::read(bindings.join("bindings_bg.wasm"))?)?,
    );
    let mut differing = shipped_has.symmetric_difference(&fresh_has);
    if let Some(first) = differing.next() {
        return Err(format!(
            "dist/{CHECKER} is not what the sources give ({first}); run `cargo xtask dist`"
        )
        .into());
    }
    let parts = Parts {
        highlight: work.join("highlight.js"),
        folder: work.join("playground"),
    };
    node::need(&node::folder(), "esbuild")?;
    node::need(&node::site(), "esbuild")?;
    root::run(
        node::command()?
            .arg("build.mjs")
            .args([bindings.join("bindings.js"), bindings.join("playground.js")])
            .args([&parts.folder, &parts.highlight])
            .arg(root::path().join("examples"))
            .current_dir(node::site()),
    )?;
    let licences = parts.folder.join(LICENCES);
    let mut text = fs::read_to_string(&licences)?;
    text.push_str("\nThe modules contain code of the Rust standard library (MIT OR Apache-2.0) and of these packages:\n\n");
    text.push_str(&dist::licences(&[
        ("distroless-wasm", &[]),
        ("distroless-playground-wasm", &[]),
    ])?);
    fs::write(licences, text)?;
    fs::write(parts.folder.join(CHECKER), shipped)?;
    fs::copy(
        bindings.join("playground_bg.wasm"),
        parts.folder.join("playground.wasm"),
    )?;
    Ok(parts)
}

/// Puts the playground into the site.
pub(super) fn add(site: &Path, parts: &Parts) -> Result<(), Box<dyn Error>> {
    Ok(root::copy(&parts.folder, &site.join("playground"))?)
}

/// Tries a site in a browser.
pub(super) fn test(site: &Path, must: bool) -> Result<(), Box<dyn Error>> {
    let mut command = node::command()?;
    command
        .args(["--test", "--test-reporter=spec", "test/*.test.js"])
        .env("SITE", site)
        .current_dir(node::site());
    if must {
        command.env("REQUIRE_BROWSER", "1");
    }
    root::run(&mut command)
}

/// The names that a module takes and gives. The bindings fit where they are the same.
fn interface(module: &[u8]) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    names.insert(format!("takes {} {}", import.module, import.name));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    names.insert(format!("gives {}", export?.name));
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::interface;
    use crate::root;
    use std::fs;

    #[test]
    fn modules_tell_what_they_take_and_give() {
        let read = |name| fs::read(root::path().join("dist").join(name)).expect("a module");
        let checker = interface(&read("distroless_check.wasm")).expect("a module");
        let builds = interface(&read("distroless_builds.wasm")).expect("a module");
        assert!(checker.contains("gives analyze"), "{checker:?}");
        assert_ne!(checker, builds);
    }
}
