//! FROM with another image in it.

use super::edits::{fix, installs, replace};
use crate::finding::{Edit, Fix, Safety};
use crate::graph::{self, Stage};
use crate::model::Model;
use crate::order::lists;
use dockerfile_syntax::Kind;
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::{Existence, ImageFacts, LibcKind};

/// The FROM of a stage with the first of some images that is published and fits.
pub(super) fn other_base(
    model: &Model<'_>,
    stage: &Stage,
    images: &[String],
    fits: &dyn Fn(&ImageFacts) -> bool,
) -> Option<(Edit, String)> {
    let base = &model.root(stage).base;
    let (written, old) = (base.written.as_str(), base.expanded.as_deref()?);
    // What is built no more can be pulled all the same.
    let wanted = [Existence::Current, Existence::Retired];
    let mut wanted = wanted.iter().flat_map(|existence| {
        let images = images.iter();
        images.map(move |image| (image, existence))
    });
    wanted.find_map(|(image, existence)| {
        let found = model.image(&Reference::parse(image).ok()?);
        let facts = found.facts()?;
        if image == old || old.contains('@') || facts.existence != *existence || !fits(facts) {
            return None;
        }
        let edit = match rewritten(written, old, image) {
            Some(text) => replace(base.span, text),
            None => other_default(model, base, image)?,
        };
        Some((edit, image.clone()))
    })
}

/// The default of the one build argument in a name, so that the name becomes another one.
fn other_default(model: &Model<'_>, base: &graph::Base, new: &str) -> Option<Edit> {
    let ([name], [], []) = (
        base.matched.as_slice(),
        base.unmatched.as_slice(),
        base.unknown.as_slice(),
    ) else {
        return None;
    };
    let mut users = model
        .graph
        .stages
        .iter()
        .filter(|stage| stage.base.matched.contains(name));
    if users.next().is_none() || users.next().is_some() {
        return None;
    }
    let braced = base.written.split_once(&format!("${{{name}}}"));
    let (before, after) = braced.or_else(|| base.written.split_once(&format!("${name}")))?;
    let value = |image: &str| {
        let value = image.strip_prefix(before)?.strip_suffix(after)?;
        Some(value.to_owned())
    };
    let (old, new) = (value(base.expanded.as_deref()?)?, value(new)?);
    // Those before the first FROM; where there are two, the last one holds.
    let heads = model.file.instructions.iter();
    let heads = heads.take_while(|instruction| !matches!(instruction.kind, Kind::From { .. }));
    let pairs = heads.filter_map(|instruction| match &instruction.kind {
        Kind::Arg(pairs) => Some(pairs),
        _ => None,
    });
    let pair = pairs
        .flatten()
        .filter(|pair| pair.name.as_str() == name)
        .last()?;
    let default = pair.value.as_ref()?;
    (default.as_str() == old && !new.is_empty()).then(|| replace(default.span(), new))
}

/// What to write for a name so that it becomes another one, with the variables in it kept.
fn rewritten(written: &str, old: &str, new: &str) -> Option<String> {
    if written == old {
        return Some(new.to_owned());
    }
    // What stands before and after all variables.
    let before = written.find('$')?;
    let after = written.len() - written.rfind('}')? - 1;
    let (before, after) = (
        written.get(..before)?,
        written.get(written.len() - after..)?,
    );
    let inner = old.strip_prefix(before)?.strip_suffix(after)?;
    let variables = written.get(before.len()..written.len() - after.len())?;
    let (head, tail) = new.split_once(inner).filter(|_| !inner.is_empty())?;
    (head == before || tail == after).then(|| format!("{head}{variables}{tail}"))
}

/// The fix that builds a stage on another image.
pub(super) fn on_other_base(
    model: &Model<'_>,
    stage: &Stage,
    images: &[String],
    safety: Safety,
    fits: &dyn Fn(&ImageFacts) -> bool,
) -> Option<Fix> {
    let (edit, image) = other_base(model, stage, images, fits)?;
    // An argument may be read elsewhere, too.
    let safety = if edit.span == model.root(stage).base.span {
        safety
    } else {
        Safety::Unsafe
    };
    Some(fix(format!("use `{image}`"), safety, vec![edit]))
}

/// An image's name and its tag.
pub(super) fn parts(image: &str) -> (&str, &str) {
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, ""),
    }
}

/// Words of tags that name a system or its release.
const SYSTEMS: &str =
    "bionic bookworm bullseye buster focal jammy jessie noble resolute slim stretch trixie xenial";

