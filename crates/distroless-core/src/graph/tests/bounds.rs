//! Files made to be expensive.

use super::super::types::{BaseTarget, Setting, StageGraph, StepKind};
use super::graph;
use std::fmt::Write as _;

/// About how much text the graph holds.
fn text(graph: &StageGraph) -> usize {
    graph
        .stages
        .iter()
        .flat_map(|stage| &stage.steps)
        .map(|step| {
            let values = step
                .assignments
                .iter()
                .filter_map(|assignment| assignment.value.as_ref());
            let words = step.operands.iter().chain(values);
            let run = match &step.kind {
                StepKind::Run(run) => run.workdir.as_ref().map_or(0, String::len),
                _ => 0,
            };
            run + words
                .map(|word| word.value.as_ref().map_or(0, String::len))
                .sum::<usize>()
        })
        .sum()
}

#[test]
fn long_chains_of_stages() {
    let mut source = "FROM alpine AS s0\n".to_owned();
    for index in 1..20_000 {
        let _ = write!(
            source,
            "FROM s{} AS s{index}\nENV V{index}=$V{}x\n",
            index - 1,
            index - 1
        );
    }
    let graph = graph(&source);
    assert_eq!(graph.stages.len(), 20_000);
    assert!(matches!(
        graph.stages[19_999].base.target,
        BaseTarget::Stage(19_998)
    ));
    assert!(graph.stages.iter().all(|stage| stage.reachable));
    // A variable of the beginning is found at the end.
    assert!(matches!(
        graph.env(19_999, "V1"),
        Setting::Set { stage: 1, .. }
    ));
}

#[test]
fn variables_that_double() {
    let mut source = "FROM alpine\nENV A=aaaaaaaaaaaaaaaa\n".to_owned();
    for _ in 0..2000 {
        source.push_str("ENV A=$A$A\nENV B=$A\n");
    }
    let graph = graph(&source);
    assert_eq!(graph.env(0, "A"), Setting::Unknown);
    assert!(text(&graph) < (1 << 20) + 16 * source.len());
}

#[test]
fn long_settings_that_every_stage_inherits() {
    let long = "x".repeat(100_000);
    let mut source = format!("FROM alpine AS a\nENTRYPOINT {long}\nWORKDIR /{long}\n");
    for _ in 0..2000 {
        source.push_str("FROM a\nRUN b\nRUN c\n");
    }
    let graph = graph(&source);
    assert!(text(&graph) < (1 << 20) + 16 * source.len());
    let last = &graph.stages[2000];
    assert_eq!(last.config.entrypoint, Setting::Unknown);
    assert!(matches!(
        graph.stages[1].config.entrypoint,
        Setting::Set { stage: 0, .. }
    ));
}

#[test]
fn many_triggers_below_many_stages() {
    let mut source = "FROM alpine AS a\n".to_owned();
    source.push_str(&"ONBUILD RUN b\n".repeat(3000));
    source.push_str(&"FROM a\n".repeat(3000));
    let graph = graph(&source);
    let steps: usize = graph.stages.iter().map(|stage| stage.steps.len()).sum();
    assert!(steps < 3000 * 3000 / 100, "{steps}");
    // What could not be followed is not known.
    assert_eq!(graph.stages[3000].config.user, Setting::Unknown);
}

#[test]
fn everything_copies_from_everything() {
    let mut source = String::new();
    for index in 0..1000 {
        let _ = writeln!(source, "FROM alpine AS s{index}");
        for other in 0..20 {
            let _ = writeln!(
                source,
                "COPY --from=s{} /a /b",
                (index * 7 + other * 131) % 1000
            );
        }
    }
    let graph = graph(&source);
    let circles = graph.problems.iter().filter(|problem| {
        matches!(&problem.kind, super::super::types::ProblemKind::Cycle { stages } if stages.len() > 1)
    });
    assert_eq!(circles.count(), 1);
}

#[test]
fn names_that_nearly_match() {
    let mut source = String::new();
    for index in 0..5000 {
        let _ = writeln!(
            source,
            "FROM alpine AS stage{index}\nCOPY --from=stagex{index} /a /b"
        );
    }
    let graph = graph(&source);
    assert_eq!(graph.stages.len(), 5000);
    assert!(!graph.problems.is_empty());
}
