//! What must hold of a page and of each of its examples.

use crate::context::Files;
use crate::mend;
use crate::page::{Example, Expectation, Kind, Page, expectations, without_expectations};
use crate::{check_in, options};
use distroless_core::fix;
use distroless_core::rules::{self, FixAvailability, Group, Rule};
use distroless_core::{Analysis, Finding, Safety, Severity};
use distroless_report::LineIndex;
use dockerfile_syntax::Span;
use image_knowledge::Date;

/// The headings of a page, in this order; References may follow.
const HEADINGS: &[&str] = &[
    "What it finds",
    "What to do",
    "Why it matters",
    "Examples",
    "When it stays silent",
];
const REFERENCES: &str = "References";

/// Rules whose findings prove themselves, with the reason.
const NO_EVIDENCE: &[(&str, &str)] = &[(
    "unused-ignore",
    "only the comment itself can show that it silences nothing",
)];

/// What a check of the pages says: nothing, or what does not hold.
pub type Outcome = Result<(), String>;

/// A page has every heading, a bad and a good example, and shows the rule's fix.
pub fn is_whole(rule: &Rule, page: &Page) -> Outcome {
    let headings: Vec<_> = page.headings.iter().map(String::as_str).collect();
    let body = headings.strip_suffix(&[REFERENCES]).unwrap_or(&headings);
    if body != HEADINGS {
        return Err(format!("the headings are {headings:?}, not {HEADINGS:?}"));
    }
    let shows = |kind| page.examples.iter().any(|example| example.kind == kind);
    for kind in [Kind::Bad, Kind::Good] {
        if !shows(kind) {
            return Err(format!("there is no example of kind {kind:?}"));
        }
    }
    if rule.meta.fix == FixAvailability::None {
        return Ok(());
    }
    if !shows(Kind::Fixed) {
        return Err("the rule offers fixes, and no example shows one".to_owned());
    }
    let bad = page
        .examples
        .iter()
        .filter(|example| example.kind == Kind::Bad);
    for example in bad {
        let analysis = run(Some(rule), example, &example.text)?;
        if own(rule, &analysis).any(|finding| !finding.fixes.is_empty()) {
            return Ok(());
        }
    }
    Err("the rule says that it offers fixes, and no example gets one".to_owned())
}

/// A bad example: the rule says exactly what the comments expect, with proof, and its fixes hold.
pub fn speaks(rule: &Rule, example: &Example) -> Outcome {
    let analysis = run(Some(rule), example, &example.text)?;
    let lines = LineIndex::new(&example.text);
    let mut found = Vec::new();
    for finding in own(rule, &analysis) {
        well_formed(finding, &example.text)?;
        let offers = !finding.fixes.is_empty();
        match rule.meta.fix {
            FixAvailability::None if offers => {
                return Err("a fix, though the rule says it has none".to_owned());
            }
            FixAvailability::Always if !offers => {
                return Err("no fix, though the rule says it always has one".to_owned());
            }
            _ => {}
        }
        let line = lines.range(finding.span).start.line as usize;
        found.push((line, finding.severity.name()));
    }
    let expected = expectations(&example.text)?;
    if expected.is_empty() {
        return Err("a bad example without `# expect:`".to_owned());
    }
    if let Some((line, id, _)) = expected.iter().find(|(_, id, _)| id != rule.meta.id) {
        return Err(format!("line {line} expects {id}, which does not run here"));
    }
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(line, _, severity)| (*line, severity.as_deref()))
        .collect();
    expected.sort_unstable();
    found.sort_unstable();
    let same = expected.len() == found.len()
        && expected.iter().zip(&found).all(|(expected, found)| {
            expected.0 == found.0 && expected.1.is_none_or(|severity| severity == found.1)
        });
    if !same {
        return Err(format!(
            "expected {expected:?}\n   found {found:?}\n{:#?}",
            analysis.problems
        ));
    }
    fixes_hold(rule, example)
}

