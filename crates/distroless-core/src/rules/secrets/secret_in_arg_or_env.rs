//! `secret-in-arg-or-env`: a secret is handed over by ARG or ENV.

use crate::finding::{Finding, Severity};
use crate::graph::{Assignment, Stage};
use crate::model::Model;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};
use dockerfile_syntax::Kind;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "secret-in-arg-or-env",
        summary: "a secret handed over by ARG or ENV",
        group: Group::Secrets,
        severity: Severity::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
        docs: page!("secret_in_arg_or_env.md"),
    },
    check,
};

fn check(model: &Model<'_>, report: &mut dyn FnMut(Finding)) {
    let ships = model.in_images();
    for stage in model.reachable() {
        of_stage(model, stage, ships.contains(&stage.index), report);
    }
}

fn of_stage(model: &Model<'_>, stage: &Stage, ships: bool, report: &mut dyn FnMut(Finding)) {
    let assignments = |wanted: Keyword| {
        let steps = stage.steps.iter().filter(|step| !step.trigger);
        steps
            .filter(move |step| match model.kind(step) {
                Some(Kind::Env(_)) => wanted == Keyword::Env,
                Some(Kind::Arg(_)) => wanted == Keyword::Arg,
                _ => false,
            })
            .flat_map(|step| &step.assignments)
            .filter_map(|assignment| Some((assignment.name.as_deref()?, assignment)))
            .filter(|(name, _)| is_secret_name(name))
    };
    let mut kept = BTreeSet::new();
    for (name, assignment) in assignments(Keyword::Env) {
        // An ENV without a value only says that the container expects one.
        if assignment.value.is_none() || !may_be_secret(assignment) || is_empty(assignment) {
            continue;
        }
        // Where a variable is set twice, the first place is the cause.
        if kept.insert(name) {
            report(finding(name, assignment, Keyword::Env, ships));
        }
    }
    for (name, assignment) in assignments(Keyword::Arg) {
        // An ENV of the name is how the argument gets into the image: one finding is enough.
        if may_be_secret(assignment) && kept.insert(name) {
            report(finding(name, assignment, Keyword::Arg, ships));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyword {
    Arg,
    Env,
}

fn finding(name: &str, assignment: &Assignment, keyword: Keyword, ships: bool) -> Finding {
    let message = match (keyword, ships) {
        (Keyword::Env, true) => format!(
            "`{name}` is named like a secret, and ENV keeps its value in the image: whoever can pull the image can read it"
        ),
        (Keyword::Arg, true) => format!(
            "`{name}` is named like a secret, and the value of a build argument stays in the history of the image: whoever can pull the image can read it"
        ),
        (Keyword::Env, false) => format!(
            "`{name}` is named like a secret, and ENV keeps its value in the build cache; it is not in the final image"
        ),
        (Keyword::Arg, false) => format!(
            "`{name}` is named like a secret, and the value of a build argument stays in the build cache and in the full provenance of the image; it is not in the image itself"
        ),
    };
    let help = match keyword {
        Keyword::Env => {
            "give it to the container when it starts; where a command of the build needs it, mount it: `RUN --mount=type=secret`"
        }
        Keyword::Arg => {
            "mount it where a command of the build needs it: `RUN --mount=type=secret`, and `--secret` for `docker build`"
        }
    };
    let shown = match keyword {
        Keyword::Env => "set here, for this stage and all that is built on it",
        Keyword::Arg => {
            "whoever builds gives the value here, by `--build-arg`, or takes the default"
        }
    };
    let severity = if ships {
        Severity::Warning
    } else {
        Severity::Info
    };
    Finding::new(&RULE.meta, assignment.span, message, help)
        .at(severity)
        .because(assignment.span, shown)
}

/// How names of secrets end.
const ENDS: &[&str] = &[
    "APIKEY",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "SECRET",
    "TOKEN",
];

/// Whole words that names of secrets end with.
const WORDS: &[&str] = &["CREDENTIAL", "CREDENTIALS", "PASS"];

/// What a KEY must be of, or for, to be one that nobody may know.
const KEYS: &[&str] = &[
    "API",
    "APP",
    "AUTH",
    "ENCRYPTION",
    "JWT",
    "MASTER",
    "PRIVATE",
    "SECRET",
    "SSH",
];

/// Words that make a name one of a switch, a public value, or a property of a secret. What the
/// tools for web pages put into the page is public by its prefix.
const HARMLESS: &[&str] = &[
    "ALLOW",
    "DISABLE",
    "DUMMY",
    "EMPTY",
    "ENABLE",
    "EXAMPLE",
    "FAKE",
    "GATSBY",
    "GENERATE",
    "GPG",
    "HAS",
    "IGNORE",
    "MAX",
    "MIN",
    "NO",
    "PAD",
    "PREFIX",
    "PUBLIC",
    "PUBLISHABLE",
    "RANDOM",
    "REACT",
    "REQUIRE",
    "SKIP",
    "TEST",
    "USE",
    "VITE",
    "VUE",
    "WITH",
    "WITHOUT",
];

/// Whether a variable of that name holds a secret, by the words of the name.
fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words: Vec<&str> = name
        .split(['_', '-', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| HARMLESS.contains(word)) {
        return false;
    }
    match words.as_slice() {
        // The first is a path by contract.
        ["GOOGLE", "APPLICATION", "CREDENTIALS"] | [] => false,
        ["SECRET", "KEY", "BASE"]
        | ["MYSQL", "PWD"]
        | [.., "ACCESS", "KEY", "SECRET"]
        | [.., "SECRET", "ACCESS", "KEY"]
        | [
            ..,
            "ADO" | "AZURE" | "DEVOPS" | "GH" | "GITHUB" | "GITLAB",
            "PAT",
        ] => true,
        [.., of, "KEY"] => KEYS.contains(of),
        [.., last] => WORDS.contains(last) || ENDS.iter().any(|end| last.ends_with(end)),
    }
}

/// Texts that say that there is no secret yet.
const PLACEHOLDERS: &[&str] = &[
    "build",
    "change",
    "dummy",
    "example",
    "fake",
    "not-",
    "placeholder",
    "replace",
    "todo",
    "unset",
    "unused",
    "xxx",
    "your",
];

/// Values that are switches.
const SWITCHES: &[&str] = &["false", "no", "none", "null", "off", "on", "true", "yes"];

/// Whether what is assigned can be a secret, as far as its value is known: no switch, no place
/// where the secret lies, no placeholder.
fn may_be_secret(assignment: &Assignment) -> bool {
    let Some(value) = assignment
        .value
        .as_ref()
        .and_then(|value| value.value.as_deref())
    else {
        return true;
    };
    let value = value.trim().to_ascii_lowercase();
    let is_path = ["/", "./", "../", "~/", "file:"]
        .iter()
        .any(|start| value.starts_with(start));
    let is_count = (1..4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    !is_path
        && !SWITCHES.contains(&value.as_str())
        && !is_count
        && !value.starts_with('<')
        && !PLACEHOLDERS.iter().any(|text| value.contains(text))
}

fn is_empty(assignment: &Assignment) -> bool {
    let value = assignment.value.as_ref();
    value.is_some_and(|value| {
        value
            .value
            .as_deref()
            .is_some_and(|it| it.trim().is_empty())
    })
}
