//! The generated files.

use super::distroless::distroless;
use super::images::{Pools, images};
use super::rows::{confidence, layer, origin, provenance};
use super::rust::{list, option, option_string, plain_date, string, strings, variant};
use super::schema::{Candidate, Knowledge, Os, Product, Profile};
use super::tools::tools;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const HEAD: &str = "// Made by `cargo xtask codegen` from `data/*.toml`. Do not edit.\n\n";

/// What a table may need, by module.
const NAMES: &[(&str, &[&str])] = &[
    ("known", &["Known"]),
    ("layer", &["Fact", "Layer", "RuntimeRow", "SILENT"]),
    (
        "tables",
        &[
            "CandidateRow",
            "DistrolessNameRow",
            "DistrolessRow",
            "EolRow",
            "MirrorRow",
            "NO_OS",
            "OsRow",
            "RepositoryRow",
            "VariantRow",
            "build",
            "day",
            "recorded",
        ],
    ),
    (
        "types",
        &[
            "Account",
            "Confidence",
            "Family",
            "Language",
            "LibcKind",
            "Linkage",
            "Provenance",
            "Purpose",
            "RuntimeKind",
            "ToolClass",
        ],
    ),
    ("words", &["Words"]),
];

pub(super) const FAMILIES: &[&str] = &[
    "distroless",
    "docker-official",
    "chainguard",
    "ubi",
    "dotnet",
    "aws-lambda",
    "uv",
    "bun",
    "deno",
    "nvidia-cuda",
    "bitnami",
    "docker-hardened",
    "azure-linux",
    "other",
];
const LANGUAGES: &[&str] = &[
    "c", "cpp", "dotnet", "go", "java", "node", "php", "python", "ruby", "rust",
];
const LINKAGES: &[&str] = &["static", "glibc", "glibc-cpp", "musl", "interpreted"];

/// The numbers of the OS rows, by key.
pub(super) type OsNumbers = BTreeMap<String, usize>;

/// All generated files, by name.
pub(super) fn files(knowledge: &Knowledge) -> Result<Vec<(String, String)>, String> {
    let (os_text, numbers) = os(&knowledge.os.profile, &knowledge.os.os)?;
    let mut pools = Pools::default();
    let images = images(knowledge, &numbers, &mut pools)?;
    let tags = pools.tags()?;
    let distroless = distroless(knowledge, &numbers)?;
    let eol = eol(&knowledge.eol.product)?;
    let names = names(knowledge)?;
    let tools = tools(&knowledge.tools)?;
    let module = "//! The tables.\n\n\
        pub(crate) mod distroless;\n\
        pub(crate) mod eol;\n\
        pub(crate) mod images;\n\
        pub(crate) mod names;\n\
        pub(crate) mod os;\n\
        pub(crate) mod tags;\n\
        pub(crate) mod tools;\n";
    let mut files = Vec::new();
    for (name, text) in [
        ("distroless.rs", distroless),
        ("eol.rs", eol),
        ("images.rs", images),
        ("mod.rs", module.to_owned()),
        ("names.rs", names),
        ("os.rs", os_text),
        ("tags.rs", tags),
        ("tools.rs", tools),
    ] {
        files.push((name.to_owned(), format!("{HEAD}{}{text}", imports(&text))));
    }
    Ok(files)
}

/// The imports of the names that a text uses outside of its strings.
fn imports(text: &str) -> String {
    let mut used = BTreeSet::new();
    for code in text.split('"').step_by(2) {
        used.extend(code.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    }
    let mut imports = String::new();
    for (module, names) in NAMES {
        let names: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| used.contains(name))
            .collect();
        if !names.is_empty() {
            _ = writeln!(imports, "use crate::{module}::{{{}}};", names.join(", "));
        }
    }
    imports + "\n"
}

