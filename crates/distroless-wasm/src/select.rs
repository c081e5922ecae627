//! Choosing the Dockerfiles among the files of a repository.

use distroless_core::config;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Selection {
    /// From the root of the run, with `/`.
    files: Vec<String>,
    /// Files and folders to stay in; all when empty. An empty path is the root.
    paths: Vec<String>,
    /// Globs to leave out.
    exclude: Vec<String>,
    /// The text of the configuration, whose own `exclude` holds too.
    #[serde(default)]
    config: Option<String>,
}

pub(crate) fn select(request: &str) -> String {
    let chosen = serde_json::from_str(request).map(|request| chosen(&request));
    serde_json::to_string(&chosen.unwrap_or_default()).unwrap_or_default()
}

fn chosen(request: &Selection) -> Vec<String> {
    // What is wrong in the configuration is reported by the run.
    let (mut config, _) = request.config.as_deref().map(config::parse).unwrap_or_default();
    config.exclude.extend_from_slice(&request.exclude);
    let mut files: Vec<String> = request
        .files
        .iter()
        .filter(|file| wanted(file, &request.paths) && !config.excludes(file))
        .cloned()
        .collect();
    // A file that is named is taken whatever its name.
    files.retain(|file| request.paths.contains(file) || distroless_core::is_dockerfile(file));
    files.sort();
    files.dedup();
    files
}

fn wanted(file: &str, paths: &[String]) -> bool {
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
                r#"{"files":["b/Dockerfile","a.txt","Dockerfile"],"paths":[],"exclude":[]}"#,
                r#"["Dockerfile","b/Dockerfile"]"#,
            ),
            (
                r#"{"files":["b/Dockerfile","bb/Dockerfile","odd"],"paths":["b","odd"],"exclude":[]}"#,
                r#"["b/Dockerfile","odd"]"#,
            ),
            (
                r#"{"files":["b/Dockerfile","Dockerfile"],"paths":[""],"exclude":["b/**"]}"#,
                r#"["Dockerfile"]"#,
            ),
            ("{}", "[]"),
        ] {
            assert_eq!(select(request), expected, "{request}");
        }
    }
}
