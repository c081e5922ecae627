//! What a file holds, as nodes that name each other by number: an alias costs nothing, and nothing
//! is as deep as the text could make it.

use std::cell::Cell;

/// A node of a [`Tree`].
pub(crate) type Id = usize;

/// How deep merges and references of a file are followed.
pub(crate) const DEPTH: usize = 8;

/// A file.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// How many entries were looked at: through aliases, a short file can be read without end.
    spent: Cell<usize>,
    /// The node that all is in.
    pub(crate) root: Id,
}

/// A value and the line it begins on.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) data: Data,
    pub(crate) line: u32,
}

/// A value.
#[derive(Debug)]
pub(crate) enum Data {
    /// Not understood.
    Unknown,
    Null,
    Text(String),
    List(Vec<Id>),
    /// In the order written; `<<` is a key like others.
    Map(Vec<(String, Id)>),
}

impl Tree {
    pub(crate) fn add(&mut self, data: Data, line: u32) -> Id {
        self.nodes.push(Node { data, line });
        self.nodes.len() - 1
    }

    pub(crate) fn set(&mut self, id: Id, data: Data) {
        if let Some(node) = self.nodes.get_mut(id) {
            node.data = data;
        }
    }

    pub(crate) fn data(&self, id: Id) -> &Data {
        self.nodes.get(id).map_or(&Data::Unknown, |node| &node.data)
    }

    pub(crate) fn line(&self, id: Id) -> u32 {
        self.nodes.get(id).map_or(1, |node| node.line)
    }

    pub(crate) fn text(&self, id: Id) -> Option<&str> {
        match self.data(id) {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn list(&self, id: Id) -> &[Id] {
        match self.data(id) {
            Data::List(items) if self.spend(items.len()) => items,
            _ => &[],
        }
    }

    fn spend(&self, entries: usize) -> bool {
        self.spent.set(self.spent.get().saturating_add(entries + 1));
        !self.is_used_up()
    }

    /// Whether more was looked at than a file of this size needs. Nothing that was found counts then.
    pub(crate) fn is_used_up(&self) -> bool {
        self.spent.get() > self.nodes.len().saturating_mul(64).saturating_add(100_000)
    }

    /// The entries of a map that stand in it, without those merged into it.
    pub(crate) fn own(&self, id: Id) -> &[(String, Id)] {
        match self.data(id) {
            Data::Map(entries) if self.spend(entries.len()) => entries,
            _ => &[],
        }
    }

    /// What a key of a map stands for, merged maps (`<<`) included.
    pub(crate) fn get(&self, map: Id, key: &str) -> Option<Id> {
        self.get_within(map, key, DEPTH)
    }

    fn get_within(&self, map: Id, key: &str, depth: usize) -> Option<Id> {
        let entries = self.own(map);
        let own = entries.iter().rev().find(|(name, _)| name == key);
        if let Some((_, id)) = own {
            return Some(*id);
        }
        let depth = depth.checked_sub(1)?;
        let merged = entries.iter().rev().find(|(name, _)| name == "<<")?.1;
        match self.data(merged) {
            // A list of many maps at every level would be a tree of lookups.
            Data::List(maps) => maps
                .iter()
                .take(DEPTH)
                .find_map(|map| self.get_within(*map, key, depth / 2)),
            _ => self.get_within(merged, key, depth),
        }
    }

    /// Every entry of a map, merged maps included, the ones that win last.
    pub(crate) fn entries(&self, map: Id) -> Vec<(&str, Id)> {
        let mut layers = vec![self.own(map)];
        let mut at = map;
        for _ in 0..DEPTH {
            let Some(merged) = self.own(at).iter().find(|(name, _)| name == "<<") else {
                break;
            };
            let several = self.list(merged.1);
            layers.extend(several.iter().take(DEPTH).map(|map| self.own(*map)));
            layers.push(self.own(merged.1));
            at = merged.1;
        }
        let all = layers.into_iter().rev().flatten();
        all.filter(|(name, _)| name != "<<")
            .map(|(name, id)| (name.as_str(), *id))
            .collect()
    }
}
