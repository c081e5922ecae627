//! The configuration of a project, as globs and paths are seen from the root of the run.

use crate::fields::{Fields, Read};
use crate::toml::{self, Reader};
use distroless_core::config::{self, Config, ConfigError};
use serde_json::Value;

/// The configuration file.
#[derive(Debug)]
pub(crate) struct ConfigRequest {
    pub(crate) path: String,
    pub(crate) text: String,
    /// The way from the file's folder down to the root of the run, where it leads down.
    pub(crate) above: Option<String>,
    /// The way from the root of the run down to the file's folder, where it leads down.
    pub(crate) below: Option<String>,
}

impl Read for ConfigRequest {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value)?;
        let file = Self {
            path: fields.required("path")?,
            text: fields.required("text")?,
            above: fields.optional("above")?,
            below: fields.optional("below")?,
        };
        fields.end()?;
        Ok(file)
    }
}

/// Reads the configuration. Its globs start at its own folder.
pub(crate) fn read(file: &ConfigRequest, toml: &Reader<'_>) -> (Config, Vec<ConfigError>) {
    let (mut config, errors) = config::read(&toml::document(&file.text, toml));
    if let Some(above) = &file.above {
        config.prefix.clone_from(above);
    } else if let Some(below) = &file.below {
        let globs = config.exclude.iter_mut();
        for glob in globs.chain(config.files.iter_mut().map(|file| &mut file.path)) {
            *glob = glob_below(below, glob);
        }
    }
    (config, errors)
}

/// A glob that starts at a folder, as one that starts at the root of the run.
pub(crate) fn glob_below(folder: &str, glob: &str) -> String {
    if folder.is_empty() {
        return glob.to_owned();
    }
    let (not, glob) = match glob.strip_prefix('!') {
        Some(rest) => ("!", rest),
        None => ("", glob),
    };
    let mut moved = String::from(not);
    for letter in folder.chars() {
        if matches!(letter, '*' | '?' | '[' | ']' | '{' | '}' | '!' | '\\') {
            moved.push('\\');
        }
        moved.push(letter);
    }
    moved.push('/');
    moved.push_str(glob.strip_prefix("./").unwrap_or(glob));
    moved
}

#[cfg(test)]
mod tests {
    use super::{ConfigRequest, read};

    fn excludes(above: Option<&str>, below: Option<&str>, path: &str) -> bool {
        let file = ConfigRequest {
            path: "distroless-check.toml".to_owned(),
            text: "exclude = [\"old/**\"]\n".to_owned(),
            above: above.map(str::to_owned),
            below: below.map(str::to_owned),
        };
        let (config, errors) = read(&file, &|text| Some(distroless_toml_wasm::read_toml(text)));
        assert_eq!(errors, []);
        config.excludes(path)
    }

    #[test]
    fn globs_start_at_the_folder_of_the_configuration() {
        assert!(excludes(Some(""), Some(""), "old/Dockerfile"));
        assert!(!excludes(Some(""), Some(""), "a/old/Dockerfile"));
        // Below the root of the run, in a folder with letters that globs know.
        assert!(excludes(None, Some("a [x]"), "a [x]/old/Dockerfile"));
        assert!(!excludes(None, Some("a [x]"), "old/Dockerfile"));
        assert!(!excludes(None, Some("a [x]"), "a x/old/Dockerfile"));
        // Above it.
        assert!(excludes(Some("old"), None, "Dockerfile"));
        assert!(!excludes(Some("new"), None, "Dockerfile"));
    }
}
