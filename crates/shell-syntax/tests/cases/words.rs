use shell_syntax::{Dialect, ParameterOp, Part, PartKind, Replace, Word, parse};

use crate::{bash, sh, words};

fn arg(text: &str) -> Word {
    words(&bash(&format!("echo {text}"))).swap_remove(1)
}

fn kind(text: &str) -> PartKind {
    let word = arg(text);
    assert_eq!(word.parts.len(), 1, "{:?}", word.parts);
    word.parts[0].kind.clone()
}

fn op(text: &str) -> (String, ParameterOp) {
    match kind(text) {
        PartKind::Parameter(parameter) => (parameter.name, parameter.op),
        other => panic!("not a parameter: {other:?}"),
    }
}

#[test]
fn quote_removal() {
    for (text, expected) in [
        ("a", "a"),
        ("'a b'", "a b"),
        ("\"a b\"", "a b"),
        ("a'b'\"c\"\\d", "abcd"),
        ("\"a\\\"b\\$c\\d\"", "a\"b$c\\d"),
        ("''", ""),
        ("\"\"", ""),
        ("\\*", "*"),
        ("'*'", "*"),
        ("$'a\\n\\x41\\u00e9\\t\\''", "a\nAé\t'"),
        ("$\"a\"", "a"),
        ("a\\\nb", "ab"),
        ("\"a\\\nb\"", "ab"),
        ("[", "["),
        ("a=b", "a=b"),
        ("{}", "{}"),
        ("$", "$"),
        ("ä\\ö", "äö"),
    ] {
        assert_eq!(arg(text).literal().as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_is_not_literal() {
    for text in [
        "$a", "\"$a\"", "`a`", "$(a)", "$((1))", "*.deb", "a?", "[ab]c", "~/x", "~", "{a,b}",
        "{1..3}", "<(a)",
    ] {
        assert_eq!(arg(text).literal(), None, "{text}");
    }
    assert_eq!(arg("*.deb").static_text().as_deref(), Some("*.deb"));
    assert_eq!(arg("~/x").static_text().as_deref(), Some("~/x"));
    assert_eq!(arg("a$b").static_text(), None);
    // sh does not expand braces.
    assert_eq!(
        words(&sh("echo {a,b}"))[1].literal().as_deref(),
        Some("{a,b}")
    );
    assert!(!arg("'{a,b}'").braces);
    assert!(!arg("{a}").braces);
    assert!(!arg("a,b}").braces);
}

#[test]
fn sh_has_no_ansi_quotes() {
    let script = sh("echo $'a'");
    let kinds: Vec<PartKind> = words(&script)[1]
        .parts
        .iter()
        .map(|part| part.kind.clone())
        .collect();
    assert_eq!(
        kinds,
        [
            PartKind::Literal("$".into()),
            PartKind::SingleQuoted("a".into())
        ]
    );
}

#[test]
fn parameters() {
    assert_eq!(op("$abc"), ("abc".into(), ParameterOp::None));
    assert_eq!(op("${abc}"), ("abc".into(), ParameterOp::None));
    assert_eq!(op("${10}"), ("10".into(), ParameterOp::None));
    for special in ["@", "*", "#", "?", "-", "$", "!"] {
        assert_eq!(
            op(&format!("${special}")),
            (special.into(), ParameterOp::None)
        );
        assert_eq!(
            op(&format!("${{{special}}}")),
            (special.into(), ParameterOp::None)
        );
    }
    assert_eq!(op("${#a}"), ("a".into(), ParameterOp::Length));
    assert_eq!(op("${##}"), ("#".into(), ParameterOp::Length));
    assert!(
        matches!(op("${##a}"), (name, ParameterOp::RemovePrefix { longest: false, .. }) if name == "#")
    );
    assert!(matches!(
        op("${a:-b}").1,
        ParameterOp::Default { colon: true, .. }
    ));
    assert!(matches!(
        op("${a-b}").1,
        ParameterOp::Default { colon: false, .. }
    ));
    assert!(matches!(
        op("${a:=b}").1,
        ParameterOp::Assign { colon: true, .. }
    ));
    assert!(matches!(
        op("${a?}").1,
        ParameterOp::Error { colon: false, .. }
    ));
    assert!(matches!(
        op("${a:+b}").1,
        ParameterOp::Alternative { colon: true, .. }
    ));
    assert!(matches!(
        op("${a%%x}").1,
        ParameterOp::RemoveSuffix { longest: true, .. }
    ));
    assert!(matches!(
        op("${a%x}").1,
        ParameterOp::RemoveSuffix { longest: false, .. }
    ));
    assert!(matches!(
        op("${a##*/}").1,
        ParameterOp::RemovePrefix { longest: true, .. }
    ));
    assert!(matches!(
        op("${a:1}").1,
        ParameterOp::Substring { length: None, .. }
    ));
    assert!(matches!(
        op("${a:$((b)):2}").1,
        ParameterOp::Substring {
            length: Some(_),
            ..
        }
    ));
    assert!(matches!(
        op("${a/b/c}").1,
        ParameterOp::Replace {
            which: Replace::First,
            replacement: Some(_),
            ..
        }
    ));
    assert!(matches!(
        op("${a//\\//_}").1,
        ParameterOp::Replace {
            which: Replace::All,
            ..
        }
    ));
    assert!(matches!(
        op("${a/#b}").1,
        ParameterOp::Replace {
            which: Replace::Prefix,
            replacement: None,
            ..
        }
    ));
    assert!(matches!(
        op("${a^^}").1,
        ParameterOp::Case {
            upper: true,
            all: true,
            ..
        }
    ));
    assert_eq!(op("${a@Q}").1, ParameterOp::Transform('Q'));
    assert_eq!(op("${!a*}").1, ParameterOp::Names);
}

#[test]
fn arrays_are_subscripted() {
    let PartKind::Parameter(parameter) = kind("${a[@]}") else {
        panic!("not a parameter")
    };
    assert_eq!(parameter.subscript.as_ref().and_then(Word::bare), Some("@"));
    let PartKind::Parameter(parameter) = kind("${!b}") else {
        panic!("not a parameter")
    };
    assert!(parameter.indirect);
}

#[test]
fn sh_accepts_what_only_fails_when_run() {
    let script = sh("echo ${a/b/c} ${} ${a@Q}");
    assert!(
        script
            .parameters()
            .iter()
            .all(|parameter| matches!(parameter.op, ParameterOp::Unknown(_)))
    );
}

#[test]
fn expansions_nest() {
    let word = arg("\"${a:-$(b \"${c}\" `d`)}$((e + $f))\"");
    let names: Vec<&str> = word
        .parameters()
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["a", "c", "f"]);
    let [
        Part {
            kind: PartKind::DoubleQuoted(inner),
            ..
        },
    ] = word.parts.as_slice()
    else {
        panic!("not quoted")
    };
    assert_eq!(inner.len(), 2);
}

#[test]
fn operands_hold_blanks_and_quotes() {
    let (_, ParameterOp::Default { word, .. }) = op("${a:-b  \"c }\" 'd }' \\} e}") else {
        panic!("not a default")
    };
    assert_eq!(word.static_text().as_deref(), Some("b  c } d } } e"));
    // In double quotes single ones are characters.
    let word = arg("\"${a:-'b'}\"");
    let [parameter] = word.parameters()[..] else {
        panic!("one parameter")
    };
    assert!(
        matches!(&parameter.op, ParameterOp::Default { word, .. } if word.static_text().as_deref() == Some("'b'"))
    );
}

#[test]
fn substitutions() {
    let text = "echo $(case a in b) c;; esac) `d \\`e\\`` \"`f \\\"g\\\"`\"";
    let script = sh(text);
    let found: Vec<String> = script
        .simple_commands()
        .map(|found| {
            found.command.words[0]
                .literal()
                .unwrap_or_default()
                .into_owned()
        })
        .collect();
    assert_eq!(found, ["c", "e", "d", "f", "echo"]);
    let quoted = script.simple_commands().nth(3).unwrap().command;
    assert_eq!(quoted.words[1].literal().as_deref(), Some("g"));
    assert_eq!(quoted.words[0].span.text(text), "f");
}

#[test]
fn spans_inside_backquotes_are_those_of_the_text() {
    let text = "echo `a \\`bb \\\\\\`ccc\\\\\\`\\``";
    let script = sh(text);
    let names: Vec<&str> = script
        .simple_commands()
        .map(|found| found.command.words[0].span.text(text))
        .collect();
    assert_eq!(names, ["ccc", "bb", "a", "echo"]);
}

#[test]
fn arithmetic_or_commands() {
    assert!(matches!(kind("$((1 + (2 * $a)))"), PartKind::Arithmetic(_)));
    assert!(matches!(kind("$[1+2]"), PartKind::Arithmetic(_)));
    assert!(matches!(kind("$((a); b)"), PartKind::Command(_)));
    assert!(matches!(kind("$( (a) )"), PartKind::Command(_)));
    // dash never reads commands there.
    assert!(!parse("echo $((a); b)", Dialect::Posix).errors.is_empty());
}

#[test]
fn process_substitutions() {
    let script = bash("diff <(a) >(b)");
    let kinds: Vec<bool> = words(&script)[1..]
        .iter()
        .map(|word| matches!(word.parts[0].kind, PartKind::Process { output: true, .. }))
        .collect();
    assert_eq!(kinds, [false, true]);
    assert!(!parse("diff <(a)", Dialect::Posix).errors.is_empty());
}

#[test]
fn extended_patterns_after_shopt() {
    let script = bash("shopt -s extglob\nrm !(a|b)");
    assert!(words(&script)[1].has_glob());
    assert!(!parse("rm !(a|b)", Dialect::Bash).errors.is_empty());
}

#[test]
fn braces_expand() {
    for (text, expected) in [
        ("a{b,c}d", vec!["abd", "acd"]),
        ("{a,b}{1,2}", vec!["a1", "a2", "b1", "b2"]),
        ("/{a,b{c,d},}", vec!["/a", "/bc", "/bd", "/"]),
        ("{1..3}", vec!["1", "2", "3"]),
        ("{3..1}", vec!["3", "2", "1"]),
        ("{08..10}", vec!["08", "09", "10"]),
        ("{a..e..2}", vec!["a", "c", "e"]),
        ("{x,'y,z'}", vec!["x", "y,z"]),
        ("{{a,b}", vec!["{a", "{b"]),
        ("{a}", vec!["{a}"]),
        ("{a..}", vec!["{a..}"]),
        ("plain", vec!["plain"]),
    ] {
        let words = arg(text).expand_braces().unwrap();
        let texts: Vec<_> = words.iter().map(|word| word.literal().unwrap()).collect();
        assert_eq!(texts, expected, "{text}");
    }
    assert_eq!(arg("{1..1000}").expand_braces(), None);
    assert_eq!(arg(&"{a,b}".repeat(40)).expand_braces(), None);
    // Expansions stand in the words they fall to.
    let words = arg("{a,$b}").expand_braces().unwrap();
    assert!(!words[0].has_expansion() && words[1].has_expansion());
}
