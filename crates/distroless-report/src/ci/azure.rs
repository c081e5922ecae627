//! Logging commands of Azure Pipelines, which leave issues on the summary of a run.
//!
//! Source: learn.microsoft.com, "Logging commands", checked 2026-11-23. There is no level below warning.

use super::all;
use crate::run::Run;
use distroless_core::Severity;
use std::fmt::Write;

pub(crate) fn commands(run: &Run) -> String {
    let mut out = String::new();
    for told in all(run) {
        let level = match told.severity {
            None | Some(Severity::Error) => "error",
            Some(Severity::Warning | Severity::Info) => "warning",
        };
        // Writing to a string cannot fail.
        _ = write!(out, "##vso[task.logissue type={level}");
        if let Some(path) = told.path() {
            _ = write!(out, ";sourcepath={}", escape(&path));
        }
        if let Some(range) = told.range {
            let start = range.start;
            _ = write!(
                out,
                ";linenumber={};columnnumber={}",
                start.line, start.column
            );
        }
        _ = writeln!(out, ";code={};]{}", told.rule, escape(&told.text()));
    }
    out
}

/// What ends a value or a line, and what begins another command.
fn escape(text: &str) -> String {
    text.replace('%', "%AZP25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace(';', "%3B")
        .replace(']', "%5D")
        .replace("##", "# #")
}
