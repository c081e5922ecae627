//! A rule's page, taken apart: its headings and the examples in it.

use std::iter::Enumerate;
use std::str::Lines;

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The rule speaks, exactly where the comments say.
    Bad,
    /// The bad example before it, mended.
    Fixed,
    /// The rule is silent.
    Good,
}

/// One Dockerfile of a page, with the files beside it.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub kind: Kind,
    /// What stands after the kind: `path=`, `target=`, `today=`, `arg=NAME=VALUE`, `rules=`, and `by=hand` of a
    /// fixed one that is no work of the rule's fix.
    pub attributes: Vec<(String, String)>,
    /// The Dockerfile.
    pub text: String,
    /// Its first line in the page, from 1.
    pub line: usize,
    /// The files of its build context that the page shows.
    pub files: Vec<File>,
}

/// A file of a build context.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path, relative to the root of the context.
    pub path: String,
    /// What is in it.
    pub text: String,
    /// Its permissions, as of `chmod`, where the page gives them.
    pub mode: Option<u32>,
}

impl Example {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its headings of the second level, in order.
    pub headings: Vec<String>,
    /// Its examples, in order.
    pub examples: Vec<Example>,
}

/// What an example may say after its kind.
const ATTRIBUTES: &[&str] = &["path", "target", "today", "arg", "rules", "by"];

/// Reads a page.
///
/// # Errors
/// A block that looks like an example and is none: a page must not hold examples that nobody runs.
pub fn parse(text: &str) -> Result<Page, String> {
    let mut page = Page::default();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            page.headings.push(heading.trim().to_owned());
        }
        if !line.trim_start().starts_with("```") {
            continue;
        }
        let at = |error: String| format!("line {}: {error}", number + 1);
        let info = line
            .strip_prefix("```")
            .filter(|info| !info.starts_with('`'))
            .ok_or_else(|| at("a block begins with three backticks at the margin".to_owned()))?;
        let body = body(&mut lines).ok_or_else(|| at("the block has no end".to_owned()))?;
        block(&mut page, info, body, number + 2).map_err(at)?;
    }
    Ok(page)
}

/// The lines up to the block's end; `None` where it has none.
fn body(lines: &mut Enumerate<Lines<'_>>) -> Option<String> {
    let mut body = String::new();
    for (_, line) in lines {
        if line == "```" {
            return Some(body);
        }
        body.push_str(line);
        body.push('\n');
    }
    None
}

/// Takes one block into the page.
fn block(page: &mut Page, info: &str, text: String, line: usize) -> Result<(), String> {
    let mut words = info.split_whitespace();
    match words.next() {
        Some("dockerfile") => {
            let kind = match words.next() {
                Some("bad") => Kind::Bad,
                Some("fixed") => Kind::Fixed,
                Some("good") => Kind::Good,
                other => return Err(format!("`{other:?}` is not bad, fixed or good")),
            };
            page.examples.push(Example {
                kind,
                attributes: attributes(words, ATTRIBUTES)?,
                text,
                line,
                files: Vec::new(),
            });
        }
        Some("file") => {
            let attributes = attributes(words, &["path", "mode"])?;
            let value = |name: &str| {
                let mut all = attributes.iter();
                all.find(|(key, _)| key == name).map(|(_, value)| value)
            };
            let Some(path) = value("path") else {
                return Err("a file needs `path=`".to_owned());
            };
            let mode = value("mode")
                .map(|mode| u32::from_str_radix(mode, 8))
                .transpose()
                .map_err(|error| format!("`mode=` is an octal number: {error}"))?;
            let Some(example) = page.examples.last_mut() else {
                return Err("a file of the build context stands after its Dockerfile".to_owned());
            };
            if example.files.iter().any(|other| other.path == *path) {
                return Err(format!("`{path}` is there twice"));
            }
            example.files.push(File {
                path: path.clone(),
                text,
                mode,
            });
        }
        Some(other) if other.to_lowercase().contains("docker") => {
            return Err(format!("write `dockerfile`, not `{other}`"));
        }
        // Output, shell commands, configuration.
        Some(_) | None => {}
    }
    Ok(())
}

fn attributes<'w>(
    words: impl Iterator<Item = &'w str>,
    known: &[&str],
) -> Result<Vec<(String, String)>, String> {
    words
        .map(|word| match word.split_once('=') {
            Some((key, value)) if known.contains(&key) && !value.is_empty() => {
                Ok((key.to_owned(), value.to_owned()))
            }
            _ => Err(format!("`{word}` is none of {known:?} with a value")),
        })
        .collect()
}

/// The findings an example expects: the line each starts on, from 1, the rule, and the severity
/// where the comment names one. A comment speaks of the next line that is no such comment.
///
/// # Errors
/// Where a comment says more than that, or speaks of no line.
pub fn expectations(text: &str) -> Result<Vec<Expectation>, String> {
    let mut pending = Vec::new();
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(rest) = expectation(line) {
            let mut words = rest.split_whitespace();
            let rule = words.next().unwrap_or_default().to_owned();
            let severity = words.next().map(str::to_owned);
            if let Some(word) = words.next() {
                return Err(format!("`{word}` in `{line}` means nothing"));
            }
            pending.push((rule, severity));
        } else {
            out.extend(
                pending
                    .drain(..)
                    .map(|(rule, severity)| (index + 1, rule, severity)),
            );
        }
    }
    if !pending.is_empty() {
        return Err("a `# expect:` with nothing below it".to_owned());
    }
    Ok(out)
}

/// Line, rule, severity.
pub type Expectation = (usize, String, Option<String>);

/// The example without the comments that say what is expected.
pub fn without_expectations(text: &str) -> String {
    let kept = text.lines().filter(|line| expectation(line).is_none());
    kept.fold(String::new(), |out, line| out + line + "\n")
}

fn expectation(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("# expect:")
}
