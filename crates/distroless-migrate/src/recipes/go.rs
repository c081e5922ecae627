//! Go: one program, static wherever nothing calls C.

use super::program::{Compiled, Made, is_old_enough, plan, too_new};
use super::{Planned, insert, shell_word};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::Lines;
use crate::run::runs;
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::graph::Stage;
use distroless_core::image::artifact::{Artifact, Linkage as Linked, Program, Site};
use distroless_core::image::path::has_extension;
use image_knowledge::{LibcKind, Linkage, Presence};

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
    started: Started,
    artifact: &Artifact,
    program: &Program,
) -> Planned {
    let made = artifact.made();
    let span = made.map(|site| site.span);
    let (linkage, disable) = linkage(survey, &program.linkage, program.without_c, made)?;
    let mut plan = plan(
        survey,
        started,
        &compiled(&artifact.path, linkage, !program.libraries.is_empty()),
    )?;
    if disable {
        let stage = made.and_then(|site| survey.model.graph.stages.get(site.stage));
        let runs = stage
            .map(|stage| runs(survey.model, stage))
            .unwrap_or_default();
        let mut commands = runs
            .iter()
            .filter(|run| run.editable)
            .flat_map(|run| &run.commands);
        let place = commands.find_map(|command| {
            let place = command.places.first()?;
            let here = span.is_some_and(|span| span.start <= place.start && place.end <= span.end);
            (here && command.program() == "go").then_some(*place)
        });
        match place {
            Some(place) => plan
                .edits
                .push(insert(place.start, "CGO_ENABLED=0 ", WITHOUT_C)),
            None => {
                return Err(Refusal::one(Obstacle::new(
                    span.unwrap_or(survey.stage.from),
                    "whether the program is static cannot be settled in this command",
                    "set CGO_ENABLED=0 where it is built",
                )));
            }
        }
    }
    Ok(plan)
}

fn compiled(path: &str, linkage: Linkage, carries: bool) -> Compiled {
    Compiled {
        path: path.to_owned(),
        linkage,
        libc_only: false,
        carries: carries && linkage != Linkage::Static,
        made: Made::Here,
        tools: TOOLS,
        build_only: BUILD_ONLY,
    }
}

/// The words of `go run`.
struct Line {
    flags: Vec<String>,
    packages: Vec<String>,
    arguments: Vec<String>,
}

impl Line {
    /// `None` where it is not known what is started.
    fn read(words: &[String]) -> Option<Self> {
        let mut rest = words.iter().skip(1).peekable();
        rest.next_if(|word| *word == "run")?;
        let mut flags = Vec::new();
        while let Some(word) = rest.next_if(|word| word.starts_with('-')) {
            flags.push(word.clone());
            if matches!(
                word.as_str(),
                "-mod" | "-tags" | "-ldflags" | "-gcflags" | "-exec"
            ) {
                flags.extend(rest.next().cloned());
            }
        }
        let mut packages = Vec::new();
        while let Some(word) = rest.next_if(|word| has_extension(word, "go")) {
            packages.push(word.clone());
        }
        if packages.is_empty() {
            packages.push(rest.next()?.clone());
        }
        let wild = packages.iter().any(|it| it.contains(['*', '@', ' ']));
        (!wild).then(|| Self {
            flags,
            packages,
            arguments: rest.cloned().collect(),
        })
    }
}

