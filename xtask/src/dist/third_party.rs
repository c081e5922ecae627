//! The licences of the packages whose code is in the WebAssembly module.

use super::{Linked, Module};
use crate::root;
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A package of a registry.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    /// Its licence expression.
    pub(super) licence: String,
    authors: Vec<String>,
    folder: PathBuf,
}

/// The list of packages, then each one's own licence texts.
pub(crate) fn text(target: &str, modules: &[Module]) -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "distroless_check.wasm and distroless_builds.wasm contain code of the Rust standard library\n\
         (MIT OR Apache-2.0) and of these packages; engine.mjs and builds.mjs contain code that\n\
         wasm-bindgen writes.\n\n",
    );
    let ours: Vec<Linked<'_>> = modules.iter().map(Module::linked).collect();
    text.push_str(&of(target, &ours)?);
    Ok(text)
}

/// The packages that are linked into some of ours, then each one's own licence texts.
pub(super) fn of(target: &str, ours: &[Linked<'_>]) -> Result<String, Box<dyn Error>> {
    let packages = packages(target, ours)?;
    let mut text = String::new();
    for (name, package) in &packages {
        writeln!(text, "{name}: {}", package.licence)?;
    }
    for (name, package) in &packages {
        let texts = licence_texts(package)?;
        if texts.is_empty() {
            let authors = package.authors.join(", ");
            write!(
                text,
                "\n---- {name}: no licence text in its archive; authors: {authors}\n"
            )?;
        }
        for (file, content) in texts {
            write!(text, "\n---- {name}, {file}\n\n{}\n", content.trim())?;
        }
    }
    Ok(text)
}

/// By `name version`: what is linked, without build scripts and macros.
pub(super) fn packages(
    target: &str,
    ours: &[Linked<'_>],
) -> Result<BTreeMap<String, Package>, Box<dyn Error>> {
    let mut tree = root::cargo();
    tree.args(["tree", "--locked", "--target", target]);
    for (package, features) in ours {
        tree.args(["--package", package]);
        for feature in *features {
            tree.args(["--features", &format!("{package}/{feature}")]);
        }
    }
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--format", "{p}\t"]);
    let tree = root::output(&mut tree)?;
    // `name v1.2.3`, and for packages of this project a folder after it.
    let linked: Vec<String> = tree
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(package, _)| package.replacen(" v", " ", 1))
        .collect();

    let metadata = root::output(
        root::cargo()
            .args(["metadata", "--locked", "--format-version", "1"])
            .args(["--filter-platform", target]),
    )?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut packages = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let field = |name: &str| package[name].as_str().unwrap_or_default();
        let name = format!("{} {}", field("name"), field("version"));
        // Packages of this project have no source.
        if package["source"].is_null() || !linked.contains(&name) {
            continue;
        }
        let folder = Path::new(field("manifest_path")).parent();
        let authors = package["authors"].as_array().into_iter().flatten();
        let authors = authors.filter_map(Value::as_str).map(str::to_owned);
        let package = Package {
            name: field("name").to_owned(),
            version: field("version").to_owned(),
            authors: authors.collect(),
            licence: field("license").to_owned(),
            folder: folder.unwrap_or(Path::new("")).to_owned(),
        };
        packages.insert(name, package);
    }
    Ok(packages)
}

/// The licence files of a package's archive. Where it may be used under the MIT licence, that text
/// alone is needed.
fn licence_texts(package: &Package) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(&package.folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let upper = name.to_uppercase();
        let known = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
        if entry.file_type()?.is_file() && known.iter().any(|word| upper.starts_with(word)) {
            texts.insert(name, fs::read_to_string(entry.path())?.replace('\r', ""));
        }
    }
    let is_mit = |name: &str| name.to_uppercase().contains("MIT");
    let choice = package.licence.contains("MIT OR") || package.licence.contains("OR MIT");
    if choice && texts.keys().any(|name| is_mit(name)) {
        texts.retain(|name, _| is_mit(name) || name.to_uppercase().starts_with("NOTICE"));
    }
    Ok(texts)
}
