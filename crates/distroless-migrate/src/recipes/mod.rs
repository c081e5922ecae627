//! One recipe a language: what the application is built of, and what it needs to run.

mod alpine;
mod carry;
mod cc;
mod data;
mod dotnet;
mod drops;
mod go;
mod java;
mod node;
mod php;
mod prebuilt;
mod program;
mod python;
mod rest;
mod ruby;
mod rust;
mod site;
mod system;

use crate::bases::SLIM;
use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Change, Note, Plan, Starts};
use crate::start::{Started, started};
use crate::survey::Survey;
use distroless_core::graph::{BaseTarget, StepKind};
use distroless_core::image::artifact::{Artifact, Kind, Program};
use distroless_core::image::path::{is_below, merged};
use dockerfile_syntax::Span;
use image_knowledge::{Family, Language, RuntimeKind};

/// What a recipe says.
type Planned = Result<Plan, Refusal>;

/// The plan for a file, by the recipe of its language.
pub(crate) fn plan(survey: &Survey<'_, '_>) -> Result<Plan, Refusal> {
    let mut plan = by_language(survey)?;
    if let Some(obstacle) = home_of_root(survey, &plan) {
        return Err(obstacle.into());
    }
    about(survey, &mut plan);
    if plan.swap && plan.base == survey.model.base_name(survey.stage) {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            format!("`{}` is the best base already: {}", plan.base, plan.why),
        ));
    }
    if plan.swap
        && let BaseTarget::Stage(stage) = survey.stage.base.target
    {
        return Err(Refusal::one(built_on(survey, stage)));
    }
    let special = |path: &str| {
        path.contains(['$', '"', '\'', '\\', '`', '*', '?', '[']) || path.contains(char::is_control)
    };
    let paths = plan.copies.iter().flat_map(|copy| [&copy.from, &copy.to]);
    let paths: Vec<&str> = paths.map(String::as_str).chain(survey.workdir()).collect();
    if let Some(path) = paths.iter().find(|path| special(path)) {
        return Err(Refusal::one(Obstacle::new(
            survey.stage.from,
            format!("the path `{path}` has characters that mean something in a Dockerfile"),
            "use plain names",
        )));
    }
    crate::bases::tell_user(survey, &mut plan);
    Ok(plan)
}

/// Another base would take away what the stage has of the one that it is built on.
fn built_on(survey: &Survey<'_, '_>, stage: usize) -> Obstacle {
    let stages = &survey.model.graph.stages;
    let name = stages.get(stage).and_then(|stage| stage.name.as_ref());
    let name = name.map_or_else(|| stage.to_string(), |(name, _)| name.clone());
    Obstacle::new(
        survey.stage.from,
        format!("the final stage is built on the stage `{name}`, and has its files and settings"),
        "begin the final stage on an image, and copy into it what runs",
    )
}

/// The home directory of root is closed to every other user: what the final stage would have there.
fn home_of_root(survey: &Survey<'_, '_>, plan: &Plan) -> Option<Obstacle> {
    const HOME: &str = "/root";
    plan.owner.as_ref()?;
    let obstacle = |span| {
        Obstacle::new(
            span,
            "it lies in the home directory of root, which the user of the image may not enter",
            "use a directory of its own, such as /app",
        )
    };
    let workdir = survey.workdir().unwrap_or("/");
    let copied = plan.copies.iter().any(|copy| is_below(&copy.to, HOME));
    if !plan.swap {
        let set = survey
            .stage
            .config
            .workdir
            .span()
            .unwrap_or(survey.stage.from);
        return (copied || is_below(workdir, HOME)).then(|| obstacle(set));
    }
    let changed = |span: Span| {
        let edits = plan.edits.iter().map(|change| change.edit.span);
        let drops = plan.drops.iter().map(|(span, _)| *span);
        let mut all = edits.chain(drops).filter(|it| !it.is_empty());
        all.any(|it| it.start < span.end && span.start < it.end)
    };
    let steps = survey.stage.steps.iter().filter(|step| !changed(step.span));
    let mut inside = steps.filter(|step| match &step.kind {
        StepKind::Workdir(Some(path)) => is_below(path, HOME),
        StepKind::Copy(copy) => copy
            .destination
            .value
            .as_deref()
            .is_some_and(|path| is_below(path, HOME)),
        _ => false,
    });
    inside.next().map(|step| obstacle(step.span))
}

