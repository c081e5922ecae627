//! Simple commands as brush-parser and as ours see them, in one shape.

use brush_parser::ast;
use brush_parser::{Parser, ParserOptions};
use shell_syntax::{PartKind, Script, SimpleCommand, Word};

/// The texts of a command: assignments, then name and arguments, then how many redirections.
#[derive(Debug, PartialEq)]
pub(crate) struct Simple {
    assignments: Vec<String>,
    words: Vec<String>,
    redirections: usize,
}

/// brush's simple commands in the order of the text, those inside words left out, as brush keeps words unparsed.
pub(crate) fn commands(text: &str) -> Option<Vec<Simple>> {
    let text = text.to_owned();
    // It recurses without bound: a thread with much stack.
    std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || {
            let options = ParserOptions {
                enable_extended_globbing: text.contains("extglob"),
                ..ParserOptions::default()
            };
            let program = Parser::new(text.as_bytes(), &options)
                .parse_program()
                .ok()?;
            let mut found = Vec::new();
            for list in &program.complete_commands {
                compound_list(list, &mut found);
            }
            Some(found)
        })
        .ok()?
        .join()
        .ok()?
}

fn compound_list(list: &ast::CompoundList, found: &mut Vec<Simple>) {
    for item in &list.0 {
        for (_, each) in &item.0 {
            for one in &each.seq {
                command(one, found);
            }
        }
    }
}

fn command(command: &ast::Command, found: &mut Vec<Simple>) {
    match command {
        ast::Command::Simple(simple) => found.push(simple_command(simple)),
        ast::Command::Compound(compound, _) => compound_command(compound, found),
        ast::Command::Function(function) => compound_command(&function.body.0, found),
        ast::Command::ExtendedTest(..) => {}
    }
}

fn compound_command(compound: &ast::CompoundCommand, found: &mut Vec<Simple>) {
    match compound {
        ast::CompoundCommand::Arithmetic(_) => {}
        ast::CompoundCommand::ArithmeticForClause(clause) => {
            compound_list(&clause.body.list, found);
        }
        ast::CompoundCommand::BraceGroup(group) => compound_list(&group.list, found),
        ast::CompoundCommand::Subshell(shell) => compound_list(&shell.list, found),
        ast::CompoundCommand::ForClause(clause) => compound_list(&clause.body.list, found),
        ast::CompoundCommand::CaseClause(clause) => {
            for case in &clause.cases {
                if let Some(list) = &case.cmd {
                    compound_list(list, found);
                }
            }
        }
        ast::CompoundCommand::IfClause(clause) => {
            compound_list(&clause.condition, found);
            compound_list(&clause.then, found);
            for other in clause.elses.iter().flatten() {
                if let Some(condition) = &other.condition {
                    compound_list(condition, found);
                }
                compound_list(&other.body, found);
            }
        }
        ast::CompoundCommand::WhileClause(clause) | ast::CompoundCommand::UntilClause(clause) => {
            compound_list(&clause.0, found);
            compound_list(&clause.1.list, found);
        }
        ast::CompoundCommand::Coprocess(coprocess) => command(&coprocess.body, found),
    }
}

fn simple_command(simple: &ast::SimpleCommand) -> Simple {
    let mut shape = Simple {
        assignments: Vec::new(),
        words: Vec::new(),
        redirections: 0,
    };
    let prefix = simple.prefix.iter().flat_map(|prefix| &prefix.0);
    for item in prefix {
        brush_item(item, true, &mut shape);
    }
    if let Some(name) = &simple.word_or_name {
        shape.words.push(source(&name.value));
    }
    for item in simple.suffix.iter().flat_map(|suffix| &suffix.0) {
        brush_item(item, false, &mut shape);
    }
    shape
}

fn brush_item(item: &ast::CommandPrefixOrSuffixItem, prefix: bool, shape: &mut Simple) {
    match item {
        ast::CommandPrefixOrSuffixItem::IoRedirect(_) => shape.redirections += 1,
        ast::CommandPrefixOrSuffixItem::Word(word) => shape.words.push(source(&word.value)),
        ast::CommandPrefixOrSuffixItem::AssignmentWord(assignment, word) => {
            let text = match &assignment.value {
                // brush writes arrays its own way.
                ast::AssignmentValue::Array(elements) => {
                    format!("{}=({})", assignment.name, elements.len())
                }
                ast::AssignmentValue::Scalar(_) => source(&word.value),
            };
            if prefix {
                shape.assignments.push(text);
            } else {
                shape.words.push(text);
            }
        }
        ast::CommandPrefixOrSuffixItem::ProcessSubstitution(..) => shape.words.push("<()".into()),
    }
}

/// Our simple commands in the same shape.
pub(crate) fn ours(script: &Script, text: &str) -> Vec<Simple> {
    script
        .simple_commands()
        .filter(|found| !found.context.substitution)
        .map(|found| our_command(found.command, text))
        .collect()
}

fn our_command(command: &SimpleCommand, text: &str) -> Simple {
    Simple {
        assignments: command
            .assignments
            .iter()
            .map(|assignment| match assignment.value.parts.as_slice() {
                [part] if matches!(part.kind, PartKind::Array(_)) => {
                    array(&assignment.name, &assignment.value)
                }
                _ => source(assignment.span.text(text)),
            })
            .collect(),
        words: command
            .words
            .iter()
            .map(|word| our_word(word, text))
            .collect(),
        redirections: command.redirections.len(),
    }
}

fn array(name: &str, value: &Word) -> String {
    let count = match value.parts.first().map(|part| &part.kind) {
        Some(PartKind::Array(elements)) => elements.len(),
        _ => 0,
    };
    format!("{name}=({count})")
}

fn our_word(word: &Word, text: &str) -> String {
    if let [part] = word.parts.as_slice()
        && matches!(part.kind, PartKind::Process { .. })
    {
        return "<()".into();
    }
    if let Some(assignment) = word.assignment()
        && let [part] = assignment.value.parts.as_slice()
        && matches!(part.kind, PartKind::Array(_))
    {
        return array(&assignment.name, &assignment.value);
    }
    source(word.span.text(text))
}

/// brush takes line continuations out of words, and puts blanks inside substitutions together anew.
fn source(text: &str) -> String {
    let text = text.replace("\\\n", "");
    if text.contains("$(") {
        text.chars().filter(|char| !char.is_whitespace()).collect()
    } else {
        text
    }
}
