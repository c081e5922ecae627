//! Diagnostics of texts that change.

use crate::client::{Client, Disk, URI, modern, range};
use distroless_core::Build;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const SHELL_FORM: &str = "FROM gcr.io/distroless/static-debian13:nonroot\nCMD /server -v\n";

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    let codes = diagnostics.iter();
    codes.map(|it| it["code"].as_str().unwrap_or("-")).collect()
}

#[test]
fn a_finding_is_told_with_all_that_reports_say() {
    let mut client = Client::with(SHELL_FORM);
    let found = client.diagnostics();
    let finding = found
        .iter()
        .find(|it| it["code"] == "exec-form-required")
        .unwrap();
    assert_eq!(finding["severity"], 1);
    assert_eq!(finding["source"], "distroless-check");
    assert_eq!(finding["range"], range(1, 0, 14));
    let link = finding["codeDescription"]["href"].as_str().unwrap();
    assert!(
        link.ends_with("/rules/runnable/exec_form_required.md"),
        "{link}"
    );
    let message = finding["message"].as_str().unwrap();
    assert!(
        message.contains("the container cannot start\n"),
        "{message}"
    );
    let related = finding["relatedInformation"].as_array().unwrap();
    assert_eq!(related.len(), 2);
    assert_eq!(related[0]["location"]["uri"], URI);
    assert_eq!(related[0]["location"]["range"], range(0, 0, 46));
    assert_eq!(client.end(), 0);
}

#[test]
fn plain_editors_get_the_proof_in_the_message() {
    let mut client = Client::new(json!({}), Disk::default());
    client.open(SHELL_FORM);
    let found = client.diagnostics();
    let finding = found
        .iter()
        .find(|it| it["code"] == "exec-form-required")
        .unwrap();
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("\nline 1: "), "{message}");
    assert_eq!(finding["relatedInformation"], Value::Null);
    assert_eq!(finding["codeDescription"], Value::Null);
}

#[test]
fn the_open_text_counts_and_changes_are_followed() {
    let mut client = Client::with(SHELL_FORM);
    assert!(codes(&client.diagnostics()).contains(&"exec-form-required"));
    let exec = "[\"/server\", \"-v\"]";
    client.change(2, json!([{ "range": range(1, 4, 14), "text": exec }]));
    let params = client.told("textDocument/publishDiagnostics");
    assert_eq!(params["version"], 2);
    let found = params["diagnostics"].as_array().unwrap();
    assert!(!codes(found).contains(&"exec-form-required"), "{found:?}");
    // The whole text anew.
    client.change(3, json!([{ "text": SHELL_FORM }]));
    assert!(codes(&client.diagnostics()).contains(&"exec-form-required"));
    let closed = json!({ "textDocument": { "uri": URI } });
    client.notify("textDocument/didClose", closed);
    assert_eq!(client.diagnostics(), Vec::<Value>::new());
}

#[test]
fn columns_are_those_that_were_agreed_on() {
    let text =
        "FROM gcr.io/distroless/static-debian13\nENV A=\"\u{1f600}é\" B=$A\nCOPY --from=😀é x /\n";
    let error_column = |encodings: Value| {
        let mut client = Client::new(
            json!({ "general": { "positionEncodings": encodings } }),
            Disk::default(),
        );
        client.open(text);
        let hover = client.ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": URI }, "position": { "line": 1, "character": if encodings == json!(["utf-8"]) { 18 } else { 15 } } }),
        );
        hover["range"].clone()
    };
    assert_eq!(error_column(json!(["utf-16"])), range(1, 14, 16));
    assert_eq!(error_column(json!(["utf-8"])), range(1, 17, 19));
}