fn os(profiles: &[Profile], rows: &[Os]) -> Result<(String, OsNumbers), String> {
    let mut text = String::new();
    for profile in profiles {
        origin(&profile.origin).map_err(|error| format!("profile {}: {error}", profile.name))?;
        let row = layer(&profile.layer).map_err(|error| format!("{}: {error}", profile.name))?;
        _ = writeln!(
            text,
            "static {}: Layer = {row};",
            profile_name(&profile.name)
        );
    }
    let mut sorted: Vec<&Os> = rows.iter().collect();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    let numbers: OsNumbers = sorted
        .iter()
        .enumerate()
        .map(|(number, os)| (os.key.clone(), number))
        .collect();
    if numbers.len() != rows.len() {
        return Err("an operating system stands twice".to_owned());
    }
    let mut words = BTreeMap::new();
    text += "pub(crate) static OS: &[OsRow] = &[\n";
    for os in sorted {
        if let Some(key) = os.unknown.keys().next() {
            return Err(format!("{}: unknown key {key:?}", os.key));
        }
        let mut contents = Vec::new();
        for name in &os.profiles {
            let Some(profile) = profiles.iter().find(|profile| profile.name == *name) else {
                return Err(format!("{}: no profile {name:?}", os.key));
            };
            contents.push(confidence(&profile.origin.confidence)?);
        }
        let Some((_, contents)) = contents.into_iter().min() else {
            return Err(format!("{}: no profile at all", os.key));
        };
        for word in &os.words {
            if words.insert(word.clone(), numbers[&os.key]).is_some() {
                return Err(format!("the word {word:?} names two operating systems"));
            }
        }
        let layers = os
            .profiles
            .iter()
            .map(|name| format!("&{}", profile_name(name)));
        _ = writeln!(
            text,
            "OsRow {{ key: {}, id: {}, release: {}, codename: {}, libc_version: {}, \
             merged_usr: {}, layers: {}, eol: {}, contents: {contents}, provenance: {} }},",
            string(&os.key),
            string(&os.id),
            option_string(os.release.as_deref()),
            option_string(os.codename.as_deref()),
            option_string(os.libc.as_deref()),
            option(os.merged_usr.map(|merged| merged.to_string())),
            list(layers),
            option(
                os.eol
                    .as_ref()
                    .map(|(product, cycle)| format!("({product:?}, {cycle:?})"))
            ),
            origin(&os.origin).map_err(|error| format!("{}: {error}", os.key))?,
        );
    }
    text += "];\n\npub(crate) static OS_WORDS: &[(&str, u16)] = &[\n";
    for (word, number) in words {
        _ = writeln!(text, "({word:?}, {number}),");
    }
    text += "];\n";
    Ok((text, numbers))
}

fn profile_name(name: &str) -> String {
    name.replace(['-', '.'], "_").to_uppercase()
}

/// The number of an operating system's row.
pub(super) fn os_number(key: &str, numbers: &OsNumbers) -> Result<usize, String> {
    numbers
        .get(key)
        .copied()
        .ok_or_else(|| format!("no operating system {key:?}"))
}

fn eol(products: &[Product]) -> Result<String, String> {
    let mut rows = BTreeMap::new();
    for product in products {
        let failed = |error| format!("{}: {error}", product.name);
        provenance(&product.source, &product.checked, &product.confidence).map_err(failed)?;
        let mut cycles = BTreeMap::new();
        for (cycle, last, extended) in &product.cycles {
            let mut line = format!("{cycle} {}", plain_date(last).map_err(failed)?);
            if !extended.is_empty() {
                line.push(' ');
                line.push_str(&plain_date(extended).map_err(failed)?);
            }
            if cycles.insert(cycle, line).is_some() {
                return Err(failed(format!("{cycle} stands twice")));
            }
        }
        let cycles: Vec<String> = cycles.into_values().collect();
        let row = format!(
            "EolRow {{ product: {}, source: {}, cycles: {} }}",
            string(&product.name),
            string(&product.source),
            string(&cycles.join("\n")),
        );
        if rows.insert(&product.name, row).is_some() {
            return Err(failed("stands twice".to_owned()));
        }
    }
    let mut text = "pub(crate) static EOL: &[EolRow] = &[\n".to_owned();
    for row in rows.into_values() {
        _ = writeln!(text, "{row},");
    }
    Ok(text + "];\n")
}

fn names(knowledge: &Knowledge) -> Result<String, String> {
    let mut text = "pub(crate) static MIRRORS: &[MirrorRow] = &[\n".to_owned();
    for mirror in &knowledge.mirrors.mirror {
        provenance(&mirror.source, &mirror.checked, &mirror.confidence)?;
        _ = writeln!(
            text,
            "MirrorRow {{ from: {}, to: {} }},",
            string(&mirror.from),
            string(&mirror.to)
        );
    }
    for repository in &knowledge.repositories {
        let names = repository.name.all();
        for name in names.iter().skip(1) {
            _ = writeln!(text, "MirrorRow {{ from: {name:?}, to: {:?} }},", names[0]);
        }
    }
    text += "];\n\npub(crate) static CANDIDATES: &[CandidateRow] = &[\n";
    for candidate in &knowledge.minimal.candidate {
        for language in candidate.language.all() {
            text += &candidate_row(candidate, language)?;
        }
    }
    Ok(text + "];\n")
}

fn candidate_row(row: &Candidate, language: &str) -> Result<String, String> {
    provenance(&row.source, &row.checked, &row.confidence)?;
    Ok(format!(
        "CandidateRow {{ language: {}, linkage: {}, versions: {}, image: {}, nonroot: {} }},\n",
        variant("Language", language, LANGUAGES)?,
        variant("Linkage", &row.linkage, LINKAGES)?,
        strings(&row.versions),
        string(&row.image),
        option_string(row.nonroot.as_deref()),
    ))
}
