//! Rust: `Cargo.toml`, `Cargo.lock` and `.cargo/config.toml`.

use super::text::{below, inside, read, toml, toml_string, toml_strings, toml_table, toml_tables};
use crate::order;
use crate::request::BuildContext;
use crate::toml::{Table, Value};

/// How many packages of a workspace are looked at.
const MEMBERS: usize = 200;

/// What Cargo's files say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rust {
    /// The name of the package at the root; a workspace need not have one.
    pub package: Option<String>,
    /// The programs that a build makes, of all packages of the workspace; `None` when a part of
    /// them is not known.
    pub binaries: Option<Vec<String>>,
    /// The members of the workspace, as written.
    pub members: Vec<String>,
    /// What is locked; `None` when there is no `Cargo.lock` or it cannot be read. It holds what any
    /// platform, any feature of the workspace's own packages and tests need.
    pub locked: Option<Vec<Crate>>,
    /// `.cargo/config.toml`; `None` when there is none or it cannot be read.
    pub flags: Option<CargoFlags>,
    /// The channel in `rust-toolchain.toml` or `rust-toolchain`.
    pub toolchain: Option<String>,
}

/// A package in a `Cargo.lock`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What `.cargo/config.toml` sets for a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CargoFlags {
    /// `build.target`: the triples that are built for when the command names none.
    pub targets: Vec<String>,
    /// `build.rustflags`
    pub rustflags: Vec<String>,
    /// `target.<triple or cfg>.rustflags`, by triple or `cfg(…)`.
    pub target_rustflags: Vec<(String, Vec<String>)>,
}

/// A library of the system that a crate links with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemLibrary {
    /// The crate.
    pub name: &'static str,
    /// The library, as in `lib<name>.so`.
    pub library: &'static str,
    /// Whether the crate that brings the library's source is locked too: then it may be compiled in.
    /// Where there is such a crate and it is not locked, it is not.
    pub source_locked: bool,
    /// Whether the crate has its own copy of the source: features then decide, which are not told.
    pub may_bundle: bool,
}

/// Crates that link with libraries of the system: library, crate with its source, and whether the
/// crate itself holds a copy of the source. From their build scripts.
const SYSTEM: &[(&str, &str, Option<&str>, bool)] = &[
    ("alsa-sys", "asound", None, false),
    ("bzip2-sys", "bz2", None, true),
    ("curl-sys", "curl", None, true),
    ("dbus", "dbus-1", None, false),
    ("ffmpeg-sys-next", "avcodec", None, true),
    ("fontconfig-sys", "fontconfig", None, false),
    ("freetype-sys", "freetype", None, true),
    ("glib-sys", "glib-2.0", None, false),
    ("gstreamer-sys", "gstreamer-1.0", None, false),
    ("gtk-sys", "gtk-3", None, false),
    ("libdbus-sys", "dbus-1", None, true),
    ("libgit2-sys", "git2", None, true),
    ("libpq-sys", "pq", None, false),
    ("pq-sys", "pq", Some("pq-src"), false),
    ("libsodium-sys", "sodium", None, true),
    ("libsqlite3-sys", "sqlite3", None, true),
    ("libssh2-sys", "ssh2", None, true),
    ("libudev-sys", "udev", None, false),
    ("libz-sys", "z", None, true),
    ("lzma-sys", "lzma", None, true),
    (
        "mysqlclient-sys",
        "mysqlclient",
        Some("mysqlclient-src"),
        false,
    ),
    ("odbc-sys", "odbc", None, false),
    ("openssl-sys", "ssl", Some("openssl-src"), false),
    ("rdkafka-sys", "rdkafka", None, true),
    ("zmq-sys", "zmq", Some("zeromq-src"), false),
    ("zstd-sys", "zstd", None, true),
];

impl Rust {
    pub(super) fn read(context: &dyn BuildContext, folder: &str) -> Option<Self> {
        let text = |name: &str| read(context, &below(folder, name));
        let manifest = text("Cargo.toml")?;
        let root = toml(context, &manifest)?;
        let workspace = toml_table(&root, "workspace");
        let members = workspace.map(|it| toml_strings(it, "members"));
        let members = members.unwrap_or_default();
        let flags = text(".cargo/config.toml").or_else(|| text(".cargo/config"));
        let toolchain = text("rust-toolchain.toml").or_else(|| text("rust-toolchain"));
        Some(Self {
            package: name(&root),
            binaries: binaries(context, folder, &root, &members),
            members,
            locked: text("Cargo.lock").and_then(|text| locked(context, &text)),
            flags: flags.and_then(|text| CargoFlags::parse(context, &text)),
            toolchain: toolchain.and_then(|text| channel(context, &text)),
        })
    }

    /// The libraries of the system that locked crates may link with on Linux; `None` when it is not
    /// known what is locked.
    pub fn system_libraries(&self) -> Option<Vec<SystemLibrary>> {
        let locked = self.locked.as_ref()?;
        let has = |name: &str| locked.iter().any(|it| it.name == name);
        let found = SYSTEM.iter().filter(|(name, ..)| has(name));
        let libraries = found.map(|(name, library, source, may_bundle)| SystemLibrary {
            name,
            library,
            source_locked: source.is_some_and(has),
            may_bundle: *may_bundle,
        });
        Some(libraries.collect())
    }
}

