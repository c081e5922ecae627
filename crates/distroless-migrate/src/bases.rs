//! Which final image, and as whom it starts.

use crate::family::Family;
use crate::image::{is_current, owner};
use crate::obstacle::Obstacle;
use crate::plan::{Lines, Note, Plan};
use crate::survey::Survey;
use distroless_core::graph::Setting;
use dockerfile_syntax::Span;
use image_knowledge::{Language, Linkage, minimal_bases};

/// What programs that need no runtime are put on in the family of slim images.
pub(crate) const SLIM: &str = "debian:trixie-slim";

/// A final image, without and with a user of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Final {
    pub(crate) root: String,
    pub(crate) nonroot: String,
}

impl Final {
    fn google(name: &str) -> Self {
        Self {
            root: name.to_owned(),
            nonroot: format!("{name}:nonroot"),
        }
    }

    fn plain(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            root: name.clone(),
            nonroot: name,
        }
    }
}

/// The final image for a compiled program.
pub(crate) fn for_program(
    survey: &Survey<'_, '_>,
    linkage: Linkage,
    libc_only: bool,
) -> Result<Final, Obstacle> {
    let refused = |why: &str, help: &str| Err(Obstacle::new(survey.stage.from, why, help));
    match (survey.family, linkage) {
        (Family::Best | Family::Google, Linkage::Static) => {
            Ok(Final::google("gcr.io/distroless/static-debian13"))
        }
        (Family::Best | Family::Google, Linkage::Glibc) if libc_only => {
            Ok(Final::google("gcr.io/distroless/base-nossl-debian13"))
        }
        (Family::Best | Family::Google, Linkage::Glibc) => {
            Ok(Final::google("gcr.io/distroless/base-debian13"))
        }
        (Family::Best | Family::Google, Linkage::GlibcCpp) => {
            Ok(Final::google("gcr.io/distroless/cc-debian13"))
        }
        (Family::Chainguard, Linkage::Static) => {
            Ok(Final::plain("cgr.dev/chainguard/static:latest"))
        }
        (Family::Chainguard, Linkage::Glibc | Linkage::GlibcCpp) => {
            Ok(Final::plain("cgr.dev/chainguard/glibc-dynamic:latest"))
        }
        (Family::Scratch, Linkage::Static) => Ok(Final::plain("scratch")),
        (Family::Scratch, _) => refused(
            "the program is linked with a C library, and the empty image has none",
            "link it statically, or choose another family",
        ),
        (Family::Slim, Linkage::Static | Linkage::Glibc | Linkage::GlibcCpp) => {
            Ok(Final::plain(SLIM))
        }
        (_, Linkage::Musl) => refused(
            "the program is linked with musl, and the minimal bases have the GNU C library or none",
            "link it statically, or build it on an image of Debian",
        ),
        (_, Linkage::Interpreted) => refused("it is no program of its own", "migrate by hand"),
    }
}

/// The distroless image of Google with a release of a runtime.
pub(crate) fn google_runtime(
    survey: &Survey<'_, '_>,
    language: Language,
    version: &str,
) -> Option<Final> {
    let candidates = minimal_bases(language, Some(version));
    candidates.into_iter().find_map(|candidate| {
        let nonroot = candidate.nonroot?;
        let google = candidate.image.starts_with("gcr.io/distroless/");
        (google && is_current(survey, &nonroot)).then_some(Final {
            root: candidate.image,
            nonroot,
        })
    })
}

/// Decides on the user of the final image, and notes why.
pub(crate) fn start_as(survey: &Survey<'_, '_>, base: &Final, why: impl Into<String>) -> Plan {
    let mut plan = Plan::new(base.nonroot.clone(), why);
    let number = |user: &str| {
        user.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':')
    };
    let set = survey.user().map(|(user, span)| (user.to_owned(), span));
    match set {
        Some((user, span)) if survey.wants_root() => {
            plan.base.clone_from(&base.root);
            plan.keeps_user = true;
            plan.notes.push(Note::at(span, format!("it starts as `{user}`, as the author says; without that line it would start as a user of its own")));
            return plan;
        }
        Some((user, _)) if number(&user) => {
            plan.keeps_user = true;
            plan.owner = Some(if user.contains(':') {
                user.clone()
            } else {
                format!("{user}:{user}")
            });
            if !survey.sets_user_at_end() {
                plan.user = Some((user, "the author's user, by its number".to_owned()));
            }
            return plan;
        }
        _ => {}
    }
    if let Some((port, span)) = crate::ports::privileged(survey) {
        plan.base.clone_from(&base.root);
        plan.notes.push(Note::at(
            span,
            format!("port {port} is below 1024, which not every platform lets a user other than root listen on: it starts as root, as before. Move to a port above, and start as a user of its own"),
        ));
        if owner(survey, &plan.base).is_none() {
            return plan;
        }
    }
    if let Some(owner) = owner(survey, &plan.base) {
        plan.owner = Some(owner);
    } else {
        // Images with a shell have an account that owns nothing.
        let node = base.nonroot.starts_with("node:");
        let (user, why) = if base.nonroot == "scratch" {
            (
                "65532:65532",
                "the empty image has no accounts; a number needs none",
            )
        } else if node {
            (
                "1000:1000",
                "`node`, the account of the image, by its number",
            )
        } else {
            (
                "65534:65534",
                "`nobody`, by its number: the program needs no rights of root",
            )
        };
        plan.user = Some((user.to_owned(), why.to_owned()));
        if base.nonroot != "scratch" && !node {
            plan.head.push(Lines {
                lines: vec!["ENV HOME=/tmp".to_owned()],
                reason: "`nobody` has no home directory that it may write to".to_owned(),
            });
        }
        plan.owner = Some(user.to_owned());
    }
    plan
}

/// Where a user is told of that is not in the new image, a note.
pub(crate) fn tell_user(survey: &Survey<'_, '_>, plan: &mut Plan) {
    if plan.keeps_user {
        return;
    }
    let Setting::Set { value, span, .. } = &survey.stage.config.user else {
        return;
    };
    let (name, span): (&str, Span) = (value.value.as_deref().unwrap_or_default(), *span);
    // The same account by its number is no news.
    let number = survey
        .model
        .uid(survey.stage, name)
        .map(|uid| format!("{uid}:"));
    let same = number.zip(plan.owner.as_ref());
    if same.is_some_and(|(number, owner)| owner.starts_with(&number)) {
        return;
    }
    plan.notes.push(Note::at(
        span,
        format!(
            "`{name}` is an account of the build stage; the image starts as `{}`",
            plan.owner.as_deref().unwrap_or("root")
        ),
    ));
}
