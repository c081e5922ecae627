//! The answers, read as JSON.

use super::{draw, inspect, mend, migrate};
use serde_json::{Value, json};

const GO: &str = "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\
    FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build /server /server\nENTRYPOINT [\"/server\"]\n";

fn asked(ask: fn(&str) -> String, request: &Value) -> Value {
    serde_json::from_str(&ask(&request.to_string())).expect("JSON")
}

#[test]
fn the_picture_names_its_parts() {
    let answer = asked(draw, &json!({ "source": GO, "today": "2026-11-28" }));
    let titles: Vec<_> = answer["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|node| (node["title"].as_str(), node["line"].as_u64()))
        .collect();
    assert_eq!(
        titles,
        [
            (Some("build"), Some(1)),
            (Some("stage 1"), Some(5)),
            (Some("build context"), None)
        ]
    );
    let svg = answer["svg"].as_str().expect("a picture");
    for part in ["data-node=\"2\"", "data-edge=\"1\""] {
        assert!(svg.contains(part), "{part}");
    }
    let edge = &answer["edges"][1];
    assert_eq!(edge["lines"], json!(["/server → /server"]));
    assert_eq!(edge["ships"], json!(true));
}

#[test]
fn a_stage_that_is_asked_for_ships() {
    let shown = |request| asked(inspect, &request)["files"][0]["targets"][0]["base"].clone();
    assert_eq!(
        shown(json!({ "source": GO, "today": "2026-11-28" })),
        json!("gcr.io/distroless/static-debian13:nonroot")
    );
    assert_eq!(
        shown(json!({ "source": GO, "today": "2026-11-28", "target": "0" })),
        json!("golang:1.26")
    );
}

#[test]
fn migrations_heed_the_family() {
    let source = "FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\nCMD [\"/server\"]\n";
    let base = |family: &str| {
        let request = json!({ "source": source, "today": "2026-11-28", "family": family });
        asked(migrate, &request)["after"]["base"].clone()
    };
    assert_eq!(base(""), json!("gcr.io/distroless/static-debian13:nonroot"));
    assert_eq!(base("scratch"), json!("scratch"));
}

#[test]
fn safe_fixes_are_applied() {
    let source =
        "FROM gcr.io/distroless/static-debian13:nonroot\nCOPY server /server\nCMD /server\n";
    let answer = asked(mend, &json!({ "source": source, "today": "2026-11-28" }));
    assert_eq!(
        answer["source"],
        json!(source.replace("CMD /server", "CMD [\"/server\"]"))
    );
    assert_eq!(answer["applied"], json!(["use the exec form"]));
}

#[test]
fn nonsense_is_answered() {
    for ask in [draw, inspect, mend, migrate] {
        for request in ["", "{", "[1]", r#"{"source":1,"today":"x"}"#] {
            let answer: Value = serde_json::from_str(&ask(request)).expect("JSON");
            assert!(answer.is_object());
        }
    }
}