/// What is good to know whatever the language is.
fn about(survey: &Survey<'_, '_>, plan: &mut Plan) {
    let base = &survey.stage.base;
    if base.has_variables && !plan.swap {
        plan.notes.push(Note::at(
            base.span,
            "the build stage depends on a build argument; the final image is chosen for its default, and has to change with it",
        ));
    }
    if let Some(span) = crate::start::init(survey) {
        plan.notes.push(Note::at(
            span,
            "the init is left out: `docker run --init`, or `shareProcessNamespace` of Kubernetes, give one where the program leaves children behind",
        ));
    }
}

fn by_language(survey: &Survey<'_, '_>) -> Planned {
    if survey.is_server() {
        return site::plan(survey);
    }
    let started = started(survey)?;
    let name = started
        .program()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
        .to_owned();
    let has = |kind| survey.has_runtime(kind);
    if name == "go" && has(RuntimeKind::Go) {
        return go::run(survey, started);
    }
    if let Some((artifact, program)) = program(survey, &started) {
        return match program.language {
            Language::Go => go::built(survey, started, &artifact, &program),
            Language::Rust => rust::built(survey, started, &artifact, &program),
            Language::C | Language::Cpp => cc::built(survey, started, &artifact, &program),
            Language::Java => java::linked(survey, &started, &artifact.path),
            _ => Err(unknown(survey, &started).into()),
        };
    }
    if name == "cargo" && has(RuntimeKind::Rust) {
        return rust::run(survey, started);
    }
    if let Some(path) = started
        .words()
        .first()
        .filter(|word| word.contains('/'))
        .and_then(|word| survey.model.absolute(survey.stage, word))
        && cc::is_made(survey, &path)
    {
        return cc::made(survey, started, &path);
    }
    if let Some(planned) = prebuilt::plan_of(survey, &started) {
        return planned;
    }
    if has(RuntimeKind::Python) && python::is_of(&name) {
        return python::plan(survey, started);
    }
    if has(RuntimeKind::Node) && node::is_of(&name) {
        return node::plan(survey, started);
    }
    if java::is_of(&name) && has(RuntimeKind::Java) {
        return java::plan(survey, started);
    }
    if survey
        .facts()
        .is_some_and(|facts| facts.family == Family::Dotnet)
    {
        return dotnet::plan(survey, &started);
    }
    if has(RuntimeKind::Ruby) {
        return ruby::plan(survey, &started);
    }
    if has(RuntimeKind::Php) {
        return php::plan(survey, &started);
    }
    // Whatever it is, it is built in another stage and copied onto what it would be copied onto.
    if survey.family == crate::family::Family::Slim
        && !survey.is_single()
        && survey.model.base_name(survey.stage) == SLIM
    {
        return Err(Refusal::nothing_to_do(
            survey.stage.from,
            format!("it is on the slim image `{SLIM}` already"),
        ));
    }
    Err(unknown(survey, &started).into())
}

/// The program of the project's own that is started, at the path by which the build stage has it.
fn program(survey: &Survey<'_, '_>, started: &Started) -> Option<(Artifact, Program)> {
    let word = *started.words().first()?;
    let path = if word.contains('/') {
        survey.model.absolute(survey.stage, word)?
    } else {
        let found = survey.model.started(survey.stage).map(|(path, _)| path);
        as_written(survey, found.or_else(|| in_path(survey, word))?)
    };
    let wanted = merged(&path);
    let artifacts = &survey.model.contents(survey.stage).artifacts;
    artifacts
        .iter()
        .rev()
        .find_map(|artifact| match &artifact.kind {
            Kind::Program(program) if artifact.holds(&wanted) => {
                let mut artifact = artifact.clone();
                artifact.path.clone_from(&path);
                Some((artifact, program.clone()))
            }
            _ => None,
        })
}

/// Where a program of the file is found by its name: a shell that starts it searches the same directories.
fn in_path(survey: &Survey<'_, '_>, name: &str) -> Option<String> {
    let path = survey.model.graph.env(survey.stage.index, "PATH");
    let search = path
        .value()
        .map_or("/usr/local/bin:/usr/bin:/bin", String::as_str);
    let artifacts = &survey.model.contents(survey.stage).artifacts;
    search
        .split(':')
        .map(|directory| format!("{directory}/{name}"))
        .find(|path| {
            let path = merged(path);
            artifacts
                .iter()
                .any(|artifact| matches!(artifact.kind, Kind::Program(_)) && artifact.holds(&path))
        })
}

