//! The parser against `dash -n`, `bash -n` and brush-parser on every shell body of the corpus.
//!
//! Each part prints that it skips when the corpus or a shell is not there.
//!
//! Known differences that no body of the corpus shows (found with generated texts):
//! - bash does not read inside backquotes, here-document bodies and a `$((…) …)` that holds commands until it runs
//!   them; ours reports their errors with the rest.
//! - bash reads `name[…` at the start of a command as an array element across blanks, and refuses it unclosed; ours
//!   takes it for a word like any other.
//! - bash refuses some reserved words among the arguments of a simple command after `coproc`.
//! - `bash -n` ends with success after some errors inside `[[ … ]]`.
//! - dash ignores a token that cannot follow right before a closing backquote.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]

mod bodies;
mod brush;
mod shells;

use bodies::Body;
use shell_syntax::{Dialect, parse};

/// Bodies where accepting or refusing differs from the shell's `-n`, with the reason. The first text is a part of
/// the body's origin, the second of its text.
///
/// None: both agree on every body.
const DIFFERENT_FROM_SHELLS: &[(&str, &str, &str)] = &[];

/// Bodies whose commands differ from brush-parser's, with the reason.
const DIFFERENT_FROM_BRUSH: &[(&str, &str, &str)] = &[
    (
        "linkerd__linkerd2/Dockerfile.controller",
        "target=$(case",
        "brush ends a substitution at the `)` of a `case` pattern; dash and bash do not",
    ),
    (
        "kedacore__keda/.devcontainer__Dockerfile",
        "ARCH=$(case",
        "brush ends a substitution at the `)` of a `case` pattern; dash and bash do not",
    ),
    (
        "jupyter__docker-stacks/docs__using__recipe_code__oracledb.dockerfile",
        "cat <<EOF >>",
        "brush mixes up the words after a here-document operator when they hold `${…}`",
    ),
];

fn listed(list: &[(&str, &str, &str)], body: &Body) -> bool {
    list.iter()
        .any(|(origin, part, _)| body.origin.contains(origin) && body.text.contains(part))
}

/// Both shells on all bodies, whatever their own shell is: a wider comparison than by declared shell only.
#[test]
fn accepts_what_the_shells_accept() {
    let Some(bodies) = bodies::all() else {
        return;
    };
    for (dialect, program) in [(Dialect::Posix, "dash"), (Dialect::Bash, "bash")] {
        if !shells::is_there(program) {
            println!("skipped: {program} is not installed");
            continue;
        }
        let mut different = Vec::new();
        let mut refused = 0;
        for body in &bodies {
            let ours = parse(&body.text, dialect);
            let theirs = shells::accepts(program, &body.text);
            refused += usize::from(!theirs);
            if ours.errors.is_empty() != theirs && !listed(DIFFERENT_FROM_SHELLS, body) {
                different.push(format!(
                    "{} line {}: {program} accepts: {theirs}, ours: {:?}\n{}",
                    body.origin, body.line, ours.errors, body.text
                ));
            }
        }
        println!(
            "{program}: {} bodies, {refused} refused by it",
            bodies.len()
        );
        assert!(
            different.is_empty(),
            "{} differ\n{}",
            different.len(),
            different.join("\n---\n")
        );
    }
}

