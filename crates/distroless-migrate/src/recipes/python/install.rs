//! Where packages go in the build, and where the interpreter of the final image finds them.

use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Change, CopyLine, Lines, Plan};
use crate::recipes::insert;
use crate::run::{Cmd, Run};
use crate::survey::Survey;
use distroless_core::image::artifact::Kind;
use distroless_core::image::path::{absolute, file_name, is_below};

/// Where packages go that are installed on their own.
const VENV: &str = "/venv";

pub(super) const PACKAGES: &str = "/packages";

/// Where the packages are in the build stage.
pub(super) enum Packages {
    /// None are installed.
    None,
    /// In a directory of their own.
    Target,
    /// In a virtual environment.
    Venv(String),
}

/// Tools that are installed to build with.
const BUILDERS: &[&str] = &[
    "pip",
    "setuptools",
    "wheel",
    "poetry",
    "pipenv",
    "uv",
    "pdm",
    "build",
    "pip-tools",
    "virtualenv",
    "poetry-plugin-export",
];

/// Whether a command installs what the application needs.
fn installs(command: &Cmd) -> bool {
    let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["poetry", rest @ ..] => rest.contains(&"install"),
        ["pipenv", rest @ ..] => rest.contains(&"install") || rest.contains(&"sync"),
        ["uv", "sync", ..]
        | ["uv", "pip", "install" | "sync", ..]
        | ["pdm", "install" | "sync", ..] => true,
        _ => pip(command).is_some_and(|rest| {
            let mut names = rest.iter().filter(|word| !word.starts_with('-'));
            let listed = rest.iter().any(|word| {
                word.starts_with("-r")
                    || word.starts_with("--requirement")
                    || word.starts_with("-e")
            });
            listed
                || names.any(|name| {
                    let name = name
                        .split(['=', '<', '>', '~', '[', '!'])
                        .next()
                        .unwrap_or_default();
                    !BUILDERS.contains(&name)
                })
        }),
    }
}

/// The words after `pip install`.
fn pip(command: &Cmd) -> Option<&[String]> {
    let words = &command.words;
    let name = file_name(words.first()?);
    let at = if name.starts_with("pip") && !name.starts_with("pipenv") {
        1
    } else if name.starts_with("python")
        && words.get(1).map(String::as_str) == Some("-m")
        && words.get(2).map(String::as_str) == Some("pip")
    {
        3
    } else {
        return None;
    };
    let rest = words.get(at..)?;
    // Options may stand before the verb.
    let verb = rest.iter().position(|word| word == "install")?;
    rest.get(verb + 1..)
}

