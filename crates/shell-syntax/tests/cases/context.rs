use shell_syntax::{Context, FoundCommand, Word};

use crate::{bash, sh};

fn context<'a>(found: &'a [FoundCommand<'_>], name: &str) -> Context<'a> {
    let command = found
        .iter()
        .find(|found| found.command.name().and_then(Word::literal).as_deref() == Some(name));
    match command {
        Some(found) => found.context,
        None => panic!("no command {name}"),
    }
}

#[test]
fn every_circumstance_is_told() {
    let script = bash(
        "a; b && c || d; if e; then f; elif g; then h; else i; fi\n\
         while j; do k; done; ( l ); m | n; o & p $(q) <(r); s() { t; }; ! u; case v in v) w;; esac",
    );
    let found: Vec<_> = script.simple_commands().collect();
    let of = |name| context(&found, name);
    assert_eq!(of("a"), Context::default());
    assert!(of("b").tested && !of("b").after_and);
    assert!(of("c").after_and && of("c").tested && !of("c").may_not_run());
    assert!(of("d").after_or && !of("d").tested && of("d").may_not_run());
    assert!(of("e").tested && !of("e").branch);
    assert!(of("f").branch && !of("f").tested);
    assert!(of("g").tested && of("g").branch);
    assert!(of("h").branch && of("i").branch);
    assert!(of("j").tested && !of("j").in_loop);
    assert!(of("k").in_loop);
    assert!(of("l").subshell && of("l").own_process());
    assert!(of("m").pipeline && of("n").pipeline);
    assert!(of("o").background && !of("p").background);
    assert!(of("q").substitution && of("r").substitution && !of("p").substitution);
    assert_eq!(of("t").function, Some("s"));
    assert!(of("u").tested);
    assert!(of("w").branch);
}

#[test]
fn substitutions_run_before_their_command() {
    let script = sh("a=$(b) c $(d) > $(e)");
    let names: Vec<_> = script
        .simple_commands()
        .filter_map(|found| found.command.name()?.literal())
        .collect();
    assert_eq!(names, ["d", "e", "b", "c"]);
}

#[test]
fn here_documents_are_looked_into() {
    let script = sh("cat <<A\n$(b) $c\nA\n");
    let names: Vec<_> = script
        .simple_commands()
        .filter_map(|found| found.command.name()?.literal())
        .collect();
    assert_eq!(names, ["b", "cat"]);
    assert_eq!(script.parameters().len(), 1);
}