/// `go run` in the command: it compiles at every start.
pub(super) fn run(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    let refused = |why: &str| {
        Err(Refusal::one(Obstacle::new(
            started.span,
            why,
            "build the program with `go build -o`, and start that",
        )))
    };
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    let Some(line) = Line::read(&words) else {
        return refused("it is not known what `go` starts, and the final image has none");
    };
    let surroundings = survey.model.surroundings();
    let folder = survey
        .workdir()
        .and_then(|workdir| survey.model.contents(survey.stage).context_of(workdir));
    let project = surroundings.project(folder.as_deref().unwrap_or_default());
    let without_c = project.cgo_files().is_some_and(<[_]>::is_empty)
        && project
            .go()
            .is_some_and(|go| go.cgo_modules().next().is_none());
    let compiler = survey.is_musl() && has_no_compiler(survey, survey.stage);
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
    build.extend(line.flags.iter().map(|word| shell_word(word)));
    build.push("-o /usr/local/bin/app".to_owned());
    build.extend(line.packages.iter().map(|word| shell_word(word)));
    started.fixed = Vec::new();
    started.args = std::iter::once("/usr/local/bin/app".to_owned())
        .chain(line.arguments)
        .collect();
    let fixed = survey.stage.config.entrypoint.span().is_some();
    let program = Compiled {
        made: Made::Late,
        ..compiled("/usr/local/bin/app", linkage, false)
    };
    let mut plan = plan(survey, started, &program)?;
    if fixed {
        // What was fixed stays so.
        plan.starts.entrypoint = plan.starts.cmd.drain(..).collect();
    }
    "`go run` compiles at every start: the program is built once"
        .clone_into(&mut plan.starts.reason);
    plan.build_as_root.push(Lines {
        lines: vec![format!("RUN {cgo}{}", build.join(" "))],
        reason: "`go run` compiled the program at every start".to_owned(),
    });
    Ok(plan)
}

/// How the program is linked, and whether cgo has to be switched off for that.
fn linkage(
    survey: &Survey<'_, '_>,
    linked: &Linked,
    without_c: bool,
    made: Option<Site>,
) -> Result<(Linkage, bool), Refusal> {
    let stage = made.and_then(|site| survey.model.graph.stages.get(site.stage));
    let stage = stage.unwrap_or(survey.stage);
    let facts = survey.model.base(stage).facts();
    let musl =
        facts.is_some_and(|facts| facts.libc.is_known_and(|libc| libc.kind == LibcKind::Musl));
    match linked {
        Linked::Static => Ok((Linkage::Static, false)),
        _ if without_c => Ok((Linkage::Static, true)),
        // Without a compiler of C, Go builds without cgo; said aloud, it holds in every release.
        _ if musl && has_no_compiler(survey, stage) => Ok((Linkage::Static, true)),
        _ if musl => Err(Refusal::one(Obstacle::new(
            made.map_or(survey.stage.from, |site| site.span),
            "the program may call C, and is linked with musl: the minimal bases have the GNU C library or none",
            "set CGO_ENABLED=0 if nothing in it needs C; else link it statically (-ldflags '-linkmode external -extldflags -static'), or build on an image of Debian",
        ))),
        Linked::Dynamic { version, .. } if !is_old_enough(version.as_deref()) => {
            Err(too_new(survey))
        }
        _ => Ok((Linkage::Glibc, false)),
    }
}

/// Packages of Alpine that are, or need, a compiler of C.
const COMPILERS: &[&str] = &[
    "abuild",
    "alpine-sdk",
    "build-base",
    "cargo",
    "clang",
    "g++",
    "gcc",
    "gcc-go",
    "gfortran",
    "ghc",
    "llvm",
    "rust",
    "tcc",
];

/// Whether a stage has no compiler of C for sure: the image of Go on Alpine has none.
fn has_no_compiler(survey: &Survey<'_, '_>, stage: &Stage) -> bool {
    let model = survey.model;
    let facts = model.base(stage).facts();
    let base = facts.is_some_and(|facts| facts.command("gcc") == Presence::Absent);
    let mut packages = model.contents(stage).packages.iter();
    let none = packages.all(|package| {
        let name = package.name.split(['=', '~', '<', '>']);
        let name = name.into_iter().next().unwrap_or_default();
        let compiler = COMPILERS.iter().any(|known| {
            name == *known || name.starts_with(&format!("{known}-")) || name.starts_with("clang")
        });
        !name.is_empty() && !compiler
    });
    let runs = runs(model, stage);
    let mut commands = runs.iter().flat_map(|run| &run.commands);
    base && none && commands.all(|command| !matches!(command.program(), "sh" | "bash" | "ash"))
}
