//! Texts of every kind, asked about everywhere: an answer comes, and its places are in the text.

use crate::client::{Client, Disk, URI, modern};
use distroless_core::rules;
use serde_json::{Value, json};

/// How many examples of rule pages are asked about, and at how many places each.
const EXAMPLES: usize = 40;
const PLACES: usize = 5;

const STRANGE: &[&str] = &[
    "",
    "\n\n",
    "\u{feff}FROM a AS b\r\nCOPY --from=b $\u{fc} /",
    "FROM",
    "FROM $",
    "FROM ${X",
    "ARG",
    "ENV =",
    "COPY --from=",
    "COPY --from=0 a",
    "RUN --mount=",
    "RUN --mount=from=,\\\n  from=x a",
    "RUN <<",
    "RUN <<A\n$X\u{1f600}",
    "FROM a\nONBUILD COPY --from=a $B /\nFROM 0\nFROM a AS a",
    "FROM a AS a\rFROM a\r\nCOPY --from=a \u{1f600} \\\r\n  $A /",
    "\\\n\\\nFROM a \\",
    "# escape=`\nFROM a`\n  AS b\nCOPY --from=b `$A /\n",
];

/// Every range in an answer.
fn ranges<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name.to_lowercase().ends_with("range") {
                    found.push(field);
                }
                ranges(field, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| ranges(value, found)),
        _ => {}
    }
}

fn is_within(text: &str, range: &Value) -> bool {
    let lines: Vec<usize> = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .split('\n')
        .map(|line| line.encode_utf16().count())
        .collect();
    let place = |name: &str| {
        let part = |field: &str| usize::try_from(range[name][field].as_u64().unwrap()).unwrap();
        (part("line"), part("character"))
    };
    let (start, end) = (place("start"), place("end"));
    let there =
        |(line, column): (usize, usize)| lines.get(line).is_some_and(|length| column <= *length);
    start <= end && there(start) && there(end)
}

#[test]
fn whatever_is_asked_is_answered() {
    let pages = rules::all().flat_map(|rule| {
        let blocks = rule.meta.docs.split("```dockerfile ").skip(1);
        blocks.filter_map(|block| block.split_once('\n')?.1.split_once("\n```"))
    });
    let pages: Vec<&str> = pages.map(|(text, _)| text).collect();
    let step = pages.len() / EXAMPLES;
    let texts = pages
        .iter()
        .step_by(step)
        .copied()
        .chain(STRANGE.iter().copied());
    let mut client = Client::new(modern(), Disk::default());
    let mut answers = 0;
    for text in texts {
        client.open(text);
        let lines: Vec<&str> = text.lines().collect();
        let asked = |line: usize, column: usize| {
            json!({
                "textDocument": { "uri": URI },
                "position": { "line": line, "character": column },
                "range": {
                    "start": { "line": 0, "character": 0 },
                    "end": { "line": line, "character": column },
                },
                "context": { "includeDeclaration": true, "triggerKind": 1, "diagnostics": [] },
            })
        };
        for place in 0..=PLACES {
            let line = lines.len() * place / PLACES;
            let length = lines
                .get(line)
                .map_or(0, |line| line.encode_utf16().count());
            for method in [
                "hover",
                "definition",
                "references",
                "completion",
                "codeAction",
                "documentSymbol",
            ] {
                let answer = client.ask(
                    &format!("textDocument/{method}"),
                    asked(line, length * (place * 3 % 7) / 6),
                );
                let mut found = Vec::new();
                ranges(&answer, &mut found);
                for range in found {
                    assert!(is_within(text, range), "{method} of {text:?}: {range}");
                    answers += 1;
                }
            }
        }
        for diagnostic in client.diagnostics() {
            assert!(
                is_within(text, &diagnostic["range"]),
                "{text:?}: {diagnostic}"
            );
        }
    }
    assert!(answers > 1000, "{answers}");
    assert_eq!(client.end(), 0);
}
