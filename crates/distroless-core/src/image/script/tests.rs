//! Which commands a shell text runs, with which words, where, and whether for sure.

use super::{Host, Invocation, Shell, Value, follow};
use dockerfile_syntax::Span;
use shell_syntax::{Dialect, parse};

/// Writes down what runs.
struct Recorder {
    lines: Vec<String>,
    left: usize,
}

impl Host for Recorder {
    fn tick(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    fn variable(&self, name: &str) -> Value {
        match name {
            "HOME" => Value::Known("/root".to_owned()),
            "TWO" => Value::Known("a b".to_owned()),
            "UNSET" => Value::Unset,
            _ => Value::Unknown,
        }
    }

    fn locate(&self, span: shell_syntax::Span) -> Span {
        Span::new(span.start, span.end)
    }

    fn run(&mut self, invocation: &Invocation, _: &Shell<'_>) {
        let mut line = invocation.name.clone();
        for arg in &invocation.args {
            line.push(' ');
            line.push_str(arg.text().unwrap_or("?"));
        }
        line.push_str(" @");
        line.push_str(invocation.workdir.as_deref().unwrap_or("?"));
        if !invocation.sure {
            line.push_str(" maybe");
        }
        self.lines.push(line);
    }

    fn opaque(&mut self, _: Span) {
        self.lines.push("opaque".to_owned());
    }

    fn writes(&mut self, path: Option<String>, _: bool, _: Span) {
        self.lines
            .push(format!("> {}", path.as_deref().unwrap_or("?")));
    }
}

fn run_within(text: &str, ticks: usize) -> Recorder {
    let script = parse(text, Dialect::Posix);
    let mut host = Recorder {
        lines: Vec::new(),
        left: ticks,
    };
    let mut shell = Shell::new(Some("/w".to_owned()));
    follow(&script, &mut shell, &mut host, true, true);
    host
}

fn run(text: &str) -> Vec<String> {
    run_within(text, 10_000).lines
}

#[track_caller]
fn expect(text: &str, lines: &[&str]) {
    assert_eq!(run(text), lines, "{text}");
}

#[test]
fn what_stands_after_and_runs_in_every_build_that_succeeds() {
    expect("a && b", &["a @/w", "b @/w"]);
    expect("a || b", &["a @/w maybe", "b @/w maybe"]);
    expect("a || b && c", &["a @/w maybe", "b @/w maybe", "c @/w"]);
    expect(
        "a && b || true; c",
        &["a @/w maybe", "b @/w maybe", "true @/w maybe", "c @/w"],
    );
    assert_eq!(
        run("a || exit 1").first().map(String::as_str),
        Some("a @/w")
    );
    assert_eq!(
        run("a || { echo no; exit 1; }").first().map(String::as_str),
        Some("a @/w")
    );
}

#[test]
fn branches_may_run() {
    let lines = run("if t; then a; else b; fi");
    assert!(lines.contains(&"a @/w maybe".to_owned()), "{lines:?}");
    assert!(lines.contains(&"b @/w maybe".to_owned()), "{lines:?}");
    let lines = run("case $x in 1) a;; *) b;; esac");
    assert_eq!(lines, ["a @/w maybe", "b @/w maybe"]);
}

#[test]
fn loops_over_known_words_are_unrolled() {
    let lines = run("for f in x y; do a $f; done");
    let named: Vec<_> = lines
        .iter()
        .filter_map(|line| line.split(" @").next())
        .collect();
    assert_eq!(named, ["a x", "a y"]);
}

#[test]
fn directories_are_followed_and_end_with_their_subshell() {
    expect("cd /srv && a", &["a @/srv"]);
    expect("(cd /srv && a) && b", &["a @/srv", "b @/w"]);
}

#[test]
fn functions_run_where_they_are_called() {
    expect("f() { a; } && f", &["a @/w"]);
    // A function that calls itself ends.
    assert!(run("f() { f; f; } && f").len() < 10_000);
}

#[test]
fn words_are_expanded_as_the_shell_does() {
    let words = |text: &str| run(text).concat();
    assert_eq!(words("a ~/x"), "a /root/x @/w");
    assert_eq!(words("a $TWO"), "a a b @/w");
    assert_eq!(words("a \"$TWO\""), "a a b @/w");
    assert_eq!(words("a '$TWO'"), "a $TWO @/w");
    assert_eq!(words("a $UNSET"), "a @/w");
    assert_eq!(words("a \"$OTHER\""), "a ? @/w");
}

#[test]
fn variables_of_the_shell_win_and_are_forgotten_where_branches_differ() {
    let last = |text: &str| run(text).pop().unwrap_or_default();
    assert!(last("V=1 && a $V").starts_with("a 1 "));
    assert!(last("V=1 && . ./f && a \"$V\" \"$UNSET\"").starts_with("a ? ? "));
    assert!(last("export V=1 && a $V").starts_with("a 1 "));
    assert!(last("V=1; if t; then V=2; fi; a \"$V\"").starts_with("a ? "));
}

#[test]
fn nested_loops_and_calls_end_with_the_budget() {
    let mut text = "a $a".to_owned();
    for level in 0..40 {
        text = format!("for v{level} in 1 2 3 4 5 6 7 8; do {text}; done");
    }
    let host = run_within(&text, 5_000);
    assert_eq!(host.left, 0);
    assert!(host.lines.len() <= 5_000);
}
