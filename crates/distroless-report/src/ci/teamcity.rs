//! Service messages of TeamCity, which become inspections.
//!
//! Source: jetbrains.com/help/teamcity, "Service messages", checked 2026-11-23.

use super::{Told, all};
use crate::run::Run;
use distroless_core::Severity;
use std::fmt::Write;

pub(crate) fn messages(run: &Run) -> String {
    let told: Vec<Told<'_>> = all(run).collect();
    let mut out = String::new();
    let mut known: Vec<&str> = Vec::new();
    for it in &told {
        if known.contains(&it.rule) {
            continue;
        }
        known.push(it.rule);
        let what = it
            .finding
            .map_or("could not be read or understood", |(finding, ..)| {
                finding.rule.summary
            });
        // Writing to a string cannot fail.
        _ = writeln!(
            out,
            "##teamcity[inspectionType id='{}' name='{}' description='{}' category='distroless-check']",
            it.rule,
            it.rule,
            escape(what)
        );
    }
    for it in &told {
        let severity = match it.severity {
            None | Some(Severity::Error) => "ERROR",
            Some(Severity::Warning) => "WARNING",
            Some(Severity::Info) => "INFO",
        };
        _ = writeln!(
            out,
            "##teamcity[inspection typeId='{}' message='{}' file='{}' line='{}' SEVERITY='{severity}']",
            it.rule,
            escape(&it.text()),
            escape(&it.path().unwrap_or_else(|| ".".to_owned())),
            it.line(),
        );
    }
    out
}

/// What has a meaning in a message, with a bar before it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\'' | '[' | ']' => out.extend(['|', c]),
            '\n' => out.push_str("|n"),
            '\r' => out.push_str("|r"),
            c if c.is_ascii() => out.push(c),
            // As UTF-16 units of four digits.
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    _ = write!(out, "|0x{unit:04X}");
                }
            }
        }
    }
    out
}
