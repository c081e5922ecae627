//! The graph report against BuildKit's own conversion of real Dockerfiles.
//!
//! BuildKit got no build arguments, and an empty configuration for every image. Where conversion
//! fails, it shows what it had come to: such files are compared as far as that goes.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test reads the corpus, and says so where it is missing"
)]

use distroless_core::graph::{
    BaseConfig, BaseConfigs, BaseTarget, GraphOptions, Origin, StepKind, build,
};
use distroless_report::inspect::graph::graph_report;
use dockerfile_syntax::image_ref::Reference;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// The number of files in the corpus: a check that really looked at all of them.
const FILES: usize = 783;

/// What BuildKit adds where nobody sets PATH; it is listed only next to other variables.
const PATH: &str = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Every image has an empty configuration.
struct Empty;

impl BaseConfigs for Empty {
    fn config(&self, _: &Reference) -> Option<BaseConfig> {
        Some(BaseConfig {
            env: Vec::new(),
            env_complete: true,
            user: Some(String::new()),
            workdir: Some(String::new()),
            entrypoint: Some(None),
            cmd: Some(None),
            healthcheck: Some(false),
            no_triggers: true,
        })
    }
}

#[test]
fn equals_buildkit_on_the_corpus() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let Ok(expected) = fs::read_to_string(corpus.join("buildkit-graph.jsonl")) else {
        eprintln!("skipped: ../shared/corpus is not there");
        return;
    };
    let options = GraphOptions {
        complete: true,
        platform: Some("linux/amd64".to_owned()),
        ..GraphOptions::default()
    };
    let mut different = String::new();
    let mut files = 0;
    for line in expected.lines() {
        let theirs: Value = serde_json::from_str(line).expect("one JSON object a line");
        let path = theirs["path"].as_str().expect("a path");
        let bytes = fs::read(corpus.join("files").join(path)).expect("readable");
        let source = String::from_utf8_lossy(&bytes);
        let file = dockerfile_syntax::parse(&source);
        let graph = build(&file, &options, &Empty);
        let ours = serde_json::to_value(graph_report(path, &file, &graph)).expect("serialisable");
        let found = Comparison::new(theirs["ok"] == true).files(&theirs, &ours);
        if !found.is_empty() {
            let _ = writeln!(different, "{path}: {found}");
        }
        files += 1;
    }
    assert_eq!(files, FILES, "the corpus has changed");
    assert!(different.is_empty(), "{different}");
}

#[test]
fn pieces_of_files_have_a_graph_too() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let Ok(expected) = fs::read_to_string(corpus.join("buildkit-graph.jsonl")) else {
        eprintln!("skipped: ../shared/corpus is not there");
        return;
    };
    let options = GraphOptions::default();
    for (number, line) in expected.lines().enumerate() {
        let theirs: Value = serde_json::from_str(line).expect("one JSON object a line");
        let path = theirs["path"].as_str().expect("a path");
        let bytes = fs::read(corpus.join("files").join(path)).expect("readable");
        // Cut somewhere, begun somewhere, and with a line in three missing.
        let cut = bytes.len() * (number % 7 + 1) / 8;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let some = lines.enumerate().filter(|(at, _)| (at + number) % 3 != 0);
        let thin: Vec<u8> = some.flat_map(|(_, line)| line).copied().collect();
        for piece in [bytes.get(..cut), bytes.get(cut..), Some(thin.as_slice())]
            .into_iter()
            .flatten()
        {
            let source = String::from_utf8_lossy(piece);
            let file = dockerfile_syntax::parse(&source);
            let graph = build(&file, &options, &Empty);
            assert_eq!(graph.stages.len(), file.stages().len(), "{path}");
            let report =
                serde_json::to_value(graph_report(path, &file, &graph)).expect("serialisable");
            assert_eq!(
                report["stages"].as_array().map(Vec::len),
                Some(graph.stages.len()),
                "{path}"
            );
            for stage in &graph.stages {
                let earlier = |index: usize| index < stage.index;
                let used = stage.steps.iter().filter_map(|step| match &step.kind {
                    StepKind::Copy(copy) => Some(&copy.origin),
                    _ => None,
                });
                for origin in used {
                    assert!(
                        !matches!(origin, Origin::Stage(index) if !earlier(*index)),
                        "{path}"
                    );
                }
                assert!(
                    !matches!(stage.base.target, BaseTarget::Stage(index) if !earlier(index)),
                    "{path}"
                );
            }
        }
    }
}

