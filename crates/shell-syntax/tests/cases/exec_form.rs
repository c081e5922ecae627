use shell_syntax::{Builtin, Dialect, ShellNeedKind, builtin, parse};

fn literal(text: &str) -> Option<Vec<String>> {
    parse(text, Dialect::Posix).as_literal_command()
}

fn needs(text: &str) -> Vec<ShellNeedKind> {
    parse(text, Dialect::Bash)
        .shell_needs()
        .into_iter()
        .map(|need| need.kind)
        .collect()
}

#[test]
fn one_command_of_literal_words() {
    assert_eq!(
        literal("/app  --name 'a b' \"c\\\"d\" e\\ f").unwrap(),
        ["/app", "--name", "a b", "c\"d", "e f"]
    );
    assert_eq!(literal("node server.js;").unwrap(), ["node", "server.js"]);
    // A pattern, though it will hardly match a file.
    assert_eq!(literal("gunicorn -b [::]:80"), None);
}

#[test]
fn what_needs_the_shell_is_named() {
    use ShellNeedKind::{
        Assignment, Background, Braces, Compound, Empty, Expansion, Glob, List, Pipeline,
        Redirection, Tilde,
    };
    for (text, kind) in [
        ("", Empty),
        ("# only a comment", Empty),
        ("a && b", List),
        ("a; b", List),
        ("a\nb", List),
        ("a | b", Pipeline),
        ("! a", Pipeline),
        ("a &", Background),
        ("(a)", Compound),
        ("f() { a; }", Compound),
        ("A=1 b", Assignment),
        ("a > b", Redirection),
        ("a $b", Expansion),
        ("a \"${b}\"", Expansion),
        ("a `b`", Expansion),
        ("a *.x", Glob),
        ("a ~/b", Tilde),
        ("a {b,c}", Braces),
        (
            "cd /a",
            ShellNeedKind::Builtin("cd".into(), Builtin::ShellOnly),
        ),
        (
            ". /a",
            ShellNeedKind::Builtin(".".into(), Builtin::ShellOnly),
        ),
        (
            "source /a",
            ShellNeedKind::Builtin("source".into(), Builtin::ShellOnly),
        ),
        (
            "echo a",
            ShellNeedKind::Builtin("echo".into(), Builtin::AlsoProgram),
        ),
    ] {
        assert_eq!(needs(text), [kind], "{text}");
        assert_eq!(
            parse(text, Dialect::Bash).as_literal_command(),
            None,
            "{text}"
        );
    }
    assert!(needs("a 'b").contains(&ShellNeedKind::Error));
}

#[test]
fn exec_is_what_the_exec_form_does() {
    let script = parse("exec /app -v", Dialect::Posix);
    assert_eq!(script.as_literal_command(), None);
    assert_eq!(script.as_exec_command().unwrap(), ["/app", "-v"]);
    for text in [
        "exec",
        "exec -a b c",
        "exec $a",
        "exec cd /",
        "exec a > b",
        "exec a && b",
    ] {
        assert_eq!(parse(text, Dialect::Bash).as_exec_command(), None, "{text}");
    }
    assert_eq!(
        parse("/app -v", Dialect::Posix).as_exec_command().unwrap(),
        ["/app", "-v"]
    );
}

#[test]
fn builtins_depend_on_the_shell() {
    assert_eq!(builtin("source", Dialect::Posix), None);
    assert_eq!(builtin("source", Dialect::Bash), Some(Builtin::ShellOnly));
    assert_eq!(builtin("ls", Dialect::Bash), None);
}
