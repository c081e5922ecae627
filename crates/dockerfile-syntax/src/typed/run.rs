//! RUN's flags: what BuildKit refuses before variables are expanded.

use super::{Refused, flags, refuse_at};
use crate::ast::Flag;
use crate::csv;
use crate::go::{quote, suggest};
use memchr::{memchr, memchr2};

pub(super) fn check(given: &[Flag<'_>]) -> Refused {
    if given.is_empty() {
        return Ok(());
    }
    flags::check(given, flags::RUN)?;
    let named = |name: &'static str| given.iter().filter(move |flag| flag.name.as_str() == name);
    for flag in named("device") {
        device(value(flag)).or_else(|message| refuse_at(message, flag.span))?;
    }
    for flag in named("mount") {
        mount(value(flag)).or_else(|message| refuse_at(message, flag.span))?;
    }
    for flag in named("network") {
        let mode = value(flag);
        if !matches!(mode, "default" | "none" | "host") {
            return refuse_at(format!("invalid network mode {}", quote(mode)), flag.span);
        }
    }
    for flag in named("security") {
        let mode = value(flag);
        if !matches!(mode, "insecure" | "sandbox") {
            return refuse_at(format!("security {} is not valid", quote(mode)), flag.span);
        }
    }
    Ok(())
}

fn value<'f>(flag: &'f Flag<'_>) -> &'f str {
    flag.value.as_ref().map_or("", crate::Text::as_str)
}

/// Only the fields' form, and `from`, which takes no variables; all else waits for expansion.
fn mount(value: &str) -> Result<(), String> {
    // Without quotes and variables there is nothing that could be wrong.
    if !value.is_empty() && memchr2(b'"', b'$', value.as_bytes()).is_none() {
        return Ok(());
    }
    let mut verdict = Ok(());
    for field in csv::fields(value) {
        let field = field.map_err(|message| format!("failed to parse csv mounts: {message}"))?;
        let Some((name, origin)) = split(&field.value) else {
            continue;
        };
        let variable = || {
            let dollar = memchr(b'$', origin.as_bytes());
            dollar.is_some_and(|at| at + 1 < origin.len())
        };
        // A field of bad form comes first, wherever it is.
        if name.eq_ignore_ascii_case("from") && variable() && verdict.is_ok() {
            verdict = Err(
                "'from' doesn't support variable expansion, define alias stage instead".to_owned(),
            );
        }
    }
    verdict
}

/// Cuts a field at its `=`.
fn split(field: &str) -> Option<(&str, &str)> {
    let equals = memchr(b'=', field.as_bytes())?;
    Some((field.get(..equals)?, field.get(equals + 1..)?))
}

fn device(value: &str) -> Result<(), String> {
    let fields: Vec<_> = csv::fields(value)
        .collect::<Result<_, _>>()
        .map_err(|message| format!("failed to parse csv devices: {message}"))?;
    let mut device = String::new();
    for field in &fields {
        let field: &str = &field.value;
        let Some((name, value)) = split(field) else {
            if !field.eq_ignore_ascii_case("required") {
                if !device.is_empty() {
                    return Err(format!("invalid field '{field}' must be a key=value pair"));
                }
                field.clone_into(&mut device);
            }
            continue;
        };
        match crate::go::to_lower(name).as_str() {
            "name" if !device.is_empty() => {
                return Err(format!("device name already set to {device}"));
            }
            "name" => value.clone_into(&mut device),
            "required" if !is_bool(value) => {
                return Err(format!("invalid value for required: {value}"));
            }
            "required" => {}
            _ if device.is_empty() => field.clone_into(&mut device),
            other => {
                let message = format!("unexpected key '{other}' in '{field}'");
                return Err(suggest(message, other, &["name", "required"]));
            }
        }
    }
    Ok(())
}

/// Whether Go's `strconv.ParseBool` reads it.
fn is_bool(text: &str) -> bool {
    matches!(
        text,
        "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False"
    )
}