/// Where the packages go, and what has to be edited for that.
pub(super) fn packages(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    version: &str,
    distroless: bool,
) -> Result<Packages, Refusal> {
    let installing: Vec<(&Run<'_>, &Cmd)> = survey
        .commands()
        .filter(|(_, command)| installs(command))
        .collect();
    let venvs = survey
        .model
        .contents(survey.stage)
        .artifacts
        .iter()
        .filter(|it| matches!(it.kind, Kind::Venv(_)));
    let venvs: Vec<String> = venvs.map(|it| it.path.clone()).collect();
    let Some((first, _)) = installing.first() else {
        return Ok(Packages::None);
    };
    if let Some((run, _)) = installing
        .iter()
        .find(|(_, command)| command.has(&["-e", "--editable"]))
    {
        return Err(Refusal::one(Obstacle::new(
            run.step.span,
            "an editable install is for development: packages are found by a link into the sources",
            "install without -e",
        )));
    }
    if let Some(run) = editable(survey, &installing) {
        return Err(Refusal::one(Obstacle::new(
            run.step.span,
            "the requirements have an editable install, which is for development: packages are found by a link into the sources",
            "install without -e",
        )));
    }
    if let Some(made) = environment(survey, version, &installing, &venvs)? {
        return Ok(Packages::Venv(made));
    }
    let others = installing.iter().any(|(_, command)| pip(command).is_none());
    let placed = installing.iter().find(|(_, command)| {
        command.words.iter().any(|word| {
            ["--target", "-t", "--prefix", "--root", "--user"]
                .iter()
                .any(|option| word == option || word.starts_with(&format!("{option}=")))
        })
    });
    if let Some((run, _)) = placed {
        return Err(Refusal::one(Obstacle::new(
            run.step.span,
            "packages are installed into a directory that the command names, and how the program finds them is not known",
            "install them into a virtual environment",
        )));
    }
    let user = survey.stage.steps.iter().any(|step| {
        step.span.start < first.step.span.start
            && matches!(
                survey.model.kind(step),
                Some(dockerfile_syntax::Kind::User(_))
            )
    });
    if user {
        return Err(Refusal::one(Obstacle::new(
            first.step.span,
            "packages are installed by a user who may not make a directory for them",
            "set USER after the install",
        )));
    }
    let settings = [
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_TARGET",
        "PIP_USER",
        "PYTHONUSERBASE",
    ];
    if settings.iter().any(|name| survey.model.sets_variable(name)) {
        return Err(Refusal::one(Obstacle::new(
            first.step.span,
            "a variable says where pip installs, and how the program finds its packages is not known",
            "install them into a virtual environment",
        )));
    }
    if let [(run, command)] = installing.as_slice()
        && distroless
        && !others
        && run.editable
        && command.plain
        && !command.has(&["."])
        && let Some(place) = verb_end(command)
    {
        plan.edits.push(insert(
            place,
            format!(" --target={PACKAGES}"),
            "packages go into a directory of their own, from where the final image gets them",
        ));
        return Ok(Packages::Target);
    }
    own_environment(survey, plan, &installing, first, distroless)
}

/// The RUN that installs requirements with an editable package, as far as the build context tells.
fn editable<'r, 'm>(
    survey: &Survey<'_, '_>,
    installing: &[(&'r Run<'m>, &Cmd)],
) -> Option<&'r Run<'m>> {
    let workdir = survey.workdir().unwrap_or("/");
    let folder = survey.model.contents(survey.stage).context_of(workdir)?;
    let files = survey.model.surroundings().files();
    let found = installing.iter().find(|(_, command)| {
        let lists = command.words.windows(2).filter(
            |pair| matches!(pair, [option, _] if option == "-r" || option == "--requirement"),
        );
        lists.filter_map(|pair| pair.get(1)).any(|list| {
            let name = list.trim_start_matches("./");
            let path = if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            };
            files.read(&path).is_some_and(|text| {
                text.lines()
                    .any(|line| line.starts_with("-e ") || line.starts_with("--editable"))
            })
        })
    });
    found.map(|(run, _)| *run)
}

