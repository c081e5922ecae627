//! Control flow: which commands run for sure, which may, and in which directory.
//!
//! A RUN that succeeds is what counts: `a && b` has run both. Branches are followed with a copy of the
//! shell's state each and joined afterwards; what they disagree on is not known.

use super::invocation::{Arg, Invocation, Output};
use super::shell::Shell;
use super::{Value, condition, words};
use crate::image::path::{absolute, file_name};
use dockerfile_syntax::Span;
use shell_syntax::{
    AndOr, Command, Compound, CompoundCommand, List, Part, PartKind, Pipeline, RedirectOp,
    RedirectTarget, Redirection, Script, SimpleCommand, Statement, Word,
};

/// Loops over more words than this are followed once, with an unknown word.
const LOOP_WORDS: usize = 24;

/// Calls of functions inside functions beyond this are not followed.
const CALL_DEPTH: usize = 8;

/// What the commands act on.
pub(crate) trait Host {
    /// Called for every statement; `false` ends the walk: a hostile text can nest loops and calls.
    fn tick(&mut self) -> bool;

    /// A variable as the step's process sees it.
    fn variable(&self, name: &str) -> Value;

    /// The place in the Dockerfile of a part of the script's text.
    fn locate(&self, span: shell_syntax::Span) -> Span;

    /// A command runs, or may run.
    fn run(&mut self, invocation: &Invocation, shell: &Shell<'_>);

    /// Something that cannot be read runs: it may do anything.
    fn opaque(&mut self, span: Span);

    /// A redirection makes a file; `None` where its name is not known.
    fn writes(&mut self, path: Option<String>, sure: bool, span: Span);
}

/// Under which circumstances commands are followed.
#[derive(Clone, Copy)]
struct When {
    sure: bool,
    /// Whether the script fails where the command does.
    required: bool,
    reads: bool,
}

impl When {
    /// The same, where it may not come to it.
    const fn maybe(self) -> Self {
        Self {
            sure: false,
            required: false,
            ..self
        }
    }

    /// The same, where nobody cares how it ends.
    const fn excused(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }
}

/// Follows a script from its first command to its last. Whether it is `sure` to run, and whether its success is
/// `required`.
pub(crate) fn follow<'s>(
    script: &'s Script,
    shell: &mut Shell<'s>,
    host: &mut dyn Host,
    sure: bool,
    required: bool,
) {
    let when = When {
        sure,
        required,
        reads: false,
    };
    list(&script.list, shell, host, when);
}

fn list<'s>(list: &'s List, shell: &mut Shell<'s>, host: &mut dyn Host, when: When) {
    let mut statements = list.statements.iter().peekable();
    while let Some(statement) = statements.next() {
        if !host.tick() {
            return;
        }
        let is_last = statements.peek().is_none();
        self::statement(statement, shell, host, when, is_last);
    }
}

