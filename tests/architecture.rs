//! Which package and which module may use which, held against the sources.
//!
//! What is listed and not used fails as well: a list that only grows says nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A package of the product: its name, ours that it depends on, and those of others where it matters.
type Package = (
    &'static str,
    &'static [&'static str],
    Option<&'static [&'static str]>,
);

/// Every package. The first eight must not read files, nor may what they use.
const PACKAGES: &[Package] = &[
    ("dockerfile-syntax", &[], Some(&["memchr"])),
    ("shell-syntax", &[], Some(&[])),
    ("image-knowledge", &[], Some(&[])),
    (
        "distroless-core",
        &["dockerfile-syntax", "image-knowledge", "shell-syntax"],
        Some(&["fast-glob", "serde_json", "strsim", "toml"]),
    ),
    (
        "distroless-migrate",
        &[
            "distroless-core",
            "dockerfile-syntax",
            "image-knowledge",
            "shell-syntax",
        ],
        Some(&[]),
    ),
    (
        "distroless-report",
        &[
            "distroless-core",
            "distroless-migrate",
            "dockerfile-syntax",
            "image-knowledge",
        ],
        Some(&[
            "annotate-snippets",
            "serde",
            "serde-sarif",
            "serde_json",
            "similar",
        ]),
    ),
    (
        "distroless-drawing",
        &["distroless-report"],
        Some(&["dagre", "thiserror"]),
    ),
    (
        "build-definitions",
        &["distroless-core"],
        Some(&["granit-parser", "hcl-edit"]),
    ),
    (
        "distroless-lsp",
        &[
            "distroless-core",
            "distroless-report",
            "dockerfile-syntax",
            "image-knowledge",
        ],
        Some(&["lsp-server", "lsp-types", "serde", "serde_json", "similar"]),
    ),
    (
        "distroless-builds-wasm",
        &["build-definitions", "distroless-core"],
        None,
    ),
    (
        "distroless-check",
        &[
            "build-definitions",
            "distroless-core",
            "distroless-lsp",
            "distroless-drawing",
            "distroless-migrate",
            "distroless-report",
            "dockerfile-syntax",
            "image-knowledge",
        ],
        None,
    ),
    (
        "distroless-playground-wasm",
        &[
            "distroless-core",
            "distroless-drawing",
            "distroless-migrate",
            "distroless-report",
            "dockerfile-syntax",
            "image-knowledge",
        ],
        None,
    ),
    (
        "distroless-toml-wasm",
        &["distroless-core", "dockerfile-syntax"],
        None,
    ),
    (
        "distroless-wasm",
        &[
            "distroless-core",
            "distroless-report",
            "dockerfile-syntax",
            "image-knowledge",
        ],
        None,
    ),
];

/// The modules of distroless-core. Each may use those before it.
const LAYERS: &[&str] = &[
    "file_name",
    "order",
    "likeness",
    "toml",
    "finding",
    "config",
    "request",
    "context",
    "graph",
    "image",
    "model",
    "card",
    "rules",
    "suppress",
    "analysis",
    "fix",
];

/// What a module uses of a later one all the same, and why that is no circle of meaning.
const AGAINST: &[(&str, &str, &str)] = &[
    (
        "finding",
        "rules::RuleMeta",
        "a finding names its rule, which is data",
    ),
    (
        "finding",
        "image::Answer",
        "how sure an answer is, which is data",
    ),
    (
        "config",
        "rules",
        "the names and default severities of rules, which are data",
    ),
    (
        "graph",
        "image::path",
        "joining of paths, which knows nothing of images",
    ),
    (
        "suppress",
        "analysis::Suppressed",
        "a part of the result, which is data",
    ),
];

/// Groups of rules that use another group, and what of it.
const ACROSS_GROUPS: &[(&str, &str)] = &[
    // Which user an image starts as is asked of distroless bases and of every final image.
    ("contents", "distroless::nonroot_base"),
    // Whether a stage's image runs on a minimal base.
    ("contents", "distroless::on_minimal_base"),
    ("multi_stage", "distroless::on_minimal_base"),
    // What a user other than root cannot do.
    ("contents", "runnable::is_written"),
    ("contents", "runnable::names_port"),
];

