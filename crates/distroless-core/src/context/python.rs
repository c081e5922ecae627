//! Python: requirements, `pyproject.toml` and lock files.

use super::text::{
    below, inside, read, string, toml, toml_string, toml_strings, toml_table, toml_tables, unquote,
};
use crate::order;
use crate::request::BuildContext;
use crate::toml::Table;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many requirements files are followed, and how many packages of them are kept.
const FILES: usize = 50;
const PACKAGES: usize = 20_000;

/// What Python's files say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Python {
    /// `requires-python`, or `python` of Poetry: a range of versions.
    pub requires_python: Option<String>,
    /// The name of the project.
    pub name: Option<String>,
    /// The programs that an install of the project makes.
    pub scripts: BTreeMap<String, String>,
    /// What is needed, in the order of the files; one package may be in several.
    pub packages: Vec<PythonPackage>,
    /// Whether `packages` holds what packages need in turn: it does where they are locked.
    pub locked: bool,
}

/// A package that is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PythonPackage {
    /// Its name, in the one form that package indexes compare: `pydantic-core`.
    pub name: String,
    /// Its version, where it is one version.
    pub version: Option<String>,
    /// The file that says so, in the context.
    pub file: String,
    /// Whether only development needs it; `None` where it is not told.
    pub dev: Option<bool>,
    /// The tags of its wheels with machine code for Linux: `cp313-cp313-manylinux_2_17_x86_64`.
    pub wheels: Vec<String>,
    /// Whether it has machine code: by its wheels, where a lock file names them, or else because it
    /// is known to. `None` where neither is so.
    pub binary: Option<bool>,
}

/// Packages whose wheels have machine code, or that are compiled when they are installed. From their
/// files on PyPI.
const BINARY: &str = "\
    aiohttp argon2-cffi-bindings asyncpg backports-zstd bcrypt blis brotli catboost cffi \
    confluent-kafka contourpy cryptography cython ddtrace duckdb fastavro fastparquet fiona \
    frozenlist gevent greenlet grpcio grpcio-tools h5py hiredis httptools kiwisolver \
    lightgbm llvmlite lxml matplotlib maxminddb msgpack multidict mysqlclient numba numpy \
    onnxruntime opencv-python opencv-python-headless orjson pandas pillow polars psutil \
    psycopg-binary psycopg-c psycopg2 psycopg2-binary pyarrow pycryptodome pycryptodomex \
    pycurl pydantic-core pymssql pymupdf pynacl pyodbc pyproj pyrsistent python-ldap \
    python-snappy pyyaml pyzmq rapidfuzz rasterio regex rpds-py ruamel-yaml-clib safetensors \
    scikit-image scikit-learn scipy sentencepiece setproctitle shapely spacy sqlalchemy \
    statsmodels tensorflow thinc tiktoken tokenizers torch torchaudio torchvision ujson \
    uvloop uwsgi watchfiles wrapt xgboost xmlsec yarl zstandard";

