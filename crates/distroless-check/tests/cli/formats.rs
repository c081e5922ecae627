//! The formats through the program: each holds the finding, and equal input gives equal bytes.

use super::support::{Project, WARNS, json};

const ARGUMENTS: [&str; 2] = ["--select=unused-ignore,self-copy", "--today=2026-11-23"];

fn output(project: &Project, arguments: &[&str]) -> String {
    let ran = project.run(&[&ARGUMENTS, arguments].concat());
    assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.stderr);
    let hint = ran.stderr.is_empty() || ran.stderr.starts_with("help: --fix mends");
    assert!(hint, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn every_format_shows_the_finding() {
    let project = Project::new(&[("shop/Dockerfile", WARNS)]);
    for (format, mark) in [
        ("text", " --> shop/Dockerfile:2:1\n"),
        ("json", "\"rule\": \"unused-ignore\""),
        (
            "jsonl",
            "{\"rule\":\"unused-ignore\",\"severity\":\"warning\",",
        ),
        ("sarif", "\"ruleId\": \"unused-ignore\""),
        (
            "github",
            "::warning file=shop/Dockerfile,line=2,endLine=2,col=1,",
        ),
        ("markdown", "| warning | 2 | [<code>unused-ignore</code>]("),
    ] {
        let text = output(&project, &["--format", format]);
        assert!(text.contains(mark), "{format}: {text}");
        assert!(text.ends_with('\n'), "{format}");
    }
}

#[test]
fn runs_are_told_apart_unless_they_shall_be_equal() {
    let project = Project::new(&[("a/Dockerfile", WARNS), ("b/Dockerfile", WARNS)]);
    let sarif = |more: &[&str]| output(&project, &[&["--format=sarif"], more].concat());
    assert_ne!(sarif(&[]), sarif(&[]));
    assert_eq!(sarif(&["--reproducible"]), sarif(&["--reproducible"]));
    let log = json(&sarif(&[]));
    let id = log["runs"][0]["automationDetails"]["id"].as_str().unwrap();
    let guid = id.strip_prefix("distroless-check/").unwrap();
    assert_eq!(guid.len(), 36);
    for format in ["text", "json", "jsonl", "github", "markdown"] {
        let again = || output(&project, &["--format", format]);
        assert_eq!(again(), again(), "{format}");
    }
}

#[test]
fn silenced_findings_can_be_left_out_of_sarif() {
    let source = "FROM scratch AS a\n# distroless-check: ignore[self-copy] a test\n\
        COPY --from=a x /x\nENTRYPOINT [\"/x\"]\n";
    let project = Project::new(&[("Dockerfile", source)]);
    let results = |more: &[&str]| {
        let arguments = ["--select=self-copy", "--format=sarif", "--reproducible"];
        let log = json(&project.run(&[&arguments, more].concat()).stdout);
        log["runs"][0]["results"].clone()
    };
    let shown = results(&[]);
    assert_eq!(shown[0]["suppressions"][0]["justification"], "a test");
    assert_eq!(results(&["--no-suppressed"]), json("[]"));
}
