//! Ends of life.

use crate::generated::eol::{EOL, EOL_SOURCES};
use crate::tables::EolRow;
use crate::types::{EndOfLife, Maintained, RuntimeKind};
use crate::version::prefixes;
use std::borrow::Cow;

/// The end of life of the release a version belongs to.
pub(crate) fn of(product: &'static str, version: &str, subject: Maintained) -> Option<EndOfLife> {
    let row = prefixes(version)
        .chain(std::iter::once(version))
        .find_map(|cycle| row(product, cycle))?;
    Some(EndOfLife {
        subject,
        product: Cow::Borrowed(row.product),
        cycle: Cow::Borrowed(row.cycle),
        date: row.date,
        extended: row.extended,
        source: source(product),
    })
}

/// The product whose releases a kind of runtime follows.
pub(crate) fn product(kind: RuntimeKind) -> Option<&'static str> {
    Some(match kind {
        RuntimeKind::Python => "python",
        RuntimeKind::Node => "nodejs",
        RuntimeKind::Java => "eclipse-temurin",
        RuntimeKind::Dotnet | RuntimeKind::AspNet => "dotnet",
        RuntimeKind::Go => "go",
        RuntimeKind::Rust => "rust",
        RuntimeKind::Ruby => "ruby",
        RuntimeKind::Php => "php",
        RuntimeKind::Perl => "perl",
        RuntimeKind::Erlang => "erlang",
        RuntimeKind::Elixir => "elixir",
        RuntimeKind::Bun => "bun",
        RuntimeKind::Deno => "deno",
        RuntimeKind::Gcc | RuntimeKind::Haskell | RuntimeKind::Swift => return None,
    })
}

fn row(product: &str, cycle: &str) -> Option<&'static EolRow> {
    let index = EOL
        .binary_search_by(|row| (row.product, row.cycle).cmp(&(product, cycle)))
        .ok()?;
    EOL.get(index)
}

fn source(product: &str) -> &'static str {
    EOL_SOURCES
        .iter()
        .find(|(name, _)| *name == product)
        .map_or("", |(_, source)| source)
}
