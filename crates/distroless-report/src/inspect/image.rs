//! `inspect`: what each image that ships is, as data and as a card for people.

use super::tree::{self, TreeReport};
use crate::visible::one_line;
use distroless_core::Model;
use distroless_core::card::{Card, Fact};
use dockerfile_syntax::{LineIndex, Span};
use serde::Serialize;
use std::fmt::Write;

/// One file's images.
#[derive(Debug, Serialize)]
pub struct ImageReport<'f> {
    /// The path as it was given.
    path: &'f str,
    /// The compose or bake files whose word on the build counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    build_from: Option<String>,
    /// The images that ship, the primary target first.
    targets: Vec<TargetReport>,
}

#[derive(Debug, Serialize)]
pub(crate) struct TargetReport {
    /// The stage: its name, else its number.
    stage: String,
    base: Option<String>,
    os: Option<String>,
    /// `none` where only static programs run.
    libc: Option<String>,
    shell: Option<bool>,
    /// `none` where there is none.
    package_manager: Option<String>,
    user: Option<String>,
    root: Option<bool>,
    recommendation: Option<RecommendationReport>,
    ships: Vec<ShippedReport>,
    sizes: SizesReport,
    /// What this file puts into it.
    tree: Option<TreeReport>,
    /// Why a field is null.
    unknown: Vec<UnknownReport>,
}

#[derive(Debug, Serialize)]
struct RecommendationReport {
    kind: &'static str,
    base: Option<String>,
    why: String,
}

#[derive(Debug, Serialize)]
struct ShippedReport {
    what: String,
    kind: &'static str,
    path: Option<String>,
    line: u32,
    /// An estimate, unpacked.
    size_kib: Option<u32>,
}

/// Estimates, unpacked; null where no source tells.
#[derive(Debug, Serialize)]
struct SizesReport {
    estimate: bool,
    base_kib: Option<u32>,
    advised_base_kib: Option<u32>,
    needless_kib: Option<u32>,
}

#[derive(Debug, Serialize)]
struct UnknownReport {
    field: &'static str,
    why: String,
}

/// What the images of a file are.
pub fn image_report<'f>(model: &Model<'f>) -> ImageReport<'f> {
    let index = LineIndex::new(model.file.source);
    let line = |span: Span| index.line(span.start);
    let targets = distroless_core::card::cards(model)
        .into_iter()
        .map(|card| {
            let stage = model.graph.stages.get(card.stage);
            let tree = stage.map(|stage| tree::report(model, stage, &line));
            target(&card, tree, &line)
        })
        .collect();
    ImageReport {
        path: model.path,
        build_from: model.build.and_then(|build| build.from.clone()),
        targets,
    }
}

pub(crate) fn target(
    card: &Card,
    tree: Option<TreeReport>,
    line: &dyn Fn(Span) -> u32,
) -> TargetReport {
    let reasons = [
        ("base", card.base.reason()),
        ("os", card.os.reason()),
        ("libc", card.libc.reason()),
        ("shell", card.shell.reason()),
        ("package_manager", card.package_manager.reason()),
        ("user", card.user.reason()),
        ("root", card.root.reason()),
        ("recommendation", card.advice.reason()),
    ];
    let unknown = reasons
        .into_iter()
        .filter_map(|(field, why)| {
            Some(UnknownReport {
                field,
                why: why?.to_owned(),
            })
        })
        .collect();
    let or_none = |fact: &Fact<Option<String>>| {
        fact.known()
            .map(|value| value.clone().unwrap_or_else(|| "none".to_owned()))
    };
    TargetReport {
        stage: card.name.clone().unwrap_or_else(|| card.stage.to_string()),
        os: or_none(&card.os),
        libc: or_none(&card.libc),
        shell: card.shell.known().copied(),
        package_manager: or_none(&card.package_manager),
        user: card.user.known().cloned(),
        root: card.root.known().copied(),
        recommendation: card.advice.known().map(|advice| RecommendationReport {
            kind: advice.kind.name(),
            base: advice.base.clone(),
            why: advice.why.clone(),
        }),
        ships: card
            .ships
            .iter()
            .map(|thing| ShippedReport {
                what: thing.what.clone(),
                kind: thing.kind.name(),
                path: thing.path.clone(),
                line: line(thing.span),
                size_kib: thing.size,
            })
            .collect(),
        sizes: SizesReport {
            estimate: true,
            base_kib: card.sizes.base,
            advised_base_kib: card.sizes.advised,
            needless_kib: card.sizes.needless,
        },
        tree,
        unknown,
        base: card.base.known().cloned(),
    }
}

/// The cards of files for people to read.
pub fn cards(reports: &[ImageReport<'_>]) -> String {
    let mut out = String::new();
    for report in reports {
        for target in &report.targets {
            card(&mut out, report, target);
        }
    }
    out
}

fn card(out: &mut String, report: &ImageReport<'_>, target: &TargetReport) {
    // Writing to a string cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(out, "{}", one_line(&text));
    };
    line(format!("{}: stage {}", report.path, target.stage));
    if let Some(from) = &report.build_from {
        line(format!("  build            as in {from}"));
    }
    let why = |field: &str| {
        target
            .unknown
            .iter()
            .find(|unknown| unknown.field == field)
            .map_or_else(
                || "unknown".to_owned(),
                |unknown| format!("unknown: {}", unknown.why),
            )
    };
    let text = |value: &Option<String>, field: &str| value.clone().unwrap_or_else(|| why(field));
    let flag = |value: Option<bool>, field: &str| match value {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => why(field),
    };
    let base = text(&target.base, "base");
    line(format!(
        "  base             {base}{}",
        about(target.sizes.base_kib)
    ));
    line(format!("  system           {}", text(&target.os, "os")));
    line(format!("  C library        {}", text(&target.libc, "libc")));
    line(format!(
        "  shell            {}",
        flag(target.shell, "shell")
    ));
    line(format!(
        "  package manager  {}",
        text(&target.package_manager, "package_manager")
    ));
    let root = match target.root {
        Some(true) => " (root)",
        _ => "",
    };
    let user = text(&target.user, "user");
    line(format!(
        "  user             {user}{}",
        if user == "root" { "" } else { root }
    ));
    if let Some(tree) = target.tree.as_ref().filter(|tree| !tree.is_empty()) {
        line("  files on top of the base".to_owned());
        tree::draw(out, tree, "    ");
    }
    // Writing to a string cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(out, "{}", one_line(&text));
    };
    if !target.ships.is_empty() {
        line("  not needed to run".to_owned());
        for thing in &target.ships {
            line(format!(
                "    {} ({}), line {}{}",
                thing.what,
                thing.kind,
                thing.line,
                about(thing.size_kib)
            ));
        }
    }
    match &target.recommendation {
        Some(advice) => {
            let base = advice
                .base
                .as_ref()
                .map(|base| format!(" on {base}{}", about(target.sizes.advised_base_kib)))
                .unwrap_or_default();
            line(format!(
                "  advice           {}{base}: {}",
                advice.kind, advice.why
            ));
        }
        None => line(format!("  advice           {}", why("recommendation"))),
    }
    out.push('\n');
}

/// `, about 26 MiB`
pub(crate) fn about(kib: Option<u32>) -> String {
    kib.map_or_else(String::new, |kib| {
        format!(", about {} MiB", kib.div_ceil(1024))
    })
}
