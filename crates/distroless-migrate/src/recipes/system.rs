//! Packages of the system that the program needs when it runs, in a final image that can install them.

use crate::obstacle::Obstacle;
use crate::plan::Lines;
use crate::survey::Survey;
use image_knowledge::{Known, runtime_packages};

/// Development packages of compilers, which leave nothing behind.
const OF_COMPILERS: &[&str] = &[
    "libc-dev",
    "libc6-dev",
    "linux-libc-dev",
    "musl-dev",
    "python3-dev",
    "ruby-dev",
];

/// What a final image installs of its system.
pub(super) struct System {
    /// The RUN that installs it, if there is something.
    pub(super) line: Option<Lines>,
    /// Whether it is known what each development package of the build leaves behind.
    pub(super) complete: bool,
}

/// The RUN that installs what the program needs beside its own packages: what the author installs for it, and
/// what development packages leave behind.
pub(super) fn system(survey: &Survey<'_, '_>) -> Result<System, Vec<Obstacle>> {
    let mut complete = true;
    let mut wanted: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut manager = "";
    let release = survey.facts().and_then(|facts| match facts.os.as_ref() {
        Known::Known(Some(os)) => os.release.known(),
        _ => None,
    });
    for package in survey.model.contents(survey.stage).installed() {
        let name = package
            .name
            .split(['=', '~', '<', '>'])
            .next()
            .unwrap_or_default();
        let needed = Survey::needs(package);
        let development = name.ends_with("-dev");
        if !needed && !development {
            continue;
        }
        if !package.sure {
            found.push(Obstacle::new(
                package.site.span,
                format!("whether `{name}` is installed depends on a condition"),
                "install it in every build",
            ));
            continue;
        }
        manager = package.manager;
        let mut add = |name: &str| {
            if !wanted.iter().any(|known| known == name) {
                wanted.push(name.to_owned());
            }
        };
        if needed {
            add(&package.name);
        } else {
            let known = runtime_packages(package.manager, name, release);
            complete &= known.is_some() || OF_COMPILERS.contains(&name);
            for runtime in known.unwrap_or_default() {
                add(runtime);
            }
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    if wanted.is_empty() {
        return Ok(System {
            line: None,
            complete,
        });
    }
    let packages = wanted.join(" ");
    let line = match manager {
        "apk" => format!("RUN apk add --no-cache {packages}"),
        "apt" | "apt-get" => format!(
            "RUN apt-get update && apt-get install -y --no-install-recommends {packages} && rm -rf /var/lib/apt/lists/*"
        ),
        _ => {
            return Err(vec![Obstacle::new(
                survey.stage.from,
                format!("how `{manager}` installs in the final image is not known"),
                "install what the program needs there by hand",
            )]);
        }
    };
    let line = Lines {
        lines: vec![line],
        reason: "the program may need these packages of the system when it runs".to_owned(),
    };
    Ok(System {
        line: Some(line),
        complete,
    })
}
