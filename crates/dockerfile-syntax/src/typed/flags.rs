//! Which flags an instruction has, and BuildKit's complaints about others.

use super::Refused;
use crate::ast::Flag;
use crate::go::suggest;
use std::collections::HashSet;

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
pub(crate) fn check(flags: &[Flag<'_>], known: &[Known]) -> Refused {
    let mut seen = HashSet::new();
    for flag in flags {
        let refuse = |message: String| Err((message, Some(flag.span)));
        let name = flag.name.as_str();
        let Some((_, form)) = known.iter().find(|known| known.0 == name) else {
            let names: Vec<_> = known.iter().map(|known| known.0).collect();
            return refuse(suggest(format!("unknown flag: --{name}"), name, &names));
        };
        if !seen.insert(name) && *form != Form::Values {
            return refuse(format!("duplicate flag specified: --{name}"));
        }
        match (form, flag.value.as_ref().map(crate::Text::as_str)) {
            (Form::Switch, Some("")) | (Form::Value | Form::Values, None) => {
                return refuse(format!("missing a value on flag: --{name}"));
            }
            (Form::Switch, Some(value))
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
