//! What the image starts, as words, with inits and shells taken away where they add nothing.

use crate::obstacle::Obstacle;
use crate::survey::Survey;
use distroless_core::graph::{CommandLine, Operand, Setting};
use distroless_core::image::path::{file_name, has_extension};
use dockerfile_syntax::Span;
use shell_syntax::{Builtin, Dialect, ShellNeedKind, parse};

/// What is started.
#[derive(Clone, Debug, Default)]
pub(crate) struct Started {
    /// The words that ENTRYPOINT gives.
    pub(crate) fixed: Vec<String>,
    /// The words that CMD gives, which `docker run IMAGE …` replaces.
    pub(crate) args: Vec<String>,
    /// Variables that a shell sets for the program.
    pub(crate) env: Vec<(String, String)>,
    /// Variables with options for Java that a shell puts in.
    pub(crate) jvm_options: Vec<String>,
    /// The instruction that names the program.
    pub(crate) span: Span,
    /// Whether a shell, an init or the like was taken away: why the words are others than those written.
    pub(crate) unwrapped: Vec<&'static str>,
}

impl Started {
    /// All words.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.fixed
            .iter()
            .chain(&self.args)
            .map(String::as_str)
            .collect()
    }

    /// The program's name, without directories.
    pub(crate) fn program(&self) -> &str {
        self.words().first().map_or("", |word| file_name(word))
    }

    /// Puts other words in the place of the first ones.
    pub(crate) fn replace(&mut self, count: usize, with: &[&str]) {
        for _ in 0..count {
            if self.fixed.is_empty() {
                if !self.args.is_empty() {
                    self.args.remove(0);
                }
            } else {
                self.fixed.remove(0);
            }
        }
        let with = with.iter().map(ToString::to_string);
        if self.fixed.is_empty() && !self.args.is_empty() || count == 0 {
            self.args.splice(0..0, with);
        } else if self.fixed.is_empty() {
            self.args = with.collect();
        } else {
            self.fixed.splice(0..0, with);
        }
    }
}

/// Programs that start another one and pass signals on to it.
const INITS: &[&str] = &[
    "catatonit",
    "docker-init",
    "dumb-init",
    "tini",
    "tini-static",
];

/// The instruction of this file that starts an init, which the final image does not have.
pub(crate) fn init(survey: &Survey<'_, '_>) -> Option<Span> {
    let config = &survey.stage.config;
    [&config.entrypoint, &config.cmd]
        .into_iter()
        .find_map(|setting| {
            let CommandLine::Exec(words) = setting.value()? else {
                return None;
            };
            let first = words.first()?.value.as_deref().map(file_name)?;
            setting.span().filter(|_| INITS.contains(&first))
        })
}

const SHELLS: &[&str] = &["ash", "bash", "dash", "sh"];

