//! `lsp`: the language server on standard input and output, with the files of this system.

use crate::args::{BuildFilesArgs, ConfigArgs};
use crate::definitions::Definitions;
use crate::{Error, config_file, paths, today};
use distroless_core::{BuildContext, NoContext, Options};
use distroless_lsp::{Around, Files, Frame, read, serve};
use distroless_report::{RunProblem, visible};
use image_knowledge::Date;
use lsp_server::{Connection, Message};
use std::io;
use std::path::Path;
use std::thread;

/// What an unsaved text is called.
const UNSAVED: &str = "Dockerfile";

/// Serves until the editor ends it; gives the exit code.
pub(crate) fn run() -> Result<u8, Error> {
    let disk = Disk {
        // An unusable day is said now, not when somebody waits for diagnostics.
        started: today::today(None)?,
    };
    let (ours, theirs) = Connection::memory();
    let Connection { sender, receiver } = theirs;
    // It waits for input when everything else has ended, so nobody waits for it.
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(frame)) = read(&mut input) {
            let sent = match frame {
                Frame::Message(message) => sender.send(message).is_ok(),
                Frame::Passed(why) => {
                    log(&format!("{why} was passed over"));
                    true
                }
            };
            if !sent {
                break;
            }
        }
    });
    let writer = thread::spawn(move || {
        let mut output = io::stdout().lock();
        receiver
            .iter()
            .try_for_each(|message: Message| message.write(&mut output))
    });
    let code = serve(&ours, &disk, env!("CARGO_PKG_VERSION"));
    drop(ours);
    // Nobody is there to be told that the last messages could not be written.
    _ = writer.join();
    Ok(code)
}

/// Editors show what a server writes to standard error.
fn log(text: &str) {
    crate::output::note(&visible::one_line(text));
}

/// The files of this system, looked at as the command line does when it is started in the folder of the
/// workspace.
#[derive(Debug)]
struct Disk {
    /// The day on which the server was started.
    started: Date,
}

impl Files for Disk {
    fn around(&self, dockerfile: Option<&Path>, folder: Option<&Path>) -> Around {
        let own = dockerfile.and_then(Path::parent);
        let current = folder.or(own);
        let (config, found) = current
            .map(|current| config_file::load(&ConfigArgs::default(), current))
            .unwrap_or_default();
        let current = current.unwrap_or(Path::new(""));
        let definitions =
            Definitions::around(dockerfile.as_slice(), &BuildFilesArgs::default(), current);
        let context = definitions.context_of(dockerfile, None);
        Around {
            path: dockerfile.map_or_else(|| UNSAVED.to_owned(), |it| paths::shown(it, current)),
            options: Options {
                // Servers run for days.
                today: today::today(None).unwrap_or(self.started),
                target: None,
                build_args: Vec::new(),
                config,
            },
            context: context.map_or_else(
                || Box::new(NoContext) as Box<dyn BuildContext>,
                |context| Box::new(context),
            ),
            build: dockerfile.and_then(|it| definitions.of(it)).cloned(),
            problems: found.iter().map(told).collect(),
            notes: definitions.problems(&[]).1,
        }
    }
}

/// A problem of the configuration in one line.
fn told(problem: &RunProblem) -> String {
    let RunProblem {
        path,
        message,
        help,
        range,
    } = problem;
    let line = range.map(|range| format!(":{}", range.start.line));
    let place = path.as_deref().unwrap_or_default();
    let place = format!("{place}{}", line.unwrap_or_default());
    format!("{place}: {message} ({help})")
}
