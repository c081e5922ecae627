use shell_syntax::{AndOr, CaseEnd, Command, Compound, Dialect, Terminator, TestExpression, parse};

use crate::{bash, commands, sh};

fn compound(text: &str) -> Compound {
    let script = bash(text);
    match &script.list.statements[0].first.commands[0] {
        Command::Compound(compound) => {
            assert_eq!(
                compound.span.text(text),
                text,
                "the span covers the construct"
            );
            compound.kind.clone()
        }
        other => panic!("not a compound command: {other:?}"),
    }
}

#[test]
fn lists_keep_operators_and_separators() {
    let text = "set -eux; a && b || c & d\ne";
    let script = sh(text);
    let ends: Vec<Terminator> = script
        .list
        .statements
        .iter()
        .map(|each| each.terminator)
        .collect();
    assert_eq!(
        ends,
        [
            Terminator::Semicolon,
            Terminator::Background,
            Terminator::Newline,
            Terminator::End
        ]
    );
    let operators: Vec<_> = script.list.statements[1]
        .pipelines()
        .map(|(op, _)| op)
        .collect();
    assert_eq!(operators, [None, Some(AndOr::And), Some(AndOr::Or)]);
    assert_eq!(script.list.statements[1].span.text(text), "a && b || c");
    assert_eq!(
        commands(&script, text),
        ["set -eux", "a", "b", "c", "d", "e"]
    );
}

#[test]
fn pipelines() {
    let script = bash("! a | b |& c");
    let pipeline = &script.list.statements[0].first;
    assert!(pipeline.negated);
    assert_eq!(pipeline.commands.len(), 3);
    assert_eq!(pipeline.pipes_stderr, [false, true]);
    assert!(bash("time -p a | b").list.statements[0].first.timed);
    // sh has no such keyword: it is a program.
    assert_eq!(commands(&sh("time a"), "time a"), ["time a"]);
    // Nor in the middle of a pipeline.
    assert_eq!(commands(&bash("a | time b"), "a | time b"), ["a", "time b"]);
}

#[test]
fn newlines_may_follow_operators() {
    let text = "a &&\n\n b |\n# comment\n c";
    assert_eq!(commands(&sh(text), text), ["a", "b", "c"]);
}

#[test]
fn comments_begin_words_only() {
    let text = "a b#c # d\n#e";
    let script = sh(text);
    assert_eq!(commands(&script, text), ["a b#c"]);
    let comments: Vec<&str> = script.comments.iter().map(|span| span.text(text)).collect();
    assert_eq!(comments, ["# d", "#e"]);
}

#[test]
fn line_continuations_join() {
    let text = "apt-get in\\\nstall \\\n  curl &\\\n& b";
    let script = sh(text);
    let first = script.simple_commands().next().unwrap();
    assert_eq!(first.command.words[1].literal().as_deref(), Some("install"));
    assert_eq!(first.command.words[1].span.text(text), "in\\\nstall");
    assert_eq!(script.list.statements[0].rest.len(), 1);
}

#[test]
fn if_with_all_branches() {
    let Compound::If {
        branches,
        otherwise,
    } = compound("if a; b; then c; elif d\nthen e; else f; fi")
    else {
        panic!("not an if")
    };
    assert_eq!(branches.len(), 2);
    assert_eq!(branches[0].condition.statements.len(), 2);
    assert!(otherwise.is_some());
}

#[test]
fn loops() {
    let Compound::For { name, words, body } = compound("for i in a \"b c\" $d; do e; f; done")
    else {
        panic!("not a for")
    };
    assert_eq!(
        (name.as_str(), words.map(|words| words.len())),
        ("i", Some(3))
    );
    assert_eq!(body.statements.len(), 2);
    assert!(matches!(
        compound("for i do a; done"),
        Compound::For { words: None, .. }
    ));
    assert!(matches!(
        compound("for i\nin a\ndo b\ndone"),
        Compound::For { words: Some(_), .. }
    ));
    assert!(matches!(
        compound("for ((i=0; i<$n; i++)); do a; done"),
        Compound::ArithmeticFor { clauses, .. } if clauses.len() == 3
    ));
    assert!(matches!(
        compound("while a; do b; done"),
        Compound::While { until: false, .. }
    ));
    assert!(matches!(
        compound("until a; do b; done"),
        Compound::While { until: true, .. }
    ));
    assert!(matches!(
        compound("select x in a b; do c; done"),
        Compound::Select { .. }
    ));
}

#[test]
fn case_with_every_ending() {
    let text = "case \"$a\" in x|y) b ;; (z) c ;& [a-z]*) d ;;& *) e\nesac";
    let Compound::Case { items, .. } = compound(text) else {
        panic!("not a case")
    };
    let ends: Vec<CaseEnd> = items.iter().map(|item| item.end).collect();
    assert_eq!(
        ends,
        [
            CaseEnd::Break,
            CaseEnd::FallThrough,
            CaseEnd::Continue,
            CaseEnd::Break
        ]
    );
    assert_eq!(items[0].patterns.len(), 2);
    assert_eq!(items[0].span.text(text), "x|y) b ;;");
    sh("case a in esac");
    sh("case a in\n\n b) ;; esac");
}

