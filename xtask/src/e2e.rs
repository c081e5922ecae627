//! `cargo xtask e2e`: builds and runs the images of `tests/e2e/cases` and compares what happens
//! with what the checker says; has it migrate those of `tests/e2e/migrations` and compares before
//! and after.
//!
//! Two phases, each in namespaces of its own, so that no process and no mount outlives it: the base
//! images are made with a network, the cases run without.

mod bases;
mod case;
mod checker;
mod coverage;
mod engine;
mod evidence;
mod fix;
mod layers;
mod migration;
mod own;
mod process;
mod tools;
mod trial;

use crate::root;
use case::Case;
use engine::Engine;
use migration::Migration;
use migration::proof::{self, Proof};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use trial::Outcome;

pub(crate) const USAGE: &str = "\
usage: cargo xtask e2e [--cache DIR] [--require] [--jobs N] [NAME...]

  --cache DIR  where base images are kept [default: target/e2e of the project]
  --require    a machine on which this cannot run is a failure, not a skip
  --jobs N     cases at a time [default: two more than there are processors, 6 at most]
  NAME         run only these cases and migrations; docs/evidence.md is left as it is";

/// What one phase was started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Bases,
    Cases,
}

#[derive(Debug)]
struct Options {
    cache: PathBuf,
    require: bool,
    jobs: usize,
    names: Vec<String>,
    phase: Option<Phase>,
    /// The checker, for the phase of the cases.
    checker: PathBuf,
}

/// Runs what `arguments` ask for.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let options = options(arguments)?;
    match options.phase {
        None => outer(&options, arguments),
        Some(Phase::Bases) => bases::build(&Engine::new(&options.cache)?, &options.names),
        Some(Phase::Cases) => cases(&options),
    }
}

fn options(arguments: &[&str]) -> Result<Options, String> {
    let mut options = Options {
        cache: root::path().join("target/e2e"),
        require: false,
        // More than there are processors: a start of a container is half of it waiting.
        jobs: std::thread::available_parallelism().map_or(2, |jobs| (jobs.get() + 2).min(6)),
        names: Vec::new(),
        phase: None,
        checker: PathBuf::new(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            let missing = || format!("{argument} needs a value\n{USAGE}");
            arguments.next().ok_or_else(missing)
        };
        match *argument {
            "--cache" => {
                let folder = std::path::absolute(value()?);
                options.cache = folder.map_err(|error| error.to_string())?;
            }
            "--require" => options.require = true,
            "--jobs" => {
                let jobs = value()?.parse().ok().filter(|jobs| *jobs > 0);
                options.jobs = jobs.ok_or("--jobs needs a number above 0")?;
            }
            // How this program starts itself.
            "--phase" => match *value()? {
                "bases" => options.phase = Some(Phase::Bases),
                "cases" => options.phase = Some(Phase::Cases),
                other => return Err(format!("no phase {other}")),
            },
            "--checker" => options.checker = PathBuf::from(value()?),
            name if !name.starts_with('-') => options.names.push(name.to_owned()),
            other => return Err(format!("unknown argument {other}\n{USAGE}")),
        }
    }
    Ok(options)
}

/// Checks the machine, builds the checker, and starts both phases.
fn outer(options: &Options, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    if let Some(why) = tools::missing()? {
        let message = format!("{why}\nrun it as root on Debian: sudo cargo xtask e2e");
        if options.require {
            return Err(message.into());
        }
        println!("e2e: SKIPPED: {message}");
        return Ok(());
    }
    let start = Instant::now();
    fs::create_dir_all(&options.cache)?;
    let _lock = lock(&options.cache)?;
    let checker = root::checker()?;
    if own::is_wanted(&options.names) {
        root::standard_library(own::TARGET)?;
        own::vendor(&options.cache)?;
    }
    phase(options, arguments, "bases", &[], &checker)?;
    println!("e2e: base images are there ({:.1?})", start.elapsed());
    let cases = phase(options, arguments, "cases", &["--net"], &checker);
    println!("e2e: {:.1?} in all", start.elapsed());
    if own::is_wanted(&options.names) {
        // What only our own image needs is as large as half of all the rest.
        own::forget_vendored(&options.cache)?;
        let cache = options.cache.to_string_lossy();
        phase(options, &["--cache", &cache], "bases", &[], &checker)?;
    }
    cases
}

