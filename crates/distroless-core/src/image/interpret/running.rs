//! Following what RUN runs.

use super::Missing;
use super::machine::{Current, Machine, Places, SCRIPT_DEPTH};
use super::mount::Mounts;
use crate::graph::{CommandLine, RunStep, Setting, Step};
use crate::image::contents::Ask;
use crate::image::effects;
use crate::image::path::{is_below, merged};
use crate::image::script::{Host, Invocation, Shell, Value, follow};
use crate::image::touch::{Deed, Region, Touch};
use dockerfile_syntax::{Command, Kind as Instruction, Span};
use shell_syntax::{Dialect, Script, builtin, parse};

impl<'m> Machine<'m, '_> {
    /// Follows a script in a script, in its shell: `sh -c '…'`.
    pub(crate) fn nested(&mut self, text: &str, shell: Shell<'_>, invocation: &Invocation) {
        let Some(current) = &mut self.current else {
            return;
        };
        if current.depth >= SCRIPT_DEPTH {
            self.opens(Region::Everything, invocation);
            return;
        }
        current.depth += 1;
        let before = std::mem::replace(&mut current.places, Places::Within(invocation.span));
        let script = parse(text, Dialect::Bash);
        let mut own = shell;
        follow(
            &script,
            &mut own,
            self,
            invocation.sure,
            invocation.required,
        );
        if let Some(current) = &mut self.current {
            current.depth -= 1;
            current.places = before;
        }
    }

    /// Follows a RUN; what it did to paths.
    pub(super) fn run(&mut self, run: &'m RunStep, step: &'m Step, _index: usize) -> Vec<Touch> {
        let mounts = Mounts::new(run);
        let own = self
            .file
            .instructions
            .get(step.instruction)
            .filter(|_| !step.trigger);
        let (text, heredocs) =
            match own.map(|instruction| (&instruction.kind, &instruction.heredocs)) {
                Some((Instruction::Run(Command::Shell(text)), heredocs)) => {
                    (Some(text), Some(heredocs))
                }
                Some((_, heredocs)) => (None, Some(heredocs)),
                None => (None, None),
            };
        self.current = Some(Current {
            run,
            touches: Vec::new(),
            mounts,
            visible: self.mounted_artifacts(run),
            places: text.map_or(Places::Within(step.span), Places::Text),
            depth: 0,
            span: step.span,
        });
        match &run.command {
            CommandLine::Exec(words) => self.exec(words, run, step.span),
            CommandLine::Shell { text, .. } => {
                let heredoc_script =
                    text.trim_start().starts_with("<<") && text.split_whitespace().count() == 1;
                if is_posix(&run.shell) {
                    let options = run.shell.iter().map(String::as_str).skip(1);
                    let mut shell = Shell::new(run.workdir.clone()).started_by(options);
                    if heredoc_script {
                        let scripts = run.scripts().get(1..).unwrap_or_default();
                        for (index, (body, script)) in run.heredocs.iter().zip(scripts).enumerate()
                        {
                            let start = heredocs
                                .and_then(|all| all.get(index))
                                .filter(|it| !it.chomp);
                            let places = start.map_or(Places::Within(step.span), |it| {
                                Places::Body(it.body.start)
                            });
                            if let Some(current) = &mut self.current {
                                current.places = places;
                            }
                            self.heredoc(body, script, &shell, step.span);
                        }
                    } else if let Some(script) = run.scripts().first() {
                        follow(script, &mut shell, self, true, true);
                        // A heredoc that is fed to something can be a script for it.
                        if script.list.statements.is_empty() && !run.heredocs.is_empty() {
                            self.opaque(step.span);
                        }
                    }
                } else {
                    self.opaque(step.span);
                }
            }
        }
        self.current
            .take()
            .map(|current| current.touches)
            .unwrap_or_default()
    }

    /// The body of `RUN <<EOF`: a script for the shell, or for what its first line names.
    fn heredoc(&mut self, body: &str, script: &Script, shell: &Shell<'_>, span: Span) {
        let interpreter = body.lines().next().and_then(|line| line.strip_prefix("#!"));
        if interpreter.is_some_and(|line| !line.contains("sh")) {
            self.opaque(span);
            return;
        }
        let mut own = match interpreter {
            Some(line) => {
                Shell::new(shell.workdir.clone()).started_by(line.split_whitespace().skip(1))
            }
            None => shell.clone(),
        };
        follow(script, &mut own, self, true, true);
    }

    fn exec(&mut self, words: &[crate::graph::Operand], run: &RunStep, span: Span) {
        use crate::image::script::Arg;
        let args: Vec<Arg> = words
            .iter()
            .map(|word| match &word.value {
                Some(value) => Arg::new(value.clone(), word.span),
                None => Arg::unknown(word.span),
            })
            .collect();
        let Some((first, rest)) = args.split_first() else {
            return;
        };
        let Some(program) = first.plain().map(str::to_owned) else {
            self.opaque(span);
            return;
        };
        let invocation = Invocation {
            name: crate::image::path::file_name(&program).to_owned(),
            program,
            args: rest.to_vec(),
            env: Vec::new(),
            workdir: run.workdir.clone(),
            sure: true,
            required: true,
            output: None,
            reads: false,
            span,
        };
        let shell = Shell::new(run.workdir.clone());
        Host::run(self, &invocation, &shell);
    }

    /// Notes a command that is proved to be missing when it is started.
    fn note_missing(&mut self, invocation: &Invocation) {
        // A program below a mount is what the mount brings.
        if invocation.program.is_empty()
            || builtin(&invocation.program, Dialect::Bash).is_some()
            || self
                .current
                .as_ref()
                .is_some_and(|current| !current.mounts.is_empty())
        {
            return;
        }
        let answer = self.command(&invocation.program, Ask::Absence);
        if answer.is_absent()
            && let Some(contents) = self.contents.last_mut()
            && contents.missing.len() < 100
        {
            contents.missing.push(Missing {
                name: invocation.program.clone(),
                answer,
                span: invocation.span,
                sure: invocation.sure && invocation.required && !invocation.reads,
                exec: self
                    .current
                    .as_ref()
                    .is_some_and(|current| matches!(current.run.command, CommandLine::Exec(_))),
            });
        }
    }
}

