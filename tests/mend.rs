//! Applying fixes, and what every fix must hold.

use distroless_core::{Analysis, Edit, Finding, Fix, Safety};

/// The text after the edits of one fix.
///
/// # Errors
/// Says which edit lies outside of the text, overlaps the one before it, or changes nothing.
pub fn apply(source: &str, edits: &[Edit]) -> Result<String, String> {
    if edits.is_empty() {
        return Err("a fix without edits".to_owned());
    }
    let mut out = String::new();
    let mut copied = 0;
    for edit in edits {
        let range = edit.span.range();
        let replaced = source
            .get(range.clone())
            .ok_or_else(|| format!("{edit:?} does not lie in the text"))?;
        if range.start < copied {
            return Err(format!("{edit:?} overlaps the edit before it"));
        }
        if replaced == edit.replacement {
            return Err(format!("{edit:?} changes nothing"));
        }
        out.push_str(&source[copied..range.start]);
        out.push_str(&edit.replacement);
        copied = range.end;
    }
    out.push_str(&source[copied..]);
    Ok(out)
}

/// The edits of several fixes in the order of the text. A fix that would touch what an earlier one
/// touches is left for the next round; the same fix offered twice is taken once.
pub fn together<'f>(fixes: impl Iterator<Item = &'f Fix>) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    for fix in fixes {
        let free = |edit: &Edit| !out.iter().any(|taken| meet(taken, edit));
        if fix.edits.iter().all(free) {
            out.extend(fix.edits.iter().cloned());
        }
    }
    out.sort_by_key(|edit| edit.span);
    out
}

/// Two insertions at one place meet too: nothing says which comes first.
fn meet(a: &Edit, b: &Edit) -> bool {
    a.span == b.span || a.span.start < b.span.end && b.span.start < a.span.end
}

/// The fixes that would be applied to a file at once: the best of each finding that is at least so
/// safe.
pub fn best(findings: &[Finding], least: Safety) -> impl Iterator<Item = &Fix> {
    findings
        .iter()
        .filter_map(move |finding| finding.fixes.iter().find(|fix| fix.safety >= least))
}

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
    let text = apply(source, &fix.edits)?;
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

/// The file after all fixes that are at least so safe, again and again until there is none.
///
/// # Errors
/// Where that does not come to an end.
pub fn fixed_point(
    source: &str,
    least: Safety,
    check: impl Fn(&str) -> Analysis,
) -> Result<String, String> {
    const ROUNDS: usize = 8;
    let mut text = source.to_owned();
    for _ in 0..ROUNDS {
        let analysis = check(&text);
        let edits = together(best(&analysis.findings, least));
        if edits.is_empty() {
            return Ok(text);
        }
        text = apply(&text, &edits)?;
    }
    Err(format!(
        "there are still fixes after {ROUNDS} rounds\n{text}"
    ))
}

fn count(analysis: &Analysis, id: &str) -> usize {
    let findings = analysis.findings.iter();
    findings.filter(|finding| finding.rule.id == id).count()
}
