//! What `migrate` shows: a diff with the reason above each hunk and the images before and after, or the same
//! as data.

mod diff;
mod json;
mod text;

pub use diff::diff;
pub use json::document;
pub use text::{explained, shown};

use distroless_migrate::{Migration, Refusal};

/// A file, and what came of its migration.
#[derive(Clone, Copy, Debug)]
pub struct Migrated<'m> {
    /// The path as it is shown.
    pub path: &'m str,
    /// The text before.
    pub source: &'m str,
    /// What came of it.
    pub outcome: Result<&'m Migration, &'m Refusal>,
}
