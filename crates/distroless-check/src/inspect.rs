//! `inspect`: what the checker makes of files, as data.

use crate::args::InspectArgs;
use crate::{Error, FAILED, output, paths, source};
use distroless_report::{inspect, inspection, visible};
use std::env;

/// Shows the files; says how it ended.
pub(crate) fn run(args: &InspectArgs) -> Result<u8, Error> {
    let current = env::current_dir().map_err(Error::CurrentDir)?;
    let mut code = 0;
    let mut sources = Vec::new();
    for path in &args.files {
        let shown = paths::shown(path, &current);
        match source::file(path) {
            Ok(text) => sources.push((shown, text)),
            Err(error) => {
                let line = format!("error: {shown}: {error} ({})", error.help());
                output::note(&visible::one_line(&line));
                code = FAILED;
            }
        }
    }
    let files: Vec<_> = sources
        .iter()
        .map(|(path, text)| (path, dockerfile_syntax::parse(text)))
        .collect();
    let reports: Vec<_> = files
        .iter()
        .map(|(path, file)| inspect::syntax::syntax_report(path, file))
        .collect();
    output::stdout(&inspection(&reports))?;
    Ok(code)
}
