//! The examples of the rules' pages, and the further cases in `cases/<rule-id>/`, each a test of its
//! own. Only the page's own rule runs, but for what a fix must not bring about.

use distroless_core::rules::{self, FixAvailability, Rule};
use distroless_core::{Analysis, Edit, Finding, Options};
use distroless_report::LineIndex;
use distroless_tests::page::{Example, Kind, Page, expectations, parse, without_expectations};
use distroless_tests::{check, options, root};
use image_knowledge::Date;
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write as _;
use std::fs;

const HEADINGS: &[&str] = &[
    "What it finds",
    "Why it matters",
    "What to do",
    "Examples",
    "When it stays silent",
];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = self_tests();
    for rule in rules::all() {
        trials.extend(of_page(rule, "page", rule.meta.docs, true));
        let folder = root().join("tests/cases").join(rule.meta.id);
        let mut more: Vec<_> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        more.sort();
        for path in more {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(&path).unwrap_or_default();
            trials.extend(of_page(rule, &name, &text, false));
        }
    }
    trials.push(Trial::test("case folders belong to rules", || {
        for entry in fs::read_dir(root().join("tests/cases"))
            .into_iter()
            .flatten()
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if rules::find(&name).is_none() {
                return Err(format!("tests/cases/{name}: there is no such rule").into());
            }
        }
        Ok(())
    }));
    libtest_mimic::run(&arguments, trials).exit();
}

fn of_page(rule: &'static Rule, name: &str, text: &str, whole: bool) -> Vec<Trial> {
    let id = rule.meta.id;
    let page = match parse(text) {
        Ok(page) => page,
        Err(error) => {
            return vec![Trial::test(format!("{id}/{name}"), move || {
                Err(error.into())
            })];
        }
    };
    let mut trials = Vec::new();
    if whole {
        let page = page.clone();
        trials.push(Trial::test(format!("{id}/{name} is whole"), move || {
            is_whole(rule, &page)
        }));
        let bad: Vec<Example> = page_examples(text, Kind::Bad);
        trials.push(Trial::test(format!("{id}/{name} wording"), move || {
            wording(rule, &bad)
        }));
    }
    let mut before: Option<Example> = None;
    for example in page.examples {
        let title = format!("{id}/{name}:{} {:?}", example.line, example.kind);
        let bad = before.take();
        if example.kind == Kind::Bad {
            before = Some(example.clone());
        }
        trials.push(Trial::test(title, move || match example.kind {
            Kind::Bad => speaks(rule, &example),
            Kind::Good => is_silent(rule, &example),
            Kind::Fixed => is_mended(rule, bad.as_ref(), &example),
        }));
    }
    trials
}

fn page_examples(text: &str, kind: Kind) -> Vec<Example> {
    let page = parse(text).unwrap_or_default();
    page.examples
        .into_iter()
        .filter(|example| example.kind == kind)
        .collect()
}

fn is_whole(rule: &Rule, page: &Page) -> Result<(), Failed> {
    for heading in HEADINGS {
        if !page.headings.iter().any(|it| it == heading) {
            return Err(format!("the heading `{heading}` is missing").into());
        }
    }
    for kind in [Kind::Bad, Kind::Good] {
        if !page.examples.iter().any(|example| example.kind == kind) {
            return Err(format!("there is no example of kind {kind:?}").into());
        }
    }
    if rule.meta.fix != FixAvailability::None
        && !page
            .examples
            .iter()
            .any(|example| example.kind == Kind::Fixed)
    {
        return Err("the rule offers fixes, and no example shows one".into());
    }
    Ok(())
}

/// Analyses an example with one rule, or with all.
fn run(rule: Option<&Rule>, example: &Example, text: &str) -> Result<Analysis, Failed> {
    let select: Vec<&str> = rule.map(|rule| rule.meta.id).into_iter().collect();
    let mut options: Options = options(&select);
    // A comment that says that another rule is not wanted is about a rule that did not run.
    if let Some(today) = example.attribute("today") {
        options.today = Date::parse(today).ok_or("`today` is no date")?;
    }
    options.target = example.attribute("target").map(str::to_owned);
    if rule.is_some_and(|rule| rule.meta.id == "unused-ignore") {
        options.config.select.clear();
        options.config.ignore = rules::all()
            .map(|rule| rule.meta.id.to_owned())
            .filter(|id| id != "unused-ignore" && !example.text.contains(id.as_str()))
            .collect();
    }
    let path = example.attribute("path").unwrap_or("Dockerfile");
    let analysis = check(path, text, &options);
    let mut described = analysis.findings.iter();
    if let Some(finding) =
        described.find(|it| it.span.end as usize > text.len() || it.span.start > it.span.end)
    {
        return Err(format!("a finding lies outside of the file: {finding:?}").into());
    }
    Ok(analysis)
}

