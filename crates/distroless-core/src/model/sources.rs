//! Whether a directory of the build context holds sources that a compiler reads.

use super::Model;
use crate::image::path::{has_extension, within};
use image_knowledge::Presence;

/// Directories that hold them by convention; the empty one is the whole context.
const DIRECTORIES: &[&str] = &["", "cmd", "internal", "src", "src/main"];

/// Directories in which they are found.
const BELOW: &[&str] = &["app", "cmd", "crates", "internal", "main", "pkg", "src"];

/// Extensions of theirs.
const EXTENSIONS: &[&str] = &[
    "c", "cc", "cpp", "cs", "csproj", "fs", "go", "java", "kt", "rs", "swift",
];

/// Whether a directory of the build context holds sources: as its files say, where they are known, else by
/// its name. Directories of other names hold what a program reads as well: templates, migrations.
pub(crate) fn holds_sources(model: &Model<'_>, context: &str) -> bool {
    if !DIRECTORIES.contains(&context) {
        return false;
    }
    let Some(names) = model.surroundings().files().list(context) else {
        return true;
    };
    names.iter().any(|name| {
        let plain = name.trim_end_matches('/');
        let source = if plain == name {
            EXTENSIONS
                .iter()
                .any(|extension| has_extension(plain, extension))
        } else {
            BELOW.contains(&plain)
        };
        source && model.surroundings().presence(&within(context, plain)) == Presence::Present
    })
}
