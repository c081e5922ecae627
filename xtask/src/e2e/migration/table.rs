//! The migrations' part of `docs/evidence.md`.

use super::Migration;
use super::coverage::UNTRIED;
use super::proof::{Image, Proof};
use crate::e2e::evidence::cell;
use std::error::Error;
use std::fmt::Write;

const HEAD: &str = "
## Migrations

Dockerfiles that `distroless-check migrate` wrote anew. Both were built and run, and gave the same
answer to the same request. Sizes are those of all layers, of bases that are smaller than the real
ones.

| kind | migration | before | after | answer |
|---|---|---|---|---|
";

const REFUSED: &str = "
### Refused

| kind | Dockerfile | reason |
|---|---|---|
";

const NOT_TRIED: &str = "
### Not tried

| kind | why |
|---|---|
";

/// Adds the tables.
pub(in crate::e2e) fn write(
    text: &mut String,
    done: &[(&Migration, Proof)],
) -> Result<(), Box<dyn Error>> {
    text.push_str(HEAD);
    for (migration, proof) in done {
        if let Some((before, after)) = &proof.images {
            writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                migration.kind.name(),
                name(migration),
                image(before),
                image(after),
                cell(&proof.answer)
            )?;
        }
    }
    text.push_str(REFUSED);
    for (migration, proof) in done.iter().filter(|(migration, _)| migration.is_refused()) {
        let kind = migration.kind.name();
        writeln!(
            text,
            "| {kind} | {} | {} |",
            name(migration),
            cell(&proof.answer)
        )?;
    }
    text.push_str(NOT_TRIED);
    for (kind, why) in UNTRIED {
        writeln!(text, "| {kind} | {why} |")?;
    }
    Ok(())
}

fn name(migration: &Migration) -> String {
    let name = &migration.name;
    format!(
        "[{name}](../tests/e2e/migrations/{name}) {}",
        cell(&migration.about)
    )
}

fn image(image: &Image) -> String {
    format!("`{}`, {}", image.base, megabytes(image.size))
}

/// A size in megabytes, with a digit after the point.
pub(in crate::e2e) fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn sizes_are_rounded() {
        assert_eq!(megabytes(1_940_000), "1.9 MB");
        assert_eq!(megabytes(1_950_000), "2.0 MB");
        assert_eq!(megabytes(0), "0.0 MB");
    }
}
