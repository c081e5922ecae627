use super::super::types::{
    BaseTarget, DependencyKind, GraphOptions, Origin, ProblemKind, StageGraph, StepKind,
};
use super::{graph, graph_with};

/// The problems: what, in which stage, the text.
fn problems(graph: &StageGraph) -> Vec<(ProblemKind, usize, &str)> {
    graph
        .problems
        .iter()
        .map(|problem| (problem.kind.clone(), problem.stage, problem.text.as_str()))
        .collect()
}

fn origins(graph: &StageGraph, stage: usize) -> Vec<String> {
    let show = |origin: &Origin| match origin {
        Origin::Context => "context".to_owned(),
        Origin::Stage(index) => index.to_string(),
        Origin::Image(image) => image.familiar(),
        Origin::Unknown => "?".to_owned(),
    };
    graph.stages[stage]
        .steps
        .iter()
        .flat_map(|step| match &step.kind {
            StepKind::Copy(copy) => vec![show(&copy.origin)],
            StepKind::Run(run) => run.mounts.iter().map(|mount| show(&mount.origin)).collect(),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn stages_are_found_by_name_and_number() {
    let graph = graph(
        "FROM golang AS Build\n\
         FROM build AS test\n\
         COPY --from=BUILD /a /b\n\
         FROM scratch\n\
         COPY --from=0 /a /b\n\
         COPY --from=+1 /a /b\n\
         COPY --from=busybox:1 /a /b\n\
         COPY . /\n\
         RUN --mount=from=Test,target=/t --mount=type=cache,target=/c --mount=target=/ctx true\n",
    );
    assert!(matches!(graph.stages[1].base.target, BaseTarget::Stage(0)));
    assert!(matches!(graph.stages[2].base.target, BaseTarget::Scratch));
    assert_eq!(origins(&graph, 1), ["0"]);
    assert_eq!(
        origins(&graph, 2),
        ["0", "1", "busybox:1", "context", "1", "?", "context"]
    );
    let used: Vec<_> = graph.stages[2]
        .dependencies
        .iter()
        .map(|used| (used.stage, used.kind))
        .collect();
    assert_eq!(
        used,
        [
            (0, DependencyKind::Copy),
            (1, DependencyKind::Copy),
            (1, DependencyKind::Mount)
        ]
    );
    assert_eq!(problems(&graph), []);
}

#[test]
fn spans_point_at_the_words() {
    let source =
        "FROM --platform=linux/arm64 golang:1 AS build\nFROM scratch\nCOPY --from=build /a /b\n";
    let graph = graph(source);
    let stage = &graph.stages[0];
    assert_eq!(stage.base.span.text(source), "golang:1");
    assert_eq!(
        stage.name.as_ref().map(|name| name.1.text(source)),
        Some("build")
    );
    assert_eq!(graph.stages[1].dependencies[0].span.text(source), "build");
}

#[test]
fn from_looks_for_exactly_the_name_and_only_above() {
    let graph = graph(
        "FROM later AS first\n\
         FROM node AS node\n\
         FROM alpine AS later\n\
         FROM LATER\n\
         FROM 0\n\
         FROM ''\n",
    );
    let images: Vec<_> = graph
        .stages
        .iter()
        .map(|stage| match &stage.base.target {
            BaseTarget::Image(image) => image.familiar(),
            BaseTarget::Stage(index) => index.to_string(),
            _ => "?".to_owned(),
        })
        .collect();
    assert_eq!(images, ["later", "node", "alpine", "?", "0", "?"]);
    assert_eq!(
        problems(&graph),
        [
            (ProblemKind::Forward { stage: 2 }, 0, "later"),
            (ProblemKind::InvalidReference, 3, "LATER"),
        ]
    );
}

#[test]
fn nobody_means_a_name_that_stops_the_build() {
    for (name, near) in [("fetcch", 1), ("fetc'h", 0)] {
        let source = format!("FROM alpine AS {name}\nFROM scratch\nCOPY --from=fetch /a /b\n");
        assert_eq!(problems(&graph(&source)).len(), near, "{name}");
    }
}

#[test]
fn what_does_not_arrive_is_told() {
    let graph = graph(
        "FROM golang AS build\n\
         COPY --from=build /a /b\n\
         COPY --from=1 /a /b\n\
         COPY --from=9 /a /b\n\
         COPY --from=-1 /a /b\n\
         COPY --from=biuld /a /b\n\
         FROM alpine\n\
         COPY --from=biuld /a /b\n\
         COPY --from=$STAGE /a /b\n\
         RUN --mount=from=0,target=/x true\n",
    );
    assert_eq!(
        problems(&graph),
        [
            (ProblemKind::Itself, 0, "build"),
            (ProblemKind::Forward { stage: 1 }, 0, "1"),
            (ProblemKind::NoSuchIndex, 0, "9"),
            (ProblemKind::NoSuchIndex, 0, "-1"),
            (ProblemKind::NearMiss { stage: 0 }, 1, "biuld"),
            (ProblemKind::InvalidReference, 1, "$STAGE"),
        ]
    );
    // Nothing is taken from a stage that does not exist yet.
    assert_eq!(origins(&graph, 0), ["?", "?", "?", "?", "biuld"]);
    assert_eq!(origins(&graph, 1), ["biuld", "?", "0"]);
}

#[test]
fn numbers_go_on_after_the_stages() {
    // BuildKit appends every image that is copied from to its list of stages.
    let graph =
        graph("FROM alpine\nCOPY --from=1 /a /b\nCOPY --from=busybox /a /b\nCOPY --from=1 /a /b\n");
    assert_eq!(origins(&graph, 0), ["?", "busybox", "busybox"]);
    assert_eq!(problems(&graph), [(ProblemKind::NoSuchIndex, 0, "1")]);
}

#[test]
fn of_a_name_given_twice_copies_take_the_last() {
    let graph = graph(
        "FROM alpine AS a\nFROM debian AS A\nFROM a AS c\nCOPY --from=a /x /y\nFROM scratch\nCOPY --from=a /x /y\n",
    );
    assert!(matches!(graph.stages[2].base.target, BaseTarget::Stage(1)));
    assert_eq!(origins(&graph, 3), ["1"]);
    assert_eq!(
        problems(&graph),
        [(ProblemKind::DuplicateName { first: 0 }, 1, "A")]
    );
}

#[test]
fn circles_are_found_once() {
    let graph = graph(
        "FROM alpine AS a\nCOPY --from=b /x /y\n\
         FROM alpine AS b\nCOPY --from=c /x /y\n\
         FROM a AS c\nCOPY --from=d /x /y\n\
         FROM alpine AS d\n",
    );
    let circles: Vec<_> = problems(&graph)
        .into_iter()
        .filter(|problem| matches!(problem.0, ProblemKind::Cycle { .. }))
        .collect();
    assert_eq!(
        circles,
        [(
            ProblemKind::Cycle {
                stages: vec![0, 1, 2]
            },
            0,
            "b"
        )]
    );
}

#[test]
fn targets_are_the_last_stage_and_leaves_that_start_something() {
    let source = "FROM alpine AS base\nCMD [\"base\"]\n\
                  FROM base AS worker\nENTRYPOINT [\"work\"]\n\
                  FROM base AS unused\n\
                  FROM alpine AS tool\n\
                  FROM base AS web\nCOPY --from=tool /t /t\n";
    let graph = graph(source);
    assert_eq!(graph.targets, [4, 1]);
    let flags = |graph: &StageGraph| -> Vec<_> {
        graph
            .stages
            .iter()
            .map(|stage| (stage.reachable, stage.needed, stage.leaf))
            .collect()
    };
    assert_eq!(
        flags(&graph),
        [
            (true, true, false),
            (true, false, true),
            (false, false, true),
            (true, true, false),
            (true, true, true),
        ]
    );
    for (name, target) in [("WORKER", 1), ("2", 2)] {
        let options = GraphOptions {
            target: Some(name.to_owned()),
            ..GraphOptions::default()
        };
        assert_eq!(graph_with(source, &options).targets, [target]);
    }
    let options = GraphOptions {
        target: Some("nothing".to_owned()),
        ..GraphOptions::default()
    };
    let lost = graph_with(source, &options);
    assert_eq!(problems(&lost), [(ProblemKind::NoSuchTarget, 0, "nothing")]);
    assert_eq!(lost.targets, [4, 1]);
}

#[test]
fn named_contexts_hide_stages_and_images() {
    let options = GraphOptions {
        contexts: vec!["assets".to_owned(), "alpine".to_owned(), "build".to_owned()],
        ..GraphOptions::default()
    };
    let graph = graph_with(
        "FROM golang AS build\nFROM alpine:latest\nCOPY --from=assets /a /b\nCOPY --from=build /a /b\n",
        &options,
    );
    assert!(matches!(graph.stages[0].base.target, BaseTarget::Unknown));
    assert!(matches!(graph.stages[1].base.target, BaseTarget::Unknown));
    assert_eq!(origins(&graph, 1), ["?", "0"]);
    assert_eq!(problems(&graph), []);
}
