//! Checking files: from the arguments to the report and the exit code.

use crate::args::{CheckArgs, Shown};
use crate::change::{Before, Change, Touched};
use crate::context::{FsContext, Recording};
use crate::definitions::Definitions;
use crate::discover::{self, Found};
use crate::mend::{self, Repair};
use crate::progress::Progress;
use crate::source::Unreadable;
use crate::{Error, args, config_file, output, paths, source, today};
use distroless_core::{
    Build, BuildContext, DefinedContext, NoContext, Options, Request, Safety, analyze, fix,
};
use distroless_report::{
    Base, Baseline, ChangedLines, Conclusion, File, Format, Run, RunProblem, examine, render, text,
    visible,
};
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::env;
use std::fs;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

const NOTHING: &str = "warning: no Dockerfiles found (a Dockerfile is called Dockerfile, Dockerfile.NAME, \
    NAME.Dockerfile or Containerfile; name a file of another name itself)";

/// Checks, reports and says how it ended.
pub(crate) fn run(args: &CheckArgs) -> Result<u8, Error> {
    let current = env::current_dir().map_err(Error::CurrentDir)?;
    if let Some(root) = args.context.as_deref().filter(|root| !root.is_dir()) {
        let message = format!("--context {} is not a folder", root.display());
        return Err(Error::usage(message, "name the folder that the build gets"));
    }
    let (mut config, mut problems) = config_file::load(&args.config, &current);
    config
        .narrow(&args.select, &args.ignore)
        .map_err(|unknown| Error::usage(unknown.message(), unknown.help()))?;
    let build_files = !args.build_files.no_build_files;
    let mut found = discover::discover(&args.paths, &current, &config, build_files);
    let definitions = definitions(&mut found, args, &current);
    let (unread, notes) = definitions.problems(&found.named_definitions);
    problems.extend(unread);
    for note in notes.iter().filter(|_| !args.quiet) {
        output::note(&visible::one_line(note));
    }
    let options = Options {
        today: today::today(args.today)?,
        target: args.target.clone(),
        build_args: args.build_arg.clone(),
        config,
    };
    let nothing = found.files.is_empty() && !found.stdin && found.problems.is_empty();
    if nothing && problems.is_empty() && !args.quiet {
        output::note(NOTHING);
    }
    let since = args.before.changed_since.as_deref();
    let change = since.map(|revision| Change::since(revision, &current));
    let change = change.transpose()?;
    let baseline = baseline(args)?;
    let asked = Asked {
        args,
        current: &current,
        options: &options,
        definitions: &definitions,
        change: change.as_ref(),
    };
    mend::usable(&args.fix, found.stdin)?;
    let (files, repairs, unreadable) = analyse(found, &asked);
    if let Some(change) = change.as_ref().filter(|_| files.is_empty() && !args.quiet) {
        output::note(&format!(
            "note: no Dockerfile changed since {}",
            change.base()
        ));
    }
    problems.extend(unreadable);

    let run = Run {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        today: options.today,
        fail_on: args.fail_on.or(options.config.fail_on).unwrap_or_default(),
        files,
        problems,
        guid: (!args.reproducible).then(|| uuid::Uuid::new_v4().to_string()),
        show_suppressed: !args.no_suppressed,
        baseline,
        changed_lines: if args.before.changed_lines {
            ChangedLines::Gate
        } else {
            ChangedLines::Off
        },
        links: None,
        pages: None,
    };
    if !repairs.is_empty() && !args.quiet {
        mend::tell(&repairs, &args.fix);
    }
    if args.fix.diff {
        problem_notes(&run);
        output::write(&mend::diffs(&repairs), args.output.as_deref())?;
        return Ok(match run.conclusion() {
            Conclusion::Problems => Conclusion::Problems.exit_code(),
            _ => u8::from(!repairs.is_empty()),
        });
    }
    let report = match args.format {
        Shown::Text => text_report(&run, style(args)),
        Shown::Rendered(format) => {
            if format != Format::Github && !args.quiet {
                problem_notes(&run);
            }
            render(format, &run)
        }
    };
    output::write(&report, args.output.as_deref())?;
    if args.output.is_some() && !args.quiet {
        output::note(&text::summary(&run));
    }
    let is_text = args.format == Shown::Text && args.output.is_none();
    if is_text && !args.quiet && args.before.baseline.is_none() {
        offer_fixes(&run, args.fix.least());
    }
    Ok(run.conclusion().exit_code())
}

