//! `pnpm-lock.yaml`, versions 5 to 9. pnpm writes it, so its lines have one form.

use super::{LockedPackage, name_of, need};
use crate::context::text::{indent, unquote};
use crate::order::ByName;

pub(super) fn packages(text: &str) -> Option<Vec<LockedPackage>> {
    let mut found: ByName<LockedPackage> = ByName::default();
    let mut version: Option<u32> = None;
    let mut section = "";
    // The package that lines belong to, and whether they list what it needs.
    let mut current: Option<String> = None;
    let mut list = false;
    for line in text.lines() {
        let Some((key, value)) = entry(line) else {
            continue;
        };
        match (indent(line), section) {
            (0, _) => {
                section = key;
                current = None;
                if key == "lockfileVersion" {
                    version = unquote(value).split('.').next()?.parse().ok();
                }
            }
            (2, "packages" | "snapshots") => {
                current = None;
                list = false;
                if let Some((name, of)) = split(unquote(key), version?) {
                    let id = format!("{name}@{of}");
                    let package = LockedPackage {
                        name: name.to_owned(),
                        version: Some(of.to_owned()),
                        ..LockedPackage::default()
                    };
                    found.insert(&id, package);
                    current = Some(id);
                }
            }
            (4, "packages" | "snapshots") => {
                list = matches!(key, "dependencies" | "optionalDependencies");
                let Some(package) = current.as_ref().and_then(|id| found.get_mut(id)) else {
                    continue;
                };
                match (key, value) {
                    ("dev", "true") => package.dev = Some(true),
                    ("dev", "false") => package.dev = Some(false),
                    ("optional", "true") => package.optional = true,
                    ("os", list) => package.os = names(list),
                    ("cpu", list) => package.cpu = names(list),
                    ("libc", list) => package.libc = names(list),
                    _ => {}
                }
            }
            (6, "packages" | "snapshots") if list => {
                if let Some(package) = current.as_ref().and_then(|id| found.get_mut(id)) {
                    need(&mut package.needs, unquote(key), unquote(value));
                }
            }
            _ => {}
        }
    }
    version.map(|_| found.into_things())
}

/// `key: value`, where a key can hold a colon within quotes or before no blank.
fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    if let Some(key) = line.strip_suffix(':') {
        return Some((key, ""));
    }
    let (key, value) = line.split_once(": ")?;
    Some((key, value.trim()))
}

/// The name and version of a package: `/name/1.0.0_peer` of version 5, `/name@1.0.0(peer)` and
/// `name@1.0.0(peer)` of later ones.
fn split(key: &str, version: u32) -> Option<(&str, &str)> {
    let key = key.strip_prefix('/').unwrap_or(key);
    if version < 6 {
        let scope = key.starts_with('@').then(|| key.find('/')).flatten();
        let start = scope.map_or(0, |slash| slash + 1);
        let slash = start + key.get(start..)?.find('/')?;
        let of = key.get(slash + 1..)?.split('_').next()?;
        return Some((key.get(..slash)?, of));
    }
    let key = key.split('(').next()?;
    let name = name_of(key)?;
    Some((name, key.get(name.len() + 1..)?))
}

/// A list within brackets.
fn names(list: &str) -> Vec<String> {
    let list = list.trim_matches(['[', ']']);
    let names = list.split(',').map(unquote).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}
