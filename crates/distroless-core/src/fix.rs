//! Applying fixes: in a fixed order, with a new analysis after each round, until none is left.

pub use crate::finding::{Unfit, apply};

use crate::analysis::Analysis;
use crate::finding::{Edit, Finding, Fix, Safety};
use dockerfile_syntax::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Analyses that one file may cost: what one fix reveals the next may mend, and what does harm among several is
/// looked for by halves.
const ANALYSES: u32 = 100;

/// The first fix of each finding that is at least so safe, with its finding.
pub fn best(findings: &[Finding], least: Safety) -> impl Iterator<Item = (&Finding, &Fix)> {
    findings.iter().filter_map(move |finding| {
        let fix = finding.fixes.iter().find(|fix| fix.safety >= least)?;
        Some((finding, fix))
    })
}

/// Those fixes, in their order, that touch nothing an earlier one touches: the others wait for the next round.
/// The same fix offered twice is taken once.
pub fn together<'f>(
    fixes: impl Iterator<Item = (&'f Finding, &'f Fix)>,
) -> Vec<(&'f Finding, &'f Fix)> {
    let mut taken: BTreeSet<Span> = BTreeSet::new();
    let mut out = Vec::new();
    for (finding, fix) in fixes {
        if fix.edits.iter().all(|edit| is_free(&taken, edit.span)) {
            taken.extend(fix.edits.iter().map(|edit| edit.span));
            out.push((finding, fix));
        }
    }
    out
}

/// Whether nothing that is taken is touched. What is taken does not overlap, so only the last of those that
/// begin before the end can reach in. Two insertions at one place touch: nothing says which comes first.
fn is_free(taken: &BTreeSet<Span>, span: Span) -> bool {
    let before = taken.range(..Span::new(span.end, span.end)).next_back();
    !taken.contains(&span) && before.is_none_or(|before| before.end <= span.start)
}

/// The edits of fixes that do not touch each other, in the order of the text.
pub fn edits(fixes: &[(&Finding, &Fix)]) -> Vec<Edit> {
    let edits = fixes.iter().flat_map(|(_, fix)| fix.edits.iter().cloned());
    let mut edits: Vec<Edit> = edits.collect();
    crate::order::sort_by(&mut edits, |a, b| a.span.cmp(&b.span));
    edits
}

/// A file after its fixes.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The text.
    pub source: String,
    /// What was applied, in that order.
    pub applied: Vec<Applied>,
    /// What there is to say of the text now.
    pub analysis: Analysis,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The rule that offered it.
    pub rule: &'static str,
    /// What it does.
    pub title: String,
    /// How far it can be trusted.
    pub safety: Safety,
}

/// Applies the best fix of each finding that is at least so safe, again and again until there is none. Fixes
/// that would leave their finding, or bring another one or a problem, are not applied.
/// `analysis` is what there is to say of the text before.
pub fn mend(
    source: &str,
    analysis: Analysis,
    least: Safety,
    check: &dyn Fn(&str) -> Analysis,
) -> Mended {
    let mut mended = Mended {
        source: source.to_owned(),
        applied: Vec::new(),
        analysis,
    };
    let mut left = ANALYSES;
    // Fixes that do not hold, as they stand in the text. They are asked again in the text that the others leave,
    // until nothing changes it.
    let mut refused: Vec<Fix> = Vec::new();
    let mut asked_of = 0;
    while left > 0 {
        let analysis = mended.analysis.clone();
        let offered = best(&analysis.findings, least);
        let round = together(offered.filter(|(_, fix)| !refused.contains(fix)));
        if round.is_empty() {
            if refused.is_empty() || mended.applied.len() == asked_of {
                break;
            }
            refused.clear();
            asked_of = mended.applied.len();
            continue;
        }
        // Where one of them does harm, it is looked for by halves; the others go on in the next round.
        let mut some = round.as_slice();
        let mut holds = mended.take(some, check, &mut left);
        while !holds && some.len() > 1 {
            (some, _) = some.split_at(some.len() / 2);
            holds = mended.take(some, check, &mut left);
        }
        if holds {
            follow(&mut refused, some);
        } else {
            refused.extend(some.iter().map(|(_, fix)| (*fix).clone()));
        }
    }
    mended
}

