//! Tags that say the release of an image, in the place of those that do not, or of one that has ended.

use crate::date::Date;
use crate::facts::ImageFacts;
use crate::generated::eol::EOL;
use crate::generated::os::OS;
use crate::generated::tags::{PARTS, VERSIONS};
use crate::lookup::{is_head_and_tail, repository};
use crate::tables::Numbered;
use crate::types::{EndOfLife, Maintained};
use crate::version::{self, plain};
use crate::words::Words;

static PART: Numbered = Numbered::new(PARTS);
static VERSION: Numbered = Numbered::new(VERSIONS);

fn parts(number: u16) -> impl Iterator<Item = &'static str> {
    Words(PART.get(number)).parts()
}

impl ImageFacts {
    /// The tag that says the release of the image, beside one that does not and is built of the same: `3.14-slim`
    /// for `slim`. As exact as what is maintained by itself; else with two numbers.
    pub fn versioned_tag(&self) -> Option<String> {
        let row = repository(&self.repository)?;
        let tag = self.tag.as_deref()?;
        let (build, tail) = row.builds.iter().find_map(|build| {
            let mut tails = parts(build.tails);
            let tail = tails
                .find(|tail| parts(build.heads).any(|head| is_head_and_tail(tag, head, tail)))?;
            Some((build, tail))
        })?;
        let same = row.builds.iter().filter(|other| {
            other.os == build.os
                && other.version == build.version
                && parts(other.tails).any(|it| it == tail)
        });
        let versions = || {
            let heads = same.clone().flat_map(|build| parts(build.heads));
            heads.filter(|head| head.starts_with(|letter: char| letter.is_ascii_digit()))
        };
        let is_cycle = |head: &&str| self.end_of_life.iter().any(|end| end.cycle == **head);
        let head = versions()
            .find(is_cycle)
            .or_else(|| versions().find(|head| head.matches('.').count() == 1))
            .or_else(|| versions().next())?;
        Some(format!("{head}{tail}"))
    }

    /// What tags call the releases that come after one that has ended and are maintained on a day, the nearest
    /// first, each with its code name before its number.
    pub fn successors(&self, end: &EndOfLife, today: Date) -> Vec<&'static str> {
        let mut later = Vec::new();
        let row = EOL.iter().find(|row| row.product == end.product);
        for line in row.into_iter().flat_map(|row| row.cycles.lines()) {
            let mut words = line.split(' ');
            let cycle = words.next().unwrap_or_default();
            let last = words.filter_map(Date::parse).max();
            if last.is_some_and(|last| last >= today) {
                later.push(cycle);
            }
        }
        // A release without an end is in no table; of those that are built, the end of all others is known.
        if later.is_empty() && end.subject != Maintained::Os {
            let count = end.cycle.split('.').count();
            let builds = repository(&self.repository).map_or(&[] as &[_], |row| row.builds);
            let versions = builds.iter().map(|build| VERSION.get(build.version));
            let final_ones = versions.filter(|version| plain(version) == *version);
            later.extend(final_ones.filter_map(|version| version::numbers(version, count)));
        }
        let own = numbers(&end.cycle);
        let mut found: Vec<(Vec<u32>, &'static str)> = Vec::new();
        for cycle in later {
            let version = numbers(cycle);
            let at = found.partition_point(|(other, _)| *other < version);
            let known = found.get(at).is_some_and(|(other, _)| *other == version);
            if version > own && !known {
                found.insert(at, (version, cycle));
            }
        }
        let mut names = Vec::new();
        for (_, cycle) in found {
            let os = OS.iter().find(|os| os.eol == Some((&*end.product, cycle)));
            let codename = os.and_then(|os| os.codename);
            names.extend(codename.filter(|name| !name.is_empty()));
            names.push(cycle);
        }
        names
    }
}

/// A version's parts as numbers, so that 10 comes after 9.
pub(crate) fn numbers(version: &str) -> Vec<u32> {
    version
        .split('.')
        .map(|part| part.parse().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{Date, ImageFacts, ImageName, lookup};

    fn facts(repository: &str, tag: &str) -> ImageFacts {
        let found = lookup(&ImageName {
            registry: "docker.io",
            repository,
            tag: Some(tag),
            digest: None,
        });
        found.unwrap()
    }

    #[test]
    fn a_tag_without_a_version_has_one_beside_it() {
        for (repository, tag, number) in [
            ("library/python", "slim", "-slim"),
            ("library/node", "lts-alpine", "-alpine"),
            ("library/debian", "stable-slim", "-slim"),
            ("library/alpine", "latest", ""),
            ("library/nginx", "mainline-alpine", "-alpine"),
        ] {
            let versioned = facts(repository, tag).versioned_tag().unwrap();
            let version = versioned.strip_suffix(number).unwrap();
            assert!(
                version
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.'),
                "{repository}:{tag}: {versioned}"
            );
            let same = facts(repository, &versioned);
            let one = facts(repository, tag);
            assert_eq!((same.os, same.variant_name), (one.os, one.variant_name));
        }
        assert_eq!(facts("library/python", "nonsense").versioned_tag(), None);
    }

    #[test]
    fn releases_that_are_maintained_come_after_one_that_is_not() {
        let today = Date::parse("2026-11-23").unwrap();
        let of = |repository: &str, tag: &str, product: &str| -> Vec<&'static str> {
            let facts = facts(repository, tag);
            let mut ends = facts.end_of_life.iter();
            facts.successors(ends.find(|end| end.product == product).unwrap(), today)
        };
        assert_eq!(of("library/node", "18-slim", "nodejs"), ["22", "24", "26"]);
        let debian = of("library/debian", "buster", "debian");
        assert_eq!(
            of("library/alpine", "3.16", "alpine-linux"),
            ["3.22", "3.23", "3.24"]
        );
        assert_eq!(of("library/golang", "1.19", "go"), ["1.26", "1.27"]);
        assert!(
            debian.starts_with(&["bookworm", "12", "trixie", "13"]),
            "{debian:?}"
        );
    }
}
