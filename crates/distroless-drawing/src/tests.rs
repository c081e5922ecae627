//! The document, read with an XML reader.

use super::{LIMIT, layout, measure, svg};
use distroless_core::config::Config;
use distroless_core::{Model, Options, Request};
use distroless_report::drawing::{Drawing, Edge, EdgeKind, Node, NodeKind, Role};
use dockerfile_syntax::parse;
use image_knowledge::Date;
use roxmltree::Document;

const TYPICAL: &str = "FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\n\
    ADD https://example.com/tool.tar.gz /tools/\n\
    RUN --mount=from=busybox,source=/bin,target=/bb go build\n\
    FROM debian:12 AS old\nFROM gcr.io/distroless/static AS base\nFROM base\n\
    COPY --from=build /out/server /server\nCOPY --from=build /etc/passwd /etc/passwd\n\
    ENTRYPOINT [\"/server\"]\n";

fn draw(source: &str) -> Drawing {
    let file = parse(source);
    let options = Options {
        today: Date::parse("2026-01-01").unwrap(),
        target: None,
        build_args: Vec::new(),
        config: Config::default(),
    };
    let request = Request {
        path: "Dockerfile",
        source,
        options: &options,
        context: &distroless_core::NoContext,
    };
    Drawing::new("Dockerfile", &file, &Model::new(&request, &file).graph)
}

/// Stages that all copy from all before them.
fn dense(stages: usize) -> Drawing {
    let mut drawing = Drawing::default();
    for to in 0..stages {
        drawing.nodes.push(Node {
            kind: NodeKind::Stage,
            title: format!("s{to}"),
            detail: None,
            role: Role::Needed,
        });
        drawing.edges.extend((0..to).map(|from| Edge {
            from,
            to,
            kind: EdgeKind::Copy,
            lines: vec!["/a → /b".to_owned()],
            more: 0,
            ships: false,
            unreached: false,
        }));
    }
    drawing
}

#[test]
fn a_typical_picture() {
    insta::assert_snapshot!(svg(&draw(TYPICAL)).unwrap());
}

#[test]
fn arrows_end_in_a_direction() {
    let text = svg(&draw(TYPICAL)).unwrap();
    let document = Document::parse(&text).unwrap();
    let ways = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("way"));
    let mut count = 0;
    for way in ways {
        let path = way.attribute("d").unwrap();
        let points: Vec<&str> = path.split(['M', 'L', 'C']).collect();
        let [.., before, last] = points[..] else {
            panic!("{path}")
        };
        let ends = |part: &str| {
            let numbers: Vec<&str> = part.split(' ').collect();
            numbers[numbers.len() - 2..].join(" ")
        };
        assert_ne!(ends(before), ends(last), "{path}");
        count += 1;
    }
    assert!(count > 3, "{count} arrows");
}

#[test]
fn equal_input_gives_equal_pictures() {
    let drawing = dense(15);
    let first = svg(&drawing).unwrap();
    for _ in 0..5 {
        assert_eq!(svg(&drawing).unwrap(), first);
    }
}

#[test]
fn hostile_text_stays_text() {
    for text in [
        "</text><script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "]]><!--",
        "&amp;&#0;&x;",
        "'><image href='x'/>",
        "ü漢😀",
        "\u{fffe}\u{ffff}\u{7f}",
    ] {
        let mut drawing = draw(TYPICAL);
        text.clone_into(&mut drawing.title);
        for node in &mut drawing.nodes {
            text.clone_into(&mut node.title);
            node.detail = Some(text.to_owned());
        }
        for edge in &mut drawing.edges {
            edge.lines = vec![text.to_owned()];
        }
        let document = svg(&drawing).unwrap();
        let document = Document::parse(&document).unwrap();
        let allowed = [
            "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "g", "text",
        ];
        let mut shown = 0;
        for element in document.descendants().filter(roxmltree::Node::is_element) {
            let name = element.tag_name().name();
            assert!(allowed.contains(&name), "{name}");
            let mut attributes = element.attributes();
            assert!(attributes.all(|one| !one.name().starts_with("on") && one.name() != "href"));
            if name == "text" && element.text().is_some_and(|shown| shown == text) {
                shown += 1;
            }
        }
        if !text.contains('\u{fffe}') {
            assert_eq!(
                shown,
                drawing.nodes.len() * 2 + drawing.edges.len(),
                "{text}"
            );
        }
    }
}

#[test]
fn the_picture_is_named_and_described() {
    let text = svg(&draw(TYPICAL)).unwrap();
    let document = Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let find = |name: &str| {
        let mut all = root
            .children()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
        all.next()
            .and_then(|node| node.text())
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(find("title"), "The stages of Dockerfile");
    assert!(
        find("desc").starts_with("stage 3 ships."),
        "{}",
        find("desc")
    );
    assert!(find("desc").contains("stage 3 copies from build."));
    assert!(find("style").contains("prefers-color-scheme:dark"));
}

#[test]
fn text_fits_its_box_and_boxes_do_not_overlap() {
    let mut drawing = draw(TYPICAL);
    if let Some(node) = drawing.nodes.first_mut() {
        node.title = "W".repeat(40);
        node.detail = Some("漢".repeat(40));
    }
    for drawing in [drawing, dense(12), dense(20)] {
        let layout = layout::layout(&drawing);
        for (node, place) in drawing.nodes.iter().zip(&layout.nodes) {
            let widest =
                measure::name(&node.title).max(node.detail.as_deref().map_or(0.0, measure::mono));
            assert!(widest < place.width, "{node:?}");
            assert!(place.x - place.width / 2.0 > -0.1);
            assert!(place.x + place.width / 2.0 < layout.width + 0.1);
            assert!(place.y + place.height / 2.0 < layout.height + 0.1);
        }
        for (index, one) in layout.nodes.iter().enumerate() {
            for other in layout.nodes.iter().skip(index + 1) {
                let apart = (one.x - other.x).abs() >= f64::midpoint(one.width, other.width)
                    || (one.y - other.y).abs() >= f64::midpoint(one.height, other.height);
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}

#[test]
fn circles_and_nothing_are_drawn() {
    let mut circle = dense(3);
    let back = circle.edges.first().cloned().unwrap();
    circle.edges.push(Edge {
        from: back.to,
        to: back.from,
        ..back
    });
    circle.edges.push(Edge {
        from: 2,
        to: 2,
        ..circle.edges[0].clone()
    });
    for drawing in [circle, Drawing::default(), draw("FROM scratch\n")] {
        let text = svg(&drawing).unwrap();
        Document::parse(&text).unwrap();
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn what_nobody_could_read_is_refused() {
    let most = dense(20);
    assert!(most.edges.len() <= LIMIT);
    assert!(svg(&most).is_ok());
    assert!(svg(&dense(30)).is_err());
    let mut chain = dense(LIMIT);
    chain.edges.retain(|edge| edge.from + 1 == edge.to);
    assert!(svg(&chain).is_ok());
}
