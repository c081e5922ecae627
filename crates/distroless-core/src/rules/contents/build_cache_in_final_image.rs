//! `build-cache-in-final-image`: what package managers downloaded ships.

use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::Kind;
use crate::image::path::file_name;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta, edits};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "build-cache-in-final-image",
        summary: "downloads of package managers in the final image",
        group: Group::Contents,
        severity: Severity::Info,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("build_cache_in_final_image.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped().filter(|stage| model.is_application(stage)) {
        for artifact in &model.contents(stage).artifacts {
            let Kind::Cache(manager) = artifact.kind else {
                continue;
            };
            let Some(made) = artifact.made().filter(|_| artifact.sure) else {
                continue;
            };
            let help = match manager {
                "apt" => "end the RUN with `rm -rf /var/lib/apt/lists/*`",
                "apk" => "install with `apk add --no-cache`",
                "pip" => "install with `pip install --no-cache-dir`",
                "dnf" => "end the RUN with `dnf clean all`",
                "zypper" => "end the RUN with `zypper clean --all`",
                // What Node.js's managers keep is told by prefer-cache-mount where it is asked for.
                _ => continue,
            };
            let finding = Finding::new(
                &RULE.meta,
                made.span,
                format!(
                    "what {manager} keeps in `{}` ships with the image, and nothing reads it there",
                    artifact.path
                ),
                help,
            );
            report(
                finding
                    .because(
                        made.span,
                        "it is downloaded here, and still there at the end of the layer",
                    )
                    .fix(fix(model, manager, made.span)),
            );
        }
    }
}

/// Leaves it out, or takes it away where the RUN ends. What a package brought stays, and so does the image.
fn fix(model: &Model<'_>, manager: &str, made: Span) -> Option<Fix> {
    let command = made.text(model.file.source);
    let edits = match manager {
        "apk" => everywhere(model, made, "apk", " add", " --no-cache")?,
        "pip" => everywhere(model, made, "pip", " install", " --no-cache-dir")?,
        "apt" => vec![at_the_end(model, made, "rm -rf /var/lib/apt/lists/*")?],
        "dnf" if command.starts_with("dnf") => vec![at_the_end(model, made, "dnf clean all")?],
        _ => return None,
    };
    let title = format!("keep nothing of {manager}");
    Some(edits::fix(title, Safety::Safe, edits))
}

/// An option for every command of the instruction that installs: each of them keeps something in the same place.
fn everywhere(
    model: &Model<'_>,
    made: Span,
    program: &str,
    verb: &str,
    option: &str,
) -> Option<Vec<Edit>> {
    let instruction = model.instruction(made)?.span;
    let text = instruction.text(model.file.source);
    let installs = text.match_indices(verb).filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let command = before.rsplit(['&', ';', '|', '\n']).next()?;
        let words = text.get(at + verb.len()..)?;
        let rest = words.split(['&', ';', '|', '\n']).next()?;
        let version = |c: char| c.is_ascii_digit() || c == '.';
        let is_one = command
            .split_whitespace()
            .any(|word| file_name(word).trim_end_matches(version) == program);
        let has_it = command.contains(option) || rest.contains(option);
        (is_one && !has_it && words.starts_with([' ', '\t'])).then_some(at + verb.len())
    });
    let edits: Vec<Edit> = installs
        .map(|at| edits::insert(instruction.start + at as u32, option.to_owned()))
        .collect();
    (!edits.is_empty()).then_some(edits)
}

/// A command after all others of the RUN, where nothing that is installed later needs what it takes away.
fn at_the_end(model: &Model<'_>, made: Span, command: &str) -> Option<Edit> {
    let end = model.instruction(made)?.span.end;
    let later = |stage: &Stage| {
        let packages = &model.contents(stage).packages;
        packages.iter().any(|package| package.site.span.start > end)
    };
    let edit = edits::at_the_end(model, made, command)?;
    (!model.graph.stages.iter().any(later)).then_some(edit)
}
