//! What is drawn, and that hostile text stays text.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "the tests ask Graphviz, where it is installed"
)]

mod grammar;

use super::{Drawing, EdgeKind, NodeKind, Role, dot, mermaid, mermaid_comment};
use distroless_core::graph::{BaseConfig, BaseConfigs, GraphOptions, build};
use dockerfile_syntax::image_ref::Reference;
use dockerfile_syntax::parse;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

struct Nothing;

impl BaseConfigs for Nothing {
    fn config(&self, _: &Reference) -> Option<BaseConfig> {
        None
    }
}

fn draw(source: &str, target: Option<&str>) -> Drawing {
    let file = parse(source);
    let options = GraphOptions {
        target: target.map(str::to_owned),
        ..GraphOptions::default()
    };
    Drawing::new("Dockerfile", &file, &build(&file, &options, &Nothing))
}

const TYPICAL: &str = r#"ARG TOOLS
FROM golang:1.24@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY . .
ADD https://me:secret@example.com/tool.tar.gz?token=secret /tools/
RUN --mount=type=cache,target=/root/.cache --mount=from=busybox,source=/bin,target=/bb go build -o /out/server
FROM debian:12 AS old
COPY . /old
FROM gcr.io/distroless/static AS base
COPY <<EOF /etc/motd
hello
EOF
FROM base
WORKDIR /app
COPY --from=build /out/server server
COPY --from=build /src/a /src/b /src/c ./
COPY --from=build /1 /1
COPY --from=build /1 /1
COPY --from=build /2 /2
COPY --from=build /3 /3
COPY --from=$TOOLS /4 /4
ENTRYPOINT ["/app/server"]
"#;

/// Text that would act in one of the formats.
const HOSTILE: &[&str] = &[
    "\"",
    "\\",
    "\\\"",
    "a\"]:::x; click n0 call alert()",
    "`**b**`",
    "#35;",
    "&lt;",
    "</text><script>alert(1)</script>",
    "]]>",
    "<!--",
    "%%{init: {}}%%",
    "{{{x}}}",
    "$$x$$",
    "1. list",
    "- list",
    "www.example.com",
    "a@b.c",
    "end",
    "\u{202e}x\u{0}\u{1b}[31m",
    "\u{2028}\u{85}",
    "|x|",
    "ü漢😀",
    "\\N\\G\\l",
    "'",
];

fn hostile() -> Vec<Drawing> {
    let mut all = Vec::new();
    for text in HOSTILE {
        let mut drawing = draw(TYPICAL, None);
        let shown = super::flow::name(text);
        drawing.title.clone_from(&shown);
        for node in &mut drawing.nodes {
            node.title.clone_from(&shown);
            node.detail = Some(shown.clone());
        }
        for edge in &mut drawing.edges {
            edge.lines = vec![shown.clone(), shown.clone()];
        }
        all.push(drawing);
        // The way it takes from a file.
        let source = format!(
            "FROM {text} AS {text}\nCOPY [{text:?}, {text:?}]\nCOPY --from={text} {text} {text}\n\
             ADD https://{text}/{text} {text}\n\
             RUN --mount=from={text},source={text},target={text} x\nFROM 0\n"
        );
        all.push(draw(&source, None));
    }
    all
}

#[test]
fn what_is_shown() {
    let drawing = draw(TYPICAL, None);
    let node = |title: &str| {
        let found = drawing.nodes.iter().position(|node| node.title == title);
        found.unwrap_or_else(|| panic!("{title} in {:?}", drawing.nodes))
    };
    let edge = |from: &str, to: &str, kind| {
        let (from, to) = (node(from), node(to));
        let mut found = drawing
            .edges
            .iter()
            .filter(|edge| (edge.from, edge.to, edge.kind) == (from, to, kind));
        let edge = found.next().unwrap().clone();
        assert_eq!(found.next(), None, "one arrow for a pair");
        edge
    };
    let role = |title| drawing.nodes[node(title)].role;
    assert_eq!(role("stage 3"), Role::Shipped);
    assert_eq!(role("base"), Role::Layers);
    assert_eq!(role("build"), Role::Needed);
    assert_eq!(role("old"), Role::Unreached);
    assert_eq!(role("build context"), Role::Needed);
    let detail = |title| drawing.nodes[node(title)].detail.as_deref();
    assert_eq!(detail("build"), Some("golang:1.24@01234567"));
    assert_eq!(detail("stage 3"), None);
    assert_eq!(detail("$TOOLS"), Some("not known"));
    assert_eq!(drawing.nodes[node("example.com")].kind, NodeKind::Remote);

    let copied = edge("build", "stage 3", EdgeKind::Copy);
    assert!(copied.ships);
    assert_eq!(
        copied.label(),
        [
            "/out/server → /app/server",
            "/src/a +2 → /app/",
            "/1 → /1",
            "+2 more"
        ]
    );
    assert!(edge("base", "stage 3", EdgeKind::Base).ships);
    let mounted = edge("busybox", "build", EdgeKind::Mount);
    assert!(!mounted.ships);
    assert_eq!(mounted.label(), ["RUN --mount", "/bin → /bb"]);
    assert!(edge("build context", "old", EdgeKind::Copy).unreached);
    let all = format!("{drawing:?}");
    assert!(!all.contains("secret"), "{all}");
    // A heredoc comes from nowhere, and a cache is no flow.
    assert_eq!(drawing.edges.len(), 7, "{:#?}", drawing.edges);
}

