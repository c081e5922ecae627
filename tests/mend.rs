//! What every fix must hold.

use distroless_core::fix::{apply, best, mend};
use distroless_core::{Analysis, Fix, Safety};

/// What must hold of every fix: applied alone, it takes a finding of `id` away, and adds neither a
/// finding of any rule nor a problem. `check` runs every rule.
///
/// # Errors
/// Says what does not hold.
pub fn holds(
    source: &str,
    id: &str,
    fix: &Fix,
    before: &Analysis,
    check: impl Fn(&str) -> Analysis,
) -> Result<(), String> {
    if fix.title.is_empty() {
        return Err("a fix without a title".to_owned());
    }
    let text = apply(source, &fix.edits).map_err(|unfit| unfit.to_string())?;
    let after = check(&text);
    if after.problems.len() > before.problems.len() {
        return Err(format!(
            "`{}` leaves a file with problems: {:?}\n{text}",
            fix.title, after.problems
        ));
    }
    if count(&after, id) >= count(before, id) {
        return Err(format!("`{}` leaves the finding\n{text}", fix.title));
    }
    let mut ids = after.findings.iter().map(|finding| finding.rule.id);
    match ids.find(|id| count(&after, id) > count(before, id)) {
        None => Ok(()),
        Some(id) => Err(format!("`{}` brings a finding of {id}\n{text}", fix.title)),
    }
}

/// What must hold of all fixes together that are at least so safe: none is left, and the mended file is left
/// as it is.
///
/// # Errors
/// Says what does not hold.
pub fn converges(
    source: &str,
    least: Safety,
    check: &dyn Fn(&str) -> Analysis,
) -> Result<(), String> {
    let mended = mend(source, check(source), least, check);
    let text = &mended.source;
    if let Some((finding, fix)) = best(&mended.analysis.findings, least).next() {
        return Err(format!(
            "`{}` of {} is still offered\n{text}",
            fix.title, finding.rule.id
        ));
    }
    let again = mend(text, check(text), least, check);
    if again.source != *text || !again.applied.is_empty() {
        return Err(format!("the mended file is mended again\n{text}"));
    }
    Ok(())
}

fn count(analysis: &Analysis, id: &str) -> usize {
    let findings = analysis.findings.iter();
    findings.filter(|finding| finding.rule.id == id).count()
}
