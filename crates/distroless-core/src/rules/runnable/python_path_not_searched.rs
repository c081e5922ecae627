//! `python-path-not-searched`: packages lie where the final interpreter does not look.

use super::python::{is_searched, minor_of, packages, python, python_path, tell};
use crate::finding::{Finding, Safety, Severity};
use crate::image::artifact::{PythonInstall, PythonPackages};
use crate::model::Model;
use crate::rules::edits;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

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
    for stage in model.shipped() {
        if model.starts_runtime(stage, &["python"]).is_none() {
            continue;
        }
        let (Some(interpreter), Some(path)) = (python(model, stage), python_path(model, stage))
        else {
            continue;
        };
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
                || model.script_directories(stage).contains(&artifact.path)
                || interpreter.searched.is_empty()
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
