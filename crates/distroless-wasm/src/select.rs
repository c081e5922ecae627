//! Choosing the Dockerfiles among the files of a repository.

use crate::fields::{self, Fields, Read};
use crate::settings::{self, ConfigRequest};
use crate::toml::Reader;
use distroless_core::order;
use distroless_report::serialised;
use serde_json::Value;

#[derive(Debug)]
struct Selection {
    /// From the root of the run, with `/`.
    files: Vec<String>,
    /// Files and folders to stay in; all when empty. An empty path is the root.
    paths: Vec<String>,
    /// Globs to leave out, also of what is named.
    exclude: Vec<String>,
    /// The way down to the folder that `exclude` starts at.
    root: String,
    /// The configuration, whose own `exclude` holds for what is not named.
    config: Option<ConfigRequest>,
}

impl Read for Selection {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let selection = Self {
            files: fields.required("files")?,
            paths: fields.optional("paths")?,
            exclude: fields.optional("exclude")?,
            root: fields.optional("root")?,
            config: fields.optional("config")?,
        };
        fields.end()?;
        Ok(selection)
    }
}

pub(crate) fn select(request: &str, toml: &Reader<'_>) -> String {
    let chosen = fields::parse(request).map(|request| chosen(&request, toml));
    serialised(&chosen.unwrap_or_default(), false)
}

fn chosen(request: &Selection, toml: &Reader<'_>) -> Vec<String> {
    // What is wrong in the configuration is reported by the run.
    let config = request
        .config
        .as_ref()
        .map(|file| settings::read(file, toml));
    let (config, _) = config.unwrap_or_default();
    let exclude = distroless_core::config::Config {
        exclude: request
            .exclude
            .iter()
            .map(|glob| settings::glob_below(&request.root, glob))
            .collect(),
        ..Default::default()
    };
    let mut files: Vec<String> = request
        .files
        .iter()
        .filter(|file| below(file, &request.paths) && !exclude.excludes(file))
        // A file that is named is taken, whatever its name.
        .filter(|file| {
            request.paths.contains(file)
                || distroless_core::is_dockerfile(file) && !config.excludes(file)
        })
        .cloned()
        .collect();
    order::sort_by(&mut files, Ord::cmp);
    files.dedup();
    files
}

fn below(file: &str, paths: &[String]) -> bool {
    let below = |path: &String| {
        let rest = file.strip_prefix(path.as_str());
        path.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    paths.is_empty() || paths.iter().any(below)
}

#[cfg(test)]
mod tests {
    use super::select;

    #[test]
    fn names_paths_and_globs_choose() {
        for (request, expected) in [
            (
                r#"{"files":["b/Dockerfile","a.txt","Dockerfile"]}"#,
                r#"["Dockerfile","b/Dockerfile"]"#,
            ),
            (
                r#"{"files":["b/Dockerfile","bb/Dockerfile","odd"],"paths":["b","odd"]}"#,
                r#"["b/Dockerfile","odd"]"#,
            ),
            (
                r#"{"files":["b/Dockerfile","Dockerfile"],"paths":[""],"exclude":["b/**"]}"#,
                r#"["Dockerfile"]"#,
            ),
            (
                r#"{"files":["b/c/Dockerfile","b/Dockerfile"],"exclude":["c"],"root":"b"}"#,
                r#"["b/Dockerfile"]"#,
            ),
            // What the configuration leaves out can be named all the same.
            (
                r#"{"files":["a/Dockerfile","b/Dockerfile"],"paths":["a/Dockerfile","b"],
                    "config":{"path":"c.toml","text":"exclude = ['*/Dockerfile']","above":""}}"#,
                r#"["a/Dockerfile"]"#,
            ),
            ("{}", "[]"),
        ] {
            let toml = |text: &str| Some(distroless_toml_wasm::read_toml(text));
            assert_eq!(select(request, &toml), expected, "{request}");
        }
    }
}
