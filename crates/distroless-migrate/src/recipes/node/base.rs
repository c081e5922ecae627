//! The final image for a release of Node.js, and the builder that fits it.

use super::super::alpine::to_debian;
use super::folder;
use crate::bases::{Final, google_runtime};
use crate::family::Family;
use crate::image::{base, is_current, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Note, Plan};
use crate::survey::Survey;
use distroless_core::context::LockKind;
use image_knowledge::{Language, RuntimeKind};

/// The release that open tags are pinned to where nothing else says which.
pub(super) const LTS: &str = "24";

/// The final image, whether it has no shell, and why it is that one.
pub(super) fn choose(
    survey: &Survey<'_, '_>,
    version: &str,
) -> Result<(Final, bool, String), Refusal> {
    let slim = |why: String| {
        let image = slim_of(
            survey.model.base_name(survey.stage),
            version,
            survey.is_musl(),
        );
        let known = base(survey, &image).is_some_and(|base| base.is_known());
        let base = Final {
            root: image.clone(),
            nonroot: image,
        };
        if known {
            Ok((base, false, why))
        } else {
            Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                why,
                "move to a release that is maintained",
            )))
        }
    };
    let google = google_runtime(survey, Language::Node, version);
    match survey.family {
        Family::Best | Family::Google => match google {
            Some(base) => Ok((
                base,
                true,
                format!("Node.js {version} without a shell and without npm"),
            )),
            None if survey.family == Family::Best && !survey.is_musl() => slim(format!(
                "no minimal image has Node.js {version}: the slim one has it, without compilers"
            )),
            None => Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                format!("no minimal image has Node.js {version}"),
                "move to a release that has one (22, 24, 26), or choose --base slim",
            ))),
        },
        Family::Chainguard => {
            let image = "cgr.dev/chainguard/node:latest-slim";
            let same = base(survey, image).is_some_and(|base| {
                base.facts().is_some_and(|facts| {
                    is_current(survey, image)
                        && facts.runtime(RuntimeKind::Node).is_some_and(|runtime| {
                            runtime
                                .version
                                .as_ref()
                                .known()
                                .is_some_and(|it| major(it).as_deref() == Some(version))
                        })
                })
            });
            if same {
                let base = Final {
                    root: image.to_owned(),
                    nonroot: image.to_owned(),
                };
                Ok((base, true, format!("Node.js {version} without npm")))
            } else {
                Err(Refusal::one(Obstacle::new(
                    survey.stage.base.span,
                    format!(
                        "Chainguard's free images have the latest release only, and it is not known to be Node.js {version}"
                    ),
                    "choose --base google",
                )))
            }
        }
        Family::Scratch => Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "a script needs Node.js, and the empty image has nothing",
            "choose --base google",
        ))),
        Family::Slim => slim(format!("Node.js {version} without compilers")),
    }
}

/// The slim image of the same release on the same system; on Alpine there is no other.
fn slim_of(image: &str, version: &str, musl: bool) -> String {
    let (_, tag) = parts(image);
    let mut words = tag.split('-');
    let number = words
        .next()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let number = number.unwrap_or(version);
    let alpine = tag.split('-').find(|word| word.starts_with("alpine"));
    if let Some(alpine) = alpine.filter(|_| musl) {
        return format!("node:{number}-{alpine}");
    }
    let systems = ["bookworm", "bullseye", "buster", "trixie"];
    match tag.split('-').find(|word| systems.contains(word)) {
        Some(system) => format!("node:{number}-{system}-slim"),
        None => format!("node:{number}-slim"),
    }
}

pub(super) fn major(version: &str) -> Option<String> {
    let major = version.split('.').next()?;
    (!major.is_empty() && major.bytes().all(|byte| byte.is_ascii_digit())).then(|| major.to_owned())
}