#[test]
fn packages_depend_on_what_lies_left_of_them() {
    for (name, ours, others) in PACKAGES {
        let manifest = root().join("crates").join(name).join("Cargo.toml");
        let found = dependencies(&read(&manifest));
        let is_ours = |name: &String| PACKAGES.iter().any(|(ours, ..)| ours == name);
        let (found_ours, found_others): (BTreeSet<_>, BTreeSet<_>) =
            found.into_iter().partition(is_ours);
        assert_eq!(found_ours, owned(ours), "packages of ours that {name} uses");
        if let Some(others) = others {
            assert_eq!(
                found_others,
                owned(others),
                "packages of others that {name} uses"
            );
        }
    }
    let folders = fs::read_dir(root().join("crates")).expect("a folder");
    let folders: BTreeSet<String> = folders
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let listed: Vec<&str> = PACKAGES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(folders, owned(&listed), "every package is listed");
}

#[test]
fn modules_of_the_core_use_earlier_ones() {
    let source = root().join("crates/distroless-core/src");
    let mut wrong = Vec::new();
    let mut met = BTreeSet::new();
    let mut modules = BTreeSet::new();
    for (file, module, uses) in uses(&source) {
        let Some(own) = module.first() else { continue };
        modules.insert(own.clone());
        let rank = |name: &str| LAYERS.iter().position(|layer| *layer == name);
        for path in uses {
            // Re-exports at the top hide the module: name it.
            let first = path.split("::").next().unwrap_or_default();
            let allowed = match (rank(own), rank(first)) {
                _ if first == own => true,
                (Some(own), Some(used)) => used < own,
                _ => false,
            };
            let against = AGAINST.iter().position(|(from, to, _)| {
                from == own && (path == *to || path.starts_with(&format!("{to}::")))
            });
            match against {
                Some(index) => drop(met.insert(index)),
                None if !allowed => wrong.push(format!("{}: {own} uses {path}", file.display())),
                None => {}
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(modules, owned(LAYERS), "every module has its place");
    let unused: Vec<_> = (0..AGAINST.len())
        .filter(|index| !met.contains(index))
        .collect();
    assert!(
        unused.is_empty(),
        "not needed: {:?}",
        unused
            .iter()
            .map(|index| AGAINST[*index])
            .collect::<Vec<_>>()
    );
}

#[test]
fn groups_of_rules_know_nothing_of_each_other() {
    let source = root().join("crates/distroless-core/src");
    let groups: BTreeSet<String> = fs::read_dir(source.join("rules"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(groups.len() > 2, "{groups:?}");
    let mut found = BTreeSet::new();
    for (_, module, uses) in uses(&source) {
        let [rules, own, ..] = module.as_slice() else {
            continue;
        };
        if rules != "rules" || !groups.contains(own) {
            continue;
        }
        for path in uses {
            let Some(used) = path.strip_prefix("rules::") else {
                continue;
            };
            let group = used.split("::").next().unwrap_or_default();
            if groups.contains(group) && group != own {
                found.insert((own.clone(), used.to_owned()));
            }
        }
    }
    let listed = ACROSS_GROUPS
        .iter()
        .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
    assert_eq!(found, listed.collect());
}

/// The scanner itself sees what it must: else the tests above pass on anything.
#[test]
fn the_scanner_sees_every_form() {
    let module: Vec<String> = ["rules", "runnable", "a"].map(str::to_owned).into();
    let text = "\
        // use crate::commented;\n\
        use crate::graph::{Stage, types::X};\n\
        use crate::{image::{self, path}, model::Model as M, request};\n\
        fn f() { super::super::contents::g(); super::near(); crate::config::h(\"crate::text\"); }\n\
        #[cfg(test)]\nmod tests { use crate::analysis; }\n";
    let found = paths(text, &module);
    let expected = [
        "config::h",
        "graph::Stage",
        "graph::types::X",
        "image::path",
        "image::self",
        "model::Model",
        "request",
        "rules::contents::g",
        "rules::runnable::near",
    ];
    assert_eq!(found, owned(&expected));
}

/// A file, the path of its module, and what it uses from the root of its package.
type Uses = (PathBuf, Vec<String>, BTreeSet<String>);

fn uses(source: &Path) -> Vec<Uses> {
    let mut folders = vec![source.to_path_buf()];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let way = path.strip_prefix(source).expect("below").with_extension("");
                let mut module: Vec<String> = way
                    .iter()
                    .map(|part| part.to_string_lossy().into_owned())
                    .collect();
                if module
                    .last()
                    .is_some_and(|last| last == "mod" || last == "lib")
                {
                    module.pop();
                }
                if !module.iter().any(|part| part == "tests") {
                    let found = paths(&read(&path), &module);
                    out.push((path, module, found));
                }
            }
        }
    }
    assert!(out.len() > 20, "the sources are in {}", source.display());
    out
}

/// The paths in a text that start at `crate::` or climb out with `super::`, from the root.
fn paths(text: &str, module: &[String]) -> BTreeSet<String> {
    let code = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = BTreeSet::new();
    for (start, _) in code.match_indices("crate::") {
        let before = &code[..start];
        let in_text = before
            .rsplit('\n')
            .next()
            .unwrap_or("")
            .matches('"')
            .count()
            % 2
            == 1;
        if !in_text && !before.ends_with(is_name) {
            tree(&code[start + "crate::".len()..], "", &mut found);
        }
    }
    for (start, _) in code.match_indices("super::") {
        // The first of several.
        let before = &code[..start];
        if before.ends_with(is_name) || before.ends_with("::") {
            continue;
        }
        let mut rest = &code[start..];
        let mut climbed = 0;
        while let Some(above) = rest.strip_prefix("super::") {
            rest = above;
            climbed += 1;
        }
        let kept = module.len().saturating_sub(climbed);
        let prefix: String = module[..kept]
            .iter()
            .flat_map(|part| [part, "::"])
            .collect();
        tree(rest, &prefix, &mut found);
    }
    found
}

/// Reads a path, or several in braces, behind a prefix that ends in `::`; gives what is after it.
fn tree<'t>(text: &'t str, prefix: &str, found: &mut BTreeSet<String>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = tree(rest, prefix, found).trim_start();
            // ` as name` is of no interest.
            rest = rest.trim_start_matches(|c: char| c != ',' && c != '}');
            match rest.strip_prefix(',') {
                Some(next) if !next.trim_start().starts_with('}') => rest = next,
                Some(next) => return next.trim_start().strip_prefix('}').unwrap_or(next),
                None => return rest.strip_prefix('}').unwrap_or(rest),
            }
        }
    }
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match rest.strip_prefix("::") {
        Some(rest) if rest.starts_with(|c| is_name(c) || c == '{') => {
            tree(rest, &format!("{prefix}{name}::"), found)
        }
        _ => {
            found.insert(format!("{prefix}{name}"));
            rest
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The names under `[dependencies]`, and under those of single systems.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            inside = header == "dependencies" || header.ends_with(".dependencies");
        } else if inside && line.starts_with(is_name) {
            let end = line.find(|c| !is_name(c) && c != '-').unwrap_or(line.len());
            names.insert(line[..end].to_owned());
        }
    }
    names
}

fn owned(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Each package of others in the product has a reason, and none has one that is not there.
#[test]
fn every_package_of_others_has_a_reason() {
    let root = root();
    let page = read(&root.join("ARCHITECTURE.md"));
    let (_, section) = page.split_once("## Packages of others").expect("a section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let explained: BTreeSet<&str> = rows
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|names| names.split('`').skip(1).step_by(2))
        .collect();
    let mut used = BTreeSet::new();
    for (name, ..) in PACKAGES {
        let manifest = root.join("crates").join(name).join("Cargo.toml");
        used.extend(dependencies(&read(&manifest)));
    }
    used.retain(|name| !PACKAGES.iter().any(|(ours, ..)| ours == name));
    let explained: Vec<&str> = explained.into_iter().collect();
    assert_eq!(owned(&explained), used);
}