#[test]
fn a_text_is_looked_at_once() {
    let disk = Disk::default();
    let asked = disk.asked.clone();
    let mut client = Client::new(modern(), disk);
    client.open(SHELL_FORM);
    client.diagnostics();
    let place =
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 6 } });
    client.ask("textDocument/hover", place.clone());
    client.ask("textDocument/definition", place);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // Many changes at once: in between, nothing is told that is old, and the last one is.
    for version in 2..300 {
        client.change(version, json!([{ "range": range(1, 14, 14), "text": "x" }]));
    }
    let mut version = 0;
    while version < 299 {
        let params = client.told("textDocument/publishDiagnostics");
        let next = params["version"].as_i64().unwrap();
        assert!(next > version, "{next} after {version}");
        version = next;
    }
    assert!(asked.load(Ordering::SeqCst) < 299);
}

#[test]
fn what_is_no_dockerfile_is_left_alone() {
    let mut client = Client::new(modern(), Disk::default());
    client.open_as("file:///project/Dockerfile.j2", "dockerfile", SHELL_FORM);
    client.open_as("file:///project/a.py", "python", SHELL_FORM);
    client.open_as("file:///project/api.Dockerfile", "plaintext", SHELL_FORM);
    let params = client.told("textDocument/publishDiagnostics");
    assert_eq!(params["uri"], "file:///project/api.Dockerfile");
    let symbols = json!({ "textDocument": { "uri": "file:///project/a.py" } });
    assert_eq!(
        client.ask("textDocument/documentSymbol", symbols),
        Value::Null
    );
}

#[test]
fn files_beside_it_and_definitions_count() {
    let text = "FROM golang:1.26 AS build\nFROM gcr.io/distroless/static-debian13 AS one\nCMD /x\nFROM gcr.io/distroless/static-debian13 AS two\nCMD [\"/x\"]\n";
    let disk = Disk {
        build: Some(Build {
            targets: vec!["two".to_owned()],
            ..Build::default()
        }),
        ..Disk::default()
    };
    let mut client = Client::new(modern(), disk);
    client.open(text);
    assert!(!codes(&client.diagnostics()).contains(&"exec-form-required"));
    let mut client = Client::with(text);
    assert!(codes(&client.diagnostics()).contains(&"exec-form-required"));
    // A watched file has changed: the same is said anew.
    let changes = json!({ "changes": [{ "uri": "file:///project/compose.yaml", "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    client.diagnostics();
}

#[test]
fn excluded_files_have_no_findings() {
    let disk = Disk {
        config: distroless_core::config::Config {
            exclude: vec!["Dockerfile".to_owned()],
            ..distroless_core::config::Config::default()
        },
        ..Disk::default()
    };
    let mut client = Client::new(modern(), disk);
    client.open(SHELL_FORM);
    assert_eq!(client.diagnostics(), Vec::<Value>::new());
}

#[test]
fn problems_of_the_configuration_are_told_once() {
    let disk = Disk {
        problems: vec!["distroless-check.toml:1: no \u{1b}[31m (help)".to_owned()],
        ..Disk::default()
    };
    let mut client = Client::new(modern(), disk);
    client.open(SHELL_FORM);
    let shown = client.told("window/showMessage");
    assert_eq!(
        shown["message"],
        "distroless-check.toml:1: no \\u{1b}[31m (help)"
    );
    client.change(2, json!([{ "text": "FROM scratch\n" }]));
    while client.told("textDocument/publishDiagnostics")["version"] != 2 {}
    assert!(!client.was_told("window/showMessage"));
}

#[test]
fn what_cannot_be_built_and_what_is_needless_is_marked() {
    let mut client = Client::with(
        "FROM golang:1.26 AS tools\nRUN go version\nFROM scratch\nCOPY a /\nNONSENSE\n",
    );
    let found = client.diagnostics();
    let problem = found.iter().find(|it| it["code"].is_null()).unwrap();
    assert_eq!(
        (&problem["severity"], &problem["range"]),
        (&json!(1), &range(4, 0, 8))
    );

    let mut client =
        Client::with("# distroless-check: ignore[base-eol] old\nFROM scratch\nCOPY a /\n");
    let found = client.diagnostics();
    let idle = found
        .iter()
        .find(|it| it["code"] == "unused-ignore")
        .unwrap();
    assert_eq!(idle["tags"], json!([1]));
}
