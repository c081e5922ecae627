//! Lines to typed instructions: BuildKit's second pass, with what it refuses.

mod flags;
mod healthcheck;
mod run;

use crate::ast::{Command, Flag, Heredoc, Instruction, Keyword, Kind, Pair, Pass, SyntaxError, Transfer};
use crate::go::{lower, quote, suggest};
use crate::parse::heredoc::is_opening;
use crate::parse::logical::Line;
use crate::parse::node::{Args, LineError, Node};
use crate::span::Span;
use crate::text::Text;

/// Whether an instruction is accepted.
type Refused = Result<(), Box<Refusal>>;

/// Why an instruction is refused.
struct Refusal {
    message: String,
    /// The place, if it is not the whole instruction.
    span: Option<Span>,
}

/// Builds the instruction of a node; what is refused about it in either pass goes to `errors`.
pub(crate) fn instruction<'s>(
    node: Node<'s>,
    line: &Line<'_, 's>,
    span: Span,
    heredocs: Vec<Heredoc<'s>>,
    errors: &mut Vec<SyntaxError>,
) -> Instruction<'s> {
    let (name, rest) = (node.name, node.rest);
    let fallback = || Kind::Invalid(line.slice(rest.0, rest.1));
    let kind = match node.args {
        Err(LineError { message, span }) => {
            errors.push(SyntaxError {
                message,
                span,
                pass: Pass::Lines,
            });
            fallback()
        }
        Ok(args) => {
            let word = line.get(name.0, name.1);
            let (kind, refused) = kind(node.keyword, word, &node.flags, args, line);
            if let Err(refusal) = refused {
                let whole = || line.locate(name.0, rest.1.max(name.1));
                errors.push(SyntaxError {
                    message: refusal.message,
                    span: refusal.span.unwrap_or_else(whole),
                    pass: Pass::Instructions,
                });
            }
            kind.unwrap_or_else(fallback)
        }
    };
    Instruction {
        keyword: node.keyword,
        keyword_span: line.locate(name.0, name.1),
        span,
        flags: node.flags,
        heredocs,
        kind,
    }
}

/// The kind of an instruction, `None` where its form does not allow any, and the verdict.
fn kind<'s>(
    keyword: Keyword,
    name: &str,
    flags: &[Flag<'s>],
    args: Args<'s>,
    line: &Line<'_, 's>,
) -> (Option<Kind<'s>>, Refused) {
    match keyword {
        Keyword::Unknown => (None, refuse(unknown(name))),
        Keyword::From => from(flags, args),
        Keyword::Arg => arg(args),
        Keyword::Env => pairs(flags, args, "ENV", Kind::Env),
        Keyword::Label => pairs(flags, args, "LABEL", Kind::Label),
        Keyword::Run => {
            let kind = Kind::Run(command(args));
            (Some(kind), run::check(flags))
        }
        Keyword::Cmd => (Some(Kind::Cmd(command(args))), flags::check(flags, &[])),
        Keyword::Entrypoint => (
            Some(Kind::Entrypoint(command(args))),
            flags::check(flags, &[]),
        ),
        Keyword::Healthcheck => healthcheck::read(flags, args),
        Keyword::Shell => shell(flags, args),
        Keyword::Copy => transfer(flags, args, "COPY", Kind::Copy),
        Keyword::Add => transfer(flags, args, "ADD", Kind::Add),
        Keyword::Workdir => one(flags, args, "WORKDIR", Kind::Workdir),
        Keyword::User => one(flags, args, "USER", Kind::User),
        Keyword::Maintainer => one(flags, args, "MAINTAINER", Kind::Maintainer),
        // BuildKit does not look at this instruction's flags.
        Keyword::Stopsignal => one(&[], args, "STOPSIGNAL", Kind::Stopsignal),
        Keyword::Volume => volume(flags, args),
        Keyword::Expose => expose(flags, args),
        Keyword::Onbuild => onbuild(flags, args, line),
    }
}

fn refuse(message: impl Into<String>) -> Refused {
    Err(Box::new(Refusal {
        message: message.into(),
        span: None,
    }))
}

fn refuse_at(message: impl Into<String>, span: Span) -> Refused {
    Err(Box::new(Refusal {
        message: message.into(),
        span: Some(span),
    }))
}