/// Moves fixes along with what was taken. One that is touched is another fix from now on.
fn follow(refused: &mut Vec<Fix>, taken: &[(&Finding, &Fix)]) {
    let taken = edits(taken);
    refused.retain_mut(|fix| {
        fix.edits.iter_mut().all(|edit| {
            let place = moved(edit.span, &taken);
            place.map(|place| edit.span = place).is_some()
        })
    });
}

/// Where a place is after edits, which are in the order of the text; `None` where they touch it.
fn moved(place: Span, edits: &[Edit]) -> Option<Span> {
    let mut by = 0_i64;
    for edit in edits {
        if edit.span.end <= place.start {
            by += i64::from(edit.replacement.len() as u32);
            by -= i64::from(edit.span.end - edit.span.start);
        } else if edit.span.start < place.end {
            return None;
        }
    }
    let at = |offset: u32| u32::try_from(i64::from(offset) + by).ok();
    Some(Span::new(at(place.start)?, at(place.end)?))
}

impl Mended {
    /// Applies fixes, if they hold.
    fn take(
        &mut self,
        fixes: &[(&Finding, &Fix)],
        check: &dyn Fn(&str) -> Analysis,
        left: &mut u32,
    ) -> bool {
        let Some(rest) = left.checked_sub(1) else {
            return false;
        };
        *left = rest;
        let Ok(source) = apply(&self.source, &edits(fixes)) else {
            return false;
        };
        let after = check(&source);
        let ids = fixes.iter().map(|(finding, _)| finding.rule.id);
        if !is_better(&self.analysis, &after, ids) {
            return false;
        }
        self.source = source;
        self.analysis = after;
        let applied = fixes.iter().map(|(finding, fix)| Applied {
            rule: finding.rule.id,
            title: fix.title.clone(),
            safety: fix.safety,
        });
        self.applied.extend(applied);
        true
    }
}

/// Whether each of some rules finds less than before, and no rule more.
pub fn is_better<'i>(
    before: &Analysis,
    after: &Analysis,
    mut mended: impl Iterator<Item = &'i str>,
) -> bool {
    let (was, is) = (counts(before), counts(after));
    let count = |counts: &BTreeMap<&str, usize>, id: &str| counts.get(id).copied().unwrap_or(0);
    after.problems.len() <= before.problems.len()
        && mended.all(|id| count(&is, id) < count(&was, id))
        && is.iter().all(|(id, now)| *now <= count(&was, id))
}

