//! `cargo xtask dist`: what the action ships, byte for byte the same wherever it is built.

mod hints;
mod order;
pub(crate) mod sbom;
pub(crate) mod third_party;

use crate::{node, root};
use distroless_core::rules;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// A package of ours that is compiled, and the features that it has besides its own.
pub(crate) type Linked<'a> = (&'a str, &'a [&'a str]);

/// A WebAssembly module.
#[derive(Clone, Copy)]
pub(crate) struct Module {
    /// Its name in dist/.
    pub(crate) file: &'static str,
    pub(crate) package: &'static str,
    /// What it has besides.
    pub(crate) features: &'static [&'static str],
    /// What its bindings are called while dist/ is built.
    pub(crate) bindings: &'static str,
    /// Whether it is told which functions a usual run calls.
    pub(crate) hinted: bool,
    /// What a runner may have to load: bytes as they are and compressed.
    pub(crate) budget: (usize, usize),
}

impl Module {
    /// What is compiled for it.
    pub(crate) fn linked(&self) -> Linked<'static> {
        (self.package, self.features)
    }
}

/// The modules, in the order in which `build.mjs` takes their bindings.
pub(crate) const MODULES: [Module; 3] = [
    Module {
        file: "distroless_check.wasm",
        package: "distroless-wasm",
        features: &[],
        bindings: "bindings",
        hinted: true,
        budget: (1_600_000, 550_000),
    },
    Module {
        file: "distroless_builds.wasm",
        package: "distroless-builds-wasm",
        features: &[],
        bindings: "builds_bindings",
        hinted: false,
        budget: (400_000, 175_000),
    },
    Module {
        file: "distroless_toml.wasm",
        package: "distroless-toml-wasm",
        features: &[],
        bindings: "toml_bindings",
        hinted: false,
        budget: (150_000, 60_000),
    },
];

/// Builds dist/, or with `check` builds it elsewhere and compares.
pub(crate) fn run(check: bool) -> Result<(), Box<dyn Error>> {
    let fresh = build()?;
    let folder = root::path().join("dist");
    if !check {
        fs::create_dir_all(&folder)?;
        for name in existing(&folder)?.keys() {
            if !fresh.contains_key(name) {
                fs::remove_file(folder.join(name))?;
            }
        }
        for (name, bytes) in &fresh {
            fs::write(folder.join(name), bytes)?;
            println!("{:>9} {name}", bytes.len());
        }
        return Ok(());
    }
    let committed = existing(&folder)?;
    let names: BTreeSet<&String> = fresh.keys().chain(committed.keys()).collect();
    let stale: Vec<String> = names
        .into_iter()
        .filter_map(|name| match (fresh.get(name), committed.get(name)) {
            (Some(a), Some(b)) if a == b => None,
            (Some(_), Some(_)) => Some(format!("{name} differs")),
            (Some(_), None) => Some(format!("{name} is missing")),
            _ => Some(format!("{name} is not made by the build")),
        })
        .collect();
    if stale.is_empty() {
        println!("dist/ is fresh: {} files", committed.len());
        return Ok(());
    }
    let kept = root::path().join("target/dist-expected");
    fs::create_dir_all(&kept)?;
    for (name, bytes) in &fresh {
        fs::write(kept.join(name), bytes)?;
    }
    Err(format!(
        "dist/ is not what the sources give: {}; run `cargo xtask dist` (what was expected is in target/dist-expected)",
        stale.join(", ")
    )
    .into())
}

/// All files of dist/, by name.
fn build() -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let mut files = bundled(
        &MODULES,
        &node::folder().join("build.mjs"),
        &["builds.mjs", "engine.mjs", "index.mjs"],
    )?;
    // The module is loaded each time; what its rules explain is read where SARIF is written.
    files.insert("rules.md".to_owned(), rules::explanations().into_bytes());
    files.insert(
        "THIRD-PARTY.txt".to_owned(),
        third_party::text(TARGET, &MODULES)?.into_bytes(),
    );
    files.insert(sbom::FILE.to_owned(), sbom::of(TARGET, &MODULES)?);
    for (name, bytes) in &files {
        without_this_machine(name, bytes)?;
    }
    let manifest = manifest(&files)?;
    files.insert("MANIFEST.json".to_owned(), manifest.into_bytes());
    Ok(files)
}

/// The modules, and the bundles that a script makes of their bindings, by name.
pub(crate) fn bundled(
    modules: &[Module],
    script: &Path,
    names: &[&str],
) -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let work = tempfile::tempdir()?;
    let wanted = modules;
    let mut modules = Vec::new();
    for module in wanted {
        let bindings = work.path().join(module.bindings);
        bind(module.linked(), module.bindings, &bindings)?;
        modules.push((module, bindings));
    }
    let bundles = work.path().join("bundles");
    node::need(&node::folder(), "esbuild")?;
    let mut esbuild = node::command()?;
    esbuild.arg(script);
    for (module, bindings) in &modules {
        esbuild.arg(bindings.join(format!("{}.js", module.bindings)));
    }
    esbuild.arg(&bundles).current_dir(node::folder());
    root::run(&mut esbuild)?;

    let mut files = BTreeMap::new();
    for name in names {
        let bundle = fs::read_to_string(bundles.join(name))?;
        files.insert((*name).to_owned(), without_paths(&bundle).into_bytes());
    }
    for (module, bindings) in &modules {
        let compiled = bindings.join(format!("{}_bg.wasm", module.bindings));
        let mut compiled = order::alike_together(&fs::read(compiled)?)?;
        if module.hinted {
            let bundle = files.get("engine.mjs").ok_or("no engine.mjs")?;
            compiled = hints::hinted(&compiled, std::str::from_utf8(bundle)?)?;
        }
        within_budget(module, &compiled)?;
        files.insert(module.file.to_owned(), compiled);
    }
    Ok(files)
}

