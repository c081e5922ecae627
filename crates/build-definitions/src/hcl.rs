//! HCL: blocks become maps, expressions become values as far as defaults tell.

mod nesting;

use crate::interpolate::LONGEST;
use crate::tree::{DEPTH, Data, Id, Tree};
use crate::{ITEMS, Problem};
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::{Element, Template};
use std::collections::HashMap;

/// The longest text that is read, in bytes: the parser compares every attribute with all before.
const LIMIT: usize = 128 * 1024;

/// How deep braces may nest, blocks and templates included. Time is four times as long for two more, and no file
/// needs half of them.
const NESTING: usize = 8;

/// Reads a file: every block `a "b" { … }` becomes the entry `b` of the map `a`.
pub(crate) fn parse(text: &str) -> Result<Tree, Problem> {
    if text.len() > LIMIT {
        let message = "this file is longer than 128 KiB".to_owned();
        return Err(Problem { message, line: 1 });
    }
    if let Some(line) = nesting::too_deep(text, NESTING) {
        return Err(Problem {
            message: format!("more than {NESTING} braces are open here"),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        });
    }
    let body = hcl_edit::parser::parse_body(text).map_err(|error| Problem {
        message: "this is no valid HCL".to_owned(),
        line: u32::try_from(error.location().line()).unwrap_or(u32::MAX),
    })?;
    let mut reader = Reader {
        tree: Tree::default(),
        variables: variables(&body),
        lines: text.match_indices('\n').map(|(at, _)| at).collect(),
    };
    let root = reader.body(&body);
    reader.tree.root = root;
    Ok(reader.tree)
}

/// The variables with a default that is a text and not empty: an empty one is to be given.
fn variables(body: &Body) -> HashMap<String, String> {
    let blocks: Vec<_> = body
        .blocks()
        .filter(|block| block.ident.as_str() == "variable")
        .filter_map(|block| {
            let [name] = block.labels.as_slice() else {
                return None;
            };
            Some((name.as_str(), &block.body.get_attribute("default")?.value))
        })
        .collect();
    let mut known = HashMap::new();
    // A default may name other variables; none of them needs to stand before.
    for _ in 0..DEPTH {
        let found: Vec<_> = blocks
            .iter()
            .filter(|(name, _)| !known.contains_key(*name))
            .filter_map(|(name, value)| Some(((*name).to_owned(), text(value, &known)?)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if found.is_empty() {
            break;
        }
        known.extend(found);
    }
    known
}

/// What an expression is for sure, where that is a text, a number or a truth value.
fn text(value: &Expression, variables: &HashMap<String, String>) -> Option<String> {
    match value {
        Expression::String(text) => Some(text.value().clone()),
        Expression::Bool(truth) => Some(truth.value().to_string()),
        Expression::Number(number) => number.value().as_u64().map(|number| number.to_string()),
        Expression::Variable(name) => variables.get(name.as_str()).cloned(),
        Expression::Parenthesis(inner) => text(inner.inner(), variables),
        Expression::StringTemplate(template) => elements(template.iter(), variables),
        Expression::HeredocTemplate(heredoc) => template(&heredoc.template, variables),
        _ => None,
    }
}

fn template(template: &Template, variables: &HashMap<String, String>) -> Option<String> {
    elements(template.iter(), variables)
}

fn elements<'e>(
    elements: impl Iterator<Item = &'e Element>,
    variables: &HashMap<String, String>,
) -> Option<String> {
    let mut out = String::new();
    for element in elements {
        match element {
            Element::Literal(literal) => out.push_str(literal.value()),
            Element::Interpolation(inner) => out.push_str(&text(&inner.expr, variables)?),
            Element::Directive(_) => return None,
        }
        if out.len() > LONGEST {
            return None;
        }
    }
    Some(out)
}

struct Reader {
    tree: Tree,
    variables: HashMap<String, String>,
    lines: Vec<usize>,
}

impl Reader {
    fn line(&self, span: Option<std::ops::Range<usize>>) -> u32 {
        let before = span.map_or(0, |span| self.lines.partition_point(|at| *at < span.start));
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    fn body(&mut self, body: &Body) -> Id {
        let mut entries: Vec<(String, Id)> = Vec::new();
        let mut groups: HashMap<String, Vec<(String, Id)>> = HashMap::new();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let value = self.value(&attribute.value);
                    entries.push((attribute.key.as_str().to_owned(), value));
                }
                Structure::Block(block) => {
                    let line = self.line(block.span());
                    let inner = self.body(&block.body);
                    let entry = self.tree.add(Data::Unknown, line);
                    let data = Data::Map(self.tree.own(inner).to_vec());
                    self.tree.set(entry, data);
                    let name = block.labels.first().map_or("", |label| label.as_str());
                    let group = groups.entry(block.ident.as_str().to_owned()).or_default();
                    group.push((name.to_owned(), entry));
                }
            }
        }
        for (name, members) in groups {
            let id = self.tree.add(Data::Map(members), 1);
            entries.push((name, id));
        }
        self.tree.add(Data::Map(entries), 1)
    }

    /// The parser bounds how deep expressions are.
    fn value(&mut self, value: &Expression) -> Id {
        let line = self.line(value.span());
        let data = match value {
            Expression::Null(_) => Data::Null,
            Expression::Array(items) => {
                let items: Vec<Id> = items
                    .iter()
                    .take(ITEMS)
                    .map(|item| self.value(item))
                    .collect();
                Data::List(items)
            }
            Expression::Object(object) => {
                let mut entries = Vec::new();
                for (key, value) in object {
                    let value = self.value(value.expr());
                    let key = match key {
                        ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
                        ObjectKey::Expression(key) => text(key, &self.variables),
                    };
                    match key {
                        Some(key) => entries.push((key, value)),
                        // Any of them may be the one.
                        None => return self.tree.add(Data::Unknown, line),
                    }
                }
                Data::Map(entries)
            }
            Expression::Parenthesis(inner) => return self.value(inner.inner()),
            other => text(other, &self.variables).map_or(Data::Unknown, Data::Text),
        };
        self.tree.add(data, line)
    }
}
