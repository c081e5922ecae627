//! From a reference to facts.

use crate::contents::Applied;
use crate::distroless;
use crate::facts::ImageFacts;
use crate::generated::images::REPOSITORIES;
use crate::generated::tags::{PARTS, VERSIONS};
use crate::known::Known;
use crate::layer::Layer;
use crate::mirrors::{canonical, familiar};
use crate::name::ImageName;
use crate::settle::{first, is_read};
use crate::tables::{Numbered, OsRow, RepositoryRow};
use crate::tag::{self, TagWords};
use crate::types::{Certainty, Confidence, EndOfLife, Existence, LibcKind, Maintained, TagMatch};
use crate::version::{Versions, plain, prefixes};
use crate::words::Words;
use std::borrow::Cow;

/// What is known of the image a reference names; `None` when its repository is not in the data.
///
/// `scratch` is no reference; see [`ImageFacts::scratch`].
pub fn lookup(name: &ImageName<'_>) -> Option<ImageFacts> {
    let key = canonical(name);
    let mut facts = if let Some(image) = key.strip_prefix("gcr.io/distroless/") {
        distroless::lookup(&key, image, name)
    } else {
        in_repository(repository(&key)?, key.clone(), name)
    };
    if name.digest.is_some() {
        facts.pinned_by_digest = true;
        facts.certainty = Certainty::Likely;
    }
    Some(facts)
}

/// The row of a repository, or of the closest folder above it.
pub(crate) fn repository(key: &str) -> Option<&'static RepositoryRow> {
    let find = |key: &str| {
        let index = REPOSITORIES.binary_search_by(|row| row.key.cmp(key)).ok()?;
        REPOSITORIES.get(index)
    };
    if let Some(row) = find(key) {
        return Some(row);
    }
    let mut folder = key;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(row) = find(&format!("{above}/*")) {
            return Some(row);
        }
        folder = above;
    }
    None
}

/// How a tag was resolved.
struct Resolved {
    words: TagWords,
    tag_match: TagMatch,
    existence: Existence,
    os: Option<&'static OsRow>,
    ended: Option<crate::date::Date>,
}

fn in_repository(row: &'static RepositoryRow, key: String, name: &ImageName<'_>) -> ImageFacts {
    let mut facts = ImageFacts::empty(key, row.family, row.provenance);
    facts.deprecated = row.deprecated;
    facts.replacement = row.replacement.map(familiar);
    facts.tag = match (name.tag, name.digest) {
        (Some(tag), _) => Some(tag.to_owned()),
        (None, None) => Some("latest".to_owned()),
        (None, Some(_)) => None,
    };
    let Some(tag) = facts.tag.clone() else {
        apply(&mut facts, row, None, None);
        return facts;
    };
    let resolved = resolve(row, &tag);
    facts.tag_match = resolved.tag_match;
    facts.existence = resolved.existence;
    facts.versions = resolved.words.versions.clone();
    let known = resolved.tag_match != TagMatch::Repository;
    apply(
        &mut facts,
        row,
        known.then_some(&resolved.words.words),
        resolved.os,
    );
    for date in [resolved.ended, row.ended].into_iter().flatten() {
        facts.end_of_life.push(EndOfLife {
            subject: Maintained::Image,
            product: Cow::Owned(format!("{}:{tag}", familiar(&facts.repository))),
            cycle: Cow::Borrowed(""),
            date,
            extended: None,
            source: row.provenance.source,
        });
    }
    let bare = facts.applied.iter().any(|applied| applied.layer.bare());
    let base_read = resolved
        .os
        .is_none_or(|os| bare || os.contents >= Confidence::High);
    let read = row.provenance.confidence >= Confidence::High && is_read(row.family) && base_read;
    if facts.tag_match == TagMatch::Current && read {
        facts.certainty = Certainty::Certain;
    }
    facts
}