/// The last statement of a list is how the list ends; `set -e` ends the script with any other, but not with
/// what stands before a `&&`.
fn statement<'s>(
    statement: &'s Statement,
    shell: &mut Shell<'s>,
    host: &mut dyn Host,
    mut when: When,
    is_last: bool,
) {
    if statement.is_background() {
        let mut own = shell.clone();
        pipeline(&statement.first, &mut own, host, when.excused());
        for (_, pipeline) in &statement.rest {
            self::pipeline(pipeline, &mut own, host, when.maybe());
        }
        return;
    }
    let sure = when.sure;
    let ends_script = |index: usize, shell: &Shell<'_>| {
        is_last || shell.options.errexit && index == statement.rest.len()
    };
    let required = when.required;
    // What stands before a `||` may fail, unless the alternative ends the build.
    let excused = statement
        .rest
        .iter()
        .rposition(|(operator, next)| *operator == AndOr::Or && !ends(next));
    let mut asked = asks(&statement.first);
    // What an alternative that ends the build guards is required like the end of a statement.
    let guarded = |index: usize| {
        statement
            .rest
            .get(index)
            .is_some_and(|(operator, next)| *operator == AndOr::Or && ends(next))
    };
    let first = When {
        sure: sure && excused.is_none(),
        required: required && excused.is_none() && (ends_script(0, shell) || guarded(0)),
        ..when
    };
    pipeline(&statement.first, shell, host, first);
    for (index, (operator, next)) in statement.rest.iter().enumerate() {
        let may_fail = excused.is_some_and(|last| index < last);
        match operator {
            // What follows a question runs only if the answer is yes, and the statement may end with no.
            AndOr::And => when.sure = when.sure && !asked && !may_fail,
            AndOr::Or => {
                let mut own = shell.clone();
                pipeline(next, &mut own, host, when.maybe());
                shell.join(&own);
                // `a || b && c`: c runs whichever of them succeeded.
                when.sure = sure && !asked && !may_fail;
                continue;
            }
        }
        when.required =
            required && when.sure && (ends_script(index + 1, shell) || guarded(index + 1));
        if when.sure {
            pipeline(next, shell, host, when);
        } else {
            let mut own = shell.clone();
            pipeline(next, &mut own, host, when);
            shell.join(&own);
        }
        asked |= asks(next);
    }
}

/// Whether a pipeline ends the build: `exit 1`, `{ echo no; exit 1; }`.
fn ends(pipeline: &Pipeline) -> bool {
    let is_end = |pipeline: &Pipeline| match pipeline.commands.as_slice() {
        [Command::Simple(command)] => command
            .name()
            .and_then(Word::static_text)
            .is_some_and(|name| matches!(name.as_ref(), "exit" | "false" | "return")),
        _ => false,
    };
    match pipeline.commands.as_slice() {
        [
            Command::Compound(CompoundCommand {
                kind: Compound::Group(list) | Compound::Subshell(list),
                ..
            }),
        ] => list
            .statements
            .last()
            .is_some_and(|last| last.rest.is_empty() && is_end(&last.first)),
        _ => is_end(pipeline),
    }
}

/// Whether a pipeline asks a question rather than doing something.
fn asks(pipeline: &Pipeline) -> bool {
    let Some(Command::Simple(command)) = pipeline.commands.last() else {
        return matches!(
            pipeline.commands.last(),
            Some(Command::Compound(CompoundCommand {
                kind: Compound::Test(_) | Compound::Arithmetic(_),
                ..
            }))
        );
    };
    let name = command.name().and_then(Word::static_text);
    pipeline.negated
        || name.is_some_and(|name| {
            matches!(
                name.as_ref(),
                "test"
                    | "["
                    | "grep"
                    | "egrep"
                    | "fgrep"
                    | "command"
                    | "which"
                    | "type"
                    | "false"
                    | "hash"
                    | "cmp"
                    | "diff"
            )
        })
}

fn pipeline<'s>(pipeline: &'s Pipeline, shell: &mut Shell<'s>, host: &mut dyn Host, when: When) {
    let when = if pipeline.negated {
        when.excused()
    } else {
        when
    };
    if let [only] = pipeline.commands.as_slice() {
        command(only, shell, host, when);
        return;
    }
    let last = pipeline.commands.len().saturating_sub(1);
    for (index, part) in pipeline.commands.iter().enumerate() {
        let ends_it = index == last || shell.options.pipefail;
        let when = if ends_it { when } else { when.excused() };
        command(part, &mut shell.clone(), host, when);
    }
}

fn command<'s>(command: &'s Command, shell: &mut Shell<'s>, host: &mut dyn Host, when: When) {
    match command {
        Command::Simple(simple) => self::simple(simple, shell, host, when),
        Command::Compound(compound) => self::compound(compound, shell, host, when),
        Command::Function(function) => {
            shell.functions.set(&function.name, &function.body);
        }
        Command::Opaque(span) => {
            let place = host.locate(*span);
            host.opaque(place);
        }
    }
}

