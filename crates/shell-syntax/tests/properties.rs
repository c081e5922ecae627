//! What holds for any text.

use proptest::prelude::*;
use shell_syntax::{
    Command, Compound, Dialect, List, Part, PartKind, RedirectTarget, Redirection, Script, Span,
    Word, parse,
};

/// Checks that spans lie in their parents and in order, and collects what is covered.
struct Check {
    length: u32,
    covered: Vec<Span>,
}

impl Check {
    fn inside(&self, outer: Span, inner: Span) {
        assert!(
            inner.start <= inner.end && inner.end <= self.length,
            "{inner:?} not in the text"
        );
        assert!(outer.contains(inner), "{inner:?} not inside {outer:?}");
    }

    fn list(&mut self, outer: Span, list: &List) {
        self.inside(outer, list.span);
        let mut end = list.span.start;
        for statement in &list.statements {
            self.inside(list.span, statement.span);
            assert!(statement.span.start >= end, "statements overlap");
            end = statement.span.end;
            for (_, pipeline) in statement.pipelines() {
                self.inside(statement.span, pipeline.span);
                for command in &pipeline.commands {
                    self.inside(pipeline.span, command.span());
                    self.command(command);
                }
            }
        }
    }

    fn command(&mut self, command: &Command) {
        let span = command.span();
        match command {
            Command::Simple(simple) => {
                for assignment in &simple.assignments {
                    self.inside(span, assignment.span);
                    self.covered.push(assignment.span);
                    self.word(assignment.span, &assignment.value);
                }
                self.words(span, &simple.words);
                self.redirections(span, &simple.redirections);
            }
            Command::Compound(compound) => {
                self.redirections(span, &compound.redirections);
                match &compound.kind {
                    Compound::Subshell(list) | Compound::Group(list) => self.list(span, list),
                    Compound::For { words, body, .. } => {
                        self.words(span, words.as_deref().unwrap_or_default());
                        if !body.statements.is_empty() {
                            self.list(span, body);
                        }
                    }
                    Compound::Case { subject, items } => {
                        if !subject.parts.is_empty() {
                            self.word(span, subject);
                        }
                        for item in items {
                            self.inside(span, item.span);
                            self.words(item.span, &item.patterns);
                            self.list(item.span, &item.body);
                        }
                    }
                    Compound::Arithmetic(word) => self.word(span, word),
                    _ => {}
                }
            }
            Command::Function(function) => {
                self.inside(span, function.body.span());
                self.command(&function.body);
            }
            Command::Opaque(_) => self.covered.push(span),
        }
    }

    fn redirections(&mut self, outer: Span, redirections: &[Redirection]) {
        for redirection in redirections {
            self.inside(outer, redirection.span);
            self.covered.push(redirection.span);
            match &redirection.target {
                RedirectTarget::Word(word) => self.word(redirection.span, word),
                RedirectTarget::HereDoc(here_doc) => {
                    self.inside(redirection.span, here_doc.delimiter_span);
                    if let Some(body) = here_doc.body() {
                        self.word(Span::new(0, self.length), body);
                    }
                }
                RedirectTarget::Missing => {}
            }
        }
    }

    fn words(&mut self, outer: Span, words: &[Word]) {
        for word in words {
            self.covered.push(word.span);
            self.word(outer, word);
        }
    }

    fn word(&mut self, outer: Span, word: &Word) {
        self.inside(outer, word.span);
        self.parts(word.span, &word.parts);
    }

    fn parts(&mut self, outer: Span, parts: &[Part]) {
        let mut end = outer.start;
        for part in parts {
            self.inside(outer, part.span);
            assert!(part.span.start >= end, "parts overlap in {outer:?}");
            end = part.span.end;
            match &part.kind {
                PartKind::DoubleQuoted(inner) => self.parts(part.span, inner),
                PartKind::Command(substitution) => self.list(part.span, &substitution.list),
                PartKind::Process { list, .. } => self.list(part.span, list),
                PartKind::Arithmetic(word) => self.word(part.span, word),
                PartKind::Array(elements) => self.words(part.span, elements),
                _ => {}
            }
        }
    }
}

