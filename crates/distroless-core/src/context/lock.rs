//! Lock files of Node.js package managers: which packages an install puts into `node_modules`.

mod bun;
mod npm;
mod pnpm;
mod yarn;

use crate::order::ByName;
use std::collections::BTreeSet;

/// A package manager's lock file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LockKind {
    /// `npm-shrinkwrap.json` and `package-lock.json`, which npm reads in this order.
    Npm,
    /// `pnpm-lock.yaml`
    Pnpm,
    /// `yarn.lock` of Yarn 1
    Yarn,
    /// `yarn.lock` of Yarn 2 and later
    YarnBerry,
    /// `bun.lock` and the binary `bun.lockb`
    Bun,
}

/// A lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Whose it is.
    pub kind: LockKind,
    /// Its path in the context.
    pub path: String,
    /// What it installs, by name and version; `None` where it cannot be read.
    pub packages: Option<Vec<LockedPackage>>,
}

/// A package that a lock file installs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedPackage {
    /// Its name, with the scope.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Whether only development needs it; `None` where the lock does not tell.
    pub dev: Option<bool>,
    /// Whether the install goes on without it.
    pub optional: bool,
    /// The systems it can be installed on, such as `linux` or `!win32`; empty for all.
    pub os: Vec<String>,
    /// The processors it can be installed on, such as `x64`; empty for all.
    pub cpu: Vec<String>,
    /// The C libraries it can be installed on, `glibc` or `musl`; empty for all.
    pub libc: Vec<String>,
    /// The names of what it needs.
    pub(super) needs: Vec<String>,
}

impl LockedPackage {
    /// Whether it is installed on Linux.
    pub fn on_linux(&self) -> bool {
        let excluded = self.os.iter().any(|os| os == "!linux");
        let listed = self.os.iter().all(|os| os.starts_with('!'))
            || self.os.iter().any(|os| os == "linux" || os == "any");
        listed && !excluded
    }
}

/// Reads a lock file of a kind. What is not understood is `None`.
pub(super) fn packages(kind: LockKind, text: &str) -> Option<Vec<LockedPackage>> {
    match kind {
        LockKind::Npm => npm::packages(text),
        LockKind::Pnpm => pnpm::packages(text),
        LockKind::Yarn | LockKind::YarnBerry => yarn::packages(text),
        LockKind::Bun => bun::packages(text),
    }
}

/// Says of each package whether production needs it, from what the manifest needs. By name only: of
/// two versions, one for development, both count as needed. What neither leads to is left open.
pub(super) fn tell_dev(
    packages: &mut [LockedPackage],
    production: impl Iterator<Item = String>,
    development: impl Iterator<Item = String>,
) {
    let (production, development) = {
        let mut needs: ByName<Vec<&str>> = ByName::default();
        for package in &*packages {
            needs.insert(&package.name, Vec::new());
            if let Some(of) = needs.get_mut(&package.name) {
                of.extend(package.needs.iter().map(String::as_str));
            }
        }
        (reached(&needs, production), reached(&needs, development))
    };
    for package in packages {
        let told = match &package.name {
            name if production.contains(name) => Some(false),
            name if development.contains(name) => Some(true),
            _ => None,
        };
        package.dev = package.dev.or(told);
    }
}

fn reached(needs: &ByName<Vec<&str>>, roots: impl Iterator<Item = String>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<String> = roots.collect();
    while let Some(name) = open.pop() {
        let of = needs.get(&name).into_iter().flatten();
        if reached.insert(name) {
            let new = of.filter(|need| !reached.contains(**need));
            open.extend(new.map(|need| (*need).to_owned()));
        }
    }
    reached
}

/// The name in `name@version`.
pub(super) fn name_of(key: &str) -> Option<&str> {
    let at = key.char_indices().skip(1).find(|(_, c)| *c == '@')?.0;
    key.get(..at).filter(|name| *name != "@")
}

/// The real name where a dependency goes by another one: `npm:name@^1`, and pnpm's `/name@1.0.0`.
fn alias(wanted: &str) -> Option<&str> {
    let wanted = wanted.strip_prefix("npm:").unwrap_or(wanted);
    let wanted = wanted.strip_prefix('/').unwrap_or(wanted);
    let first = wanted.chars().next()?;
    (first == '@' || first.is_alphabetic())
        .then(|| name_of(wanted))
        .flatten()
}

/// A name that is needed, and the one behind it.
pub(super) fn need(into: &mut Vec<String>, name: &str, wanted: &str) {
    into.push(name.to_owned());
    into.extend(alias(wanted).map(str::to_owned));
}

/// A text or a list of texts, as `os` and `cpu` are.
fn texts(value: Option<&serde_json::Value>) -> Vec<String> {
    match value {
        Some(serde_json::Value::String(text)) => vec![text.clone()],
        Some(serde_json::Value::Array(list)) => {
            let texts = list.iter().filter_map(serde_json::Value::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
