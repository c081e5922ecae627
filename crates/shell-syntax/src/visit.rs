//! Walks over a script in the order it runs.

use crate::ast::{
    AndOr, Assignment, Command, Compound, CompoundCommand, List, Pipeline, RedirectTarget,
    Redirection, Script, SimpleCommand, Statement, TestExpression,
};
use crate::span::Span;
use crate::word::{Parameter, ParameterOp, Part, PartKind, Word};

/// Under what circumstances a command runs. Everything is inherited by what is nested inside.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts that callers ask one by one"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context<'a> {
    /// In the body of this function: runs only where that is called.
    pub function: Option<&'a str>,
    /// In a branch of `if` or `case`: may not run.
    pub branch: bool,
    /// In the body of a loop: may run not at all, or often.
    pub in_loop: bool,
    /// Right of `&&`: runs only if what is left of it succeeds.
    pub after_and: bool,
    /// Right of `||`: runs only if what is left of it fails.
    pub after_or: bool,
    /// Its status is asked (a condition, left of `&&` or `||`, after `!`): its failure does not end a script
    /// under `set -e`.
    pub tested: bool,
    /// In `( … )`: changes to the shell itself end there.
    pub subshell: bool,
    /// In `$(…)`, backquotes, `<(…)` or `>(…)`: its output goes into a word.
    pub substitution: bool,
    /// In a pipeline of two or more commands.
    pub pipeline: bool,
    /// Started with `&`: may outlive or be cut off by what follows.
    pub background: bool,
}

impl Context<'_> {
    /// Whether a run of the script that ends well may have left the command out.
    /// (`a && b` as the only or last statement runs both.)
    pub fn may_not_run(&self) -> bool {
        self.function.is_some() || self.branch || self.in_loop || self.after_or
    }

    /// Whether the command's changes to the shell's state (directory, variables) end with it.
    pub fn own_process(&self) -> bool {
        self.subshell || self.substitution || self.pipeline || self.background
    }
}

/// A simple command with its circumstances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundCommand<'a> {
    /// The command.
    pub command: &'a SimpleCommand,
    /// When and how it runs.
    pub context: Context<'a>,
}

impl Script {
    /// Every simple command in the order the shell would come to them: substitutions before the command whose
    /// words they are in, conditions before bodies, function bodies where they are defined.
    pub fn simple_commands(&self) -> impl Iterator<Item = FoundCommand<'_>> {
        self.list.simple_commands()
    }

    /// Every parameter the script uses, in the same order.
    pub fn parameters(&self) -> Vec<&Parameter> {
        let mut walk = Walk::default();
        walk.list(&self.list, Context::default());
        walk.parameters
    }

    /// Every redirection of the script, in the same order.
    pub fn redirections(&self) -> Vec<&Redirection> {
        let mut walk = Walk::default();
        walk.list(&self.list, Context::default());
        walk.redirections
    }

    /// The places that could not be read and may do anything.
    pub fn opaque(&self) -> Vec<Span> {
        let mut walk = Walk::default();
        walk.list(&self.list, Context::default());
        walk.opaque
    }
}

impl List {
    /// As [`Script::simple_commands`], for a part of a script.
    pub fn simple_commands(&self) -> impl Iterator<Item = FoundCommand<'_>> {
        let mut walk = Walk::default();
        walk.list(self, Context::default());
        walk.commands.into_iter()
    }
}

impl SimpleCommand {
    /// The lists inside the command's own words, assignments and redirections (substitutions), in order.
    pub fn substitutions(&self) -> impl Iterator<Item = FoundCommand<'_>> {
        let mut walk = Walk::default();
        walk.inside_simple(self, Context::default());
        walk.commands.into_iter()
    }
}

pub(crate) fn word_parameters<'a>(word: &'a Word, found: &mut Vec<&'a Parameter>) {
    let mut walk = Walk::default();
    walk.word(word, Context::default());
    *found = walk.parameters;
}

/// Recursion here is bounded by [`crate::MAX_DEPTH`].
#[derive(Default)]
struct Walk<'a> {
    commands: Vec<FoundCommand<'a>>,
    parameters: Vec<&'a Parameter>,
    redirections: Vec<&'a Redirection>,
    opaque: Vec<Span>,
}

impl<'a> Walk<'a> {
    fn list(&mut self, list: &'a List, context: Context<'a>) {
        for statement in &list.statements {
            self.statement(statement, context);
        }
    }

    fn statement(&mut self, statement: &'a Statement, mut context: Context<'a>) {
        context.background |= statement.is_background();
        let count = statement.rest.len();
        for (index, (op, pipeline)) in statement.pipelines().enumerate() {
            match op {
                Some(AndOr::And) => context.after_and = true,
                Some(AndOr::Or) => context.after_or = true,
                None => {}
            }
            let mut inner = context;
            inner.tested |= index < count;
            self.pipeline(pipeline, inner);
        }
    }

    fn pipeline(&mut self, pipeline: &'a Pipeline, mut context: Context<'a>) {
        context.tested |= pipeline.negated;
        context.pipeline |= pipeline.commands.len() > 1;
        for command in &pipeline.commands {
            self.command(command, context);
        }
    }

    fn command(&mut self, command: &'a Command, context: Context<'a>) {
        match command {
            Command::Simple(simple) => {
                self.inside_simple(simple, context);
                self.commands.push(FoundCommand {
                    command: simple,
                    context,
                });
            }
            Command::Compound(compound) => self.compound(compound, context),
            Command::Function(function) => {
                let inner = Context {
                    function: Some(&function.name),
                    ..context
                };
                self.command(&function.body, inner);
            }
            Command::Opaque(span) => self.opaque.push(*span),
        }
    }

