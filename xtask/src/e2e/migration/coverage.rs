//! What a full run leaves unproved of migrations.

use super::proof::Proof;
use super::{Kind, Migration};

/// How many migrations have to be proved.
const WANTED: usize = 24;

/// Kinds of programs that cannot be tried here, and why.
pub(in crate::e2e) const UNTRIED: &[(&str, &str)] = &[
    (".NET", ".NET is in none of Debian's packages"),
    (
        "Java, Gradle",
        "Debian's Gradle takes more than 150 MB, and a wrapper fetches another one",
    ),
];

/// Enough migrations, and one at least of each kind of program.
pub(in crate::e2e) fn gaps(done: &[(&Migration, Proof)]) -> Vec<String> {
    let proved = || {
        done.iter()
            .filter(|(migration, proof)| !migration.is_refused() && !proof.is_wrong())
    };
    let mut gaps = Vec::new();
    if proved().count() < WANTED {
        gaps.push(format!(
            "{} migrations, of {WANTED} that are wanted",
            proved().count()
        ));
    }
    let unproved = Kind::ALL
        .iter()
        .filter(|(kind, _)| !proved().any(|(migration, _)| migration.kind == *kind));
    gaps.extend(unproved.map(|(_, name)| format!("no migration of {name}")));
    gaps
}