/// A path under merged `/usr` as the commands of the file write it: on Alpine, `/bin` is a directory of its own.
fn as_written(survey: &Survey<'_, '_>, path: String) -> String {
    let Some(short) = path.strip_prefix("/usr") else {
        return path;
    };
    let mut words = survey.commands().flat_map(|(_, command)| &command.words);
    if merged(short) == path
        && words.any(|word| word == short || word.ends_with(&format!("={short}")))
    {
        short.to_owned()
    } else {
        path
    }
}

fn unknown(survey: &Survey<'_, '_>, started: &Started) -> Obstacle {
    let first = started.words().first().copied().unwrap_or_default();
    if first.contains("/install/") && first.contains("/bin/") || first.contains("/dist/bin/") {
        return Obstacle::new(
            started.span,
            format!("`{first}` is a script of the shell that Gradle or Maven writes"),
            "start Java itself: CMD [\"java\", \"-cp\", \"/app/lib/*\", \"com.example.Main\"]",
        );
    }
    let program = first.to_owned();
    let name = started
        .program()
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let language = match name {
        "python" | "gunicorn" | "uvicorn" | "flask" => Some(("Python", "python")),
        "node" | "npm" | "yarn" => Some(("Node.js", "node")),
        "java" => Some(("Java", "eclipse-temurin")),
        "ruby" | "bundle" | "rails" => Some(("Ruby", "ruby")),
        "php" => Some(("PHP", "php")),
        _ => None,
    };
    if let Some((language, image)) = language {
        let base = survey.model.base_name(survey.stage);
        return Obstacle::new(
            started.span,
            format!(
                "{language} is installed on `{base}`, and its release and the place of its packages are not known well enough"
            ),
            format!("build on the official image `{image}` of a release, and migrate that"),
        );
    }
    Obstacle::new(
        started.span,
        format!("it is not known what `{program}` is, and what it needs to run"),
        format!(
            "migrate by hand: build in a stage of its own on `{}`, and copy what runs onto a minimal base",
            survey.model.base_name(survey.stage)
        ),
    )
}

/// ENTRYPOINT and CMD on a base that starts `own` itself, where `started` begins with that interpreter, or
/// with another program.
pub(crate) fn starts(
    started: &Started,
    own: &[String],
    interpreter: bool,
    reason: String,
) -> Starts {
    let (fixed, args) = (started.fixed.clone(), started.args.clone());
    if own.is_empty() {
        return Starts {
            entrypoint: fixed,
            cmd: args,
            reason,
        };
    }
    if !interpreter {
        return Starts {
            entrypoint: started.words().iter().map(ToString::to_string).collect(),
            cmd: Vec::new(),
            reason,
        };
    }
    if fixed.is_empty() {
        return Starts {
            entrypoint: Vec::new(),
            cmd: args.into_iter().skip(1).collect(),
            reason,
        };
    }
    if fixed.len() == 1 {
        return Starts {
            entrypoint: Vec::new(),
            cmd: args,
            reason,
        };
    }
    Starts {
        entrypoint: own
            .iter()
            .cloned()
            .chain(fixed.into_iter().skip(1))
            .collect(),
        cmd: args,
        reason,
    }
}

/// Variables that a shell set for the program, as lines of ENV.
pub(crate) fn environment(started: &Started) -> Vec<crate::plan::Lines> {
    let lines = started.env.iter().map(|(name, value)| crate::plan::Lines {
        lines: vec![format!("ENV {name}={}", quoted(value))],
        reason: format!("a shell set `{name}` when it started"),
    });
    lines.collect()
}

fn quoted(value: &str) -> String {
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-./:,@+=".contains(&byte));
    if plain && !value.is_empty() {
        value.to_owned()
    } else {
        format!(
            "\"{}\"",
            value
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('$', "\\$")
        )
    }
}

/// A word as the shell of a RUN reads it.
fn shell_word(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:,@+=%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A change of a command in a RUN: text put in at a place.
fn insert(at: u32, text: impl Into<String>, reason: impl Into<String>) -> Change {
    Change::new(dockerfile_syntax::Span::new(at, at), text, reason)
}