/// The report for people, its excerpts made on all processors as its findings were.
fn text_report(run: &Run, style: text::Style) -> String {
    match run.files.as_slice() {
        [_] | [] => text::report(run, style),
        files => {
            let parts = files.par_iter().map(|file| text::part(run, file, style));
            text::assemble(run, style, parts.collect::<Vec<_>>())
        }
    }
}

/// Colours where standard output shows them, and lines as long as its terminal is wide.
fn style(args: &CheckArgs) -> text::Style {
    let choice = anstream::AutoStream::choice(&io::stdout());
    let is_shown = args.output.is_none();
    let width = terminal_size::terminal_size_of(io::stdout()).filter(|_| is_shown);
    text::Style {
        coloured: is_shown && choice != anstream::ColorChoice::Never,
        quiet: args.quiet,
        width: width.map(|(width, _)| usize::from(width.0)),
    }
}

/// How to go on, for people: whoever reads a file or a format asks for what they want. What a run that mends
/// has left is not to be mended in the same way.
fn offer_fixes(run: &Run, mended: Option<Safety>) {
    let findings = run.files.iter().flat_map(|file| run.annotated(file));
    let (mut safe, mut more) = (0, 0);
    for finding in findings {
        let is_safe = finding.fixes.iter().any(|fix| fix.safety == Safety::Safe);
        safe += usize::from(is_safe && mended.is_none());
        more +=
            usize::from(!is_safe && !finding.fixes.is_empty() && mended != Some(Safety::Unsafe));
    }
    let findings = |count: usize| match count {
        1 => "1 finding".to_owned(),
        _ => format!("{count} findings"),
    };
    let mends = match (safe, more) {
        (0, 0) => return,
        (_, 0) => format!("--fix mends {}", findings(safe)),
        (0, _) => format!(
            "--fix --unsafe-fixes mends {}, where the image may behave otherwise",
            findings(more)
        ),
        _ => format!(
            "--fix mends {}, and with --unsafe-fixes {more} more, where the image may behave otherwise",
            findings(safe)
        ),
    };
    output::note(&format!("help: {mends}; --diff shows how"));
}

/// What compose and bake files say. The Dockerfiles of those that are named are checked as well.
fn definitions(found: &mut Found, args: &CheckArgs, current: &Path) -> Definitions {
    if args.build_files.no_build_files {
        return Definitions::default();
    }
    let named = Definitions::find(iter::empty(), &found.named_definitions, current);
    for dockerfile in named.dockerfiles() {
        found.take(paths::shown(dockerfile, current), dockerfile.to_path_buf());
    }
    let stdin = args.stdin_filename.as_deref().filter(|_| found.stdin);
    let dockerfiles = found.files.values().map(PathBuf::as_path).chain(stdin);
    let known = [found.named_definitions.as_slice(), &found.definitions].concat();
    Definitions::find(dockerfiles, &known, current)
}

