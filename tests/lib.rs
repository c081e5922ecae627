//! What the tests of the whole product share.

pub mod page;

use distroless_core::config::Config;
use distroless_core::{Analysis, NoContext, Options, Request, analyze};
use image_knowledge::Date;
use std::path::{Path, PathBuf};

/// The day the examples are judged on.
///
/// # Panics
/// Never: the date is valid.
pub fn today() -> Date {
    Date::parse("2026-11-23").expect("a date")
}

/// Options that run the given rules only, or all of them.
pub fn options(select: &[&str]) -> Options {
    Options {
        today: today(),
        target: None,
        build_args: Vec::new(),
        config: Config {
            select: select.iter().map(ToString::to_string).collect(),
            ..Config::default()
        },
    }
}

/// Analyses a text without a build context.
pub fn check(path: &str, source: &str, options: &Options) -> Analysis {
    let request = Request {
        path,
        source,
        options,
    };
    analyze(&request, &NoContext)
}

/// The project's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The real Dockerfiles beside the project, where they are; says so where they are not.
pub fn corpus() -> Option<PathBuf> {
    let folder = root().join("../shared/corpus");
    if folder.join("manifest.jsonl").is_file() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}
