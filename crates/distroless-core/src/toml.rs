//! TOML as a tree, in the order of the text: what configurations and the manifests of projects say.
//!
//! The parser is a part of the command line. A JavaScript host has it in a module of its own, which most
//! runs have no use for, and hands the tree over.

#[cfg(feature = "toml")]
mod reader;

use crate::order;
use dockerfile_syntax::Span;

/// A text taken apart, as far as it could be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it says.
    pub root: Table,
    /// What is wrong in it: where, and what.
    pub errors: Vec<(Span, String)>,
}

/// Keys and their values, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table(pub Vec<Entry>);

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// Where it stands.
    pub at: Span,
    /// The value.
    pub node: Node,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands; empty where a value is missing.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    String(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A list.
    Array(Vec<Node>),
    /// A table.
    Table(Table),
    /// Something else, which nothing here asks for: what TOML calls it.
    Other(String),
}

impl Table {
    /// The entries in the order of their keys.
    pub fn by_key(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.0.iter().collect();
        order::sort_by(&mut entries, |one, other| one.key.cmp(&other.key));
        entries
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let mut entries = self.0.iter();
        let entry = entries.find(|entry| entry.key == key)?;
        Some(&entry.node.value)
    }
}

impl Value {
    /// A text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// A list.
    pub fn as_array(&self) -> Option<&[Node]> {
        match self {
            Self::Array(list) => Some(list),
            _ => None,
        }
    }

    /// A table.
    pub const fn as_table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }

    /// What TOML calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::String(_) => "string",
            Self::Boolean(_) => "boolean",
            Self::Array(_) => "array",
            Self::Table(_) => "table",
            Self::Other(name) => name,
        }
    }
}
