//! Which flags an instruction has, and BuildKit's complaints about others.

use super::Refused;
use crate::ast::Flag;
use crate::go::suggest;

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `--name`, `--name=true` or `--name=false`.
    Switch,
    /// `--name=value`, once.
    Value,
    /// `--name=value`, any number of times.
    Values,
}

/// A flag's name and form.
pub(crate) type Known = (&'static str, Form);

pub(crate) const ADD: &[Known] = &[
    ("chown", Form::Value),
    ("chmod", Form::Value),
    ("link", Form::Switch),
    ("keep-git-dir", Form::Switch),
    ("checksum", Form::Value),
    ("unpack", Form::Switch),
    ("exclude", Form::Values),
];

pub(crate) const COPY: &[Known] = &[
    ("chown", Form::Value),
    ("from", Form::Value),
    ("chmod", Form::Value),
    ("link", Form::Switch),
    ("exclude", Form::Values),
    ("parents", Form::Switch),
];

pub(crate) const FROM: &[Known] = &[("platform", Form::Value)];

pub(crate) const RUN: &[Known] = &[
    ("device", Form::Values),
    ("mount", Form::Values),
    ("network", Form::Value),
    ("security", Form::Value),
];

pub(crate) const HEALTHCHECK: &[Known] = &[
    ("interval", Form::Value),
    ("timeout", Form::Value),
    ("start-period", Form::Value),
    ("start-interval", Form::Value),
    ("retries", Form::Value),
];

/// Refuses flags that are not known, that lack a value or that come twice.
#[inline]
pub(crate) fn check(flags: &[Flag<'_>], known: &[Known]) -> Refused {
    if flags.is_empty() {
        return Ok(());
    }
    check_each(flags, known)
}

fn check_each(flags: &[Flag<'_>], known: &[Known]) -> Refused {
    // No instruction knows more flags than this has bits.
    let mut seen: u32 = 0;
    for flag in flags {
        let refuse = |message: String| super::refuse_at(message, flag.span);
        let name = flag.name.as_str();
        let Some(index) = known.iter().position(|known| known.0 == name) else {
            let names: Vec<_> = known.iter().map(|known| known.0).collect();
            return refuse(suggest(format!("unknown flag: --{name}"), name, &names));
        };
        let form = known.get(index).map(|known| known.1);
        let bit = 1_u32.checked_shl(index as u32).unwrap_or_default();
        if seen & bit != 0 && form != Some(Form::Values) {
            return refuse(format!("duplicate flag specified: --{name}"));
        }
        seen |= bit;
        match (form, flag.value.as_ref().map(crate::Text::as_str)) {
            (Some(Form::Switch), Some("")) | (Some(Form::Value | Form::Values), None) => {
                return refuse(format!("missing a value on flag: --{name}"));
            }
            (Some(Form::Switch), Some(value))
                if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") =>
            {
                return refuse(format!(
                    "expecting boolean value for flag --{name}, not: {value}"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}