/// Pins the builder of an open tag to the release of the final image.
pub(super) fn pin(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    name: &str,
    tag: &str,
    version: &str,
) -> Option<String> {
    let variant = tag.split_once('-').map_or("", |(_, variant)| variant);
    let variant = if variant.is_empty() && !matches!(tag, "" | "latest" | "lts" | "current") {
        tag
    } else {
        variant
    };
    let image = if variant.is_empty() {
        format!("{name}:{version}")
    } else {
        format!("{name}:{version}-{variant}")
    };
    if survey.stage.base.has_variables {
        return None;
    }
    plan.builder = Some((
        image.clone(),
        format!(
            "the tag is open: the release of the final image, {version}, is the one to build with"
        ),
    ));
    Some(image)
}

/// Packages with machine code that are installed with musl do not load with the GNU C library.
pub(super) fn libc(survey: &Survey<'_, '_>, plan: &mut Plan, image: &str) -> Result<(), Refusal> {
    if !survey.is_musl() {
        return Ok(());
    }
    let project = survey.model.surroundings().project(&folder(survey));
    let pure = project
        .native_addons()
        .is_some_and(|addons| addons.iter().all(|addon| !addon.one_libc));
    if pure {
        plan.notes.push(Note::new("no package in the lock file has machine code for one C library: what is installed on Alpine runs on Debian"));
        return Ok(());
    }
    if project
        .node()
        .is_some_and(|node| node.dependencies.contains_key("@prisma/client"))
    {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "Prisma chooses its engine by the system that it is installed on, which is Alpine here and Debian in the final image",
            "build on the full image of Node.js, which is on Debian",
        )));
    }
    to_debian(survey, plan, image)
}

/// Refuses Yarn's Plug'n'Play, which `yarn` itself puts into Node.js.
pub(super) fn plug_and_play(survey: &Survey<'_, '_>) -> Result<(), Refusal> {
    let folder = folder(survey);
    let surroundings = survey.model.surroundings();
    let project = surroundings.project(&folder);
    let berry = project
        .locks()
        .iter()
        .any(|lock| lock.kind == LockKind::YarnBerry);
    let path = if folder.is_empty() {
        ".yarnrc.yml".to_owned()
    } else {
        format!("{folder}/.yarnrc.yml")
    };
    let linked = surroundings.files().read(&path).is_some_and(|text| {
        text.contains("nodeLinker: node-modules") || text.contains("nodeLinker: pnpm")
    });
    if !berry || linked {
        return Ok(());
    }
    Err(Refusal::one(Obstacle::new(
        survey.stage.from,
        "Yarn installs without node_modules (Plug'n'Play), and only `yarn` tells Node.js where packages are",
        "set `nodeLinker: node-modules` in .yarnrc.yml",
    )))
}

/// Packages that start programs, or load libraries, of the system.
/// Source: their documentation, checked 2026-11-28.
const SYSTEM: &[&str] = &[
    "dockerode-compose",
    "fluent-ffmpeg",
    "gm",
    "imagemagick",
    "node-libcurl",
    "nodegit",
    "odbc",
    "pg-native",
    "playwright",
    "puppeteer",
    "simple-git",
];

/// Refuses packages that look for something of the system.
pub(super) fn needs_system(survey: &Survey<'_, '_>) -> Result<(), Refusal> {
    let project = survey.model.surroundings().project(&folder(survey));
    let Some(node) = project.node() else {
        return Ok(());
    };
    let found = node
        .dependencies
        .keys()
        .filter(|name| SYSTEM.contains(&name.as_str()));
    let found: Vec<&str> = found.map(String::as_str).collect();
    if found.is_empty() || survey.family == Family::Slim {
        return Ok(());
    }
    Err(Refusal::one(Obstacle::new(
        survey.stage.from,
        format!(
            "`{}` looks for programs or libraries of the system when it runs",
            found.join("`, `")
        ),
        "stay on a slim image with those packages: --base slim",
    )))
}

#[cfg(test)]
mod tests {
    use super::slim_of;

    #[test]
    fn the_slim_image_is_of_the_same_system() {
        let debian = |image| slim_of(image, "24", false);
        assert_eq!(debian("node:24"), "node:24-slim");
        assert_eq!(debian("node:trixie"), "node:24-trixie-slim");
        assert_eq!(debian("node:24-alpine-trixie"), "node:24-trixie-slim");
        assert_eq!(
            slim_of("node:24.1-alpine3.23", "24", true),
            "node:24.1-alpine3.23"
        );
    }
}
