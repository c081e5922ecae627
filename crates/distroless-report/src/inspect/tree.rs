//! What a file puts into an image, as data and as a tree for people.

use crate::visible::{cut, one_line};
use distroless_core::Model;
use distroless_core::card::{self, Opened, Origin};
use distroless_core::graph::Stage;
use dockerfile_syntax::Span;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How much of a command is shown, in UTF-16 units.
const COMMAND: usize = 60;

/// What a file puts into an image. What the base brings is not in it.
#[derive(Debug, Serialize)]
pub(crate) struct TreeReport {
    files: Vec<FileReport>,
    /// What may have put more there.
    open: Vec<OpenReport>,
    /// Whether all that is known is listed.
    complete: bool,
}

#[derive(Debug, Serialize)]
struct FileReport {
    path: String,
    directory: bool,
    /// What it is, or what brought it.
    what: String,
    /// Where it was made, then every copy.
    lines: Vec<u32>,
    /// Whether it is there for sure.
    sure: bool,
}

#[derive(Debug, Serialize)]
struct OpenReport {
    /// The command or instruction.
    by: String,
    /// `anywhere`, `system`, or directories.
    #[serde(rename = "where")]
    place: Vec<String>,
    line: u32,
}

impl TreeReport {
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.open.is_empty()
    }
}

/// What the file of a model puts into the image of a stage.
pub(super) fn report(model: &Model<'_>, stage: &Stage, line: &dyn Fn(Span) -> u32) -> TreeReport {
    let tree = card::tree(model, stage);
    let source = |span: Span| {
        // On one line, without what continued it.
        let words = span.text(model.file.source).split_whitespace();
        let words = words.filter(|word| *word != "\\");
        let text = words.collect::<Vec<_>>().join(" ");
        cut(&text, COMMAND).into_owned()
    };
    let files = tree.entries.into_iter().map(|entry| FileReport {
        what: match (entry.origin, entry.trail.first()) {
            (Origin::Known(what), _) => what,
            (Origin::Package(name), _) => format!("from {name}"),
            (Origin::Workdir, _) => "made by WORKDIR".to_owned(),
            (Origin::Copy | Origin::Command, by) => {
                let by = by.map_or_else(String::new, |span| source(*span));
                format!("from `{by}`")
            }
        },
        path: entry.path,
        directory: entry.directory,
        lines: entry.trail.iter().map(|span| line(*span)).collect(),
        sure: entry.sure,
    });
    let files = files.collect();
    let open = tree.openings.into_iter().map(|opening| OpenReport {
        by: source(opening.by),
        place: match opening.region {
            Opened::Anywhere => vec!["anywhere".to_owned()],
            Opened::System => vec!["system".to_owned()],
            Opened::Below(paths) => paths,
        },
        line: line(opening.by),
    });
    TreeReport {
        files,
        open: open.collect(),
        complete: !tree.cut,
    }
}

/// How many directories deep the tree is drawn; the rest of a path stays in one piece.
const DEEPEST: usize = 16;

/// A directory of the tree that is drawn.
#[derive(Default)]
struct Node<'t> {
    file: Option<&'t FileReport>,
    below: BTreeMap<&'t str, Node<'t>>,
}

/// The tree, indented by `indent`; nothing where there is nothing.
pub(super) fn draw(out: &mut String, tree: &TreeReport, indent: &str) {
    let mut root = Node::default();
    for file in &tree.files {
        let mut node = &mut root;
        let parts = file.path.trim_start_matches('/').splitn(DEEPEST, '/');
        for part in parts.filter(|part| !part.is_empty()) {
            node = node.below.entry(part).or_default();
        }
        node.file = Some(file);
    }
    let mut rows = Vec::new();
    if root.file.is_some() {
        root.rows("", 0, &mut rows);
    } else {
        for (part, node) in &root.below {
            node.rows(&format!("/{part}"), 0, &mut rows);
        }
    }
    let width = rows.iter().map(|(path, _)| path.chars().count());
    let width = width.filter(|width| *width <= 44).max().unwrap_or(0);
    // Writing to a string cannot fail.
    for (path, what) in rows {
        let row = format!("{path:width$}  {what}");
        _ = writeln!(out, "{indent}{}", row.trim_end());
    }
    for open in &tree.open {
        let place = match open.place.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["anywhere"] => "anywhere".to_owned(),
            ["system"] => "in the directories of the system".to_owned(),
            ref paths => format!("below {}", paths.join(", ")),
        };
        let row = format!("and what `{}` puts {place} (line {})", open.by, open.line);
        _ = writeln!(out, "{indent}{}", one_line(&row));
    }
    if !tree.complete {
        _ = writeln!(out, "{indent}and more");
    }
}

impl Node<'_> {
    /// Its lines: a directory that holds a single thing and is nothing by itself shares a line with it.
    fn rows(&self, name: &str, depth: usize, rows: &mut Vec<(String, String)>) {
        if self.file.is_none()
            && self.below.len() == 1
            && let Some((part, node)) = self.below.iter().next()
        {
            node.rows(&format!("{name}/{part}"), depth, rows);
            return;
        }
        let is_directory = self.file.is_none_or(|file| file.directory) || !self.below.is_empty();
        let slash = if is_directory { "/" } else { "" };
        let path = format!("{}{name}{slash}", "  ".repeat(depth));
        let what = self.file.map_or_else(String::new, |file| {
            let lines: Vec<String> = file.lines.iter().map(ToString::to_string).collect();
            let maybe = if file.sure { "" } else { "perhaps " };
            format!("{maybe}{} (line {})", file.what, lines.join(" → "))
        });
        rows.push((one_line(&path).into_owned(), one_line(&what).into_owned()));
        for (part, node) in &self.below {
            node.rows(part, depth + 1, rows);
        }
    }
}
