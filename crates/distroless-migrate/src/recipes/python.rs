//! Python: packages where the interpreter of the final image finds them, of the same minor release.

use super::carry::{Linked, carry};
use super::rest::rest;
use super::system::installs as installs_of_system;
use super::{Planned, insert, starts};
use crate::bases::{Final, google_runtime, start_as};
use crate::family::Family;
use crate::health::{Asks, health};
use crate::image::{base, entrypoint, parts, with_variant};
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Change, CopyLine, Lines, Note, Plan};
use crate::run::{Cmd, Run};
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::artifact::Kind;
use distroless_core::image::path::{absolute, file_name, is_below};
use image_knowledge::{Language, RuntimeKind};

/// Programs of the language that a build runs.
const TOOLS: &[&str] = &[
    "alembic",
    "cmake",
    "django-admin",
    "flask",
    "g++",
    "gcc",
    "make",
    "pdm",
    "pip",
    "pipenv",
    "poetry",
    "pybabel",
    "python",
    "uv",
    "virtualenv",
];

/// Variables that only builds read.
const BUILD_ONLY: &[&str] = &[
    "PIP_",
    "PIPENV_",
    "POETRY_",
    "UV_",
    "VIRTUAL_ENV",
    "PDM_",
    "PYSETUP_PATH",
    "VENV_PATH",
];

/// Programs that packages bring and that are modules as well: what to write after `python -m`.
/// Source: `__main__.py` of the packages, checked 2026-11-28.
const MODULES: &[(&str, &str)] = &[
    ("celery", "celery"),
    ("daphne", "daphne"),
    ("django-admin", "django"),
    ("fastapi", "fastapi"),
    ("flask", "flask"),
    ("granian", "granian"),
    ("gunicorn", "gunicorn"),
    ("hypercorn", "hypercorn"),
    ("sanic", "sanic"),
    ("streamlit", "streamlit"),
    ("uvicorn", "uvicorn"),
    ("waitress-serve", "waitress"),
];

/// The release that open tags are pinned to: that of the distroless image.
const OPEN: &str = "3.13";

/// Where packages go that are installed on their own.
const VENV: &str = "/venv";
const PACKAGES: &str = "/packages";

pub(super) fn is_of(name: &str) -> bool {
    matches!(
        name,
        "python"
            | "poetry"
            | "pipenv"
            | "uv"
            | "uwsgi"
            | "opentelemetry-instrument"
            | "ddtrace-run"
    ) || MODULES.iter().any(|(known, _)| *known == name)
}

/// Where the packages are in the build stage.
enum Packages {
    /// None are installed.
    None,
    /// In a directory of their own.
    Target,
    /// In a virtual environment.
    Venv(String),
}

