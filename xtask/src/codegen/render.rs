//! The generated files.

use super::rows::{layer, origin, provenance};
use super::rust::{date, list, option, option_string, string, strings, variant};
use super::schema::{
    Candidate, DistrolessImage, Knowledge, Layer, Os, Product, Profile, Repository, Tags, Variant,
};
use std::collections::{BTreeMap, BTreeSet};

const HEAD: &str = "// Made by `cargo xtask codegen` from `data/*.toml`. Do not edit.\n\n";

const FAMILIES: &[&str] = &[
    "distroless", "docker-official", "chainguard", "ubi", "dotnet", "aws-lambda", "uv", "bun",
    "deno", "nvidia-cuda", "bitnami", "docker-hardened", "azure-linux", "other",
];
const LANGUAGES: &[&str] = &[
    "c", "cpp", "dotnet", "go", "java", "node", "php", "python", "ruby", "rust",
];
const LINKAGES: &[&str] = &["static", "glibc", "glibc-cpp", "musl", "interpreted"];

/// The numbers of the OS rows, by key.
type OsNumbers = BTreeMap<String, usize>;

/// All generated files, by name.
pub(super) fn files(knowledge: &Knowledge) -> Result<Vec<(String, String)>, String> {
    let (os_text, numbers) = os(&knowledge.os.profile, &knowledge.os.os)?;
    let mut parts = Parts::default();
    let images = images(knowledge, &numbers, &mut parts)?;
    let tags = parts.render();
    let distroless = distroless(knowledge, &numbers)?;
    let eol = eol(&knowledge.eol.product)?;
    let names = names(knowledge)?;
    let module = "//! The tables.\n\n\
        pub(crate) mod distroless;\n\
        pub(crate) mod eol;\n\
        pub(crate) mod images;\n\
        pub(crate) mod names;\n\
        pub(crate) mod os;\n\
        pub(crate) mod tags;\n";
    let mut files = Vec::new();
    for (name, text) in [
        ("distroless.rs", distroless),
        ("eol.rs", eol),
        ("images.rs", images),
        ("mod.rs", module.to_owned()),
        ("names.rs", names),
        ("os.rs", os_text),
        ("tags.rs", tags),
    ] {
        files.push((name.to_owned(), format!("{HEAD}{text}")));
    }
    Ok(files)
}

fn os(profiles: &[Profile], rows: &[Os]) -> Result<(String, OsNumbers), String> {
    let mut text = "use crate::tables::{Layer, OsRow, SILENT, day};\n\
        use crate::known::Known;\nuse crate::types::*;\n\n"
        .to_owned();
    for profile in profiles {
        origin(&profile.origin).map_err(|error| format!("profile {}: {error}", profile.name))?;
        let row = layer(&profile.layer).map_err(|error| format!("{}: {error}", profile.name))?;
        text += &format!("static {}: Layer = {row};\n", profile_name(&profile.name));
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
        for profile in &os.profiles {
            if !profiles.iter().any(|known| known.name == *profile) {
                return Err(format!("{}: no profile {profile:?}", os.key));
            }
        }
        for word in &os.words {
            if words.insert(word.clone(), numbers[&os.key]).is_some() {
                return Err(format!("the word {word:?} names two operating systems"));
            }
        }
        let layers = os.profiles.iter().map(|name| format!("&{}", profile_name(name)));
        text += &format!(
            "OsRow {{ key: {}, id: {}, release: {}, codename: {}, libc_version: {}, \
             merged_usr: {}, layers: {}, eol: {}, provenance: {} }},\n",
            string(&os.key),
            string(&os.id),
            option_string(os.release.as_deref()),
            option_string(os.codename.as_deref()),
            option_string(os.libc.as_deref()),
            option(os.merged_usr.map(|merged| merged.to_string())),
            list(layers),
            option(os.eol.as_ref().map(|(product, cycle)| format!("({product:?}, {cycle:?})"))),
            origin(&os.origin).map_err(|error| format!("{}: {error}", os.key))?,
        );
    }
    text += "];\n\npub(crate) static OS_WORDS: &[(&str, u16)] = &[\n";
    for (word, number) in words {
        text += &format!("({word:?}, {number}),\n");
    }
    text += "];\n";
    Ok((text, numbers))
}

fn profile_name(name: &str) -> String {
    name.replace(['-', '.'], "_").to_uppercase()
}

/// Lists of tag parts, each kept once.
#[derive(Default)]
struct Parts {
    numbers: BTreeMap<Vec<String>, usize>,
    lists: Vec<Vec<String>>,
}

impl Parts {
    fn number(&mut self, parts: &[String]) -> usize {
        let next = self.lists.len();
        let number = *self.numbers.entry(parts.to_vec()).or_insert(next);
        if number == next {
            self.lists.push(parts.to_vec());
        }
        number
    }

