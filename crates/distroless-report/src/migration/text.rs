//! What came of a migration, for people.

use super::{Migrated, diff};
use crate::inspect::image::about;
use crate::visible::one_line;
use distroless_core::card::{Card, Fact};
use distroless_migrate::{Migration, Refusal, Verdict};
use dockerfile_syntax::LineIndex;
use std::fmt::Write;

/// The diff and the summary, or what stands in the way.
pub fn shown(migrated: &Migrated<'_>) -> String {
    match migrated.outcome {
        Ok(migration) => {
            let mut out = diff(migrated.path, migrated.source, migration);
            out.push('\n');
            out.push_str(&summary(migrated, migration));
            out
        }
        Err(refusal) => refused(migrated, refusal),
    }
}

/// Each change by itself, and all that ships before and after.
pub fn explained(migrated: &Migrated<'_>) -> String {
    let Ok(migration) = migrated.outcome else {
        return String::new();
    };
    let lines = LineIndex::new(migrated.source);
    let mut out = String::from("\nchanges\n");
    let mut line = |text: String| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{}", one_line(&text));
    };
    for change in &migration.changes {
        let span = change.edit.span;
        let deed = match (span.is_empty(), change.edit.replacement.is_empty()) {
            (true, _) => "put in",
            (_, true) => "taken out",
            _ => "replaced",
        };
        line(format!(
            "  line {}, {deed}: {}",
            lines.line(span.start),
            change.reason
        ));
    }
    let new = LineIndex::new(&migration.source);
    for (when, card, lines) in [
        ("before", &migration.before, &lines),
        ("after", &migration.after, &new),
    ] {
        line(format!("not needed to run, {when}"));
        if card.ships.is_empty() {
            line("  nothing that is known".to_owned());
        }
        for thing in &card.ships {
            line(format!(
                "  {} ({}), line {}{}",
                thing.what,
                thing.kind.name(),
                lines.line(thing.span.start),
                about(thing.size)
            ));
        }
    }
    out
}

fn summary(migrated: &Migrated<'_>, migration: &Migration) -> String {
    let (before, after) = (&migration.before, &migration.after);
    let mut rows: Vec<[String; 3]> = vec![[String::new(), "before".to_owned(), "after".to_owned()]];
    let mut row = |name: &str, of: &dyn Fn(&Card) -> String| {
        rows.push([name.to_owned(), of(before), of(after)]);
    };
    row("base", &|card| fact(&card.base, Clone::clone));
    row("size of the base", &|card| {
        card.sizes.base.map_or_else(
            || "not known".to_owned(),
            |kib| about(Some(kib)).trim_start_matches(", ").to_owned(),
        )
    });
    row("shell", &|card| {
        fact(&card.shell, |shell| {
            if *shell { "yes" } else { "no" }.to_owned()
        })
    });
    row("package manager", &|card| {
        fact(&card.package_manager, |manager| {
            manager.clone().unwrap_or_else(|| "none".to_owned())
        })
    });
    row("user", &|card| fact(&card.user, Clone::clone));
    row("not needed to run", &|card| {
        let names: Vec<&str> = card.ships.iter().map(|thing| thing.what.as_str()).collect();
        match names.as_slice() {
            [] => "nothing known".to_owned(),
            [one, two, three, rest @ ..] if !rest.is_empty() => {
                format!("{one}, {two}, {three} and {} more", rest.len())
            }
            names => names.join(", "),
        }
    });
    let widths = [0, 1].map(|column| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    });
    let mut out = String::new();
    let mut line = |text: &str| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{}", one_line(text).trim_end());
    };
    for [name, before, after] in &rows {
        let [first, second] = widths;
        line(&format!("{name:first$}  {before:second$}  {after}"));
    }
    let lines = LineIndex::new(migrated.source);
    for note in &migration.notes {
        match note.span {
            Some(span) => line(&format!(
                "note: line {}: {}",
                lines.line(span.start),
                note.text
            )),
            None => line(&format!("note: {}", note.text)),
        }
    }
    out
}

fn fact<T>(fact: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    fact.known().map_or_else(|| "not known".to_owned(), show)
}

fn refused(migrated: &Migrated<'_>, refusal: &Refusal) -> String {
    let lines = LineIndex::new(migrated.source);
    let mut out = String::new();
    let mut line = |text: &str| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{}", one_line(text));
    };
    if refusal.verdict == Verdict::NothingToDo {
        for obstacle in &refusal.obstacles {
            line(&format!(
                "{}: nothing to migrate: {}",
                migrated.path, obstacle.why
            ));
        }
        return out;
    }
    line(&format!("{}: not migrated", migrated.path));
    for obstacle in &refusal.obstacles {
        line(&format!(
            "  line {}: {}",
            lines.line(obstacle.span.start),
            obstacle.why
        ));
        line(&format!("    to do: {}", obstacle.help));
    }
    out
}
