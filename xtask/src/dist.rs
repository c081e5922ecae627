//! `cargo xtask dist`: what the action ships, byte for byte the same wherever it is built.

use crate::{node, root};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";
const WASM: &str = "distroless_check.wasm";

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
    let names: std::collections::BTreeSet<&String> = fresh.keys().chain(committed.keys()).collect();
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
    let module = compile()?;
    let work = tempfile::tempdir()?;
    let bindings = work.path().join("bindings");
    Bindgen::new()
        .input_path(module)
        .out_name("bindings")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bindings)?;
    let bundle = work.path().join("index.mjs");
    if !node::folder().join("node_modules/esbuild").is_dir() {
        node::install()?;
    }
    let mut esbuild = node::command();
    esbuild
        .arg("build.mjs")
        .arg(bindings.join("bindings.js"))
        .arg(&bundle)
        .current_dir(node::folder());
    root::run(&mut esbuild)?;

    let mut files = BTreeMap::new();
    files.insert(
        "index.mjs".to_owned(),
        without_paths(&fs::read_to_string(&bundle)?).into_bytes(),
    );
    files.insert(
        WASM.to_owned(),
        fs::read(bindings.join("bindings_bg.wasm"))?,
    );
    files.insert("THIRD-PARTY.txt".to_owned(), third_party()?.into_bytes());
    let manifest = manifest(&files)?;
    files.insert("MANIFEST.json".to_owned(), manifest.into_bytes());
    Ok(files)
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

/// Compiles the WebAssembly module; no path of this machine gets into it.
fn compile() -> Result<PathBuf, Box<dyn Error>> {
    let target = root::path().join("target/dist");
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || std::env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    );
    let sysroot = output(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(root::path()),
    )?;
    let flags = [
        (home.display().to_string(), "/cargo"),
        (sysroot.trim().to_owned(), "/rust"),
        (root::path().display().to_string(), "/src"),
    ]
    .map(|(from, to)| format!("--remap-path-prefix={from}={to}"))
    .join("\u{1f}");
    let mut cargo = root::cargo();
    cargo
        .args([
            "build",
            "--quiet",
            "--locked",
            "--profile",
            "wasm",
            "--package",
            "distroless-wasm",
            "--lib",
        ])
        .args(["--target", TARGET])
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        // The tool that calls us may have set flags of its own.
        .env_remove("RUSTFLAGS");
    root::run(&mut cargo)?;
    Ok(target.join(TARGET).join("wasm/distroless_wasm.wasm"))
}

/// The packages whose code is in the module, with their licences and the texts these ask to be
/// shipped with the code.
fn third_party() -> Result<String, Box<dyn Error>> {
    let folders = package_folders()?;
    let mut list = String::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (package, licence) in packages()? {
        writeln!(list, "{package} — {licence}")?;
        let folder = folders
            .get(&package)
            .ok_or_else(|| format!("the sources of {package} are not found"))?;
        for text in licence_texts(folder)? {
            texts.entry(text).or_default().push(package.clone());
        }
    }
    let mut out =
        format!("{WASM} contains code of these packages, under these licences.\n\n{list}");
    for (text, packages) in texts {
        write!(
            out,
            "\n{}\n{}\n\n{}\n",
            "-".repeat(80),
            packages.join(", "),
            text.trim()
        )?;
    }
    Ok(out)
}

/// Names with versions, and licences, of what is linked into the module.
fn packages() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let tree = output(root::cargo().args([
        "tree",
        "--locked",
        "--package",
        "distroless-wasm",
        "--target",
        TARGET,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}\t{l}",
    ]))?;
    let mut packages = BTreeMap::new();
    for line in tree.lines() {
        let (package, licence) = line.split_once('\t').unwrap_or((line, ""));
        // Packages of this project are shown with their folder.
        if !package.contains('/') {
            packages.insert(
                package.to_owned(),
                licence.trim_end_matches(" (*)").to_owned(),
            );
        }
    }
    Ok(packages)
}

/// Where the sources of each package are.
fn package_folders() -> Result<BTreeMap<String, PathBuf>, Box<dyn Error>> {
    let metadata = output(root::cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut folders = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let folder = Path::new(text("manifest_path"))
            .parent()
            .map(Path::to_path_buf);
        folders.insert(
            format!("{} v{}", text("name"), text("version")),
            folder.unwrap_or_default(),
        );
    }
    Ok(folders)
}

/// The licence files at the top of a package. Of a choice of licences the MIT text is taken.
fn licence_texts(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_uppercase();
        if entry.file_type()?.is_file()
            && (name.starts_with("LICEN") || name.starts_with("COPYING"))
        {
            files.push((name, entry.path()));
        }
    }
    files.sort();
    if let Some(mit) = files.iter().position(|(name, _)| name.contains("MIT")) {
        files = vec![files.swap_remove(mit)];
    }
    let texts = files
        .into_iter()
        .map(|(_, path)| Ok(fs::read_to_string(path)?.replace("\r\n", "\n")));
    texts.collect()
}

/// What a program prints.
fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Result<String, Box<dyn Error>> {
    let rustc = output(
        Command::new("rustc")
            .arg("--version")
            .current_dir(root::path()),
    )?;
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