/// What generated texts are made of. No backquotes: dash ignores some errors right before a closing one.
const TOKENS: &[&str] = &[
    "echo",
    "a",
    "b=1",
    " ",
    "\n",
    ";",
    "&",
    "&&",
    "||",
    "|",
    "!",
    "(",
    ")",
    "{",
    "}",
    "if",
    "then",
    "else",
    "elif",
    "fi",
    "for",
    "x",
    "in",
    "do",
    "done",
    "while",
    "until",
    "case",
    "esac",
    ";;",
    "$x",
    "${x}",
    "${x:-",
    "$(",
    "$((",
    "))",
    "\"",
    "'",
    "\\",
    "\\\n",
    "<",
    ">",
    "<<E\n",
    "E\n",
    "2>&1",
    "#c",
    "f()",
    "f(){",
    "[[",
    "((",
    "<(",
    "<<<",
    "&>",
    "|&",
    ";&",
    "function",
    "time",
    "$'",
    "{a,b}",
    "${#x}",
    "${x%%y}",
    "[",
    "a[1]=2",
    "+=",
    "<<-E\n",
    "<<'E'\n",
    "$",
    ">|",
    "<>",
    ">&",
    "\r\n",
    "if a; then b; fi",
    "for i in 1 2; do c; done",
    "case x in a) b;; esac",
    "{ a; }",
    "(a)",
    "f() { a; }",
];

/// Random strings of shell tokens: accepted by ours exactly when dash accepts them.
#[test]
fn agrees_with_dash_on_generated_texts() {
    if !shells::is_there("dash") {
        println!("skipped: dash is not installed");
        return;
    }
    // xorshift with a fixed seed: the same texts every time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    let mut accepted = 0;
    for _ in 0..1_500 {
        let mut text = String::new();
        for _ in 0..=next(7) {
            text.push_str(TOKENS[next(TOKENS.len())]);
            if next(3) > 0 {
                text.push(' ');
            }
        }
        let theirs = shells::accepts("dash", &text);
        accepted += usize::from(theirs);
        let errors = parse(&text, Dialect::Posix).errors;
        assert_eq!(errors.is_empty(), theirs, "{text:?}: {errors:?}");
    }
    println!("dash: 1500 generated texts, {accepted} accepted by it");
}

/// brush keeps words unparsed, so what is inside substitutions is not compared.
#[test]
fn finds_the_commands_that_brush_finds() {
    let Some(bodies) = bodies::all() else {
        return;
    };
    let (mut compared, mut commands) = (0, 0);
    let mut different = Vec::new();
    for body in &bodies {
        let ours = parse(&body.text, Dialect::Bash);
        // brush is exponential on malformed text: valid and small only.
        if !ours.errors.is_empty() || body.text.len() > 60_000 {
            continue;
        }
        let Some(theirs) = brush::commands(&body.text) else {
            if !listed(DIFFERENT_FROM_BRUSH, body) {
                different.push(format!(
                    "{} line {}: brush refuses\n{}",
                    body.origin, body.line, body.text
                ));
            }
            continue;
        };
        compared += 1;
        let ours = brush::ours(&ours, &body.text);
        commands += ours.len();
        if ours != theirs && !listed(DIFFERENT_FROM_BRUSH, body) {
            let first = ours.iter().zip(&theirs).find(|(a, b)| a != b);
            different.push(format!(
                "{} line {}: {} commands, brush {}; first difference {first:#?}\n{}",
                body.origin,
                body.line,
                ours.len(),
                theirs.len(),
                body.text
            ));
        }
    }
    println!("brush-parser: {compared} bodies, {commands} simple commands compared");
    assert!(
        different.is_empty(),
        "{} differ\n{}",
        different.len(),
        different.join("\n---\n")
    );
}

/// The spans of what is found lie in the text and say what was found.
#[test]
fn spans_give_the_text_of_the_names() {
    let Some(bodies) = bodies::all() else {
        return;
    };
    for body in &bodies {
        for dialect in [Dialect::Posix, Dialect::Bash] {
            let script = parse(&body.text, dialect);
            for found in script.simple_commands() {
                for word in &found.command.words {
                    assert!(
                        found.command.span.contains(word.span),
                        "{}: {}",
                        body.origin,
                        body.text
                    );
                    if let Some(text) = word.bare() {
                        assert_eq!(
                            text,
                            word.span.text(&body.text).replace("\\\n", ""),
                            "{}",
                            body.origin
                        );
                    }
                }
            }
        }
    }
}
