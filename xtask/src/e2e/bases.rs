//! The base images, each made by a recipe of `tests/e2e/bases` and kept until the recipe, or one
//! that it builds on, changes.

use super::engine::Engine;
use crate::root;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one recipe may take.
const LIMIT: Duration = Duration::from_mins(10);

#[derive(Debug)]
struct Recipe {
    name: String,
    path: PathBuf,
    /// Hashes this recipe, what it includes and what it builds on.
    key: String,
    /// What alone needs it, where the whole run does not.
    only_for: Option<String>,
}

impl Recipe {
    fn is_wanted(&self, names: &[String]) -> bool {
        self.only_for
            .as_ref()
            .is_none_or(|only| names.contains(only))
    }
}

/// What a recipe made, and from which text.
#[derive(Debug, Serialize, Deserialize)]
struct Made {
    key: String,
    images: Vec<String>,
    /// Folders of [`PACKAGES`].
    #[serde(default)]
    packages: Vec<String>,
}

/// Where recipes put what package managers would fetch, in the cache: a folder each.
pub(super) const PACKAGES: &str = "packages";

fn folder() -> PathBuf {
    root::path().join("tests/e2e/bases")
}

/// Makes the images that are not there, and removes those that nothing of these names needs. Has to be
/// called with a network.
pub(super) fn build(engine: &Engine, names: &[String]) -> Result<(), Box<dyn Error>> {
    let mut recipes = recipes(&folder())?;
    recipes.retain(|recipe| recipe.is_wanted(names));
    let records = engine.path("bases");
    fs::create_dir_all(&records)?;
    let known: BTreeSet<String> = recipes
        .iter()
        .map(|recipe| format!("{}.json", recipe.name))
        .collect();
    for entry in fs::read_dir(&records)? {
        let entry = entry?;
        if !known.contains(&*entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    engine.remove_images_except(&images(&engine.path("")))?;
    let stored = engine.names()?;
    let packages = engine.path(PACKAGES);
    fs::create_dir_all(&packages)?;
    let stale: Vec<&Recipe> = recipes
        .iter()
        .filter(|recipe| {
            let made = record(&records, recipe);
            !made.is_some_and(|made| {
                made.key == recipe.key
                    && made.images.iter().all(|image| stored.contains(image))
                    && made
                        .packages
                        .iter()
                        .all(|name| packages.join(name).is_dir())
            })
        })
        .collect();
    for (at, recipe) in stale.iter().enumerate() {
        let start = Instant::now();
        println!("e2e: [{}/{}] making {}", at + 1, stale.len(), recipe.name);
        for old in record(&records, recipe)
            .into_iter()
            .flat_map(|made| made.packages)
        {
            let _ = fs::remove_dir_all(packages.join(old));
        }
        let made = make(engine, recipe)?;
        println!(
            "e2e: {} images in {:.1?}",
            made.images.len(),
            start.elapsed()
        );
        let file = records.join(format!("{}.json", recipe.name));
        fs::write(file, serde_json::to_vec_pretty(&made)?)?;
    }
    // Packages are asked for anew next time: lists grow old.
    let _ = fs::remove_dir_all(engine.path("downloads"));
    // npm's and pip's caches.
    let _ = fs::remove_dir_all(engine.path("home"));
    engine.remove_images_except(&images(&engine.path("")))?;
    if !stale.is_empty() {
        engine.share_files();
    }
    Ok(())
}

fn record(records: &Path, recipe: &Recipe) -> Option<Made> {
    let text = fs::read(records.join(format!("{}.json", recipe.name))).ok()?;
    serde_json::from_slice(&text).ok()
}

/// The names of all images that recipes have made in this cache.
pub(super) fn images(cache: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(cache.join("bases"))
        .into_iter()
        .flatten()
        .flatten();
    entries
        .filter_map(|entry| serde_json::from_slice::<Made>(&fs::read(entry.path()).ok()?).ok())
        .flat_map(|made| made.images)
        .collect()
}

fn make(engine: &Engine, recipe: &Recipe) -> Result<Made, Box<dyn Error>> {
    let work = engine.path("work");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    fs::create_dir_all(engine.path("downloads"))?;
    let mut command = engine.command("bash");
    command
        .arg(&recipe.path)
        .env("BASES", folder())
        .env("WORK", &work)
        .env("DOWNLOADS", engine.path("downloads"))
        .env("PACKAGES", engine.path(PACKAGES))
        .env(
            "TOOLCHAIN",
            root::output(root::rustc().args(["--print", "sysroot"]))?.trim(),
        )
        .env(
            "RUSTUP",
            root::output(Command::new("sh").args(["-c", "command -v rustup"]))?.trim(),
        );
    for name in PASSED_ON {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let ended = super::process::run(&mut command, LIMIT)?;
    fs::remove_dir_all(&work)?;
    if !ended.success() {
        let why = if ended.timed_out {
            "took too long"
        } else {
            "failed"
        };
        return Err(format!("recipe {} {why}:\n{}", recipe.name, ended.text()).into());
    }
    // What the recipes' `commit` and `packages` print.
    let said = |what: &str| {
        let lines = ended
            .stdout
            .lines()
            .filter_map(|line| line.strip_prefix(what));
        lines.map(str::to_owned).collect::<Vec<String>>()
    };
    let made = Made {
        key: recipe.key.clone(),
        images: said("image "),
        packages: said("packages "),
    };
    if made.images.is_empty() && made.packages.is_empty() {
        return Err(format!("recipe {} made nothing", recipe.name).into());
    }
    Ok(made)
}

/// How a machine reaches package archives.
const PASSED_ON: &[&str] = &[
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "NODE_EXTRA_CA_CERTS",
    "npm_config_registry",
    "PIP_INDEX_URL",
    "PIP_CERT",
];

/// Every recipe, after those it builds on.
fn recipes(folder: &Path) -> Result<Vec<Recipe>, Box<dyn Error>> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sh") {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            texts.insert(name, (fs::read_to_string(&path)?, path));
        }
    }
    let mut ordered: Vec<Recipe> = Vec::new();
    while ordered.len() < texts.len() {
        let before = ordered.len();
        for (name, (text, path)) in &texts {
            let from = parents(text);
            let keys: Option<Vec<String>> = from
                .iter()
                .map(|parent| {
                    Some(
                        ordered
                            .iter()
                            .find(|recipe| recipe.name == *parent)?
                            .key
                            .clone(),
                    )
                })
                .collect();
            if ordered.iter().any(|recipe| recipe.name == *name) {
                continue;
            }
            if let Some(keys) = keys {
                ordered.push(Recipe {
                    name: name.clone(),
                    path: path.clone(),
                    key: key(folder, text, &keys)?,
                    only_for: header(text, "# only for: ").map(str::to_owned),
                });
            }
        }
        if ordered.len() == before {
            return Err("recipes build on each other, or on one that is not there".into());
        }
    }
    Ok(ordered)
}