fn at_least_one<T>(name: &str) -> (Option<T>, Refused) {
    (
        None,
        refuse(format!("{name} requires at least one argument")),
    )
}

fn unknown(name: &str) -> String {
    const NAMES: [&str; 18] = [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ];
    let message = format!("unknown instruction: {name}");
    // The suggestion is in upper case where the word is, in lower case otherwise.
    let lowered = lower(name);
    if name != lowered && name == name.to_uppercase() {
        return suggest(message, name, &NAMES);
    }
    let names = NAMES.map(str::to_ascii_lowercase);
    suggest(message, &lowered, &names.each_ref().map(String::as_str))
}

/// The command of RUN, CMD and ENTRYPOINT.
fn command(args: Args<'_>) -> Command<'_> {
    match args {
        Args::Json(words) => Command::Exec(words),
        Args::Whole(text) => Command::Shell(text),
        _ => Command::Shell(Text::plain("", 0)),
    }
}

fn from<'s>(flags: &[Flag<'s>], args: Args<'s>) -> (Option<Kind<'s>>, Refused) {
    let Args::Words(words) = args else {
        return (None, refuse("FROM requires either one or three arguments"));
    };
    let count = words.len();
    let mut words = words.into_iter();
    let Some(image) = words.next() else {
        return (None, refuse("FROM requires either one or three arguments"));
    };
    let named = words.next().is_some_and(|word| is_as(word.as_str()));
    let name = words.next().filter(|_| named && count == 3);
    let verdict = match &name {
        Some(name) if !is_stage_name(name.as_str()) => refuse_at(
            format!(
                "invalid name for build stage: {}, name can't start with a number or contain symbols",
                quote(name.as_str())
            ),
            name.span(),
        ),
        None if count != 1 => refuse("FROM requires either one or three arguments"),
        _ => flags::check(flags, &[("platform", flags::Form::Value)]),
    };
    (Some(Kind::From { image, name }), verdict)
}

/// `strings.EqualFold(word, "as")`: the long s is an s as well.
fn is_as(word: &str) -> bool {
    word.eq_ignore_ascii_case("as") || word == "a\u{17F}" || word == "A\u{17F}"
}

/// Whether the name in lower case is `^[a-z][a-z0-9-_.]*$`.
fn is_stage_name(name: &str) -> bool {
    if !name.is_ascii() {
        let lowered = lower(name);
        return lowered.is_ascii() && is_stage_name(&lowered);
    }
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn arg(args: Args<'_>) -> (Option<Kind<'_>>, Refused) {
    // BuildKit does not look at this instruction's flags.
    let words = match args {
        Args::Words(words) if !words.is_empty() => words,
        _ => return at_least_one("ARG"),
    };
    let mut verdict = Ok(());
    let mut pairs = Vec::with_capacity(words.len());
    for word in words {
        let text = word.as_str();
        let span = word.span();
        let pair = match memchr::memchr(b'=', text.as_bytes()) {
            None => Pair {
                name: word,
                value: None,
                span,
            },
            Some(equals) => {
                if equals == 0 && verdict.is_ok() {
                    verdict = refuse_at("ARG names can not be blank".to_owned(), span);
                }
                Pair {
                    name: word.slice(0, equals),
                    value: Some(word.slice(equals + 1, text.len())),
                    span,
                }
            }
        };
        pairs.push(pair);
    }
    (Some(Kind::Arg(pairs)), verdict)
}

fn pairs<'s>(
    flags: &[Flag<'s>],
    args: Args<'s>,
    name: &str,
    kind: fn(Vec<Pair<'s>>) -> Kind<'s>,
) -> (Option<Kind<'s>>, Refused) {
    let verdict = flags::check(flags, &[]);
    let Args::Pairs { pairs, .. } = args else {
        return (
            None,
            verdict.and(refuse(format!("{name} requires at least one argument"))),
        );
    };
    let blank = pairs
        .iter()
        .find(|pair| pair.name.is_empty())
        .map(|pair| pair.span);
    let verdict = match blank {
        Some(span) => verdict.and(refuse_at(format!("{name} names can not be blank"), span)),
        None => verdict,
    };
    (Some(kind(pairs)), verdict)
}

fn shell<'s>(flags: &[Flag<'s>], args: Args<'s>) -> (Option<Kind<'s>>, Refused) {
    let verdict = flags::check(flags, &[]);
    match args {
        Args::Json(words) if !words.is_empty() => (Some(Kind::Shell(words)), verdict),
        Args::Whole(_) => (
            None,
            verdict.and(refuse("SHELL requires the arguments to be in JSON form")),
        ),
        _ => (
            None,
            verdict.and(refuse("SHELL requires at least one argument")),
        ),
    }
}

