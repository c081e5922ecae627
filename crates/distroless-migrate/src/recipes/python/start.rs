//! What starts the application, without the scripts and tools that are not in the final image.

use crate::obstacle::{Obstacle, Refusal};
use crate::plan::{Note, Plan};
use crate::recipes::starts;
use crate::start::Started;
use crate::survey::Survey;
use distroless_core::image::path::has_extension;

/// Programs that packages bring and that are modules as well: what to write after `python -m`.
/// Source: `__main__.py` of the packages, checked 2026-11-28.
pub(super) const MODULES: &[(&str, &str)] = &[
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

/// `poetry run`, `pipenv run` and `uv run` start what stands behind them in the project's environment.
pub(super) fn unwrap_runner(started: &mut Started) -> Result<(), Refusal> {
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
            let file = words.get(2).is_some_and(|word| has_extension(word, "py"));
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

/// How the program is started.
pub(super) fn start(
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
    if words.contains(&"--reload") {
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
