//! What a shell completes after the program's name.

use crate::args::{Cli, CompletionsArgs};
use crate::{Error, output};
use clap::{Command, CommandFactory};

/// Prints the script of a shell.
pub(crate) fn print(args: &CompletionsArgs) -> Result<(), Error> {
    let all = Cli::command();
    // The scripts would offer what is hidden in the help, too.
    let shown = all
        .get_subcommands()
        .filter(|command| !command.is_hide_set());
    let mut shown = Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .args(all.get_arguments())
        .subcommands(shown.cloned());
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut shown, NAME, &mut script);
    output::stdout(&String::from_utf8_lossy(&script))
}

/// What the program is called.
const NAME: &str = env!("CARGO_PKG_NAME");
