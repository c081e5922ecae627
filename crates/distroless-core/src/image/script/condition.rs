//! Questions that are answered before the build: `[ "$KIND" = "full" ]` where `KIND` is known.

use super::Value;
use super::shell::Shell;
use super::walk::Host;
use super::words;
use shell_syntax::{Command, List, ParameterOp, Part, PartKind, Word};

/// The answer of a condition that compares what is known; `None` where it asks anything else.
pub(super) fn answer(condition: &List, shell: &Shell<'_>, host: &dyn Host) -> Option<bool> {
    let [statement] = condition.statements.as_slice() else {
        return None;
    };
    let [Command::Simple(command)] = statement.first.commands.as_slice() else {
        return None;
    };
    let plain = statement.rest.is_empty()
        && !statement.is_background()
        && command.assignments.is_empty()
        && command.redirections.is_empty();
    if !plain {
        return None;
    }
    let texts: Option<Vec<String>> = command
        .words
        .iter()
        .map(|word| settled(word, shell, host))
        .collect();
    let texts = texts?;
    let words: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (["[", words @ .., "]"] | ["test", words @ ..]) = words.as_slice() else {
        return None;
    };
    let yes = match *words {
        [left, "=" | "==", right] => left == right,
        [left, "!=", right] => left != right,
        ["-n", text] => !text.is_empty(),
        ["-z", text] => text.is_empty(),
        _ => return None,
    };
    Some(yes != statement.first.negated)
}

/// The text of a word that is one argument and stands on known values alone. A variable that nothing sets
/// here is one that the build sets: it decides nothing.
fn settled(word: &Word, shell: &Shell<'_>, host: &dyn Host) -> Option<String> {
    let known = word.parts.iter().all(|part| is_settled(part, shell, host));
    // Unquoted, a value with blanks is more than one argument, and an empty one is none.
    let text = words::value(word, shell, host).filter(|_| known && !word.has_glob())?;
    let single = word.is_quoted() || !text.is_empty() && !text.contains(char::is_whitespace);
    single.then_some(text)
}

fn is_settled(part: &Part, shell: &Shell<'_>, host: &dyn Host) -> bool {
    match &part.kind {
        PartKind::Literal(_)
        | PartKind::Escaped(_)
        | PartKind::SingleQuoted(_)
        | PartKind::AnsiQuoted(_) => true,
        PartKind::DoubleQuoted(inner) => inner.iter().all(|part| is_settled(part, shell, host)),
        PartKind::Parameter(parameter) => {
            parameter.op == ParameterOp::None
                && matches!(shell.lookup(&parameter.name, host), Value::Known(_))
        }
        _ => false,
    }
}
