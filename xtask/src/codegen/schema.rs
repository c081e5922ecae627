//! The data files, as they are written by people.

use super::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a row comes from. Every row of data has one.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Origin {
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

/// What can be said of an image; see the README beside the data.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Layer {
    pub(super) purpose: Option<String>,
    pub(super) dev: Option<bool>,
    pub(super) libc: Option<String>,
    pub(super) shells: Option<Vec<String>>,
    pub(super) package_manager: Option<String>,
    pub(super) user: Option<String>,
    pub(super) uid: Option<u32>,
    pub(super) size: Option<u32>,
    pub(super) workdir: Option<String>,
    #[serde(default)]
    pub(super) env: BTreeMap<String, String>,
    pub(super) env_complete: Option<bool>,
    pub(super) entrypoint: Option<Vec<String>>,
    pub(super) cmd: Option<Vec<String>>,
    pub(super) healthcheck: Option<bool>,
    #[serde(default)]
    pub(super) runtimes: Vec<Runtime>,
    #[serde(default)]
    pub(super) accounts: BTreeMap<String, i64>,
    #[serde(default)]
    pub(super) maybe_accounts: Vec<String>,
    pub(super) accounts_complete: Option<bool>,
    #[serde(default)]
    pub(super) files: Vec<String>,
    #[serde(default)]
    pub(super) commands: Vec<String>,
    #[serde(default)]
    pub(super) absent: Vec<String>,
    #[serde(default)]
    pub(super) maybe: Vec<String>,
    #[serde(default)]
    pub(super) keeps_absent: bool,
    #[serde(default)]
    pub(super) libraries: Vec<String>,
    pub(super) libraries_complete: Option<bool>,
    #[serde(default)]
    pub(super) trees: Vec<String>,
    #[serde(default)]
    pub(super) closed: bool,
    #[serde(default)]
    pub(super) bare: bool,
    pub(super) merged_usr: Option<bool>,
    /// Keys that the schema does not have: a slip of the pen.
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, toml::Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Runtime {
    pub(super) kind: String,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) executable: String,
    #[serde(default)]
    pub(super) package_dirs: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OsFile {
    pub(super) profile: Vec<Profile>,
    pub(super) os: Vec<Os>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Profile {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) origin: Origin,
    #[serde(flatten)]
    pub(super) layer: Layer,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Os {
    pub(super) key: String,
    pub(super) id: String,
    pub(super) release: Option<String>,
    pub(super) codename: Option<String>,
    /// The C library's version.
    pub(super) libc: Option<String>,
    pub(super) merged_usr: Option<bool>,
    /// Profiles, the most specific first.
    pub(super) profiles: Vec<String>,
    /// Product and cycle in the end-of-life table.
    pub(super) eol: Option<(String, String)>,
    /// Words of tags that name it.
    #[serde(default)]
    pub(super) words: Vec<String>,
    #[serde(flatten)]
    pub(super) origin: Origin,
    #[serde(flatten)]
    pub(super) unknown: BTreeMap<String, toml::Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ImagesFile {
    pub(super) repository: Vec<Repository>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Repository {
    /// `registry/repository`, one or several that are the same but for the name.
    pub(super) name: Names,
    pub(super) family: String,
    /// How its tags are built, for people.
    #[serde(default, rename = "grammar")]
    pub(super) _grammar: String,
    #[serde(default, rename = "note")]
    pub(super) _note: String,
    #[serde(default)]
    pub(super) eol: String,
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// Tags that are known to be built, where there is no list of all.
    #[serde(default)]
    pub(super) published: Vec<String>,
    #[serde(default)]
    pub(super) aliases: BTreeMap<String, String>,
    pub(super) version_is_os: Option<String>,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) ended: Option<String>,
    pub(super) replacement: Option<String>,
    #[serde(default)]
    pub(super) variant: Vec<Variant>,
    #[serde(flatten)]
    pub(super) origin: Origin,
    #[serde(flatten)]
    pub(super) layer: Layer,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Many(Vec<String>),
}

impl Names {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Variant {
    pub(super) name: String,
    #[serde(default)]
    pub(super) words: Vec<String>,
    pub(super) os: Option<String>,
    pub(super) runtime_sibling: Option<String>,
    #[serde(default, rename = "note")]
    pub(super) _note: String,
    #[serde(flatten)]
    pub(super) layer: Layer,
}

/// The tags of one repository.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Tags {
    pub(super) repository: String,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
    #[serde(default)]
    pub(super) builds: Vec<Build>,
    #[serde(default)]
    pub(super) retired: Vec<Retired>,
    #[serde(default)]
    pub(super) ranges: Vec<Range>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Build {
    #[serde(default)]
    pub(super) version: String,
    pub(super) os: Option<String>,
    pub(super) heads: Vec<String>,
    pub(super) tails: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Retired {
    pub(super) last: String,
    pub(super) os: Option<String>,
    pub(super) tags: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Range {
    pub(super) series: String,
    #[serde(default)]
    pub(super) tail: String,
    pub(super) from: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DistrolessFile {
    /// What all images share.
    pub(super) common: DistrolessCommon,
    /// What the debug tags add.
    pub(super) debug: DistrolessCommon,
    pub(super) image: Vec<DistrolessImage>,
    pub(super) name: Vec<DistrolessName>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DistrolessCommon {
    #[serde(flatten)]
    pub(super) origin: Origin,
    #[serde(flatten)]
    pub(super) layer: Layer,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DistrolessImage {
    pub(super) name: Names,
    pub(super) os: Option<String>,
    pub(super) last_built: Option<String>,
    pub(super) ends: Option<String>,
    pub(super) replacement: Option<String>,
    /// Entrypoint of the debug tags, where it is not the debug shell.
    #[serde(default)]
    pub(super) keeps_entrypoint: bool,
    #[serde(default, rename = "note")]
    pub(super) _note: String,
    #[serde(flatten)]
    pub(super) origin: Origin,
    #[serde(flatten)]
    pub(super) layer: Layer,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DistrolessName {
    pub(super) pattern: String,
    pub(super) last_built: Option<String>,
    pub(super) replacement: Option<String>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EolFile {
    pub(super) product: Vec<Product>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Product {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
    /// Cycle, last day, and the last day of long-term support open to everybody.
    pub(super) cycles: Vec<(String, String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MirrorFile {
    pub(super) mirror: Vec<Mirror>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mirror {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MinimalFile {
    pub(super) candidate: Vec<Candidate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Candidate {
    pub(super) language: Names,
    pub(super) linkage: String,
    #[serde(default)]
    pub(super) versions: Vec<String>,
    pub(super) image: String,
    pub(super) nonroot: Option<String>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ToolsFile {
    pub(super) packages: Vec<Packages>,
    pub(super) runtime: Vec<RuntimePackages>,
    pub(super) commands: Vec<Commands>,
    pub(super) link: Vec<Link>,
    pub(super) size: Vec<Size>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Size {
    pub(super) manager: String,
    /// Package, KiB.
    pub(super) rows: Vec<(String, u32)>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    pub(super) manager: String,
    /// The name behind `-l`, the development package.
    pub(super) rows: Vec<(String, String)>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Packages {
    pub(super) manager: String,
    pub(super) class: String,
    pub(super) names: Vec<String>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimePackages {
    pub(super) manager: String,
    /// Development package, release of the distribution (empty for all), packages at run time.
    pub(super) rows: Vec<(String, String, String)>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commands {
    pub(super) class: String,
    pub(super) names: Vec<String>,
    pub(super) source: String,
    pub(super) checked: String,
    pub(super) confidence: String,
}

/// All the data.
#[derive(Debug)]
pub(super) struct Knowledge {
    pub(super) os: OsFile,
    pub(super) repositories: Vec<Repository>,
    pub(super) tags: Vec<Tags>,
    pub(super) distroless: DistrolessFile,
    pub(super) eol: EolFile,
    pub(super) mirrors: MirrorFile,
    pub(super) minimal: MinimalFile,
    pub(super) tools: ToolsFile,
}

/// Reads all data files.
pub(super) fn load(data: &Path) -> Result<Knowledge, Error> {
    let mut repositories = Vec::new();
    for path in toml_files(&data.join("images"))? {
        repositories.extend(read::<ImagesFile>(&path)?.repository);
    }
    let mut tags = Vec::new();
    for path in toml_files(&data.join("tags"))? {
        tags.push(read::<Tags>(&path)?);
    }
    Ok(Knowledge {
        os: read(&data.join("os.toml"))?,
        repositories,
        tags,
        distroless: read(&data.join("distroless.toml"))?,
        eol: read(&data.join("eol.toml"))?,
        mirrors: read(&data.join("mirrors.toml"))?,
        minimal: read(&data.join("minimal.toml"))?,
        tools: read(&data.join("tools.toml"))?,
    })
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error| Error::File(folder.to_owned(), error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::File(path.to_owned(), error))?;
    toml::from_str(&text).map_err(|error| Error::Data(path.to_owned(), error.to_string()))
}
