//! Versions, and the places for them in the tables' texts.

/// The numbers a tag gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    /// The version of the image's program, as far as it is known: `3.13.5`, `3.13`, `8u502-b07`.
    pub(crate) version: Option<String>,
    /// The release of the Java development kit, where it is a part of the tag of its own.
    pub(crate) jdk: Option<String>,
}

impl Versions {
    /// The text with its place-holders filled; `None` when one of them is not known.
    pub(crate) fn fill(&self, template: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            text.push_str(before);
            match name {
                "version" => text.push_str(self.version.as_deref()?),
                "minor" => text.push_str(numbers(self.version.as_deref()?, 2)?),
                "major" => text.push_str(numbers(self.version.as_deref()?, 1)?),
                "jdk" => text.push_str(self.jdk.as_deref()?),
                _ => return None,
            }
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }
}

/// The first `count` numbers of a version, with their dots; `None` when it has fewer.
pub(crate) fn numbers(version: &str, count: usize) -> Option<&str> {
    let plain = plain(version);
    let mut end = 0;
    for (index, part) in plain.split('.').enumerate() {
        end += part.len() + usize::from(index > 0);
        if index + 1 == count {
            return plain.get(..end);
        }
    }
    None
}

/// The dotted numbers a version begins with: `3.15.0` of `3.15.0rc1`, `8` of `8u502-b07`.
pub(crate) fn plain(version: &str) -> &str {
    let version = version.strip_prefix('v').unwrap_or(version);
    let end = version
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(version.len());
    version.get(..end).unwrap_or("").trim_end_matches('.')
}

/// A version's beginnings, the longest first: `3.9.7`, `3.9`, `3`.
pub(crate) fn prefixes(version: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(plain(version)).filter(|plain| !plain.is_empty());
    std::iter::from_fn(move || {
        let this = rest?;
        rest = this.rsplit_once('.').map(|(before, _)| before);
        Some(this)
    })
}

#[cfg(test)]
mod tests {
    use super::{Versions, numbers, plain, prefixes};

    #[test]
    fn takes_versions_apart() {
        assert_eq!(plain("3.15.0rc1"), "3.15.0");
        assert_eq!(plain("8u502-b07"), "8");
        assert_eq!(plain("v3.7"), "3.7");
        assert_eq!(plain("trixie"), "");
        assert_eq!(numbers("21.0.12_8", 1), Some("21"));
        assert_eq!(numbers("3.13.5", 2), Some("3.13"));
        assert_eq!(numbers("3", 2), None);
        assert_eq!(prefixes("3.9.7").collect::<Vec<_>>(), ["3.9.7", "3.9", "3"]);
        assert_eq!(prefixes("x").count(), 0);
    }

    #[test]
    fn fills_places_or_gives_nothing() {
        let versions = Versions {
            version: Some("3".to_owned()),
            jdk: None,
        };
        assert_eq!(versions.fill("/python{major}").as_deref(), Some("/python3"));
        assert_eq!(versions.fill("/python{minor}"), None);
        assert_eq!(versions.fill("{jdk}"), None);
        assert_eq!(versions.fill("{other}"), None);
        assert_eq!(versions.fill("{"), None);
    }
}
