//! The pages of the site: those that `docs/SUMMARY.md` names, and one for each rule.

use super::links::{Places, rewritten};
use super::{Equivalents, rule_page};
use crate::root;
use distroless_core::rules;
use mdbook_summary::{Link, SectionNumber, Summary, SummaryItem, parse_summary};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// What names the pages and their order.
const SUMMARY: &str = "docs/SUMMARY.md";
/// The page that the pages of the rules stand below.
const RULES: &str = "rules.md";

/// A page of the site.
#[derive(Debug)]
pub(super) struct Page {
    /// From the site's root, with `/`.
    pub(super) place: String,
    /// Markdown.
    pub(super) text: String,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) all: Vec<Page>,
    /// Their order, with their places.
    pub(super) summary: Summary,
}

impl Pages {
    /// Reads the documents and writes the pages of the rules.
    pub(super) fn read() -> Result<Self, Box<dyn Error>> {
        let mut summary = parse_summary(&read(SUMMARY)?)?;
        let mut places = Places::default();
        let mut sources = Vec::new();
        for link in links(&mut summary) {
            let Some(location) = &link.location else {
                continue;
            };
            let source = normal(&Path::new("docs").join(location))?;
            let place = place(&source)?;
            link.location = Some(PathBuf::from(&place));
            places.by_source.insert(source.clone(), place.clone());
            sources.push((source, place));
        }
        for rule in rules::all() {
            let place = format!("rules/{}.md", rule.meta.id);
            places
                .by_source
                .insert(rule_page::source(&rule.meta), place.clone());
            places.rules.insert(rule.meta.id.to_owned(), place);
        }
        let distinct: BTreeSet<&String> = places.by_source.values().collect();
        if distinct.len() != places.by_source.len() {
            return Err("two documents have the same place in the site".into());
        }
        all_are_named(&places)?;

        let mut broken = Vec::new();
        let mut all = Vec::new();
        for (source, place) in sources {
            let text = rewritten(&read(&source)?, &source, &place, &places, &mut broken);
            all.push(Page { place, text });
        }
        let evidence = read(rule_page::EVIDENCE)?;
        let evidence = rule_page::Evidence::read(&evidence);
        let equivalents = Equivalents::read()?;
        for rule in rules::all() {
            let place = format!("rules/{}.md", rule.meta.id);
            let text = rule_page::text(&rule.meta, &evidence, &equivalents, &places, &mut broken)?;
            all.push(Page { place, text });
        }
        if !broken.is_empty() {
            return Err(format!("links that lead nowhere:\n  {}", broken.join("\n  ")).into());
        }
        below_rules(&mut summary);
        Ok(Self { all, summary })
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

/// A page that nothing names would be read by nobody.
fn all_are_named(places: &Places) -> Result<(), Box<dyn Error>> {
    for path in super::files(&root::path().join("docs"), "md")? {
        let source = normal(path.strip_prefix(root::path())?)?;
        if source != SUMMARY && !places.by_source.contains_key(&source) {
            return Err(format!("{SUMMARY} does not name {source}").into());
        }
    }
    Ok(())
}

/// The links of a summary, in order; none of ours stands below another one.
fn links(summary: &mut Summary) -> Vec<&mut Link> {
    let parts = [
        &mut summary.prefix_chapters,
        &mut summary.numbered_chapters,
        &mut summary.suffix_chapters,
    ];
    let mut found = Vec::new();
    for item in parts.into_iter().flatten() {
        if let SummaryItem::Link(link) = item {
            found.push(link);
        }
    }
    found
}

/// Puts the pages of the rules, by group, below the page that lists them.
fn below_rules(summary: &mut Summary) {
    let all: Vec<_> = rules::all().map(|rule| &rule.meta).collect();
    for link in links(summary) {
        if link.location.as_deref() == Some(Path::new(RULES)) {
            // The generator shows what stands below what by its number.
            let own: Vec<u32> = link
                .number
                .iter()
                .flat_map(|number| number.iter().copied())
                .collect();
            let below = |above: &[u32], index: u32| SectionNumber::new([above, &[index]].concat());
            for (group, at) in all.chunk_by(|a, b| a.group == b.group).zip(1..) {
                let Some(first) = group.first() else { continue };
                let mut heading = Link::new(first.group.name(), "");
                // No page of its own.
                heading.location = None;
                let number = below(&own, at);
                for (meta, at) in group.iter().zip(1..) {
                    let mut rule = Link::new(meta.id, format!("rules/{}.md", meta.id));
                    rule.number = Some(below(&number, at));
                    heading.nested_items.push(SummaryItem::Link(rule));
                }
                heading.number = Some(number);
                link.nested_items.push(SummaryItem::Link(heading));
            }
        }
    }
}

/// Where a document is in the site.
fn place(source: &str) -> Result<String, Box<dyn Error>> {
    if source == "README.md" {
        return Ok("index.md".to_owned());
    }
    if let Some(below) = source.strip_prefix("docs/") {
        return Ok(below.to_owned());
    }
    if let Some(topic) = source.strip_prefix("crates/distroless-check/src/topics/") {
        return Ok(format!("guides/{topic}"));
    }
    if !source.contains('/') {
        return Ok(source.to_lowercase());
    }
    Err(format!("{SUMMARY} names {source}, which has no place in the site").into())
}

/// A path from the repository's root, with `/` and without `..`.
fn normal(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                parts.pop().ok_or("a path leads out of the repository")?;
            }
            std::path::Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    Ok(parts.join("/"))
}

fn read(source: &str) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(root::path().join(source))
        .map_err(|error| format!("{source}: {error}").into())
}

#[cfg(test)]
mod tests {
    use super::{normal, place};
    use std::path::Path;

    #[test]
    fn documents_have_places() {
        for (source, expected) in [
            ("README.md", "index.md"),
            ("CHANGELOG.md", "changelog.md"),
            ("docs/guides/languages.md", "guides/languages.md"),
            (
                "crates/distroless-check/src/topics/choosing.md",
                "guides/choosing.md",
            ),
        ] {
            assert_eq!(place(source).expect(source), expected);
        }
        assert!(place("crates/x/README.md").is_err());
        assert_eq!(
            normal(Path::new("docs/../README.md")).expect("a path"),
            "README.md"
        );
        assert!(normal(Path::new("docs/../../x")).is_err());
    }
}