fn check(text: &str, dialect: Dialect) -> Script {
    let script = parse(text, dialect);
    let length = u32::try_from(text.len()).expect("small texts");
    let mut check = Check {
        length,
        covered: script.comments.clone(),
    };
    check.list(Span::new(0, length), &script.list);
    for error in &script.errors {
        check.inside(Span::new(0, length), error.span);
    }
    // The walks agree with the tree that was checked, and end.
    let _ = (script.parameters(), script.opaque(), script.shell_needs());
    for found in script.simple_commands() {
        for word in &found.command.words {
            if word.literal().is_some() {
                assert_eq!(word.literal(), word.static_text());
            }
            if !word.has_expansion() {
                assert!(word.static_text().is_some());
            }
        }
    }
    script
}

/// In a flat valid script, only blanks, separators and continuations lie outside words, redirections and comments.
fn check_cover(text: &str, script: &Script) {
    let mut check = Check {
        length: u32::try_from(text.len()).expect("small texts"),
        covered: script.comments.clone(),
    };
    check.list(Span::new(0, check.length), &script.list);
    let mut bytes = text.as_bytes().to_vec();
    for span in check.covered {
        bytes[span.start as usize..span.end as usize].fill(b' ');
    }
    let left = String::from_utf8(bytes).expect("whole words were blanked");
    let left = left.replace("\\\n", "");
    assert!(
        left.chars().all(|char| " \t\n;&|!".contains(char)),
        "{left:?} of {text:?}"
    );
}

/// Pieces that make texts look like shell.
fn shell_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "echo", "a", "b=1", " ", " ", " ", "\n", ";", "&", "&&", "||", "|", "!", "(", ")", "{",
        "}", "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "case",
        "esac", ";;", "$x", "${x", ":-", "$(", "$((", "))", "`", "\"", "'", "\\", "\\\n", "<", ">",
        "<<E\n", "<<-E\n", "<<'E'\n", "E\n", "2>&1", "#", "f()", "[[", "]]", "=~", "((", "<(",
        "a=(", "<<<", "&>", "|&", ";&", "function", "$'", "*", "~", "{a,b}", "ü", "€", "\r\n", "[",
        "]", "a[", "\\`", "\\\\", "extglob", "@(", "coproc", "time", "\t", "\0",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Texts of simple commands only.
fn flat() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a",
        "b=1",
        "\"c d\"",
        "'e;f'",
        "$g",
        "${h:-i j}",
        "$(k)",
        "`l m`",
        "\\n",
        "o\\\np",
        "2>&1",
        "> q",
        "#r",
        "s#t",
        "<u",
        "$((1 + 2))",
        "*",
    ]);
    let separator = prop::sample::select(vec![
        " ", "  ", "\t", " \\\n", " ; x", " && x", "\nx", " | x", " & x",
    ]);
    prop::collection::vec((word, separator), 1..20).prop_map(|pairs| {
        let mut text = String::from("x ");
        for (word, separator) in pairs {
            text.push_str(word);
            text.push_str(if word.starts_with('#') {
                "\nx"
            } else {
                separator
            });
            text.push(' ');
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text, Dialect::Posix);
        check(&text, Dialect::Bash);
    }

    #[test]
    fn shell_like_text_is_read(text in shell_like()) {
        check(&text, Dialect::Posix);
        check(&text, Dialect::Bash);
    }

    #[test]
    fn words_and_redirections_cover_flat_scripts(text in flat()) {
        for dialect in [Dialect::Posix, Dialect::Bash] {
            let script = check(&text, dialect);
            prop_assert!(script.errors.is_empty(), "{:?}", script.errors);
            check_cover(&text, &script);
        }
    }

    /// What was quoted comes back.
    #[test]
    fn quoting_is_undone(text in "[^'\0]*") {
        let script = parse(&format!("a '{text}'"), Dialect::Posix);
        prop_assert_eq!(script.as_literal_command(), Some(vec!["a".to_owned(), text]));
    }
}
