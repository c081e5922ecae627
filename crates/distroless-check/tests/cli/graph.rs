//! `graph`: which pictures go where. What they show is tested with the drawings.

use super::support::Project;
use std::fmt::Write;

const STAGES: &str = "FROM golang:1.24 AS build\nFROM scratch AS final\nCOPY --from=build /a /a\n";

#[test]
fn one_file_is_drawn_as_it_is() {
    let project = Project::new(&[("Dockerfile", STAGES)]);
    for (format, start) in [
        ("mermaid", "flowchart TD\n"),
        ("dot", "digraph \"Dockerfile\" {\n"),
        (
            "svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"",
        ),
    ] {
        let ran = project.run(&["graph", "Dockerfile", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stdout.starts_with(start), "{}", ran.stdout);
        assert!(ran.stdout.contains("/a → /a"), "{}", ran.stdout);
        assert_eq!(ran.stderr, "");
        let output = ["graph", "Dockerfile", "--format", format, "--output", "it"];
        let written = project.run(&output);
        assert_eq!((written.code, written.stdout.as_str()), (0, ""));
        assert_eq!(project.read("it"), ran.stdout);
    }
}

#[test]
fn mermaid_is_drawn_where_nothing_is_said() {
    let project = Project::new(&[("Dockerfile", STAGES)]);
    let ran = project.run(&["graph", "Dockerfile"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("flowchart TD\n"), "{}", ran.stdout);
}

#[test]
fn several_files_stand_under_their_names() {
    let project = Project::new(&[("Dockerfile", STAGES), ("b%%{x", STAGES)]);
    let mermaid = project.run(&["graph", "Dockerfile", "b%%{x", "--format", "mermaid"]);
    assert_eq!(mermaid.code, 0, "{}", mermaid.stderr);
    let charts: Vec<&str> = mermaid.stdout.split("\n%% ").collect();
    assert_eq!(charts.len(), 2);
    assert!(charts[0].starts_with("%% Dockerfile\nflowchart TD\n"));
    assert!(charts[1].starts_with("b#37;#37;#123;x\nflowchart TD\n"));
    let dot = project.run(&["graph", "Dockerfile", "b%%{x", "--format", "dot"]);
    assert!(dot.stdout.starts_with("// Dockerfile\ndigraph "));
    assert!(dot.stdout.contains("\n// b%%{x\ndigraph "));
    let svg = project.run(&["graph", "Dockerfile", "b%%{x", "--format", "svg"]);
    assert_eq!((svg.code, svg.stdout.as_str()), (2, ""));
    assert!(
        svg.stderr.contains("svg draws one file, not 2"),
        "{}",
        svg.stderr
    );
}

#[test]
fn the_target_ships() {
    let project = Project::new(&[("Dockerfile", STAGES)]);
    let draw = |target| {
        let arguments = [
            "graph",
            "Dockerfile",
            "--format",
            "mermaid",
            "--target",
            target,
        ];
        project.run(&arguments)
    };
    let ran = draw("build");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let shipped = "n0(\"build<br/>golang:1.24<br/>ships\"):::shipped";
    assert!(ran.stdout.contains(shipped), "{}", ran.stdout);
    assert!(ran.stdout.contains(":::unreached"), "{}", ran.stdout);
    let ran = draw("none");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no stage `none`"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_read_or_drawn_is_said() {
    let mut many = STAGES.to_owned();
    for index in 0..300 {
        _ = writeln!(many, "FROM final AS s{index}");
    }
    let project = Project::new(&[("Dockerfile", STAGES), ("many", &many)]);
    let ran = project.run(&["graph", "gone", "Dockerfile", "--format", "dot"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: gone: "), "{}", ran.stderr);
    assert!(ran.stdout.contains("digraph \"Dockerfile\""));
    let ran = project.run(&["graph", "many", "--format", "svg"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("302 stages"), "{}", ran.stderr);
    assert_eq!(project.run(&["graph", "many", "--format", "dot"]).code, 0);
}
