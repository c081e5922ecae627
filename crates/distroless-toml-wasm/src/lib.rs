//! TOML taken apart, for JavaScript hosts: text in, JSON out. A module of its own, as most runs have no use
//! for a parser of it.

use distroless_core::toml::{Document, Entry, Node, Table, Value};
use dockerfile_syntax::Span;
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes a text apart: `{ "root": [[key, start, end, node]], "errors": [[start, end, message]] }`. A node is
/// its place and what it is, `[start, end, value]`: a text, `true` or `false`, a list of nodes,
/// `{ "table": [[key, start, end, node]] }` or `{ "other": what TOML calls it }`.
#[wasm_bindgen(js_name = readToml)]
pub fn read_toml(text: &str) -> String {
    let Document { root, errors } = Document::parse(text);
    let errors = errors
        .into_iter()
        .map(|(Span { start, end }, message)| json!([start, end, message]));
    let errors: Vec<Json> = errors.collect();
    json!({ "root": table(root), "errors": errors }).to_string()
}

fn table(table: Table) -> Vec<Json> {
    let entries = table.0.into_iter();
    let entries = entries.map(
        |Entry {
             key,
             at,
             node: value,
         }| json!([key, at.start, at.end, node(value)]),
    );
    entries.collect()
}

fn node(Node { span, value }: Node) -> Json {
    let value = match value {
        Value::String(text) => Json::String(text),
        Value::Boolean(is) => Json::Bool(is),
        Value::Array(list) => Json::Array(list.into_iter().map(node).collect()),
        Value::Table(inner) => json!({ "table": table(inner) }),
        Value::Other(name) => json!({ "other": name }),
    };
    json!([span.start, span.end, value])
}

#[cfg(test)]
mod tests {
    use super::read_toml;

    #[test]
    fn a_text_becomes_a_tree_with_places() {
        assert_eq!(
            read_toml("a = 'b'\n[c]\nd = [true, 1]\n"),
            r#"{"errors":[],"root":[["a",0,1,[4,7,"b"]],["c",9,10,[8,11,{"table":[["d",12,13,[16,25,[[17,21,true],[23,24,{"other":"integer"}]]]]]}]]]}"#
        );
        assert_eq!(
            read_toml("a = ["),
            r#"{"errors":[[5,5,"unclosed array, expected `]`"]],"root":[["a",0,1,[4,5,[]]]]}"#
        );
    }
}