/// Compiles the library of a package to WebAssembly, and writes `NAME_bg.wasm` and the JavaScript that calls
/// it, `NAME.js`, into a folder.
pub(crate) fn bind(linked: Linked<'_>, name: &str, into: &Path) -> Result<(), Box<dyn Error>> {
    root::standard_library(TARGET)?;
    Bindgen::new()
        .input_path(compile(linked)?)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(into)?;
    Ok(())
}

/// The licences of what is linked into modules of the given packages.
pub(crate) fn licences(packages: &[Linked<'_>]) -> Result<String, Box<dyn Error>> {
    third_party::of(TARGET, packages)
}

/// Modules are loaded in runs of the action, so they must not grow unnoticed.
fn within_budget(module: &Module, compiled: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(compiled)?;
    let (plain, packed) = (compiled.len(), packed.finish()?.len());
    let (name, budget) = (module.file, module.budget);
    println!("{name}: {plain} bytes, {packed} compressed");
    if plain > budget.0 || packed > budget.1 {
        return Err(format!(
            "{name} is larger than the budget of {} bytes, {} compressed",
            budget.0, budget.1
        )
        .into());
    }
    Ok(())
}

/// esbuild heads each module with a comment of its path; the one of the bindings is temporary.
fn without_paths(bundle: &str) -> String {
    let kept = bundle
        .lines()
        .filter(|line| !(line.starts_with("// ") && line.ends_with("bindings.js")));
    kept.fold(String::new(), |mut text, line| {
        text.push_str(line);
        text.push('\n');
        text
    })
}

/// Compiles a WebAssembly module; no path of this machine gets into it.
fn compile((package, features): Linked<'_>) -> Result<PathBuf, Box<dyn Error>> {
    root::run(root::cargo().args(["fetch", "--quiet", "--locked", "--target", TARGET]))?;
    let target = root::path().join("target/dist");
    let mut cargo = root::cargo();
    // The compiler optimises the whole program only where it does not make an rlib as well.
    cargo
        .args(["rustc", "--quiet", "--locked", "--profile", "wasm"])
        .args(["--package", package, "--lib", "--target", TARGET])
        .args(["--features", &features.join(",")])
        .args(["--crate-type", "cdylib"])
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags()?);
    // The profile is the workspace's, whatever the machine's settings are.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PROFILE_") {
            cargo.env_remove(name);
        }
    }
    root::run(&mut cargo)?;
    let compiled = format!("wasm/{}.wasm", package.replace('-', "_"));
    Ok(target.join(TARGET).join(compiled))
}

/// What keeps this machine's folders out of what the compiler makes.
pub(crate) fn flags() -> Result<String, Box<dyn Error>> {
    let flags = remapped()?;
    let flags = flags
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
}

/// Folders of this machine, and what they are called in the module. Of several that fit, the
/// compiler takes the last.
fn remapped() -> Result<Vec<(PathBuf, &'static str)>, Box<dyn Error>> {
    let home = cargo_home();
    let mut folders = vec![(home.clone(), "/cargo")];
    // The folder of a registry is named after its address, which may be that of a mirror.
    for registry in fs::read_dir(home.join("registry/src"))? {
        folders.push((registry?.path(), "/crates"));
    }
    let sysroot = root::output(root::rustc().args(["--print", "sysroot"]))?;
    folders.push((PathBuf::from(sysroot.trim()), "/rust"));
    folders.push((root::path(), "/src"));
    Ok(folders)
}

fn cargo_home() -> PathBuf {
    std::env::var_os("CARGO_HOME").map_or_else(
        || std::env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    )
}

/// A path of this machine in a file means that it comes out differently elsewhere.
pub(crate) fn without_this_machine(name: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let home = cargo_home();
    for (folder, _) in remapped()? {
        // The home itself can be a text of the program: `/root/.cargo` is where images keep it, too.
        let folder = if folder == home {
            folder.join("registry/src")
        } else {
            folder
        };
        let folder = folder.display().to_string();
        if bytes
            .windows(folder.len())
            .any(|part| part == folder.as_bytes())
        {
            return Err(format!("{name} has a path of this machine in it: {folder}").into());
        }
    }
    Ok(())
}

fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Result<String, Box<dyn Error>> {
    let rustc = root::output(root::rustc().arg("--version"))?;
    let files: BTreeMap<&String, Value> = files
        .iter()
        .map(|(name, bytes)| {
            let digest = Sha256::digest(bytes);
            let hex = digest.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            (name, json!({ "bytes": bytes.len(), "sha256": hex }))
        })
        .collect();
    let manifest = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "rustc": rustc.trim(),
        "files": files,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

fn existing(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.insert(
            entry.file_name().to_string_lossy().into_owned(),
            fs::read(entry.path())?,
        );
    }
    Ok(files)
}
