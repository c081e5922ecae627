//! What to do about findings.

use crate::client::{Client, Disk, URI, modern, range};
use serde_json::{Value, json};

const TEXT: &str = "FROM gcr.io/distroless/static-debian13:nonroot\n  CMD /server -v\n";

fn actions(client: &mut Client, range: &Value, only: Option<&str>) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    let found = client.ask("textDocument/codeAction", params);
    found.as_array().unwrap().clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|it| it["title"] == title);
    found.unwrap_or_else(|| panic!("{title} in {actions:#?}"))
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect()
}

/// The text after the edits of an action for the document.
fn applied(text: &str, action: &Value) -> String {
    let edits = match &action["edit"]["documentChanges"] {
        Value::Null => &action["edit"]["changes"][URI],
        changes => &changes[0]["edits"],
    };
    let mut edits = edits.as_array().unwrap().clone();
    edits.reverse();
    let mut out = text.to_owned();
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + usize::try_from(place["character"].as_u64().unwrap()).unwrap()
    };
    for edit in edits {
        let new = edit["newText"].as_str();
        let new = new.unwrap_or_else(|| edit["snippet"]["value"].as_str().unwrap());
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        out.replace_range(range, new);
    }
    out
}

#[test]
fn a_finding_can_be_mended_ignored_and_explained() {
    let mut client = Client::with(TEXT);
    let found = actions(&mut client, &range(1, 6, 6), Some("quickfix"));
    assert_eq!(
        titles(&found)[1..],
        [
            "Ignore exec-form-required here with a reason",
            "Explain exec-form-required"
        ]
    );
    let fix = &found[0];
    assert_eq!(fix["isPreferred"], true);
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"][0]["code"], "exec-form-required");
    assert_eq!(
        fix["edit"]["documentChanges"][0]["textDocument"],
        json!({ "uri": URI, "version": 1 })
    );
    let mended = applied(TEXT, fix);
    assert!(
        mended.ends_with("  CMD [\"/server\", \"-v\"]\n"),
        "{mended}"
    );

    let ignored = applied(TEXT, &found[1]);
    let comment = "  # distroless-check: ignore[exec-form-required] ${1:reason}\n  CMD";
    assert!(ignored.contains(comment), "{ignored}");
    let edit = &found[1]["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(edit["snippet"]["kind"], "snippet");
    // The comment does what it says.
    client.change(
        2,
        json!([{ "text": ignored.replace("${1:reason}", "tested") }]),
    );
    client.diagnostics();
    let left = client.diagnostics();
    assert!(
        left.iter().all(|it| it["code"] != "exec-form-required"),
        "{left:?}"
    );
}

#[test]
fn editors_without_snippets_get_a_word_to_replace() {
    let mut capabilities = modern();
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let mut client = Client::new(capabilities, Disk::default());
    let text = TEXT.replace('\n', "\r\n");
    client.open(&text);
    let found = actions(&mut client, &range(1, 6, 6), None);
    let ignored = applied(
        &text,
        titled(&found, "Ignore exec-form-required here with a reason"),
    );
    assert!(
        ignored.contains("\r\n  # distroless-check: ignore[exec-form-required] reason\r\n  CMD"),
        "{ignored}"
    );
}

#[test]
fn all_safe_fixes_are_one_action() {
    let text = TEXT.replace("  CMD", "COPY server /server\n  CMD");
    let mut client = Client::with(&text);
    let found = actions(&mut client, &range(0, 0, 0), Some("source.fixAll"));
    assert_eq!(titles(&found), ["Apply all safe fixes"]);
    assert_eq!(found[0]["kind"], "source.fixAll.distroless-check");
    let mended = applied(&text, &found[0]);
    assert_eq!(mended, text.replace("/server -v", "[\"/server\", \"-v\"]"));
    client.change(2, json!([{ "text": mended }]));
    assert_eq!(
        actions(&mut client, &range(0, 0, 0), Some("source.fixAll")),
        Vec::<Value>::new()
    );
}

#[test]
fn fixes_that_may_change_what_the_image_does_say_so() {
    let mut client = Client::with("FROM node:18\nCOPY . /app\nCMD [\"node\", \"/app/a.js\"]\n");
    let found = actions(&mut client, &range(0, 6, 6), Some("quickfix"));
    let risky: Vec<&Value> = found
        .iter()
        .filter(|it| {
            it["title"]
                .as_str()
                .unwrap()
                .ends_with("(may change behaviour)")
        })
        .collect();
    assert!(!risky.is_empty(), "{:?}", titles(&found));
    assert!(risky.iter().all(|it| it["isPreferred"].is_null()));
}

#[test]
fn a_place_without_findings_has_no_actions() {
    let mut client = Client::with("FROM scratch\nCOPY a /\n");
    assert_eq!(
        actions(&mut client, &range(1, 0, 0), None),
        Vec::<Value>::new()
    );
}

#[test]
fn the_page_of_a_rule_is_opened_or_named() {
    let command = json!({ "command": "distroless-check.explain", "arguments": ["base-eol"] });
    let mut client = Client::with(TEXT);
    client.ask("workspace/executeCommand", command.clone());
    let shown = client.told("window/showDocument");
    assert_eq!(shown["external"], true);
    assert!(
        shown["uri"]
            .as_str()
            .unwrap()
            .ends_with("/supply_chain/base_eol.md")
    );

    let mut client = Client::new(json!({}), Disk::default());
    client.ask("workspace/executeCommand", command);
    let shown = client.told("window/showMessage");
    assert!(
        shown["message"]
            .as_str()
            .unwrap()
            .contains("/supply_chain/base_eol.md")
    );
}
