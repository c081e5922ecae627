//! .NET: what `dotnet publish` lays out, on the chiseled images.

use super::drops::drops;
use super::rest::rest;
use super::{Planned, starts};
use crate::bases::{Final, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::image::{base, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::CopyLine;
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::artifact::{DotnetApp, Kind, Site};
use distroless_core::image::path::{absolute, has_extension, is_below};
use image_knowledge::{Existence, LibcKind};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &["clang", "dotnet", "node", "npm"];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "NUGET_",
    "DOTNET_CLI_TELEMETRY_OPTOUT",
    "DOTNET_NOLOGO",
    "DOTNET_SKIP_FIRST_TIME_EXPERIENCE",
    "BUILD_CONFIGURATION",
];

pub(super) fn plan(survey: &Survey<'_, '_>, started: &Started) -> Planned {
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    let at = started.span;
    let refused = |why: &str, help: &str| Refusal::one(Obstacle::new(at, why, help));
    let root = survey.workdir().unwrap_or("/");
    let program = match words.as_slice() {
        [dotnet, dll, ..] if dotnet.ends_with("dotnet") && has_extension(dll, "dll") => dll,
        [dotnet, verb, ..]
            if dotnet.ends_with("dotnet") && matches!(verb.as_str(), "run" | "watch") =>
        {
            return Err(refused(
                &format!("`dotnet {verb}` compiles at every start"),
                "publish the application (`dotnet publish -o /app/out`), and start its dll",
            ));
        }
        [dotnet, ..] if dotnet.ends_with("dotnet") => {
            return Err(refused(
                "which application `dotnet` starts is not known",
                "name its dll in ENTRYPOINT",
            ));
        }
        [program, ..] => program,
        [] => return Err(refused("nothing is started", "set ENTRYPOINT")),
    };
    let path = absolute(root, program);
    let artifacts = &survey.model.contents(survey.stage).artifacts;
    let app = artifacts
        .iter()
        .rev()
        .find_map(|artifact| match &artifact.kind {
            Kind::DotnetApp(app) if artifact.holds(&path) || is_below(&path, &artifact.path) => {
                Some((artifact.path.clone(), app.clone(), artifact.made()))
            }
            _ => None,
        });
    let Some((directory, app, made)) = app else {
        return Err(refused(
            "it is not known that `dotnet publish` makes what is started",
            "publish into a directory of its own (`-o /app/out`), and start the dll there",
        ));
    };
    let by_dll = has_extension(program, "dll");
    let base = choose(survey, &app, made, by_dll)?;
    let why = "the runtime of .NET without the SDK, a shell and a package manager";
    let mut plan = start_as(survey, &base, why);
    if plan.owner.is_none() && !plan.keeps_user {
        plan.user = Some((
            "root".to_owned(),
            "it listens on a port that not every platform leaves to others than root".to_owned(),
        ));
    }
    plan.build_only = BUILD_ONLY;
    match drops(survey) {
        Some(dropped) if !survey.is_single() => {
            plan.swap = true;
            plan.drops = dropped;
        }
        _ => {
            plan.moves_copies = true;
            let mut covered = survey.workdirs();
            covered.push(&directory);
            let rest = rest(survey, &covered, TOOLS, true, false)?;
            plan.copies.push(CopyLine::same(directory.clone(), true));
            rest.into_plan(&mut plan);
        }
    }
    let reason = started
        .unwrapped
        .first()
        .copied()
        .unwrap_or("it is started as before");
    plan.starts = starts(started, &[], false, reason.to_owned());
    plan.head.extend(super::environment(started));
    plan.health = health(survey, Asks::Nothing, &|_| false);
    Ok(plan)
}

/// The final image.
fn choose(
    survey: &Survey<'_, '_>,
    app: &DotnetApp,
    made: Option<Site>,
    by_dll: bool,
) -> Result<Final, Refusal> {
    let at = survey.stage.base.span;
    let (_, tag) = parts(survey.model.base_name(survey.stage));
    let version = tag.split('-').next().unwrap_or_default();
    let mut numbers = version.split('.');
    let (Some(major), minor) = (
        numbers
            .next()
            .filter(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit())),
        numbers.next().unwrap_or("0"),
    ) else {
        return Err(Refusal::one(Obstacle::new(
            at,
            "which release of .NET it has is not known",
            "name the release in the tag",
        )));
    };
    let built = made.and_then(|site| survey.model.graph.stages.get(site.stage));
    let musl = built.is_some_and(|stage| {
        survey
            .model
            .base(stage)
            .facts()
            .is_some_and(|facts| facts.libc.is_known_and(|libc| libc.kind == LibcKind::Musl))
    });
    // `dotnet App.dll` is the same everywhere; a program of its own is linked with the library of its builder.
    if app
        .runtime
        .as_deref()
        .is_some_and(|runtime| runtime.contains("musl"))
        || musl && (!by_dll || app.self_contained == Some(true))
    {
        return Err(Refusal::one(Obstacle::new(
            at,
            "the application is published for musl: the chiseled images have the GNU C library",
            "publish it on an image of Debian or Ubuntu",
        )));
    }
    let folder = survey
        .model
        .contents(survey.stage)
        .context_of(survey.workdir().unwrap_or("/"))
        .unwrap_or_default();
    let project = survey.model.surroundings().project(&folder);
    let invariant = project.dotnet().is_some_and(|projects| {
        !projects.is_empty()
            && projects
                .iter()
                .all(|project| project.invariant_globalization == Some(true))
    });
    let suffix = if invariant { "" } else { "-extra" };
    let (repository, _) = parts(survey.model.base_name(survey.stage));
    let name = match repository.rsplit('/').next() {
        Some(name @ ("runtime" | "runtime-deps")) => name,
        _ if app.self_contained == Some(true) => "runtime-deps",
        _ => "aspnet",
    };
    let variant = match survey.family {
        Family::Best | Family::Google => format!("noble-chiseled{suffix}"),
        Family::Slim => "noble".to_owned(),
        Family::Chainguard => {
            return Err(Refusal::one(Obstacle::new(
                at,
                format!(
                    "Chainguard's free images have the latest release only, and it is not known to be .NET {major}"
                ),
                "leave --base out: the chiseled images of Microsoft are minimal",
            )));
        }
        Family::Scratch => {
            return Err(Refusal::one(Obstacle::new(
                at,
                "an application of .NET needs libraries, and the empty image has none",
                "leave --base out",
            )));
        }
    };
    let image = format!("mcr.microsoft.com/dotnet/{name}:{major}.{minor}-{variant}");
    let published = base(survey, &image).is_some_and(|base| {
        base.facts()
            .is_some_and(|facts| facts.existence == Existence::Current)
    });
    if !published {
        return Err(Refusal::one(Obstacle::new(
            at,
            format!(
                "there is no chiseled image of .NET {major}.{minor} (`{image}`) that is maintained"
            ),
            "move to .NET 8 or later",
        )));
    }
    Ok(Final {
        root: image.clone(),
        nonroot: image,
    })
}
