//! Whether every link of the site leads somewhere, and nothing of it is fetched from elsewhere.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

/// What a page refers to and offers.
#[derive(Debug, Default)]
struct Found {
    anchors: BTreeSet<String>,
    /// Where links lead.
    links: Vec<String>,
    /// What the page loads by itself.
    loads: Vec<String>,
}

#[derive(Default)]
struct Collector(RefCell<Found>);

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        let mut found = self.0.borrow_mut();
        for attribute in &tag.attrs {
            let value = attribute.value.to_string();
            match (&*attribute.name.local, &*tag.name) {
                ("id", _) | ("name", "a") => drop(found.anchors.insert(value)),
                ("href", "a" | "area") => found.links.push(value),
                ("href", "link" | "image" | "use") | ("src", _) => found.loads.push(value),
                _ => {}
            }
        }
        TokenSinkResult::Continue
    }
}

fn found(html: &str) -> Found {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Collector::default(), TokenizerOpts::default());
    // Scripts are not run, so nothing stops the tokenizer before the end.
    _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Checks a site; says how many links it has.
pub(super) fn links(site: &Path) -> Result<usize, Box<dyn Error>> {
    let mut pages = BTreeMap::new();
    for path in super::files(site, "html")? {
        let place = path
            .strip_prefix(site)?
            .to_string_lossy()
            .replace('\\', "/");
        // Shown for an address that does not exist, wherever it would be: its links start at the address
        // of the site.
        if place != "404.html" {
            pages.insert(place, found(&fs::read_to_string(&path)?));
        }
    }
    let mut count = 0;
    let mut broken = Vec::new();
    for (place, page) in &pages {
        for load in &page.loads {
            if is_elsewhere(load) && !load.starts_with("data:") {
                broken.push(format!("{place}: {load}: it is fetched from elsewhere"));
            }
        }
        for link in page.links.iter().chain(&page.loads) {
            if is_elsewhere(link) {
                continue;
            }
            count += 1;
            if let Err(why) = leads(site, &pages, place, link) {
                broken.push(format!("{place}: {link}: {why}"));
            }
        }
    }
    if broken.is_empty() {
        return Ok(count);
    }
    Err(format!("links that lead nowhere:\n  {}", broken.join("\n  ")).into())
}

fn is_elsewhere(link: &str) -> bool {
    link.starts_with("data:")
        || link.contains("://")
        || link.starts_with("//")
        || link.starts_with("mailto:")
}

fn leads(
    site: &Path,
    pages: &BTreeMap<String, Found>,
    place: &str,
    link: &str,
) -> Result<(), &'static str> {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() {
        place.to_owned()
    } else {
        joined(place, path).ok_or("it leaves the site")?
    };
    let Some(page) = pages.get(&target) else {
        let is_file = site.join(&target).is_file() && fragment.is_empty();
        return is_file.then_some(()).ok_or("there is no such page");
    };
    // What the playground gets in its address is no anchor.
    let is_content = target == "playground/index.html" && fragment.starts_with("1.");
    if fragment.is_empty() || is_content || page.anchors.contains(fragment) {
        return Ok(());
    }
    Err("the page has no such heading")
}

/// Where a relative link leads, from the root of the site.
fn joined(place: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = place.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    // A folder is its index.
    Some(if joined.is_empty() || joined.ends_with('/') {
        format!("{joined}index.html")
    } else {
        joined
    })
}

#[cfg(test)]
mod tests {
    use super::links;
    use std::fs;

    fn site(files: &[(&str, &str)]) -> Result<usize, String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        links(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn links_and_anchors_are_followed() {
        let counted = site(&[
            (
                "index.html",
                "<a href='b/c.html#x'>c</a><a href=b/>b</a><script src='a.js'></script><a href='https://e.example'>e</a>",
            ),
            (
                "b/c.html",
                "<h2 id=x>x</h2><a href='../index.html'>i</a><a href='#x'>x</a>",
            ),
            ("b/index.html", "<!-- <a href=none.html> -->"),
            ("a.js", ""),
        ]);
        assert_eq!(counted, Ok(5));
    }

    #[test]
    fn what_leads_nowhere_or_elsewhere_is_told() {
        let told = site(&[(
            "index.html",
            "<a href='none.html'>a</a><a href='#none'>b</a><a href='../x'>c</a><img src='https://e.example/i.png'>",
        )]);
        assert_eq!(
            told,
            Err("links that lead nowhere:\n  index.html: https://e.example/i.png: it is fetched from elsewhere\n  \
                 index.html: none.html: there is no such page\n  index.html: #none: the page has no such heading\n  \
                 index.html: ../x: it leaves the site"
                .to_owned())
        );
    }
}