impl Python {
    pub(super) fn read(context: &dyn BuildContext, folder: &str) -> Option<Self> {
        let mut python = Self::default();
        let mut found = false;
        let text = |name: &str| read(context, &below(folder, name));
        let project = text("pyproject.toml").unwrap_or_default();
        if let Some(project) = toml(context, &project).filter(|_| !project.is_empty()) {
            found = true;
            python.project(&project, &below(folder, "pyproject.toml"));
        }
        for name in ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"] {
            let lock = text(name);
            if let Some(lock) = lock.and_then(|lock| toml(context, &lock)) {
                found = true;
                python.locked = true;
                python.lock(&lock, &below(folder, name));
            }
        }
        if let Some(text) = text("Pipfile.lock") {
            found |= python
                .pipfile(&text, &below(folder, "Pipfile.lock"))
                .is_some();
        }
        found |= python.requirements(context, folder);
        found.then_some(python)
    }

    /// The packages with machine code, or that may have it, by name.
    pub fn binary(&self) -> Vec<&str> {
        let binary = self.packages.iter().filter(|it| it.binary == Some(true));
        let mut binary: Vec<&str> = binary.map(|package| package.name.as_str()).collect();
        order::sort_by(&mut binary, Ord::cmp);
        binary.dedup();
        binary
    }

    fn add(&mut self, package: PythonPackage) {
        if self.packages.len() < PACKAGES {
            self.packages.push(package);
        }
    }

    fn project(&mut self, root: &Table, file: &str) {
        if let Some(project) = toml_table(root, "project") {
            self.name = toml_string(project, "name");
            self.requires_python = toml_string(project, "requires-python");
            for wanted in toml_strings(project, "dependencies") {
                self.wanted(&wanted, file, Some(false));
            }
            self.programs(project);
        }
        if let Some(groups) = toml_table(root, "dependency-groups") {
            for group in groups.by_key() {
                let dev = (group.key == "dev").then_some(true);
                for wanted in toml_strings(groups, &group.key) {
                    self.wanted(&wanted, file, dev);
                }
            }
        }
        if let Some(poetry) = toml_table(root, "tool").and_then(|tool| toml_table(tool, "poetry")) {
            self.poetry(poetry, file);
        }
    }

    fn poetry(&mut self, poetry: &Table, file: &str) {
        self.name = self.name.take().or_else(|| toml_string(poetry, "name"));
        self.programs(poetry);
        let dev = toml_table(poetry, "group").and_then(|groups| toml_table(groups, "dev"));
        let needed = [
            (toml_table(poetry, "dependencies"), false),
            (toml_table(poetry, "dev-dependencies"), true),
            (dev.and_then(|dev| toml_table(dev, "dependencies")), true),
        ];
        for (packages, dev) in needed {
            for package in packages.map(Table::by_key).into_iter().flatten() {
                if package.key == "python" {
                    let version = package.node.value.as_str().map(str::to_owned);
                    self.requires_python = self.requires_python.take().or(version);
                } else {
                    self.wanted(&package.key, file, Some(dev));
                }
            }
        }
    }

    fn programs(&mut self, project: &Table) {
        let scripts = toml_table(project, "scripts").map(Table::by_key);
        for script in scripts.into_iter().flatten() {
            if let Some(of) = script.node.value.as_str() {
                self.scripts.insert(script.key.clone(), of.to_owned());
            }
        }
    }

    /// A requirement, as pip reads it: `name[extra]>=1; marker` and `name @ url`.
    fn wanted(&mut self, text: &str, file: &str, dev: Option<bool>) {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        // A path or an address has no name.
        if name.is_empty() || rest.starts_with(['/', ':', '\\', '+']) {
            return;
        }
        let pinned = rest.split(';').next().unwrap_or_default();
        let pinned = pinned.split_once("==").map(|(_, version)| version);
        let version = pinned.and_then(|it| it.trim_start_matches('=').split_whitespace().next());
        let version = version.filter(|it| !it.contains(['*', ',']));
        let name = normal(name);
        self.add(PythonPackage {
            binary: known(&name),
            name,
            version: version.map(str::to_owned),
            file: file.to_owned(),
            dev,
            wheels: Vec::new(),
        });
    }

    /// Lock files of uv, Poetry and PDM, and the standard one: lists of packages with their files.
    fn lock(&mut self, root: &Table, file: &str) {
        let lists = ["package", "packages"];
        for package in lists.iter().flat_map(|key| toml_tables(root, key)) {
            let Some(name) = toml_string(package, "name") else {
                continue;
            };
            // The project itself.
            let source = toml_table(package, "source");
            let local = |key: &str| source.is_some_and(|source| source.get(key).is_some());
            if local("virtual") || local("editable") {
                continue;
            }
            let files = ["wheels", "files"];
            let files = files.iter().flat_map(|key| toml_tables(package, key));
            let names = files.filter_map(|file| {
                let keys = ["name", "file", "path", "url"];
                let text = keys.iter().find_map(|key| file.get(key)?.as_str())?;
                let path = text.split(['?', '#']).next()?;
                path.rsplit('/').next()?.strip_suffix(".whl")
            });
            let groups = toml_strings(package, "groups");
            let dev = match toml_string(package, "category") {
                Some(category) => Some(category == "dev"),
                None if groups.is_empty() => None,
                None if groups
                    .iter()
                    .any(|group| group == "main" || group == "default") =>
                {
                    Some(false)
                }
                None => groups.iter().all(|group| group == "dev").then_some(true),
            };
            let name = normal(&name);
            let (wheels, binary) = wheels(names);
            self.add(PythonPackage {
                binary: binary.or_else(|| known(&name)),
                name,
                version: toml_string(package, "version"),
                file: file.to_owned(),
                dev,
                wheels,
            });
        }
    }

    fn pipfile(&mut self, text: &str, file: &str) -> Option<()> {
        let root: serde_json::Value = serde_json::from_str(text).ok()?;
        for (section, dev) in [("default", false), ("develop", true)] {
            let packages = root.get(section).and_then(serde_json::Value::as_object);
            for (name, package) in packages.into_iter().flatten() {
                let version = string(package.get("version"));
                let name = normal(name);
                self.add(PythonPackage {
                    binary: known(&name),
                    name,
                    version: version.map(|it| it.trim_start_matches('=').to_owned()),
                    file: file.to_owned(),
                    dev: Some(dev),
                    wheels: Vec::new(),
                });
            }
        }
        let required = root.get("_meta").and_then(|meta| meta.get("requires"));
        let version = string(required.and_then(|it| it.get("python_version")));
        self.requires_python = self.requires_python.take().or(version);
        self.locked = true;
        Some(())
    }

    /// `requirements*.txt`, and what those include. Whether there are any.
    fn requirements(&mut self, context: &dyn BuildContext, folder: &str) -> bool {
        let names = context.list(folder);
        let names = names.unwrap_or_else(|| Rc::new(["requirements.txt".to_owned()]));
        let is_one = |name: &&String| {
            let stem = name.strip_suffix(".txt");
            stem.is_some_and(|stem| stem.starts_with("requirements"))
        };
        let mut open: Vec<String> = names.iter().filter(is_one).cloned().collect();
        order::sort_by(&mut open, Ord::cmp);
        open.reverse();
        let mut open: Vec<String> = open.iter().map(|name| below(folder, name)).collect();
        let mut seen = BTreeSet::new();
        let mut found = false;
        while let Some(path) = open.pop() {
            if seen.len() >= FILES || !seen.insert(path.clone()) {
                continue;
            }
            let Some(text) = read(context, &path) else {
                continue;
            };
            found = true;
            let name = path.rsplit('/').next().unwrap_or_default();
            let dev = ["dev", "test", "lint"]
                .iter()
                .any(|word| name.contains(word));
            for line in text.lines() {
                let line = line.split(" #").next().unwrap_or_default().trim();
                let include = ["-r", "--requirement"];
                let include = include.iter().find_map(|option| line.strip_prefix(option));
                if let Some(name) = include {
                    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
                    let name = name.trim_start_matches(['=', ' ']);
                    open.extend(inside(&below(parent, unquote(name))));
                } else if !line.starts_with(['#', '-']) {
                    self.wanted(line, &path, dev.then_some(true));
                }
            }
        }
        found
    }
}