/// Applies the layers of a repository to the facts.
fn apply(
    facts: &mut ImageFacts,
    row: &'static RepositoryRow,
    words: Option<&Vec<String>>,
    os: Option<&'static OsRow>,
) {
    let windows = os.is_some_and(|os| os.id == "windows");
    // What a variant is like was read in its Linux builds.
    let variant = words
        .filter(|_| !windows)
        .and_then(|words| tag::variant(row, words));
    let os = os.or_else(|| {
        variant
            .and_then(|variant| variant.os)
            .and_then(tag::os_by_key)
    });
    let base = row.version_is_os.is_some();
    let keeps = base
        || row.layer.keeps_absent()
        || variant.is_some_and(|variant| variant.layer.keeps_absent());
    let mut specific: Vec<&'static Layer> = Vec::new();
    if windows {
        facts.versions.jdk = None;
    } else {
        specific.extend(variant.map(|variant| variant.layer));
        specific.push(row.layer);
    }
    let mut applied: Vec<Applied> = Vec::new();
    for (index, layer) in specific.iter().enumerate() {
        // The variant speaks for the repository, too.
        let last = index + 1 == specific.len();
        applied.push(Applied::new(layer, !last || keeps));
    }
    let bare_os = specific.iter().any(|layer| layer.bare());
    if let Some(os) = os.filter(|_| !bare_os) {
        let layers = os.layers.iter();
        applied.extend(layers.map(|layer| Applied::new(layer, layer.keeps_absent())));
    }
    facts.applied = applied;
    facts.variant_name = variant.map(|variant| variant.name);
    facts.runtime_sibling = variant.and_then(|variant| variant.runtime_sibling);
    facts.settle(os);
    if bare_os && os.is_none() && facts.libc.is_known_and(|libc| libc.kind == LibcKind::None) {
        facts.os = Known::Known(None);
    }
    // What a base image's profile says to be complete is not so for what is built on it.
    let env_complete = |layers: &[&'static Layer]| first(layers, Layer::env_complete);
    let accounts = |layers: &[&'static Layer]| first(layers, Layer::accounts_complete);
    let profile = os.filter(|_| !bare_os).map_or(&[] as &[_], |os| os.layers);
    facts.env_complete = env_complete(&specific)
        .or_else(|| env_complete(profile).filter(|_| base))
        .unwrap_or(false);
    facts.accounts_complete =
        (base || accounts(&specific) == Some(true)) && (bare_os || accounts(profile) == Some(true));
    facts.add_ends_of_life(row.eol, os);
}

fn resolve(row: &'static RepositoryRow, tag: &str) -> Resolved {
    let mut words = tag::read(row, tag);
    if let Some((version, os)) = built(row, tag) {
        if !version.is_empty() {
            words.versions.version = Some(version.to_owned());
        }
        let os = os.or_else(|| version_os(row, &words.versions)).or(words.os);
        return Resolved {
            words,
            tag_match: TagMatch::Current,
            existence: Existence::Current,
            os,
            ended: None,
        };
    }
    if row.published.contains(tag) {
        let os = words.os.or_else(|| version_os(row, &words.versions));
        return Resolved {
            words,
            tag_match: TagMatch::Current,
            existence: Existence::Current,
            os,
            ended: None,
        };
    }
    if let Some(retired) = row.retired(tag) {
        let os = retired
            .os
            .or(words.os.filter(|os| os.release.is_some()))
            .or_else(|| version_os(row, &words.versions))
            .or_else(|| ranged(row, &words))
            .or(words.os);
        return Resolved {
            words,
            tag_match: TagMatch::Retired,
            existence: Existence::Retired,
            os,
            ended: retired.last,
        };
    }
    let os = words
        .os
        .filter(|os| os.release.is_some() || os.id == "windows");
    // Words that are not understood may change everything but the release that a word names.
    let os = if words.understood {
        os.or_else(|| version_os(row, &words.versions))
            .or_else(|| ranged(row, &words))
            .or(words.os)
    } else {
        os
    };
    let says_something = words.versions.version.is_some() || words.os.is_some() || tag == "latest";
    let tag_match = if words.understood && (says_something || !row.variants.is_empty()) {
        TagMatch::Grammar
    } else {
        TagMatch::Repository
    };
    Resolved {
        words,
        tag_match,
        existence: Existence::Unknown,
        os,
        ended: None,
    }
}

/// The version and operating system of a tag that is built.
fn built(row: &RepositoryRow, tag: &str) -> Option<(&'static str, Option<&'static OsRow>)> {
    static PART: Numbered = Numbered::new(PARTS);
    static VERSION: Numbered = Numbered::new(VERSIONS);
    let parts = |number: u16| Words(PART.get(number)).parts();
    let build = row.builds.iter().find(|build| {
        parts(build.heads)
            .any(|head| parts(build.tails).any(|tail| is_head_and_tail(tag, head, tail)))
    })?;
    Some((VERSION.get(build.version), tag::os_by_number(build.os)))
}

/// Whether a tag is a head with a tail: an empty head takes the dash off its tail, and two empty
/// ones are `latest`.
pub(crate) fn is_head_and_tail(tag: &str, head: &str, tail: &str) -> bool {
    match (head, tail) {
        ("", "") => tag == "latest",
        ("", tail) => tail.strip_prefix('-') == Some(tag),
        (head, tail) => tag.strip_prefix(head) == Some(tail),
    }
}

/// The release that a version names, where the repository is a distribution.
fn version_os(row: &RepositoryRow, versions: &Versions) -> Option<&'static OsRow> {
    let distribution = row.version_is_os?;
    let version = versions.version.as_deref()?;
    prefixes(version).find_map(|release| tag::os_by_key(&format!("{distribution}:{release}")))
}

/// The operating system that the patch releases of a version were built on.
fn ranged(row: &RepositoryRow, words: &TagWords) -> Option<&'static OsRow> {
    let version = words.versions.version.as_deref()?;
    let alpine = words.words.iter().any(|word| word == "alpine");
    let os = in_ranges(row.ranges, version, &words.tail);
    if os.is_some() || alpine || words.os.is_some() {
        return os;
    }
    in_ranges(row.ranges, version, "")
}

fn in_ranges(ranges: &str, version: &str, tail: &str) -> Option<&'static OsRow> {
    let wanted: Vec<u32> = parts_of(version);
    let mut series = prefixes(version).chain(std::iter::once(""));
    let (series, steps) = series.find_map(|series| {
        ranges.lines().find_map(|line| {
            let (first, rest) = line.split_once(' ')?;
            let (after, steps) = rest.split_once(' ')?;
            (first == series && after == tail).then_some((first, steps))
        })
    })?;
    // A series that is not built any more stays with its last release.
    let whole = plain(version) == series;
    let mut os = None;
    for (first, number) in steps.split(' ').filter_map(|step| step.split_once('=')) {
        if whole || parts_of(first) <= wanted {
            os = Some(number);
        }
    }
    tag::os_by_number(os?.parse().ok()?)
}

/// The numbers of a version.
fn parts_of(version: &str) -> Vec<u32> {
    plain(version)
        .split('.')
        .map(|part| part.parse().unwrap_or(u32::MAX))
        .collect()
}
