//! RUNs of a final stage that a minimal base makes needless.

use crate::survey::Survey;
use distroless_core::graph::StepKind;
use distroless_core::image::path::{absolute, is_below};
use dockerfile_syntax::Span;

/// Commands around the installing of packages and the making of accounts.
const COMMANDS: &[&str] = &[
    ":",
    "addgroup",
    "adduser",
    "apk",
    "apt",
    "apt-get",
    "echo",
    "groupadd",
    "set",
    "true",
    "update-ca-certificates",
    "useradd",
    "usermod",
];

/// All RUNs of the stage with the reason why each may go; `None` where one may not.
pub(super) fn drops(survey: &Survey<'_, '_>) -> Option<Vec<(Span, String)>> {
    if !survey.needed_packages().is_empty() {
        return None;
    }
    let mut found = Vec::new();
    for run in &survey.runs {
        let mut packages = false;
        for command in &run.commands {
            match command.program() {
                name if COMMANDS.contains(&name) => {
                    packages |= name.starts_with("ap") || name == "update-ca-certificates";
                }
                "rm" => {
                    let lists = command.plain_words().all(|word| {
                        ["/var/lib/apt", "/var/cache", "/tmp", "/root/.cache"]
                            .iter()
                            .any(|it| is_below(word, it))
                    });
                    if !lists {
                        return None;
                    }
                }
                "mkdir" => {
                    if !command
                        .plain_words()
                        .all(|path| is_made_by_copy(survey, path))
                    {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        let reason = if packages {
            "the base has what these packages bring, or nothing in the image uses it"
        } else {
            "the base has a user of its own, and copies make their directories"
        };
        found.push((run.step.span, reason.to_owned()));
    }
    Some(found)
}

/// Whether a copy or WORKDIR makes a directory anyway.
fn is_made_by_copy(survey: &Survey<'_, '_>, path: &str) -> bool {
    let path = absolute(survey.workdir().unwrap_or("/"), path);
    survey.stage.steps.iter().any(|step| match &step.kind {
        StepKind::Copy(copy) => {
            let to = copy
                .destination
                .value
                .as_deref()
                .zip(copy.workdir.as_deref());
            to.is_some_and(|(to, workdir)| is_below(&absolute(workdir, to), &path))
        }
        StepKind::Workdir(Some(workdir)) => is_below(workdir, &path),
        _ => false,
    })
}
