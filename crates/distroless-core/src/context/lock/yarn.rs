//! `yarn.lock`, of Yarn 1 and of Yarn 2 and later: both are read line by line.

use super::{LockedPackage, name_of, need};
use crate::context::text::{indent, unquote};

pub(super) fn packages(text: &str) -> Option<Vec<LockedPackage>> {
    let mut found: Vec<LockedPackage> = Vec::new();
    // Whether the lines below belong to the last package, and list what it needs.
    let (mut open, mut list) = (false, false);
    let mut known = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with('#') {
            known |= trimmed.contains("yarn lockfile v1");
        }
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        match indent(line) {
            0 => {
                let key = trimmed.strip_suffix(':')?;
                known |= key == "__metadata";
                let package = header(key);
                open = package.is_some();
                found.extend(package);
                list = false;
            }
            2 if open => {
                let (key, value) = entry(trimmed);
                list = value.is_empty()
                    && matches!(
                        key,
                        "dependencies" | "optionalDependencies" | "peerDependencies"
                    );
                let Some(package) = found.last_mut() else {
                    continue;
                };
                match key {
                    "version" => package.version = Some(value.to_owned()),
                    "conditions" => conditions(package, value),
                    _ => {}
                }
            }
            4 if open && list => {
                let (name, wanted) = entry(trimmed);
                if let Some(package) = found.last_mut() {
                    need(&mut package.needs, name, wanted);
                }
            }
            _ => {}
        }
    }
    known.then_some(found)
}

/// A package, by one or more of `name@range`.
fn header(key: &str) -> Option<LockedPackage> {
    let first = key.split(", ").next()?.trim_matches('"');
    // The project itself: what it needs for development stands among the rest.
    if first.contains("@workspace:") {
        return None;
    }
    Some(LockedPackage {
        name: name_of(first)?.to_owned(),
        ..LockedPackage::default()
    })
}

/// `name "value"` of Yarn 1 and `name: value` of later ones.
fn entry(line: &str) -> (&str, &str) {
    let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    let (key, value) = quoted
        .or_else(|| line.split_once(' '))
        .unwrap_or((line, ""));
    let value = value.trim_start_matches(':');
    (key.trim_end_matches(':'), unquote(value))
}

/// `os=linux & cpu=x64 & libc=glibc`, and `(os=darwin | os=linux)`.
fn conditions(package: &mut LockedPackage, text: &str) {
    for part in text.split(['&', '|']) {
        let part = part.trim_matches([' ', '(', ')']);
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        match key {
            "os" => package.os.push(value.to_owned()),
            "cpu" => package.cpu.push(value.to_owned()),
            "libc" => package.libc.push(value.to_owned()),
            _ => {}
        }
    }
}