fn transfer<'s>(
    flags: &[Flag<'s>],
    args: Args<'s>,
    name: &str,
    kind: fn(Transfer<'s>) -> Kind<'s>,
) -> (Option<Kind<'s>>, Refused) {
    let (mut sources, json) = match args {
        Args::Json(words) => (words, true),
        Args::Words(words) => (words, false),
        _ => (Vec::new(), false),
    };
    let destination = match sources.pop() {
        Some(destination) if !sources.is_empty() => destination,
        _ => {
            return (
                None,
                refuse(format!(
                    "{name} requires at least two arguments, but only one was provided. \
                     Destination could not be determined"
                )),
            );
        }
    };
    let known = if name == "ADD" {
        flags::ADD
    } else {
        flags::COPY
    };
    let mut verdict = flags::check(flags, known);
    if verdict.is_ok() && is_opening(destination.as_str()) {
        verdict = refuse_at(
            format!("{name} cannot accept a heredoc as a destination"),
            destination.span(),
        );
    }
    sources.retain(|source| !is_opening(source.as_str()));
    (
        Some(kind(Transfer {
            sources,
            destination,
            json,
        })),
        verdict,
    )
}

fn one<'s>(
    flags: &[Flag<'s>],
    args: Args<'s>,
    name: &str,
    kind: fn(Text<'s>) -> Kind<'s>,
) -> (Option<Kind<'s>>, Refused) {
    match args {
        Args::Whole(text) => (Some(kind(text)), flags::check(flags, &[])),
        _ => (
            None,
            refuse(format!("{name} requires exactly one argument")),
        ),
    }
}

fn volume<'s>(flags: &[Flag<'s>], args: Args<'s>) -> (Option<Kind<'s>>, Refused) {
    let words = match args {
        Args::Json(words) | Args::Words(words) if !words.is_empty() => words,
        _ => return at_least_one("VOLUME"),
    };
    let trimmed: Vec<_> = words
        .into_iter()
        .map(|word| {
            let text = word.as_str();
            let end = text.trim_end().len();
            let start = end - text.trim().len();
            if (start, end) == (0, text.len()) {
                word
            } else {
                word.slice(start, end)
            }
        })
        .collect();
    let empty = trimmed.iter().find(|word| word.is_empty()).map(Text::span);
    let verdict = flags::check(flags, &[]).and(match empty {
        Some(span) => refuse_at(
            "VOLUME specified can not be an empty string".to_owned(),
            span,
        ),
        None => Ok(()),
    });
    (Some(Kind::Volume(trimmed)), verdict)
}

fn expose<'s>(flags: &[Flag<'s>], args: Args<'s>) -> (Option<Kind<'s>>, Refused) {
    match args {
        Args::Words(ports) if !ports.is_empty() => {
            (Some(Kind::Expose(ports)), flags::check(flags, &[]))
        }
        _ => at_least_one("EXPOSE"),
    }
}

fn onbuild<'s>(
    flags: &[Flag<'s>],
    args: Args<'s>,
    line: &Line<'_, 's>,
) -> (Option<Kind<'s>>, Refused) {
    let Args::Sub(inner) = args else {
        return at_least_one("ONBUILD");
    };
    let trigger = line.get(inner.name.0, inner.name.1).to_uppercase();
    let verdict = flags::check(flags, &[]).and(match trigger.as_str() {
        "ONBUILD" => refuse("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
        "MAINTAINER" | "FROM" => refuse(format!("{trigger} isn't allowed as an ONBUILD trigger")),
        _ => Ok(()),
    });
    if inner.keyword == Keyword::Onbuild {
        return (None, verdict);
    }
    // What is refused about the trigger itself shows when a child image is built.
    let span = line.locate(inner.name.0, inner.rest.1);
    let inner = instruction(*inner, line, span, Vec::new(), &mut Vec::new());
    (Some(Kind::Onbuild(Box::new(inner))), verdict)
}