/// A good example: the rule is silent.
pub fn is_silent(rule: &Rule, example: &Example) -> Outcome {
    let analysis = run(Some(rule), example, &example.text)?;
    if !expectations(&example.text)?.is_empty() {
        return Err("a `# expect:` in an example without findings".to_owned());
    }
    match own(rule, &analysis).next() {
        None => Ok(()),
        Some(finding) => Err(format!(
            "a false alarm: {}\n{:#?}",
            finding.message, finding.evidence
        )),
    }
}

/// A trap for several rules at once, with all rules running. Those that `rules=` names must say exactly what
/// the comments expect: nothing, in a good example. There no other rule may speak of an error either.
pub fn is_no_trap(example: &Example) -> Outcome {
    let named = example
        .attribute("rules")
        .ok_or("a trap names its rules: `rules=a,b`")?;
    let named: Vec<&str> = named.split(',').collect();
    if let Some(id) = named.iter().find(|id| rules::find(id).is_none()) {
        return Err(format!("there is no rule {id}"));
    }
    let expected: Vec<_> = expectations(&example.text)?;
    if expected.is_empty() != (example.kind != Kind::Bad) {
        return Err("a bad example expects something, a good one nothing".to_owned());
    }
    if let Some((_, id, _)) = expected.iter().find(|(_, id, _)| !named.contains(&&**id)) {
        return Err(format!("{id} is not among `rules=`"));
    }
    let analysis = run(None, example, &example.text)?;
    let lines = LineIndex::new(&example.text);
    let mut left = expected;
    for finding in &analysis.findings {
        let (id, severity) = (finding.rule.id, finding.severity.name());
        let line = lines.range(finding.span).start.line as usize;
        let is_this = |(at, rule, grade): &Expectation| {
            *at == line && rule == id && grade.as_deref().is_none_or(|grade| grade == severity)
        };
        if let Some(index) = left.iter().position(is_this) {
            left.remove(index);
        } else if named.contains(&id) || example.kind != Kind::Bad && severity == "error" {
            return Err(format!(
                "a false alarm in line {line}: {severity} {id}: {}\n{:#?}",
                finding.message, finding.evidence
            ));
        }
    }
    match left.first() {
        None => Ok(()),
        Some((line, id, _)) => Err(format!("{id} is silent on line {line}")),
    }
}

/// What breaks for people: all rules run, the named one says it, and no other rule says that the image does
/// not build or run. The repaired file is silent.
pub fn breaks(example: &Example) -> Outcome {
    is_no_trap(example)?;
    let expected = expectations(&example.text)?;
    let analysis = run(None, example, &example.text)?;
    let other = analysis.findings.iter().find(|finding| {
        let id = finding.rule.id;
        let grave = finding.severity > Severity::Info
            && (finding.rule.group == Group::Runnable || finding.severity == Severity::Error);
        grave && !expected.iter().any(|(_, rule, _)| rule == id)
    });
    match other {
        None => Ok(()),
        Some(finding) => Err(format!(
            "one defect is told twice: {}: {}",
            finding.rule.id, finding.message
        )),
    }
}

/// A fixed example: the rule is silent, and where it offers fixes they give exactly this text.
pub fn is_mended(rule: &Rule, bad: Option<&Example>, fixed: &Example) -> Outcome {
    let bad = bad.ok_or("a fixed example without a bad one right before it")?;
    is_silent(rule, &beside(bad, fixed))?;
    let before = without_expectations(&bad.text);
    let analysis = run(Some(rule), bad, &before)?;
    let edits = fix::edits(&fix::together(fix::best(
        &analysis.findings,
        Safety::DisplayOnly,
    )));
    let by_hand = fixed.attribute("by") == Some("hand");
    match (edits.is_empty(), by_hand) {
        (true, true) if rule.meta.fix != FixAvailability::Always => return Ok(()),
        (true, _) => {
            return Err("the bad example got no fix (by=hand says that it has none)".to_owned());
        }
        (false, true) => return Err("the bad example got a fix: leave out by=hand".to_owned()),
        (false, false) => {}
    }
    let after = fix::apply(&before, &edits).map_err(|unfit| unfit.to_string())?;
    if after == fixed.text {
        return Ok(());
    }
    Err(format!(
        "the fix gives\n{after}\nwhere the page says\n{}",
        fixed.text
    ))
}

