//! From a builder on Alpine to the same release on Debian: what is compiled against musl does not load with the
//! GNU C library of the final image.

use crate::image::{parts, with_variant};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Change, Plan};
use crate::run::Run;
use crate::survey::Survey;
use distroless_core::image::path::file_name;

/// Packages that images of Debian have in their place, or that a build does not need.
const SPARE: &[&str] = &[
    "bash",
    "ca-certificates",
    "coreutils",
    "curl",
    "dumb-init",
    "gcompat",
    "libc6-compat",
    "libgcc",
    "libstdc++",
    "musl",
    "python3-dev",
    "shadow",
    "su-exec",
    "tini",
    "tzdata",
    "wget",
];

/// Packages that the full images of Debian have.
/// Source: docker-library/buildpack-deps debian/trixie/Dockerfile, checked 2026-11-28.
const OF_FULL: &[&str] = &[
    "autoconf",
    "automake",
    "build-base",
    "bzip2-dev",
    "expat-dev",
    "file",
    "freetype-dev",
    "g++",
    "gcc",
    "git",
    "glib-dev",
    "gmp-dev",
    "jpeg-dev",
    "krb5-dev",
    "libc-dev",
    "libevent-dev",
    "libffi-dev",
    "libjpeg-turbo-dev",
    "libpng-dev",
    "libpq-dev",
    "libtool",
    "libwebp-dev",
    "libxml2-dev",
    "libxslt-dev",
    "linux-headers",
    "make",
    "mariadb-dev",
    "musl-dev",
    "ncurses-dev",
    "openssh",
    "openssh-client",
    "openssl-dev",
    "patch",
    "pkgconf",
    "pkgconfig",
    "postgresql-dev",
    "py3-pip",
    "python3",
    "readline-dev",
    "sqlite-dev",
    "unzip",
    "xz",
    "xz-dev",
    "yaml-dev",
    "zlib-dev",
];

/// Moves the build stage from Alpine to Debian, and leaves out what is installed with apk there.
pub(super) fn to_debian(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    image: &str,
) -> Result<(), Refusal> {
    let refused = |why: String| {
        Refusal::one(Obstacle::new(
            survey.stage.base.span,
            why,
            "build on the image of Debian, with apt-get for apk",
        ))
    };
    let musl = "packages with machine code that are installed on Alpine do not load on the final image, which has the GNU C library";
    if survey.stage.base.has_variables || image.contains('@') {
        return Err(refused(musl.to_owned()));
    }
    let mut full = false;
    let mut drops = Vec::new();
    for run in survey.runs.iter().filter(|run| uses_apk(run)) {
        let Some(packages) = installs_only(run) else {
            return Err(refused(format!(
                "{musl}; what else the command with `apk` does is not known"
            )));
        };
        for package in packages {
            if OF_FULL.contains(&package.as_str()) {
                full = true;
            } else if !SPARE.contains(&package.as_str()) {
                return Err(refused(format!(
                    "{musl}; `{package}` is installed with apk, and what has it on Debian is not known"
                )));
            }
        }
        drops.push(run.step.span);
    }
    let name = match &plan.builder {
        Some((image, _)) => image.clone(),
        None => image.to_owned(),
    };
    let builder = if full {
        let (name, tag) = parts(&name);
        match tag
            .split('-')
            .next()
            .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        {
            Some(version) => format!("{name}:{version}"),
            None => file_name(name).to_owned(),
        }
    } else {
        with_variant(&name, "slim")
    };
    plan.builder = Some((
        builder,
        "packages with machine code that are installed on Alpine (musl) do not load on the final image (GNU C library)".to_owned(),
    ));
    for span in drops {
        let source = survey.source();
        let start = crate::writer::start_of_line(source, span.start);
        let end = crate::writer::next_line(source, span.end);
        plan.edits.push(Change::new(
            dockerfile_syntax::Span::new(start, end),
            "",
            "the image of Debian has what these packages bring, or the build does not need it",
        ));
    }
    Ok(())
}

fn uses_apk(run: &Run<'_>) -> bool {
    run.commands
        .iter()
        .any(|command| command.program() == "apk")
}

/// The packages that a RUN installs, where it does nothing else.
fn installs_only(run: &Run<'_>) -> Option<Vec<String>> {
    let mut packages = Vec::new();
    for command in &run.commands {
        match (command.program(), command.plain_words().next()) {
            ("apk", Some("add")) => {
                if command.has(&["--virtual", "-t", "--repository", "-X"])
                    || command.words.iter().any(String::is_empty)
                {
                    return None;
                }
                let names = command.plain_words().skip(1);
                packages.extend(names.map(|name| {
                    name.split(['=', '~', '<', '>'])
                        .next()
                        .unwrap_or(name)
                        .to_owned()
                }));
            }
            ("apk", Some("update" | "upgrade")) | ("set" | "true" | ":", _) => {}
            ("rm", _)
                if command
                    .plain_words()
                    .all(|path| path.starts_with("/var/cache/apk")) => {}
            _ => return None,
        }
    }
    Some(packages)
}
