//! Putting things in order, with one sorting routine for all types: each type that the standard one is used
//! with is a copy of four kilobytes, and WebAssembly is loaded each time.

use image_knowledge::Words;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts stably.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(
        items.len(),
        &|one, other| match (items.get(one), items.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        },
    );
    let mut slots: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(
        order
            .into_iter()
            .filter_map(|index| slots.get_mut(index)?.take()),
    );
}

/// Sorts stably by a key.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// A set of things, put in one by one: to collect them sorts them first, by a routine for each type.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

/// Whether a text of words in order, with a blank between them, has a word: less in WebAssembly than a list of
/// texts.
pub fn lists(words: &'static str, word: &str) -> bool {
    debug_assert!(words.split(' ').is_sorted(), "the words are in order");
    Words::new(words).has(word)
}

/// Things by their names, in the order of the names. One kind of map does for all types of things.
#[derive(Clone, Debug)]
pub struct ByName<T> {
    numbers: BTreeMap<String, usize>,
    things: Vec<T>,
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self {
            numbers: BTreeMap::new(),
            things: Vec::new(),
        }
    }
}

impl<T> ByName<T> {
    /// The thing of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.things.get(*self.numbers.get(name)?)
    }

    /// The thing of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.things.get_mut(*self.numbers.get(name)?)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Adds a thing where its name is new.
    pub fn insert(&mut self, name: &str, thing: T) {
        if !self.numbers.contains_key(name) {
            self.numbers.insert(name.to_owned(), self.things.len());
            self.things.push(thing);
        }
    }

    /// The thing of a name, made where there was none.
    pub fn of(&mut self, name: &str) -> Option<&mut T>
    where
        T: Default,
    {
        if !self.numbers.contains_key(name) {
            self.insert(name, T::default());
        }
        self.get_mut(name)
    }

    /// Sets the thing of a name, whether the name is new or not.
    pub fn set(&mut self, name: &str, thing: T) {
        match self.get_mut(name) {
            Some(known) => *known = thing,
            None => self.insert(name, thing),
        }
    }

    /// The things, to be changed, in the order in which their names came.
    pub fn things_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.things.iter_mut()
    }

    /// All names with their things.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        let numbers = self.numbers.iter();
        numbers.filter_map(|(name, number)| Some((name.as_str(), self.things.get(*number)?)))
    }

    /// The things, in the order of their names.
    pub fn into_things(self) -> Vec<T> {
        let mut slots: Vec<Option<T>> = self.things.into_iter().map(Some).collect();
        let numbers = self.numbers.values();
        let taken = numbers.filter_map(|number| slots.get_mut(*number)?.take());
        taken.collect()
    }
}

/// The numbers below `count` in the order in which a comparison puts them.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_things_keep_the_first_and_come_in_order() {
        let mut named = ByName::default();
        for (name, thing) in [("b", 1), ("a", 2), ("b", 3)] {
            named.insert(name, thing);
        }
        assert_eq!(named.get("b"), Some(&1));
        assert_eq!(named.len(), 2);
        assert!(named.iter().eq([("a", &2), ("b", &1)]));
        assert_eq!(named.into_things(), [2, 1]);
    }

    #[test]
    fn equal_things_keep_their_order() {
        let mut words = vec!["bb", "a", "cc", "d", "aa"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["a", "d", "bb", "cc", "aa"]);
        sort_by(&mut words, |one, other| other.cmp(one));
        assert_eq!(words, ["d", "cc", "bb", "aa", "a"]);
        let mut none: Vec<u8> = Vec::new();
        sort_by_key(&mut none, |byte| *byte);
        assert!(none.is_empty());
    }
}
