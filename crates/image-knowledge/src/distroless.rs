//! Google's distroless images: names, tags and what they stand for.

use crate::contents::Applied;
use crate::facts::ImageFacts;
use crate::generated::distroless::{COMMON, DEBUG, IMAGES, NAMES};
use crate::layer::{Fact, Layer};
use crate::name::ImageName;
use crate::settle::first;
use crate::tables::{DistrolessNameRow, DistrolessRow};
use crate::tag::os_by_key;
use crate::types::{
    Certainty, Confidence, Distroless, DistrolessTag, EndOfLife, Existence, Family, Maintained,
    Provenance, Purpose, TagMatch,
};
use std::borrow::Cow;

const PREFIX: &str = "gcr.io/distroless/";
const ARCHITECTURES: &[&str] = &["amd64", "arm64", "arm", "s390x", "ppc64le", "riscv64"];
const RELEASE: &str = "-debian";

/// What the debug tags say of themselves.
static IS_DEBUG: Layer = Layer(&[Fact::Purpose(Purpose::Debug)]);
/// The user of `latest` and `debug`.
static ROOT: Layer = Layer(&[Fact::User("0"), Fact::Uid(0), Fact::Workdir("/")]);
/// The user of `nonroot` and `debug-nonroot`.
static NONROOT: Layer = Layer(&[
    Fact::User("65532"),
    Fact::Uid(65532),
    Fact::Workdir("/home/nonroot"),
]);
/// What is left of the common facts where the tag is not known: it may be a debug tag.
static ANY_TAG: Layer = Layer(&[
    Fact::PackageManager(""),
    Fact::Healthcheck(false),
    Fact::Cmd(&[]),
    Fact::Dev(false),
    Fact::Bare,
]);

/// What is known of `gcr.io/distroless/<image>`. Any name there is answered for.
pub(crate) fn lookup(key: &str, image: &str, name: &ImageName<'_>) -> ImageFacts {
    let tag = match (name.tag, name.digest) {
        (Some(tag), _) => Some(tag),
        (None, None) => Some("latest"),
        (None, Some(_)) => None,
    };
    let kind = tag.map_or(DistrolessTag::Other, read_tag);
    let mut facts = match find(image) {
        Some(row) => of_image(key, row, kind),
        None => of_name(key, image),
    };
    if kind == DistrolessTag::Other && find(image).is_some() {
        facts.tag_match = TagMatch::Repository;
        facts.existence = match tag {
            Some(tag) if tag.starts_with("nonroot-debug") => Existence::NeverPublished,
            _ => Existence::Unknown,
        };
    }
    facts.tag = tag.map(str::to_owned);
    let (stem, suffix) = match image.rfind(RELEASE) {
        Some(at) => image.split_at(at),
        None => (image, ""),
    };
    let suffixed = suffix.strip_prefix('-').map(str::to_owned);
    facts.distroless = Some(Distroless {
        image: Cow::Owned(stem.to_owned()),
        versioned: match suffixed {
            None => versioned(image),
            Some(_) => None,
        },
        suffix: suffixed.map(Cow::Owned),
        tag: kind,
    });
    facts
}

/// The name with the release that a bare name stands for today.
fn versioned(image: &str) -> Option<String> {
    let row = find(image)?;
    let release = row.os?.strip_prefix("debian:")?;
    Some(format!("{PREFIX}{image}{RELEASE}{release}"))
}

fn find(image: &str) -> Option<&'static DistrolessRow> {
    let index = IMAGES.binary_search_by(|row| row.name.cmp(image)).ok()?;
    IMAGES.get(index)
}

fn of_image(key: &str, row: &'static DistrolessRow, tag: DistrolessTag) -> ImageFacts {
    let mut facts = ImageFacts::empty(key.to_owned(), Family::Distroless, row.provenance);
    facts.existence = match row.last_built {
        Some(_) => Existence::Retired,
        None => Existence::Current,
    };
    facts.tag_match = match row.last_built {
        Some(_) => TagMatch::Retired,
        None => TagMatch::Current,
    };
    let is_debug = matches!(tag, DistrolessTag::Debug | DistrolessTag::DebugNonroot);
    let is_nonroot = matches!(tag, DistrolessTag::Nonroot | DistrolessTag::DebugNonroot);
    let user = if is_nonroot { &NONROOT } else { &ROOT };
    let layers: Vec<&'static Layer> = match tag {
        DistrolessTag::Other => vec![&ANY_TAG],
        _ if is_debug && row.keeps_entrypoint => {
            vec![&IS_DEBUG, user, row.layer, &DEBUG, &COMMON]
        }
        _ if is_debug => vec![&IS_DEBUG, user, &DEBUG, row.layer, &COMMON],
        _ => vec![user, row.layer, &COMMON],
    };
    facts.applied = layers
        .iter()
        .map(|layer| Applied::new(layer, true))
        .collect();
    let os = row.os.and_then(os_by_key);
    facts.settle(os);
    facts.env_complete = first(&layers, Layer::env_complete).unwrap_or(false);
    facts.accounts_complete = first(&layers, Layer::accounts_complete).unwrap_or(false);
    if tag == DistrolessTag::Other {
        // The runtime is the same under every tag.
        facts.applied = vec![Applied::new(row.layer, false)];
        let mut runtime = facts.clone();
        runtime.settle(os);
        facts.runtimes = runtime.runtimes;
        facts.libc = runtime.libc;
        facts.purpose = crate::known::Known::Unknown;
    }
    // Applets of the debug shell are not all listed.
    facts.closed &= !is_debug;
    if row.provenance.confidence >= Confidence::High && tag != DistrolessTag::Other {
        facts.certainty = Certainty::Certain;
    }
    facts.deprecated = row.last_built.is_some();
    facts.replacement = row.replacement.map(full);
    facts.end_of_life.extend(
        row.last_built
            .or(row.ends)
            .map(|date| ended(key, date, row.provenance)),
    );
    facts.add_ends_of_life("", os);
    facts
}

