//! Ends of life.

use crate::date::Date;
use crate::generated::eol::EOL;
use crate::types::{EndOfLife, Maintained, RuntimeKind};
use crate::version::prefixes;
use std::borrow::Cow;

/// The end of life of the release a version belongs to.
pub(crate) fn of(product: &str, version: &str, subject: Maintained) -> Option<EndOfLife> {
    let index = EOL.binary_search_by(|row| row.product.cmp(product)).ok()?;
    let row = EOL.get(index)?;
    let mut cycles = prefixes(version).chain(std::iter::once(version));
    cycles.find_map(|wanted| {
        row.cycles.lines().find_map(|line| {
            let cycle = line.get(..wanted.len())?;
            let dates = line.strip_prefix(wanted)?.strip_prefix(' ')?;
            let mut words = dates.split(' ');
            Some(EndOfLife {
                subject,
                product: Cow::Borrowed(row.product),
                cycle: Cow::Borrowed(cycle),
                date: Date::parse(words.next()?)?,
                extended: words.next().and_then(Date::parse),
                source: row.source,
            })
        })
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
