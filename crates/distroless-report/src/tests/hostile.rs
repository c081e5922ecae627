//! Paths and messages that try to be more than text.

use super::{NO_SHELL, RULES, empty, file, span};
use crate::{Format, Run, RunProblem, render, sarif};
use distroless_core::{Finding, Fix, Problem, Safety, Suppressed, TargetSummary};
use serde_json::Value;

/// Everything a format could trip over.
pub(super) const TRICK: &str = "a\n::error file=x::y\r\r\n##[add-mask]z%0A,b:c|d`e`<script>alert(1)</script>\
    \u{1b}[31m\u{9b}1m\u{202e}drawkcab\u{2066}\u{200b}@user [x](http://evil.example) ]]> EOF \"q\" '\\' \u{7f}\u{2028}";

pub(super) fn hostile() -> Run {
    let source = format!("FROM a\n# {TRICK}\nCMD x\n");
    let at = span(&source, "CMD x");
    let finding = Finding::new(&NO_SHELL, at, TRICK, TRICK)
        .because(at, TRICK)
        .fix(Some(Fix::replace(TRICK, Safety::Safe, at, TRICK)));
    let mut file = file(TRICK, &source, vec![finding.clone()]);
    file.analysis.suppressed.push(Suppressed {
        finding,
        comment: at,
        reason: TRICK.to_owned(),
    });
    file.analysis.problems.push(Problem {
        message: TRICK.to_owned(),
        help: TRICK.to_owned(),
        span: at,
    });
    let text = Some(TRICK.to_owned());
    file.analysis.targets.push(TargetSummary {
        stage: 0,
        name: text.clone(),
        base: text.clone(),
        shell: None,
        package_manager: Some(text.clone()),
        user: text.clone(),
    });
    let mut run = empty();
    run.files.push(file);
    run.problems.push(RunProblem::new(text, TRICK, TRICK));
    run
}

/// No format may hold a raw character that acts on a terminal or turns the order of reading round.
#[test]
fn nothing_acts_on_a_terminal() {
    let run = hostile();
    for format in Format::ALL {
        let text = render(*format, &run);
        let raw: Vec<char> = text
            .chars()
            .filter(|c| crate::visible::is_hidden(*c) && *c != '\n')
            .collect();
        assert_eq!(raw, [], "{}", format.name());
    }
}

#[test]
fn json_gives_back_what_went_in() {
    let run = hostile();
    let json: Value = serde_json::from_str(&render(Format::Json, &run)).unwrap();
    let finding = &json["findings"][0];
    for field in ["message", "help", "path"] {
        assert_eq!(finding[field], TRICK);
    }
    assert_eq!(finding["evidence"][0]["message"], TRICK);
    assert_eq!(finding["fixes"][0]["edits"][0]["replacement"], TRICK);
    assert_eq!(json["suppressed"][0]["reason"], TRICK);
    assert_eq!(json["problems"][0]["path"], TRICK);
    assert_eq!(json["files"][0]["targets"][0]["package_manager"], TRICK);

    let lines = render(Format::Jsonl, &run);
    assert_eq!(lines.lines().count(), 1);
    let line: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(&line, finding);
}

#[test]
fn sarif_has_no_links_and_whole_uris() {
    let log: Value = serde_json::from_str(&sarif::document(&hostile(), RULES)).unwrap();
    let result = &log["runs"][0]["results"][0];
    let message = result["message"]["text"].as_str().unwrap();
    assert!(!message.contains("]("), "{message}");
    let location = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = location["uri"].as_str().unwrap();
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
    assert!(uri.bytes().all(unreserved), "{uri}");
    // The text of a fix is exact: it goes into the file.
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], TRICK);
}

#[test]
fn github_gives_one_command_a_line() {
    let mut run = hostile();
    let commands = render(Format::Github, &run);
    // A run problem, a file's problem, a finding.
    assert_eq!(commands.lines().count(), 3, "{commands}");
    for line in commands.lines() {
        let rest = line.strip_prefix("::error title=").expect(line);
        let (title, message) = rest.split_once("::").unwrap();
        assert!(["distroless-check", "no-shell"].contains(&title));
        let escaped = message.match_indices('%').all(|(at, _)| {
            let code = message.get(at + 1..at + 3);
            matches!(code, Some("25" | "0A"))
        });
        assert!(escaped, "{message}");
    }

    // A path without hidden characters is kept, whatever else it holds.
    run.files[0].analysis.path = "a,b:c%\n::x=y\r.Dockerfile".to_owned();
    let commands = render(Format::Github, &run);
    let line = commands.lines().last().unwrap();
    assert!(
        line.starts_with(
            "::error file=a%2Cb%3Ac%25%0A%3A%3Ax=y%0D.Dockerfile,line=5,endLine=5,col=1,endColumn=6,title=no-shell::"
        ),
        "{line}"
    );
}

#[test]
fn markdown_keeps_its_tables() {
    let text = render(Format::Markdown, &hostile());
    assert!(!text.contains("<script"), "{text}");
    // The only links are those to the pages of rules.
    let own = format!("]({}/blob/", env!("CARGO_PKG_REPOSITORY"));
    let text = text.replace(&own, "");
    assert!(!text.contains("](") && !text.contains("://"), "{text}");
    assert!(!text.contains("@user"), "{text}");
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells = line.matches('|').count();
        assert!(cells == 5 || cells == 6, "{line}");
    }
}
