//! What GitHub demands of a SARIF file beyond its schema.

use super::{RULES, typical};
use crate::{Format, render, sarif};
use serde_json::Value;

fn log(run: &crate::Run) -> Value {
    serde_json::from_str(&sarif::document(run, RULES)).unwrap()
}

/// Calls `visit` with every text and the key it stands under.
fn texts(value: &Value, key: &str, visit: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::String(text) => visit(key, text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, visit)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, item)| texts(item, key, visit)),
        _ => {}
    }
}

#[test]
fn no_text_is_empty_and_columns_are_utf16() {
    let log = log(&typical());
    let mut empty = Vec::new();
    texts(&log, "", &mut |key, text| {
        if text.is_empty() {
            empty.push(key.to_owned());
        }
    });
    assert_eq!(empty, Vec::<String>::new());
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
}

#[test]
fn results_name_their_rule_place_and_fingerprint() {
    let log = log(&typical());
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for field in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[field].as_u64().unwrap() > 0, "{field}");
        }
    }
    let flow = &results[0]["codeFlows"][0]["threadFlows"][0]["locations"];
    assert_eq!(flow.as_array().unwrap().len(), 3);
    assert_eq!(results[0]["relatedLocations"][1]["id"], 2);
}

#[test]
fn silenced_findings_are_marked_or_left_out() {
    let mut run = typical();
    let shown = log(&run);
    let silenced = &shown["runs"][0]["results"][3]["suppressions"][0];
    assert_eq!(silenced["kind"], "inSource");
    assert_eq!(silenced["justification"], "it needs port 80");
    run.show_suppressed = false;
    let left = log(&run);
    assert_eq!(left["runs"][0]["results"].as_array().unwrap().len(), 3);
}

#[test]
fn the_category_is_constant_and_the_run_has_its_own_name() {
    let mut run = typical();
    assert_eq!(
        log(&run)["runs"][0]["automationDetails"]["id"],
        "distroless-check/"
    );
    run.guid = Some("11111111-2222-4333-8444-555555555555".to_owned());
    let details = &log(&run)["runs"][0]["automationDetails"];
    assert_eq!(
        details["id"],
        "distroless-check/11111111-2222-4333-8444-555555555555"
    );
    assert_eq!(details["guid"], "11111111-2222-4333-8444-555555555555");
}

/// The rules of the program, as they are.
#[test]
fn every_rule_is_described_within_the_limits() {
    let log: Value = serde_json::from_str(&render(Format::Sarif, &super::empty())).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    assert_eq!(rules.len(), distroless_core::rules::all().count());
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(rule["name"].as_str().unwrap().len() <= 255, "{id}");
        for field in ["shortDescription", "fullDescription"] {
            let text = rule[field]["text"].as_str().unwrap();
            assert!(!text.is_empty() && text.chars().count() <= 1024, "{id}");
        }
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "{id}");
        assert!(
            !rule["help"]["markdown"].as_str().unwrap().is_empty(),
            "{id}"
        );
        let properties = &rule["properties"];
        assert!(properties["tags"].as_array().unwrap().len() <= 10, "{id}");
        assert!(properties["precision"].is_string(), "{id}");
        assert!(properties.get("security-severity").is_none(), "{id}");
    }
}
