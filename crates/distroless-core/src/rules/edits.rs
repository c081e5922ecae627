//! Edits that the fixes of several rules share.

use crate::finding::{Edit, Fix, Safety};
use crate::graph::{Origin, Stage, Step, StepKind};
use crate::image::is_root;
use crate::model::Model;
use dockerfile_syntax::{Command, Kind, Span};

pub(super) use super::bases::{
    has_libc, in_system, in_version, is_same_kind, of_family, on_other_base, on_system_of,
    other_base, parts,
};
pub(super) use super::frontend::understands;

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

/// Stages of a file for which fixes are worked out that follow several of them. No file that is written by
/// people has as many.
const STAGES: usize = 100;

/// Whether a file is one that people write, so that a fix may look at all of its stages.
pub(super) fn is_small(model: &Model<'_>) -> bool {
    model.graph.stages.len() <= STAGES
}

/// Whether a path stands for itself wherever it is written.
pub(super) fn is_plain(path: &str) -> bool {
    path.chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
}

/// What stands before an instruction on its line.
fn indent<'m>(model: &'m Model<'_>, span: Span) -> &'m str {
    let begins = model
        .file
        .source
        .get(..span.start as usize)
        .unwrap_or_default();
    // A byte order mark is none of it.
    let text = begins.trim_end_matches([' ', '\t']);
    begins.get(text.len()..).unwrap_or_default()
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

/// A command after all others of a RUN.
pub(super) fn at_the_end(model: &Model<'_>, run: Span, command: &str) -> Option<Edit> {
    let instruction = model.instruction(run)?;
    let text = instruction.span.text(model.file.source);
    let last = text.lines().last().unwrap_or_default();
    let plain = matches!(instruction.kind, Kind::Run(Command::Shell(_)))
        && instruction.heredocs.is_empty()
        && !last.contains('#')
        && !last.ends_with(['&', ';', '|', '\\', '`']);
    plain.then(|| insert(instruction.span.end, format!(" && {command}")))
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
