//! What to do about findings: their fixes, all safe fixes at once, a comment that silences, the rule's page.

use crate::capabilities::{Client, EXPLAIN, FIX_ALL};
use crate::diagnostics;
use crate::documents::{Document, Known};
use crate::lines::Lines;
use distroless_core::{Finding, Fix, Safety, silencing};
use lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionParams, Command, Range, TextEdit,
};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// How many fixes of a finding are offered.
const FIXES: usize = 10;

/// What stands for the reason of a comment until somebody writes one.
const REASON: &str = "reason";

/// The actions at a place, in the order in which people want them.
pub(crate) fn actions(
    document: &Document,
    params: &CodeActionParams,
    client: Client,
) -> Vec<Value> {
    let Some((text, known)) = document.looked_at() else {
        return Vec::new();
    };
    let lines = Lines::new(text, client.encoding);
    let asked = Asked {
        document,
        known,
        lines,
        client,
    };
    let mut out = Vec::new();
    if wants(&params.context, &CodeActionKind::QUICKFIX) {
        for finding in &known.analysis.findings {
            if touches(asked.lines.range(finding.span), params.range) {
                asked.of_finding(finding, &mut out);
            }
        }
    }
    if wants(&params.context, &FIX_ALL) {
        out.extend(asked.fix_all());
    }
    out
}

/// Whether actions of a kind are asked for: of all kinds, of this one, or of one above it.
fn wants(context: &CodeActionContext, kind: &CodeActionKind) -> bool {
    context.only.as_ref().is_none_or(|only| {
        only.iter().any(|wanted| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty()
            })
        })
    })
}

fn touches(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

struct Asked<'d> {
    document: &'d Document,
    known: &'d Known,
    lines: Lines<'d>,
    client: Client,
}

impl Asked<'_> {
    fn of_finding(&self, finding: &Finding, out: &mut Vec<Value>) {
        let uri = &self.document.uri;
        let diagnostic = diagnostics::finding(finding, &self.lines, uri, self.client);
        let quick = |title: String| CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic.clone()]),
            ..CodeAction::default()
        };
        let offered = finding.fixes.iter();
        let offered =
            offered.filter(|fix| fix.safety > Safety::DisplayOnly && !fix.edits.is_empty());
        // An editor that mends at a keystroke takes the preferred one without a question.
        let mut preferred = self.client.is_preferred;
        for fix in offered.take(FIXES) {
            let is_preferred = fix.safety == Safety::Safe && std::mem::take(&mut preferred);
            let action = CodeAction {
                is_preferred: is_preferred.then_some(true),
                ..quick(fix.offer())
            };
            out.push(with_edit(&action, self.edit(&self.edits_of(fix))));
        }
        let rule = finding.rule.id;
        out.extend(self.silence(finding, &quick(format!("Ignore {rule} here with a reason"))));
        let title = format!("Explain {rule}");
        let command = Command::new(title.clone(), EXPLAIN.to_owned(), Some(vec![json!(rule)]));
        out.push(json!(CodeAction {
            command: Some(command),
            ..quick(title)
        }));
    }

    fn edits_of(&self, fix: &Fix) -> Vec<Value> {
        let edits = fix.edits.iter().map(|edit| {
            json!(TextEdit::new(
                self.lines.range(edit.span),
                edit.replacement.clone()
            ))
        });
        edits.collect()
    }

    /// The comment that silences a finding, with the cursor where the reason goes.
    fn silence(&self, finding: &Finding, action: &CodeAction) -> Option<Value> {
        let text = self.lines.text();
        let silencing = silencing(&dockerfile_syntax::parse(text), finding)?;
        let at = self.lines.position(silencing.at as usize);
        let range = Range::new(at, at);
        let comment = silencing.comment;
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let edit = if self.client.snippet_edits && self.client.versioned_edits {
            // Names of rules and blanks: nothing in it means anything in a snippet.
            let value = format!("{comment}${{1:{REASON}}}{end}");
            json!({ "range": range, "snippet": { "kind": "snippet", "value": value } })
        } else {
            json!(TextEdit::new(range, format!("{comment}{REASON}{end}")))
        };
        Some(with_edit(action, self.edit(&[edit])))
    }

    /// All safe fixes, as `--fix` applies them.
    fn fix_all(&self) -> Option<Value> {
        let text = self.lines.text();
        let mended = self.known.mended(text);
        if mended.applied.is_empty() {
            return None;
        }
        let edits = differences(&self.lines, &mended.source);
        let action = CodeAction {
            title: "Apply all safe fixes".to_owned(),
            kind: Some(FIX_ALL),
            ..CodeAction::default()
        };
        Some(with_edit(&action, self.edit(&edits)))
    }

    fn edit(&self, edits: &[Value]) -> Value {
        let (uri, version) = (&self.document.uri, self.document.version);
        if self.client.versioned_edits {
            let document = json!({ "uri": uri, "version": version });
            json!({ "documentChanges": [{ "textDocument": document, "edits": edits }] })
        } else {
            json!({ "changes": { uri.as_str(): edits } })
        }
    }
}

