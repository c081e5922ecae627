//! What the images of a Dockerfile are: a table, what they carry needlessly, and how the stages hang
//! together.

use super::text::code;
use super::{ROWS, count};
use crate::lines::LineIndex;
use crate::overview::Overview;
use crate::run::File;
use distroless_core::TargetSummary;
use distroless_core::card::{AdviceKind, Card, Fact};
use std::fmt::Write;

const UNKNOWN: &str = "unknown";

/// How many bytes of a picture GitHub draws.
const PICTURE: usize = 50_000;

/// How many needless things of one image are named.
const NAMED: usize = 20;

/// The images: in full where the file was looked at so closely.
pub(super) fn table(file: &File) -> String {
    match &file.overview {
        Some(overview) => cards(file, overview),
        None => summaries(&file.analysis.targets),
    }
}

/// The stages as a picture that opens.
pub(super) fn stages(file: &File) -> String {
    let stages = file.overview.as_ref().and_then(|it| it.stages.as_ref());
    match stages.filter(|stages| stages.len() <= PICTURE) {
        Some(stages) => {
            format!(
                "\n<details><summary>Stages</summary>\n\n```mermaid\n{stages}```\n\n</details>\n"
            )
        }
        None => String::new(),
    }
}

fn cards(file: &File, overview: &Overview) -> String {
    if overview.cards.is_empty() {
        return String::new();
    }
    let lines = LineIndex::new(&file.source);
    let mut table = String::from(
        "\n| Image | Base | Shell | Package manager | User | Size of the base | Better |\n|---|---|---|---|---|---|---|\n",
    );
    for card in overview.cards.iter().take(ROWS) {
        let manager = match card.package_manager.known() {
            Some(Some(name)) => code(name),
            Some(None) => "none".to_owned(),
            None => UNKNOWN.to_owned(),
        };
        let user = match (card.user.known(), card.root.known()) {
            (Some(user), Some(true)) if user != "root" => format!("{} (root)", code(user)),
            (Some(user), _) => code(user),
            (None, _) => UNKNOWN.to_owned(),
        };
        // Writing to a string cannot fail.
        _ = writeln!(
            table,
            "| {} | {} | {} | {manager} | {user} | {} | {} |",
            name(card),
            card.base
                .known()
                .map_or_else(|| UNKNOWN.to_owned(), |base| code(base)),
            shell(&card.shell),
            card.sizes.base.map_or_else(|| UNKNOWN.to_owned(), about),
            better(card),
        );
    }
    if let Some(more) = overview
        .cards
        .len()
        .checked_sub(ROWS)
        .filter(|more| *more > 0)
    {
        _ = writeln!(table, "\n… and {}.", count(more, "image"));
    }
    for card in overview.cards.iter().take(ROWS) {
        needless(&mut table, card, &lines);
    }
    table
}

/// The stage of an image.
pub(super) fn name(card: &Card) -> String {
    let name = card.name.as_deref().filter(|name| !name.is_empty());
    name.map_or_else(|| format!("stage {}", card.stage), code)
}

/// Whether there is a shell.
fn shell(shell: &Fact<bool>) -> &'static str {
    match shell.known() {
        Some(true) => "yes",
        Some(false) => "none",
        None => UNKNOWN,
    }
}

/// KiB as people say them.
pub(super) fn about(kib: u32) -> String {
    match kib {
        0..1024 => format!("about {kib} KiB"),
        // Within what an estimate is worth.
        _ => format!("about {} MiB", kib.div_ceil(1024)),
    }
}

fn better(card: &Card) -> String {
    let Some(advice) = card.advice.known() else {
        return UNKNOWN.to_owned();
    };
    let what = match advice.kind {
        AdviceKind::None => return "as it is".to_owned(),
        AdviceKind::Multistage => "a build stage of its own",
        AdviceKind::Distroless => "a base without a shell",
        AdviceKind::Both => "a build stage of its own, a base without a shell",
    };
    match &advice.base {
        Some(base) => {
            let size = card.sizes.advised.map(|kib| format!(", {}", about(kib)));
            format!("{what}: {}{}", code(base), size.unwrap_or_default())
        }
        None => what.to_owned(),
    }
}

/// What would go.
fn needless(out: &mut String, card: &Card, lines: &LineIndex<'_>) {
    if card.ships.is_empty() {
        return;
    }
    let named = card.ships.iter().take(NAMED).map(|thing| {
        let line = lines.position(thing.span.start).line;
        format!("{} ({}, line {line})", code(&thing.what), thing.kind.name())
    });
    let mut named: Vec<String> = named.collect();
    if let Some(more) = card.ships.len().checked_sub(NAMED).filter(|more| *more > 0) {
        named.push(format!("{more} more"));
    }
    let size = card.sizes.needless.map(|kib| format!(", {}", about(kib)));
    // Writing to a string cannot fail.
    _ = writeln!(
        out,
        "\n{} carries what it does not need to run{}: {}.",
        name(card),
        size.unwrap_or_default(),
        named.join(", ")
    );
}

fn summaries(targets: &[TargetSummary]) -> String {
    if targets.is_empty() {
        return String::new();
    }
    let mut table = String::from(
        "\n| Image | Base | Shell | Package manager | User |\n|---|---|---|---|---|\n",
    );
    for target in targets.iter().take(ROWS) {
        let name = target.name.as_deref().filter(|name| !name.is_empty());
        let shell = match target.shell {
            Some(true) => "yes",
            Some(false) => "none",
            None => UNKNOWN,
        };
        let manager = match &target.package_manager {
            Some(Some(name)) => code(name),
            Some(None) => "none".to_owned(),
            None => UNKNOWN.to_owned(),
        };
        let or_unknown = |text: &Option<String>| match text {
            Some(text) => code(text),
            None => UNKNOWN.to_owned(),
        };
        // Writing to a string cannot fail.
        _ = writeln!(
            table,
            "| {} | {} | {shell} | {manager} | {} |",
            name.map_or_else(|| format!("stage {}", target.stage), code),
            or_unknown(&target.base),
            or_unknown(&target.user),
        );
    }
    if let Some(more) = targets.len().checked_sub(ROWS).filter(|more| *more > 0) {
        _ = writeln!(table, "\n… and {}.", count(more, "image"));
    }
    table
}