/// What the image starts, or what stands in the way of knowing.
pub(crate) fn started(survey: &Survey<'_, '_>) -> Result<Started, Vec<Obstacle>> {
    let config = &survey.stage.config;
    let mut started = Started {
        span: survey.stage.from,
        ..Started::default()
    };
    match &config.entrypoint {
        Setting::Unset => {}
        Setting::Set { value, span, .. } => {
            started.span = *span;
            match value {
                CommandLine::Exec(words) => started.fixed = texts(words),
                CommandLine::Shell { text, .. } => {
                    started.fixed = unwrap(text, *span, &mut started)?;
                    started
                        .unwrapped
                        .push("the shell only starts it, and the image has none");
                    return finish(survey, started);
                }
            }
        }
        Setting::Inherited(CommandLine::Exec(words)) => {
            let words = texts(words);
            let passes_on = words.first().is_some_and(|script| {
                // Scripts of official images hand over to the command.
                script.ends_with("entrypoint.sh") || script == "docker-php-entrypoint"
            });
            if !passes_on {
                started.fixed = words;
            }
        }
        Setting::Inherited(CommandLine::Shell { .. }) | Setting::Unknown => {
            return Err(vec![Obstacle::new(
                survey.stage.base.span,
                "the entrypoint of the base is not known",
                "set ENTRYPOINT in this file",
            )]);
        }
    }
    match &config.cmd {
        Setting::Set { value, span, .. } => {
            if started.fixed.is_empty() {
                started.span = *span;
            }
            match value {
                CommandLine::Exec(words) => started.args = texts(words),
                CommandLine::Shell { text, .. } if started.fixed.is_empty() => {
                    started.args = unwrap(text, *span, &mut started)?;
                    started
                        .unwrapped
                        .push("the shell only starts it, and the image has none");
                }
                CommandLine::Shell { .. } => {
                    return Err(vec![Obstacle::new(
                        *span,
                        "CMD is in shell form, so the entrypoint is given `/bin/sh -c` as arguments",
                        "write CMD as a JSON array",
                    )]);
                }
            }
        }
        Setting::Unset => {}
        Setting::Inherited(_) | Setting::Unknown => {
            if started.fixed.is_empty() || matches!(config.entrypoint, Setting::Inherited(_)) {
                return Err(vec![Obstacle::new(
                    survey.stage.base.span,
                    "nothing of this file is started: the command is the base's own",
                    "set CMD or ENTRYPOINT",
                )]);
            }
        }
    }
    finish(survey, started)
}

fn texts(words: &[Operand]) -> Vec<String> {
    words
        .iter()
        .map(|word| word.value.clone().unwrap_or_default())
        .collect()
}

/// Takes inits and shells away, and looks at what is left.
fn finish(survey: &Survey<'_, '_>, mut started: Started) -> Result<Started, Vec<Obstacle>> {
    loop {
        let words = started.words();
        if INITS.contains(&started.program()) {
            let options = words
                .iter()
                .skip(1)
                .take_while(|word| word.starts_with('-') && **word != "--");
            let mut count = 1 + options.count();
            count += usize::from(words.get(count) == Some(&"--"));
            started.replace(count, &[]);
            started
                .unwrapped
                .push("an init is what `docker run --init` gives");
        } else if started.program() == "exec" {
            started.replace(1, &[]);
        } else if SHELLS.contains(&started.program()) {
            let option = words.get(1).copied().unwrap_or_default();
            let text = words.get(2).copied().unwrap_or_default().to_owned();
            if !matches!(option, "-c" | "-lc" | "-ec" | "-ce") {
                return Err(vec![crate::obstacle_of::script(survey, &started, option)]);
            }
            let (span, count) = (started.span, words.len());
            let inner = unwrap(&text, span, &mut started)?;
            started.replace(count, &[]);
            started.fixed = Vec::new();
            started.args = inner;
            started
                .unwrapped
                .push("the shell only starts it, and the image has none");
        } else {
            break;
        }
    }
    if started.words().is_empty() {
        return Err(vec![Obstacle::new(
            started.span,
            "nothing is started in this image",
            "set CMD or ENTRYPOINT",
        )]);
    }
    match crate::obstacle_of::program(survey, &started) {
        Some(obstacle) => Err(vec![obstacle]),
        None => Ok(started),
    }
}

/// Names of variables that hold options for Java.
const JVM_OPTIONS: &[&str] = &[
    "JAVA_ARGS",
    "JAVA_OPTIONS",
    "JAVA_OPTS",
    "JAVA_TOOL_OPTIONS",
    "JVM_ARGS",
    "JVM_OPTS",
];