fn speaks(rule: &Rule, example: &Example) -> Result<(), Failed> {
    let analysis = run(Some(rule), example, &example.text)?;
    let lines = LineIndex::new(&example.text);
    let mut found: Vec<(usize, String, String)> = Vec::new();
    for finding in &analysis.findings {
        if finding.rule.id != rule.meta.id {
            continue;
        }
        well_formed(finding)?;
        let line = lines.range(finding.span).start.line as usize;
        found.push((
            line,
            finding.rule.id.to_owned(),
            finding.severity.name().to_owned(),
        ));
        let offers = !finding.fixes.is_empty();
        match rule.meta.fix {
            FixAvailability::None if offers => {
                return Err("a fix, though the rule says it has none".into());
            }
            FixAvailability::Always if !offers => {
                return Err("no fix, though the rule says it always has one".into());
            }
            _ => {}
        }
    }
    let mut expected = expectations(&example.text);
    if expected.is_empty() {
        return Err("a bad example without `# expect:`".into());
    }
    expected.sort();
    found.sort();
    let same = expected.len() == found.len()
        && expected.iter().zip(&found).all(|(expected, found)| {
            expected.0 == found.0
                && expected.1 == found.1
                && expected
                    .2
                    .as_ref()
                    .is_none_or(|severity| *severity == found.2)
        });
    if same {
        return Ok(());
    }
    Err(format!(
        "expected {expected:?}\n   found {found:?}\n{:#?}",
        analysis.problems
    )
    .into())
}

/// Whether a finding says what is wrong, what to do, and proves it.
fn well_formed(finding: &Finding) -> Result<(), Failed> {
    if finding.message.is_empty() || finding.help.is_empty() {
        return Err("a finding without message or help".into());
    }
    // Only the comment itself can show that it silences nothing.
    if finding.evidence.is_empty() && finding.rule.id != "unused-ignore" {
        return Err(format!("a finding without evidence: {}", finding.message).into());
    }
    Ok(())
}

fn is_silent(rule: &Rule, example: &Example) -> Result<(), Failed> {
    let analysis = run(Some(rule), example, &example.text)?;
    match analysis
        .findings
        .iter()
        .find(|finding| finding.rule.id == rule.meta.id)
    {
        None => Ok(()),
        Some(finding) => Err(format!(
            "a false alarm: {}\n{:#?}",
            finding.message, finding.evidence
        )
        .into()),
    }
}

fn is_mended(rule: &Rule, bad: Option<&Example>, fixed: &Example) -> Result<(), Failed> {
    let bad = bad.ok_or("a fixed example without a bad one before it")?;
    is_silent(rule, fixed)?;
    let before = without_expectations(&bad.text);
    let own = run(Some(rule), bad, &before)?;
    let offered: Vec<_> = own
        .findings
        .iter()
        .filter_map(|finding| finding.fixes.first())
        .collect();
    if offered.is_empty() {
        return match rule.meta.fix {
            FixAvailability::Always => Err("the bad example got no fix".into()),
            // Mended by hand.
            _ => Ok(()),
        };
    }
    let mut edits: Vec<&Edit> = offered.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let mut after = before.clone();
    for edit in edits.iter().rev() {
        after.replace_range(edit.span.range(), &edit.replacement);
    }
    if after != fixed.text {
        return Err(format!(
            "the fix gives\n{after}\nwhere the page says\n{}",
            fixed.text
        )
        .into());
    }
    let old = run(None, bad, &before)?;
    let new = run(None, bad, &after)?;
    if new.problems.len() > old.problems.len() {
        return Err(format!("the fixed file does not parse: {:?}", new.problems).into());
    }
    let had = |id: &str| {
        old.findings
            .iter()
            .filter(|finding| finding.rule.id == id)
            .count()
    };
    let has = |id: &str| {
        new.findings
            .iter()
            .filter(|finding| finding.rule.id == id)
            .count()
    };
    match rules::all()
        .map(|rule| rule.meta.id)
        .find(|id| has(id) > had(id))
    {
        None => Ok(()),
        Some(id) => Err(format!("the fix brings a finding of {id}").into()),
    }
}

