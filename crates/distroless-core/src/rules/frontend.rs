//! What the frontend that builds a file understands.

use crate::model::Model;

/// Whether the frontend is Docker's, of no release before `1.minor`, as far as the file says: without a word
/// of it, it is that of the builder.
pub(super) fn understands(model: &Model<'_>, minor: u32) -> bool {
    let mut directives = model.file.directives.iter();
    let Some(syntax) = directives.find(|it| it.name.eq_ignore_ascii_case("syntax")) else {
        return true;
    };
    let image = syntax.value.split('@').next().unwrap_or_default();
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    let Some(tag) = image.strip_prefix("docker/dockerfile") else {
        return false;
    };
    let mut numbers = tag.trim_start_matches(':').split(['.', '-']);
    match (numbers.next(), numbers.next()) {
        (Some("" | "latest" | "1"), None) => true,
        (Some("1"), Some(said)) => said.parse().is_ok_and(|said: u32| said >= minor),
        _ => false,
    }
}