pub(super) fn plan(survey: &Survey<'_, '_>, mut started: Started) -> Planned {
    unwrap_runner(&mut started)?;
    let image = survey.model.base_name(survey.stage).to_owned();
    let (name, tag) = parts(&image);
    if file_name(name) != "python" {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            format!("where `{image}` keeps Python and its packages is not known well enough"),
            "build on the official image of Python",
        )));
    }
    let root = survey.workdir().unwrap_or("/");
    if root == "/" {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "the application lies in the root directory, among the files of the system",
            "set a WORKDIR of its own, such as /app",
        )));
    }
    let written = minor(tag);
    let known = survey
        .version(RuntimeKind::Python)
        .and_then(|version| minor(&version));
    let open = written.is_none()
        && (tag.is_empty()
            || !tag.starts_with(|c: char| c.is_ascii_digit())
            || tag.starts_with('3'));
    let version = match (&written, open) {
        (Some(version), _) => version.clone(),
        (None, true) if !survey.stage.base.has_variables => OPEN.to_owned(),
        _ => known.ok_or_else(|| {
            Refusal::one(Obstacle::new(
                survey.stage.base.span,
                "which release of Python it has is not known",
                "name it in the tag",
            ))
        })?,
    };
    let (base_image, distroless, why) = choose(survey, &version)?;
    if !survey.is_single() {
        return Err(of_stages(survey, &base_image));
    }
    let covered: Vec<&str> = survey
        .model
        .contents(survey.stage)
        .artifacts
        .iter()
        .filter(|it| matches!(it.kind, Kind::Venv(_)))
        .map(|it| it.path.as_str())
        .chain([root])
        .collect();
    let rest = rest(survey, &covered, TOOLS, false, !distroless);
    // Packages of the system are there on the slim image as well, once they are installed there.
    let rest = rest?;
    let mut plan = start_as(survey, &base_image, why);
    plan.build_only = BUILD_ONLY;
    if written.is_none() && open && !survey.stage.base.has_variables {
        let variant = tag.split_once('-').map_or("", |(_, variant)| variant);
        let variant =
            if variant.is_empty() && !tag.is_empty() && tag != "latest" && !tag.starts_with('3') {
                tag
            } else {
                variant
            };
        let image = if variant.is_empty() {
            format!("{name}:{version}")
        } else {
            format!("{name}:{version}-{variant}")
        };
        plan.builder = Some((
            image,
            format!(
                "the tag leaves the release open: packages must be installed by the one of the final image, {version}"
            ),
        ));
    }
    let final_is_musl = !distroless && plan.base.contains("alpine");
    if survey.is_musl() && !final_is_musl {
        builder_of_debian(survey, &mut plan, &image, &version)?;
    }
    needs_system(survey)?;
    if !distroless {
        plan.head.extend(installs_of_system(survey)?);
    }
    let packages = packages(survey, &mut plan, &version, distroless)?;
    let directory = match &packages {
        Packages::None => None,
        Packages::Target => Some(PACKAGES),
        Packages::Venv(venv) => Some(venv.as_str()),
    };
    if let Some(directory) = directory.filter(|_| compiles(survey)) {
        carry(&mut plan, Linked::Below(directory), OF_BASE, "packages are");
    }
    place(survey, &mut plan, &packages, &version, distroless);
    plan.copies.push(CopyLine::same(root, true));
    for copy in rest.copies {
        if !plan
            .copies
            .iter()
            .any(|known| is_below(&copy.from, &known.from))
        {
            plan.copies.push(copy);
        }
    }
    plan.notes.extend(rest.notes);
    let own = if distroless {
        entrypoint(survey, &plan.base)
    } else {
        Vec::new()
    };
    start(survey, &mut plan, &mut started, &own, distroless)?;
    plan.head.extend(super::environment(&started));
    let python = own.first().map_or("python", String::as_str).to_owned();
    plan.health = health(survey, Asks::Python(&python), &|_| false);
    Ok(plan)
}

/// A final stage that takes its packages from another one: where those are, and what they are linked with, is
/// a matter of both.
fn of_stages(survey: &Survey<'_, '_>, base: &Final) -> Refusal {
    let image = survey.model.base_name(survey.stage);
    if base.nonroot == image || image.contains("slim") || image.contains("alpine") {
        return Refusal::nothing_to_do(
            survey.stage.from,
            format!("it has a build stage already, and `{image}` has no compiler"),
        );
    }
    Refusal::one(Obstacle::new(
        survey.stage.base.span,
        format!(
            "packages come from another stage, and whether they need libraries of `{image}` is not known"
        ),
        "try the slim image of the same release in the final stage",
    ))
}

/// Libraries that the image of an interpreter has for it, and that must be its own.
const OF_BASE: &str =
    "bz2|crypto|expat|ffi|gcc_s|lzma|ncursesw|python3|readline|sqlite3|ssl|stdc..|tinfo|uuid|z";

/// Packages that are compiled against libraries of the system where their index has no wheel.
/// Source: their files on PyPI, checked 2026-11-28.
const COMPILED: &[&str] = &[
    "cx-oracle",
    "dbus-python",
    "gdal",
    "m2crypto",
    "mysqlclient",
    "psycopg2",
    "psycopg-c",
    "pyaudio",
    "pycairo",
    "pycurl",
    "pygobject",
    "pygraphviz",
    "pyodbc",
    "python-ldap",
    "python-snappy",
    "pysqlite3",
    "systemd-python",
    "uwsgi",
    "xmlsec",
];

/// Packages that look for libraries or programs of the system when they run.
/// Source: their documentation, checked 2026-11-28.
const SYSTEM: &[&str] = &[
    "cairocffi",
    "cairosvg",
    "gitpython",
    "graphviz",
    "moviepy",
    "opencv-contrib-python",
    "opencv-python",
    "pdf2image",
    "pdfkit",
    "playwright",
    "pydub",
    "pypandoc",
    "pytesseract",
    "python-magic",
    "pyvips",
    "pyzbar",
    "selenium",
    "wand",
    "weasyprint",
];

/// Whether packages may be compiled in the build, against libraries that the final image lacks.
fn compiles(survey: &Survey<'_, '_>) -> bool {
    let (_, tag) = parts(survey.model.base_name(survey.stage));
    let full = !tag.contains("slim") && !tag.contains("alpine");
    let installed = survey
        .model
        .contents(survey.stage)
        .installed()
        .any(|package| {
            matches!(
                package.name.as_str(),
                "build-essential" | "build-base" | "gcc" | "g++" | "clang"
            )
        });
    if !full && !installed {
        return false;
    }
    match names(survey) {
        Some(names) => names.iter().any(|name| COMPILED.contains(&name.as_str())),
        None => true,
    }
}

