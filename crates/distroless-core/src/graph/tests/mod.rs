//! Small files, read and resolved.

mod bounds;
mod configuration;
mod references;
mod variables;

use super::types::{BaseConfig, BaseConfigs, GraphOptions, Operand, StageGraph, StepKind};
use super::{Setting, build};
use dockerfile_syntax::image_ref::Reference;
use dockerfile_syntax::parse;

/// Knows every image but those called `private`.
struct Images;

impl BaseConfigs for Images {
    fn config(&self, image: &Reference) -> Option<BaseConfig> {
        let some = |text: &str| Some(text.to_owned());
        match image.repository() {
            "library/private" => None,
            "library/node" => Some(BaseConfig {
                env: vec![
                    ("PATH".to_owned(), some("/usr/local/bin:/usr/bin")),
                    ("NODE_VERSION".to_owned(), None),
                ],
                env_complete: false,
                user: some(""),
                workdir: some("/srv"),
                entrypoint: Some(Some(vec!["docker-entrypoint.sh".to_owned()])),
                cmd: Some(Some(vec!["node".to_owned()])),
                healthcheck: None,
                no_triggers: true,
            }),
            _ => Some(BaseConfig {
                env: Vec::new(),
                env_complete: true,
                user: some(""),
                workdir: some(""),
                entrypoint: Some(None),
                cmd: Some(None),
                healthcheck: Some(false),
                no_triggers: image.repository() != "library/triggers",
            }),
        }
    }
}

fn graph_with(source: &str, options: &GraphOptions) -> StageGraph {
    build(&parse(source), options, &Images)
}

fn graph(source: &str) -> StageGraph {
    graph_with(source, &GraphOptions::default())
}

fn value<T: Clone>(setting: &Setting<T>) -> Option<T> {
    setting.value().cloned()
}

/// The expanded words of every step that has some, in order: one list a step.
fn operands(graph: &StageGraph, stage: usize) -> Vec<Vec<Option<String>>> {
    let words = |operands: &[Operand]| {
        operands
            .iter()
            .map(|operand| operand.value.clone())
            .collect()
    };
    graph.stages[stage]
        .steps
        .iter()
        .filter_map(|step| match &step.kind {
            StepKind::Copy(copy) => {
                let mut list: Vec<_> = words(&copy.sources);
                list.push(copy.destination.value.clone());
                Some(list)
            }
            _ if step.operands.is_empty() => None,
            _ => Some(words(&step.operands)),
        })
        .collect()
}
