//! The card of an image that ships: what it is, what it carries needlessly, and what would fit better.

mod advice;
mod seen;
mod ships;
mod tree;

pub use advice::{Advice, AdviceKind, Fit};
pub use ships::{ShipKind, Shipped};
pub use tree::{Entry, Opened, Opening, Origin, Tree, tree};

use crate::graph::{Setting, Stage};
use crate::model::Model;
use image_knowledge::{Known, LibcKind, Presence};
use seen::Seen;

/// A fact, or the reason why it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    /// It is known.
    Known(T),
    /// It is not, because of this.
    Unknown(String),
}

impl<T> Fact<T> {
    /// The fact, where it is known.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(fact) => Some(fact),
            Self::Unknown(_) => None,
        }
    }

    /// Why it is not known.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(why) => Some(why),
        }
    }
}

/// What is known of an image that ships.
#[derive(Clone, Debug)]
pub struct Card {
    /// The stage's index.
    pub stage: usize,
    /// The stage's name, as written.
    pub name: Option<String>,
    /// The base image at the bottom of its stages, as the author wrote it, variables expanded.
    pub base: Fact<String>,
    /// The operating system and its release; `None` in it where there is none.
    pub os: Fact<Option<String>>,
    /// The C library: `glibc 2.41`; `None` in it where there is none.
    pub libc: Fact<Option<String>>,
    /// Whether there is a shell.
    pub shell: Fact<bool>,
    /// The package manager; `None` in it where there is none.
    pub package_manager: Fact<Option<String>>,
    /// The user it starts as, as written; `root` where none is set.
    pub user: Fact<String>,
    /// Whether that is root.
    pub root: Fact<bool>,
    /// What it would be better on.
    pub advice: Fact<Advice>,
    /// What it carries and does not need to run.
    pub ships: Vec<Shipped>,
    /// What is known of sizes.
    pub sizes: Sizes,
}

/// Estimates, in KiB, of what is unpacked; only where a source tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The base image.
    pub base: Option<u32>,
    /// The base that is advised.
    pub advised: Option<u32>,
    /// The packages of the system that ship needlessly, those of which it is known. What two of them need is
    /// counted once: the largest and what it needs stands for all.
    pub needless: Option<u32>,
}

/// The cards of all images that ship, the primary target first.
pub fn cards(model: &Model<'_>) -> Vec<Card> {
    model.shipped().map(|stage| card(model, stage)).collect()
}

/// What an image that ships would be better on.
pub(crate) fn advice_on(model: &Model<'_>, stage: &Stage) -> Fact<Advice> {
    advice::advice(model, stage, &ships::ships(model, stage))
}

/// The card of a stage's image, whether it ships or not.
pub fn card(model: &Model<'_>, stage: &Stage) -> Card {
    let base = model.base_name(stage).to_owned();
    let named = model.names_base(stage);
    let facts = model.base(stage).facts();
    let unknown = || format!("nothing is known of `{base}`");
    let not_told = |what: &str| format!("what is known of `{base}` does not tell its {what}");
    let os = match facts.map(|facts| facts.os.as_ref()) {
        None => Fact::Unknown(unknown()),
        Some(Known::Unknown) => Fact::Unknown(not_told("system")),
        Some(Known::Known(None)) => Fact::Known(None),
        Some(Known::Known(Some(os))) => Fact::Known(Some(match os.release.known() {
            Some(release) => format!("{} {release}", os.id),
            None => os.id.to_owned(),
        })),
    };
    let seen = seen::seen(model, stage);
    let kind_only = |kind| match kind {
        LibcKind::None => None,
        kind => Some(libc_name(kind).to_owned()),
    };
    let libc = match (facts.map(|facts| facts.libc.as_ref().known()), seen.libc) {
        (None | Some(None), Some(kind)) if named => Fact::Known(kind_only(kind)),
        (None, _) => Fact::Unknown(unknown()),
        (Some(None), _) => Fact::Unknown(not_told("C library")),
        (Some(Some(libc)), _) => Fact::Known(match libc.kind {
            LibcKind::None => None,
            LibcKind::Windows => Some("windows".to_owned()),
            kind => Some(match libc.version.known() {
                Some(version) => format!("{} {version}", libc_name(kind)),
                None => libc_name(kind).to_owned(),
            }),
        }),
    };
    let package_manager = package_manager(model, stage, &base, &seen);
    let (user, root) = user(model, stage, &base, &seen);
    let ships = ships::ships(model, stage);
    let advice = advice::advice(model, stage, &ships);
    let sizes = Sizes {
        base: facts.and_then(image_knowledge::ImageFacts::size),
        advised: advice
            .known()
            .and_then(|advice| size_of(model, advice.base.as_deref()?)),
        needless: ships.iter().filter_map(|thing| thing.size).max(),
    };
    Card {
        stage: stage.index,
        name: stage.name.as_ref().map(|(name, _)| name.clone()),
        os,
        libc,
        shell: shell(model, stage, &base, &seen),
        package_manager,
        user,
        root,
        advice,
        ships,
        sizes,
        base: if named {
            Fact::Known(base)
        } else {
            Fact::Unknown("it depends on a variable that only the build sets".to_owned())
        },
    }
}

