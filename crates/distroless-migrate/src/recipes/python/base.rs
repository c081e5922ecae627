//! The final image for a release of Python, and the builder that fits it.

use crate::bases::{Final, google_runtime};
use crate::family::Family;
use crate::image::{base, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::survey::Survey;
use image_knowledge::Language;

/// The release that open tags are pinned to: that of the distroless image.
pub(super) const OPEN: &str = "3.13";

/// `3.12` of `3.12.4-slim`.
pub(super) fn minor(version: &str) -> Option<String> {
    let mut parts = version.split('-').next()?.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let minor: String = minor.chars().take_while(char::is_ascii_digit).collect();
    (number(major) && number(&minor)).then(|| format!("{major}.{minor}"))
}

/// The final image, whether it has no shell, and why it is that one.
pub(super) fn choose(
    survey: &Survey<'_, '_>,
    version: &str,
) -> Result<(Final, bool, String), Refusal> {
    let image = survey.model.base_name(survey.stage);
    let slim = |why: String| {
        let (name, tag) = parts(image);
        let alpine = tag.split('-').find(|word| word.starts_with("alpine"));
        // The release of the system stays, where the tag names it.
        let codename = tag
            .split('-')
            .find(|word| matches!(*word, "bookworm" | "trixie" | "bullseye" | "buster"));
        let number = tag
            .split('-')
            .next()
            .filter(|it| it.starts_with(|c: char| c.is_ascii_digit()) && it.contains('.'))
            .unwrap_or(version);
        let slim = match (alpine, codename) {
            (Some(alpine), _) => format!("{name}:{number}-{alpine}"),
            (None, Some(codename)) => format!("{name}:{number}-slim-{codename}"),
            (None, None) => format!("{name}:{number}-slim"),
        };
        // A digest of the slim image itself is kept.
        let pinned = image.contains('@') && tag.contains("slim");
        let slim = if pinned { image.to_owned() } else { slim };
        let known = base(survey, &slim).is_some_and(|base| base.is_known());
        if known {
            Ok((
                Final {
                    root: slim.clone(),
                    nonroot: slim,
                },
                false,
                why,
            ))
        } else {
            Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                why,
                "name an image whose slim variant is known",
            )))
        }
    };
    let google = google_runtime(survey, Language::Python, version);
    let has = "Python 3.13";
    let none = format!(
        "the minimal image has {has}, and this is Python {version}: packages of one are not for the other"
    );
    match survey.family {
        Family::Best | Family::Google => match google {
            Some(base) => Ok((
                base,
                true,
                format!("Python {version} without a shell and without pip"),
            )),
            None if survey.family == Family::Best => {
                slim(format!("{none}; the slim image has it, without compilers"))
            }
            None => Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                none,
                "move to Python 3.13, or choose --base slim",
            ))),
        },
        Family::Chainguard => Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            format!(
                "Chainguard's free images have the latest release only, and it is not known to be Python {version}"
            ),
            "choose --base google or slim",
        ))),
        Family::Scratch => Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "a script needs Python, and the empty image has nothing",
            "choose --base google or slim",
        ))),
        Family::Slim => slim(format!(
            "Python {version} without compilers, and what the build leaves"
        )),
    }
}
