//! What must hold of every migration.

use crate::{check_in, options};
use distroless_core::rules::Group;
use distroless_core::{BuildContext, Request, Severity};
use distroless_migrate::{Family, Migration, Refusal, Verdict, migrate};

/// Migrates a text, judged on the day of the examples.
pub fn of(
    context: &dyn BuildContext,
    path: &str,
    source: &str,
    family: Family,
) -> Result<Migration, Refusal> {
    let options = options(&[]);
    let request = Request {
        path,
        source,
        options: &options,
        context,
    };
    migrate(&request, family)
}

/// Whether a migration holds: the new file is clean, keeps every comment, and has nothing left to migrate.
pub fn holds(
    context: &dyn BuildContext,
    path: &str,
    source: &str,
    family: Family,
    migration: &Migration,
) -> Result<(), String> {
    let new = &migration.source;
    let analysis = check_in(context, path, new, &options(&[]));
    if let Some(problem) = analysis.problems.first() {
        return Err(format!("it cannot be read: {}\n{new}", problem.message));
    }
    let before = check_in(context, path, source, &options(&[]));
    let warnings = |analysis: &distroless_core::Analysis, id: &str| {
        let findings = analysis.findings.iter();
        findings.filter(|finding| finding.rule.id == id).count()
    };
    for finding in &analysis.findings {
        let id = finding.rule.id;
        let more = warnings(&analysis, id) > warnings(&before, id);
        let harmful = finding.severity == Severity::Error
            || finding.severity == Severity::Warning
                && finding.rule.group == Group::Runnable
                && more;
        if harmful {
            return Err(format!("{id}: {}\n{new}", finding.message));
        }
    }
    let old = dockerfile_syntax::parse(source);
    let parsed = dockerfile_syntax::parse(new);
    for comment in &old.comments {
        let text = comment.text(source).trim();
        let kept = parsed
            .comments
            .iter()
            .any(|kept| kept.text(new).trim() == text);
        if !kept {
            return Err(format!("the comment `{text}` is gone\n{new}"));
        }
    }
    match of(context, path, new, family) {
        Err(refusal) if refusal.verdict == Verdict::NothingToDo => Ok(()),
        Err(refusal) => Err(format!("it does not converge: {refusal:?}\n{new}")),
        Ok(again) => Err(format!("it is migrated again\n{new}\n{}", again.source)),
    }
}
