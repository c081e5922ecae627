//! The elements of an XML file, with the way to them and their texts.

/// How deep elements may lie within each other, and how many are kept.
const DEPTH: usize = 32;
const ELEMENTS: usize = 20_000;
/// The longest way to an element, in bytes.
const PATH: usize = 1000;

/// An element.
#[derive(Debug)]
pub(super) struct Element<'t> {
    /// The names of the elements on the way, `/` between them.
    pub(super) path: String,
    /// Its text; empty where it has elements in it.
    pub(super) text: &'t str,
    /// What stands behind the name of its tag.
    pub(super) attributes: &'t str,
    /// Whether it, or an element around it, holds under a `Condition` only.
    pub(super) conditional: bool,
}

/// The elements of a text, in the order in which they begin; `None` when it is no XML that can be
/// followed.
pub(super) fn elements(text: &str) -> Option<Vec<Element<'_>>> {
    let mut found: Vec<Element<'_>> = Vec::new();
    // For each open element: its name, its place in the list, and whether it has elements in it.
    let mut open: Vec<(&str, usize, bool)> = Vec::new();
    let mut rest = text;
    let mut content = "";
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        if content.is_empty() {
            content = before.trim();
        }
        let skip = [
            ("<!--", "-->"),
            ("<![CDATA[", "]]>"),
            ("<?", "?>"),
            ("<!", ">"),
        ];
        if let Some((_, end)) = skip.iter().find(|(begin, _)| tag.starts_with(begin)) {
            rest = tag.split_once(end)?.1;
            continue;
        }
        let end = tag_end(tag)?;
        let inner = tag.get(1..end)?;
        rest = tag.get(end + 1..)?;
        if let Some(name) = inner.strip_prefix('/') {
            let (opened, index, parent) = open.pop()?;
            if opened != name.trim() {
                return None;
            }
            if let Some(element) = found.get_mut(index)
                && !parent
            {
                element.text = content;
            }
        } else {
            let (inner, closed) = match inner.strip_suffix('/') {
                Some(inner) => (inner, true),
                None => (inner, false),
            };
            let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
            let (name, attributes) = inner.split_at(end);
            let mut around = None;
            if let Some((_, index, parent)) = open.last_mut() {
                *parent = true;
                around = found.get(*index);
            }
            let path = match around {
                Some(around) => format!("{}/{name}", around.path),
                None => name.to_owned(),
            };
            let conditional = around.is_some_and(|it| it.conditional)
                || attribute(attributes, "Condition").is_some();
            if !closed {
                open.push((name, found.len(), false));
            }
            found.push(Element {
                path,
                text: "",
                attributes,
                conditional,
            });
        }
        content = "";
        // Names can be as long as the file: the ways to many would be longer than memory.
        let long = found.last().is_some_and(|it| it.path.len() > PATH);
        if open.len() > DEPTH || found.len() > ELEMENTS || long {
            return None;
        }
    }
    open.is_empty().then_some(found)
}

/// Where a tag ends: a `>` within quotes is none.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '>' => return Some(at),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
    }
    None
}

/// The value of an attribute.
pub(super) fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after.get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        rest = after;
    }
}
