//! Images that stand beside an image: as another user, without debugging, without the compilers.

use crate::facts::ImageFacts;
use crate::generated::names::CANDIDATES;
use crate::mirrors::familiar;
use crate::tables::CandidateRow;
use crate::types::{Candidate, Existence, Language};
use crate::version::{Versions, prefixes};
use crate::versioned::numbers;

impl ImageFacts {
    /// The same image as a user other than root, where one is published.
    ///
    /// An architecture or a commit in the tag is kept.
    pub fn nonroot_sibling(&self) -> Option<String> {
        let distroless = self.distroless.as_ref()?;
        self.with_tag(distroless.nonroot_tag()?)
    }

    /// The same image without the debugging shell, where one is published.
    pub fn release_sibling(&self) -> Option<String> {
        let distroless = self.distroless.as_ref()?;
        self.with_tag(distroless.release_tag()?)
    }

    /// The image that runs what this build image makes (`-dev` dropped, a JRE for a JDK, `aspnet`
    /// for `sdk`), where the data names one.
    pub fn runtime_sibling(&self) -> Option<String> {
        let template = self.runtime_sibling?;
        if let Some((from, to)) = template.split_once('>') {
            let tag = self.tag.as_deref()?;
            let (before, after) = tag.split_once(from)?;
            return Some(familiar(&format!(
                "{}:{before}{to}{after}",
                self.repository
            )));
        }
        Some(familiar(&self.versions.fill(template)?))
    }

    /// The reference with another distroless tag.
    fn with_tag(&self, tag: &str) -> Option<String> {
        if matches!(
            self.existence,
            Existence::NeverPublished | Existence::Unknown
        ) {
            return None;
        }
        let own = self.tag.as_deref()?;
        let mut words: Vec<&str> = own.split('-').collect();
        words.retain(|word| !matches!(*word, "latest" | "nonroot" | "debug"));
        let rest = words.join("-");
        let tag = match (tag, rest.as_str()) {
            ("latest", "") => return Some(self.repository.clone().into_owned()),
            (tag, "") => tag.to_owned(),
            (tag, rest) => format!("{tag}-{rest}"),
        };
        Some(format!("{}:{tag}", self.repository))
    }
}

/// The minimal final images for a language, the best first.
///
/// `version` is the version of the language's runtime (`3.13`, `22.1.0`): images that carry a
/// runtime are named only where they have that release. Compiled languages need none.
pub fn minimal_bases(language: Language, version: Option<&str>) -> Vec<Candidate> {
    let versions = Versions {
        version: version.map(str::to_owned),
        jdk: None,
    };
    let rows = CANDIDATES.iter().filter(|row| row.language == language);
    let fitting = rows.filter(|row| {
        let known = |version: &str| prefixes(version).any(|prefix| row.versions.contains(&prefix));
        row.versions.is_empty() || version.is_some_and(known)
    });
    fitting
        .filter_map(|row| {
            Some(Candidate {
                image: familiar(&versions.fill(row.image)?),
                nonroot: match row.nonroot {
                    Some(nonroot) => Some(familiar(&versions.fill(nonroot)?)),
                    None => None,
                },
                linkage: row.linkage,
            })
        })
        .collect()
}

/// The minimal final image of the newest release of a language's runtime that has one: what to
/// move to from a release that is not maintained any more.
pub fn newest_minimal_base(language: Language) -> Option<Candidate> {
    let minimal = |row: &&CandidateRow| row.language == language && row.nonroot.is_some();
    let row = CANDIDATES.iter().find(minimal)?;
    let newest = row.versions.iter().max_by_key(|version| numbers(version))?;
    minimal_bases(language, Some(newest)).into_iter().next()
}