/// About how large an image from outside is.
fn size_of(model: &Model<'_>, image: &str) -> Option<u32> {
    let image = dockerfile_syntax::image_ref::Reference::parse(image).ok()?;
    model.image(&image).facts()?.size()
}

const fn libc_name(kind: LibcKind) -> &'static str {
    match kind {
        LibcKind::Glibc => "glibc",
        LibcKind::Musl => "musl",
        LibcKind::Uclibc => "uclibc",
        LibcKind::Windows => "windows",
        LibcKind::None => "none",
    }
}

fn shell(model: &Model<'_>, stage: &Stage, base: &str, seen: &Seen) -> Fact<bool> {
    let facts = model.base(stage).facts();
    let answer = model.path(stage, "/bin/sh").presence;
    if answer == Presence::Present {
        return Fact::Known(true);
    }
    // A shell elsewhere counts as well: /busybox/sh, bash alone.
    let elsewhere = facts
        .and_then(|facts| facts.shells.known())
        .unwrap_or_default();
    if elsewhere
        .iter()
        .any(|shell| model.path(stage, shell).presence == Presence::Present)
    {
        return Fact::Known(true);
    }
    match answer {
        Presence::Absent => Fact::Known(false),
        _ if !facts.is_some_and(|facts| facts.shells.is_known_and(|shells| shells.is_empty()))
            && seen.shell.is_some() =>
        {
            seen.shell
                .map_or_else(|| Fact::Unknown(String::new()), Fact::Known)
        }
        _ if facts.is_none() => Fact::Unknown(format!("nothing is known of `{base}`")),
        // Directories of unknown content are copied, and that such a one holds a shell is rare; but who
        // knows.
        _ if facts.is_some_and(|facts| facts.shells.is_known_and(|shells| shells.is_empty()))
            && !model.copies_shell(stage)
            && !model.runs_of_others(stage) =>
        {
            Fact::Known(false)
        }
        _ => Fact::Unknown("a copy or a command may have brought one".to_owned()),
    }
}

fn package_manager(
    model: &Model<'_>,
    stage: &Stage,
    base: &str,
    seen: &Seen,
) -> Fact<Option<String>> {
    match (model.base(stage).package_manager(), seen.manager) {
        (Known::Known(manager), _) => Fact::Known(manager),
        (Known::Unknown, Some(manager)) => {
            Fact::Known((!manager.is_empty()).then(|| manager.to_owned()))
        }
        (Known::Unknown, None) => Fact::Unknown(format!(
            "nothing is known of the package manager of `{base}`"
        )),
    }
}

fn user(model: &Model<'_>, stage: &Stage, base: &str, seen: &Seen) -> (Fact<String>, Fact<bool>) {
    let unknown = |why: String| (Fact::Unknown(why.clone()), Fact::Unknown(why));
    let user = match &stage.config.user {
        Setting::Unset => "root".to_owned(),
        Setting::Unknown if seen.root => "root".to_owned(),
        Setting::Unknown => return unknown(format!("nothing is known of the user of `{base}`")),
        setting => match setting.value().and_then(|user| user.value.clone()) {
            Some(user) if user.is_empty() => "root".to_owned(),
            Some(user) => user,
            None => return unknown("it depends on a variable that only the build sets".to_owned()),
        },
    };
    let name = user.split(':').next().unwrap_or_default();
    let root = match name.parse::<u32>() {
        Ok(uid) => Fact::Known(uid == 0),
        Err(_) if name == "root" => Fact::Known(true),
        Err(_) => match model.uid(stage, name) {
            Some(uid) => Fact::Known(uid == 0),
            // Who is called otherwise has another number, in every image worth the name.
            None => Fact::Known(false),
        },
    };
    (Fact::Known(user), root)
}