    fn inside_simple(&mut self, simple: &'a SimpleCommand, context: Context<'a>) {
        self.words(&simple.words, context);
        self.redirections(&simple.redirections, context);
        for Assignment { value, .. } in &simple.assignments {
            self.word(value, context);
        }
    }

    fn compound(&mut self, compound: &'a CompoundCommand, context: Context<'a>) {
        self.redirections(&compound.redirections, context);
        let tested = Context {
            tested: true,
            ..context
        };
        let branch = Context {
            branch: true,
            ..context
        };
        let in_loop = Context {
            in_loop: true,
            ..context
        };
        match &compound.kind {
            Compound::Subshell(list) => {
                let inner = Context {
                    subshell: true,
                    ..context
                };
                self.list(list, inner);
            }
            Compound::Group(list) => self.list(list, context),
            Compound::If {
                branches,
                otherwise,
            } => {
                for (index, item) in branches.iter().enumerate() {
                    let condition = Context {
                        branch: context.branch || index > 0,
                        ..tested
                    };
                    self.list(&item.condition, condition);
                    self.list(&item.body, branch);
                }
                if let Some(list) = otherwise {
                    self.list(list, branch);
                }
            }
            Compound::For { words, body, .. } | Compound::Select { words, body, .. } => {
                self.words(words.as_deref().unwrap_or_default(), context);
                self.list(body, in_loop);
            }
            Compound::ArithmeticFor { clauses, body } => {
                self.words(clauses, context);
                self.list(body, in_loop);
            }
            Compound::While {
                condition, body, ..
            } => {
                self.list(condition, tested);
                self.list(body, in_loop);
            }
            Compound::Case { subject, items } => {
                self.word(subject, context);
                for item in items {
                    self.words(&item.patterns, branch);
                    self.list(&item.body, branch);
                }
            }
            Compound::Test(expression) => self.condition(expression, context),
            Compound::Arithmetic(word) => self.word(word, context),
            Compound::Coprocess { command, .. } => {
                let inner = Context {
                    background: true,
                    ..context
                };
                self.command(command, inner);
            }
        }
    }

    fn condition(&mut self, expression: &'a TestExpression, context: Context<'a>) {
        match expression {
            TestExpression::Or(terms) | TestExpression::And(terms) => {
                for term in terms {
                    self.condition(term, context);
                }
            }
            TestExpression::Not(term) | TestExpression::Group(term) => {
                self.condition(term, context);
            }
            TestExpression::Unary { operand, .. } => self.word(operand, context),
            TestExpression::Binary { left, right, .. } => {
                self.word(left, context);
                self.word(right, context);
            }
            TestExpression::Word(word) => self.word(word, context),
            TestExpression::Opaque(span) => self.opaque.push(*span),
        }
    }

    fn redirections(&mut self, redirections: &'a [Redirection], context: Context<'a>) {
        for redirection in redirections {
            self.redirections.push(redirection);
            match &redirection.target {
                RedirectTarget::Word(word) => self.word(word, context),
                RedirectTarget::HereDoc(here_doc) => {
                    if let Some(body) = here_doc.body() {
                        self.word(body, context);
                    }
                }
                RedirectTarget::Missing => {}
            }
        }
    }

    fn words(&mut self, words: &'a [Word], context: Context<'a>) {
        for word in words {
            self.word(word, context);
        }
    }

    fn word(&mut self, word: &'a Word, context: Context<'a>) {
        self.parts(&word.parts, context);
    }

    fn parts(&mut self, parts: &'a [Part], context: Context<'a>) {
        let substitution = Context {
            substitution: true,
            ..context
        };
        for part in parts {
            match &part.kind {
                PartKind::Literal(_)
                | PartKind::Escaped(_)
                | PartKind::SingleQuoted(_)
                | PartKind::AnsiQuoted(_)
                | PartKind::ExtendedGlob(_) => {}
                PartKind::DoubleQuoted(inner) => self.parts(inner, context),
                PartKind::Parameter(parameter) => self.parameter(parameter, context),
                PartKind::Command(command) => self.list(&command.list, substitution),
                PartKind::Process { list, .. } => self.list(list, substitution),
                PartKind::Arithmetic(expression) => self.word(expression, context),
                PartKind::Array(elements) => self.words(elements, context),
                PartKind::Opaque => self.opaque.push(part.span),
            }
        }
    }

    fn parameter(&mut self, parameter: &'a Parameter, context: Context<'a>) {
        self.parameters.push(parameter);
        if let Some(subscript) = &parameter.subscript {
            self.word(subscript, context);
        }
        match &parameter.op {
            ParameterOp::None
            | ParameterOp::Length
            | ParameterOp::Transform(_)
            | ParameterOp::Names => {}
            ParameterOp::Default { word, .. }
            | ParameterOp::Assign { word, .. }
            | ParameterOp::Error { word, .. }
            | ParameterOp::Alternative { word, .. }
            | ParameterOp::RemovePrefix { pattern: word, .. }
            | ParameterOp::RemoveSuffix { pattern: word, .. }
            | ParameterOp::Case { pattern: word, .. }
            | ParameterOp::Unknown(word) => self.word(word, context),
            ParameterOp::Substring { offset, length } => {
                self.word(offset, context);
                self.words(length.as_slice(), context);
            }
            ParameterOp::Replace {
                pattern,
                replacement,
                ..
            } => {
                self.word(pattern, context);
                self.words(replacement.as_slice(), context);
            }
        }
    }
}