impl CargoFlags {
    pub(super) fn parse(context: &dyn BuildContext, text: &str) -> Option<Self> {
        let root = toml(context, text)?;
        let build = toml_table(&root, "build");
        let targets = toml_table(&root, "target").map(Table::by_key);
        let of_targets = targets.into_iter().flatten().filter_map(|target| {
            let flags = words(target.node.value.as_table()?, "rustflags");
            (!flags.is_empty()).then(|| (target.key.clone(), flags))
        });
        Some(Self {
            targets: build.map(|it| words(it, "target")).unwrap_or_default(),
            rustflags: build.map(|it| words(it, "rustflags")).unwrap_or_default(),
            target_rustflags: of_targets.collect(),
        })
    }

    /// Whether the C library is linked statically for a target, where it is said: the last flag
    /// wins, and those of the target win over those of the build. `None` also where a `cfg(…)`
    /// section speaks of it, which is not evaluated.
    pub fn crt_static(&self, triple: &str) -> Option<bool> {
        let own = self.target_rustflags.iter();
        let own = own.filter(|(target, _)| target == triple || target.starts_with("cfg("));
        let mut own = own.peekable();
        if own.peek().is_none() {
            return crt_static(&self.rustflags);
        }
        let mut said = None;
        for (target, flags) in own {
            match crt_static(flags) {
                Some(_) if target != triple => return None,
                Some(value) => said = Some(value),
                None => {}
            }
        }
        said
    }
}

/// What the last of some flags says of `crt-static`.
fn crt_static(flags: &[String]) -> Option<bool> {
    let features = flags.iter().filter_map(|flag| {
        let flag = flag.trim_start_matches("-C").trim();
        flag.strip_prefix("target-feature=")
    });
    let mut said = None;
    for feature in features.flat_map(|list| list.split(',')) {
        match feature.trim() {
            "+crt-static" => said = Some(true),
            "-crt-static" => said = Some(false),
            _ => {}
        }
    }
    said
}

/// A text of words, or a list of them.
fn words(table: &Table, key: &str) -> Vec<String> {
    match toml_string(table, key) {
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => toml_strings(table, key),
    }
}

fn name(manifest: &Table) -> Option<String> {
    toml_string(toml_table(manifest, "package")?, "name")
}

/// The programs of a package and of the workspace's members.
fn binaries(
    context: &dyn BuildContext,
    folder: &str,
    root: &Table,
    members: &[String],
) -> Option<Vec<String>> {
    let mut found = Vec::new();
    if root.get("package").is_some() {
        found.extend(of_package(context, folder, root)?);
    }
    let mut folders = Vec::new();
    for member in members {
        let path = inside(&below(folder, member))?;
        let (parent, last) = path.rsplit_once('/').unwrap_or(("", &path));
        if last != "*" {
            if path.contains(['*', '?', '[']) {
                return None;
            }
            folders.push(path);
            continue;
        }
        if parent.contains(['*', '?', '[']) {
            return None;
        }
        let names = context.list(parent)?;
        let inner = names.iter().filter_map(|name| name.strip_suffix('/'));
        folders.extend(inner.map(|name| below(parent, name)));
    }
    if folders.len() > MEMBERS {
        return None;
    }
    for member in folders {
        // A folder that a pattern finds need not be a package.
        if !context
            .list(&member)?
            .iter()
            .any(|name| name == "Cargo.toml")
        {
            continue;
        }
        let manifest = read(context, &below(&member, "Cargo.toml"))?;
        found.extend(of_package(context, &member, &toml(context, &manifest)?)?);
    }
    order::sort_by(&mut found, Ord::cmp);
    found.dedup();
    Some(found)
}

/// Declared programs, `src/main.rs`, and what lies in `src/bin`.
fn of_package(context: &dyn BuildContext, folder: &str, manifest: &Table) -> Option<Vec<String>> {
    let package = toml_table(manifest, "package")?;
    let mut declared_paths = Vec::new();
    let mut found = Vec::new();
    for bin in toml_tables(manifest, "bin") {
        found.extend(toml_string(bin, "name"));
        declared_paths.extend(toml_string(bin, "path"));
    }
    if package.get("autobins") == Some(&Value::Boolean(false)) {
        return Some(found);
    }
    let names = context.list(folder)?;
    if !names.iter().any(|name| name == "src/") {
        return Some(found);
    }
    let source = below(folder, "src");
    let names = context.list(&source)?;
    let is_declared = |path: &str| declared_paths.iter().any(|it| it == path);
    if names.iter().any(|name| name == "main.rs") && !is_declared("src/main.rs") {
        found.push(toml_string(package, "name")?);
    }
    if names.iter().any(|name| name == "bin/") {
        let inner = below(&source, "bin");
        for name in context.list(&inner)?.iter() {
            if is_declared(&format!("src/bin/{name}")) {
                continue;
            }
            if let Some(stem) = name.strip_suffix(".rs") {
                found.push(stem.to_owned());
            } else if let Some(name) = name.strip_suffix('/')
                && !is_declared(&format!("src/bin/{name}/main.rs"))
                && context
                    .list(&below(&inner, name))?
                    .iter()
                    .any(|it| it == "main.rs")
            {
                found.push(name.to_owned());
            }
        }
    }
    Some(found)
}

fn locked(context: &dyn BuildContext, text: &str) -> Option<Vec<Crate>> {
    let root = toml(context, text)?;
    let crates = toml_tables(&root, "package").filter_map(|package| {
        Some(Crate {
            name: toml_string(package, "name")?,
            version: toml_string(package, "version")?,
        })
    });
    Some(crates.collect())
}

fn channel(context: &dyn BuildContext, text: &str) -> Option<String> {
    // The older form is the channel alone.
    let line = text.trim();
    if !line.is_empty() && !line.contains(['\n', '[', '=']) {
        return Some(line.to_owned());
    }
    toml_string(toml_table(&toml(context, text)?, "toolchain")?, "channel")
}
