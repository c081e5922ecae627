//! TOML, as a module of the host takes it apart.

use crate::fields::{Fields, Read, parse};
use distroless_core::toml::{Document, Entry, Node, Table, Value};
use dockerfile_syntax::Span;
use serde_json::Value as Json;

/// Takes a text of TOML apart: JSON, as the module of its own writes it; `None` where the host has none.
pub(crate) type Reader<'r> = dyn Fn(&str) -> Option<String> + 'r;

/// A text taken apart.
pub(crate) fn document(text: &str, reader: &Reader<'_>) -> Document {
    let read = reader(text).ok_or_else(|| "nothing here reads it".to_owned());
    read.and_then(|json| parse(&json))
        .unwrap_or_else(|problem| Document {
            root: Table::default(),
            errors: vec![(Span::new(0, 0), problem)],
        })
}

impl Read for Document {
    fn read(value: Json) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let read = Self {
            root: Table(fields.required("root")?),
            errors: fields
                .required::<Vec<Wrong>>("errors")?
                .into_iter()
                .map(|it| (it.0, it.1))
                .collect(),
        };
        fields.end()?;
        Ok(read)
    }
}

struct Wrong(Span, String);

impl Read for Wrong {
    fn read(value: Json) -> Result<Self, String> {
        let [start, end, message] = parts(value)?;
        Ok(Self(span(start, end)?, String::read(message)?))
    }
}

impl Read for Entry {
    fn read(value: Json) -> Result<Self, String> {
        let [key, start, end, node] = parts(value)?;
        Ok(Self {
            key: String::read(key)?,
            at: span(start, end)?,
            node: Node::read(node)?,
        })
    }
}

impl Read for Node {
    fn read(value: Json) -> Result<Self, String> {
        let [start, end, value] = parts(value)?;
        Ok(Self {
            span: span(start, end)?,
            value: match value {
                Json::String(text) => Value::String(text),
                Json::Bool(is) => Value::Boolean(is),
                Json::Object(mut object) => match object.remove("table") {
                    Some(entries) => Value::Table(Table(Vec::read(entries)?)),
                    None => Value::Other(String::read(object.remove("other").unwrap_or_default())?),
                },
                list => Value::Array(Vec::read(list)?),
            },
        })
    }
}

fn parts<const N: usize>(value: Json) -> Result<[Json; N], String> {
    match value {
        Json::Array(values) => values
            .try_into()
            .map_err(|_| " has too few or too many parts".to_owned()),
        _ => Err(" must be a list".to_owned()),
    }
}

fn span(start: Json, end: Json) -> Result<Span, String> {
    Ok(Span::new(u32::read(start)?, u32::read(end)?))
}

#[cfg(test)]
mod tests {
    use super::document;
    use distroless_core::toml::Document;

    #[test]
    fn a_tree_arrives_as_it_was_sent() {
        let reader = |text: &str| Some(distroless_toml_wasm::read_toml(text));
        for text in [
            "",
            "a = 'b'\n[[c]]\nd = [true, 1.5, 'e']\n[f.'g h']\ni = { j = 1979-05-27 }\n",
            "a = \nb = [",
        ] {
            assert_eq!(document(text, &reader), Document::parse(text), "{text}");
        }
        assert_eq!(document("", &|_| None).errors.len(), 1);
        assert_eq!(document("", &|_| Some("{}".to_owned())).errors.len(), 1);
    }
}
