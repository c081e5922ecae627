//! Node.js: `package.json`, and packages with machine code.

use super::lock::{Lock, LockedPackage, need};
use super::text::string;
use crate::order::{self, ByName};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a `package.json` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// `name`
    pub name: Option<String>,
    /// `type`: `module` or `commonjs`.
    pub module_type: Option<String>,
    /// `main`
    pub main: Option<String>,
    /// `engines.node`: a range of versions.
    pub engine: Option<String>,
    /// `packageManager`: `pnpm@9.1.0`
    pub package_manager: Option<String>,
    /// `scripts`, by name.
    pub scripts: BTreeMap<String, String>,
    /// `dependencies`, ranges by name.
    pub dependencies: BTreeMap<String, String>,
    /// `devDependencies`
    pub dev_dependencies: BTreeMap<String, String>,
    /// `optionalDependencies`
    pub optional_dependencies: BTreeMap<String, String>,
    /// Whether it has `workspaces`: what those need is not told here.
    pub workspaces: bool,
}

/// A package with machine code for one system, processor and C library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NativeAddon {
    /// The name of the package.
    pub name: String,
    /// Whether only development needs it; `None` where the lock files do not tell.
    pub dev: Option<bool>,
    /// Whether the install goes on without it.
    pub optional: bool,
    /// Whether its files are for the C library of the machine that installed it; others bring files for
    /// both, or programs that need none.
    pub one_libc: bool,
    /// How it is known.
    pub why: WhyNative,
}

/// How a package is known to have machine code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNative {
    /// It is one of the packages that are known to have it.
    Known,
    /// It is published for certain processors only.
    Platform,
}

/// Packages whose code loads machine code into Node.js, or starts it. Read in their manifests
/// (`gypfile`, `binary`, `napi`, `binding.gyp`) and documentation.
const KNOWN: &str = "\
    @confluentinc/kafka-javascript @datadog/native-appsec @datadog/native-metrics \
    @datadog/pprof @duckdb/node-api @mongodb-js/zstd @napi-rs/canvas \
    @newrelic/native-metrics @node-rs/argon2 @node-rs/bcrypt @node-rs/crc32 @node-rs/jieba \
    @node-rs/xxhash @parcel/watcher @prisma/client @prisma/engines @resvg/resvg-js \
    @roamhq/wrtc @sentry-internal/node-cpu-profiler @sentry/profiling-node \
    @serialport/bindings-cpp @swc/core @tailwindcss/oxide @tensorflow/tfjs-node aerospike \
    argon2 bcrypt better-sqlite3 bigint-buffer bufferutil canvas classic-level couchbase \
    cpu-features deasync diskusage duckdb epoll farmhash ffi-napi fibers gl heapdump hiredis \
    i2c-bus ibm_db isolated-vm kerberos keytar leveldown libpq libsql libxmljs libxmljs2 \
    lightningcss lmdb lz4 mediasoup microtime mongodb-client-encryption msgpackr-extract \
    msnodesqlv8 node-expat node-hid node-libcurl node-pty node-rdkafka node-sass nodegit \
    odbc onnxruntime-node oracledb pg-native prisma raw-socket re2 ref-napi robotjs rocksdb \
    secp256k1 serialport sharp skia-canvas snappy sodium-native sqlite3 tree-sitter \
    uWebSockets.js unix-dgram usb utf-8-validate v8-profiler-next wrtc xxhash zeromq";

/// Those of them that bring files for glibc and musl alike, from these versions on.
/// Source: the files of the published packages, checked 2026-11-28.
const BOTH: &[(&str, [u32; 2])] = &[
    ("@serialport/bindings-cpp", [10, 8]),
    ("argon2", [0, 40]),
    ("bcrypt", [6, 0]),
    ("classic-level", [1, 4]),
    ("leveldown", [5, 6]),
    ("node-hid", [3, 4]),
    ("secp256k1", [4, 0]),
    ("usb", [2, 14]),
    ("zeromq", [6, 8]),
];

/// Those that an application runs without: what only makes faster what JavaScript does as well, and what
/// builds.
/// Source: the documentation of ws, msgpackr, Parcel, SWC and Tailwind CSS, checked 2026-11-28.
const SPARE: &[&str] = &[
    "@parcel/watcher",
    "@swc/core",
    "@tailwindcss/oxide",
    "bufferutil",
    "lightningcss",
    "msgpackr-extract",
    "utf-8-validate",
];

