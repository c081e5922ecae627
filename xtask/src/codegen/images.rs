//! The tables of repositories.

use super::render::{FAMILIES, OsNumbers, os_number};
use super::rows::{SILENT, layer, origin, provenance};
use super::rust::{date, joined, list, numbered, option, option_string, string, variant, words};
use super::schema::{Knowledge, Layer, Repository, Tags, Variant};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Texts that rows point to by number, each kept once.
#[derive(Default)]
pub(super) struct Pools {
    parts: Pool<Vec<String>>,
    versions: Pool<String>,
    layers: Pool<String>,
}

/// Values in the order of their first use.
struct Pool<T> {
    numbers: BTreeMap<T, usize>,
    values: Vec<T>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            numbers: BTreeMap::new(),
            values: Vec::new(),
        }
    }
}

impl<T: Clone + Ord> Pool<T> {
    fn number(&mut self, value: &T) -> usize {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = self.values.len();
        self.numbers.insert(value.clone(), number);
        self.values.push(value.clone());
        number
    }
}

impl Pools {
    /// The tables of tag parts and versions.
    pub(super) fn tags(&self) -> Result<String, String> {
        let mut parts = Vec::new();
        for list in &self.parts.values {
            parts.push(joined(list)?);
        }
        Ok(format!(
            "pub(crate) static PARTS: &str = {};\n\npub(crate) static VERSIONS: &str = {};\n",
            numbered(&parts)?,
            numbered(&self.versions.values)?,
        ))
    }

    /// The layers.
    fn layers(&self) -> String {
        let mut text = String::new();
        for (number, layer) in self.layers.values.iter().enumerate() {
            _ = writeln!(text, "static L{number}: Layer = {layer};");
        }
        text
    }

    /// A reference to a layer.
    fn layer(&mut self, row: &Layer) -> Result<String, String> {
        let text = layer(row)?;
        if text == SILENT {
            return Ok("&SILENT".to_owned());
        }
        Ok(format!("&L{}", self.layers.number(&text)))
    }
}

/// The repositories with their variants and tags.
pub(super) fn images(
    knowledge: &Knowledge,
    numbers: &OsNumbers,
    pools: &mut Pools,
) -> Result<String, String> {
    let mut rows = BTreeMap::new();
    let mut used = BTreeSet::new();
    for repository in &knowledge.repositories {
        let [name, ..] = repository.name.all() else {
            return Err("a repository without a name".to_owned());
        };
        let tags = knowledge.tags.iter().find(|tags| tags.repository == *name);
        if tags.is_some() {
            used.insert(name.clone());
        }
        let row = repository_row(repository, name, tags, numbers, pools)
            .map_err(|error| format!("{name}: {error}"))?;
        if rows.insert(name.clone(), row).is_some() {
            return Err(format!("the repository {name} stands twice"));
        }
    }
    if let Some(tags) = knowledge
        .tags
        .iter()
        .find(|tags| !used.contains(&tags.repository))
    {
        return Err(format!(
            "tags of {}, which is no repository",
            tags.repository
        ));
    }
    let mut text = pools.layers();
    text += "\npub(crate) static REPOSITORIES: &[RepositoryRow] = &[\n";
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
    pools: &mut Pools,
) -> Result<String, String> {
    let mut variants = Vec::new();
    for variant in &row.variant {
        variants.push(variant_row(variant, numbers, pools)?);
    }
    let (builds, retired, ranges) = match tags {
        Some(tags) => tag_rows(tags, numbers, pools)?,
        None => TagRows::default(),
    };
    let aliases = row
        .aliases
        .iter()
        .map(|(word, version)| format!("({word:?}, {version:?})"));
    Ok(format!(
        "RepositoryRow {{ key: {}, family: {}, layer: {}, variants: {}, builds: {}, retired: {}, \
         ranges: {}, published: {}, aliases: {}, words: {}, version_is_os: {}, eol: {}, deprecated: {}, ended: {}, \
         replacement: {}, provenance: {} }}",
        string(name),
        variant("Family", &row.family, FAMILIES)?,
        pools.layer(&row.layer)?,
        list(variants),
        list(builds),
        string(&retired),
        string(&ranges),
        words(&row.published)?,
        list(aliases),
        words(&row.words)?,
        option_string(row.version_is_os.as_deref()),
        string(&row.eol),
        row.deprecated,
        option(row.ended.as_deref().map(date).transpose()?),
        option_string(row.replacement.as_deref()),
        origin(&row.origin)?,
    ))
}

fn variant_row(row: &Variant, numbers: &OsNumbers, pools: &mut Pools) -> Result<String, String> {
    if let Some(os) = &row.os {
        os_number(os, numbers)?;
    }
    Ok(format!(
        "VariantRow {{ name: {}, words: {}, os: {}, runtime_sibling: {}, layer: {} }}",
        string(&row.name),
        words(&row.words)?,
        option_string(row.os.as_deref()),
        option_string(row.runtime_sibling.as_deref()),
        pools
            .layer(&row.layer)
            .map_err(|error| format!("{}: {error}", row.name))?,
    ))
}

/// Builds, retired tags and ranges.
type TagRows = (Vec<String>, String, String);

fn tag_rows(tags: &Tags, numbers: &OsNumbers, pools: &mut Pools) -> Result<TagRows, String> {
    provenance(&tags.source, &tags.checked, &tags.confidence)?;
    let number = |os: &Option<String>| -> Result<String, String> {
        let number = os.as_ref().map(|os| os_number(os, numbers)).transpose()?;
        Ok(number.map_or_else(|| "NO_OS".to_owned(), |number| number.to_string()))
    };
    let mut builds = Vec::new();
    for build in &tags.builds {
        builds.push(format!(
            "build({}, {}, {}, {})",
            pools.versions.number(&build.version),
            number(&build.os)?,
            pools.parts.number(&build.heads),
            pools.parts.number(&build.tails),
        ));
    }
    let mut retired = String::new();
    for row in &tags.retired {
        // Checked here, read when a tag is looked up.
        date(&row.last)?;
        let os = row
            .os
            .as_ref()
            .map(|os| os_number(os, numbers))
            .transpose()?;
        let os = os.map_or_else(|| "-".to_owned(), |number| number.to_string());
        _ = writeln!(retired, "{os} {} {}", row.last, joined(&row.tags)?);
    }
    let mut ranges = String::new();
    for row in &tags.ranges {
        _ = write!(ranges, "{} {}", row.series, row.tail);
        for (version, os) in &row.from {
            _ = write!(ranges, " {version}={}", os_number(os, numbers)?);
        }
        ranges.push('\n');
    }
    Ok((builds, retired, ranges))
}
