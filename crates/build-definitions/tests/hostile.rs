//! No text makes the readers fail, and time grows with its length.
#![expect(clippy::disallowed_types, reason = "tests may measure time")]

use build_definitions::{combine, read};
use proptest::prelude::*;
use std::fmt::Write;
use std::time::Instant;

const NAMES: &[&str] = &["compose.yaml", "docker-bake.hcl", "docker-bake.json"];

fn all(text: &str) {
    for name in NAMES {
        let (builds, _) = read(name, text);
        combine(&builds);
    }
}

proptest! {
    #[test]
    fn any_text(text in ".{0,400}") {
        all(&text);
    }

    #[test]
    fn words_of_the_languages(words in prop::collection::vec(prop::sample::select(vec![
        "services", ":", "\n", "  ", "a", "build", "context", "&a", "*a", "<<", "-", "{", "}", "[", "]", "\"", "'",
        "target", "=", "${", "%{", "$", ":-", "variable", "default", "<<EOT", "EOT", "extends", "args", "?", "|", ">", "!x", "#", "..", "é", "\t",
        "inherits", "(", ")", "for", "in", "=>", "*", "\\u", "\\", ",", "0x", "1e9", "---", "...", "%YAML",
    ]), 0..120)) {
        all(&words.concat());
        all(&words.join(" "));
    }
}

#[test]
fn bombs_are_cheap() {
    let mut aliases = "a0: &a0 { x: y }\n".to_owned();
    for n in 1..2000 {
        let one = format!("*a{}", n - 1);
        let _ = writeln!(
            aliases,
            "a{n}: &a{n} {{ <<: [{one}, {one}, {one}], build: {one} }}"
        );
    }
    aliases.push_str("services: &s { a: *a1999, b: *a1998 }\n");
    let big: String = (0..9000).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "  A{n}: x");
        text
    });
    let shared = (0..9000).fold(format!("x: &x\n{big}services:\n"), |mut text, n| {
        let _ = writeln!(
            text,
            "  s{n}: {{ <<: *x, build: {{ context: ., args: *x }} }}"
        );
        text
    });
    let chain = (0..20_000).fold("services:\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "  s{n}: {{ extends: s{}, build: . }}", n + 1);
        text
    });
    let variables = (0..500).fold(
        "variable \"v0\" { default = \"0123456789\" }\n".to_owned(),
        |mut text, n| {
            let _ = writeln!(
                text,
                "variable \"v{}\" {{ default = \"${{v{n}}}${{v{n}}}\" }}",
                n + 1
            );
            text
        },
    );
    let inherits = (0..500).fold(String::new(), |mut text, n| {
        let _ = writeln!(
            text,
            "target \"t{n}\" {{ inherits = [\"t{0}\", \"t{0}\", \"t{0}\"] }}",
            n + 1
        );
        text
    });
    let attributes = (0..9000).fold("target \"a\" {\n args = {\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "a{n} = 1");
        text
    }) + "}\n}\n";
    for (name, text) in [
        ("aliases", aliases),
        ("shared", shared),
        ("chain", chain),
        ("variables", variables),
        ("inherits", inherits),
        ("attributes", attributes),
        ("flow", "[".repeat(500_000)),
        ("maps", "{a: ".repeat(200_000)),
        ("keys", "? ".repeat(400_000)),
        ("dashes", "- ".repeat(400_000)),
        ("parentheses", format!("a = {}", "(".repeat(100_000))),
        ("objects", format!("a = {}", "{a=".repeat(40_000))),
        (
            "keys of objects",
            format!("a = {}", "5*5%{u+5%{5+".repeat(9_000)),
        ),
        ("lists", format!("a = {}", "[for a in ".repeat(12_000))),
        (
            "lists that are none",
            format!("a = {}", "[for+[u+".repeat(15_000)),
        ),
        ("calls", format!("a = {}", "f(u+f(for+".repeat(12_000))),
        ("indices", format!("a = {}", "a[u+a[*]+".repeat(14_000))),
        ("conditions", format!("a = {}", "a ? u+b ? ".repeat(12_000))),
        ("templates", format!("a = {}", "\"${".repeat(40_000))),
        ("operators", format!("a = 1{}", "+1".repeat(60_000))),
        ("not", format!("a = {}", "!".repeat(120_000))),
        (
            "defaults",
            format!(
                "services: {{ a: {{ build: \"{}\" }} }}",
                "${A:-".repeat(100_000)
            ),
        ),
    ] {
        let started = Instant::now();
        all(&text);
        let took = started.elapsed();
        assert!(took.as_secs() < 10, "{name} took {took:?}");
    }
}