/// Two runs on one cache would remove each other's images.
fn lock(cache: &Path) -> Result<File, Box<dyn Error>> {
    let file = File::create(cache.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(format!("{} is in use by another run", cache.display()).into())
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Starts this program again where its processes end with it and its mounts are its own.
fn phase(
    options: &Options,
    arguments: &[&str],
    name: &str,
    namespaces: &[&str],
    checker: &Path,
) -> Result<(), Box<dyn Error>> {
    // Whatever ends this program ends what it started, and with that everything in the namespaces.
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL", "unshare"])
        .args(["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"])
        .args(namespaces)
        .arg(std::env::current_exe()?)
        .arg("e2e")
        .args(arguments)
        .args(["--phase", name, "--checker"])
        .arg(checker);
    let result = root::run(&mut command);
    engine::forget_state(&options.cache);
    result.map_err(|_| format!("e2e: {name} failed").into())
}

/// What is tried at a time.
enum Work {
    Case(Case),
    Migration(Migration),
    /// The project's own image.
    Own,
}

/// What became of it.
enum Outcomes {
    Case(Vec<Outcome>),
    Migration(Proof),
    Own(Result<String, String>),
}

impl Work {
    fn name(&self) -> &str {
        match self {
            Self::Case(case) => &case.name,
            Self::Migration(migration) => &migration.name,
            Self::Own => own::NAME,
        }
    }

    /// How long it takes, as a multiple of what most take.
    fn weight(&self) -> usize {
        let is_slow = match self {
            Self::Case(case) => case.is_slow(),
            Self::Migration(migration) => !migration.is_refused(),
            Self::Own => true,
        };
        if is_slow { 4 } else { 1 }
    }
}

fn cases(options: &Options) -> Result<(), Box<dyn Error>> {
    let engine = Engine::new(&options.cache)?;
    Engine::mount_stores()?;
    let mut all = batches(selected(&options.names)?)?;
    // Long ones first: at the end they would run alone.
    all.sort_by_cached_key(|batch| Reverse(batch.iter().map(Work::weight).sum::<usize>()));
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.min(all.len()) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(batch) = all.get(number) else { break };
                    let outcomes = apart(&engine, number, |engine| {
                        let try_out = |work| (work, try_out(engine, &options.checker, work));
                        batch.iter().map(try_out).collect::<Vec<_>>()
                    });
                    if let Ok(mut done) = done.lock() {
                        done.push(outcomes);
                    }
                }
            });
        }
    });
    let done: Vec<Result<_, String>> = done.into_inner().map_err(|error| error.to_string())?;
    let (mut cases, mut migrations) = (Vec::new(), Vec::new());
    let mut own = None;
    for outcomes in done {
        for outcome in outcomes? {
            match outcome {
                (Work::Case(case), Outcomes::Case(outcomes)) => cases.push((case, outcomes)),
                (Work::Migration(migration), Outcomes::Migration(proof)) => {
                    migrations.push((migration, proof));
                }
                (Work::Own, Outcomes::Own(Err(why))) => own = Some(why),
                _ => {}
            }
        }
    }
    cases.sort_by(|(one, _), (other, _)| (&one.rule, &one.name).cmp(&(&other.rule, &other.name)));
    migrations
        .sort_by(|(one, _), (other, _)| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    conclude(options, &cases, &migrations)?;
    match own {
        None => Ok(()),
        Some(why) => Err(format!("{}: {why}", own::NAME).into()),
    }
}

/// Does something with a store of its own.
fn apart<T>(engine: &Engine, number: usize, act: impl FnOnce(&Engine) -> T) -> Result<T, String> {
    let failed = |error: Box<dyn Error>| format!("store {number}: {error}");
    let own = engine.apart(number).map_err(failed)?;
    let done = act(&own);
    own.discard().map_err(failed)?;
    Ok(done)
}

/// Says how many passed, writes what a full run showed, and fails where something is wrong or left
/// unproved.
fn conclude(
    options: &Options,
    cases: &[(&Case, Vec<Outcome>)],
    migrations: &[(&Migration, Proof)],
) -> Result<(), Box<dyn Error>> {
    let wrong_cases = cases
        .iter()
        .filter(|(_, outcomes)| outcomes.iter().any(Outcome::is_wrong))
        .map(|(case, _)| case.name.as_str());
    let wrong_migrations = migrations
        .iter()
        .filter(|(_, proof)| proof.is_wrong())
        .map(|(migration, _)| migration.name.as_str());
    let trials: usize = cases.iter().map(|(_, outcomes)| outcomes.len()).sum();
    let pending: usize = cases.iter().map(|(case, _)| case.pending()).sum();
    let (failed_cases, failed_migrations) = (
        wrong_cases.clone().count(),
        wrong_migrations.clone().count(),
    );
    println!(
        "e2e: {} cases with {trials} images: {} passed, {failed_cases} failed; \
         {pending} findings wait for their rules",
        cases.len(),
        cases.len() - failed_cases,
    );
    println!(
        "e2e: {} migrations: {} passed, {failed_migrations} failed",
        migrations.len(),
        migrations.len() - failed_migrations,
    );
    let failed: Vec<&str> = wrong_cases.chain(wrong_migrations).collect();
    if !failed.is_empty() {
        return Err(format!("failed: {}", failed.join(", ")).into());
    }
    if options.names.is_empty() {
        evidence::write(cases, migrations)?;
        let mut gaps = coverage::gaps(cases)?;
        gaps.extend(migration::coverage::gaps(migrations));
        if !gaps.is_empty() {
            return Err(format!("not proved:\n  {}", gaps.join("\n  ")).into());
        }
    }
    Ok(())
}

