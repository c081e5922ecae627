//! `python-path-not-searched`: packages lie where the final interpreter does not look.

use super::python::{Python, is_searched, minor_of, packages, python, python_path, tell};
use crate::finding::{Finding, Safety, Severity};
use crate::graph::Stage;
use crate::image::artifact::{PythonInstall, PythonPackages};
use crate::image::path::merged;
use crate::model::Model;
use crate::model::started::exec_words;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Span;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "python-path-not-searched",
        summary: "packages of Python where the interpreter does not look",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("python_path_not_searched.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.runnable() {
        if model.starts_runtime(stage, &["python"]).is_none() {
            continue;
        }
        let (Some(interpreter), Some(path)) = (python(model, stage), python_path(model, stage))
        else {
            continue;
        };
        let found: Vec<Span> = found(model, stage, &interpreter, &path).collect();
        let closed = model.base(stage).facts().is_some_and(|facts| facts.closed);
        for artifact in &model.contents(stage).artifacts {
            let Some(installed) = packages(artifact) else {
                continue;
            };
            // In the directory of another minor version: python-version-mismatch speaks.
            let fits = installed.python.minor.as_deref() == Some(interpreter.minor.as_str())
                || installed.python.minor.is_some()
                    && minor_of(&artifact.path) != installed.python.minor.as_deref();
            let copied = artifact.trail.len() > 1 && artifact.sure;
            if !closed
                || !fits
                || !copied
                || installed.how == PythonInstall::Venv
                || is_searched(&interpreter, &path, &artifact.path)
                || artifact
                    .made()
                    .is_some_and(|made| found.contains(&made.span))
                || in_user_site(model, stage, &interpreter, &artifact.path)
                || model.script_directories(stage).contains(&artifact.path)
                || interpreter.searched.is_empty()
                || is_patched(model, stage, &interpreter)
                // Reads files, so that it comes last.
                || changes_search(model, stage)
            {
                continue;
            }
            let (place, name) = (&artifact.path, model.base_name(stage));
            let at = artifact.trail.last().map_or(stage.from, |site| site.span);
            let finding = Finding::new(
                &RULE.meta,
                at,
                format!(
                    "Python of `{name}` does not look for packages in `{place}` (ModuleNotFoundError): it searches `{}`",
                    interpreter.searched.join("`, `")
                ),
                format!("add `ENV PYTHONPATH={place}` to the final stage"),
            );
            let finding =
                artifact
                    .trail
                    .iter()
                    .enumerate()
                    .fold(finding, |finding, (index, site)| {
                        let message = if index == 0 {
                            format!(
                                "packages are installed here, into `{}`",
                                installed_in(installed)
                            )
                        } else {
                            format!("they are copied to `{place}`")
                        };
                        finding.because(site.span, message)
                    });
            // Packages for another version may not work once they are found.
            let same = installed.python.minor.as_deref() == Some(interpreter.minor.as_str());
            let told = same.then(|| tell(model, stage, at, Vec::new(), place));
            let fix = told.flatten().map(|edit| {
                edits::fix(
                    format!("set `PYTHONPATH={place}`"),
                    Safety::Safe,
                    vec![edit],
                )
            });
            report(
                finding
                    .because(
                        model.root(stage).base.span,
                        format!("`{name}` has Python {}", interpreter.minor),
                    )
                    .likely_unless(model.base(stage).certainty())
                    .fix(fix),
            );
        }
    }
}

/// Where those packages are installed that the interpreter finds: another copy of them is not missed.
fn found<'m>(
    model: &'m Model<'_>,
    stage: &Stage,
    interpreter: &'m Python,
    path: &'m [String],
) -> impl Iterator<Item = Span> + 'm {
    let artifacts = model.contents(stage).artifacts.iter();
    artifacts.filter_map(move |artifact| {
        packages(artifact)?;
        let searched = is_searched(interpreter, path, &artifact.path);
        artifact.made().filter(|_| searched).map(|made| made.span)
    })
}

/// Whether a directory is, or may be, the one for packages of the user who starts it.
/// Source: docs.python.org, `site`; tried with the images of this project's tests, 2026-11-28.
fn in_user_site(model: &Model<'_>, stage: &Stage, interpreter: &Python, path: &str) -> bool {
    let below = format!("/.local/lib/python{}/site-packages", interpreter.minor);
    if model.sets_variable("PYTHONNOUSERSITE") {
        return false;
    }
    model.sets_variable("PYTHONUSERBASE")
        || path.strip_suffix(&below).is_some_and(|home| {
            let own = model.home(stage);
            own.is_none_or(|own| merged(&own) == home)
        })
}

/// Whether something may have been put over the interpreter's own library, which says where it looks: Debian's
/// looks elsewhere than the one of python.org.
/// Source: `site.py` of both, checked 2026-11-28.
fn is_patched(model: &Model<'_>, stage: &Stage, interpreter: &Python) -> bool {
    let path = interpreter.path.as_deref();
    let prefix = path
        .and_then(|path| path.split_once("/bin/"))
        .map(|(prefix, _)| prefix);
    prefix.is_some_and(|prefix| {
        let own = format!("{prefix}/lib/python{}/site.py", interpreter.minor);
        model.path(stage, &own).touched
    })
}

/// Whether what is started tells the interpreter by itself where to look, as far as its text is known.
fn changes_search(model: &Model<'_>, stage: &Stage) -> bool {
    let changes = |text: &str| text.contains("sys.path") || text.contains("addsitedir");
    let mut words = exec_words(stage).filter_map(|word| word.value.as_deref());
    words.any(|word| {
        let module = word.replace('.', "/");
        let names = [
            word.to_owned(),
            format!("{module}.py"),
            format!("{module}/__init__.py"),
            format!("{module}/__main__.py"),
        ];
        changes(word)
            || names.iter().any(|name| {
                let file = model
                    .absolute(stage, name)
                    .and_then(|path| model.context_file(stage, &merged(&path)));
                let text = file.and_then(|(_, file)| model.surroundings().files().read(&file));
                text.is_some_and(|text| changes(&text))
            })
    })
}

/// Where the installing interpreter keeps its packages, in words.
fn installed_in(installed: &PythonPackages) -> String {
    match installed.how {
        PythonInstall::Target => "a directory of their own".to_owned(),
        PythonInstall::User => "the user's directory".to_owned(),
        PythonInstall::Prefix => "a prefix of their own".to_owned(),
        PythonInstall::System | PythonInstall::Venv => {
            format!("the directory of `{}`", installed.python.image)
        }
    }
}