/// The environment that the author's own commands make, if they make one.
fn environment(
    survey: &Survey<'_, '_>,
    version: &str,
    installing: &[(&Run<'_>, &Cmd)],
    venvs: &[String],
) -> Result<Option<String>, Refusal> {
    // uv makes the environment itself.
    if let Some((run, _)) = installing
        .iter()
        .find(|(_, command)| command.program() == "uv" && command.word(1) == "sync")
    {
        pinned(survey, version, run)?;
        let set = survey
            .model
            .graph
            .env(survey.stage.index, "UV_PROJECT_ENVIRONMENT");
        let path = match set.value() {
            Some(path) => path.clone(),
            None => absolute(survey.workdir().unwrap_or("/"), ".venv"),
        };
        return Ok(Some(path));
    }
    match venvs {
        [] => Ok(None),
        [only] => Ok(Some(only.clone())),
        _ => Err(Refusal::one(Obstacle::new(
            survey.stage.from,
            "there are several virtual environments",
            "use one",
        ))),
    }
}

/// Everything that is installed from here on goes into an environment of its own.
fn own_environment(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    installing: &[(&Run<'_>, &Cmd)],
    first: &Run<'_>,
    distroless: bool,
) -> Result<Packages, Refusal> {
    if let Some((run, _)) = installing
        .iter()
        .find(|(_, command)| command.program() == "uv")
    {
        for (run, command) in installing {
            if command.program() == "uv"
                && let Some(at) = command.words.iter().position(|word| word == "--system")
                && let (Some(place), true) = (command.places.get(at), run.editable)
            {
                plan.edits.push(Change::new(
                    *place,
                    format!("--python {VENV}/bin/python"),
                    "the packages go into an environment of their own, which the final image gets",
                ));
            }
        }
        let system = survey
            .stage
            .steps
            .iter()
            .flat_map(|step| &step.assignments)
            .any(|it| it.name.as_deref() == Some("UV_SYSTEM_PYTHON"));
        if system {
            return Err(Refusal::one(Obstacle::new(
                run.step.span,
                "uv installs beside the interpreter (UV_SYSTEM_PYTHON)",
                "install into a virtual environment: `uv venv`",
            )));
        }
    }
    // pip installs by its own copy in the environment; the others bring theirs.
    let pip = installing
        .iter()
        .any(|(_, command)| !matches!(command.program(), "poetry" | "uv"));
    let bare = if pip { "" } else { "--without-pip " };
    let line = line_of(survey, first);
    let ending = survey.model.line_ending();
    plan.edits.push(insert(
        line,
        format!("RUN python -m venv {bare}{VENV}{ending}ENV VIRTUAL_ENV={VENV} PATH=\"{VENV}/bin:$PATH\"{ending}"),
        "packages go into an environment of their own, which the final image gets",
    ));
    if pip && distroless {
        plan.build_as_root.push(Lines {
            lines: vec!["RUN pip uninstall -y pip".to_owned()],
            reason: "pip is needed to build, and not to run".to_owned(),
        });
    }
    Ok(Packages::Venv(VENV.to_owned()))
}

/// uv downloads an interpreter of its own where the project asks for another release.
fn pinned(survey: &Survey<'_, '_>, version: &str, run: &Run<'_>) -> Result<(), Refusal> {
    let workdir = survey.workdir().unwrap_or("/");
    let folder = survey
        .model
        .contents(survey.stage)
        .context_of(workdir)
        .unwrap_or_default();
    let path = if folder.is_empty() {
        ".python-version".to_owned()
    } else {
        format!("{folder}/.python-version")
    };
    let asked = survey.model.surroundings().files().read(&path);
    match asked
        .as_deref()
        .map(str::trim)
        .filter(|asked| !asked.is_empty())
    {
        Some(asked) if !asked.starts_with(version) && asked != "3" => {
            Err(Refusal::one(Obstacle::new(
                run.step.span,
                format!(
                    "`.python-version` asks for Python {asked}, and the image has {version}: uv downloads an interpreter of its own"
                ),
                "use the image of that release",
            )))
        }
        _ => Ok(()),
    }
}

/// The place after `install`.
fn verb_end(command: &Cmd) -> Option<u32> {
    let at = command.words.iter().position(|word| word == "install")?;
    command.places.get(at).map(|place| place.end)
}

/// The start of the line of a RUN, its comments above included.
fn line_of(survey: &Survey<'_, '_>, run: &Run<'_>) -> u32 {
    let source = survey.source();
    let start = |at: u32| {
        source
            .get(..at as usize)
            .and_then(|text| text.rfind('\n'))
            .map_or(0, |at| at as u32 + 1)
    };
    let mut line = start(run.step.span.start);
    let comments = &survey.model.file.comments;
    while let Some(above) = line.checked_sub(1).map(start) {
        let commented = comments
            .iter()
            .any(|comment| comment.start >= above && comment.start < line);
        if !commented || above == line {
            break;
        }
        line = above;
    }
    line
}

/// Puts the packages where the final interpreter finds them.
pub(super) fn place(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    packages: &Packages,
    version: &str,
    distroless: bool,
) {
    let found = format!("/usr/local/lib/python{version}/dist-packages");
    match packages {
        Packages::None => {}
        Packages::Target => {
            plan.copies.push(CopyLine {
                from: PACKAGES.to_owned(),
                to: found,
                owned: false,
            });
            let later = survey.runs.iter().any(|run| {
                run.commands.iter().any(|command| {
                    file_name(command.word(0)).starts_with("python") && pip(command).is_none()
                        || matches!(command.program(), "flask" | "django-admin" | "alembic")
                })
            });
            if later {
                plan.edits.push(insert(
                    after_install(survey),
                    format!("ENV PYTHONPATH={PACKAGES}{}", survey.model.line_ending()),
                    "what runs in the build finds its packages there",
                ));
            }
        }
        Packages::Venv(venv) if distroless => {
            plan.copies.push(CopyLine {
                from: format!("{venv}/lib/python{version}/site-packages"),
                to: found,
                owned: false,
            });
        }
        Packages::Venv(venv) => {
            if !is_below(venv, survey.workdir().unwrap_or("/")) {
                plan.copies.push(CopyLine::same(venv.clone(), false));
            }
            plan.head.push(Lines {
                lines: vec![format!("ENV PATH=\"{venv}/bin:$PATH\"")],
                reason: "programs of the packages are found in the environment".to_owned(),
            });
        }
    }
}

/// The start of the line after the RUN that installs.
fn after_install(survey: &Survey<'_, '_>) -> u32 {
    let run = survey
        .runs
        .iter()
        .find(|run| run.commands.iter().any(installs));
    let end = run.map_or(0, |run| run.step.span.end);
    let rest = survey.source().get(end as usize..).unwrap_or_default();
    rest.find('\n')
        .map_or(survey.source().len() as u32, |at| end + at as u32 + 1)
}
