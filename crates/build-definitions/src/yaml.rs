//! YAML, and JSON with it.

use crate::Problem;
use crate::tree::{Data, Id, Tree};
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;

/// A collection that is being read.
struct Open {
    id: Id,
    items: Vec<Id>,
    is_map: bool,
}

/// The first document of a text.
pub(crate) fn parse(text: &str) -> Result<Tree, Problem> {
    let mut tree = Tree::default();
    let mut anchors: HashMap<usize, Id> = HashMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Problem {
            message: "this is no valid YAML".to_owned(),
            line: u32::try_from(error.marker().line()).unwrap_or(u32::MAX),
        })?;
        let line = u32::try_from(span.start.line()).unwrap_or(u32::MAX);
        let (id, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let data = if tag.is_some() {
                    Data::Unknown
                } else {
                    scalar(text.into_owned(), style)
                };
                (tree.add(data, line), anchor)
            }
            Event::Alias(anchor) => {
                let known = anchors.get(&anchor).copied();
                (known.unwrap_or_else(|| tree.add(Data::Unknown, line)), 0)
            }
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                let is_map = matches!(event, Event::MappingStart(..));
                // What stands in a collection that is not finished is an alias to itself.
                let id = tree.add(Data::Unknown, line);
                anchors.insert(anchor, id);
                open.push(Open {
                    id,
                    items: Vec::new(),
                    is_map,
                });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(done) = open.pop() else { continue };
                let data = if done.is_map {
                    map(&tree, &done.items)
                } else {
                    Data::List(done.items)
                };
                tree.set(done.id, data);
                (done.id, 0)
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        if anchor != 0 {
            anchors.insert(anchor, id);
        }
        match open.last_mut() {
            Some(parent) => parent.items.push(id),
            None => root = Some(id),
        }
    }
    tree.root = match root {
        Some(id) => id,
        None => tree.add(Data::Null, 1),
    };
    Ok(tree)
}

fn map(tree: &Tree, items: &[Id]) -> Data {
    let pairs = items.chunks_exact(2).filter_map(|pair| {
        let [key, value] = pair else { return None };
        Some((tree.text(*key)?.to_owned(), *value))
    });
    Data::Map(pairs.collect())
}

/// Plain words that mean something else than their text are unknown: `3.10` is the number 3.1 for
/// some readers and a text for others.
fn scalar(text: String, style: ScalarStyle) -> Data {
    if style != ScalarStyle::Plain {
        return Data::Text(text);
    }
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "true" | "false" => return Data::Text(text),
        _ => {}
    }
    let lower = text.to_ascii_lowercase();
    let truth = ["yes", "no", "on", "off", "true", "false", "y", "n"];
    if truth.contains(&lower.as_str()) || is_odd_number(&lower) {
        return Data::Unknown;
    }
    Data::Text(text)
}

/// Whether a plain word may be a number or a date that is not written the way it is read.
fn is_odd_number(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let numeric = |c: char| {
        c.is_ascii_hexdigit()
            || matches!(c, '+' | '-' | '.' | '_' | ':' | 'x' | 'o' | 't' | 'z' | ' ')
    };
    if !begins || !text.chars().all(numeric) || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let plain =
        |part: &str| digits(part) && (part == "0" || !part.starts_with('0')) && part.len() < 15;
    match text.split_once('.') {
        None => !plain(text),
        Some((whole, rest)) if digits(rest) => {
            !plain(whole) || rest.ends_with('0') || rest.len() > 6
        }
        // Two points: a version, which no number is.
        Some((whole, rest)) => {
            let parts: Vec<&str> = rest.split('.').collect();
            !(digits(whole) && parts.len() > 1 && parts.iter().all(|part| digits(part)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_odd_number;

    #[test]
    fn numbers_that_readers_disagree_on_are_odd() {
        for odd in [
            "3.10",
            "010",
            "1_000",
            "0x1f",
            "1e3",
            "2024-01-01",
            "12:30",
            "1.",
            ".5",
        ] {
            assert!(is_odd_number(odd), "{odd}");
        }
        for plain in [
            "3",
            "3.12",
            "1.2.3",
            "22",
            "0",
            "3.12-slim",
            "alpine",
            "-",
            "debian",
        ] {
            assert!(!is_odd_number(plain), "{plain}");
        }
    }
}