/// The fixed example in the place of the bad one, where it does not say otherwise.
fn beside(bad: &Example, fixed: &Example) -> Example {
    let mut fixed = fixed.clone();
    if fixed.files.is_empty() {
        fixed.files.clone_from(&bad.files);
    }
    for (name, value) in &bad.attributes {
        if fixed.attribute(name).is_none() {
            fixed.attributes.push((name.clone(), value.clone()));
        }
    }
    fixed
}

/// Each fix of an example, and all of them together, under all rules.
fn fixes_hold(rule: &Rule, example: &Example) -> Outcome {
    let text = without_expectations(&example.text);
    let before = run(None, example, &text)?;
    let check = |text: &str| run(None, example, text).unwrap_or_else(|_| before.clone());
    for finding in own(rule, &before) {
        for fix in &finding.fixes {
            mend::holds(&text, rule.meta.id, fix, &before, check)?;
        }
    }
    for least in [Safety::Safe, Safety::Unsafe] {
        mend::converges(&text, least, &check)?;
    }
    Ok(())
}

/// Whether a finding says what is wrong, what to do, and proves it, about places that are there.
pub fn well_formed(finding: &Finding, text: &str) -> Outcome {
    let id = finding.rule.id;
    if finding.message.trim().is_empty() || finding.help.trim().is_empty() {
        return Err(format!("{id}: a finding without message or help"));
    }
    if finding.evidence.is_empty() && !NO_EVIDENCE.iter().any(|(rule, _)| *rule == id) {
        return Err(format!(
            "{id}: a finding without evidence: {}",
            finding.message
        ));
    }
    if finding.evidence.iter().any(|it| it.message.is_empty()) {
        return Err(format!("{id}: evidence that says nothing"));
    }
    let outside = |span: Span| text.get(span.range()).is_none();
    let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
    let spans = finding.evidence.iter().map(|it| it.span);
    let mut spans = spans.chain(edits.map(|it| it.span)).chain([finding.span]);
    if let Some(span) = spans.find(|span| outside(*span)) {
        return Err(format!("{id}: {span:?} does not lie in the file"));
    }
    Ok(())
}

/// Analyses a text the way an example asks for, with one rule or with all.
pub fn run(only: Option<&Rule>, example: &Example, text: &str) -> Result<Analysis, String> {
    let select: Vec<_> = only.map(|rule| rule.meta.id).into_iter().collect();
    let mut options = options(&select);
    // What a comment silences is seen only when the rules that it names run too.
    if select == ["unused-ignore"] {
        options.config.select.clear();
        options.config.ignore = rules::all()
            .map(|rule| rule.meta.id.to_owned())
            .filter(|id| id != "unused-ignore" && !example.text.contains(id.as_str()))
            .collect();
    }
    if let Some(today) = example.attribute("today") {
        options.today = Date::parse(today).ok_or("`today` is no date")?;
    }
    options.target = example.attribute("target").map(str::to_owned);
    for (_, arg) in example.attributes.iter().filter(|(key, _)| key == "arg") {
        let (name, value) = arg.split_once('=').ok_or("`arg=` is NAME=VALUE")?;
        options.build_args.push((name.to_owned(), value.to_owned()));
    }
    let path = example.attribute("path").unwrap_or("Dockerfile");
    let context = Files::new(example.files.clone());
    Ok(check_in(&context, path, text, &options))
}

/// The rule's own findings.
pub fn own<'a>(rule: &Rule, analysis: &'a Analysis) -> impl Iterator<Item = &'a Finding> {
    let id = rule.meta.id;
    let findings = analysis.findings.iter();
    findings.filter(move |finding| finding.rule.id == id)
}