fn with_edit(action: &CodeAction, edit: Value) -> Value {
    let mut action = json!(action);
    if let Some(fields) = action.as_object_mut() {
        fields.insert("edit".to_owned(), edit);
    }
    action
}

/// The edits that make another text of this one, whole lines each, so that cursors elsewhere stay.
fn differences(lines: &Lines<'_>, new: &str) -> Vec<Value> {
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut at = 0;
    for change in TextDiff::from_lines(lines.text(), new).iter_all_changes() {
        let length = change.value().len();
        let (removed, added) = match change.tag() {
            ChangeTag::Equal => {
                at += length;
                continue;
            }
            ChangeTag::Delete => (length, ""),
            ChangeTag::Insert => (0, change.value()),
        };
        match edits.last_mut() {
            Some((_, end, text)) if *end == at => {
                *end += removed;
                text.push_str(added);
            }
            _ => edits.push((at, at + removed, added.to_owned())),
        }
        at += removed;
    }
    let edits = edits.into_iter().map(|(start, end, text)| {
        let range = Range::new(lines.position(start), lines.position(end));
        json!(TextEdit::new(range, text))
    });
    edits.collect()
}

#[cfg(test)]
mod tests {
    use super::{differences, wants};
    use crate::capabilities::FIX_ALL;
    use crate::lines::{Encoding, Lines};
    use lsp_types::{CodeActionContext, CodeActionKind, TextEdit};

    #[test]
    fn kinds_hold_those_below_them() {
        let wanted = |only: Option<&'static str>, kind: &CodeActionKind| {
            let only = only.map(|kind| vec![CodeActionKind::new(kind)]);
            let context = CodeActionContext {
                only,
                ..CodeActionContext::default()
            };
            wants(&context, kind)
        };
        assert!(wanted(None, &FIX_ALL));
        assert!(wanted(Some("source"), &FIX_ALL));
        assert!(wanted(Some("source.fixAll"), &FIX_ALL));
        assert!(wanted(Some(""), &FIX_ALL));
        assert!(!wanted(Some("source.fix"), &FIX_ALL));
        assert!(!wanted(Some("source.fixAll"), &CodeActionKind::QUICKFIX));
    }

    #[test]
    fn differences_make_the_other_text() {
        let texts = ["", "a\n", "a\nb\nc\n", "b\r\nc", "x\nb\ny\n", "a\né\nc\nd"];
        for old in texts {
            for new in texts {
                let lines = Lines::new(old, Encoding::Utf16);
                let mut made = old.to_owned();
                for edit in differences(&lines, new).into_iter().rev() {
                    let edit: TextEdit = serde_json::from_value(edit).unwrap();
                    let start = lines.offset(edit.range.start);
                    made.replace_range(start..lines.offset(edit.range.end), &edit.new_text);
                }
                assert_eq!(made, new, "of {old:?}");
            }
        }
    }
}