fn compound<'s>(
    compound: &'s CompoundCommand,
    shell: &mut Shell<'s>,
    host: &mut dyn Host,
    when: When,
) {
    redirections(&compound.redirections, shell, host, when);
    let maybe = when.maybe();
    match &compound.kind {
        Compound::Subshell(inner) => list(inner, &mut shell.clone(), host, when),
        Compound::Group(inner) => list(inner, shell, host, when),
        Compound::If {
            branches,
            otherwise,
        } => {
            let mut ends = Vec::with_capacity(branches.len() + 1);
            let taken = taken(branches.iter().map(|branch| &branch.condition), shell, host);
            let within = |index: usize| if taken == Some(index) { when } else { maybe };
            for (index, branch) in branches.iter().enumerate() {
                let asked = if index == 0 { when.excused() } else { maybe };
                list(&branch.condition, shell, host, asked);
                let mut own = shell.clone();
                list(&branch.body, &mut own, host, within(index));
                ends.push(own);
            }
            if let Some(inner) = otherwise {
                list(inner, shell, host, within(branches.len()));
            }
            for end in ends {
                shell.join(&end);
            }
        }
        Compound::For {
            name,
            words: Some(over),
            body,
        } => for_each(name, over, body, shell, host, when),
        Compound::For { name, body, .. } | Compound::Select { name, body, .. } => {
            repeat(Some(name), body, shell, host, maybe);
        }
        Compound::ArithmeticFor { body, .. } => repeat(None, body, shell, host, maybe),
        Compound::While {
            condition, body, ..
        } => {
            list(condition, shell, host, when.excused());
            repeat(None, body, shell, host, maybe);
        }
        Compound::Case { items, .. } => {
            let before = shell.clone();
            for item in items {
                let mut own = before.clone();
                list(&item.body, &mut own, host, maybe);
                shell.join(&own);
            }
        }
        Compound::Test(_) | Compound::Arithmetic(_) => {}
        Compound::Coprocess { command, .. } => {
            self::command(command, &mut shell.clone(), host, maybe);
        }
    }
}

/// The branch that the build takes as the file stands, without other build arguments; the one after the last
/// condition is the alternative.
fn taken<'s>(
    conditions: impl Iterator<Item = &'s List>,
    shell: &Shell<'_>,
    host: &dyn Host,
) -> Option<usize> {
    let mut count = 0;
    for condition in conditions {
        if condition::answer(condition, shell, host)? {
            return Some(count);
        }
        count += 1;
    }
    Some(count)
}

fn for_each<'s>(
    name: &str,
    over: &'s [Word],
    body: &'s List,
    shell: &mut Shell<'s>,
    host: &mut dyn Host,
    when: When,
) {
    let mut items = Vec::new();
    for word in over {
        let span = host.locate(word.span);
        words::arguments(word, shell, host, span, &mut items);
    }
    let known = items.len() <= LOOP_WORDS && items.iter().all(|item| item.plain().is_some());
    if known {
        let last = items.len().saturating_sub(1);
        for (index, item) in items.iter().enumerate() {
            shell.vars.set(name, item.text().map(str::to_owned));
            // A loop ends as its last round does.
            let ends_it = index == last || shell.options.errexit;
            let when = if ends_it { when } else { when.excused() };
            list(body, shell, host, when);
        }
    } else {
        repeat(Some(name), body, shell, host, when.maybe());
    }
}

/// A body that runs any number of times.
fn repeat<'s>(
    name: Option<&str>,
    body: &'s List,
    shell: &mut Shell<'s>,
    host: &mut dyn Host,
    maybe: When,
) {
    let mut own = shell.clone();
    if let Some(name) = name {
        own.vars.set(name, None);
    }
    // What the body changes is not known when it runs again.
    for changed in assigned(body) {
        own.vars.set(&changed, None);
    }
    list(body, &mut own, host, maybe);
    shell.join(&own);
}

