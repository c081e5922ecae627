//! What each format looks like.

use super::{RULES, empty, typical};
use crate::{Conclusion, Format, render, sarif};

#[test]
fn json() {
    insta::assert_snapshot!(render(Format::Json, &typical()));
}

#[test]
fn jsonl() {
    insta::assert_snapshot!(render(Format::Jsonl, &typical()));
}

#[test]
fn sarif() {
    insta::assert_snapshot!(sarif::document(&typical(), RULES));
}

#[test]
fn github() {
    insta::assert_snapshot!(render(Format::Github, &typical()));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(render(Format::Markdown, &typical()));
}

#[cfg(feature = "other-ci")]
#[test]
fn formats_of_other_ci() {
    for format in Format::ALL.iter().skip(5) {
        insta::assert_snapshot!(format.name(), render(*format, &typical()));
    }
}

#[test]
fn nothing_at_all() {
    let run = empty();
    assert_eq!(run.conclusion(), Conclusion::Clean);
    assert_eq!(render(Format::Jsonl, &run), "");
    assert_eq!(render(Format::Github, &run), "");
    assert_eq!(
        render(Format::Markdown, &run),
        "## distroless-check\n\n**0 Dockerfiles: no findings**\n"
    );
}

#[test]
fn formats_have_distinct_names() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(*format));
    }
    assert_eq!(Format::from_name("xml"), None);
}

#[test]
fn problems_outweigh_findings_and_the_threshold_counts() {
    use distroless_core::config::FailOn;
    let mut run = typical();
    assert_eq!(run.conclusion(), Conclusion::Problems);
    run.problems.clear();
    run.files.remove(0);
    assert_eq!(run.conclusion(), Conclusion::Findings);
    run.fail_on = FailOn::Never;
    assert_eq!(run.conclusion(), Conclusion::Clean);
    run.files[1].analysis.findings.remove(0);
    run.fail_on = FailOn::Error;
    assert_eq!(run.conclusion(), Conclusion::Clean);
    run.files[1].analysis.findings.remove(0);
    run.fail_on = FailOn::Warning;
    assert_eq!(run.conclusion(), Conclusion::Clean);
    run.fail_on = FailOn::Info;
    assert_eq!(run.conclusion(), Conclusion::Findings);
}

/// Calls `visit` with every key of a JSON value.
fn keys(value: &serde_json::Value, visit: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, visit)),
        serde_json::Value::Object(fields) => fields.iter().for_each(|(key, item)| {
            visit(key);
            keys(item, visit);
        }),
        _ => {}
    }
}

#[test]
fn every_field_is_documented() {
    let docs = include_str!("../../../../docs/json-schema.md");
    let words: Vec<&str> = docs
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    let document = serde_json::from_str(&render(Format::Json, &typical())).unwrap();
    let mut missing = Vec::new();
    keys(&document, &mut |key| {
        if !words.contains(&key) {
            missing.push(key.to_owned());
        }
    });
    assert_eq!(missing, Vec::<String>::new());
}
