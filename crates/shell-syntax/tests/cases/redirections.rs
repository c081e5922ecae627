use shell_syntax::{
    Descriptor, Dialect, HereDoc, RedirectOp, RedirectTarget, Redirection, Script, parse,
};

use crate::{bash, commands, sh};

fn redirections(script: &Script) -> Vec<&Redirection> {
    script
        .simple_commands()
        .flat_map(|found| &found.command.redirections)
        .collect()
}

fn here_docs(script: &Script) -> Vec<&HereDoc> {
    redirections(script)
        .into_iter()
        .filter_map(|redirection| match &redirection.target {
            RedirectTarget::HereDoc(here_doc) => Some(here_doc.as_ref()),
            _ => None,
        })
        .collect()
}

fn body(here_doc: &HereDoc) -> Option<String> {
    here_doc
        .body()?
        .static_text()
        .map(std::borrow::Cow::into_owned)
}

#[test]
fn operators_and_descriptors() {
    use RedirectOp::{Append, Clobber, DuplicateInput, DuplicateOutput, Read, ReadWrite, Write};
    let text = "a < b > c >> d 2>&1 >&2 <&- 3<> e >| f >g";
    let script = sh(text);
    let found: Vec<_> = redirections(&script)
        .iter()
        .map(|each| (each.op, each.fd.clone()))
        .collect();
    let number = |number| Some(Descriptor::Number(number));
    assert_eq!(
        found,
        [
            (Read, None),
            (Write, None),
            (Append, None),
            (DuplicateOutput, number(2)),
            (DuplicateOutput, None),
            (DuplicateInput, None),
            (ReadWrite, number(3)),
            (Clobber, None),
            (Write, None),
        ]
    );
    assert_eq!(redirections(&script)[3].span.text(text), "2>&1");
    assert_eq!(commands(&script, text), ["a"]);
}

#[test]
fn digits_apart_are_words() {
    assert_eq!(commands(&sh("echo 2 > a"), "echo 2 > a"), ["echo 2"]);
    assert_eq!(commands(&sh("echo a2> b"), "echo a2> b"), ["echo a2"]);
}

#[test]
fn bash_redirections() {
    let script = bash("a &> b &>> c <<< \"$d e\" {fd}> f");
    let found: Vec<RedirectOp> = redirections(&script).iter().map(|each| each.op).collect();
    assert_eq!(
        found,
        [
            RedirectOp::WriteBoth,
            RedirectOp::AppendBoth,
            RedirectOp::HereString,
            RedirectOp::Write
        ]
    );
    assert_eq!(
        redirections(&script)[3].fd,
        Some(Descriptor::Variable("fd".into()))
    );
    // In sh the first is a background command and a redirection.
    let script = sh("a &> b");
    assert!(script.list.statements[0].is_background());
    assert!(!parse("a <<< b", Dialect::Posix).errors.is_empty());
}

#[test]
fn compound_commands_are_redirected() {
    let script = sh("{ a; b; } > c 2>&1; if d; then e; fi < f");
    let count: Vec<usize> = script
        .list
        .statements
        .iter()
        .map(|statement| match &statement.first.commands[0] {
            shell_syntax::Command::Compound(compound) => compound.redirections.len(),
            _ => 0,
        })
        .collect();
    assert_eq!(count, [2, 1]);
}

#[test]
fn here_documents() {
    let text = "cat <<A > f && b <<'B'\n$x line\nA\n$y \\z\nB\nc\n";
    let script = sh(text);
    let found = here_docs(&script);
    assert!(found[0].expands && !found[1].expands);
    assert_eq!(found[0].body().unwrap().parameters().len(), 1);
    assert_eq!(body(found[1]).as_deref(), Some("$y \\z\n"));
    assert_eq!(commands(&script, text), ["cat", "b", "c"]);
    assert_eq!(found[0].body().unwrap().span.text(text), "$x line\n");
}

#[test]
fn here_documents_lose_tabs() {
    let script = sh("cat <<-A\n\t\ta\n\t b\\\n\tc\n\tA\n");
    assert_eq!(body(here_docs(&script)[0]).as_deref(), Some("a\n b\tc\n"));
    let script = sh("cat <<-\"A\"\n\ta\n\tA\n");
    assert_eq!(body(here_docs(&script)[0]).as_deref(), Some("a\n"));
}

#[test]
fn a_continued_line_is_no_delimiter() {
    let script = sh("cat <<A\nb\\\nA\nA\n");
    assert_eq!(body(here_docs(&script)[0]).as_deref(), Some("bA\n"));
    let script = sh("cat <<\\A\nb\\\nA\n");
    assert_eq!(body(here_docs(&script)[0]).as_deref(), Some("b\\\n"));
}

#[test]
fn here_documents_in_substitutions() {
    let text = "x=$(cat <<A\nb $(c <<B\nd\nB\n)\nA\n) e\nf";
    let script = sh(text);
    assert_eq!(commands(&script, text), ["c", "cat", "e", "f"]);
    let bodies: Vec<Option<&str>> = here_docs(&script)
        .iter()
        .map(|found| found.body().map(|body| body.span.text(text)))
        .collect();
    assert_eq!(bodies, [Some("d\n"), Some("b $(c <<B\nd\nB\n)\n")]);
}

#[test]
fn a_missing_delimiter_ends_with_the_text() {
    assert_eq!(body(here_docs(&sh("cat <<A\nb"))[0]).as_deref(), Some("b"));
    assert_eq!(body(here_docs(&sh("cat <<A"))[0]).as_deref(), Some(""));
}

#[test]
fn carriage_returns_belong_to_delimiters() {
    let script = sh("cat <<A\r\nb\r\nA\r\nc\r\n");
    assert_eq!(here_docs(&script)[0].delimiter, "A\r");
    assert_eq!(body(here_docs(&script)[0]).as_deref(), Some("b\r\n"));
}

#[test]
fn a_here_document_left_open_by_its_substitution() {
    // bash reads its lines after the outer line, dash gives it none.
    let text = "echo $(cat <<A)\nb\nA\nc";
    assert_eq!(commands(&bash(text), text), ["cat", "echo $(cat <<A)", "c"]);
    assert_eq!(
        commands(&sh(text), text),
        ["cat", "echo $(cat <<A)", "b", "A", "c"]
    );
}