struct Comparison {
    whole: bool,
    different: String,
}

impl Comparison {
    const fn new(whole: bool) -> Self {
        Self {
            whole,
            different: String::new(),
        }
    }

    /// Empty texts are not listed by BuildKit's dump, and of a file that failed what it had not
    /// come to is missing.
    fn check(&mut self, what: &str, theirs: &Value, ours: &Value) {
        let missing = theirs.is_null() && *ours == ""
            || !self.whole && (theirs.is_null() || *theirs == false);
        if theirs != ours && !missing {
            let _ = write!(self.different, "\n  {what}: theirs {theirs}, ours {ours}");
        }
    }

    fn files(mut self, theirs: &Value, ours: &Value) -> String {
        let empty = Vec::new();
        let (all, found) = (&theirs["stages"], &ours["stages"]);
        let all = all.as_array().unwrap_or(&empty);
        let found = found.as_array().unwrap_or(&empty);
        if self.whole {
            self.check("stages", &json!(all.len()), &json!(found.len()));
        }
        for (theirs, ours) in all.iter().zip(found) {
            self.stage(theirs, ours);
        }
        self.different
    }

    fn stage(&mut self, theirs: &Value, ours: &Value) {
        let at = format!("stage {}", theirs["index"]);
        let names = [
            "index",
            "name",
            "base_stage",
            "vars_matched",
            "vars_unmatched",
            "reachable",
        ];
        for name in names {
            self.check(&format!("{at} {name}"), &theirs[name], &ours[name]);
        }
        // A blank base is an error for us too, of which nothing more is known.
        let expanded = match theirs["base_expanded"].as_str() {
            Some("") => Value::Null,
            _ => theirs["base_expanded"].clone(),
        };
        self.check(
            &format!("{at} base_expanded"),
            &expanded,
            &ours["base_expanded"],
        );
        if self.whole || !theirs["base_ref"].is_null() {
            self.check(
                &format!("{at} base_ref"),
                &theirs["base_ref"],
                &ours["base_ref"],
            );
        }
        if !ours["platform"].is_null() && !theirs["platform"].is_null() {
            self.check(
                &format!("{at} platform"),
                &theirs["platform"],
                &ours["platform"],
            );
        }
        let empty = Vec::new();
        let commands = theirs["commands"].as_array().unwrap_or(&empty);
        let found = ours["commands"].as_array().unwrap_or(&empty);
        if self.whole {
            self.check(
                &format!("{at} commands"),
                &json!(commands.len()),
                &json!(found.len()),
            );
        }
        for (theirs, ours) in commands.iter().zip(found) {
            self.command(&at, theirs, ours);
        }
        if !self.whole {
            return;
        }
        for name in ["deps", "entrypoint", "cmd", "shell", "workdir"] {
            self.check(&format!("{at} {name}"), &theirs[name], &ours[name]);
        }
        let user = ours["user"].as_str().unwrap_or_default();
        self.check(&format!("{at} user"), &theirs["user"], &json!(user));
        let env = if theirs["env"].is_null() {
            json!([PATH])
        } else {
            theirs["env"].clone()
        };
        self.check(&format!("{at} env"), &env, &ours["env"]);
    }

    fn command(&mut self, at: &str, theirs: &Value, ours: &Value) {
        let at = format!("{at} line {}", theirs["line"]);
        let names = [
            "name",
            "line",
            "sources",
            "dest",
            "inline",
            "from",
            "from_stage",
            "path",
            "user",
            "signal",
            "env",
            "args",
            "labels",
            "ports",
            "volumes",
            "cmdline",
            "mounts",
        ];
        for name in names {
            self.check(&format!("{at} {name}"), &theirs[name], &ours[name]);
        }
        let shell_form = json!(theirs["shell_form"] == true);
        self.check(
            &format!("{at} shell_form"),
            &shell_form,
            &json!(ours["shell_form"] == true),
        );
        if ours["name"] == "RUN" {
            self.check(
                &format!("{at} run_user"),
                &theirs["run_user"],
                &ours["run_user"],
            );
        }
        if !ours["workdir"].is_null() {
            let workdir = if theirs["workdir"] == "" {
                json!("/")
            } else {
                theirs["workdir"].clone()
            };
            self.check(&format!("{at} workdir"), &workdir, &ours["workdir"]);
        }
    }
}