/// The names of the packages that the application needs, where the build context tells.
fn names(survey: &Survey<'_, '_>) -> Option<Vec<String>> {
    let workdir = survey.workdir().unwrap_or("/");
    let folder = survey
        .model
        .contents(survey.stage)
        .context_of(workdir)
        .unwrap_or_default();
    let project = survey.model.surroundings().project(&folder);
    let python = project.python()?;
    let needed = python
        .packages
        .iter()
        .filter(|package| package.dev != Some(true));
    Some(needed.map(|package| package.name.clone()).collect())
}

/// Refuses packages that start programs, or load libraries, of the system.
fn needs_system(survey: &Survey<'_, '_>) -> Result<(), Refusal> {
    let names = names(survey).unwrap_or_default();
    let found = names.iter().filter(|name| SYSTEM.contains(&name.as_str()));
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

/// `poetry run`, `pipenv run` and `uv run` start what stands behind them in the project's environment.
fn unwrap_runner(started: &mut Started) -> Result<(), Refusal> {
    let name = started.program().to_owned();
    let words: Vec<String> = started.words().iter().map(ToString::to_string).collect();
    match name.as_str() {
        "poetry" | "pipenv" | "uv" if words.get(1).map(String::as_str) == Some("run") => {
            if words.get(2).is_none_or(|word| word.starts_with('-')) {
                return Err(Refusal::one(Obstacle::new(
                    started.span,
                    format!("it is not known what `{name} run` starts"),
                    "start it itself",
                )));
            }
            let file = words.get(2).is_some_and(|word| word.ends_with(".py"));
            started.replace(2, if file { &["python"] } else { &[] });
            started.unwrapped.push(
                "the tool that installs is not in the image: what it starts is started itself",
            );
            Ok(())
        }
        "poetry" | "pipenv" | "uv" => Err(Refusal::one(Obstacle::new(
            started.span,
            format!("`{name}` is started, and installs or runs things when the container starts"),
            "install in the build, and start the program itself",
        ))),
        "opentelemetry-instrument" | "ddtrace-run" => Err(Refusal::one(Obstacle::new(
            started.span,
            format!(
                "`{name}` finds the program and starts it by PATH, where the final image has none of the scripts"
            ),
            "switch the instrumentation on in the program",
        ))),
        "uwsgi" => Err(Refusal::one(Obstacle::new(
            started.span,
            "`uwsgi` is a program that is compiled when it is installed, and linked with libraries of the build image",
            "use a server that is written in Python (gunicorn, uvicorn, waitress)",
        ))),
        _ => Ok(()),
    }
}

/// `3.12` of `3.12.4-slim`.
fn minor(version: &str) -> Option<String> {
    let mut parts = version.split('-').next()?.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let minor: String = minor.chars().take_while(char::is_ascii_digit).collect();
    (number(major) && number(&minor)).then(|| format!("{major}.{minor}"))
}

/// The final image, whether it has no shell, and why it is that one.
fn choose(survey: &Survey<'_, '_>, version: &str) -> Result<(Final, bool, String), Refusal> {
    let image = survey.model.base_name(survey.stage);
    let slim = |why: String| {
        let (name, tag) = parts(image);
        let alpine = tag.split('-').find(|word| word.starts_with("alpine"));
        // The release of the system stays, where the tag names it.
        let codename = tag
            .split('-')
            .find(|word| matches!(*word, "bookworm" | "trixie" | "bullseye" | "buster"));
        let number = tag
            .split('-')
            .next()
            .filter(|it| it.starts_with(|c: char| c.is_ascii_digit()) && it.contains('.'))
            .unwrap_or(version);
        let slim = match (alpine, codename) {
            (Some(alpine), _) => format!("{name}:{number}-{alpine}"),
            (None, Some(codename)) => format!("{name}:{number}-slim-{codename}"),
            (None, None) => format!("{name}:{number}-slim"),
        };
        // A digest of the slim image itself is kept.
        let pinned = image.contains('@') && tag.contains("slim");
        let slim = if pinned { image.to_owned() } else { slim };
        let known = base(survey, &slim).is_some_and(|base| base.is_known());
        if known {
            Ok((
                Final {
                    root: slim.clone(),
                    nonroot: slim,
                },
                false,
                why,
            ))
        } else {
            Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                why,
                "name an image whose slim variant is known",
            )))
        }
    };
    let google = google_runtime(survey, Language::Python, version);
    let has = "Python 3.13";
    let none = format!(
        "the minimal image has {has}, and this is Python {version}: packages of one are not for the other"
    );
    match survey.family {
        Family::Best | Family::Google => match google {
            Some(base) => Ok((
                base,
                true,
                format!("Python {version} without a shell and without pip"),
            )),
            None if survey.family == Family::Best => {
                slim(format!("{none}; the slim image has it, without compilers"))
            }
            None => Err(Refusal::one(Obstacle::new(
                survey.stage.base.span,
                none,
                "move to Python 3.13, or choose --base slim",
            ))),
        },
        Family::Chainguard => Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            format!(
                "Chainguard's free images have the latest release only, and it is not known to be Python {version}"
            ),
            "choose --base google or slim",
        ))),
        Family::Scratch => Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "a script needs Python, and the empty image has nothing",
            "choose --base google or slim",
        ))),
        Family::Slim => slim(format!(
            "Python {version} without compilers, and what the build leaves"
        )),
    }
}

