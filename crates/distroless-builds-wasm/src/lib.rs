//! What compose and bake files say of Dockerfiles, for JavaScript hosts: JSON in, JSON out. A module
//! of its own, as most runs have no use for parsers of YAML and HCL.

use build_definitions::{combine, read};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Debug, Default, Serialize)]
struct Response {
    /// By the Dockerfile's path.
    builds: BTreeMap<String, Build>,
    /// Files that say nothing, as they cannot be read.
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Build {
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    targets: Vec<String>,
    /// `NAME=VALUE` each.
    args: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contexts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
}

/// Reads compose and bake files: `{ files: [{ path, text }] }` gives `{ builds, notes }`; see the
/// type declarations. Nothing is said where the request cannot be read: this never throws.
#[wasm_bindgen(js_name = readBuilds)]
pub fn read_builds(request: &str) -> String {
    let request: Value = serde_json::from_str(request).unwrap_or_default();
    let response = files(&request).map(|files| respond(&files));
    // Strings only: this cannot fail.
    serde_json::to_string(&response.unwrap_or_default()).unwrap_or_default()
}

/// The path of each file, from the root of the run with `/`, and its text. Serde's derived readers
/// would do the same for a multiple of the bytes.
fn files(request: &Value) -> Option<Vec<(&str, &str)>> {
    let files = request.get("files")?.as_array()?.iter();
    let pairs = files.map(|file| Some((file.get("path")?.as_str()?, file.get("text")?.as_str()?)));
    pairs.collect()
}

fn respond(files: &[(&str, &str)]) -> Response {
    let mut builds = Vec::new();
    let mut notes = Vec::new();
    for (path, text) in files {
        let (read, problems) = read(path, text);
        builds.extend(read);
        notes.extend(
            problems
                .into_iter()
                .map(|problem| format!("{path}: line {}: {}", problem.line, problem.message)),
        );
    }
    let said = combine(&builds).into_iter().map(|(dockerfile, build)| {
        let distroless_core::Build {
            context,
            targets,
            args,
            contexts,
            from,
        } = build;
        let args = args.iter().map(|(name, value)| format!("{name}={value}"));
        let args = args.collect();
        (
            dockerfile,
            Build {
                context,
                targets,
                args,
                contexts,
                from,
            },
        )
    });
    Response {
        builds: said.collect(),
        notes,
    }
}

#[cfg(test)]
mod tests {
    use super::read_builds;

    #[test]
    fn files_give_what_the_checker_takes() {
        let answer = read_builds(
            r#"{"files":[{"path":"compose.yaml","text":"services: { a: { build: { context: app, target: run, args: [A=b] } } }"},
                {"path":"docker-bake.hcl","text":"target {"}]}"#,
        );
        assert_eq!(
            answer,
            r#"{"builds":{"app/Dockerfile":{"context":"app","targets":["run"],"args":["A=b"],"from":"compose.yaml: service a"}},"notes":["docker-bake.hcl: line 1: this is no valid HCL"]}"#
        );
        assert_eq!(read_builds("nonsense"), r#"{"builds":{},"notes":[]}"#);
    }
}
