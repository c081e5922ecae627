//! Comments that silence findings:
//!
//! ```text
//! # distroless-check: ignore[rule-id, other-rule] reason         the next instruction
//! # distroless-check: ignore-stage[rule-id] reason               the stage the comment stands in
//! # distroless-check: ignore-file[rule-id] reason                the whole file
//! ```
//!
//! A comment that silences nothing is itself reported, and a rule that does not exist is a problem:
//! a suppression that has lost its purpose must not wait for the next defect.

use crate::analysis::Suppressed;
use crate::finding::{Finding, Fix, Safety};
use crate::order;
use crate::request::Problem;
use crate::rules::{self, suppressions::unused_ignore};
use dockerfile_syntax::{Dockerfile, Keyword, Span};

const MARK: &str = "distroless-check:";

/// A comment that would silence a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silencing {
    /// Where its line goes: the byte at which the line of the instruction begins.
    pub at: u32,
    /// The comment, indented as the instruction is, up to where the reason begins.
    pub comment: String,
}

/// The comment above the instruction that silences a finding of it; `None` for what stands in no
/// instruction, or cannot be silenced.
pub fn silencing(file: &Dockerfile<'_>, finding: &Finding) -> Option<Silencing> {
    if finding.rule.group == rules::Group::Suppressions {
        return None;
    }
    let start = next_instruction(file, Span::new(finding.span.start, finding.span.start))
        .filter(|span| span.contains(finding.span.start))?
        .start;
    let before = file.source.get(..start as usize)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    // A byte order mark stays the first of the file.
    let line = line
        + before
            .get(line..)?
            .find(|c| c != '\u{feff}')
            .unwrap_or(before.len() - line);
    let indent = before.get(line..).filter(|text| text.trim().is_empty())?;
    Some(Silencing {
        at: line as u32,
        comment: format!("{indent}# {MARK} ignore[{}] ", finding.rule.id),
    })
}

/// What is left after the comments have had their say.
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: Vec<Suppressed>,
    pub(crate) problems: Vec<Problem>,
}

/// One rule named in one comment.
struct Ignore<'s> {
    rule: &'s str,
    /// The part of the file in which it holds.
    scope: Span,
    comment: Span,
    reason: &'s str,
    used: bool,
}

/// Takes out of `findings` what the file's comments silence. `active` tells which rules ran: an
/// ignore of a rule that was not asked is not called useless.
pub(crate) fn apply(
    file: &Dockerfile<'_>,
    findings: Vec<Finding>,
    active: &dyn Fn(&str) -> bool,
) -> Outcome {
    let mut problems = Vec::new();
    let mut ignores = collect(file, &mut problems);
    // Sorted by rule, then by place, so that a finding looks at its own rule's ignores only.
    order::sort_by_key(&mut ignores, |ignore| (ignore.rule, ignore.scope.start));

    let mut outcome = Outcome {
        findings: Vec::new(),
        suppressed: Vec::new(),
        problems,
    };
    for finding in findings {
        let from = ignores.partition_point(|ignore| ignore.rule < finding.rule.id);
        let hit = ignores[from..]
            .iter_mut()
            .take_while(|ignore| ignore.rule == finding.rule.id)
            .find(|ignore| ignore.scope.contains(finding.span.start));
        match hit {
            Some(ignore) => {
                ignore.used = true;
                outcome.suppressed.push(Suppressed {
                    finding,
                    comment: ignore.comment,
                    reason: ignore.reason.to_owned(),
                });
            }
            None => outcome.findings.push(finding),
        }
    }

    let own = &unused_ignore::RULE.meta;
    if active(own.id) {
        order::sort_by_key(&mut ignores, |ignore| ignore.comment);
        for group in ignores.chunk_by(|a, b| a.comment == b.comment) {
            let idle: Vec<_> = group
                .iter()
                .filter(|ignore| !ignore.used && active(ignore.rule))
                .collect();
            let Some(first) = idle.first() else { continue };
            let names: Vec<_> = idle.iter().map(|ignore| ignore.rule).collect();
            let whole = idle.len() == group.len();
            outcome.findings.push(
                Finding::new(
                    own,
                    first.comment,
                    format!(
                        "this comment silences nothing: {} has no finding here",
                        names.join(", ")
                    ),
                    "remove it, so that it does not hide a later finding",
                )
                .fix(whole.then(|| {
                    Fix::replace(
                        "remove the comment",
                        Safety::Safe,
                        with_line_end(file.source, first.comment),
                        "",
                    )
                })),
            );
        }
    }
    outcome
}

/// The comment's whole line, its line end included.
fn with_line_end(source: &str, comment: Span) -> Span {
    let bytes = source.as_bytes();
    let line = bytes[..comment.start as usize]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let end = bytes[comment.end as usize..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |at| comment.end as usize + at + 1);
    Span::new(line as u32, end as u32)
}

