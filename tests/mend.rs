//! What every fix must hold.

use crate::mutation::COMMENT;
use distroless_core::fix::{apply, best, mend};
use distroless_core::{Analysis, Fix, Safety};
use dockerfile_syntax::{Instruction, Span, parse};

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
    let text = settles(source, least, check)?;
    match best(&check(&text).findings, least).next() {
        None => Ok(()),
        Some((finding, fix)) => Err(format!(
            "`{}` of {} is still offered\n{text}",
            fix.title, finding.rule.id
        )),
    }
}

/// What must hold of all fixes together in any file, where some would do harm and are not applied: no rule finds
/// more than before, and the mended file is left as it is.
///
/// # Errors
/// Says what does not hold.
pub fn settles(
    source: &str,
    least: Safety,
    check: &dyn Fn(&str) -> Analysis,
) -> Result<String, String> {
    let before = check(source);
    let mended = mend(source, before.clone(), least, check);
    let text = mended.source;
    let after = check(&text);
    if after.problems.len() > before.problems.len() {
        return Err(format!("the mended file has problems\n{text}"));
    }
    let mut ids = after.findings.iter().map(|finding| finding.rule.id);
    if let Some(id) = ids.find(|id| count(&after, id) > count(&before, id)) {
        return Err(format!("the mended file has more findings of {id}\n{text}"));
    }
    let again = mend(&text, after, least, check);
    if again.source != text || !again.applied.is_empty() {
        return Err(format!("the mended file is mended again\n{text}"));
    }
    Ok(text)
}

/// What a fix must not do to the file around it: what is not its business stays as it is.
///
/// # Errors
/// Says what does not hold.
pub fn keeps(source: &str, fix: &Fix) -> Result<(), String> {
    let mended = apply(source, &fix.edits).map_err(|unfit| unfit.to_string())?;
    let fail = |what: &str| Err(format!("`{}` {what}\n{mended}", fix.title));
    // Of a file that mixes them, nobody asks more.
    let carried = source.contains("\r\n") && !source.replace("\r\n", "").contains('\n');
    if carried && mended.replace("\r\n", "").contains('\n')
        || !source.contains('\r') && mended.contains('\r')
    {
        return fail("changes line endings");
    }
    if source.starts_with('\u{feff}') != mended.starts_with('\u{feff}') {
        return fail("changes the byte order mark");
    }
    let (before, after) = (parse(source), parse(&mended));
    if before.escape != after.escape || before.directives.len() != after.directives.len() {
        return fail("changes the directives");
    }
    if after.errors.len() > before.errors.len() {
        return fail("leaves what cannot be parsed");
    }
    // What stands in an instruction, or between two, goes with them, when all of them go.
    let gone = |span: Span| {
        fix.edits.iter().any(|edit| {
            let (from, to) = (edit.span.start, edit.span.end);
            let holds = |instruction: &&Instruction<'_>| {
                from <= instruction.span.start && instruction.span.end <= to
            };
            let whole = || before.instructions.iter().filter(holds);
            let around =
                |it: &Instruction<'_>| it.span.start <= span.start && span.end <= it.span.end;
            whole().any(around)
                || whole().any(|it| it.span.end <= span.start)
                    && whole().any(|it| span.end <= it.span.start)
        })
    };
    for comment in &before.comments {
        let text = comment.text(source);
        if text.starts_with(COMMENT) && !gone(*comment) && !mended.contains(text) {
            return fail("takes a comment away");
        }
    }
    for heredoc in before.instructions.iter().flat_map(|it| it.heredocs.iter()) {
        let open = heredoc.close.range().is_empty();
        if open
            && fix
                .edits
                .iter()
                .any(|edit| edit.span.end >= heredoc.body.start)
        {
            return fail("writes into a heredoc that never ends");
        }
        let body = heredoc.body.text(source);
        let there = after
            .instructions
            .iter()
            .flat_map(|it| it.heredocs.iter())
            .any(|heredoc| heredoc.body.text(&mended) == body);
        let edited = fix
            .edits
            .iter()
            .any(|edit| edit.span.start < heredoc.body.end && heredoc.body.start < edit.span.end);
        if !there && !edited {
            return fail("changes a heredoc");
        }
    }
    Ok(())
}

fn count(analysis: &Analysis, id: &str) -> usize {
    let findings = analysis.findings.iter();
    findings.filter(|finding| finding.rule.id == id).count()
}
