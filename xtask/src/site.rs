//! `cargo xtask site`: the documents of the project as a static site. A link that leads nowhere is
//! an error.

use crate::root;
use distroless_core::rules;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The pages beside those of docs/ and of the rules: the document, its place in the site, its name
/// in the navigation.
const TOP: &[(&str, &str, &str)] = &[
    ("README.md", "index.html", "Start"),
    ("docs/install.md", "install.html", "Install"),
    ("docs/rules.md", "rules.html", "Rules"),
    (
        "docs/configuration.md",
        "configuration.html",
        "Configuration",
    ),
    ("docs/ci.md", "ci.html", "CI"),
    ("docs/json-schema.md", "json-schema.html", "JSON"),
    ("ARCHITECTURE.md", "architecture.html", "Architecture"),
    ("CONTRIBUTING.md", "contributing.html", "Contributing"),
    ("CHANGELOG.md", "changelog.html", "Changes"),
];

const STYLE: &str = "\
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --code: light-dark(#f6f8fa, #151b23); }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 56rem; margin: 0 auto; padding: 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
a { color: light-dark(#0550ae, #79b8ff); }
pre, code { font: .9em/1.5 ui-monospace, monospace; background: var(--code); border-radius: 4px; }
code { padding: .1em .3em; }
pre { padding: .75rem; overflow-x: auto; }
pre code { padding: 0; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
";

/// A document of the project.
struct Page {
    /// From the project's root, with `/`.
    source: String,
    /// From the site's root.
    place: String,
    text: String,
    /// Of its headings, in order.
    anchors: Vec<String>,
    title: String,
}

/// Writes the site into a folder, which is made.
pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let pages = pages()?;
    let by_source: BTreeMap<&str, &Page> = pages
        .iter()
        .map(|page| (page.source.as_str(), page))
        .collect();
    let mut broken = Vec::new();
    let mut written = Vec::new();
    for page in &pages {
        let body = body(page, &by_source, &mut broken);
        written.push((folder.join(&page.place), whole(page, &body)?));
    }
    if !broken.is_empty() {
        return Err(format!("links that lead nowhere:\n  {}", broken.join("\n  ")).into());
    }
    for (path, text) in &written {
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    println!("{} pages in {}", written.len(), folder.display());
    Ok(())
}

fn pages() -> Result<Vec<Page>, Box<dyn Error>> {
    let mut places: BTreeMap<String, String> = TOP
        .iter()
        .map(|(source, place, _)| ((*source).to_owned(), (*place).to_owned()))
        .collect();
    for entry in fs::read_dir(root::path().join("docs"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".md") {
            places.insert(format!("docs/{name}"), format!("{stem}.html"));
        }
    }
    for rule in rules::all() {
        let (group, id) = (rule.meta.group.name(), rule.meta.id);
        let file = id.replace('-', "_");
        places.insert(
            format!("crates/distroless-core/src/rules/{group}/{file}.md"),
            format!("rules/{id}.html"),
        );
    }
    let distinct: BTreeSet<&String> = places.values().collect();
    if distinct.len() != places.len() {
        return Err("two documents have the same place in the site".into());
    }
    places
        .into_iter()
        .map(|(source, place)| {
            let text = fs::read_to_string(root::path().join(&source))
                .map_err(|error| format!("{source}: {error}"))?;
            let (anchors, title) = headings(&text);
            Ok(Page {
                title: title.unwrap_or_else(|| source.clone()),
                source,
                place,
                text,
                anchors,
            })
        })
        .collect()
}

fn parse(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// The anchors of all headings as GitHub makes them, and the text of the first heading.
fn headings(text: &str) -> (Vec<String>, Option<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for event in parse(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => names.extend(open.take()),
            Event::Text(part) | Event::Code(part) => {
                if let Some(name) = &mut open {
                    name.push_str(&part);
                }
            }
            _ => {}
        }
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let anchors = names
        .iter()
        .map(|name| {
            let anchor: String = name
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect();
            let count = seen.entry(anchor.clone()).or_default();
            *count += 1;
            match *count {
                1 => anchor,
                n => format!("{anchor}-{}", n - 1),
            }
        })
        .collect();
    (anchors, names.into_iter().next())
}

/// The document as HTML, its links leading to pages of the site or to files of the repository.
fn body(page: &Page, pages: &BTreeMap<&str, &Page>, broken: &mut Vec<String>) -> String {
    let mut anchors = page.anchors.iter();
    let events = parse(&page.text).map(|event| match event {
        Event::Start(Tag::Heading {
            level,
            classes,
            attrs,
            ..
        }) => Event::Start(Tag::Heading {
            level,
            id: anchors.next().map(|anchor| CowStr::from(anchor.clone())),
            classes,
            attrs,
        }),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url = match link(page, &dest_url, pages) {
                Ok(url) => CowStr::from(url),
                Err(why) => {
                    broken.push(format!("{}: {dest_url}: {why}", page.source));
                    dest_url
                }
            };
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            })
        }
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// Where a link of a page leads in the site.
fn link(page: &Page, to: &str, pages: &BTreeMap<&str, &Page>) -> Result<String, String> {
    if to.contains("://") || to.starts_with("mailto:") {
        return Ok(to.to_owned());
    }
    let (path, fragment) = to
        .split_once('#')
        .map_or((to, None), |(path, fragment)| (path, Some(fragment)));
    let source = if path.is_empty() {
        page.source.clone()
    } else {
        resolved(&page.source, path).ok_or("it leaves the repository")?
    };
    let Some(target) = pages.get(source.as_str()) else {
        if !root::path().join(&source).exists() {
            return Err("there is no such file".to_owned());
        }
        return Ok(format!("{REPOSITORY}/blob/main/{source}"));
    };
    if let Some(fragment) = fragment
        && !target.anchors.iter().any(|anchor| anchor == fragment)
    {
        return Err("the page has no such heading".to_owned());
    }
    let up = "../".repeat(page.place.matches('/').count());
    let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
    Ok(format!("{up}{}{fragment}", target.place))
}

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

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

fn whole(page: &Page, body: &str) -> Result<String, Box<dyn Error>> {
    let up = "../".repeat(page.place.matches('/').count());
    let mut navigation = String::new();
    for (_, place, name) in TOP {
        writeln!(navigation, "<a href=\"{up}{place}\">{name}</a>")?;
    }
    let mut title = String::new();
    html::push_html(
        &mut title,
        std::iter::once(Event::Text(page.title.as_str().into())),
    );
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} · distroless-check</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <nav>\n{navigation}<a href=\"{REPOSITORY}\">Repository</a>\n</nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::{headings, resolved};

    #[test]
    fn anchors_are_those_of_github() {
        let (anchors, title) = headings("# A `b`: c_d\n\n## Same\n\n## Same\n\n```\n# no\n```\n");
        assert_eq!(anchors, ["a-b-c_d", "same", "same-1"]);
        assert_eq!(title.as_deref(), Some("A b: c_d"));
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
}
