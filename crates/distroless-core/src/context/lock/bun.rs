//! `bun.lock`: JSON with commas before closing brackets.

use super::{LockedPackage, name_of, need, texts};
use serde_json::Value;

pub(super) fn packages(text: &str) -> Option<Vec<LockedPackage>> {
    let root: Value = serde_json::from_str(&plain(text)).ok()?;
    let entries = root.get("packages")?.as_object()?;
    Some(entries.values().filter_map(package).collect())
}

fn package(entry: &Value) -> Option<LockedPackage> {
    let list = entry.as_array()?;
    let key = list.first()?.as_str()?;
    let name = name_of(key)?;
    let version = key.get(name.len() + 1..)?;
    if version.starts_with("workspace:") {
        return None;
    }
    // Where it stands depends on where the package is from.
    let about = list.iter().find(|part| part.is_object());
    let about = |key: &str| about.and_then(|about| about.get(key));
    let mut needs = Vec::new();
    for kind in ["dependencies", "optionalDependencies", "peerDependencies"] {
        for (name, wanted) in about(kind).and_then(Value::as_object).into_iter().flatten() {
            need(&mut needs, name, wanted.as_str().unwrap_or_default());
        }
    }
    Some(LockedPackage {
        name: name.to_owned(),
        version: Some(version.to_owned()),
        os: texts(about("os")),
        cpu: texts(about("cpu")),
        libc: texts(about("libc")),
        needs,
        ..LockedPackage::default()
    })
}

/// Takes out what JSON does not have: the last comma of a list, and comments to the end of a line.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Whether the text is within quotes, and the place of a comma with nothing after it yet.
    let (mut quoted, mut escaped, mut comma) = (false, false, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c == '/' && chars.peek() == Some(&'/') {
            while chars.next_if(|c| *c != '\n').is_some() {}
            continue;
        } else if c == ',' {
            comma = Some(plain.len());
        } else if !c.is_whitespace() {
            if let Some(at) = comma.take()
                && matches!(c, ']' | '}')
            {
                plain.truncate(at);
            }
            quoted = c == '"';
        }
        plain.push(c);
    }
    plain
}