    fn render(&self) -> String {
        let mut text = "pub(crate) static PARTS: &[&[&str]] = &[\n".to_owned();
        for parts in &self.lists {
            text += &format!("{},\n", strings(parts));
        }
        text + "];\n"
    }
}

fn images(
    knowledge: &Knowledge,
    numbers: &OsNumbers,
    parts: &mut Parts,
) -> Result<String, String> {
    let mut rows = BTreeMap::new();
    let mut used = BTreeSet::new();
    for repository in &knowledge.repositories {
        for name in repository.name.all() {
            let tags = knowledge.tags.iter().find(|tags| tags.repository == *name);
            if tags.is_some() {
                used.insert(name.clone());
            }
            let row = repository_row(repository, name, tags, numbers, parts)
                .map_err(|error| format!("{name}: {error}"))?;
            if rows.insert(name.clone(), row).is_some() {
                return Err(format!("the repository {name} stands twice"));
            }
        }
    }
    if let Some(tags) = knowledge.tags.iter().find(|tags| !used.contains(&tags.repository)) {
        return Err(format!("tags of {}, which is no repository", tags.repository));
    }
    let mut text = "use crate::tables::{Layer, NO_OS, RepositoryRow, RuntimeRow, SILENT, VariantRow, build, \
         day, range, retired};\n\
        use crate::known::Known;\nuse crate::types::*;\n\n\
        pub(crate) static REPOSITORIES: &[RepositoryRow] = &[\n"
        .to_owned();
    for row in rows.into_values() {
        text += &row;
        text += ",\n";
    }
    Ok(text + "];\n")
}

fn repository_row(
    row: &Repository,
    name: &str,
    tags: Option<&Tags>,
    numbers: &OsNumbers,
    parts: &mut Parts,
) -> Result<String, String> {
    let variants: Result<Vec<String>, String> =
        row.variant.iter().map(|variant| variant_row(variant, numbers)).collect();
    let (builds, retired, ranges) = match tags {
        Some(tags) => tag_rows(tags, numbers, parts)?,
        None => Default::default(),
    };
    let aliases = row.aliases.iter().map(|(word, version)| format!("({word:?}, {version:?})"));
    let mut words = row.words.clone();
    words.sort();
    Ok(format!(
        "RepositoryRow {{ key: {}, family: {}, layer: {}, variants: {}, builds: {}, retired: {}, \
         ranges: {}, aliases: {}, words: {}, version_is_os: {}, eol: {}, deprecated: {}, ended: {}, \
         replacement: {}, provenance: {} }}",
        string(name),
        variant("Family", &row.family, FAMILIES)?,
        layer(&row.layer)?,
        list(variants?),
        list(builds),
        list(retired),
        list(ranges),
        list(aliases),
        strings(&words),
        option_string(row.version_is_os.as_deref()),
        string(&row.eol),
        row.deprecated,
        option(row.ended.as_deref().map(date).transpose()?),
        option_string(row.replacement.as_deref()),
        origin(&row.origin)?,
    ))
}

fn variant_row(row: &Variant, numbers: &OsNumbers) -> Result<String, String> {
    if let Some(os) = &row.os {
        os_number(os, numbers)?;
    }
    Ok(format!(
        "VariantRow {{ name: {}, words: {}, os: {}, runtime_sibling: {}, layer: {} }}",
        string(&row.name),
        strings(&row.words),
        option_string(row.os.as_deref()),
        option_string(row.runtime_sibling.as_deref()),
        layer(&row.layer).map_err(|error| format!("{}: {error}", row.name))?,
    ))
}

type TagRows = (Vec<String>, Vec<String>, Vec<String>);

fn tag_rows(tags: &Tags, numbers: &OsNumbers, parts: &mut Parts) -> Result<TagRows, String> {
    provenance(&tags.source, &tags.checked, &tags.confidence)?;
    let number = |os: &Option<String>| -> Result<String, String> {
        let number = os.as_ref().map(|os| os_number(os, numbers)).transpose()?;
        Ok(number.map_or_else(|| "NO_OS".to_owned(), |number| number.to_string()))
    };
    let mut builds = Vec::new();
    for build in &tags.builds {
        builds.push(format!(
            "build({}, {}, {}, {})",
            string(&build.version),
            number(&build.os)?,
            parts.number(&build.heads),
            parts.number(&build.tails),
        ));
    }
    let mut retired = Vec::new();
    for row in &tags.retired {
        retired.push(format!(
            "retired({}, {}, {})",
            number(&row.os)?,
            date(&row.last)?,
            string(&row.tags.join(" ")),
        ));
    }
    let mut ranges = Vec::new();
    for row in &tags.ranges {
        let mut from = Vec::new();
        for (patch, os) in &row.from {
            from.push(format!("({patch}, {})", os_number(os, numbers)?));
        }
        ranges.push(format!(
            "range({}, {}, {})",
            string(&row.series),
            string(&row.tail),
            list(from),
        ));
    }
    Ok((builds, retired, ranges))
}