fn counts(analysis: &Analysis) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in &analysis.findings {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn finding(fixes: Vec<Fix>) -> Finding {
        let rule = rules::all().next().unwrap();
        let mut finding = Finding::new(&rule.meta, Span::new(0, 1), "m", "h");
        finding.fixes = fixes;
        finding
    }

    fn fix(start: u32, end: u32, text: &str) -> Fix {
        Fix::replace("t", Safety::Safe, Span::new(start, end), text)
    }

    /// A checker that finds as often as there is an `x`, and offers a `y` for each; a `z` is a problem.
    fn check(source: &str) -> Analysis {
        let findings = source.match_indices('x').map(|(at, _)| {
            let at = u32::try_from(at).unwrap();
            finding(vec![fix(at, at + 1, "y")])
        });
        Analysis {
            path: String::new(),
            findings: findings.collect(),
            suppressed: Vec::new(),
            problems: Vec::new(),
            targets: Vec::new(),
        }
    }

    fn mended(source: &str, least: Safety, check: &dyn Fn(&str) -> Analysis) -> Mended {
        mend(source, check(source), least, check)
    }

    #[test]
    fn edits_are_applied_in_order() {
        let edits = |list: &[(u32, u32, &str)]| -> Vec<Edit> {
            let fixes = list
                .iter()
                .map(|(start, end, text)| fix(*start, *end, text));
            fixes.flat_map(|fix| fix.edits).collect()
        };
        let applied = |list: &[(u32, u32, &str)]| apply("aéb", &edits(list));
        assert_eq!(applied(&[(0, 1, "x"), (1, 3, "")]).as_deref(), Ok("xb"));
        assert_eq!(applied(&[(4, 4, "c")]).as_deref(), Ok("aébc"));
        assert_eq!(applied(&[]), Err(Unfit::Nothing));
        assert_eq!(applied(&[(1, 2, "x")]), Err(Unfit::Outside));
        assert_eq!(applied(&[(3, 9, "x")]), Err(Unfit::Outside));
        assert_eq!(applied(&[(0, 3, "x"), (1, 4, "")]), Err(Unfit::Overlap));
        assert_eq!(applied(&[(0, 1, "a")]), Err(Unfit::NoChange));
    }

    #[test]
    fn fixes_that_touch_wait() {
        let findings = [
            finding(vec![fix(4, 8, "")]),
            finding(vec![fix(7, 9, "")]),
            finding(vec![fix(4, 8, "")]),
            finding(vec![fix(8, 9, "")]),
            finding(vec![fix(4, 4, "a")]),
            finding(vec![fix(4, 4, "b")]),
            finding(vec![fix(6, 6, "c")]),
            finding(vec![fix(0, 5, "")]),
            finding(vec![fix(0, 4, "")]),
        ];
        let taken: Vec<Span> = edits(&together(best(&findings, Safety::Safe)))
            .into_iter()
            .map(|edit| edit.span)
            .collect();
        let expected = [(0, 4), (4, 4), (4, 8), (8, 9)];
        assert_eq!(taken, expected.map(|(start, end)| Span::new(start, end)));
    }

    #[test]
    fn all_is_mended_and_told() {
        let done = mended("axbx", Safety::Safe, &check);
        assert_eq!(done.source, "ayby");
        assert_eq!(done.applied.len(), 2);
        assert!(done.analysis.findings.is_empty());
        // Nothing is that safe.
        let offered = |source: &str| {
            let mut analysis = check(source);
            for finding in &mut analysis.findings {
                finding.fixes[0].safety = Safety::Unsafe;
            }
            analysis
        };
        assert_eq!(mended("axbx", Safety::Safe, &offered).source, "axbx");
        assert_eq!(mended("axbx", Safety::Unsafe, &offered).source, "ayby");
    }

    #[test]
    fn what_does_harm_is_left_out_and_the_rest_goes_on() {
        // A `y` behind a `b` is a finding without a fix.
        let harmful = |source: &str| {
            let mut analysis = check(source);
            let bad = source.matches("by").count() * 2;
            analysis
                .findings
                .extend((0..bad).map(|_| finding(Vec::new())));
            analysis
        };
        let done = mended("axbxaxbx", Safety::Safe, &harmful);
        assert_eq!(done.source, "aybxaybx");
        assert_eq!(done.applied.len(), 2);
        // However many there are beside one that does.
        let done = mended(&"xb".repeat(20), Safety::Safe, &|source| {
            let mut analysis = check(source);
            let bad = usize::from(source.starts_with('y')) * 100;
            analysis
                .findings
                .extend((0..bad).map(|_| finding(Vec::new())));
            analysis
        });
        assert_eq!(done.source, format!("x{}b", "by".repeat(19)));
        // What does harm is not asked again because others moved it.
        let asked = std::cell::Cell::new(0);
        let done = mended(&"xb".repeat(20), Safety::Safe, &|source| {
            asked.set(asked.get() + 1);
            let mut analysis = check(source);
            for finding in &mut analysis.findings {
                finding.fixes[0].edits[0].replacement = "yy".to_owned();
            }
            let bad = usize::from(source.ends_with("yyb")) * 100;
            analysis
                .findings
                .extend((0..bad).map(|_| finding(Vec::new())));
            analysis
        });
        assert_eq!(done.source, format!("{}xb", "yyb".repeat(19)));
        assert!(asked.get() < 25, "{}", asked.get());
        // Fixes that leave their finding are not applied either, and it ends.
        let stubborn = |source: &str| {
            let mut analysis = check(source);
            analysis.findings = vec![finding(vec![fix(0, 0, "x")])];
            analysis
        };
        assert_eq!(mended("ax", Safety::Safe, &stubborn).source, "ax");
    }
}