/// The words that a shell would start, where it does nothing else; variables that it sets before.
fn unwrap(text: &str, span: Span, started: &mut Started) -> Result<Vec<String>, Vec<Obstacle>> {
    let script = parse(text, Dialect::Posix);
    if let Some(words) = script.as_exec_command() {
        return Ok(words);
    }
    if let Some(command) = script.only_command() {
        let mut words = Vec::new();
        let mut options = Vec::new();
        let mut plain = command.redirections.is_empty();
        for word in &command.words {
            if let Some(word) = word.literal() {
                words.push(word.into_owned());
            } else {
                let at = word.span.start as usize..word.span.end as usize;
                let written = text.get(at).unwrap_or_default().trim_matches('"');
                let name = written
                    .trim_start_matches("${")
                    .trim_start_matches('$')
                    .trim_end_matches('}');
                let name = name.split([':', '-']).next().unwrap_or(name);
                plain &= JVM_OPTIONS.contains(&name);
                options.push(name.to_owned());
            }
        }
        let mut env = Vec::new();
        for assignment in &command.assignments {
            match assignment.value.literal() {
                Some(value) => env.push((assignment.name.clone(), value.into_owned())),
                None => plain = false,
            }
        }
        if words.first().is_some_and(|word| word == "exec") {
            words.remove(0);
        }
        let java = words.first().is_some_and(|word| file_name(word) == "java");
        let globs = script.shell_needs().iter().any(|need| {
            matches!(
                need.kind,
                ShellNeedKind::Glob
                    | ShellNeedKind::Tilde
                    | ShellNeedKind::Builtin(_, Builtin::ShellOnly)
            ) && !text.trim_start().starts_with("exec ")
        });
        if plain && !globs && (options.is_empty() || java) && !words.is_empty() {
            started.env.extend(env);
            started.jvm_options.extend(options);
            return Ok(words);
        }
    }
    Err(needs(&script, text, span))
}

/// Why a text needs a shell, each reason once.
fn needs(script: &shell_syntax::Script, text: &str, span: Span) -> Vec<Obstacle> {
    let mut found: Vec<Obstacle> = Vec::new();
    for need in script.shell_needs() {
        let part = text
            .get(need.span.start as usize..need.span.end as usize)
            .unwrap_or_default();
        // What stands behind it is told by itself.
        if matches!(&need.kind, ShellNeedKind::Builtin(name, _) if name == "exec") {
            continue;
        }
        let (why, help) = match need.kind {
            ShellNeedKind::List | ShellNeedKind::Compound => (
                "it starts through a shell that runs several commands".to_owned(),
                "start one program: run what prepares it in the build, in an init container, or in the program itself; `cd` is WORKDIR",
            ),
            ShellNeedKind::Pipeline | ShellNeedKind::Background | ShellNeedKind::Redirection => (
                "it starts through a shell that pipes, redirects or starts in the background"
                    .to_owned(),
                "start one program, and let it write to standard output",
            ),
            ShellNeedKind::Expansion | ShellNeedKind::Tilde => (
                format!("a shell puts `{part}` in when it starts, and no minimal base has one"),
                "let the program read the variable itself, or write the value out",
            ),
            ShellNeedKind::Glob | ShellNeedKind::Braces => (
                format!("a shell finds the files of `{part}` when it starts"),
                "name the file; a build can rename it",
            ),
            ShellNeedKind::Builtin(name, _) => (
                format!("`{name}` is a command of the shell"),
                "start the program itself",
            ),
            ShellNeedKind::Assignment => {
                (format!("a shell sets `{part}` when it starts"), "use ENV")
            }
            ShellNeedKind::Empty | ShellNeedKind::Error => (
                "what it starts cannot be read".to_owned(),
                "write CMD as a JSON array of the program and its arguments",
            ),
        };
        if !found.iter().any(|known| known.why == why) {
            found.push(Obstacle::new(span, why, help));
        }
    }
    let (does, instead) = crate::obstacle_of::deeds(text);
    if !does.is_empty() {
        let does = crate::obstacle_of::join(&does);
        found.insert(
            0,
            Obstacle::new(span, format!("what it starts {does}"), instead.join("; ")),
        );
    }
    if found.is_empty() {
        found.push(Obstacle::new(
            span,
            "it starts through a shell",
            "write CMD as a JSON array of the program and its arguments",
        ));
    }
    found
}

/// Whether a word names a script of the shell.
pub(crate) fn is_script(word: &str) -> bool {
    has_extension(word, "sh")
        || has_extension(word, "bash")
        || file_name(word).contains("entrypoint")
}
