//! Checkstyle's XML, which many tools read.

use super::xml::escape;
use super::{Told, of_file, of_run};
use crate::run::Run;
use distroless_core::Severity;
use std::fmt::Write;

pub(crate) fn report(run: &Run) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for told in of_run(run) {
        file(
            &mut out,
            &told.path().unwrap_or_else(|| ".".to_owned()),
            &[told],
        );
    }
    for checked in &run.files {
        let told = of_file(run, checked);
        let path = crate::visible::one_line(&checked.analysis.path);
        file(&mut out, &path, &told);
    }
    out.push_str("</checkstyle>\n");
    out
}

fn file(out: &mut String, path: &str, all: &[Told<'_>]) {
    // Writing to a string cannot fail.
    _ = writeln!(out, "  <file name=\"{}\">", escape(path));
    for told in all {
        let severity = match told.severity {
            None | Some(Severity::Error) => "error",
            Some(Severity::Warning) => "warning",
            Some(Severity::Info) => "info",
        };
        let column = told.range.map_or(1, |range| range.start.column);
        _ = writeln!(
            out,
            "    <error line=\"{}\" column=\"{column}\" severity=\"{severity}\" message=\"{}\" source=\"distroless-check.{}\"/>",
            told.line(),
            escape(&told.text()),
            told.rule,
        );
    }
    out.push_str("  </file>\n");
}
