//! `migrate`: a Dockerfile on a minimal base, as a diff or written, or what stands in the way.

use crate::args::MigrateArgs;
use crate::check::note;
use crate::definitions::Definitions;
use crate::{Error, FAILED, config_file, mend, output, paths, source, today};
use distroless_core::{BuildContext, DefinedContext, NoContext, Options, Request};
use distroless_migrate::{Refusal, Verdict, migrate};
use distroless_report::migration::{Migrated, document, explained, shown};
use distroless_report::visible;
use std::env;
use std::io::{self, IsTerminal};

/// The file would change.
const WOULD_CHANGE: u8 = 1;

/// Migrates the file; says how it ended.
pub(crate) fn run(args: &MigrateArgs) -> Result<u8, Error> {
    let current = env::current_dir().map_err(Error::CurrentDir)?;
    let (config, problems) = config_file::load(&args.config, &current);
    let mut failed = false;
    for problem in &problems {
        note(problem.path.as_deref(), &problem.message, &problem.help);
        failed = true;
    }
    let path = paths::shown(&args.file, &current);
    let text = match source::file(&args.file) {
        Ok(text) => text,
        Err(error) => {
            note(Some(&path), &error.to_string(), error.help());
            return Ok(FAILED);
        }
    };
    let options = Options {
        today: today::today(args.today)?,
        target: args.target.clone(),
        build_args: args.build_arg.clone(),
        config,
    };
    let files = std::slice::from_ref(&args.file);
    let definitions = Definitions::around(files, &args.build_files, &current);
    let context = definitions.context_of(Some(&args.file), args.context.as_deref());
    let files = context
        .as_ref()
        .map_or(&NoContext as &dyn BuildContext, |context| context);
    let defined = definitions
        .of(&args.file)
        .map(|build| DefinedContext { files, build });
    let request = Request {
        path: &path,
        source: &text,
        options: &options,
        context: defined.as_ref().map_or(files, |defined| defined),
    };
    let outcome = migrate(&request, args.base.unwrap_or_default());
    let migrated = Migrated {
        path: &path,
        source: &text,
        outcome: outcome.as_ref(),
    };
    let mut report = if args.format == "json" {
        document(&migrated)
    } else {
        shown(&migrated)
    };
    if args.explain && args.format != "json" {
        report.push_str(&explained(&migrated));
    }
    // A terminal does not get what would act on it.
    if io::stdout().is_terminal() {
        report = visible::many_lines(&report).into_owned();
    }
    output::stdout(&report)?;
    if failed {
        return Ok(FAILED);
    }
    match &outcome {
        Ok(migration) if args.write => {
            if let Err(error) = mend::write(&args.file, &migration.source, &current) {
                note(Some(&path), &error.to_string(), error.help());
                return Ok(FAILED);
            }
            Ok(0)
        }
        Ok(_) => Ok(WOULD_CHANGE),
        Err(Refusal {
            verdict: Verdict::NothingToDo,
            ..
        }) => Ok(0),
        Err(_) => Ok(FAILED),
    }
}
