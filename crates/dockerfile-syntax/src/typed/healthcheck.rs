//! HEALTHCHECK.

use super::{Builder, Refused, flags, refuse_at};
use crate::ast::{Command, Flag};
use crate::go::{parse_duration, parse_int32, quote, to_upper};
use crate::parse::args;
use crate::parse::node::Node;

/// Docker's shortest interval, in nanoseconds.
const SHORTEST: i64 = 1_000_000;

impl<'s> Builder<'_, '_, 's> {
    /// NONE is no command.
    #[expect(clippy::option_option, reason = "no kind at all, and NONE")]
    pub(super) fn healthcheck(&mut self, node: &Node<'s>) -> Option<Option<Command<'s>>> {
        let (kind, rest) = args::health(self.line, node.rest);
        let command = self.read(args::command(self.line, rest))?;
        if kind.is_empty() {
            return self.lacks("HEALTHCHECK requires at least one argument");
        }
        let given = match &command {
            Command::Shell(text) => !text.is_empty(),
            Command::Exec(words) => !words.is_empty(),
        };
        let word = to_upper(kind.as_str());
        if word == "NONE" {
            // Flags are not looked at here.
            if given {
                return self.lacks("HEALTHCHECK NONE takes no arguments");
            }
            return Some(None);
        }
        self.check(flags::check(&node.flags, flags::HEALTHCHECK));
        if word != "CMD" {
            let message = format!("Unknown type {} in HEALTHCHECK (try CMD)", quote(&word));
            self.check(refuse_at(message, kind.span()));
            return None;
        }
        if !given {
            return self.lacks("Missing command after HEALTHCHECK CMD");
        }
        self.check(times(&node.flags));
        Some(Some(command))
    }
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
