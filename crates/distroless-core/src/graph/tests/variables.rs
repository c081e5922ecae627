use super::super::types::{GraphOptions, Setting, StepKind};
use super::{graph, graph_with, operands, value};
use dockerfile_syntax::expand::Variable;

fn options(build_args: &[(&str, &str)]) -> GraphOptions {
    GraphOptions {
        build_args: build_args
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..GraphOptions::default()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the values of operands are")]
fn known(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn from_sees_global_arguments_only() {
    let source = "ARG TAG=20\nARG IMAGE=node:$TAG\nFROM $IMAGE\nARG TAG\nENV A=$TAG B=$IMAGE\nARG LATER=x\nFROM alpine:${LATER:-3}$TAG\n";
    let found = graph(source);
    assert_eq!(found.stages[0].base.expanded, known("node:20"));
    assert_eq!(found.stages[0].base.matched, ["IMAGE"]);
    assert_eq!(found.stages[1].base.expanded, known("alpine:320"));
    assert_eq!(found.stages[1].base.unmatched, ["LATER"]);
    assert_eq!(value(&found.env(0, "A")), known("20"));
    // A global argument is not in a stage before ARG asks for it, and node may set anything.
    assert_eq!(found.env(0, "B"), Setting::Unknown);

    let given = graph_with(source, &options(&[("TAG", "22"), ("LATER", "no effect")]));
    assert_eq!(given.stages[0].base.expanded, known("node:22"));
    assert_eq!(given.stages[1].base.expanded, known("alpine:322"));
}

#[test]
fn what_the_build_decides_is_not_known() {
    let source = "ARG IMAGE\nFROM $IMAGE\nFROM alpine\nARG VERSION\nARG TARGETARCH\nENV V=$VERSION D=${VERSION:-1}\n\
                  COPY app-$VERSION bin-$TARGETARCH $NEVER/\n";
    let found = graph(source);
    assert_eq!(found.stages[0].base.expanded, None);
    assert_eq!(found.stages[0].base.unknown, ["IMAGE"]);
    assert_eq!(found.env(1, "V"), Setting::Unknown);
    assert_eq!(found.env(1, "D"), Setting::Unknown);
    assert_eq!(operands(&found, 1), [[None, None, known("/")]]);

    let exact = GraphOptions {
        complete: true,
        platform: known("linux/arm64"),
        ..GraphOptions::default()
    };
    let found = graph_with(source, &exact);
    assert_eq!(value(&found.env(1, "V")), known(""));
    assert_eq!(value(&found.env(1, "D")), known("1"));
    assert_eq!(
        operands(&found, 1),
        [[known("app-"), known("bin-arm64"), known("/")]]
    );
    assert_eq!(found.stages[0].base.expanded, None, "a blank base is none");
}

#[test]
fn the_later_one_of_arg_and_env_counts_while_building() {
    let found = graph(
        "FROM alpine\nENV A=env\nARG A=arg\nRUN one\nCOPY $A /\nENV A=$A-env\nCOPY $A /\nARG A\nCOPY $A /\n",
    );
    let first = |index: usize| operands(&found, 0)[index][0].clone();
    assert_eq!(first(0), known("arg"));
    assert_eq!(first(1), known("arg-env"));
    assert_eq!(
        first(2),
        known("arg-env"),
        "an ARG without a value takes nothing away"
    );
    assert_eq!(value(&found.env(0, "A")), known("arg-env"));
    let run = found.stages[0]
        .steps
        .iter()
        .find_map(|step| match &step.kind {
            StepKind::Run(run) => Some(run.moment),
            _ => None,
        });
    let Some(run) = run else {
        panic!("there is a RUN")
    };
    assert_eq!(value(&found.build_env(run, "A")), known("arg"));
}

#[test]
fn the_words_of_a_step_see_the_moment_before_it() {
    let found = graph("ARG G=1\nFROM scratch\nENV A=1\nENV A=2$A\n");
    let step = &found.stages[0].steps[1];
    assert_eq!(value(&found.build_env(step.before, "A")), known("1"));
    assert_eq!(value(&found.build_env(step.moment, "A")), known("21"));
    assert_eq!(found.global("G"), Variable::Set("1"));
    assert_eq!(found.global("A"), Variable::Unset);
    assert_eq!(found.global("TARGETARCH"), Variable::Unknown);
}

#[test]
fn one_env_sees_the_variables_before_it() {
    let found = graph("FROM alpine\nENV A=1\nENV A=2 B=$A C=\"$A $A\"\nENV D $A and ${B}\n");
    let list: Vec<_> = found
        .env_list(0)
        .into_iter()
        .map(|(name, value)| format!("{name}={}", value.value().map_or("?", String::as_str)))
        .collect();
    assert_eq!(
        list,
        [
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "A=2",
            "B=1",
            "C=1 1",
            "D=2 and 1"
        ]
    );
}

#[test]
fn stages_inherit_variables_and_do_not_leak_them() {
    let found = graph(
        "FROM alpine AS base\nARG V=base\nENV E=base\n\
         FROM base AS left\nENV E=left L=1\nCOPY $V$E$L /\n\
         FROM base AS right\nCOPY $V$E$L /\n\
         FROM left\nENV E=$E+\n\
         FROM alpine\nCOPY $V$E$L/ /\n",
    );
    assert_eq!(operands(&found, 1)[0][0], known("baseleft1"));
    assert_eq!(operands(&found, 2)[0][0], known("basebase"));
    assert_eq!(operands(&found, 4)[0][0], known("/"));
    assert_eq!(value(&found.env(0, "E")), known("base"));
    assert_eq!(value(&found.env(1, "E")), known("left"));
    assert_eq!(value(&found.env(2, "E")), known("base"));
    assert_eq!(value(&found.env(3, "E")), known("left+"));
    assert_eq!(found.env(4, "E"), Setting::Unset);
    let Setting::Set { stage, .. } = found.env(2, "E") else {
        panic!("the file sets it")
    };
    assert_eq!(stage, 0, "where it comes from stays known");
    let names = |stage| -> Vec<_> {
        found
            .env_list(stage)
            .into_iter()
            .map(|entry| entry.0)
            .collect()
    };
    assert_eq!(names(3), ["PATH", "E", "L"]);
    assert_eq!(names(2), ["PATH", "E"]);
}

#[test]
fn a_base_image_may_set_what_the_file_does_not() {
    let found = graph(
        "FROM node\nENV A=$NODE_VERSION B=$OTHER C=1\nCOPY $C $OTHER /\nFROM private\nENV D=1\nCOPY $D $E /\n",
    );
    assert_eq!(found.env(0, "A"), Setting::Unknown);
    assert_eq!(found.env(0, "B"), Setting::Unknown);
    assert_eq!(found.env(0, "NODE_VERSION"), Setting::Unknown);
    assert_eq!(
        found.env(0, "PATH"),
        Setting::Inherited("/usr/local/bin:/usr/bin".to_owned())
    );
    assert_eq!(found.env(0, "NOTHING"), Setting::Unknown);
    assert_eq!(operands(&found, 0), [[known("1"), None, known("/")]]);
    assert_eq!(found.env(1, "PATH"), Setting::Unknown);
    assert_eq!(operands(&found, 1), [[known("1"), None, known("/")]]);
}

#[test]
fn an_unknown_name_makes_all_unknown() {
    let found = graph("FROM alpine\nARG NAME\nENV A=1\nENV $NAME=2\nENV B=3\n");
    assert_eq!(found.env(0, "A"), Setting::Unknown);
    assert_eq!(found.env(0, "OTHER"), Setting::Unknown);
    assert_eq!(value(&found.env(0, "B")), known("3"));
}

#[test]
fn a_word_that_cannot_be_expanded_is_not_known() {
    let found = graph("FROM alpine\nENV A=${B?no} C=1\nWORKDIR '/x\nWORKDIR y\n");
    assert_eq!(found.env(0, "A"), Setting::Unknown);
    assert_eq!(value(&found.env(0, "C")), known("1"));
    assert_eq!(found.stages[0].config.workdir, Setting::Unknown);
}