/// Packages with machine code that are installed with musl do not load with the GNU C library.
fn builder_of_debian(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    image: &str,
    version: &str,
) -> Result<(), Refusal> {
    let installs = survey
        .commands()
        .any(|(_, command)| command.program() == "apk");
    if installs || survey.stage.base.has_variables || image.contains('@') {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.base.span,
            "packages with machine code that are installed on Alpine do not load on the final image, which has the GNU C library",
            "build on the slim image of Debian, with apt-get for apk",
        )));
    }
    let slim = match &plan.builder {
        Some(_) => format!("{}:{version}-slim", parts(image).0),
        None => with_variant(image, "slim"),
    };
    plan.builder = Some((
        slim,
        "packages with machine code that are installed on Alpine (musl) do not load on the final image (GNU C library)".to_owned(),
    ));
    Ok(())
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
        ["uv", "sync", ..] | ["uv", "pip", "install" | "sync", ..] => true,
        ["pdm", "install" | "sync", ..] => true,
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
fn packages(
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
        return Ok(Packages::Venv(path));
    }
    match venvs.as_slice() {
        [] => {}
        [only] => return Ok(Packages::Venv(only.clone())),
        _ => {
            return Err(Refusal::one(Obstacle::new(
                first.step.span,
                "there are several virtual environments",
                "use one",
            )));
        }
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
    // Everything that is installed from here on goes into an environment of its own.
    if let Some((run, _)) = installing
        .iter()
        .find(|(_, command)| command.program() == "uv")
    {
        for (run, command) in &installing {
            if command.program() == "uv"
                && let Some(at) = command.words.iter().position(|word| word == "--system")
            {
                if let (Some(place), true) = (command.places.get(at), run.editable) {
                    plan.edits.push(Change::new(*place, format!("--python {VENV}/bin/python"), "the packages go into an environment of their own, which the final image gets"));
                }
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
    let ending = survey.model.line_ending();
    plan.edits.push(insert(
        line,
        format!("RUN python -m venv {bare}{VENV}{ending}ENV VIRTUAL_ENV={VENV} PATH=\"{VENV}/bin:$PATH\"{ending}"),
        "packages go into an environment of their own, which the final image gets",
    ));
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
fn place(
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

/// How the program is started.
fn start(
    survey: &Survey<'_, '_>,
    plan: &mut Plan,
    started: &mut Started,
    own: &[String],
    distroless: bool,
) -> Result<(), Refusal> {
    let program = started.program().to_owned();
    let base_name = program
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
        .to_owned();
    let why = started.unwrapped.first().copied();
    if !distroless {
        let reason = why.unwrap_or("it is started as before").to_owned();
        plan.starts = starts(started, &[], false, reason);
        return Ok(());
    }
    let mut reason = format!("the base starts `{}` itself", own.join(" "));
    if base_name != "python" {
        let Some((_, module)) = MODULES.iter().find(|(name, _)| *name == program) else {
            return Err(Refusal::one(Obstacle::new(
                started.span,
                format!(
                    "`{program}` is a script of a package that names the interpreter of the build image"
                ),
                "start it as a module: CMD [\"python\", \"-m\", …]",
            )));
        };
        started.replace(1, &["python", "-m", module]);
        reason = format!(
            "`{program}` is a script that names the interpreter of the build image: the base starts `{}` itself, and the module is the same",
            own.join(" ")
        );
    }
    let words = started.words();
    if words.iter().any(|word| *word == "--reload") {
        plan.notes
            .push(Note::at(started.span, "`--reload` is for development"));
    }
    if words.len() < 2 {
        return Err(Refusal::one(Obstacle::new(
            started.span,
            "Python is started without a script",
            "name the script in CMD",
        )));
    }
    let _ = survey;
    plan.starts = starts(started, own, true, reason);
    Ok(())
}
