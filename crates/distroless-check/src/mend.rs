//! `--fix` and `--diff`: what is mended, where it goes and how it is told.

use crate::args::FixArgs;
use crate::{Error, output};
use distroless_core::fix::{Applied, Mended};
use distroless_report::visible;
use similar::TextDiff;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

/// Lines around a change in a diff.
const AROUND: usize = 3;

/// Why a mended file is not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwritten {
    #[error("the mended file cannot be written: {0}")]
    Io(#[from] io::Error),
    #[error("this is a link out of the folder: what it leads to is not mended")]
    OutsideLink,
    #[error("this is not a regular file: it is not mended")]
    Special,
}

impl Unwritten {
    /// What to do about it.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Io(_) => "check the permissions of the file and its folder",
            Self::OutsideLink => "run this where the file is",
            Self::Special => "leave --fix or --write out, and see the change as a diff",
        }
    }
}

/// Refuses what could have no effect.
pub(crate) fn usable(args: &FixArgs, stdin: bool) -> Result<(), Error> {
    if args.fix && stdin {
        let message = "--fix writes files, and standard input is none";
        return Err(Error::usage(message, "use --diff"));
    }
    if args.unsafe_fixes && args.least().is_none() {
        let message = "--unsafe-fixes alone mends nothing";
        return Err(Error::usage(message, "add --fix or --diff"));
    }
    Ok(())
}

/// What was or would be mended in one file.
#[derive(Debug)]
pub(crate) struct Repair {
    shown: String,
    applied: Vec<Applied>,
    /// The change, where it is to be shown.
    diff: Option<String>,
}

impl Repair {
    /// Of a file with that text; `None` where nothing is mended.
    pub(crate) fn new(shown: &str, before: &str, mended: &Mended, args: &FixArgs) -> Option<Self> {
        (!mended.applied.is_empty()).then(|| Self {
            shown: shown.to_owned(),
            applied: mended.applied.clone(),
            diff: args.diff.then(|| diff(shown, before, &mended.source)),
        })
    }
}

fn diff(shown: &str, before: &str, after: &str) -> String {
    let name = visible::one_line(shown);
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(AROUND)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

/// Puts a mended text in the place of the file. A link is followed inside of `current` only.
pub(crate) fn write(path: &Path, text: &str, current: &Path) -> Result<(), Unwritten> {
    if fs::symlink_metadata(path)?.is_symlink() {
        let target = fs::canonicalize(path)?;
        if !target.starts_with(fs::canonicalize(current)?) {
            return Err(Unwritten::OutsideLink);
        }
    }
    if !fs::metadata(path)?.is_file() {
        return Err(Unwritten::Special);
    }
    Ok(output::file(text, path)?)
}

/// All diffs, in the order of the files. A terminal does not get what would act on it.
pub(crate) fn diffs(repairs: &[Repair]) -> String {
    let text: String = repairs.iter().filter_map(|it| it.diff.as_deref()).collect();
    if io::stdout().is_terminal() {
        visible::many_lines(&text).into_owned()
    } else {
        text
    }
}

/// What was mended, for people: a line a fix, then how many.
pub(crate) fn tell(repairs: &[Repair], args: &FixArgs) {
    let done = if args.diff { "would mend" } else { "mended" };
    let mut count = 0;
    for repair in repairs {
        for applied in &repair.applied {
            let Applied { rule, title, .. } = applied;
            let line = format!("{done} {}: {title} ({rule})", repair.shown);
            output::note(&visible::one_line(&line));
            count += 1;
        }
    }
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let files = repairs.len();
    output::note(&format!(
        "{done} {count} finding{} in {files} file{}",
        plural(count),
        plural(files)
    ));
}
