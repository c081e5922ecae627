//! Which functions a usual run of the action calls, told to the engine that compiles the module: it
//! compiles those on other threads while git works, and the others when they are called. Half of all
//! functions, and less than half of the work.
//!
//! The section is a proposal that V8 reads behind a flag; whoever does not know it passes over it.

use crate::{node, root};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use wasm_encoder::{CustomSection, Encode, Module, RawSection, SectionId};
use wasmparser::{Parser, Payload, TypeRef};

/// The name of the section.
/// Source: WebAssembly/compilation-hints and V8's `module-decoder-impl.h` at 13.6, checked 2026-11-28.
const SECTION: &str = "compilationHints";

/// Compile it with the module, by the compiler that is quick first and by the other one later.
const EAGER: u8 = 0b01_01_10;
/// Compile it when it is called, by the compiler that is quick.
const LAZY: u8 = 0b01_01_01;

/// The module with its hints. `bundle` is engine.mjs, whose module this is.
pub(super) fn hinted(module: &[u8], bundle: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let (imported, functions) = functions(module)?;
    let called = called(module, bundle)?;
    if called.is_empty() {
        return Err("the engine does not tell which functions it compiles".into());
    }
    let mut hints = Vec::new();
    functions.encode(&mut hints);
    hints.extend((imported..imported + functions).map(|number| {
        if called.contains(&number) {
            EAGER
        } else {
            LAZY
        }
    }));
    let hints = CustomSection {
        name: Cow::Borrowed(SECTION),
        data: Cow::Owned(hints),
    };
    let mut with = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        // It has to be known before the code is compiled.
        if id == u8::from(SectionId::Code) {
            with.section(&hints);
        }
        let data = module.get(range).ok_or("a section outside of the module")?;
        with.section(&RawSection { id, data });
    }
    Ok(with.finish())
}

/// How many functions a module takes from the host, and how many it has itself.
fn functions(module: &[u8]) -> Result<(u32, u32), Box<dyn Error>> {
    let (mut imported, mut own) = (0, 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(section) => own = section.count(),
            _ => {}
        }
    }
    Ok((imported, own))
}

/// The numbers of the functions that are called for the examples: each is compiled when it is called
/// first, and the engine tells.
fn called(module: &[u8], bundle: &str) -> Result<BTreeSet<u32>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let engine = folder.path().join("engine.mjs");
    fs::write(&engine, bundle)?;
    fs::write(folder.path().join("distroless_check.wasm"), module)?;
    let mut command = node::command()?;
    command
        .arg("--trace-wasm-compilation-times")
        .arg(root::path().join("xtask/src/dist/called.mjs"))
        .arg(&engine)
        .arg(root::path());
    let told = output(&mut command, folder.path())?;
    let numbers = told.lines().filter_map(|line| {
        let (_, rest) = line.strip_prefix("Compiled function ")?.split_once('#')?;
        let (number, how) = rest.split_once(' ')?;
        how.starts_with("using Liftoff")
            .then(|| number.parse().ok())?
    });
    Ok(numbers.collect())
}

fn output(command: &mut std::process::Command, folder: &Path) -> Result<String, Box<dyn Error>> {
    let ended = command.current_dir(folder).output()?;
    if !ended.status.success() {
        let text = String::from_utf8_lossy(&ended.stderr);
        return Err(format!("the engine failed: {text}").into());
    }
    Ok(String::from_utf8(ended.stdout)?)
}
