//! BuildKit's first pass, rule by rule: lines, directives, heredocs, JSON.

use dockerfile_syntax::{Command, Dockerfile, Kind, LeafKind, LineIndex, Pass, Text, parse};

/// `cmd first-last: words | words` for every instruction.
fn shown(source: &str) -> Vec<String> {
    let file = parse(source);
    let lines = LineIndex::new(source);
    let instructions = file.instructions.iter().map(|instruction| {
        let words: Vec<_> = file
            .arguments(instruction)
            .words
            .iter()
            .map(|word| word.as_str().to_owned())
            .collect();
        format!(
            "{} {}-{}: {}",
            instruction.keyword.as_str(),
            lines.line(instruction.span.start),
            lines.line(instruction.span.end),
            words.join(" | ")
        )
    });
    instructions.collect()
}

/// The messages of one pass.
fn messages(source: &str, pass: Pass) -> Vec<String> {
    let errors = parse(source).errors.into_iter();
    errors
        .filter(|error| error.pass == pass)
        .map(|error| error.message)
        .collect()
}

fn accepted(source: &str) {
    let errors = parse(source).errors;
    assert!(errors.is_empty(), "{source:?}: {errors:?}");
}

fn run_text<'f>(file: &'f Dockerfile<'_>, index: usize) -> &'f str {
    match &file.instructions[index].kind {
        Kind::Run(Command::Shell(text)) => text.as_str(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn continued_lines_are_joined() {
    let source = "FROM a\nRUN one \\\n  # why\n\n  two \\\n\t three\nUSER u\n";
    assert_eq!(
        shown(source),
        ["from 1-1: a", "run 2-6: one   two \t three", "user 7-7: u"]
    );
    let file = parse(source);
    let Kind::Run(Command::Shell(text)) = &file.instructions[1].kind else {
        panic!()
    };
    let at = text.as_str().find("two").unwrap();
    assert_eq!(text.locate(at, at + 3).text(source), "two");
    assert_eq!(
        file.comments
            .iter()
            .map(|span| span.text(source))
            .collect::<Vec<_>>(),
        ["# why"]
    );
}

#[test]
fn two_escapes_do_not_continue_a_line() {
    assert_eq!(
        shown("ENV a=b\\\\\nUSER u"),
        ["env 1-1: a | b\\\\ | =", "user 2-2: u"]
    );
    // Blanks may follow the mark.
    assert_eq!(shown("USER \\ \t\nu"), ["user 1-2: u"]);
}

#[test]
fn a_lone_mark_may_come_first() {
    assert_eq!(shown("\\\nUSER u"), ["user 1-2: u"]);
    assert_eq!(shown("USER u\\\n\n"), ["user 1-2: u"]);
    assert_eq!(shown("USER u \\"), ["user 1-1: u"]);
}

#[test]
fn a_keyword_may_be_broken() {
    assert_eq!(
        shown("FR\\\nOM a\nrU\\\nn x"),
        ["from 1-2: a", "run 3-4: x"]
    );
}

#[test]
fn line_ends_of_other_systems() {
    assert_eq!(
        shown("\u{FEFF}FROM a\r\nRUN x \\\r\n  y\r\r\nUSER u\r"),
        ["from 1-1: a", "run 2-3: x   y", "user 4-4: u"]
    );
    assert_eq!(shown("FROM a\rUSER u"), ["from 1-1: a | USER | u"]);
}

#[test]
fn a_mark_at_the_head_hides_nothing() {
    let file = parse("\u{FEFF}# escape=`\nRUN a `\nb");
    assert_eq!(file.escape, '`');
    assert_eq!(run_text(&file, 0), "a b");
    assert_eq!(
        file.leaves().next().map(|leaf| leaf.kind),
        Some(LeafKind::Bom)
    );
}

#[test]
fn directives_stand_at_the_head() {
    let file = parse("# Syntax = a/b:1 \n#check=skip=all\n# escape=`\nFROM a\n");
    let shown: Vec<_> = file
        .directives
        .iter()
        .map(|directive| (directive.name, directive.value))
        .collect();
    assert_eq!(
        shown,
        [("Syntax", "a/b:1"), ("check", "skip=all"), ("escape", "`")]
    );
    assert_eq!(file.escape, '`');
    assert!(file.comments.is_empty());
    // Anything else ends them: a comment, a blank line, an unknown name, an instruction.
    for head in [
        "# hello\n",
        "\n",
        "# unknown=1\n",
        "FROM a\n",
        "# syntax=\n",
    ] {
        let source = format!("{head}# escape=`\nUSER u\n");
        let file = parse(&source);
        assert_eq!((file.escape, file.directives.len()), ('\\', 0), "{head:?}");
    }
}

#[test]
fn directives_are_checked() {
    assert_eq!(
        messages("# escape=x\nFROM a", Pass::Lines),
        ["invalid escape token 'x' does not match ` or \\"]
    );
    assert_eq!(
        messages("# syntax=a\n# SYNTAX=b\nFROM a", Pass::Lines),
        ["only one syntax parser directive can be used"]
    );
    assert_eq!(
        messages("# escape= \nFROM a", Pass::Lines),
        ["invalid escape token ' ' does not match ` or \\"]
    );
}

#[test]
fn a_file_needs_instructions() {
    for source in ["", "\n\n", "# only this", "\u{FEFF}"] {
        assert_eq!(
            messages(source, Pass::Lines),
            ["file with no instructions"],
            "{source:?}"
        );
    }
}

#[test]
fn heredocs_are_read_in_order() {
    let source = "FROM a\nCOPY <<X <<-'Y' /d\nY\nX\n\tX\n\tY\nUSER u\n";
    let file = parse(source);
    let heredocs = &file.instructions[1].heredocs;
    let shown: Vec<_> = heredocs
        .iter()
        .map(|heredoc| {
            (
                heredoc.name.as_str(),
                heredoc.body.text(source),
                heredoc.expand,
                heredoc.chomp,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [("X", "Y\n", true, false), ("Y", "\tX\n", false, true)]
    );
    assert_eq!(heredocs[0].open.text(source), "<<X");
    assert_eq!(heredocs[1].open.text(source), "<<-'Y'");
    assert_eq!(heredocs[1].close.text(source), "\tY");
    let Kind::Copy(transfer) = &file.instructions[1].kind else {
        panic!()
    };
    assert!(transfer.sources.is_empty());
    assert_eq!(transfer.destination.as_str(), "/d");
    accepted(source);
}

#[test]
fn what_opens_a_heredoc() {
    let names = |line: &str| -> Vec<String> {
        let source = format!("FROM a\n{line}\n");
        let file = parse(&source);
        let heredocs = file.instructions[1].heredocs.iter();
        heredocs
            .map(|heredoc| heredoc.name.as_str().to_owned())
            .collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(names("RUN <<EOF"), ["EOF"]);
    assert_eq!(names("RUN 3<<EOF cat"), ["EOF"]);
    assert_eq!(names("RUN python3 <<  EOF > x"), ["EOF"]);
    assert_eq!(names("RUN << -EOF"), ["-EOF"]);
    assert_eq!(names("RUN <<eo'f'"), ["eof"]);
    assert_eq!(names("RUN <<eo\\'f"), ["eo'f"]);
    assert_eq!(names("RUN <<'one two'"), ["one two"]);
    assert_eq!(names("RUN <<$EOF"), ["$EOF"]);
    assert_eq!(names("RUN <<${E:-F}"), ["${E:-F}"]);
    assert_eq!(names("ONBUILD COPY <<A /b"), ["A"]);
    // Not at the beginning of a word, in quotes, empty, or a here-string.
    assert_eq!(names("RUN cat<<EOF"), none);
    assert_eq!(names("RUN '<<EOF'"), none);
    assert_eq!(names("RUN <<''"), none);
    assert_eq!(names("RUN <<"), none);
    assert_eq!(names("RUN cat <<<EOF"), none);
    assert_eq!(names("RUN [\"<<EOF\"]"), none);
    assert_eq!(names("USER <<EOF"), none);
    assert_eq!(names("CMD <<EOF"), none);
    assert_eq!(names("ONBUILD ONBUILD RUN <<A"), none);
    // Quotes that do not match anywhere on the line hide them all.
    assert_eq!(names("RUN <<EOF echo it's"), none);
    // BuildKit takes a shift for one.
    assert_eq!(names("RUN echo $((1 << 2))"), ["2))"]);
}

#[test]
fn heredocs_are_terminated() {
    let source = "FROM a\nRUN <<EOF\nx\nEOF \n";
    assert_eq!(messages(source, Pass::Lines), ["unterminated heredoc"]);
    let file = parse(source);
    assert_eq!(
        file.instructions[1].heredocs[0].body.text(source),
        "x\nEOF \n"
    );
    assert!(file.instructions[1].heredocs[0].close.is_empty());
    // A heredoc's lines are its own.
    accepted("FROM a\nRUN <<EOF\n# no comment\n\\\nFROM b\nEOF\nUSER u");
    assert_eq!(messages("FROM a\nRUN <<${x:-\\'}\n", Pass::Lines).len(), 1);
}

#[test]
fn json_or_shell_form() {
    let exec = |line: &str| -> Option<Vec<String>> {
        let source = format!("FROM a\nCMD {line}\n");
        let file = parse(&source);
        match &file.instructions[1].kind {
            Kind::Cmd(Command::Exec(words)) => {
                Some(words.iter().map(|word| word.as_str().to_owned()).collect())
            }
            Kind::Cmd(Command::Shell(_)) => None,
            other => panic!("{other:?}"),
        }
    };
    let some = |words: &[&str]| {
        Some(
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(exec("[]"), some(&[]));
    assert_eq!(exec("[\"a\", \"b c\"]"), some(&["a", "b c"]));
    assert_eq!(
        exec("[\t\"a\\n\\u00e9\\/\\ud83d\\ude00\"  ]"),
        some(&["a\né/😀"])
    );
    assert_eq!(exec("[\"\\ud800x\"]"), some(&["\u{FFFD}x"]));
    for shell in [
        "['a']",
        "[\"a\"",
        "[\"a\",]",
        "[a]",
        "[\"a\"] b",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"a\tb\"]",
        "[,]",
        "[\"a\" \"b\"]",
        "x [\"a\"]",
        "[1e999]",
        "[\"a\\\"]",
        "[01]",
        "[nul]",
    ] {
        assert_eq!(exec(shell), None, "{shell}");
    }
    let deep = format!("FROM a\nCMD {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
    accepted(&deep);
}

#[test]
fn arrays_hold_strings_only() {
    for array in [
        "[\"a\", 1]",
        "[[\"a\"]]",
        "[null]",
        "[{\"a\": [true, -1.5e3]}]",
        "[\"a\", {}]",
    ] {
        for instruction in [
            "CMD",
            "RUN",
            "SHELL",
            "COPY",
            "VOLUME",
            "HEALTHCHECK CMD",
            "ONBUILD RUN",
            "ONBUILD ONBUILD RUN",
        ] {
            assert_eq!(
                messages(&format!("FROM a\n{instruction} {array}\n"), Pass::Lines),
                ["when using JSON array syntax, arrays must be comprised of strings only"],
                "{instruction} {array}"
            );
        }
    }
}

#[test]
fn flags_come_before_arguments() {
    let flags = |line: &str| -> (Vec<String>, String) {
        let source = format!("FROM a\n{line}\n");
        let file = parse(&source);
        let instruction = &file.instructions[1];
        let flags = instruction.flags.iter().map(|flag| {
            format!(
                "{}={}",
                flag.name.as_str(),
                flag.value.as_ref().map_or("(none)", |value| value.as_str())
            )
        });
        let words = file.arguments(instruction).words;
        (
            flags.collect(),
            words
                .iter()
                .map(Text::as_str)
                .collect::<Vec<_>>()
                .join(" | "),
        )
    };
    let shown = |flags: &[&str], words: &str| {
        (
            flags
                .iter()
                .map(|flag| (*flag).to_owned())
                .collect::<Vec<_>>(),
            words.to_owned(),
        )
    };
    assert_eq!(
        flags("COPY --link --from=b a c"),
        shown(&["link=(none)", "from=b"], "a | c")
    );
    assert_eq!(
        flags("COPY --chown='a b':\"c\" x y"),
        shown(&["chown=a b:c"], "x | y")
    );
    assert_eq!(
        flags("COPY --chown=a\\ b x y"),
        shown(&["chown=a b"], "x | y")
    );
    assert_eq!(flags("COPY --a -- --b c"), shown(&["a=(none)"], "--b | c"));
    assert_eq!(flags("COPY x --from=b y"), shown(&[], "x | --from=b | y"));
    assert_eq!(
        flags("RUN --mount=a=b \\\n  --network=none \\\n x"),
        shown(&["mount=a=b", "network=none"], "x")
    );
}

#[test]
fn variables_have_two_forms() {
    assert_eq!(
        shown("ENV a=b c='d e' \"f\"=g\\ h"),
        ["env 1-1: a | b | = | c | 'd e' | = | \"f\" | g\\ h | ="]
    );
    assert_eq!(shown("ENV a  b=c d "), ["env 1-1: a | b=c d | "]);
    assert_eq!(shown("ENV a=\\\n# x=y\nb"), ["env 1-3: a | b | ="]);
    assert_eq!(
        messages("FROM a\nENV a", Pass::Lines),
        ["ENV must have two arguments"]
    );
    assert_eq!(
        messages("FROM a\nLABEL a", Pass::Lines),
        ["LABEL must have two arguments"]
    );
    assert_eq!(
        messages("FROM a\nENV a=b c", Pass::Lines),
        ["Syntax error - can't find = in \"c\". Must be of the form: name=value"]
    );
    assert_eq!(shown("ARG a b=c d='e f'"), ["arg 1-1: a | b=c | d='e f'"]);
}

#[test]
fn long_lines_are_refused() {
    let line = |length: usize| format!("FROM a\nRUN {}", "x".repeat(length - 4));
    accepted(&line(65_535));
    assert_eq!(
        messages(&line(65_536), Pass::Lines),
        ["dockerfile line greater than max allowed size of 65535"]
    );
    accepted(&format!("{}\n", line(65_535)));
    assert_eq!(
        messages(&format!("{}\n", line(65_536)), Pass::Lines).len(),
        1
    );
}

#[test]
fn reading_goes_on_after_an_error() {
    let source = "FROM a\nENV x\nRUN y\nCOPY [1] z\nUSER u\n";
    let file = parse(source);
    assert_eq!(file.instructions.len(), 5);
    assert!(matches!(&file.instructions[1].kind, Kind::Invalid(text) if text.as_str() == "x"));
    assert!(matches!(&file.instructions[4].kind, Kind::User(text) if text.as_str() == "u"));
    assert_eq!(file.errors.len(), 1, "{:?}", file.errors);
}

#[test]
fn leaves_name_the_parts() {
    use LeafKind as K;
    let source = "# syntax=a\nFROM a\n\n# c\nRUN --x=y a \\\n b <<E\nz\nE\n";
    let leaves: Vec<_> = parse(source)
        .leaves()
        .map(|leaf| (leaf.kind, leaf.span.text(source)))
        .collect();
    assert_eq!(
        leaves,
        [
            (K::Directive, "# syntax=a"),
            (K::LineEnd, "\n"),
            (K::Keyword, "FROM"),
            (K::Space, " "),
            (K::Argument, "a"),
            (K::LineEnd, "\n"),
            (K::Blank, "\n"),
            (K::Comment, "# c"),
            (K::LineEnd, "\n"),
            (K::Keyword, "RUN"),
            (K::Space, " "),
            (K::Flag, "--x=y"),
            (K::Space, " "),
            (K::Argument, "a"),
            (K::Space, " "),
            (K::Continuation, "\\"),
            (K::LineEnd, "\n"),
            (K::Space, " "),
            (K::Argument, "b <<E"),
            (K::LineEnd, "\n"),
            (K::HeredocBody, "z\n"),
            (K::HeredocEnd, "E"),
            (K::LineEnd, "\n"),
        ]
    );
}
