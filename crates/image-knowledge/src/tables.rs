//! The shapes of the generated tables.
//!
//! The rows come from `data/*.toml` through `cargo xtask codegen`. Numbers into other tables are
//! checked there; reading them goes through `get` all the same.

use crate::date::Date;
use crate::layer::Layer;
use crate::tag;
use crate::types::{Confidence, Family, Language, Linkage, Provenance};
use crate::words::Words;
use std::sync::OnceLock;

/// An operating system release, or a distribution of unknown release.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OsRow {
    pub(crate) key: &'static str,
    pub(crate) id: &'static str,
    pub(crate) release: Option<&'static str>,
    /// `Some("")` where the distribution has no code names.
    pub(crate) codename: Option<&'static str>,
    pub(crate) libc_version: Option<&'static str>,
    pub(crate) merged_usr: Option<bool>,
    pub(crate) layers: &'static [&'static Layer],
    pub(crate) eol: Option<(&'static str, &'static str)>,
    /// How well the layers are founded, the weakest of them.
    pub(crate) contents: Confidence,
    pub(crate) provenance: Provenance,
}

/// An image repository.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RepositoryRow {
    /// `registry/repository`; ends in `/*` for all repositories below.
    pub(crate) key: &'static str,
    pub(crate) family: Family,
    pub(crate) layer: &'static Layer,
    /// In the order they are tried.
    pub(crate) variants: &'static [VariantRow],
    /// The tags that are built, as rows of [`BuildRow`].
    pub(crate) builds: &'static [BuildRow],
    /// The tags that were built once, a line a day: a number of the OS table or `-`, the day of the
    /// last list they were in, the tags.
    pub(crate) retired: &'static str,
    /// The operating system behind versions without a word for it, a line a series: the beginning
    /// of the versions (`3.9`), what follows the version in the tag (`-slim`, or nothing), and
    /// `version=number` for every version from which on it is this row of the OS table, ascending.
    pub(crate) ranges: &'static str,
    /// Tags that are built, where there is no list of all.
    pub(crate) published: Words,
    /// Words for versions: `jod` is `22`.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
    /// Words of a tag that mean nothing here.
    pub(crate) words: Words,
    /// The distribution whose releases are this repository's versions.
    pub(crate) version_is_os: Option<&'static str>,
    /// The product whose end of life its versions follow; empty for the runtimes' own.
    pub(crate) eol: &'static str,
    /// It was given up: no new versions, or no updates at all.
    pub(crate) deprecated: bool,
    /// The day it was given up.
    pub(crate) ended: Option<Date>,
    /// What to use in its place.
    pub(crate) replacement: Option<&'static str>,
    pub(crate) provenance: Provenance,
}

/// A kind of image in a repository.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VariantRow {
    pub(crate) name: &'static str,
    /// The words a tag must have, all of them; `a|b` for either. Empty fits every tag.
    pub(crate) words: Words,
    /// The distribution, where neither the tag nor a table says more.
    pub(crate) os: Option<&'static str>,
    /// What runs the things this variant builds: a tag with place-holders, or a whole reference.
    pub(crate) runtime_sibling: Option<&'static str>,
    pub(crate) layer: &'static Layer,
}

/// Tags that are built: every head followed by every tail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BuildRow {
    /// A row of the table of versions; an empty one where the program has none.
    pub(crate) version: u16,
    /// A row of the OS table; [`NO_OS`] where it is not known.
    pub(crate) os: u16,
    /// A row of the table of tag parts.
    pub(crate) heads: u16,
    /// A row of the table of tag parts.
    pub(crate) tails: u16,
}

/// Tags that were built once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retired {
    pub(crate) os: Option<&'static OsRow>,
    /// The day of the last list they were in.
    pub(crate) last: Option<Date>,
}

impl RepositoryRow {
    /// What is known of a tag that was built once.
    pub(crate) fn retired(&self, tag: &str) -> Option<Retired> {
        self.retired.lines().find_map(|line| {
            let (os, rest) = line.split_once(' ')?;
            let (last, tags) = rest.split_once(' ')?;
            Words(tags).contains(tag).then(|| Retired {
                os: os.parse().ok().and_then(tag::os_by_number),
                last: Date::parse(last),
            })
        })
    }
}

/// Texts by number, a line each, cut when one is first asked for: a slice of texts would be twice as
/// large in WebAssembly.
pub(crate) struct Numbered {
    text: &'static str,
    lines: OnceLock<Vec<&'static str>>,
}

impl Numbered {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self {
            text,
            lines: OnceLock::new(),
        }
    }

    /// A text; empty where there is none of that number.
    pub(crate) fn get(&self, number: u16) -> &'static str {
        let lines = self.lines.get_or_init(|| self.text.split('\n').collect());
        lines.get(usize::from(number)).copied().unwrap_or_default()
    }
}

/// A distroless image.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DistrolessRow {
    /// The name in the registry: `static-debian13`.
    pub(crate) name: &'static str,
    /// The operating system, by key.
    pub(crate) os: Option<&'static str>,
    pub(crate) layer: &'static Layer,
    /// The debug tags have its entrypoint, not their shell.
    pub(crate) keeps_entrypoint: bool,
    /// The last day it was built, where it is not built any more.
    pub(crate) last_built: Option<Date>,
    /// The day its maintenance ends, where it is still built.
    pub(crate) ends: Option<Date>,
    pub(crate) replacement: Option<&'static str>,
    pub(crate) provenance: Provenance,
}

/// A distroless name that is not a row of its own; `*` stands for digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DistrolessNameRow {
    pub(crate) pattern: &'static str,
    /// It was published once, until about this day; `None` where it never was.
    pub(crate) last_built: Option<Date>,
    pub(crate) replacement: Option<&'static str>,
    pub(crate) provenance: Provenance,
}

/// A product, its releases and their last days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EolRow {
    pub(crate) product: &'static str,
    pub(crate) source: &'static str,
    /// A line a release: `cycle day extended-day`, the last one only where there is one.
    pub(crate) cycles: &'static str,
}

/// Names that stand for other names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MirrorRow {
    /// `registry/` or `registry/path/`; without the final slash a whole repository.
    pub(crate) from: &'static str,
    /// What replaces it.
    pub(crate) to: &'static str,
}

/// A minimal final image for a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CandidateRow {
    pub(crate) language: Language,
    pub(crate) linkage: Linkage,
    /// The versions it fits; empty for all.
    pub(crate) versions: &'static [&'static str],
    pub(crate) image: &'static str,
    pub(crate) nonroot: Option<&'static str>,
}

/// No row of the OS table.
pub(crate) const NO_OS: u16 = u16::MAX;

// Short forms that keep a row on a line of its own.

/// A [`BuildRow`].
pub(crate) const fn build(version: u16, os: u16, heads: u16, tails: u16) -> BuildRow {
    BuildRow {
        version,
        os,
        heads,
        tails,
    }
}

/// Where a row is from. In WebAssembly, which is loaded in every run, the text is left out: what it
/// is for is to look facts up again.
pub(crate) const fn recorded(
    source: &'static str,
    checked: Date,
    confidence: Confidence,
) -> Provenance {
    Provenance {
        source: if cfg!(target_family = "wasm") {
            ""
        } else {
            source
        },
        checked,
        confidence,
    }
}

/// A day that the generator has checked.
pub(crate) const fn day(year: u16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}
