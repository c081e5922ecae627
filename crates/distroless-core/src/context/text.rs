//! Reading files of the context, and their lines.

use crate::request::{BuildContext, TEXT_LIMIT};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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
pub(super) fn toml_string(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

/// The texts of a list in a TOML table.
pub(super) fn toml_strings(table: &DeTable<'_>, key: &str) -> Vec<String> {
    let texts = toml_list(table, key).filter_map(DeValue::as_str);
    texts.map(str::to_owned).collect()
}

/// What is in a list of a TOML table; nothing where there is none.
pub(super) fn toml_list<'t>(
    table: &'t DeTable<'t>,
    key: &str,
) -> impl Iterator<Item = &'t DeValue<'t>> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    list.into_iter().flatten().map(Spanned::get_ref)
}

/// The tables in a list of a TOML table.
pub(super) fn toml_tables<'t>(
    table: &'t DeTable<'t>,
    key: &str,
) -> impl Iterator<Item = &'t DeTable<'t>> {
    toml_list(table, key).filter_map(DeValue::as_table)
}

/// A table in a TOML table.
pub(super) fn toml_table<'t>(table: &'t DeTable<'t>, key: &str) -> Option<&'t DeTable<'t>> {
    table.get(key)?.get_ref().as_table()
}

/// A TOML file, whose numbers stay texts.
pub(super) fn toml(text: &str) -> Option<DeTable<'_>> {
    DeTable::parse(text).ok().map(Spanned::into_inner)
}
