//! The words of a picture: names and paths, short and on one line.

use crate::visible;
use distroless_core::graph::{CopyStep, MountStep, Operand};
use std::borrow::Cow;

/// Characters of a name.
const NAME: usize = 40;
/// Characters of an image reference.
const IMAGE: usize = 56;
/// Characters of a path.
const PATH: usize = 26;
/// Digits that tell digests apart, as version control shows its hashes.
const DIGEST: usize = 8;

/// The text on one line and with its middle left out where it is longer than `limit` characters:
/// paths and references begin and end with what tells them apart.
fn shorten(text: &str, limit: usize) -> String {
    // Whatever the text holds, more of it than this is never shown.
    let edge = limit * 2;
    let count = text.chars().take(edge * 2 + 1).count();
    let text = if count > edge * 2 {
        let head: String = text.chars().take(edge).collect();
        let tail: Vec<char> = text.chars().rev().take(edge).collect();
        Cow::Owned(head + &tail.into_iter().rev().collect::<String>())
    } else {
        Cow::Borrowed(text)
    };
    let text = visible::one_line(text.trim());
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= limit {
        return text.into_owned();
    }
    let kept = limit.saturating_sub(1);
    let head = kept / 2;
    let tail = chars.len().saturating_sub(kept - head);
    let mut out: String = chars.iter().take(head).collect();
    out.push('…');
    out.extend(chars.iter().skip(tail));
    out
}

/// A name as it is shown.
pub(super) fn name(text: &str) -> String {
    shorten(text, NAME)
}

/// An image reference as it is shown: of a digest its beginning.
pub(super) fn image(text: &str) -> String {
    let Some((before, digest)) = text.split_once("@sha256:") else {
        return shorten(text, IMAGE);
    };
    let digits: String = digest.chars().take(DIGEST).collect();
    let digits = visible::one_line(&digits).into_owned();
    format!("{}@{digits}", shorten(before, IMAGE - DIGEST))
}

/// The text of an operand: what it is, or what is written where that is not known.
pub(super) fn text<'f>(operand: &'f Operand, source: &'f str) -> &'f str {
    match &operand.value {
        Some(value) => value,
        None => operand.span.text(source),
    }
}

/// What a copy takes and where it puts it; `None` where it only writes heredocs.
pub(super) fn copied<'f>(
    copy: &CopyStep,
    sources: impl IntoIterator<Item = &'f str>,
    source: &str,
) -> Option<String> {
    let mut sources = sources.into_iter();
    let first = sources.next()?;
    let others = sources.count();
    let taken = match others {
        0 => shorten(first, PATH),
        _ => format!("{} +{others}", shorten(first, PATH - 4)),
    };
    let destination = destination(text(&copy.destination, source), copy.workdir.as_deref());
    Some(format!("{taken} → {}", shorten(&destination, PATH)))
}

/// A destination with the working directory it is relative to.
fn destination<'f>(path: &'f str, workdir: Option<&str>) -> Cow<'f, str> {
    let relative = path.strip_prefix("./").unwrap_or(path);
    let relative = if relative == "." { "" } else { relative };
    match workdir {
        Some(workdir) if relative.is_empty() && path == "." => Cow::Owned(workdir.to_owned()),
        // A variable that is not known may hold an absolute path.
        Some(workdir) if !path.starts_with(['/', '$']) => {
            Cow::Owned(format!("{}/{relative}", workdir.trim_end_matches('/')))
        }
        _ => Cow::Borrowed(path),
    }
}

/// What a mount shows and where.
pub(super) fn mounted(mount: &MountStep, workdir: Option<&str>) -> String {
    let source = shorten(mount.source.as_deref().unwrap_or("/"), PATH);
    match &mount.target {
        Some(target) => {
            let target = destination(target, workdir);
            format!("{source} → {}", shorten(&target, PATH))
        }
        None => source,
    }
}

/// The server of a source that ADD downloads, and the path there. Passwords and what stands after
/// `?` are nobody's business.
pub(super) fn remote(source: &str) -> Option<(&str, &str)> {
    const SCHEMES: [&str; 4] = ["https://", "http://", "git://", "ssh://"];
    let after = SCHEMES.iter().find_map(|scheme| {
        let start = source.get(..scheme.len())?;
        let rest = source.get(scheme.len()..)?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    let (after, separator) = match after {
        Some(after) => (after, '/'),
        // `git@host:path`
        None => (source.strip_prefix("git@")?, ':'),
    };
    let after = after.split(['?', '#']).next().unwrap_or_default();
    let at = after.find(separator).unwrap_or(after.len());
    let (authority, path) = after.split_at(at);
    let host = authority.rsplit('@').next().unwrap_or_default();
    let path = path.strip_prefix(':').unwrap_or(path);
    let or = |text, fallback| if str::is_empty(text) { fallback } else { text };
    Some((or(host, "unknown server"), or(path, "/")))
}

#[cfg(test)]
mod tests {
    use super::{destination, image, name, remote, shorten};

    #[test]
    fn long_text_loses_its_middle() {
        assert_eq!(shorten("/app/dist", 9), "/app/dist");
        assert_eq!(shorten("/usr/src/app/dist", 9), "/usr…dist");
        assert_eq!(shorten(&"ä".repeat(1_000_000), 5), "ää…ää");
        assert_eq!(name("a\nb\u{202e}"), "a\\nb\\u{202e}");
        let reference = format!("node:22@sha256:{}", "0123456789abcdef".repeat(4));
        assert_eq!(image(&reference), "node:22@01234567");
    }

    #[test]
    fn destinations_are_absolute_where_they_are_known() {
        assert_eq!(destination("./", Some("/app")), "/app/");
        assert_eq!(destination(".", Some("/")), "/");
        assert_eq!(destination(".", Some("/app")), "/app");
        assert_eq!(destination("bin/x", Some("/app/")), "/app/bin/x");
        assert_eq!(destination("/x", Some("/app")), "/x");
        assert_eq!(destination("$X/y", Some("/app")), "$X/y");
        assert_eq!(destination("x", None), "x");
    }

    #[test]
    fn no_secret_of_an_address_is_shown() {
        assert_eq!(
            remote("https://user:pass@host.example:8080/a/b?token=x#y"),
            Some(("host.example:8080", "/a/b"))
        );
        assert_eq!(remote("HTTP://h"), Some(("h", "/")));
        assert_eq!(remote("http://#x"), Some(("unknown server", "/")));
        assert_eq!(remote("git@host:me/it.git#v1"), Some(("host", "me/it.git")));
        assert_eq!(remote("./https://"), None);
        assert_eq!(remote("é"), None);
    }
}
