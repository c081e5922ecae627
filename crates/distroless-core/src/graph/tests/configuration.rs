use super::super::types::{CommandLine, Setting, StageGraph, StepKind};
use super::{graph, value};

fn words(line: &Setting<CommandLine>) -> Option<Vec<String>> {
    match line.value()? {
        CommandLine::Exec(words) => words.iter().map(|word| word.value.clone()).collect(),
        CommandLine::Shell { text, .. } => Some(vec![text.clone()]),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the settings' values are")]
fn list(words: &[&str]) -> Option<Vec<String>> {
    Some(words.iter().map(|word| (*word).to_owned()).collect())
}

#[test]
fn settings_come_from_the_base_image() {
    let graph = graph("FROM node\nFROM private\nFROM scratch\n");
    let config = &graph.stages[0].config;
    assert_eq!(words(&config.entrypoint), list(&["docker-entrypoint.sh"]));
    assert_eq!(words(&config.cmd), list(&["node"]));
    assert_eq!(config.user, Setting::Unset);
    assert_eq!(config.workdir, Setting::Inherited("/srv".to_owned()));
    assert_eq!(config.healthcheck, Setting::Unknown);
    let config = &graph.stages[1].config;
    assert_eq!(config.entrypoint, Setting::Unknown);
    assert_eq!(config.user, Setting::Unknown);
    assert_eq!(config.workdir, Setting::Unknown);
    let config = &graph.stages[2].config;
    assert_eq!(config.user, Setting::Unset);
    assert_eq!(value(&config.workdir).as_deref(), Some("/"));
}

#[test]
fn an_entrypoint_takes_the_base_s_cmd_away() {
    let graph = graph(
        "FROM node AS a\nENTRYPOINT [\"x\"]\n\
         FROM node AS b\nCMD [\"y\"]\nENTRYPOINT [\"x\"]\n\
         FROM b AS c\nENTRYPOINT z\n\
         FROM b AS d\n\
         FROM private\nENTRYPOINT [\"x\"]\n\
         FROM node\nENTRYPOINT []\nCMD []\n",
    );
    let cmd = |stage: usize| &graph.stages[stage].config.cmd;
    assert_eq!(*cmd(0), Setting::Unset);
    assert_eq!(words(cmd(1)), list(&["y"]));
    assert_eq!(*cmd(2), Setting::Unset);
    assert_eq!(words(cmd(3)), list(&["y"]));
    assert!(matches!(cmd(3), Setting::Set { stage: 1, .. }));
    assert_eq!(*cmd(4), Setting::Unset);
    assert_eq!(*cmd(5), Setting::Unset);
    assert_eq!(graph.stages[5].config.entrypoint, Setting::Unset);
}

#[test]
fn the_shell_in_force_stays_with_the_command() {
    let graph = graph(
        "FROM alpine\nCMD a\nRUN one\nSHELL [\"/bin/bash\", \"-c\"]\nRUN two\nENTRYPOINT b\nSHELL [\"/bin/ash\"]\n",
    );
    let config = &graph.stages[0].config;
    assert_eq!(
        Some(&config.entrypoint_shell),
        list(&["/bin/bash", "-c"]).as_ref()
    );
    assert_eq!(value(&config.shell), list(&["/bin/ash"]));
    let shells: Vec<_> = graph.stages[0]
        .steps
        .iter()
        .filter_map(|step| match &step.kind {
            StepKind::Run(run) => Some(run.shell[0].as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(shells, ["/bin/sh", "/bin/bash"]);
}

#[test]
fn runs_know_their_user_and_directory() {
    let graph = graph(
        "FROM alpine AS a\nRUN one\nWORKDIR app//x/\nRUN two\nUSER $U:${G:-g}\nWORKDIR /abs/../y/\nRUN three\nWORKDIR ../z\nRUN four\n\
         FROM private\nRUN five\nWORKDIR rel\nRUN six\n",
    );
    let seen = |graph: &StageGraph, stage: usize| -> Vec<_> {
        graph.stages[stage]
            .steps
            .iter()
            .filter_map(|step| match &step.kind {
                StepKind::Run(run) => Some((run.user.clone(), run.workdir.clone())),
                _ => None,
            })
            .collect()
    };
    let pair = |user: &str, workdir: &str| (Some(user.to_owned()), Some(workdir.to_owned()));
    assert_eq!(
        seen(&graph, 0),
        [
            pair("", "/"),
            pair("", "/app/x"),
            pair(":g", "/abs/../y/"),
            pair(":g", "/z")
        ]
    );
    assert_eq!(seen(&graph, 1), [(None, None), (None, None)]);
}

#[test]
fn heredocs_are_read_as_the_command_gets_them() {
    let graph =
        graph("FROM alpine\nRUN <<-EOF cat\n\t\techo $x\n\tEOF\nCOPY <<A <<'B' /x/\na\nA\nb\nB\n");
    let steps = &graph.stages[0].steps;
    let (StepKind::Run(run), StepKind::Copy(copy)) = (&steps[0].kind, &steps[1].kind) else {
        panic!("a RUN and a COPY")
    };
    assert_eq!(run.heredocs, ["echo $x\n"]);
    assert_eq!(copy.heredocs, 2);
    assert_eq!(copy.heredoc_names, ["A", "B"]);
    assert!(copy.sources.is_empty());
}

#[test]
fn triggers_run_first_in_the_stage_above_and_not_further() {
    let source = "FROM alpine AS base\nONBUILD USER app\nONBUILD COPY --from=tools /t /t\nONBUILD RUN make\n\
                  FROM alpine AS tools\n\
                  FROM base AS child\nUSER root\n\
                  FROM child\n\
                  FROM triggers\n";
    let graph = graph(source);
    assert_eq!(graph.stages[0].config.user, Setting::Unset);
    let child = &graph.stages[2];
    let steps: Vec<_> = child
        .steps
        .iter()
        .map(|step| (step.trigger, step.span.text(source)))
        .collect();
    assert_eq!(
        steps,
        [
            (true, "ONBUILD USER app"),
            (true, "ONBUILD COPY --from=tools /t /t"),
            (true, "ONBUILD RUN make"),
            (false, "USER root"),
        ]
    );
    let StepKind::Run(run) = &child.steps[2].kind else {
        panic!("the trigger runs")
    };
    assert_eq!(run.user.as_deref(), Some("app"));
    assert!(child.dependencies.iter().any(|used| used.stage == 1));
    assert!(graph.stages[3].steps.is_empty());
    assert!(matches!(graph.stages[4].steps[0].kind, StepKind::Opaque));
}

#[test]
fn a_health_check_can_be_taken_away() {
    let graph =
        graph("FROM alpine AS a\nHEALTHCHECK CMD curl x\nFROM a\nFROM a\nHEALTHCHECK NONE\n");
    let check = |stage: usize| value(&graph.stages[stage].config.healthcheck);
    assert!(matches!(check(1), Some(Some(CommandLine::Shell { text, .. })) if text == "curl x"));
    assert_eq!(check(2), Some(None));
}