/// The recipes named by `# from: ONE OTHER`.
fn parents(text: &str) -> Vec<String> {
    header(text, "# from: ")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// What a recipe says of itself behind these words.
fn header<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    text.lines().find_map(|line| line.strip_prefix(words))
}

fn key(folder: &Path, text: &str, parents: &[String]) -> Result<String, Box<dyn Error>> {
    let mut hash = Sha256::new();
    for parent in parents {
        hash.update(parent);
    }
    hash.update(text);
    let included = text
        .lines()
        .filter_map(|line| line.strip_prefix("source \"$BASES/")?.strip_suffix('"'));
    for name in included {
        hash.update(fs::read(folder.join(name))?);
    }
    let mut key = String::new();
    for byte in hash.finalize() {
        write!(key, "{byte:02x}")?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::{folder, recipes};

    #[test]
    fn recipes_come_after_those_they_build_on() {
        let recipes = recipes(&folder()).unwrap_or_default();
        let at = |name: &str| recipes.iter().position(|recipe| recipe.name == name);
        assert!(at("debian-trixie").is_some());
        assert!(at("debian-trixie") < at("build-trixie"));
        assert!(at("build-trixie") < at("rust"));
    }

    #[test]
    fn what_only_one_needs_is_made_for_it() {
        let recipes = recipes(&folder()).unwrap_or_default();
        let wanted = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            let mut wanted = recipes.iter().filter(|recipe| recipe.is_wanted(&names));
            let compiler = wanted.any(|recipe| recipe.name == "rust-1.95");
            (
                compiler,
                recipes.iter().any(|recipe| recipe.is_wanted(&names)),
            )
        };
        assert_eq!(wanted(&[]), (false, true));
        assert_eq!(wanted(&["seed-node"]), (false, true));
        assert_eq!(wanted(&[crate::e2e::own::NAME]), (true, true));
    }

    #[test]
    fn keys_follow_the_text_of_what_is_built_on() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
        let key = || {
            let recipes = recipes(folder.path()).unwrap_or_default();
            recipes
                .into_iter()
                .find(|recipe| recipe.name == "top")
                .map(|recipe| recipe.key)
        };
        std::fs::create_dir(folder.path().join("lib"))?;
        write("lib/base.sh", "one")?;
        write("low.sh", "source \"$BASES/lib/base.sh\"\n")?;
        write("top.sh", "# from: low\n")?;
        let before = key();
        assert!(before.is_some() && before == key());
        write("lib/base.sh", "two")?;
        assert_ne!(before, key());
        Ok(())
    }
}
