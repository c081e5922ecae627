use super::{Style, report};
use crate::{ChangedLines, File, Run, RunProblem};
use distroless_core::config::FailOn;
use distroless_core::rules::{FixAvailability, Group, RuleMeta};
use distroless_core::{Analysis, Finding, Problem, Severity};
use dockerfile_syntax::Span;
use image_knowledge::Date;

static RULE: RuleMeta = RuleMeta {
    id: "some-rule",
    summary: "a rule",
    group: Group::Runnable,
    severity: Severity::Error,
    fix: FixAvailability::None,
    since: "0.1.0",
    docs: "",
};

const QUIET: Style = Style {
    coloured: false,
    quiet: true,
    width: None,
};
const COLOURED: Style = Style {
    coloured: true,
    quiet: false,
    width: None,
};

fn span(source: &str, part: &str) -> Span {
    let start = source.find(part).unwrap();
    Span::new(start as u32, (start + part.len()) as u32)
}

fn run(path: &str, source: &str, findings: Vec<Finding>) -> Run {
    Run {
        version: "0.0.0-test".to_owned(),
        today: Date::new(2026, 11, 23).unwrap(),
        fail_on: FailOn::Warning,
        files: vec![File::new(
            source.to_owned(),
            Analysis {
                path: path.to_owned(),
                findings,
                suppressed: Vec::new(),
                problems: Vec::new(),
                targets: Vec::new(),
            },
        )],
        problems: Vec::new(),
        guid: None,
        show_suppressed: true,
        baseline: None,
        changed_lines: ChangedLines::Off,
        links: None,
        pages: None,
    }
}

#[test]
fn findings_show_their_proof() {
    let source = "FROM golang AS build\r\nRUN go build \\\r\n  -o /app\r\n\r\n\
        FROM gcr.io/distroless/static\r\n# 😀\tü\r\nCOPY --from=build /app /app\r\nCMD /app --é\r\n";
    let mut run = run(
        "shop/Dockerfile",
        source,
        vec![
            Finding::new(
                &RULE,
                span(source, "CMD /app --é"),
                "`CMD` needs a shell",
                "use the exec form",
            )
            .because(
                span(source, "gcr.io/distroless/static"),
                "this base has no shell",
            )
            .because(span(source, "CMD /app --é"), "this is the shell form"),
            Finding::new(
                &RULE,
                span(source, "RUN go build \\\r\n  -o /app"),
                "built",
                "",
            )
            .at(Severity::Info),
            Finding::new(&RULE, Span::new(0, 0), "at nothing", "help").at(Severity::Warning),
        ],
    );
    run.files[0].analysis.problems.push(Problem {
        message: "unknown instruction".to_owned(),
        help: "remove it".to_owned(),
        span: span(source, "# 😀\tü"),
    });
    run.problems.push(RunProblem::at(
        "distroless-check.toml",
        "a = 1\nb = 2\n",
        Span::new(6, 7),
        "no key `b`",
        "did you mean `a`?",
    ));
    insta::assert_snapshot!(report(&run, Style::default()));
    assert!(report(&run, COLOURED).contains("\u{1b}["));
}

#[test]
fn far_evidence_has_an_excerpt_of_its_own() {
    let source = format!("FROM a\n{}CMD x\n", "RUN y\n".repeat(1_000));
    let finding =
        Finding::new(&RULE, span(&source, "CMD x"), "m", "h").because(Span::new(5, 6), "far away");
    insta::assert_snapshot!(report(&run("Dockerfile", &source, vec![finding]), QUIET));
}

#[test]
fn nothing_that_was_read_acts_on_the_terminal() {
    let trick =
        "a\n::error::x\r\u{1b}[31m\u{9b}1m\u{202e}b\u{2066}\u{200b}\u{7f}\u{2028}\u{e0041}c";
    let source = format!("FROM a\n# {trick}\nCMD x\n");
    let at = span(&source, trick);
    let mut run = run(
        trick,
        &source,
        vec![Finding::new(&RULE, at, trick, trick).because(at, trick)],
    );
    run.files[0].analysis.problems.push(Problem {
        message: trick.to_owned(),
        help: trick.to_owned(),
        span: at,
    });
    run.problems
        .push(RunProblem::new(Some(trick.to_owned()), trick, trick));
    let text = report(&run, Style::default());
    let raw: Vec<char> = text
        .chars()
        .filter(|c| crate::visible::is_hidden(*c) && *c != '\n')
        .collect();
    assert_eq!(raw, [], "{text}");
    // No line of the output begins as a workflow command does.
    assert!(
        text.lines()
            .all(|line| !line.trim_start().starts_with("::")),
        "{text}"
    );
}

#[test]
fn any_span_can_be_shown() {
    for source in [
        "",
        "\n",
        "FROM a",
        "FROM a\r",
        "é\u{1b}\r\n\u{202e}x\n",
        "\u{feff}FROM a\n",
    ] {
        let len = source.len() as u32 + 3;
        for start in 0..len {
            for end in 0..len {
                let finding = Finding::new(&RULE, Span::new(start, end), "m", "h")
                    .because(Span::new(end, start), "e");
                let text = report(&run("Dockerfile", source, vec![finding]), QUIET);
                assert!(text.contains("error[some-rule]: m"));
            }
        }
    }
}

#[test]
fn long_files_with_many_findings_stay_cheap() {
    let source = "RUN a very plain line of text\n".repeat(100_000);
    let many = (0..500).map(|index| {
        let at = index * 6_000;
        Finding::new(&RULE, Span::new(at, at + 3), "m", "h").because(Span::new(0, 3), "e")
    });
    let long_line = format!("RUN {}\n", "x".repeat(3_000_000));
    for (source, findings) in [
        (&source, many.clone().collect()),
        (&long_line, many.collect::<Vec<_>>()),
    ] {
        let text = report(&run("Dockerfile", source, findings), Style::default());
        assert_eq!(text.matches("error[some-rule]").count(), 500);
        assert!(text.len() < 2_000_000, "{}", text.len());
    }
}

#[test]
fn sentences_fit_the_terminal() {
    let source = "FROM scratch\nCMD /app\n";
    let message = "the image has no shell, and what starts in it is started through one of those";
    let finding = Finding::new(&RULE, span(source, "CMD /app"), message, message);
    let style = Style {
        width: Some(60),
        ..Style::default()
    };
    let text = report(&run("Dockerfile", source, vec![finding]), style);
    let long: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().count() > 60)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
    insta::assert_snapshot!(text);
}
