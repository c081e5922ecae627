//! Formats for other CI, read as their readers do, with texts that try to be more.

use super::hostile::{TRICK, hostile};
use super::{empty, typical};
use crate::{Baseline, Format, Run, render};
use distroless_core::config::FailOn;
use serde_json::Value;
use std::collections::BTreeSet;

fn json(format: Format, run: &Run) -> Value {
    serde_json::from_str(&render(format, run)).expect("JSON")
}

fn xml<T>(format: Format, run: &Run, look: impl FnOnce(&roxmltree::Document<'_>) -> T) -> T {
    let text = render(format, run);
    let document =
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    look(&document)
}

#[test]
fn fingerprints_of_gitlab_are_unique() {
    for run in [typical(), hostile()] {
        let report = json(Format::Gitlab, &run);
        let all = report.as_array().unwrap();
        let prints: BTreeSet<&str> = all
            .iter()
            .map(|it| it["fingerprint"].as_str().unwrap())
            .collect();
        assert_eq!(prints.len(), all.len());
        for it in all {
            assert!(
                ["blocker", "critical", "major", "info"]
                    .contains(&it["severity"].as_str().unwrap())
            );
            assert!(it["location"]["lines"]["begin"].as_u64() >= Some(1));
        }
    }
    assert_eq!(render(Format::Gitlab, &empty()), "[]\n");
}

#[test]
fn suites_of_junit_add_up_and_a_clean_file_passes() {
    for mut run in [typical(), hostile()] {
        for fail_on in [FailOn::Error, FailOn::Info, FailOn::Never] {
            run.fail_on = fail_on;
            let failing = run.failing();
            xml(Format::Junit, &run, |document| {
                let root = document.root_element();
                let count = |tag: &str| {
                    document
                        .descendants()
                        .filter(|it| it.has_tag_name(tag))
                        .count()
                        .to_string()
                };
                assert_eq!(root.attribute("tests"), Some(count("testcase").as_str()));
                assert_eq!(root.attribute("failures"), Some(count("failure").as_str()));
                assert_eq!(root.attribute("errors"), Some(count("error").as_str()));
                assert_eq!(count("failure"), failing.to_string());
            });
        }
    }
    let mut clean = empty();
    clean
        .files
        .push(super::file("Dockerfile", "FROM scratch\n", Vec::new()));
    assert!(
        render(Format::Junit, &clean)
            .contains("<testcase classname=\"Dockerfile\" name=\"distroless-check\"/>")
    );
}

#[test]
fn checkstyle_holds_every_finding() {
    let run = hostile();
    xml(Format::Checkstyle, &run, |document| {
        let errors = document.descendants().filter(|it| it.has_tag_name("error"));
        let sources: Vec<_> = errors.map(|it| it.attribute("source").unwrap()).collect();
        assert_eq!(
            sources,
            [
                "distroless-check.distroless-check",
                "distroless-check.distroless-check",
                "distroless-check.no-shell"
            ]
        );
    });
}

#[test]
fn rdjson_counts_bytes_and_offers_safe_fixes() {
    let report = json(Format::Rdjson, &typical());
    let all = report["diagnostics"].as_array().unwrap();
    let fixed = all
        .iter()
        .find(|it| it.get("suggestions").is_some())
        .unwrap();
    assert_eq!(
        fixed["suggestions"][0]["range"]["start"],
        serde_json::json!({"line": 7, "column": 1})
    );
    assert_eq!(
        fixed["suggestions"][0]["text"],
        "CMD [\"/app\", \"--port=80\"]"
    );
    assert!(
        fixed["code"]["url"]
            .as_str()
            .unwrap()
            .starts_with("https://")
    );
}

#[test]
fn every_line_for_azure_and_teamcity_is_one_whole_command() {
    let run = hostile();
    let azure = render(Format::Azure, &run);
    for line in azure.lines() {
        assert!(line.starts_with("##vso[task.logissue type="), "{line}");
        let (properties, message) = line.split_once(";]").unwrap();
        assert!(
            !properties.contains(']') && !message.contains(']') && !message.contains("##"),
            "{line}"
        );
    }
    assert_eq!(azure.lines().count(), 3);
    let teamcity = render(Format::Teamcity, &run);
    for line in teamcity.lines() {
        assert!(
            line.starts_with("##teamcity[inspection") && line.ends_with("']"),
            "{line}"
        );
        // Without what a bar escapes, nothing is left that could end a value.
        let plain = line
            .replace("||", "")
            .replace("|'", "")
            .replace("|[", "")
            .replace("|]", "");
        assert_eq!(plain.matches(['[', ']']).count(), 2, "{line}");
        assert_eq!(plain.matches('\'').count() % 2, 0, "{line}");
        assert!(line.is_ascii());
    }
    assert!(TRICK.contains("##["));
}

#[test]
fn what_a_baseline_knows_is_in_none_of_them() {
    let mut run = typical();
    run.problems.clear();
    let old = render(Format::Json, &run);
    run.baseline = Some(Baseline::parse(&old).unwrap());
    run.files
        .iter_mut()
        .for_each(|file| file.analysis.problems.clear());
    assert_eq!(render(Format::Gitlab, &run), "[]\n");
    assert_eq!(render(Format::Azure, &run), "");
    assert_eq!(render(Format::Teamcity, &run), "");
    assert!(!render(Format::Checkstyle, &run).contains("<error"));
    assert!(!render(Format::Junit, &run).contains("<failure"));
}
