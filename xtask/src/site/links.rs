//! Links of documents, which lead to files of the repository, as links of the site.

use crate::root;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Where documents are in the site: from the root of the repository and of the site, with `/`.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) by_source: BTreeMap<String, String>,
    /// The pages of the rules, by name.
    pub(super) rules: BTreeMap<String, String>,
}

/// What of a text is replaced.
type Edit = (std::ops::Range<usize>, String);

/// The text with its links leading to pages of the site, else to files of the repository, and with the
/// names of rules as links to their pages.
pub(super) fn rewritten(
    text: &str,
    source: &str,
    place: &str,
    places: &Places,
    broken: &mut Vec<String>,
) -> String {
    let mut edits: Vec<Edit> = Vec::new();
    // Links do not stand in links, and a heading is a link to itself.
    let mut depth = 0_usize;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            ) => {
                depth += 1;
                let edit = led(source, place, &dest_url, places).and_then(|new| match new {
                    None => Ok(None),
                    Some(new) => placed(text, range, link_type, &dest_url)
                        .map(|at| Some((at, new)))
                        .ok_or_else(|| "write it as [text](target)".to_owned()),
                });
                match edit {
                    Ok(edit) => edits.extend(edit),
                    Err(why) => broken.push(format!("{source}: {dest_url}: {why}")),
                }
            }
            Event::Start(Tag::Heading { .. }) => depth += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::Heading(_)) => {
                depth = depth.saturating_sub(1);
            }
            Event::Code(name) if depth == 0 => {
                if let Some(rule) = places.rules.get(&*name)
                    && rule != place
                {
                    let target = relative(place, rule);
                    edits.push((range, format!("[`{name}`]({target})")));
                }
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(at, _)| at.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, new) in edits {
        out.push_str(text.get(done..at.start).unwrap_or_default());
        out.push_str(&new);
        done = at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Where the target of a link is written.
fn placed(
    text: &str,
    link: std::ops::Range<usize>,
    kind: LinkType,
    target: &str,
) -> Option<std::ops::Range<usize>> {
    if kind != LinkType::Inline {
        return None;
    }
    let start = link.start + text.get(link)?.rfind(&format!("]({target}"))? + 2;
    Some(start..start + target.len())
}

/// Where a link of a page leads in the site; nothing where it stays as it is.
fn led(source: &str, place: &str, to: &str, places: &Places) -> Result<Option<String>, String> {
    if to.contains("://") || to.starts_with("mailto:") || to.starts_with('#') {
        return Ok(None);
    }
    let (path, fragment) = to.split_once('#').map_or((to, ""), |(path, _)| {
        (path, to.get(path.len()..).unwrap_or_default())
    });
    let found = resolved(source, path).ok_or("it leaves the repository")?;
    if let Some(target) = places.by_source.get(&found) {
        return Ok(Some(format!("{}{fragment}", relative(place, target))));
    }
    if !root::path().join(&found).exists() {
        return Err("there is no such file".to_owned());
    }
    Ok(Some(format!("{REPOSITORY}/blob/main/{found}{fragment}")))
}

/// The way from one page of the site to another one.
pub(super) fn relative(from: &str, to: &str) -> String {
    "../".repeat(from.matches('/').count()) + to
}

/// A relative path from a file's folder, from the root.
fn resolved(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Places, resolved, rewritten};

    fn places() -> Places {
        let pair = |(source, place): (&str, &str)| (source.to_owned(), place.to_owned());
        Places {
            by_source: [("docs/ci.md", "ci.md"), ("README.md", "index.md")]
                .map(pair)
                .into(),
            rules: [pair(("self-copy", "rules/self-copy.md"))].into(),
        }
    }

    #[test]
    fn links_are_relative_to_their_document() {
        let from = "docs/evidence.md";
        assert_eq!(resolved(from, "../tests/e2e").as_deref(), Some("tests/e2e"));
        assert_eq!(
            resolved(from, "./rules.md").as_deref(),
            Some("docs/rules.md")
        );
        assert_eq!(resolved(from, "../../secret"), None);
    }

    #[test]
    fn links_lead_into_the_site_else_into_the_repository() {
        let mut broken = Vec::new();
        let text = "[a](ci.md#x) [b](../README.md), [c](../Cargo.toml), [d](https://e.example) \
                    `self-copy` [`self-copy`](ci.md)\n\n# `self-copy`\n";
        let new = rewritten(
            text,
            "docs/guides.md",
            "guides/g.md",
            &places(),
            &mut broken,
        );
        let repository = env!("CARGO_PKG_REPOSITORY");
        assert_eq!(
            new,
            format!(
                "[a](../ci.md#x) [b](../index.md), [c]({repository}/blob/main/Cargo.toml), \
                 [d](https://e.example) [`self-copy`](../rules/self-copy.md) [`self-copy`](../ci.md)\n\n# `self-copy`\n"
            )
        );
        assert_eq!(broken, Vec::<String>::new());
    }

    #[test]
    fn links_that_lead_nowhere_are_told() {
        let mut broken = Vec::new();
        let text = "[a](none.md) [b](../../x) [c][d]\n\n[d]: ci.md\n";
        rewritten(text, "docs/x.md", "x.md", &places(), &mut broken);
        assert_eq!(
            broken,
            [
                "docs/x.md: none.md: there is no such file",
                "docs/x.md: ../../x: it leaves the repository",
                "docs/x.md: ci.md: write it as [text](target)",
            ]
        );
    }
}
