//! Programs that cannot be started without what a minimal base lacks, and why.

use crate::obstacle::Obstacle;
use crate::start::{Started, is_script};
use crate::survey::Survey;
use distroless_core::image::artifact::Kind;
use distroless_core::image::path::file_name;

/// Programs, by what they are, and what to do about them.
const SUPERVISORS: &[&str] = &[
    "circusd",
    "foreman",
    "forego",
    "honcho",
    "multirun",
    "pm2",
    "pm2-runtime",
    "runit",
    "runsvdir",
    "s6-svscan",
    "supervisord",
    "systemd",
];
const CRON: &[&str] = &["busybox-cron", "cron", "crond", "supercronic"];
const WATCHERS: &[&str] = &[
    "CompileDaemon",
    "air",
    "gow",
    "modd",
    "nodemon",
    "reflex",
    "ts-node",
    "ts-node-dev",
    "tsx",
    "watchexec",
    "watchmedo",
];

/// Why the program that is started stands in the way.
pub(crate) fn program(survey: &Survey<'_, '_>, started: &Started) -> Option<Obstacle> {
    let words = started.words();
    let first = words.first().copied().unwrap_or_default();
    let name = file_name(first);
    let obstacle = |why: String, help: &str| Some(Obstacle::new(started.span, why, help));
    if first == "/init" || SUPERVISORS.contains(&name) {
        return obstacle(
            format!(
                "`{name}` starts and watches several programs, by shells and scripts of its own"
            ),
            "make an image for each program, and let the platform restart them",
        );
    }
    if CRON.contains(&name) {
        return obstacle(
            format!("`{name}` starts its jobs through a shell"),
            "start the job itself, by a scheduler outside: a Kubernetes CronJob, a systemd timer",
        );
    }
    if WATCHERS.contains(&name) {
        return obstacle(
            format!(
                "`{name}` compiles or restarts the program when files change: that is for development"
            ),
            "build the program, and start what was built",
        );
    }
    let verb = words.get(1).copied().unwrap_or_default();
    let installs = matches!(
        name,
        "apk" | "apt" | "apt-get" | "composer" | "pip" | "pip3"
    ) || matches!(name, "bundle" | "npm" | "pnpm" | "yarn")
        && matches!(verb, "ci" | "i" | "install");
    if installs {
        return obstacle(
            format!("`{name}` installs things when the container starts"),
            "install them in the build, and start the program itself",
        );
    }
    if name == "envsubst" {
        return obstacle(
            "`envsubst` writes a configuration when it starts".to_owned(),
            "let the program read the variables, or write the file in the build",
        );
    }
    if matches!(
        name,
        "gosu" | "su-exec" | "su" | "sudo" | "runuser" | "setpriv" | "chroot" | "start-stop-daemon"
    ) {
        return obstacle(
            format!("`{name}` changes the user when it starts"),
            "set USER, and give the files to that user in the build",
        );
    }
    if matches!(
        name,
        "make" | "just" | "task" | "rake" | "invoke" | "docker" | "docker-compose"
    ) {
        return obstacle(
            format!("`{name}` starts what its own file says, through a shell"),
            "start the program itself",
        );
    }
    if is_script(first) || is_shell_script(survey, first) {
        return Some(script(survey, started, first));
    }
    None
}

/// Whether the build context, or the file, shows that a program is a script of the shell.
fn is_shell_script(survey: &Survey<'_, '_>, word: &str) -> bool {
    let Some(path) = survey.model.absolute(survey.stage, word) else {
        return false;
    };
    let shell = |line: &str| {
        ["sh", "bash", "ash", "dash"].iter().any(|name| {
            line.ends_with(&format!("/{name}")) || line.ends_with(&format!("env {name}"))
        })
    };
    let artifacts = &survey.model.contents(survey.stage).artifacts;
    artifacts.iter().any(|artifact| match &artifact.kind {
        Kind::Inline { interpreter } => {
            artifact.holds(&path) && interpreter.as_deref().is_some_and(shell)
        }
        _ => false,
    }) || file_of(survey, word).is_some_and(|text| {
        text.lines()
            .next()
            .and_then(|line| line.strip_prefix("#!"))
            .is_some_and(|line| shell(line.split(" -").next().unwrap_or(line).trim()))
    })
}

/// The text of a started script, where the build context has it.
fn file_of(survey: &Survey<'_, '_>, word: &str) -> Option<String> {
    let path = survey.file_of_context(word)?;
    survey.model.surroundings().files().read(&path)
}

/// What scripts do, by a word in them, and what to do instead.
const DEEDS: &[(&[&str], &str, &str)] = &[
    (
        &["envsubst", "sed -i"],
        "writes a configuration from variables",
        "let the program read the variables itself",
    ),
    (
        &[
            "apt-get ",
            "apk add",
            "pip install",
            "npm install",
            "npm ci",
            "yarn install",
            "bundle install",
            "composer install",
            "go get",
        ],
        "installs things when the container starts",
        "install them in the build",
    ),
    (
        &[
            "migrate",
            "db:setup",
            "db upgrade",
            "alembic upgrade",
            "flyway",
            "liquibase",
        ],
        "changes the data base before the program starts",
        "run migrations as a job of their own, before the rollout",
    ),
    (
        &[
            "wait-for",
            "nc -z",
            "pg_isready",
            "until ",
            "while !",
            "sleep ",
        ],
        "waits for other services",
        "let the program retry, or let the platform order the start",
    ),
    (
        &["gosu", "su-exec", "chown "],
        "changes owners or the user",
        "set USER, and give the files to that user in the build",
    ),
    (
        &["cron", "crond"],
        "starts cron",
        "start jobs by a scheduler outside",
    ),
    (
        &["supervisord"],
        "starts a supervisor",
        "make an image for each program",
    ),
    (
        &["&\n", "& \n", "wait\n"],
        "starts several programs",
        "make an image for each program",
    ),
];

/// A script of the shell is started.
pub(crate) fn script(survey: &Survey<'_, '_>, started: &Started, script: &str) -> Obstacle {
    let name = if script.is_empty() || script.starts_with('-') {
        started.program()
    } else {
        script
    };
    let text = file_of(survey, name).unwrap_or_default();
    let (does, instead) = deeds(&text);
    let why = if does.is_empty() {
        format!("`{name}` is a script, and no minimal base has the shell that runs it")
    } else {
        format!(
            "`{name}` is a script, and no minimal base has the shell that runs it: it {}",
            join(&does)
        )
    };
    let help = if instead.is_empty() {
        "start the program itself; what the script prepares belongs into the build, an init container or the program".to_owned()
    } else {
        format!("start the program itself: {}", instead.join("; "))
    };
    Obstacle::new(started.span, why, help)
}

/// What a script does besides starting a program, and what to do instead.
pub(crate) fn deeds(text: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let found = DEEDS
        .iter()
        .filter(|(words, ..)| words.iter().any(|word| text.contains(word)));
    found.map(|(_, what, help)| (*what, *help)).unzip()
}

pub(crate) fn join(parts: &[&str]) -> String {
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}
