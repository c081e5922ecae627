//! Joining reports.

use super::support::{Project, WARNS, json};

const CLEAN: &str = "FROM scratch\nCOPY app /app\nUSER 65532\nENTRYPOINT [\"/app\"]\n";

fn reports() -> Project {
    let project = Project::new(&[("warns/Dockerfile", WARNS), ("clean/Dockerfile", CLEAN)]);
    for name in ["warns", "clean"] {
        let file = format!("{name}.json");
        project.run(&[name, "--format", "json", "--output", &file, "--quiet"]);
    }
    project
}

#[test]
fn reports_are_joined_into_a_table_and_a_document() {
    let project = reports();
    let table = project.run(&[
        "report",
        "merge",
        "acme/clean=clean.json",
        "acme/<b>|x=warns.json",
    ]);
    assert_eq!((table.code, table.stderr.as_str()), (0, ""));
    let rows: Vec<&str> = table
        .stdout
        .lines()
        .filter(|line| line.starts_with("| <code>"))
        .collect();
    assert_eq!(rows.len(), 2, "{}", table.stdout);
    assert!(rows[0].starts_with("| <code>acme/&#60;b&#62;&#124;x</code> | 1 | 0 | 1 | 0 | 0 | <code>unused-ignore</code>"), "{}", rows[0]);
    assert_eq!(
        rows[1],
        "| <code>acme/clean</code> | 1 | 0 | 0 | 0 | 0 |  |"
    );

    let joined = project.run(&[
        "report",
        "merge",
        "clean.json",
        "b=warns.json",
        "--format",
        "json",
        "--output",
        "all.json",
    ]);
    assert_eq!((joined.code, joined.stdout.as_str()), (0, ""));
    let joined = json(&project.read("all.json"));
    assert_eq!(joined["summary"]["files"], 2);
    assert_eq!(joined["summary"]["warning"], 1);
    assert_eq!(joined["summary"]["conclusion"], "findings");
    assert_eq!(joined["reports"][0]["name"], "clean.json");
    assert_eq!(
        joined["reports"][1]["report"],
        json(&project.read("warns.json"))
    );
}

#[test]
fn what_is_no_report_is_told_and_stops_no_other() {
    let project = reports();
    project.write("odd.json", "{\"tool\": {\"name\": \"other\"}}");
    project.write("broken.json", "{");
    let ran = project.run(&[
        "report",
        "merge",
        "a=odd.json",
        "b=broken.json",
        "c=none.json",
        "d=clean.json",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("<code>d</code>"), "{}", ran.stdout);
    for file in ["odd.json", "broken.json", "none.json"] {
        assert!(
            ran.stderr.contains(&format!("error: {file}: ")),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(project.run(&["report", "merge"]).code, 2);
}
