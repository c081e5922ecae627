//! Static sites: the server that the author chose, without what it does not need.

use super::Planned;
use crate::bases::Final;
use crate::family::Family;
use crate::image::{base, is_current, parts};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Note, Plan};
use crate::survey::Survey;
use distroless_core::graph::{Origin, StepKind};
use distroless_core::image::path::{absolute, is_below};

/// Where sites lie in the image of nginx.
const PAGES: &[&str] = &["/usr/share/nginx", "/var/www", "/srv", "/app", "/data"];

/// Modules that the smallest image of nginx leaves out, by directives that need them.
/// Source: nginx/docker-nginx mainline/alpine-slim/Dockerfile, checked 2026-11-28.
const MODULES: &[&str] = &[
    "load_module",
    "js_",
    "perl",
    "xslt_",
    "image_filter",
    "geoip_",
    "otel_",
];

/// A final stage on nginx that only copies pages and settings.
pub(super) fn plan(survey: &Survey<'_, '_>) -> Planned {
    let image = survey.model.base_name(survey.stage).to_owned();
    let (name, tag) = parts(&image);
    let nothing = |why: String| Err(Refusal::nothing_to_do(survey.stage.from, why));
    if !matches!(survey.family, Family::Best | Family::Slim | Family::Google) {
        return nothing(format!(
            "`{image}` is a program of its own, and stays what the author chose"
        ));
    }
    let version = tag.split('-').next().unwrap_or_default();
    let known_words = tag.is_empty()
        || tag.split('-').all(|word| {
            word.starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    word,
                    "alpine" | "bookworm" | "trixie" | "latest" | "mainline" | "stable"
                )
                || word.starts_with("alpine")
        });
    if name != "nginx"
        || tag.contains("slim")
        || image.contains('@')
        || survey.stage.base.has_variables
        || !known_words
    {
        return nothing(format!(
            "`{image}` is a program of its own, and stays what the author chose"
        ));
    }
    let version = if matches!(version, "" | "latest")
        || version.starts_with("alpine")
        || version == "bookworm"
        || version == "trixie"
    {
        String::new()
    } else {
        format!("{version}-")
    };
    let slim = format!("nginx:{version}alpine-slim");
    if !is_current(survey, &slim) && !base(survey, &slim).is_some_and(|base| base.is_known()) {
        return nothing(format!("no smaller image of `{image}` is known"));
    }
    if let Some(run) = survey.runs.first() {
        return Err(Refusal::one(Obstacle::new(
            run.step.span,
            "commands run in the image of the server, and what they make is not known",
            "run them in a build stage, and copy the pages from it",
        )));
    }
    copies(survey)?;
    let chosen = Final {
        root: slim.clone(),
        nonroot: slim,
    };
    let mut plan = Plan::new(
        chosen.root,
        "the same server without its dynamic modules, Perl, curl and all of Debian",
    );
    plan.swap = true;
    plan.keeps_user = true;
    let config = &survey.stage.config;
    if let Some(distroless_core::graph::CommandLine::Exec(words)) =
        config.cmd.span().and(config.cmd.value())
    {
        plan.starts.cmd = words.iter().filter_map(|word| word.value.clone()).collect();
    }
    if let Some(distroless_core::graph::CommandLine::Exec(words)) =
        config.entrypoint.span().and(config.entrypoint.value())
    {
        plan.starts.entrypoint = words.iter().filter_map(|word| word.value.clone()).collect();
    }
    plan.notes.push(Note::new("nginx starts as root to listen on port 80, and its workers do not; `nginxinc/nginx-unprivileged` starts as another user and listens on 8080"));
    Ok(plan)
}

/// Refuses settings that the smallest image may not have the modules for.
fn copies(survey: &Survey<'_, '_>) -> Result<(), Refusal> {
    let nothing = |why: String| Refusal::nothing_to_do(survey.stage.from, why);
    for step in &survey.stage.steps {
        let StepKind::Copy(copy) = &step.kind else {
            continue;
        };
        let to = copy
            .destination
            .value
            .as_deref()
            .zip(copy.workdir.as_deref())
            .map(|(to, workdir)| absolute(workdir, to));
        let Some(to) = to else {
            return Err(nothing(
                "where it copies to depends on a variable".to_owned(),
            ));
        };
        if PAGES.iter().any(|pages| is_below(&to, pages)) {
            continue;
        }
        let settings = is_below(&to, "/etc/nginx") && matches!(copy.origin, Origin::Context);
        let known = settings
            && copy.sources.iter().all(|source| {
                let text = source
                    .value
                    .as_deref()
                    .and_then(|path| survey.model.surroundings().files().read(path));
                text.is_some_and(|text| !MODULES.iter().any(|module| text.contains(module)))
            });
        if !known {
            return Err(nothing(format!(
                "whether the smallest image of nginx has the modules that the settings in `{to}` need is not known"
            )));
        }
    }
    Ok(())
}
