//! PHP: no distroless image has it, and its extensions are built in the image itself. What only builds need
//! stays in a stage of its own.

use super::carry::{Linked, carry};
use super::rest::rest;
use super::ruby::{not_distroless, owned_copies};
use super::system::system;
use super::{Planned, starts};
use crate::bases::{Final, start_as};
use crate::health::{Asks, health};
use crate::image::{base, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{CopyLine, Note, Plan};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::path::is_below;

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "a2dismod",
    "a2enmod",
    "a2ensite",
    "composer",
    "docker-php-ext-configure",
    "docker-php-ext-enable",
    "docker-php-ext-install",
    "docker-php-source",
    "g++",
    "gcc",
    "install-php-extensions",
    "make",
    "node",
    "npm",
    "pecl",
    "pear",
    "php",
    "phpize",
    "yarn",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &["COMPOSER_", "NPM_CONFIG_", "PHP_EXTRA_CONFIGURE_ARGS"];

/// Where the image has its extensions and their settings.
const EXTENSIONS: &[&str] = &["/usr/local/lib/php/extensions", "/usr/local/etc/php"];

pub(super) fn plan(survey: &Survey<'_, '_>, started: &Started) -> Planned {
    if let Some(refusal) = not_distroless(survey, "PHP") {
        return Err(refusal);
    }
    let image = survey.model.base_name(survey.stage).to_owned();
    let (name, tag) = parts(&image);
    let at = survey.stage.base.span;
    let refused = |why: &str, help: &str| Err(Refusal::one(Obstacle::new(at, why, help)));
    if name != "php" || survey.stage.base.has_variables || image.contains('@') {
        return refused(
            "no distroless image has PHP, and where this image keeps it is not known",
            "build on the official image of PHP, by its tag",
        );
    }
    if !survey.is_single() {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            "no distroless image has PHP, and it has a build stage already",
        ));
    }
    let apache = tag.split('-').any(|word| word == "apache");
    let fpm = tag.split('-').any(|word| word == "fpm");
    if survey.runs.is_empty() {
        return exchanged(survey, started, &image, apache, fpm);
    }
    if survey.is_musl() {
        return refused(
            "no distroless image has PHP, and those on Alpine are the smallest that have it",
            "run Composer in a stage of its own (`FROM composer`), and copy `vendor` from there",
        );
    }
    let root = survey.workdir().unwrap_or("/");
    if root == "/" || is_below(root, "/root") {
        return refused(
            "the application lies in the root directory, among the files of the system",
            "set a WORKDIR of its own, such as /app",
        );
    }
    let same = Final {
        root: image.clone(),
        nonroot: image.clone(),
    };
    let why =
        "no distroless image has PHP: the same image again, without what only the build needs";
    let mut plan = if apache || fpm {
        // The server starts as root, and its workers do not.
        let mut plan = Plan::new(image, why);
        plan.keeps_user = survey.user().is_some();
        plan.owner = Some("33:33".to_owned());
        plan
    } else {
        start_as(survey, &same, why)
    };
    plan.build_only = BUILD_ONLY;
    let mut covered = vec![root, "/etc/apache2"];
    covered.extend(EXTENSIONS);
    let rest = rest(survey, &covered, TOOLS, false, true)?;
    let system = system(survey)?;
    plan.head.extend(system.line);
    if !system.complete {
        carry(
            survey,
            &mut plan,
            Linked::Below("/usr/local/lib/php/extensions"),
            "",
            "extensions are",
        );
    }
    for path in EXTENSIONS {
        plan.copies.push(CopyLine::same(*path, false));
    }
    if apache {
        plan.copies.push(CopyLine::same("/etc/apache2", false));
    }
    plan.copies.push(CopyLine::same(root, true));
    rest.into_plan(&mut plan);
    Ok(finish(survey, plan, started))
}

/// Nothing is installed: the image on Alpine has the same PHP.
fn exchanged(
    survey: &Survey<'_, '_>,
    started: &Started,
    image: &str,
    apache: bool,
    fpm: bool,
) -> Planned {
    let nothing = |why: String| Err(Refusal::nothing_to_do(survey.stage.from, why));
    let (name, tag) = parts(image);
    if apache || survey.is_musl() {
        return nothing(format!(
            "no distroless image has PHP, and `{image}` has no smaller form"
        ));
    }
    let words: Vec<&str> = tag
        .split('-')
        .filter(|word| !matches!(*word, "bookworm" | "trixie" | "bullseye" | "latest" | ""))
        .collect();
    let version = words.first().copied().unwrap_or("cli");
    let kind = if fpm { "fpm" } else { "cli" };
    let number = version.starts_with(|c: char| c.is_ascii_digit());
    let alpine = if number {
        format!("{name}:{version}-{kind}-alpine")
    } else {
        format!("{name}:{kind}-alpine")
    };
    if !base(survey, &alpine).is_some_and(|base| base.is_known()) {
        return nothing(format!(
            "no distroless image has PHP, and no smaller form of `{image}` is known"
        ));
    }
    let chosen = Final {
        root: alpine.clone(),
        nonroot: alpine.clone(),
    };
    let why =
        "no distroless image has PHP: the one on Alpine has the same release, without compilers";
    let mut plan = if fpm {
        let mut plan = Plan::new(alpine, why);
        plan.keeps_user = true;
        plan
    } else {
        start_as(survey, &chosen, why)
    };
    plan.swap = true;
    owned_copies(survey, &mut plan);
    Ok(finish(survey, plan, started))
}

fn finish(survey: &Survey<'_, '_>, mut plan: Plan, started: &Started) -> Plan {
    plan.notes.push(Note::new(
        "no distroless image has PHP: the final image keeps a shell and a package manager",
    ));
    let reason = started
        .unwrapped
        .first()
        .copied()
        .unwrap_or("it is started as before");
    plan.starts = starts(started, &[], false, reason.to_owned());
    plan.head.extend(super::environment(started));
    plan.health = health(survey, Asks::Shell, &|_| false);
    plan
}
