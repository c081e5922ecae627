//! From names to what they name, outlines, and what may be written.

use crate::client::{Client, Disk, modern, range};
use serde_json::{Value, json};

const FILE: &str = "ARG V=1\nFROM golang:$V AS build\nENV A=1 B=2\nFROM alpine AS Other\nCOPY --from=build a /\nCOPY --from=0 $A /\n\
    RUN --mount=type=bind,from=build,target=/x true\nFROM build\nRUN echo $B\n";

fn at(client: &mut Client, method: &str, needle: &str, nth: usize) -> Value {
    let (start, _) = FILE.match_indices(needle).nth(nth).unwrap();
    let middle = start + needle.len() - 1;
    let marked = format!("{}|{}", &FILE[..middle], &FILE[middle..]);
    client.at(method, &marked)
}

#[test]
fn definitions_are_found() {
    let mut client = Client::new(modern(), Disk::default());
    let mut go = |needle: &str, nth: usize| {
        at(&mut client, "textDocument/definition", needle, nth)["range"].clone()
    };
    let name = range(1, 18, 23);
    assert_eq!(go("=build", 0), name, "COPY --from=");
    assert_eq!(go("from=0", 0), name, "a number");
    assert_eq!(go("from=build", 1), name, "a mount");
    assert_eq!(go("FROM build", 0), name, "FROM");
    assert_eq!(go("$V", 0), range(0, 4, 7), "a global ARG");
    assert_eq!(go("$B", 0), range(2, 8, 11), "of the stage below");
    assert_eq!(go("$A", 0), Value::Null, "not set in this stage");
    assert_eq!(go("alpine", 0), Value::Null);
}

#[test]
fn uses_of_a_stage_are_found() {
    let mut client = Client::new(modern(), Disk::default());
    let expected = [
        range(1, 18, 23),
        range(4, 12, 17),
        range(5, 12, 13),
        range(6, 27, 32),
        range(7, 5, 10),
    ];
    for (needle, nth) in [("AS build", 0), ("=build", 0), ("FROM build", 0)] {
        let found = at(&mut client, "textDocument/references", needle, nth);
        let found: Vec<Value> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["range"].clone())
            .collect();
        assert_eq!(found, expected, "{needle}");
    }
    let none = at(&mut client, "textDocument/references", "echo", 0);
    assert_eq!(none, json!([]));
}

#[test]
fn stages_hold_their_instructions() {
    let mut client = Client::with(FILE);
    let params = json!({ "textDocument": { "uri": crate::client::URI } });
    let found = client.ask("textDocument/documentSymbol", params.clone());
    let shown: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let inner = it["children"].as_array().map_or(0, Vec::len);
            format!(
                "{} {} {inner}",
                it["name"].as_str().unwrap(),
                it["detail"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "ARG V=1 0",
            "build golang:1 1",
            "Other alpine 3",
            "stage 2 build 1"
        ]
    );
    assert_eq!(found[1]["selectionRange"], range(1, 18, 23));
    assert_eq!(
        found[1]["range"]["end"],
        json!({ "line": 2, "character": 11 })
    );

    let mut client = Client::new(json!({}), Disk::default());
    client.open(FILE);
    let found = client.ask("textDocument/documentSymbol", params);
    assert_eq!(found.as_array().unwrap().len(), 9);
    assert_eq!(found[2]["containerName"], "build");
}

fn labels(client: &mut Client, marked: &str) -> Vec<String> {
    let found = client.at("textDocument/completion", marked);
    let items = found.as_array().unwrap();
    items
        .iter()
        .map(|it| it["label"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn names_of_stages_are_offered_where_they_fit() {
    let mut client = Client::new(modern(), Disk::default());
    let head = "FROM golang AS build\nFROM alpine\nFROM scratch AS last\n";
    let mut offered = |tail: &str| labels(&mut client, &format!("{head}{tail}"));
    assert_eq!(offered("COPY --from=|"), ["build", "1"]);
    assert_eq!(offered("COPY --chown=1 --from=bu| a /\n"), ["build", "1"]);
    assert_eq!(offered("RUN --mount=type=bind,from=|"), ["build"]);
    assert_eq!(offered("FROM |"), ["build", "last", "scratch"]);
    assert_eq!(
        offered("FROM --platform=$BUILDPLATFORM la|"),
        ["build", "last", "scratch"]
    );
    assert_eq!(offered("COPY \\\n  --from=|"), ["build", "1"]);
    assert_eq!(offered("FROM last |"), Vec::<String>::new());
    assert_eq!(offered("RUN echo --from=|"), Vec::<String>::new());
    assert!(offered("co|").contains(&"COPY".to_owned()));
    assert_eq!(offered("RUN a \\\n  co|"), Vec::<String>::new());
    assert_eq!(offered("RUN <<E\nco|\nE\n"), Vec::<String>::new());
}

#[test]
fn what_is_offered_takes_the_place_of_what_is_written() {
    let mut client = Client::new(modern(), Disk::default());
    let found = client.at(
        "textDocument/completion",
        "FROM golang AS build\nFROM alpine\nCOPY --from=bu| a /\n",
    );
    assert_eq!(
        found[0]["textEdit"],
        json!({ "range": range(2, 12, 14), "newText": "build" })
    );
    assert_eq!(found[0]["detail"], "golang");
}