impl Host for Machine<'_, '_> {
    fn tick(&mut self) -> bool {
        if let Some(left) = self.commands.checked_sub(1) {
            self.commands = left;
            true
        } else {
            if let Some(span) = self.current.as_ref().map(|current| current.span) {
                self.opaque(span);
            }
            false
        }
    }

    fn variable(&self, name: &str) -> Value {
        let Some(current) = &self.current else {
            return Value::Unknown;
        };
        match self.graph.build_env(current.run.moment, name) {
            Setting::Set { value, .. } | Setting::Inherited(value) => Value::Known(value),
            Setting::Unset if name == "HOME" => match self.user().as_deref() {
                Some("root" | "0" | "0:0" | "root:root") => Value::Known("/root".to_owned()),
                _ => Value::Unknown,
            },
            Setting::Unset => Value::Unset,
            Setting::Unknown => match (name, self.user().as_deref()) {
                ("HOME", Some("root" | "0")) => Value::Known("/root".to_owned()),
                // Not every variable of a known base is in the data, but those that steer builds are.
                _ if !self.declared.contains(name)
                    && self.base().is_some_and(|base| base.facts().is_some()) =>
                {
                    Value::Unset
                }
                _ => Value::Unknown,
            },
        }
    }

    fn locate(&self, span: shell_syntax::Span) -> Span {
        let Some(current) = &self.current else {
            return Span::default();
        };
        match &current.places {
            Places::Text(text) => text.locate(span.start as usize, span.end as usize),
            Places::Body(start) => Span::new(
                start.saturating_add(span.start),
                start.saturating_add(span.end),
            ),
            Places::Within(span) => *span,
        }
    }

    fn run(&mut self, invocation: &Invocation, shell: &Shell<'_>) {
        self.note_missing(invocation);
        effects::apply(self, invocation, shell);
        effects::keep_secrets(self, invocation, shell);
    }

    fn opaque(&mut self, span: Span) {
        self.touch(Deed::Opens(Region::Everything), true, span);
    }

    fn writes(&mut self, path: Option<String>, sure: bool, span: Span) {
        match path {
            Some(path) if is_below(&path, "/dev") || is_below(&path, "/proc") => {}
            Some(path) => {
                let path = merged(&path);
                if !self.is_mounted(&path) {
                    self.touch(Deed::Makes(path), sure, span);
                }
            }
            None => self.touch(Deed::Opens(Region::Everything), sure, span),
        }
    }
}

/// Whether the shell in force reads the language of `sh`.
fn is_posix(shell: &[String]) -> bool {
    shell.first().is_none_or(|program| {
        let name = program.rsplit('/').next().unwrap_or(program);
        matches!(
            name,
            "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "busybox"
        )
    })
}