/// The variables that a list assigns, wherever in it.
fn assigned(body: &List) -> Vec<String> {
    body.simple_commands()
        .flat_map(|found| &found.command.assignments)
        .map(|assignment| assignment.name.clone())
        .collect()
}

fn redirections(redirections: &[Redirection], shell: &Shell<'_>, host: &mut dyn Host, when: When) {
    for redirection in redirections.iter().filter(|it| it.op.writes()) {
        let RedirectTarget::Word(target) = &redirection.target else {
            continue;
        };
        let path = file_of(target, shell, host);
        let span = host.locate(redirection.span);
        host.writes(path, when.sure, span);
    }
}

/// The file that a redirection names.
fn file_of(target: &Word, shell: &Shell<'_>, host: &dyn Host) -> Option<String> {
    let path = words::value(target, shell, host)?;
    if path.starts_with('/') {
        return Some(absolute("/", &path));
    }
    Some(absolute(shell.workdir.as_deref()?, &path))
}

/// The file that standard output goes to.
fn output(redirections: &[Redirection], shell: &Shell<'_>, host: &dyn Host) -> Option<Output> {
    let last = redirections.iter().rev().find(|it| {
        it.op.writes() && matches!(it.fd, None | Some(shell_syntax::Descriptor::Number(1)))
    })?;
    let RedirectTarget::Word(target) = &last.target else {
        return None;
    };
    Some(Output {
        path: file_of(target, shell, host)?,
        appends: matches!(last.op, RedirectOp::Append | RedirectOp::AppendBoth),
    })
}

/// Follows the lists inside words: `$(…)`.
fn substitutions<'s>(parts: &'s [Part], shell: &Shell<'s>, host: &mut dyn Host, when: When) {
    for part in parts {
        match &part.kind {
            PartKind::DoubleQuoted(inner) => substitutions(inner, shell, host, when),
            PartKind::Command(command) => {
                let when = When {
                    reads: true,
                    ..when
                };
                list(&command.list, &mut shell.clone(), host, when);
            }
            PartKind::Process { list: inner, .. } => list(inner, &mut shell.clone(), host, when),
            _ => {}
        }
    }
}

fn simple<'s>(simple: &'s SimpleCommand, shell: &mut Shell<'s>, host: &mut dyn Host, when: When) {
    for word in &simple.words {
        substitutions(&word.parts, shell, host, when.excused());
    }
    for assignment in &simple.assignments {
        substitutions(&assignment.value.parts, shell, host, when.excused());
    }
    redirections(&simple.redirections, shell, host, when);
    let span = host.locate(simple.span);
    let mut args = Vec::with_capacity(simple.words.len());
    for word in &simple.words {
        let place = host.locate(word.span);
        words::arguments(word, shell, host, place, &mut args);
    }
    let assignments: Vec<_> = simple
        .assignments
        .iter()
        .map(|assignment| {
            let value = words::value(&assignment.value, shell, host);
            let whole = !assignment.append && assignment.subscript.is_none();
            (assignment.name.clone(), value.filter(|_| whole))
        })
        .collect();
    if simple.words.is_empty() {
        for (name, value) in assignments {
            shell.vars.set(&name, value);
        }
        return;
    }
    if args.first().and_then(Arg::plain).is_none() {
        // A program whose name is not known.
        host.opaque(span);
        return;
    }
    let program = args.remove(0).known;
    if let Some(body) = shell.functions.get(&program).copied() {
        if shell.depth < CALL_DEPTH {
            shell.depth += 1;
            command(body, shell, host, when);
            shell.depth -= 1;
        } else {
            host.opaque(span);
        }
        return;
    }
    if shell.builtin(&program, &args, host) {
        return;
    }
    let invocation = Invocation {
        name: file_name(&program).to_owned(),
        program,
        args,
        env: assignments,
        workdir: shell.workdir.clone(),
        sure: when.sure,
        required: when.required,
        output: output(&simple.redirections, shell, host),
        reads: when.reads,
        span,
    };
    host.run(&invocation, shell);
}
