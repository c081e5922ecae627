//! `venv-interpreter-missing`: a virtual environment links to an interpreter of the builder.

use crate::finding::{Finding, Severity};
use crate::image::artifact::Kind;
use crate::image::path::is_below;
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "venv-interpreter-missing",
        summary: "virtual environment whose interpreter is not in the image",
        group: Group::Runnable,
        severity: Severity::Error,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("venv_interpreter_missing.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    for stage in model.shipped() {
        let Some((path, span)) = model.started(stage) else {
            continue;
        };
        for artifact in &model.contents(stage).artifacts {
            let Kind::Venv(venv) = &artifact.kind else {
                continue;
            };
            let programs = format!("{}/bin", artifact.path);
            let Some(interpreter) = venv.python.path.as_deref() else {
                continue;
            };
            // Moved environments keep their links; those that may be moved have others.
            if !artifact.sure
                || venv.relocatable
                || !is_below(&path, &programs)
                || artifact.trail.len() < 2
            {
                continue;
            }
            let answer = model.path(stage, interpreter);
            if !answer.is_absent() {
                continue;
            }
            let (place, name, image) = (&artifact.path, model.base_name(stage), &venv.python.image);
            let finding = Finding::new(
                &RULE.meta,
                span,
                format!(
                    "`{path}` leads to `{interpreter}` of `{image}`, which `{name}` does not have: the container cannot start"
                ),
                "build on the image that runs it, or install with `pip install --target` and set PYTHONPATH",
            );
            let finding =
                artifact
                    .trail
                    .iter()
                    .enumerate()
                    .fold(finding, |finding, (index, site)| {
                        let message = if index == 0 {
                            format!("`{place}` is made here, with links to `{interpreter}`")
                        } else {
                            "it is copied here".to_owned()
                        };
                        finding.because(site.span, message)
                    });
            report(
                finding
                    .because(answer.by, format!("`{name}` has no `{interpreter}`"))
                    .proved_by(answer),
            );
        }
    }
}
