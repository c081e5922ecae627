//! Edits that the fixes of several rules share.

use crate::finding::{Edit, Fix, Safety};
use crate::graph::{Origin, Stage, Step, StepKind};
use crate::image::is_root;
use crate::model::Model;
use dockerfile_syntax::Span;
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::{Existence, ImageFacts, LibcKind};

/// A fix of edits in any order: they are few.
pub(super) fn fix(title: String, safety: Safety, edits: Vec<Edit>) -> Fix {
    let mut sorted: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        let mut at = sorted.len();
        while at > 0 && sorted[at - 1].span > edit.span {
            at -= 1;
        }
        sorted.insert(at, edit);
    }
    Fix {
        title,
        safety,
        edits: sorted,
    }
}

/// Text in the place of other text.
pub(super) fn replace(span: Span, replacement: String) -> Edit {
    Edit { span, replacement }
}

/// Text at a place.
pub(super) fn insert(at: u32, text: String) -> Edit {
    replace(Span::new(at, at), text)
}

/// Whether a path stands for itself wherever it is written.
pub(super) fn is_plain(path: &str) -> bool {
    path.chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
}

/// What stands before an instruction on its line.
fn indent<'m>(model: &'m Model<'_>, span: Span) -> &'m str {
    let begins = model.file.source.get(..span.start as usize);
    let indent = begins.and_then(|text| text.rsplit('\n').next());
    indent.unwrap_or_default()
}

/// A line before an instruction, indented as it is.
pub(super) fn before(model: &Model<'_>, span: Span, line: &str) -> Edit {
    let (indent, ending) = (indent(model, span), model.line_ending());
    insert(span.start, format!("{line}{ending}{indent}"))
}

/// Lines after an instruction, indented as it is; `None` where it goes on without a line of its own.
pub(super) fn after(model: &Model<'_>, span: Span, lines: &[String]) -> Option<Edit> {
    let ends = !span.text(model.file.source).ends_with(model.file.escape);
    let (indent, ending) = (indent(model, span), model.line_ending());
    let mut text = String::new();
    for line in lines {
        for part in [ending, indent, line] {
            text.push_str(part);
        }
    }
    ends.then(|| insert(span.end, text))
}

/// Takes an instruction away, with its line.
pub(super) fn without(model: &Model<'_>, span: Span) -> Option<Edit> {
    let rest = model.file.source.get(span.end as usize..)?;
    let line = rest.find('\n').map_or(rest.len(), |at| at + 1);
    // What stands there is blank.
    rest.get(..line)?.trim().is_empty().then_some(())?;
    let start = span.start - indent(model, span).len() as u32;
    let span = Span::new(start, span.end + line as u32);
    Some(replace(span, String::new()))
}

/// The first copy of a stage from another one.
pub(super) fn copy_from<'m>(stage: &'m Stage, from: &Stage) -> Option<&'m Step> {
    let mut steps = stage.steps.iter();
    steps.find(|step| match &step.kind {
        StepKind::Copy(copy) => {
            matches!(copy.origin, Origin::Stage(index) if index == from.index) && !step.trigger
        }
        _ => false,
    })
}

/// A path of another stage, copied to the same place before the first copy from there, which shows how the
/// file refers to it.
pub(super) fn bring(
    model: &Model<'_>,
    stage: &Stage,
    from: &Stage,
    path: &str,
    what: &str,
) -> Option<Fix> {
    let (name, _) = from.name.as_ref()?;
    let step = copy_from(stage, from)?;
    let line = format!("COPY --from={name} {path} {path}");
    Some(fix(
        format!("copy {what} from `{name}`"),
        Safety::Safe,
        vec![before(model, step.span, &line)],
    ))
}

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
        let text = rewritten(written, old, image)?;
        Some((replace(base.span, text), image.clone()))
    })
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
    Some(fix(format!("use `{image}`"), safety, vec![edit]))
}

/// An image's name and its tag.
fn parts(image: &str) -> (&str, &str) {
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, ""),
    }
}

/// Words of tags that name a system or its release.
const SYSTEMS: &[&str] = &[
    "bookworm", "bullseye", "buster", "jammy", "noble", "resolute", "slim", "trixie",
];

fn names_system(word: &str) -> bool {
    word.starts_with("alpine") || SYSTEMS.contains(&word)
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

/// Commands and the packages with them, on Debian and on Alpine.
/// Source: packages.debian.org and pkgs.alpinelinux.org, checked 2026-11-27.
const PACKAGES: &[(&str, &str, &str)] = &[
    ("adduser", "adduser", ""),
    ("bash", "", "bash"),
    ("curl", "ca-certificates curl", "curl"),
    ("g++", "g++", "g++"),
    ("gcc", "gcc libc6-dev", "gcc musl-dev"),
    ("git", "ca-certificates git", "git"),
    ("gpg", "gpg", "gpg"),
    ("jq", "jq", "jq"),
    ("make", "make", "make"),
    ("unzip", "unzip", "unzip"),
    ("useradd", "", "shadow"),
    ("wget", "ca-certificates wget", ""),
    ("xz", "xz-utils", "xz"),
];

/// The RUN that installs a command in a stage, where its package is known.
pub(super) fn installing(model: &Model<'_>, stage: &Stage, command: &str) -> Option<String> {
    let (_, apt, apk) = PACKAGES.iter().find(|(known, ..)| *known == command)?;
    let manager = model.package_manager(stage)??;
    install(&manager, if manager == "apk" { apk } else { apt })
}

/// The RUN by which a package manager installs packages.
fn install(manager: &str, packages: &str) -> Option<String> {
    let (before, after) = match manager {
        "apt-get" | "apt" => (
            "apt-get update && apt-get install -y --no-install-recommends",
            " && rm -rf /var/lib/apt/lists/*",
        ),
        "apk" => ("apk add --no-cache", ""),
        _ => return None,
    };
    (!packages.is_empty()).then(|| format!("RUN {before} {packages}{after}"))
}

/// The fix that runs a line right after the FROM of a stage, where the user is the base's; `None` where that
/// is not root.
pub(super) fn at_once(
    model: &Model<'_>,
    stage: &Stage,
    what: &str,
    line: Option<String>,
) -> Option<Fix> {
    let root = model.root(stage);
    let user = model.base(root).user().known()?;
    let line = line.filter(|_| is_root(&user))?;
    Some(fix(
        format!("install `{what}`"),
        Safety::Unsafe,
        vec![after(model, root.from, &[line])?],
    ))
}

/// The fix that installs a package of a stage's system.
pub(super) fn with_package(model: &Model<'_>, stage: &Stage, package: &str) -> Option<Fix> {
    let manager = model.package_manager(model.root(stage))??;
    at_once(model, stage, package, install(&manager, package))
}

/// Whether commands of a stage install packages of its system, by names that another system may not have.
pub(super) fn installs(model: &Model<'_>, stage: &Stage) -> bool {
    let mut steps = model.chain(stage).flat_map(|stage| &stage.steps);
    steps.any(|step| {
        ["apk", "apt-get", "apt"]
            .iter()
            .any(|manager| Model::runs(step, manager))
    })
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
