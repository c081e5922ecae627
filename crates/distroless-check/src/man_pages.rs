//! The manual: a page for the program and one for each of its commands.

use crate::Error;
use crate::args::{Cli, ManPagesArgs};
use clap::CommandFactory;
use std::fs;

/// Writes all pages into a folder.
pub(crate) fn write(args: &ManPagesArgs) -> Result<(), Error> {
    let pages = Cli::command().disable_help_subcommand(true);
    fs::create_dir_all(&args.folder)
        .and_then(|()| clap_mangen::generate_to(pages, &args.folder))
        .map_err(|error| Error::Write {
            path: args.folder.display().to_string(),
            error,
        })
}
