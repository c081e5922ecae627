//! HEALTHCHECK.

use super::{Refused, at_least_one, flags, refuse, refuse_at};
use crate::ast::{Command, Flag, Kind};
use crate::go::{parse_duration, parse_int32, quote};
use crate::parse::node::Args;

/// Docker's shortest interval, in nanoseconds.
const SHORTEST: i64 = 1_000_000;

pub(super) fn read<'s>(given: &[Flag<'s>], args: Args<'s>) -> (Option<Kind<'s>>, Refused) {
    let Args::Health { kind, command } = args else {
        return at_least_one("HEALTHCHECK");
    };
    let word = kind.as_str().to_uppercase();
    if word == "NONE" {
        // Flags are not looked at here, and an empty JSON array is no argument.
        return match *command {
            Args::None => (Some(Kind::Healthcheck(None)), Ok(())),
            Args::Json(words) if words.is_empty() => (Some(Kind::Healthcheck(None)), Ok(())),
            _ => (None, refuse("HEALTHCHECK NONE takes no arguments")),
        };
    }
    let verdict = flags::check(given, flags::HEALTHCHECK);
    if word != "CMD" {
        let message = format!("Unknown type {} in HEALTHCHECK (try CMD)", quote(&word));
        return (None, verdict.and(refuse_at(message, kind.span())));
    }
    let command = match *command {
        Args::Json(words) if !words.is_empty() => Command::Exec(words),
        Args::Whole(text) => Command::Shell(text),
        _ => {
            return (
                None,
                verdict.and(refuse("Missing command after HEALTHCHECK CMD")),
            );
        }
    };
    let verdict = verdict.and_then(|()| times(given));
    (Some(Kind::Healthcheck(Some(command))), verdict)
}

fn times(given: &[Flag<'_>]) -> Refused {
    let find = |name: &str| {
        let flag = given.iter().find(|flag| flag.name.as_str() == name)?;
        let value = flag.value.as_ref()?.as_str();
        (!value.is_empty()).then_some((flag.span, value))
    };
    for name in ["interval", "timeout", "start-period", "start-interval"] {
        let Some((span, value)) = find(name) else {
            continue;
        };
        match parse_duration(value) {
            Err(message) => return refuse_at(message, span),
            Ok(time) if time != 0 && time < SHORTEST => {
                return refuse_at(format!("Interval \"{name}\" cannot be less than 1ms"), span);
            }
            Ok(_) => {}
        }
    }
    if let Some((span, value)) = find("retries") {
        match parse_int32(value) {
            Err(message) => return refuse_at(message, span),
            Ok(retries) if retries < 0 => {
                return refuse_at(format!("--retries cannot be negative ({retries})"), span);
            }
            Ok(_) => {}
        }
    }
    Ok(())
}
