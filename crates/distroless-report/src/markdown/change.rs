//! What a change makes of the images of a Dockerfile: "this change adds `gcc` to the final image".

use super::count;
use super::images::{about, name};
use super::text::code;
use crate::lines::LineIndex;
use crate::run::{Base, File, Run};
use distroless_core::card::{Card, Shipped};
use std::fmt::Write;

/// How many things of one kind are named.
const NAMED: usize = 10;

/// A paragraph or a list; nothing where nothing is compared or all is as it was.
pub(super) fn of(run: &Run, file: &File) -> String {
    let Some(base) = &file.base else {
        return match &file.changed {
            Some(_) => "\nThis file is new.\n".to_owned(),
            None => String::new(),
        };
    };
    let mut points = Vec::new();
    if let (Some(before), Some(after)) = (&base.overview, &file.overview) {
        images(&mut points, &before.cards, &after.cards, file);
    }
    findings(&mut points, run, file, base);
    if points.is_empty() {
        return String::new();
    }
    let mut out = String::from("\nThis change\n");
    for point in points {
        // Writing to a string cannot fail.
        _ = writeln!(out, "- {point}");
    }
    out
}

/// The card of the same image: of the stage of that name, else of the same rank.
fn same<'c>(cards: &'c [Card], card: &Card, rank: usize) -> Option<&'c Card> {
    let named = cards
        .iter()
        .find(|it| it.name.is_some() && it.name == card.name);
    named.or_else(|| {
        let ranked = cards.get(rank)?;
        (ranked.name.is_none() || card.name.is_none()).then_some(ranked)
    })
}

fn images(points: &mut Vec<String>, before: &[Card], after: &[Card], file: &File) {
    for (rank, card) in after.iter().enumerate() {
        match same(before, card, rank) {
            Some(old) => image(points, old, card, after.len() == 1, file),
            None => points.push(format!("ships {}, which did not ship", name(card))),
        }
    }
    for (rank, card) in before.iter().enumerate() {
        if same(after, card, rank).is_none() {
            points.push(format!("no longer ships {}", name(card)));
        }
    }
}

fn image(points: &mut Vec<String>, before: &Card, after: &Card, alone: bool, file: &File) {
    let image = match &after.name {
        None if alone => "the final image".to_owned(),
        _ => name(after),
    };
    if let (Some(old), Some(new)) = (before.base.known(), after.base.known())
        && old != new
    {
        let size =
            |kib: Option<u32>| kib.map_or_else(String::new, |kib| format!(" ({})", about(kib)));
        points.push(format!(
            "puts {image} on {}{}, before {}{}",
            code(new),
            size(after.sizes.base),
            code(old),
            size(before.sizes.base)
        ));
    }
    if let (Some(old), Some(new)) = (before.shell.known(), after.shell.known())
        && old != new
    {
        points.push(format!(
            "{} a shell {} {image}",
            if *new { "puts" } else { "takes" },
            if *new { "into" } else { "out of" },
        ));
    }
    if let (Some(old), Some(new)) = (
        before.package_manager.known(),
        after.package_manager.known(),
    ) {
        match (old, new) {
            (None, Some(new)) => points.push(format!("puts {} into {image}", code(new))),
            (Some(old), None) => points.push(format!("takes {} out of {image}", code(old))),
            _ => {}
        }
    }
    if let (Some(old), Some(new)) = (before.user.known(), after.user.known())
        && old != new
    {
        points.push(format!(
            "starts {image} as {}, before as {}",
            code(new),
            code(old)
        ));
    }
    let lines = LineIndex::new(&file.source);
    let has = |all: &[Shipped], thing: &Shipped| {
        all.iter()
            .any(|it| (&it.what, it.kind) == (&thing.what, thing.kind))
    };
    let added = after
        .ships
        .iter()
        .filter(|thing| !has(&before.ships, thing));
    let added = added.map(|thing| {
        let line = lines.position(thing.span.start).line;
        format!("{} ({}, line {line})", code(&thing.what), thing.kind.name())
    });
    if let Some(added) = listed(added.collect()) {
        points.push(format!(
            "adds to {image} what it does not need to run: {added}"
        ));
    }
    let gone = before
        .ships
        .iter()
        .filter(|thing| !has(&after.ships, thing));
    if let Some(gone) = listed(gone.map(|thing| code(&thing.what)).collect()) {
        points.push(format!("takes out of {image}: {gone}"));
    }
}

fn listed(mut things: Vec<String>) -> Option<String> {
    let more = things.len().saturating_sub(NAMED);
    things.truncate(NAMED);
    if more > 0 {
        things.push(format!("{more} more"));
    }
    (!things.is_empty()).then(|| things.join(", "))
}

/// How many findings came and went.
fn findings(points: &mut Vec<String>, run: &Run, file: &File, base: &Base) {
    let standings = run.standings(file);
    let came = standings.iter().filter(|it| it.is_new).count();
    let kept = standings.len() - came;
    let went = base.analysis.findings.len().saturating_sub(kept);
    if came > 0 {
        points.push(format!("brings {}", count(came, "new finding")));
    }
    if went > 0 {
        points.push(format!("mends {}", count(went, "finding")));
    }
}