/// Every file is analysed, and mended, on its own: one that cannot be read stops no other.
fn analyse(found: Found, asked: &Asked<'_>) -> (Vec<File>, Vec<Repair>, Vec<RunProblem>) {
    let mut problems = found.problems;
    let all = found.files.len() + usize::from(found.stdin);
    let progress = Progress::of(all, !asked.args.quiet);
    let files: Vec<(String, PathBuf)> = found
        .files
        .into_iter()
        .map(|((shown, _), path)| (shown, path))
        .collect();
    let one = |(shown, path): (String, PathBuf)| {
        let checked = asked.of_change(shown, &path);
        progress.advance();
        checked
    };
    let mut results: Vec<Option<Result<Checked, RunProblem>>> = match files.len() {
        // Threads take longer to start than a file takes to check.
        1 => files.into_iter().map(one).collect(),
        _ => files.into_par_iter().map(one).collect(),
    };
    if found.stdin {
        let name = asked.args.stdin_filename.as_deref();
        let shown = name.map(|name| paths::shown(name, asked.current));
        let shown = shown.unwrap_or_else(|| "<stdin>".to_owned());
        let context = asked.context(name);
        let build = name.and_then(|name| asked.definitions.of(name));
        let checked = asked.one(shown, source::stdin(), None, context.as_ref(), build, None);
        results.push(Some(checked));
    }
    drop(progress);
    let mut checked = Vec::new();
    for result in results.into_iter().flatten() {
        match result {
            Ok(one) => checked.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    checked.sort_by(|a, b| a.file.analysis.path.cmp(&b.file.analysis.path));
    let mut files = Vec::new();
    let mut repairs = Vec::new();
    for one in checked {
        files.push(one.file);
        repairs.extend(one.repair);
        problems.extend(one.problem);
    }
    (files, repairs, problems)
}

/// A file after it was looked at.
struct Checked {
    file: File,
    repair: Option<Repair>,
    /// Why what was mended is not written.
    problem: Option<RunProblem>,
}

/// What is the same for all files.
struct Asked<'r> {
    args: &'r CheckArgs,
    current: &'r Path,
    options: &'r Options,
    definitions: &'r Definitions,
    /// The change that is looked at.
    change: Option<&'r Change>,
}

impl Asked<'_> {
    /// Checks a file if the change is of concern to it.
    fn of_change(&self, shown: String, path: &Path) -> Option<Result<Checked, RunProblem>> {
        let context = self.context(Some(path));
        let text = source::file(path);
        let build = self.definitions.of(path);
        let concerned = || match &text {
            Ok(source) => self.concerns(path, source, context.as_ref(), build),
            Err(_) => false,
        };
        let before = match self.change.map(|change| change.of(path)) {
            None => None,
            Some(Ok(Touched::No)) if concerned() => None,
            Some(Ok(Touched::No)) => return None,
            // What else decides its findings changed: any of them may be of the change.
            Some(Ok(Touched::Itself(before))) if concerned() => Some(before.whole()),
            Some(Ok(Touched::Itself(before))) => Some(before),
            Some(Err(error)) => {
                let help = "check the repository, or leave out --changed-since";
                return Some(Err(RunProblem::new(Some(shown), error.to_string(), help)));
            }
        };
        Some(self.one(shown, text, before, context.as_ref(), build, Some(path)))
    }

    /// Whether the change may have changed the findings of a Dockerfile otherwise than in its text: by
    /// what builds it, or by a file beside it or in its build context.
    fn concerns(
        &self,
        dockerfile: &Path,
        source: &str,
        context: Option<&FsContext>,
        build: Option<&Build>,
    ) -> bool {
        let Some(change) = self.change else {
            return false;
        };
        let folder = dockerfile.parent().filter(|it| *it != Path::new(""));
        if change.redefines(dockerfile, build.is_some())
            || change.decides(folder.unwrap_or(Path::new(".")))
        {
            return true;
        }
        let Some((context, root)) = context.and_then(|it| Some((it, it.root()?))) else {
            return false;
        };
        if change.decides(root) || !change.reaches(root) {
            return change.decides(root);
        }
        // Any file can be one that is started: what it begins with counts then.
        let files = Recording::of(context);
        let defined = build.map(|build| DefinedContext {
            files: &files,
            build,
        });
        let asked = defined
            .as_ref()
            .map_or(&files as &dyn BuildContext, |it| it);
        analyze(&Request {
            path: &dockerfile.to_string_lossy(),
            source,
            options: self.options,
            context: asked,
        });
        change.has_any(root, files.asked().iter().map(String::as_str))
    }

    fn one(
        &self,
        path: String,
        text: Result<String, Unreadable>,
        before: Option<Before>,
        context: Option<&FsContext>,
        build: Option<&Build>,
        place: Option<&Path>,
    ) -> Result<Checked, RunProblem> {
        let source = match text {
            Ok(source) => source,
            Err(error) => {
                let missing = error.is_missing().then_some(&path);
                let meant = missing.and_then(|path| args::meant_command(path));
                let help = meant.map_or_else(
                    || error.help().to_owned(),
                    |name| format!("did you mean the command `{name}`? {}", error.help()),
                );
                return Err(RunProblem::new(Some(path), error.to_string(), help));
            }
        };
        let files = context.map_or(&NoContext as &dyn BuildContext, |context| context);
        let defined = build.map(|build| DefinedContext { files, build });
        let context = defined.as_ref().map_or(files, |defined| defined);
        // Only the job summary shows what images are.
        let detailed = self.args.format == Shown::Rendered(Format::Markdown);
        let look = |source: &str| {
            let request = Request {
                path: &path,
                source,
                options: self.options,
                context,
            };
            examine(&request, detailed)
        };
        let (mut analysis, mut overview) = look(&source);
        let mut source = source;
        let (mut repair, mut problem) = (None, None);
        if let Some(least) = self.args.fix.least() {
            let mended = fix::mend(&source, analysis.clone(), least, &|text| look(text).0);
            repair = Repair::new(&path, &source, &mended, &self.args.fix);
            let written = match place.filter(|_| self.args.fix.fix && repair.is_some()) {
                Some(place) => mend::write(place, &mended.source, self.current).map(|()| true),
                None => Ok(false),
            };
            match written {
                Ok(false) => {}
                Ok(true) => {
                    (source, analysis) = (mended.source, mended.analysis);
                    overview = overview.and_then(|_| look(&source).1);
                }
                Err(error) => {
                    let shown = Some(path.clone());
                    problem = Some(RunProblem::new(shown, error.to_string(), error.help()));
                    repair = None;
                }
            }
        }
        let (base, changed) = match before {
            None => (None, None),
            Some(Before { source, lines }) => {
                let base = source.map(|source| {
                    let (analysis, overview) = look(&source);
                    Base {
                        source,
                        analysis,
                        overview,
                    }
                });
                (base, Some(lines))
            }
        };
        Ok(Checked {
            file: File {
                overview,
                base,
                changed,
                ..File::new(source, analysis)
            },
            repair,
            problem,
        })
    }

    fn context(&self, dockerfile: Option<&Path>) -> Option<FsContext> {
        let named = self.args.context.as_deref();
        self.definitions.context_of(dockerfile, named)
    }
}

/// The report of an earlier run.
fn baseline(args: &CheckArgs) -> Result<Option<Baseline>, Error> {
    let Some(path) = &args.before.baseline else {
        return Ok(None);
    };
    let unusable = |error: String| {
        let message = format!("--baseline {} cannot be used: {error}", path.display());
        Error::usage(message, "make one with --format json --output FILE")
    };
    let text = fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    let baseline = Baseline::parse(&text).map_err(unusable)?;
    Ok(Some(baseline))
}

/// Formats for programs are easily not looked at: what makes the exit code 2 is told to people too.
fn problem_notes(run: &Run) {
    for problem in &run.problems {
        note(problem.path.as_deref(), &problem.message, &problem.help);
    }
    for file in &run.files {
        for problem in &file.analysis.problems {
            note(Some(&file.analysis.path), &problem.message, &problem.help);
        }
    }
}

/// One problem on one line.
pub(crate) fn note(path: Option<&str>, message: &str, help: &str) {
    let place = path.map(|path| format!("{path}: ")).unwrap_or_default();
    let line = format!("error: {place}{message} ({help})");
    output::note(&visible::one_line(&line));
}