/// A snapshot of what the rule says, so that a change of wording is read.
fn wording(rule: &'static Rule, bad: &[Example]) -> Result<(), Failed> {
    let mut out = String::new();
    for example in bad {
        let text = without_expectations(&example.text);
        let analysis = run(Some(rule), example, &text)?;
        let lines = LineIndex::new(&text);
        writeln!(out, "{}", text.trim_end())?;
        for finding in analysis
            .findings
            .iter()
            .filter(|finding| finding.rule.id == rule.meta.id)
        {
            let place = |span| {
                let range = lines.range(span);
                format!(
                    "{}:{}-{}:{}",
                    range.start.line, range.start.column, range.end.line, range.end.column
                )
            };
            writeln!(
                out,
                "  {} {}: {}",
                finding.severity.name(),
                place(finding.span),
                finding.message
            )?;
            for evidence in &finding.evidence {
                writeln!(
                    out,
                    "    because {}: {}",
                    place(evidence.span),
                    evidence.message
                )?;
            }
            writeln!(out, "    help: {}", finding.help)?;
            for fix in &finding.fixes {
                writeln!(out, "    {} fix: {}", fix.safety.name(), fix.title)?;
            }
        }
        out.push('\n');
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let id = rule.meta.id;
    // Panics where the wording changed: read it, then accept it with INSTA_UPDATE=always.
    settings.bind(|| insta::assert_snapshot!(id, out));
    Ok(())
}

/// The harness must fail where it should.
fn self_tests() -> Vec<Trial> {
    let rule = || rules::find("unused-ignore").ok_or("the rule is gone");
    let example = |kind, text: &str| Example {
        kind,
        attributes: Vec::new(),
        text: text.to_owned(),
        line: 1,
    };
    let defect = "FROM a:1\n# distroless-check: ignore[self-copy]\nRUN b\n";
    let marked =
        "FROM a:1\n# expect: unused-ignore\n# distroless-check: ignore[self-copy]\nRUN b\n";
    let refused = |result: Result<(), Failed>| match result {
        Err(_) => Ok(()),
        Ok(()) => Err(Failed::from("the harness let it pass")),
    };
    let trial = |name: &str, test: Box<dyn FnOnce() -> Result<(), Failed> + Send>| {
        Trial::test(format!("harness: {name}"), test)
    };
    vec![
        trial("an expected finding passes", {
            let bad = example(Kind::Bad, marked);
            Box::new(move || speaks(rule()?, &bad))
        }),
        trial("a missing expectation fails", {
            let bad = example(Kind::Bad, defect);
            Box::new(move || refused(speaks(rule()?, &bad)))
        }),
        trial("an expectation in the wrong place fails", {
            let bad = example(Kind::Bad, &format!("# expect: unused-ignore\n{defect}"));
            Box::new(move || refused(speaks(rule()?, &bad)))
        }),
        trial("a wrong severity fails", {
            let bad = example(
                Kind::Bad,
                &marked.replace("expect: unused-ignore", "expect: unused-ignore error"),
            );
            Box::new(move || refused(speaks(rule()?, &bad)))
        }),
        trial("a false alarm fails", {
            let good = example(Kind::Good, defect);
            Box::new(move || refused(is_silent(rule()?, &good)))
        }),
        trial("another fix than the page's fails", {
            let (bad, fixed) = (
                example(Kind::Bad, marked),
                example(Kind::Fixed, "FROM a:1\nRUN c\n"),
            );
            Box::new(move || refused(is_mended(rule()?, Some(&bad), &fixed)))
        }),
        trial("the page's fix passes", {
            let (bad, fixed) = (
                example(Kind::Bad, marked),
                example(Kind::Fixed, "FROM a:1\nRUN b\n"),
            );
            Box::new(move || is_mended(rule()?, Some(&bad), &fixed))
        }),
        trial("a page without a good example fails", {
            let page = parse("## What it finds\n```dockerfile bad\nFROM a\n```\n");
            Box::new(move || refused(is_whole(rule()?, &page?)))
        }),
    ]
}