fn names_system(word: &str) -> bool {
    word.starts_with("alpine") || lists(SYSTEMS, word)
}

fn tagged(name: &str, words: &[&str]) -> String {
    let mut tag = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        tag.push(if tag.is_empty() { ':' } else { '-' });
        tag.push_str(word);
    }
    format!("{name}{tag}")
}

/// The names of the same image on another system, `alpine` or a release of Debian, the best first.
fn on_system(image: &str, system: &str) -> Vec<String> {
    let (name, tag) = parts(image);
    let version: Vec<&str> = tag.split('-').filter(|word| !names_system(word)).collect();
    let slim = tag.contains("slim");
    let mut all = Vec::new();
    for words in [
        ["slim", system],
        [system, "slim"],
        [system, ""],
        ["slim", ""],
        ["", ""],
    ] {
        // Bare tags are of a release of Debian that may be the one.
        let bare = words[0] != system && words[1] != system;
        if (slim || !words.contains(&"slim")) && !(bare && system == "alpine") {
            let mut tag = version.clone();
            tag.extend(words);
            all.push(tagged(name, &tag));
        }
    }
    all
}

/// The names of the same image on another release of its system, the best first: the word for the system in
/// its place, or behind a tag without one.
pub(super) fn in_system(image: &str, system: &str) -> Vec<String> {
    let (name, tag) = parts(image);
    let is_system = |word: &str| names_system(word) && word != "slim";
    if !tag.split('-').any(is_system) {
        return vec![image.to_owned(), format!("{image}-{system}")];
    }
    let words = tag.split('-');
    let words: Vec<&str> = words
        .map(|word| if is_system(word) { system } else { word })
        .collect();
    let other = tagged(name, &words);
    // Alpine without a release is what it is today.
    if tag.split('-').any(|word| word == "alpine") {
        return vec![image.to_owned(), other];
    }
    vec![other]
}

/// The names of the same image in another version, the best first.
pub(super) fn in_version(image: &str, version: &str) -> Vec<String> {
    let (name, tag) = parts(image);
    let mut words: Vec<&str> = tag.split('-').collect();
    match words.first_mut() {
        Some(word) if !names_system(word) => *word = version,
        _ => words.insert(0, version),
    }
    let same = tagged(name, &words);
    words.retain(|word| !names_system(word) || *word == "slim" || *word == "alpine");
    vec![same, tagged(name, &words)]
}

/// The names of the same distroless image under another name of the family, the best first: of its own
/// release, then of the latest.
pub(super) fn of_family(model: &Model<'_>, stage: &Stage, to: &str) -> Vec<String> {
    let image = model.base_name(stage);
    let (name, tag) = parts(image);
    let Some((folder, own)) = name.rsplit_once('/') else {
        return Vec::new();
    };
    let facts = model.base(stage).facts();
    if facts.is_none_or(|facts| facts.distroless.is_none()) {
        return Vec::new();
    }
    let release = own.split_once("-debian").map(|(_, release)| release);
    let named = |release: &str| tagged(&format!("{folder}/{to}{release}"), &[tag]);
    let Some(release) = release else {
        return vec![named("")];
    };
    vec![named(&format!("-debian{release}")), named("-debian13")]
}

/// The names of a builder's image on the system of another stage, where nothing is installed that may have
/// another name there.
pub(super) fn on_system_of(model: &Model<'_>, builder: &Stage, stage: &Stage) -> Vec<String> {
    let Some(os) = model
        .base(stage)
        .facts()
        .and_then(|facts| facts.os.as_ref().known()?.as_ref())
    else {
        return Vec::new();
    };
    let codename = os.codename.known().flatten();
    let system = if os.id == "alpine" {
        Some(os.id)
    } else {
        codename
    };
    match system {
        Some(system) if !installs(model, builder) => on_system(model.base_name(builder), system),
        _ => Vec::new(),
    }
}

/// Whether an image has that C library.
pub(super) fn has_libc(facts: &ImageFacts, kind: LibcKind) -> bool {
    facts.libc.is_known_and(|libc| libc.kind == kind)
}

/// Whether an image is of the same system and kind as another one.
pub(super) fn is_same_kind(one: &ImageFacts, other: &ImageFacts) -> bool {
    let system = |facts: &ImageFacts| {
        facts
            .os
            .as_ref()
            .known()
            .map(|os| os.as_ref().map(|os| os.id))
    };
    let libc = |facts: &ImageFacts| facts.libc.map(|libc| libc.kind);
    system(one) == system(other) && libc(one) == libc(other) && one.variant == other.variant
}
