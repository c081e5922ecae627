//! Reading files of the context, and their lines.

use crate::request::{BuildContext, TEXT_LIMIT};
use crate::toml::{Table, Value};

/// A path of the context in its shortest form; `None` for a way out of it.
pub(super) fn inside(path: &str) -> Option<String> {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    let parts: Vec<&str> = parts.collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

/// A path below a folder; the root is the empty path.
pub(super) fn below(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    }
}

/// The text of a file; `None` for one that is too long, whatever the end thinks.
pub(super) fn read(context: &dyn BuildContext, path: &str) -> Option<String> {
    let text = context.read(path)?;
    if text.len() as u64 > TEXT_LIMIT {
        return None;
    }
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Some(rest.to_owned()),
        None => Some(text),
    }
}

/// A text without the mark that Windows programs put before it.
pub(super) fn strip_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A value without the quotes around it.
pub(super) fn unquote(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// How far a line is indented, in characters.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A text of a JSON value.
pub(super) fn string(value: Option<&serde_json::Value>) -> Option<String> {
    value?.as_str().map(str::to_owned)
}

/// A text of a TOML table.
pub(super) fn toml_string(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

/// The texts of a list in a TOML table.
pub(super) fn toml_strings(table: &Table, key: &str) -> Vec<String> {
    let texts = toml_list(table, key).filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// What is in a list of a TOML table; nothing where there is none.
pub(super) fn toml_list<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Value> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().map(|node| &node.value)
}

/// The tables in a list of a TOML table.
pub(super) fn toml_tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    toml_list(table, key).filter_map(Value::as_table)
}

/// A table in a TOML table.
pub(super) fn toml_table<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    table.get(key)?.as_table()
}

/// A TOML file without a mistake in it.
pub(super) fn toml(context: &dyn BuildContext, text: &str) -> Option<Table> {
    let document = context.toml(text);
    document.errors.is_empty().then_some(document.root)
}
