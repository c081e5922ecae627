//! Go: one program, static wherever nothing calls C.

use super::data::data;
use super::rest::rest;
use super::{Planned, insert, starts};
use crate::bases::{for_program, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::obstacle::Obstacle;
use crate::plan::{CopyLine, Lines, Note, Plan};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::artifact::{Artifact, Linkage as Linked, Program};
use distroless_core::image::path::{file_name, has_extension};
use dockerfile_syntax::Span;
use image_knowledge::Linkage;

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "buf",
    "garble",
    "gcc",
    "go",
    "gofmt",
    "golangci-lint",
    "govulncheck",
    "make",
    "mockgen",
    "protoc",
    "sqlc",
    "staticcheck",
    "swag",
    "templ",
    "wire",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "CGO_ENABLED",
    "CGO_CFLAGS",
    "CGO_LDFLAGS",
    "GO111MODULE",
    "GOARCH",
    "GOBIN",
    "GOCACHE",
    "GOFLAGS",
    "GOMODCACHE",
    "GONOSUMDB",
    "GOOS",
    "GOPATH",
    "GOPRIVATE",
    "GOPROXY",
    "GOSUMDB",
    "GOTOOLCHAIN",
    "GOROOT",
    "GOLANG_",
];

/// Why the program is built without C, where it can be.
const WITHOUT_C: &str =
    "nothing in it calls C: without cgo the program is static and needs no C library";

/// A program that a RUN builds.
pub(super) fn built(
    survey: &Survey<'_, '_>,
    mut started: Started,
    artifact: &Artifact,
    program: &Program,
) -> Planned {
    let (linkage, disable) = linkage(
        survey,
        &program.linkage,
        program.without_c,
        artifact.made().map(|site| site.span),
    )?;
    let path = artifact.path.clone();
    let word = started
        .words()
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    // What was found by its name is started by its path.
    let by_path = word.contains('/');
    let to = if path.starts_with("/go/") || path.starts_with("/root/") {
        format!("/usr/local/bin/{}", file_name(&path))
    } else {
        path.clone()
    };
    if !by_path || to != path {
        started.replace(1, &[&to]);
    }
    let mut plan = plan(survey, &started, linkage)?;
    if disable {
        let command = survey.commands().find(|(run, command)| {
            run.editable
                && matches!(command.program(), "go")
                && command.has(&["build", "install"])
                && artifact.made().is_some_and(|site| {
                    site.span.start <= command.places.first().map_or(0, |it| it.start)
                        && run.step.span.end >= site.span.end
                })
        });
        match command.and_then(|(_, command)| command.places.first()) {
            Some(place) => plan
                .edits
                .push(insert(place.start, "CGO_ENABLED=0 ", WITHOUT_C)),
            None => {
                return Err(vec![Obstacle::new(
                    artifact.made().map_or(survey.stage.from, |site| site.span),
                    "whether the program is static cannot be settled in this command",
                    "set CGO_ENABLED=0 where it is built",
                )]);
            }
        }
    }
    plan.copies.insert(
        0,
        CopyLine {
            from: path,
            to,
            owned: false,
        },
    );
    Ok(plan)
}

