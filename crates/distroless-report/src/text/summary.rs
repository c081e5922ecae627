//! The run in one line.

use crate::{Counts, Run};

/// How many files were checked and what was found in them.
pub fn summary(run: &Run) -> String {
    let counts = run.counts();
    let count = |number: usize, noun: &str| {
        let ending = if number == 1 { "" } else { "s" };
        format!("{number} {noun}{ending}")
    };
    let Counts {
        error,
        warning,
        info,
        suppressed,
        problems,
        known,
        elsewhere,
    } = counts;
    let mut parts = Vec::new();
    if problems > 0 {
        parts.push(count(problems, "problem"));
    }
    if counts.findings() == 0 {
        parts.push("no findings".to_owned());
    }
    if error > 0 {
        parts.push(count(error, "error"));
    }
    if warning > 0 {
        parts.push(count(warning, "warning"));
    }
    if info > 0 {
        parts.push(format!("{info} info"));
    }
    let aside = [
        (suppressed, "silenced"),
        (known, "known from the baseline"),
        (elsewhere, "not of this change"),
    ];
    let aside = aside.iter().filter(|(number, _)| *number > 0);
    let aside: Vec<String> = aside
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let silenced = match aside.len() {
        0 => String::new(),
        _ => format!(" ({})", aside.join(", ")),
    };
    let files = count(run.files.len(), "file");
    format!("{} in {files}{silenced}", parts.join(", "))
}