/// A name without known content.
fn of_name(key: &str, image: &str) -> ImageFacts {
    let row = NAMES.iter().find(|row| fits(row, image));
    let provenance = row.map_or(COMMON_PROVENANCE, |row| row.provenance);
    let mut facts = ImageFacts::empty(key.to_owned(), Family::Distroless, provenance);
    let Some(row) = row else {
        return facts;
    };
    facts.replacement = row.replacement.map(full);
    facts.existence = match row.last_built {
        Some(_) => Existence::Retired,
        None => Existence::NeverPublished,
    };
    facts.deprecated = true;
    facts
        .end_of_life
        .extend(row.last_built.map(|date| ended(key, date, row.provenance)));
    facts
}

/// Where it is known that a name is one of the project's.
const COMMON_PROVENANCE: Provenance = Provenance {
    source: "GoogleContainerTools/distroless at cd080764",
    checked: crate::date::Date {
        year: 2026,
        month: 8,
        day: 21,
    },
    confidence: Confidence::Low,
};

fn ended(key: &str, date: crate::date::Date, provenance: Provenance) -> EndOfLife {
    EndOfLife {
        subject: Maintained::Image,
        product: Cow::Owned(key.to_owned()),
        cycle: Cow::Borrowed(""),
        date,
        extended: None,
        source: provenance.source,
    }
}

/// A replacement as one writes it: names of the project get its prefix.
fn full(image: &'static str) -> String {
    if image
        .split('/')
        .next()
        .is_some_and(|host| host.contains('.'))
    {
        image.to_owned()
    } else {
        format!("{PREFIX}{image}")
    }
}

/// Whether a name fits a pattern, in which `*` stands for digits.
fn fits(row: &DistrolessNameRow, image: &str) -> bool {
    let mut rest = image;
    for (index, part) in row.pattern.split('*').enumerate() {
        if index > 0 {
            let after = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            if after.len() == rest.len() {
                return false;
            }
            rest = after;
        }
        match rest.strip_prefix(part) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

/// Reads a tag: one of four, then an architecture and a commit, each of which may be left out.
fn read_tag(tag: &str) -> DistrolessTag {
    let mut words: Vec<&str> = tag.split('-').collect();
    if words.last().is_some_and(|word| is_commit(word)) {
        words.pop();
        if words.is_empty() {
            return DistrolessTag::Latest;
        }
    }
    if words
        .last()
        .is_some_and(|word| ARCHITECTURES.contains(word))
    {
        words.pop();
    }
    match words.as_slice() {
        ["latest"] => DistrolessTag::Latest,
        ["nonroot"] => DistrolessTag::Nonroot,
        ["debug"] => DistrolessTag::Debug,
        ["debug", "nonroot"] => DistrolessTag::DebugNonroot,
        _ => DistrolessTag::Other,
    }
}

fn is_commit(word: &str) -> bool {
    word.len() == 40 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Distroless {
    /// The tag of the same image as a user other than root.
    pub fn nonroot_tag(&self) -> Option<&'static str> {
        match self.tag {
            DistrolessTag::Latest => Some("nonroot"),
            DistrolessTag::Debug => Some("debug-nonroot"),
            DistrolessTag::Nonroot | DistrolessTag::DebugNonroot | DistrolessTag::Other => None,
        }
    }

    /// The tag of the same image without the debugging shell.
    pub fn release_tag(&self) -> Option<&'static str> {
        match self.tag {
            DistrolessTag::Debug => Some("latest"),
            DistrolessTag::DebugNonroot => Some("nonroot"),
            DistrolessTag::Latest | DistrolessTag::Nonroot | DistrolessTag::Other => None,
        }
    }
}