/// `go run` in the command: it compiles at every start.
pub(super) fn run(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    let refused = |why: &str| {
        Err(vec![Obstacle::new(
            started.span,
            why,
            "build the program with `go build -o`, and start that",
        )])
    };
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    if words.get(1).map(String::as_str) != Some("run") {
        return refused("the `go` command is started, and the final image has none");
    }
    let mut flags = Vec::new();
    let mut rest = words.iter().skip(2).peekable();
    while let Some(word) = rest.next_if(|word| word.starts_with('-')) {
        flags.push(word.clone());
        if matches!(
            word.as_str(),
            "-mod" | "-tags" | "-ldflags" | "-gcflags" | "-exec"
        ) && let Some(value) = rest.next()
        {
            flags.push(if value.contains(' ') {
                format!("\"{value}\"")
            } else {
                value.clone()
            });
        }
    }
    let mut packages = Vec::new();
    while let Some(word) = rest.next_if(|word| has_extension(word, "go")) {
        packages.push(word.clone());
    }
    if packages.is_empty()
        && let Some(word) = rest.next()
    {
        packages.push(word.clone());
    }
    let wild = packages
        .iter()
        .any(|it| it.contains('*') || it.contains('@') || it.contains(' '));
    if packages.is_empty() || wild {
        return refused("it is not known what `go run` starts");
    }
    let arguments: Vec<String> = rest.cloned().collect();
    let surroundings = survey.model.surroundings();
    let folder = survey
        .workdir()
        .and_then(|workdir| survey.model.contents(survey.stage).context_of(workdir));
    let project = surroundings.project(folder.as_deref().unwrap_or_default());
    let without_c = project.cgo_files().is_some_and(<[_]>::is_empty)
        && project
            .go()
            .is_some_and(|go| go.cgo_modules().next().is_none());
    let compiler = survey.is_musl()
        && !survey
            .model
            .contents(survey.stage)
            .installed()
            .any(|package| matches!(package.name.as_str(), "gcc" | "build-base" | "clang"));
    // Nothing but the standard library can be told by files that are copied by their names.
    let alone = project.go().is_none()
        && survey.context_copies().all(|(_, copy)| {
            copy.sources.iter().all(|it| {
                it.value
                    .as_deref()
                    .is_some_and(|it| has_extension(it, "go"))
            })
        });
    let linkage = if without_c || compiler || alone {
        Linkage::Static
    } else {
        Linkage::Glibc
    };
    if linkage == Linkage::Glibc && survey.is_musl() {
        return refused("the program may call C, and would be linked with musl");
    }
    let cgo = if linkage == Linkage::Static {
        "CGO_ENABLED=0 "
    } else {
        ""
    };
    let mut build = vec!["go build".to_owned()];
    build.extend(flags);
    build.push("-o /usr/local/bin/app".to_owned());
    build.extend(packages);
    started.fixed = Vec::new();
    started.args = std::iter::once("/usr/local/bin/app".to_owned())
        .chain(arguments)
        .collect();
    let mut plan = plan(survey, &started, linkage)?;
    if !started.args.is_empty() && survey.stage.config.entrypoint.span().is_some() {
        // What was fixed stays so.
        plan.starts.entrypoint = plan.starts.cmd.drain(..).collect();
    }
    "`go run` compiles at every start: the program is built once"
        .clone_into(&mut plan.starts.reason);
    plan.build.push(Lines {
        lines: vec![format!("RUN {cgo}{}", build.join(" "))],
        reason: "`go run` compiled the program at every start".to_owned(),
    });
    plan.copies
        .insert(0, CopyLine::same("/usr/local/bin/app", false));
    Ok(plan)
}

/// How the program is linked, and whether cgo has to be switched off for that.
fn linkage(
    survey: &Survey<'_, '_>,
    linked: &Linked,
    without_c: bool,
    made: Option<Span>,
) -> Result<(Linkage, bool), Vec<Obstacle>> {
    match linked {
        Linked::Static => Ok((Linkage::Static, false)),
        _ if without_c => Ok((Linkage::Static, true)),
        _ if survey.is_musl() => Err(vec![Obstacle::new(
            made.unwrap_or(survey.stage.from),
            "the program may call C, and is linked with musl: the minimal bases have the GNU C library or none",
            "set CGO_ENABLED=0 if nothing in it needs C; else link it statically (-ldflags '-linkmode external -extldflags -static'), or build on an image of Debian",
        )]),
        _ => Ok((Linkage::Glibc, false)),
    }
}

fn plan(survey: &Survey<'_, '_>, started: &Started, linkage: Linkage) -> Planned {
    let rest = rest(survey, &[survey.workdir().unwrap_or("/")], TOOLS, true)?;
    let base = for_program(survey, linkage, false).map_err(|it| vec![it])?;
    let why = match linkage {
        Linkage::Static => {
            "the program is static: it needs certificates and time zones, and no C library"
        }
        _ => {
            "the program may be linked with the C library: the base has that of Debian 13, which runs what older releases built"
        }
    };
    let mut plan = start_as(survey, &base, why);
    plan.moves_copies = true;
    plan.build_only = BUILD_ONLY;
    let (copies, notes) = data(survey);
    plan.copies.extend(copies);
    plan.copies.extend(rest.copies);
    plan.notes.extend(notes);
    plan.notes.extend(rest.notes);
    scratch(survey, &mut plan);
    let reason = started
        .unwrapped
        .first()
        .copied()
        .unwrap_or("the program is started by its path in the new image");
    plan.starts = starts(started, &[], false, reason.to_owned());
    plan.head.extend(super::environment(started));
    let program = started
        .words()
        .first()
        .copied()
        .unwrap_or_default()
        .to_owned();
    plan.health = health(survey, Asks::Nothing, &|word| word == program);
    Ok(plan)
}

/// What every other base has, and the empty image lacks.
pub(super) fn scratch(survey: &Survey<'_, '_>, plan: &mut Plan) {
    if survey.family != Family::Scratch {
        return;
    }
    let system = survey
        .facts()
        .and_then(|facts| facts.os.as_ref().known().cloned().flatten());
    let alpine = system.is_some_and(|os| os.id == "alpine");
    plan.copies
        .push(CopyLine::same("/etc/ssl/certs/ca-certificates.crt", false));
    if survey
        .model
        .contents(survey.stage)
        .installed()
        .any(|package| package.name == "tzdata")
        || !alpine
    {
        plan.copies
            .push(CopyLine::same("/usr/share/zoneinfo", false));
    }
    plan.notes.push(Note::new(
        "the empty image has no /tmp, no certificates and no time zones: the last two are copied",
    ));
}
