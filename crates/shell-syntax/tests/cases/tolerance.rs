use shell_syntax::{Dialect, ErrorKind, parse};

use crate::commands;

fn errors(text: &str) -> Vec<ErrorKind> {
    parse(text, Dialect::Bash)
        .errors
        .iter()
        .map(|error| error.kind)
        .collect()
}

#[test]
fn the_rest_stands() {
    for (text, expected) in [
        ("a; ) b; c", vec!["a", "c"]),
        ("a\nfi\nb", vec!["a", "b"]),
        ("a && ; b", vec!["a", "b"]),
        ("a | | b", vec!["a", "b"]),
        ("if a; fi; b", vec!["a", "b"]),
        ("for i in a; b; done; c", vec!["b", "c"]),
        ("case a in b c) d;; esac; e", vec!["e"]),
        ("while a; b; done; c", vec!["a", "b", "c"]),
        ("(a; b; c", vec!["a", "b", "c"]),
        ("{ a; b", vec!["a", "b"]),
        ("a $(b; c", vec!["b", "c", "a $(b; c"]),
        ("a > ; b", vec!["a", "b"]),
        ("f( a ); b", vec!["b"]),
        ("[[ a b c ]] && d", vec!["d"]),
    ] {
        let script = parse(text, Dialect::Bash);
        assert!(!script.errors.is_empty(), "{text}");
        assert_eq!(commands(&script, text), expected, "{text}");
    }
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    assert_eq!(errors("echo 'a"), [ErrorKind::Unclosed("'")]);
    assert_eq!(errors("echo \"a"), [ErrorKind::Unclosed("\"")]);
    assert_eq!(errors("echo $(a"), [ErrorKind::Unclosed(")")]);
    assert_eq!(errors("echo ${a"), [ErrorKind::Unclosed("}")]);
    assert_eq!(errors("echo $((a"), [ErrorKind::Unclosed("))")]);
    assert_eq!(errors("echo `a"), [ErrorKind::Unclosed("`")]);
    assert_eq!(errors("if a; then b"), [ErrorKind::Expected("fi")]);
    assert_eq!(errors("for a in b; c; done"), [ErrorKind::Expected("do")]);
    assert_eq!(errors("a &&"), [ErrorKind::MissingCommand]);
    assert_eq!(errors("a >"), [ErrorKind::MissingTarget]);
    assert_eq!(errors("if a; then fi"), [ErrorKind::MissingCommand]);
    assert_eq!(errors("()"), [ErrorKind::MissingCommand]);
    let text = "a; b )";
    assert_eq!(parse(text, Dialect::Posix).errors[0].span.text(text), ")");
}

#[test]
fn what_cannot_be_read_is_opaque() {
    let text = "a; ) b c; d";
    let script = parse(text, Dialect::Posix);
    let opaque: Vec<&str> = script.opaque().iter().map(|span| span.text(text)).collect();
    assert_eq!(opaque, [") b c"]);
}

#[test]
fn empty_texts() {
    for text in ["", " ", "\n", "# a", "\\\n", "\t\n # b \n"] {
        for dialect in [Dialect::Posix, Dialect::Bash] {
            let script = parse(text, dialect);
            assert!(
                script.errors.is_empty() && script.list.statements.is_empty(),
                "{text:?}"
            );
        }
    }
}

#[test]
fn a_backslash_at_the_end() {
    // bash drops it, dash keeps it.
    let text = "a \\";
    assert_eq!(commands(&parse(text, Dialect::Bash), text), ["a"]);
    assert_eq!(commands(&parse(text, Dialect::Posix), text), ["a \\"]);
    assert!(parse("{ a; }\\", Dialect::Bash).errors.is_empty());
    assert!(!parse("{ a; }\\", Dialect::Posix).errors.is_empty());
}
