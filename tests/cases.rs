//! The examples of the rules' pages, and the further cases in `cases/<rule-id>/`, each a test of its
//! own. Only the page's own rule runs, but for what a fix must not bring about. In `cases/precision/` and
//! `cases/failures/` all rules run.

use distroless_core::Finding;
use distroless_core::rules::{self, Rule};
use distroless_report::LineIndex;
use distroless_tests::example::{
    Outcome, breaks, is_mended, is_no_trap, is_silent, is_whole, own, run, speaks,
};
use distroless_tests::page::{Example, Kind, Page, parse, without_expectations};
use distroless_tests::{files_below, root};
use libtest_mimic::{Arguments, Trial};
use std::fmt::Write as _;
use std::fs;

mod harness;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = harness::self_tests();
    for rule in rules::all() {
        trials.extend(of_page(rule, "page", rule.meta.docs, true));
    }
    trials.extend(further_cases());
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test with a name; what does not hold is its failure.
fn trial(name: String, test: impl FnOnce() -> Outcome + Send + 'static) -> Trial {
    Trial::test(name, move || test().map_err(Into::into))
}

/// The tests of `cases/<rule-id>/<name>.md`. Whatever else lies there is a failure: it would be a
/// case that nobody runs.
fn further_cases() -> Vec<Trial> {
    let folder = root().join("tests/cases");
    let files = match files_below(&folder) {
        Ok(files) => files,
        Err(error) => {
            let error = format!("{}: {error}", folder.display());
            return vec![trial("further cases".to_owned(), || Err(error))];
        }
    };
    let mut trials = Vec::new();
    for path in files {
        let relative = path.strip_prefix(&folder).unwrap_or(&path);
        let shown = relative.to_string_lossy().replace('\\', "/");
        let case = shown.strip_suffix(".md").and_then(|it| it.split_once('/'));
        let all_rules = ["precision", "failures"];
        if let Some((folder, name)) = case
            && let Some(folder) = all_rules.into_iter().find(|known| *known == folder)
        {
            trials.extend(of_all_rules(folder, name, fs::read_to_string(&path)));
            continue;
        }
        let rule = case.and_then(|(id, _)| rules::find(id));
        let (Some((_, name)), Some(rule)) = (case, rule) else {
            let error = format!("tests/cases/{shown} is not a rule's folder and a page in it");
            trials.push(trial(shown, || Err(error)));
            continue;
        };
        match fs::read_to_string(&path) {
            Ok(text) => trials.extend(of_page(rule, name, &text, false)),
            Err(error) => trials.push(trial(shown, move || Err(error.to_string()))),
        }
    }
    trials
}

/// The tests of `cases/precision/<name>.md`, what rules could take for a defect and is none, or the other
/// way round; and of `cases/failures/<name>.md`, what breaks for people, and the same repaired.
fn of_all_rules(folder: &'static str, name: &str, text: std::io::Result<String>) -> Vec<Trial> {
    let page = text
        .map_err(|error| error.to_string())
        .and_then(|text| parse(&text));
    let examples = match page {
        Ok(page) if !page.examples.is_empty() => page.examples,
        Ok(_) => {
            return vec![trial(name.to_owned(), || {
                Err("there is no example".to_owned())
            })];
        }
        Err(error) => return vec![trial(name.to_owned(), || Err(error))],
    };
    let trials = examples.into_iter().map(|example| {
        let title = format!("{folder}/{name}:{} {:?}", example.line, example.kind);
        trial(title, move || match folder {
            "failures" => breaks(&example),
            _ => is_no_trap(&example),
        })
    });
    trials.collect()
}

fn of_page(rule: &'static Rule, name: &str, text: &str, whole: bool) -> Vec<Trial> {
    let id = rule.meta.id;
    let page = match parse(text) {
        Ok(page) if page.examples.is_empty() => {
            return vec![trial(format!("{id}/{name}"), || {
                Err("there is no example".to_owned())
            })];
        }
        Ok(page) => page,
        Err(error) => return vec![trial(format!("{id}/{name}"), || Err(error))],
    };
    let mut trials = Vec::new();
    if whole {
        let (shape, words) = (page.clone(), page.clone());
        trials.push(trial(format!("{id}/{name} is whole"), move || {
            is_whole(rule, &shape)
        }));
        trials.push(trial(format!("{id}/{name} wording"), move || {
            wording(rule, &words)
        }));
    }
    let mut before: Option<Example> = None;
    for example in page.examples {
        let title = format!("{id}/{name}:{} {:?}", example.line, example.kind);
        let bad = before.take();
        if example.kind == Kind::Bad {
            before = Some(example.clone());
        }
        trials.push(trial(title, move || match example.kind {
            Kind::Bad => speaks(rule, &example),
            Kind::Good => is_silent(rule, &example),
            Kind::Fixed => is_mended(rule, bad.as_ref(), &example),
        }));
    }
    trials
}

/// A snapshot of what the rule says, so that a change of wording is read.
fn wording(rule: &'static Rule, page: &Page) -> Outcome {
    let mut out = String::new();
    let examples = page.examples.iter();
    for example in examples.filter(|example| example.kind == Kind::Bad) {
        let text = without_expectations(&example.text);
        let analysis = run(Some(rule), example, &text)?;
        out.push_str(text.trim_end());
        out.push('\n');
        for finding in own(rule, &analysis) {
            said(&mut out, finding, &text).map_err(|error| error.to_string())?;
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

/// A finding as a reviewer reads it.
fn said(out: &mut String, finding: &Finding, text: &str) -> std::fmt::Result {
    let lines = LineIndex::new(text);
    let place = |span| {
        let range = lines.range(span);
        let (start, end) = (range.start, range.end);
        format!(
            "{}:{}-{}:{}",
            start.line, start.column, end.line, end.column
        )
    };
    let severity = finding.severity.name();
    writeln!(
        out,
        "  {severity} {}: {}",
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
        for edit in &fix.edits {
            writeln!(
                out,
                "      {} becomes {:?}",
                place(edit.span),
                edit.replacement
            )?;
        }
    }
    Ok(())
}