fn os_number(key: &str, numbers: &OsNumbers) -> Result<usize, String> {
    numbers.get(key).copied().ok_or_else(|| format!("no operating system {key:?}"))
}

fn distroless(knowledge: &Knowledge, numbers: &OsNumbers) -> Result<String, String> {
    let file = &knowledge.distroless;
    let mut text = "use crate::tables::{DistrolessNameRow, DistrolessRow, Layer, RuntimeRow, SILENT, day};\n\
        use crate::known::Known;\nuse crate::types::*;\n\n"
        .to_owned();
    for (name, common) in [("COMMON", &file.common), ("DEBUG", &file.debug)] {
        origin(&common.origin)?;
        text += &format!("pub(crate) static {name}: Layer = {};\n", layer(&common.layer)?);
    }
    let mut rows = BTreeMap::new();
    for image in &file.image {
        for name in image.name.all() {
            let row = distroless_row(image, name, numbers)
                .map_err(|error| format!("distroless {name}: {error}"))?;
            if rows.insert(name.clone(), row).is_some() {
                return Err(format!("distroless {name} stands twice"));
            }
        }
    }
    text += "pub(crate) static IMAGES: &[DistrolessRow] = &[\n";
    for row in rows.into_values() {
        text += &format!("{row},\n");
    }
    text += "];\n\npub(crate) static NAMES: &[DistrolessNameRow] = &[\n";
    for name in &file.name {
        text += &format!(
            "DistrolessNameRow {{ pattern: {}, last_built: {}, replacement: {}, provenance: {} }},\n",
            string(&name.pattern),
            option(name.last_built.as_deref().map(date).transpose()?),
            option_string(name.replacement.as_deref()),
            provenance(&name.source, &name.checked, &name.confidence)?,
        );
    }
    Ok(text + "];\n")
}

fn distroless_row(
    row: &DistrolessImage,
    name: &str,
    numbers: &OsNumbers,
) -> Result<String, String> {
    if let Some(os) = &row.os {
        os_number(os, numbers)?;
    }
    let debug = Layer {
        entrypoint: row.keeps_entrypoint.then(|| row.layer.entrypoint.clone()).flatten(),
        ..Layer::default()
    };
    Ok(format!(
        "DistrolessRow {{ name: {}, os: {}, layer: {}, debug: {}, last_built: {}, ends: {}, \
         replacement: {}, provenance: {} }}",
        string(name),
        option_string(row.os.as_deref()),
        layer(&row.layer)?,
        layer(&debug)?,
        option(row.last_built.as_deref().map(date).transpose()?),
        option(row.ends.as_deref().map(date).transpose()?),
        option_string(row.replacement.as_deref()),
        origin(&row.origin)?,
    ))
}

fn eol(products: &[Product]) -> Result<String, String> {
    let mut rows = BTreeMap::new();
    for product in products {
        provenance(&product.source, &product.checked, &product.confidence)
            .map_err(|error| format!("{}: {error}", product.name))?;
        for (cycle, last, extended) in &product.cycles {
            let failed = |error| format!("{} {cycle}: {error}", product.name);
            let extended = match extended.as_str() {
                "" => None,
                text => Some(date(text).map_err(failed)?),
            };
            let row = format!(
                "eol({}, {}, {}, {})",
                string(&product.name),
                string(cycle),
                date(last).map_err(failed)?,
                option(extended),
            );
            if rows.insert((&product.name, cycle), row).is_some() {
                return Err(format!("{} {cycle} stands twice", product.name));
            }
        }
    }
    let mut text = "use crate::tables::{EolRow, day, eol};\n\n\
        pub(crate) static EOL: &[EolRow] = &[\n"
        .to_owned();
    for row in rows.into_values() {
        text += &format!("{row},\n");
    }
    text += "];\n\npub(crate) static EOL_SOURCES: &[(&str, &str)] = &[\n";
    let sources: BTreeMap<&str, &str> =
        products.iter().map(|product| (&*product.name, &*product.source)).collect();
    for (name, source) in sources {
        text += &format!("({name:?}, {source:?}),\n");
    }
    Ok(text + "];\n")
}

fn names(knowledge: &Knowledge) -> Result<String, String> {
    let mut text = "use crate::tables::{CandidateRow, MirrorRow};\nuse crate::types::*;\n\n\
        pub(crate) static MIRRORS: &[MirrorRow] = &[\n"
        .to_owned();
    for mirror in &knowledge.mirrors.mirror {
        provenance(&mirror.source, &mirror.checked, &mirror.confidence)?;
        text += &format!(
            "MirrorRow {{ from: {}, to: {} }},\n",
            string(&mirror.from),
            string(&mirror.to)
        );
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
