//! `package-lock.json`, versions 1 to 3.

use super::{LockedPackage, texts};
use crate::context::text::string;
use serde_json::{Map, Value};

pub(super) fn packages(text: &str) -> Option<Vec<LockedPackage>> {
    let root: Value = serde_json::from_str(text).ok()?;
    if let Some(packages) = root.get("packages").and_then(Value::as_object) {
        return Some(packages.iter().filter_map(installed).collect());
    }
    let mut found = Vec::new();
    let mut open: Vec<&Map<String, Value>> = Vec::new();
    match root.get("dependencies") {
        Some(dependencies) => open.push(dependencies.as_object()?),
        // A lock file of a project without dependencies.
        None => drop(root.get("lockfileVersion")?),
    }
    while let Some(level) = open.pop() {
        for (name, entry) in level {
            found.push(LockedPackage {
                name: name.clone(),
                version: string(entry.get("version")),
                dev: Some(is(entry, "dev")),
                optional: is(entry, "optional"),
                ..LockedPackage::default()
            });
            open.extend(entry.get("dependencies").and_then(Value::as_object));
        }
    }
    Some(found)
}

/// An entry of versions 2 and 3; the key is where it is installed.
fn installed((key, entry): (&String, &Value)) -> Option<LockedPackage> {
    // What stands elsewhere is the project itself, and its workspaces.
    let (_, folder) = key.rsplit_once("node_modules/")?;
    if is(entry, "link") {
        return None;
    }
    Some(LockedPackage {
        name: string(entry.get("name")).unwrap_or_else(|| folder.to_owned()),
        version: string(entry.get("version")),
        dev: Some(is(entry, "dev")),
        optional: is(entry, "optional") || is(entry, "devOptional"),
        os: texts(entry.get("os")),
        cpu: texts(entry.get("cpu")),
        libc: texts(entry.get("libc")),
        needs: Vec::new(),
    })
}

fn is(entry: &Value, key: &str) -> bool {
    entry.get(key) == Some(&Value::Bool(true))
}