impl Node {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let root: Value = serde_json::from_str(text).ok()?;
        let root = root.as_object()?;
        let map = |key: &str| {
            let entries = root.get(key).and_then(Value::as_object);
            let texts = entries.into_iter().flatten();
            let texts = texts.filter_map(|(key, text)| Some((key.clone(), text.as_str()?.into())));
            let mut map = BTreeMap::new();
            map.extend(texts);
            map
        };
        Some(Self {
            name: string(root.get("name")),
            module_type: string(root.get("type")),
            main: string(root.get("main")),
            engine: string(root.get("engines").and_then(|engines| engines.get("node"))),
            package_manager: string(root.get("packageManager")),
            scripts: map("scripts"),
            dependencies: map("dependencies"),
            dev_dependencies: map("devDependencies"),
            optional_dependencies: map("optionalDependencies"),
            workspaces: root.contains_key("workspaces"),
        })
    }

    /// The packages with machine code that are named here, known ones only: what those need
    /// themselves is in lock files.
    pub fn declared_addons(&self) -> Vec<NativeAddon> {
        let needed = [
            (&self.dependencies, false, false),
            (&self.optional_dependencies, false, true),
            (&self.dev_dependencies, true, false),
        ];
        let mut addons: ByName<NativeAddon> = ByName::default();
        for (packages, dev, optional) in needed {
            for name in packages.keys().filter(|name| is_known(name)) {
                let addon = NativeAddon {
                    name: name.clone(),
                    dev: Some(dev),
                    optional,
                    // Which version it will be is not told.
                    one_libc: !SPARE.contains(&name.as_str())
                        && !BOTH.iter().any(|(known, _)| known == name),
                    why: WhyNative::Known,
                };
                addons.insert(name, addon);
            }
        }
        addons.into_things()
    }

    /// The names that an install for production starts from.
    pub(super) fn production(&self) -> impl Iterator<Item = String> {
        names(&self.dependencies).chain(names(&self.optional_dependencies))
    }

    /// The names that development needs besides.
    pub(super) fn development(&self) -> impl Iterator<Item = String> {
        names(&self.dev_dependencies)
    }
}

fn names(wanted: &BTreeMap<String, String>) -> impl Iterator<Item = String> {
    let mut names = Vec::new();
    for (name, range) in wanted {
        need(&mut names, name, range);
    }
    names.into_iter()
}

/// The packages with machine code in lock files, each name once; `None` when one cannot be read.
pub(super) fn addons(locks: &[Lock]) -> Option<Vec<NativeAddon>> {
    let mut addons: ByName<NativeAddon> = ByName::default();
    for lock in locks {
        for package in lock.packages.as_ref()? {
            let Some(why) = why(package) else { continue };
            let one_libc = is_of_one_libc(package, why);
            let Some(addon) = addons.get_mut(&package.name) else {
                let addon = NativeAddon {
                    name: package.name.clone(),
                    dev: package.dev,
                    optional: package.optional,
                    one_libc,
                    why,
                };
                addons.insert(&package.name, addon);
                continue;
            };
            addon.one_libc &= one_libc;
            addon.why = addon.why.min(why);
            addon.optional &= package.optional;
            // One that production needs is enough; one that is not told of leaves it open.
            addon.dev = match (addon.dev, package.dev) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
        }
    }
    Some(addons.into_things())
}

fn why(package: &LockedPackage) -> Option<WhyNative> {
    if !package.on_linux() {
        return None;
    }
    if is_known(&package.name) {
        return Some(WhyNative::Known);
    }
    // WebAssembly runs anywhere, whatever the list says. A script that runs at the install proves nothing:
    // the best known ones print.
    (!package.cpu.is_empty() && package.cpu.iter().all(|cpu| cpu != "wasm32"))
        .then_some(WhyNative::Platform)
}

/// Whether a package's files are for one C library.
fn is_of_one_libc(package: &LockedPackage, why: WhyNative) -> bool {
    let name = package.name.as_str();
    if why == WhyNative::Platform {
        // Older lock files do not have the list. What Next.js compiles with is for the build.
        let named = ["-gnu", "-musl", "-glibc", "linuxmusl-"];
        let says = !package.libc.is_empty() || named.iter().any(|part| name.contains(part));
        return says && !name.starts_with("@next/swc-");
    }
    if SPARE.contains(&name) {
        return false;
    }
    let Some((_, from)) = BOTH.iter().find(|(known, _)| *known == name) else {
        return true;
    };
    let mut parts = package.version.as_deref().unwrap_or_default().split('.');
    let mut part = || parts.next().and_then(|part| part.parse::<u32>().ok());
    match (part(), part()) {
        (Some(major), Some(minor)) => [major, minor] < *from,
        _ => false,
    }
}

fn is_known(name: &str) -> bool {
    order::lists(KNOWN, name)
}

#[cfg(test)]
#[test]
fn known_packages_are_in_order() {
    assert!(KNOWN.split(' ').is_sorted());
}
