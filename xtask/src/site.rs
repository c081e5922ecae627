//! `cargo xtask site`: the documents of the project, a page for each rule and the playground as a static
//! site. A link that leads nowhere is an error.

mod book;
mod check;
mod equivalents;
mod links;
mod pages;
mod playground;
mod rule_page;
mod sample;

pub(crate) use equivalents::{Equivalents, document as equivalents_document};

use crate::root;
use distroless_tests::files_below;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the site into a folder, which is made anew.
pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir()?;
    let pages = pages::Pages::read()?;
    let parts = playground::build(work.path())?;
    let built = book::build(work.path(), &pages, &parts)?;
    playground::add(&built, &parts)?;
    let checked = check::links(&built)?;
    replace(folder, &built)?;
    println!(
        "{} pages in {}, {checked} links lead somewhere",
        pages.len(),
        folder.display()
    );
    Ok(())
}

/// Builds the site and looks at it with a browser. Without one nothing is looked at, which is said, unless
/// it `must` be.
pub(crate) fn test(must: bool) -> Result<(), Box<dyn Error>> {
    let folder = root::path().join("target/site");
    run(&folder)?;
    playground::test(&folder, must)
}

/// Puts a folder in the place of another.
fn replace(folder: &Path, with: &Path) -> Result<(), Box<dyn Error>> {
    if folder.is_dir() {
        // What is somebody's own is not thrown away.
        if fs::read_dir(folder)?.next().is_some() && !folder.join("toc.html").is_file() {
            return Err(format!("{} is there, and is no site", folder.display()).into());
        }
        fs::remove_dir_all(folder)?;
    }
    Ok(root::copy(with, folder)?)
}

/// The files below a folder with an ending, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = files_below(folder)?;
    found.retain(|path| path.extension().is_some_and(|it| it == ending));
    Ok(found)
}
