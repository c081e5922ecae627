//! Finding and reading the configuration.

use crate::args::ConfigArgs;
use crate::{paths, source};
use distroless_core::config::{self, Config};
use distroless_report::RunProblem;
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "distroless-check.toml";

/// The configuration and what is wrong in its file.
pub(crate) fn load(args: &ConfigArgs, current: &Path) -> (Config, Vec<RunProblem>) {
    match file(args, current) {
        // What is wrong in a file is shown, and the link may be that of somebody who may not read it.
        Some(path) if args.config.is_none() && leads_out(&path) => {
            let problem = RunProblem::new(
                Some(paths::shown(&path, current)),
                "the configuration is a link that leads out of the repository".to_owned(),
                "name the file with --config if it is meant",
            );
            (Config::default(), vec![problem])
        }
        Some(path) => read(&path, current),
        None => (Config::default(), Vec::new()),
    }
}

/// Whether a file is a link to one outside of the repository that the link is in, or of its folder where there is
/// none.
fn leads_out(path: &Path) -> bool {
    if !path.is_symlink() {
        return false;
    }
    let Some(folder) = path.parent() else {
        return true;
    };
    let is_top = |folder: &&Path| fs::symlink_metadata(folder.join(".git")).is_ok();
    let top = folder.ancestors().find(is_top).unwrap_or(folder);
    match (fs::canonicalize(path), fs::canonicalize(top)) {
        (Ok(path), Ok(top)) => !path.starts_with(top),
        _ => true,
    }
}

/// The file named, else the nearest one from the current directory upwards, within the repository.
fn file(args: &ConfigArgs, current: &Path) -> Option<PathBuf> {
    if args.no_config {
        return None;
    }
    if let Some(path) = &args.config {
        return Some(path.clone());
    }
    for folder in current.ancestors() {
        let path = folder.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        // `.git` is a file in work trees and submodules.
        if fs::symlink_metadata(folder.join(".git")).is_ok() {
            return None;
        }
    }
    None
}

fn read(path: &Path, current: &Path) -> (Config, Vec<RunProblem>) {
    let shown = paths::shown(path, current);
    match source::file(path) {
        Ok(text) => {
            let (mut config, errors) = config::parse(&text);
            config.prefix = prefix(path, current);
            let problems = errors
                .into_iter()
                .map(|error| RunProblem::at(&shown, &text, error.span, error.message, error.help));
            let problems = problems.collect();
            (config, problems)
        }
        Err(error) => {
            let problem = RunProblem::new(Some(shown), error.to_string(), error.help());
            (Config::default(), vec![problem])
        }
    }
}

/// The way from the configuration's folder down to the current directory; empty where there is none.
fn prefix(path: &Path, current: &Path) -> String {
    let folder = path.parent().and_then(paths::real_folder);
    let current = fs::canonicalize(current).ok();
    let way = current.zip(folder).and_then(|(current, folder)| {
        let way = current.strip_prefix(folder).ok()?;
        Some(paths::shown(way, Path::new("/")))
    });
    way.filter(|way| way != ".").unwrap_or_default()
}
