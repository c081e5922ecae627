//! The syntax report against BuildKit's own reading of real Dockerfiles.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]

use distroless_report::inspect::syntax::syntax_report;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Files on which we differ from BuildKit, each with the reason. None is known.
const DIFFERENCES: [(&str, &str); 0] = [];

/// The number of files in the corpus: a check that really looked at all of them.
const FILES: usize = 783;

fn corpus() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    folder
        .join("buildkit-syntax.jsonl")
        .exists()
        .then_some(folder)
}

#[test]
fn equals_buildkit_on_the_corpus() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: ../shared/corpus is not there");
        return;
    };
    let expected = fs::read_to_string(corpus.join("buildkit-syntax.jsonl")).expect("readable");
    let mut different = String::new();
    let mut files = 0;
    for line in expected.lines() {
        let theirs: Value = serde_json::from_str(line).expect("one JSON object a line");
        let path = theirs["path"].as_str().expect("a path");
        let bytes = fs::read(corpus.join("files").join(path)).expect("readable");
        let source = String::from_utf8_lossy(&bytes);
        let file = dockerfile_syntax::parse(&source);
        let ours = serde_json::to_value(syntax_report(path, &file)).expect("serialisable");
        let found = compare(&theirs, &ours);
        let known = DIFFERENCES.iter().any(|difference| difference.0 == path);
        if found.is_empty() == known {
            let _ = writeln!(
                different,
                "{path}: {}",
                if known { "no longer differs" } else { &found }
            );
        }
        files += 1;
    }
    assert_eq!(files, FILES, "the corpus has changed");
    assert!(different.is_empty(), "{different}");
}

/// What differs, empty if nothing does.
fn compare(theirs: &Value, ours: &Value) -> String {
    let mut different = String::new();
    let mut check = |what: &str, theirs: &Value, ours: &Value| {
        if theirs != ours {
            let _ = write!(
                different,
                "\n  {what}\n    BuildKit {theirs}\n    we       {ours}"
            );
        }
    };
    check("ok", &theirs["ok"], &ours["ok"]);
    check("typed_ok", &theirs["typed_ok"], &ours["typed_ok"]);
    let failed = |pass: &str| {
        let errors = ours["errors"].as_array().into_iter().flatten();
        errors
            .into_iter()
            .find(|error| error["pass"] == pass)
            .cloned()
            .unwrap_or_default()
    };
    if theirs["ok"] == false {
        // BuildKit gives no tree then.
        check("error", &theirs["error"], &failed("lines")["message"]);
        check(
            "error line",
            &theirs["error_line"],
            &failed("lines")["line"],
        );
        return different;
    }
    if theirs["typed_ok"] == false {
        check(
            "typed error",
            &theirs["typed_error"],
            &failed("instructions")["message"],
        );
        check(
            "typed error line",
            &theirs["typed_error_line"],
            &failed("instructions")["line"],
        );
    } else {
        let stages: Vec<_> = theirs["stages"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, stage)| {
                json!({
                    "index": index,
                    "name": stage["name"],
                    "base": stage["base"],
                    "platform": stage["platform"],
                    "line": stage["start_line"],
                })
            })
            .collect();
        check("stages", &Value::from(stages), &ours["stages"]);
    }
    check("escape", &theirs["escape"], &ours["escape"]);
    check("directives", &theirs["directives"], &ours["directives"]);
    let count = |value: &Value| Value::from(value["instructions"].as_array().map_or(0, Vec::len));
    check("count", &count(theirs), &count(ours));
    let instructions = |value: &Value| {
        value["instructions"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    for (theirs, ours) in instructions(theirs).iter().zip(&instructions(ours)) {
        check("instruction", &known_fields(theirs), &known_fields(ours));
    }
    different
}

/// An instruction's fields that both have.
fn known_fields(instruction: &Value) -> Value {
    let sub: Vec<_> = instruction["sub"]
        .as_array()
        .into_iter()
        .flatten()
        .map(known_fields)
        .collect();
    let heredocs: Vec<_> = instruction["heredocs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|heredoc| {
            json!({
                "name": heredoc["name"],
                "expand": heredoc["expand"],
                "chomp": heredoc["chomp"],
                "fd": heredoc["fd"],
                "content_len": heredoc["content_len"],
            })
        })
        .collect();
    json!({
        "cmd": instruction["cmd"],
        "start": instruction["start"],
        "end": instruction["end"],
        "flags": instruction["flags"],
        "json": instruction["json"],
        "args": instruction["args"],
        "heredocs": heredocs,
        "sub": sub,
    })
}
