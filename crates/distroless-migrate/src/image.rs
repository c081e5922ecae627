//! What the migration asks of images from outside.

use crate::survey::Survey;
use distroless_core::image::Base;
use distroless_core::image::path::has_extension;
use dockerfile_syntax::image_ref::Reference;
use image_knowledge::Existence;
use std::rc::Rc;

/// What is known of an image by its name.
pub(crate) fn base(survey: &Survey<'_, '_>, image: &str) -> Option<Rc<Base>> {
    let reference = Reference::parse(image).ok()?;
    Some(survey.model.image(&reference))
}

/// Whether an image is published and still built.
pub(crate) fn is_current(survey: &Survey<'_, '_>, image: &str) -> bool {
    base(survey, image).is_some_and(|base| {
        base.facts()
            .is_some_and(|facts| facts.existence == Existence::Current)
    })
}

/// The words that an image puts before what is started; none where there are none, or where they only
/// pass on what they are given.
pub(crate) fn entrypoint(survey: &Survey<'_, '_>, image: &str) -> Vec<String> {
    let known = base(survey, image).and_then(|base| base.entrypoint().known().flatten());
    let words = known.unwrap_or_default();
    if words
        .first()
        .is_some_and(|first| has_extension(first, "sh"))
    {
        return Vec::new();
    }
    words
}

/// The number of an image's user and its group; `None` for root, or where it is not known.
pub(crate) fn owner(survey: &Survey<'_, '_>, image: &str) -> Option<String> {
    let user = base(survey, image)?.facts()?.user.clone().known()?;
    let uid = user.uid.known().filter(|uid| *uid != 0)?;
    Some(format!("{uid}:{uid}"))
}

/// The name and the tag of an image, and the digest left out.
pub(crate) fn parts(image: &str) -> (&str, &str) {
    let name = image.split('@').next().unwrap_or(image);
    match name.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (name, ""),
    }
}

/// The same image, its tag with another variant: `3.13-alpine` with `slim` gives `3.13-slim`.
pub(crate) fn with_variant(image: &str, variant: &str) -> String {
    let (name, tag) = parts(image);
    let version = tag.split('-').next().filter(|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) || matches!(*word, "lts" | "current")
    });
    match version {
        Some(version) => format!("{name}:{version}-{variant}"),
        None => format!("{name}:{variant}"),
    }
}
