//! `cargo xtask package`: what the project is installed from, built into target/packages, and with
//! `--check` installed from there into an empty place and run beside the native program.

mod debian;
mod from_source;
mod npm;
mod program;
mod sample;
mod shells;
mod tools;
mod wheel;

use crate::root;
use sample::Sample;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(crate) const USAGE: &str = "\
usage: cargo xtask package [--check] [NAME...]

  --check  installs each into an empty place and compares what it writes with the native program

  source   the program as `cargo install` builds it (nothing but the check)
  shells   completions and manual pages
  program  the static program for Linux, in an archive
  npm      the package for Node.js, with the checker in WebAssembly
  wheel    the package for Python, with the static program
  deb      the package for Debian, with the static program

All by default, in target/packages.";

type Done = Result<(), Box<dyn Error>>;

/// What is built, and checked as it was built.
struct Package {
    name: &'static str,
    /// Writes the artefacts into a folder.
    build: fn(&Path) -> Done,
    /// Installs from that folder and compares.
    check: fn(&Path, &Sample) -> Done,
}

/// Each after those that it holds parts of.
const PACKAGES: [Package; 6] = [
    Package {
        name: "shells",
        build: shells::build,
        check: shells::check,
    },
    Package {
        name: "program",
        build: program::build,
        check: program::check,
    },
    Package {
        name: "npm",
        build: npm::build,
        check: npm::check,
    },
    Package {
        name: "wheel",
        build: wheel::build,
        check: wheel::check,
    },
    Package {
        name: "deb",
        build: debian::build,
        check: debian::check,
    },
    Package {
        name: "source",
        build: from_source::build,
        check: from_source::check,
    },
];

/// Builds and checks what `arguments` ask for.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let check = arguments.contains(&"--check");
    let names: Vec<&str> = arguments
        .iter()
        .copied()
        .filter(|argument| *argument != "--check")
        .collect();
    let is_known = |name: &&str| PACKAGES.iter().any(|package| package.name == *name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        return Err(format!("there is no package {unknown}\n{USAGE}").into());
    }
    let folder = folder();
    fs::create_dir_all(&folder)?;
    let sample = check.then(Sample::new).transpose()?;
    let wanted = PACKAGES
        .iter()
        .filter(|package| names.is_empty() || names.contains(&package.name));
    for package in wanted {
        let start = Instant::now();
        (package.build)(&folder).map_err(|error| format!("{}: {error}", package.name))?;
        if let Some(sample) = &sample {
            (package.check)(&folder, sample)
                .map_err(|error| format!("{}: {error}", package.name))?;
        }
        println!("{}: ok ({:.1?})", package.name, start.elapsed());
    }
    Ok(())
}

/// Builds the static program and gives its place.
pub(crate) fn static_program() -> Result<PathBuf, Box<dyn Error>> {
    program::compiled()
}

/// Where the artefacts are.
pub(crate) fn folder() -> PathBuf {
    root::path().join("target/packages")
}

/// Makes a folder anew.
fn emptied(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(())
}

/// The only file of a folder with this ending.
fn only(folder: &Path, ending: &str) -> Result<PathBuf, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        _ => Err(format!("{} files *{ending} in {}", found.len(), folder.display()).into()),
    }
}