fn collect<'s>(file: &Dockerfile<'s>, problems: &mut Vec<Problem>) -> Vec<Ignore<'s>> {
    let stages = stage_starts(file);
    let mut ignores = Vec::new();
    for &comment in &file.comments {
        let Some(directive) = Directive::read(file.source, comment) else {
            continue;
        };
        let Some(scope) = directive.scope(file, &stages) else {
            problems.push(Problem {
                message: format!(
                    "`{}` is not a comment distroless-check knows",
                    directive.verb
                ),
                help: "write `ignore[rule-id]`, `ignore-stage[rule-id]` or `ignore-file[rule-id]`"
                    .to_owned(),
                span: comment,
            });
            continue;
        };
        if directive.rules.is_empty() {
            problems.push(Problem {
                message: format!("`{}` names no rule", directive.verb),
                help: format!("name the rules: `{}[rule-id]`", directive.verb),
                span: comment,
            });
        }
        for rule in directive.rules {
            if rules::find(rule).is_none() {
                problems.push(Problem {
                    message: format!("there is no rule `{rule}`"),
                    help: rules::nearest(rule).map_or_else(
                        || "`distroless-check rules` lists the rules".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                    span: comment,
                });
                continue;
            }
            ignores.push(Ignore {
                rule,
                scope,
                comment,
                reason: directive.reason,
                used: false,
            });
        }
    }
    ignores
}

/// Where each stage begins, in order.
fn stage_starts(file: &Dockerfile<'_>) -> Vec<u32> {
    file.instructions
        .iter()
        .filter(|instruction| instruction.keyword == Keyword::From)
        .map(|instruction| instruction.span.start)
        .collect()
}

/// A comment of ours, taken apart.
struct Directive<'s> {
    verb: &'s str,
    rules: Vec<&'s str>,
    reason: &'s str,
    at: Span,
}

impl<'s> Directive<'s> {
    fn read(source: &'s str, comment: Span) -> Option<Self> {
        let text = source.get(comment.range())?;
        let text = text.trim_start().strip_prefix('#')?.trim();
        let text = text.strip_prefix(MARK)?.trim();
        let (verb, rest) = match text.find(['[', ' ', '\t']) {
            Some(end) => text.split_at(end),
            None => (text, ""),
        };
        let (list, reason) = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once(']').unwrap_or((rest, "")),
            None => ("", rest),
        };
        Some(Self {
            verb,
            rules: list
                .split(',')
                .map(str::trim)
                .filter(|rule| !rule.is_empty())
                .collect(),
            reason: reason.trim(),
            at: comment,
        })
    }

    /// Where it holds; `None` when the verb is not one of ours.
    fn scope(&self, file: &Dockerfile<'_>, stages: &[u32]) -> Option<Span> {
        let everything = Span::new(0, u32::MAX);
        match self.verb {
            "ignore-file" => Some(everything),
            "ignore" => Some(next_instruction(file, self.at).map_or(self.at, |next| next)),
            "ignore-stage" => {
                // A comment right above FROM speaks of the stage that begins there.
                let at = next_instruction(file, self.at).map_or(self.at.start, |next| next.start);
                let after = stages.partition_point(|start| *start <= at);
                let start = after.checked_sub(1).map_or(0, |index| stages[index]);
                let end = stages.get(after).copied().unwrap_or(u32::MAX);
                Some(Span::new(start, end))
            }
            _ => None,
        }
    }
}

/// The instruction around or after a comment.
fn next_instruction(file: &Dockerfile<'_>, comment: Span) -> Option<Span> {
    let index = file
        .instructions
        .partition_point(|instruction| instruction.span.end <= comment.start);
    file.instructions.get(index).map(|next| next.span)
}

#[cfg(test)]
mod tests {
    use super::silencing;
    use crate::finding::Finding;
    use crate::rules;
    use dockerfile_syntax::{Span, parse};

    #[test]
    fn the_comment_stands_above_the_whole_instruction() {
        let rule = rules::find("exec-form-required").unwrap();
        let at = |source: &str, needle: &str| {
            let start = source.find(needle).unwrap() as u32;
            let span = Span::new(start, start + needle.len() as u32);
            let found = silencing(&parse(source), &Finding::new(&rule.meta, span, "m", "h"));
            found.map(|it| (it.at, it.comment))
        };
        let comment = "# distroless-check: ignore[exec-form-required] ";
        let source = "FROM a\n  RUN one \\\n  # c\n  two\nCMD x\n# end\n";
        let indented = format!("  {comment}");
        assert_eq!(at(source, "two"), Some((7, indented)));
        let cmd = source.find("CMD").unwrap() as u32;
        assert_eq!(at(source, "CMD"), Some((cmd, comment.to_owned())));
        assert_eq!(at(source, "end"), None);
        assert_eq!(
            at("\u{feff}FROM a\n", "FROM"),
            Some((3, comment.to_owned()))
        );
    }

    #[test]
    fn what_tells_of_comments_cannot_be_silenced() {
        let rule = rules::find("unused-ignore").unwrap();
        let finding = Finding::new(&rule.meta, Span::new(0, 4), "m", "h");
        assert_eq!(silencing(&parse("FROM a\n"), &finding), None);
    }
}