/// The cases and migrations of these names, all where there is none; our own image only by its name.
fn selected(names: &[String]) -> Result<Vec<Work>, Box<dyn Error>> {
    let folder = root::path().join("tests/e2e");
    let cases = case::read_all(&folder.join("cases"))?;
    let migrations = migration::read_all(&folder.join("migrations"))?;
    let cases = cases.into_iter().map(Work::Case);
    let mut all: Vec<Work> = cases
        .chain(migrations.into_iter().map(Work::Migration))
        .chain([Work::Own])
        .collect();
    if let Some(unknown) = names
        .iter()
        .find(|name| !all.iter().any(|work| work.name() == **name))
    {
        return Err(format!("no case or migration {unknown} in tests/e2e").into());
    }
    all.retain(|work| match work {
        Work::Own => own::is_wanted(names),
        _ => names.is_empty() || names.iter().any(|name| name == work.name()),
    });
    Ok(all)
}

/// The most cases that share a store: more of them would leave the other processors alone.
const BATCH: usize = 7;

/// What is tried one after the other in one store: cases that begin with the same steps on the same
/// sources, so that these run once.
fn batches(all: Vec<Work>) -> Result<Vec<Vec<Work>>, Box<dyn Error>> {
    let mut apart = Vec::new();
    let mut alike: BTreeMap<_, Vec<Work>> = BTreeMap::new();
    for work in all {
        match &work {
            Work::Case(case) => {
                let first_stage = case.first_stage()?;
                alike
                    .entry((first_stage, case.sources()?))
                    .or_default()
                    .push(work);
            }
            _ => apart.push(vec![work]),
        }
    }
    for group in alike.into_values() {
        let mut group = group.into_iter().peekable();
        while group.peek().is_some() {
            apart.push(group.by_ref().take(BATCH).collect());
        }
    }
    Ok(apart)
}

/// Tries one and reports it.
fn try_out(engine: &Engine, checker: &Path, work: &Work) -> Outcomes {
    let start = Instant::now();
    match work {
        Work::Case(case) => {
            let outcomes = trial::run(engine, checker, case);
            report(case, &outcomes, start);
            Outcomes::Case(outcomes)
        }
        Work::Migration(migration) => {
            let proof = proof::run(engine, checker, migration);
            report_migration(migration, &proof, start);
            Outcomes::Migration(proof)
        }
        Work::Own => {
            let done = own::run(engine, checker).map_err(|error| error.to_string());
            let (mark, said) = match &done {
                Ok(said) => ("ok", said.as_str()),
                Err(_) => ("FAILED", "see the end"),
            };
            println!("{} ({:.1?})\n  {mark:6} {said}", own::NAME, start.elapsed());
            Outcomes::Own(done)
        }
    }
}

/// A line for a migration, and what was wrong below it.
fn report_migration(migration: &Migration, proof: &Proof, start: Instant) {
    let mark = if proof.is_wrong() { "FAILED" } else { "ok" };
    let mut lines = vec![
        format!("{} ({:.1?})", migration.name, start.elapsed()),
        format!("  {mark:6} {}", proof.answer),
    ];
    if let Some((before, after)) = &proof.images {
        let shown = |image: &proof::Image| {
            let size = migration::table::megabytes(image.size);
            format!("{}, {size}", image.base)
        };
        lines.push(format!("         {} -> {}", shown(before), shown(after)));
    }
    let problems = proof.problems.iter();
    lines.extend(
        problems.map(|problem| format!("         {}", problem.replace('\n', "\n         "))),
    );
    println!("{}", lines.join("\n"));
}

/// A line for each image, and what was wrong below it.
fn report(case: &Case, outcomes: &[Outcome], start: Instant) {
    let mut lines = vec![format!("{} ({:.1?})", case.name, start.elapsed())];
    for outcome in outcomes {
        let mark = if outcome.is_wrong() { "FAILED" } else { "ok" };
        lines.push(format!(
            "  {mark:6} {:16} {}",
            outcome.file, outcome.happened
        ));
        let notes = outcome.notes.iter().map(|note| format!("note: {note}"));
        let remarks = notes.chain(outcome.problems.iter().cloned());
        lines.extend(
            remarks.map(|remark| format!("         {}", remark.replace('\n', "\n         "))),
        );
    }
    println!("{}", lines.join("\n"));
}
