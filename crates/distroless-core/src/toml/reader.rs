//! Taking a text of TOML apart.

use super::{Document, Entry, Node, Table, Value};
use crate::order;
use dockerfile_syntax::Span;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How deep a tree is looked into: nothing that is asked for lies deeper.
const DEPTH: u32 = 16;

impl Document {
    /// Takes a text apart.
    pub fn parse(text: &str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let errors = errors.into_iter().map(|error| {
            let place = error.span().unwrap_or(0..0);
            (span(&place), error.message().to_owned())
        });
        Self {
            root: table(root.get_ref(), DEPTH),
            errors: errors.collect(),
        }
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

fn table(table: &DeTable<'_>, depth: u32) -> Table {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        at: span(&key.span()),
        node: node(value, depth),
    });
    let mut entries: Vec<Entry> = entries.collect();
    order::sort_by_key(&mut entries, |entry| entry.at.start);
    Table(entries)
}

fn node(value: &Spanned<DeValue<'_>>, depth: u32) -> Node {
    let other = || Value::Other(value.get_ref().type_str().to_owned());
    let below = depth.checked_sub(1);
    Node {
        span: span(&value.span()),
        value: match (value.get_ref(), below) {
            (DeValue::String(text), _) => Value::String(text.to_string()),
            (DeValue::Boolean(is), _) => Value::Boolean(*is),
            (DeValue::Array(list), Some(below)) => {
                Value::Array(list.iter().map(|item| node(item, below)).collect())
            }
            (DeValue::Table(inner), Some(below)) => Value::Table(table(inner, below)),
            _ => other(),
        },
    }
}
