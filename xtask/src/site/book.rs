//! The pages as a book: navigation, search, themes and print.

use super::pages::Pages;
use super::playground::Parts;
use crate::root;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// How the book is made. `{theme}` is the folder with what is ours.
const CONFIG: &str = include_str!("book.toml");

/// Builds the book in a folder; says where it is.
pub(super) fn build(work: &Path, pages: &Pages, parts: &Parts) -> Result<PathBuf, Box<dyn Error>> {
    let (source, theme) = (work.join("src"), work.join("theme"));
    for page in &pages.all {
        let path = source.join(&page.place);
        fs::create_dir_all(path.parent().unwrap_or(&source))?;
        fs::write(path, &page.text)?;
    }
    root::copy(&root::path().join("site/theme"), &theme)?;
    fs::copy(&parts.highlight, theme.join("highlight.js"))?;
    let config: Config = CONFIG.parse()?;
    let mut book = MDBook::load_with_config_and_summary(work, config, pages.summary.clone())?;
    book.config.build.build_dir = PathBuf::from("book");
    book.build()?;
    Ok(work.join("book"))
}