/// Tags of wheels with machine code for Linux, and whether the wheels have any at all.
fn wheels<'w>(names: impl Iterator<Item = &'w str>) -> (Vec<String>, Option<bool>) {
    let mut tags = Vec::new();
    let (mut pure, mut any) = (false, false);
    for name in names {
        // name-version(-build)-python-abi-platform
        let mut parts = name.rsplitn(4, '-');
        let (Some(platform), Some(abi), Some(python)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        any = true;
        pure |= platform == "any";
        if platform.contains("linux") {
            tags.push(format!("{python}-{abi}-{platform}"));
        }
    }
    let binary = match (tags.is_empty(), pure) {
        // With one of each, the index has what is fast and what runs anywhere: fast is taken.
        (false, _) => Some(true),
        (true, true) => Some(false),
        // For other systems only: it is compiled on Linux.
        (true, false) if any => Some(true),
        (true, false) => None,
    };
    (tags, binary)
}

fn known(name: &str) -> Option<bool> {
    order::lists(BINARY, name).then_some(true)
}

/// The form in which names are compared: small letters, one `-` for each run of `-`, `_` and `.`.
fn normal(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
    parts.join("-")
}

#[cfg(test)]
#[test]
fn known_packages_are_in_order() {
    assert!(BINARY.split(' ').is_sorted());
}
