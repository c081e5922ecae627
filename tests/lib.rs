//! What the tests of the whole product share.

pub mod context;
pub mod example;
pub mod grammar;
pub mod mend;
pub mod migration;
pub mod mutation;
pub mod page;
pub mod property;

use distroless_core::config::{Config, FailOn};
use distroless_core::rules;
use distroless_core::{Analysis, BuildContext, NoContext, Options, Request, analyze};
use distroless_report::{ChangedLines, File, Format, Run, render};
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
    check_in(&NoContext, path, source, options)
}

/// Analyses a text with a build context.
pub fn check_in(
    context: &dyn BuildContext,
    path: &str,
    source: &str,
    options: &Options,
) -> Analysis {
    let request = Request {
        path,
        source,
        options,
        context,
    };
    analyze(&request)
}

/// The reports on a text in every format, by every rule.
pub fn reports(source: &str) -> Vec<String> {
    // The opt-in rules too.
    let every: Vec<_> = rules::all().map(|rule| rule.meta.id).collect();
    let analysis = check("Dockerfile", source, &options(&every));
    let run = Run {
        version: "0".to_owned(),
        today: today(),
        fail_on: FailOn::Warning,
        files: vec![File::new(source.to_owned(), analysis)],
        problems: Vec::new(),
        guid: None,
        show_suppressed: true,
        baseline: None,
        changed_lines: ChangedLines::Off,
        links: None,
        pages: None,
    };
    let formats = Format::ALL.iter();
    formats.map(|format| render(*format, &run)).collect()
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

/// Every file below a folder, in order.
///
/// # Errors
/// Where a folder cannot be read: a test that looks at fewer files than there are proves nothing.
pub fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}