#[test]
fn groups_and_subshells() {
    assert!(matches!(compound("{ a; b; }"), Compound::Group(list) if list.statements.len() == 2));
    assert!(matches!(compound("(a; b)"), Compound::Subshell(list) if list.statements.len() == 2));
    // Closing braces are words elsewhere.
    assert_eq!(commands(&sh("echo }"), "echo }"), ["echo }"]);
}

#[test]
fn double_parentheses() {
    assert!(matches!(compound("((i++ < (3)))"), Compound::Arithmetic(_)));
    assert!(matches!(compound("((a); (b))"), Compound::Subshell(_)));
    // In sh they are always two subshells.
    assert_eq!(commands(&sh("((a))"), "((a))"), ["a"]);
}

#[test]
fn conditions() {
    let Compound::Test(expression) =
        compound("[[ -f $a && ! ( $b == *.deb || $c =~ ^(x|y )+$ ) ]]")
    else {
        panic!("not a condition")
    };
    let TestExpression::And(terms) = expression else {
        panic!("not `&&`: {expression:?}")
    };
    assert!(matches!(&terms[0], TestExpression::Unary { op, .. } if op == "-f"));
    let TestExpression::Not(group) = &terms[1] else {
        panic!("not `!`")
    };
    let TestExpression::Group(either) = group.as_ref() else {
        panic!("not a group")
    };
    let TestExpression::Or(either) = either.as_ref() else {
        panic!("not `||`")
    };
    assert!(matches!(&either[1], TestExpression::Binary { op, .. } if op == "=~"));
    bash("[[ a < b ]]");
    bash("[[ $x ]]");
    bash("[[ $x == !(a|b) ]]");
    bash("[[ a\n&& b ]]");
    // In sh it is a command like any other.
    assert_eq!(commands(&sh("[[ -f a ]]"), "[[ -f a ]]"), ["[[ -f a ]]"]);
}

#[test]
fn functions() {
    for text in [
        "f() { a; }",
        "f () (a)",
        "f()\n{ a; }",
        "function f { a; }",
        "function f() { a; }",
        "function f (a)",
    ] {
        let script = bash(text);
        let Command::Function(function) = &script.list.statements[0].first.commands[0] else {
            panic!("{text}: not a function")
        };
        assert_eq!(function.name, "f");
        assert_eq!(function.span.text(text), text);
        assert_eq!(commands(&script, text), ["a"]);
    }
    assert!(!parse("f() a", Dialect::Bash).errors.is_empty());
    sh("f() a");
    sh("f() { a; } > b");
}

#[test]
fn coprocesses() {
    assert!(matches!(
        compound("coproc a b"),
        Compound::Coprocess { name: None, .. }
    ));
    assert!(
        matches!(compound("coproc N { a; }"), Compound::Coprocess { name: Some(name), .. } if name == "N")
    );
}

#[test]
fn assignments() {
    let text = "A=1 B= C=\"$x y\" env D=2";
    let script = sh(text);
    let command = script.simple_commands().next().unwrap().command;
    let names: Vec<&str> = command
        .assignments
        .iter()
        .map(|each| each.name.as_str())
        .collect();
    assert_eq!(names, ["A", "B", "C"]);
    assert_eq!(command.assignments[0].value.span.text(text), "1");
    assert_eq!(command.assignments[1].value.literal().as_deref(), Some(""));
    assert_eq!(command.assignments[2].value.span.text(text), "\"$x y\"");
    assert_eq!(command.args()[0].assignment().unwrap().name, "D");
}

#[test]
fn bash_assignments() {
    let script = bash("a=(1 \"2 3\"\n# comment\n[x]=4) b+=c d[$i]=e f[1]+=g");
    let command = script.simple_commands().next().unwrap().command;
    assert_eq!(command.assignments.len(), 4);
    assert!(command.words.is_empty());
    assert!(command.assignments[1].append);
    assert_eq!(command.assignments[2].subscript.as_deref(), Some("$"));
    assert_eq!(command.assignments[3].subscript.as_deref(), Some("1"));
    bash("declare -a x=(1 2)");
    assert!(!parse("echo x=(1 2)", Dialect::Bash).errors.is_empty());
    assert!(!parse("x=(1 2)", Dialect::Posix).errors.is_empty());
    // `+=` is not known to sh.
    assert_eq!(commands(&sh("a+=b"), "a+=b"), ["a+=b"]);
}

#[test]
fn carriage_returns_are_ordinary() {
    let text = "echo a\r\nb\r\n";
    assert_eq!(commands(&sh(text), text), ["echo a\r", "b\r"]);
    assert!(
        !parse("if a\r\nthen\r\nb\r\nfi\r\n", Dialect::Bash)
            .errors
            .is_empty()
    );
    assert!(
        !parse("if a\r\nthen\r\nb\r\nfi\r\n", Dialect::Posix)
            .errors
            .is_empty()
    );
}