#[test]
fn another_target_is_shown_as_what_ships() {
    let drawing = draw(TYPICAL, Some("old"));
    let shipped: Vec<&str> = drawing
        .nodes
        .iter()
        .filter(|node| node.role == Role::Shipped)
        .map(|node| node.title.as_str())
        .collect();
    assert_eq!(shipped, ["old"]);
}

#[test]
fn a_typical_flowchart() {
    insta::assert_snapshot!(mermaid(&draw(TYPICAL, None)));
}

#[test]
fn a_typical_dot_graph() {
    insta::assert_snapshot!(dot(&draw(TYPICAL, None)));
}

#[test]
fn nothing_is_drawn_of_nothing() {
    let drawing = draw("# nothing\n", None);
    assert_eq!(mermaid(&drawing), "flowchart TD\n");
    assert_eq!(drawing.nodes, []);
    assert_eq!(drawing.edges, []);
}

#[test]
fn flowcharts_keep_to_the_grammar_and_say_what_was_meant() {
    for drawing in hostile().into_iter().chain([draw(TYPICAL, None)]) {
        let chart = grammar::read(&mermaid(&drawing)).unwrap_or_else(|error| panic!("{error}"));
        let nodes: Vec<String> = drawing
            .nodes
            .iter()
            .map(|node| node.lines().collect::<Vec<_>>().join("\n"))
            .collect();
        assert_eq!(chart.nodes, nodes);
        let edges: Vec<(usize, usize, String)> = drawing
            .edges
            .iter()
            .map(|edge| (edge.from, edge.to, edge.label().join("\n")))
            .collect();
        assert_eq!(chart.edges, edges);
    }
}

#[test]
fn a_comment_is_one_line_without_a_directive() {
    for text in HOSTILE {
        let comment = mermaid_comment(text);
        let rest = comment.strip_prefix("%% ").unwrap();
        let end = rest.find(['\n', '%', '{']);
        assert_eq!(end, Some(rest.len() - 1), "{comment}");
    }
}

fn graphviz(text: &str) -> Option<Output> {
    let mut child = Command::new("dot")
        .arg("-Tdot_json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    child.wait_with_output().ok()
}

#[test]
fn graphviz_reads_the_graphs() {
    for drawing in hostile().into_iter().chain([draw(TYPICAL, None)]) {
        let text = dot(&drawing);
        let Some(output) = graphviz(&text) else {
            eprintln!("skipped: there is no `dot`");
            return;
        };
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}: {text}");
        assert!(!error.contains("syntax error"), "{error}: {text}");
        let read: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {text}"));
        let count = |key: &str| read[key].as_array().map_or(0, Vec::len);
        assert_eq!(count("objects"), drawing.nodes.len(), "{text}");
        assert_eq!(count("edges"), drawing.edges.len(), "{text}");
    }
}

#[test]
fn many_stages_are_drawn() {
    let mut source = String::from("FROM a AS s0\n");
    for index in 1..5_000 {
        _ = writeln!(
            source,
            "FROM s{} AS s{index}\nCOPY --from=s0 a b",
            index - 1
        );
    }
    let drawing = draw(&source, None);
    assert_eq!(drawing.nodes.len(), 5_000);
    // The first COPY is from the stage that FROM names as well.
    assert_eq!(drawing.edges.len(), 2 * 4_999);
    assert_eq!(mermaid(&drawing).matches("FROM").count(), 4_999);
}
