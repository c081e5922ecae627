//! Applies the fixes that the checker calls safe.

use super::checker::{Edit, Position, Report};

/// `text` with the first safe fix of every finding that has one, and the fixes' titles. Fixes that
/// overlap an earlier one are left out, as an editor would leave them out.
pub(super) fn apply(text: &str, report: &Report) -> Option<(String, Vec<String>)> {
    let mut edits: Vec<(usize, usize, &str)> = Vec::new();
    let mut titles = Vec::new();
    for finding in &report.findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.safety == "safe") else {
            continue;
        };
        let spans: Option<Vec<_>> = fix.edits.iter().map(|edit| span(text, edit)).collect();
        let free = |&(start, end, _): &(usize, usize, &str)| {
            edits
                .iter()
                .all(|&(from, to, _)| end <= from || to <= start)
        };
        let spans = spans?;
        if spans.iter().all(free) {
            edits.extend(spans);
            titles.push(format!("{}: {}", finding.rule, fix.title));
        }
    }
    if titles.is_empty() {
        return None;
    }
    edits.sort_unstable();
    let mut mended = text.to_owned();
    for (start, end, replacement) in edits.into_iter().rev() {
        mended.replace_range(start..end, replacement);
    }
    Some((mended, titles))
}

fn span<'a>(text: &str, edit: &'a Edit) -> Option<(usize, usize, &'a str)> {
    Some((
        offset(text, edit.start)?,
        offset(text, edit.end)?,
        &edit.replacement,
    ))
}

/// The byte that a line and a UTF-16 column stand for.
fn offset(text: &str, at: Position) -> Option<usize> {
    let line_start = match at.line.checked_sub(1)? {
        0 => 0,
        lines => text.match_indices('\n').nth(lines - 1)?.0 + 1,
    };
    let mut column = 1;
    let mut offset = line_start;
    for character in text.get(line_start..)?.chars() {
        if column >= at.column {
            break;
        }
        column += character.len_utf16();
        offset += character.len_utf8();
    }
    Some(offset)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::e2e::checker::Report;

    fn report(text: &str) -> Report {
        serde_json::from_str(text).unwrap_or(Report {
            findings: Vec::new(),
            files: Vec::new(),
        })
    }

    #[test]
    fn edits_are_counted_in_utf16_and_lines() {
        let report = report(
            r#"{"files": [], "findings": [{"rule": "r", "severity": "error", "message": "", "fixes": [
                {"title": "t", "safety": "safe", "edits": [
                    {"start": {"line": 2, "column": 4}, "end": {"line": 2, "column": 5}, "replacement": "B"}]}]}]}"#,
        );
        let fixed = apply("a\n😀-b\n", &report).map(|(text, _)| text);
        assert_eq!(fixed.as_deref(), Some("a\n😀-B\n"));
    }

    #[test]
    fn only_safe_fixes_are_applied() {
        let report = report(
            r#"{"files": [], "findings": [{"rule": "r", "severity": "error", "message": "", "fixes": [
                {"title": "t", "safety": "unsafe", "edits": [
                    {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 2}, "replacement": "B"}]}]}]}"#,
        );
        assert!(report.findings.len() == 1 && apply("a\n", &report).is_none());
    }
}
