//! `cargo xtask bench`: the program beside others, on the same files in the same run. What counts are
//! the ratios: machines differ, and are not alike from one minute to the next.

mod files;
mod measure;
mod page;
mod tools;

use crate::{node, package, root};
use files::Folders;
use measure::{Run, Taken, in_turn};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use tools::Tools;

pub(crate) const USAGE: &str = "\
usage: cargo xtask bench [--files FOLDER] [--beside PROGRAM] [--write | --guard]

  --files FOLDER    Dockerfiles for the runs over many files [default: those of the project's cases]
  --beside PROGRAM  one more program that takes files as its arguments, such as a parser alone
  --write           writes docs/benchmarks.md
  --guard           only compares what has to hold wherever it is measured, and fails where it does not";

/// How often each program is started.
const ROUNDS: usize = 11;
/// The same where one takes seconds.
const FEW: usize = 3;

/// One comparison: what every program took for the same.
struct Comparison {
    title: &'static str,
    about: String,
    rows: Vec<(String, Taken)>,
}

/// Runs what `arguments` ask for.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let (mut given, mut beside, mut write, mut guard) = (None, None, false, false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match *argument {
            "--files" => given = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--beside" => beside = Some(PathBuf::from(arguments.next().ok_or(USAGE)?)),
            "--write" => write = true,
            "--guard" => guard = true,
            other => return Err(format!("unknown argument {other}\n{USAGE}").into()),
        }
    }
    let program = program()?;
    // What people get; it needs a compiler of C for musl.
    let released = (!guard).then(package::static_program).transpose()?;
    let released = released.as_deref();
    // The slowest of them is what nobody compares with.
    let tools = Tools::install(if guard { &["checkov"] } else { &[] }, beside)?;
    let folders = Folders::make(given.as_deref())?;
    let mut all = vec![
        one_file(&program, released, &tools, &folders)?,
        many_files(
            &program,
            released,
            &tools,
            &folders,
            if guard { 1 } else { FEW },
        )?,
    ];
    if guard {
        return hold(&all);
    }
    all.push(monorepo(&program, &folders)?);
    all.push(large_file(&program, &folders)?);
    for comparison in &all {
        print!("{}", page::table(comparison));
    }
    let action = action()?;
    println!("{action}");
    if write {
        page::write(&all, &action)?;
    }
    Ok(())
}

/// The release build.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "build",
        "--release",
        "--locked",
        "--package",
        "distroless-check",
    ]);
    root::run(cargo.current_dir(root::path()))?;
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root::path().join("target"), PathBuf::from);
    Ok(target.join("release/distroless-check"))
}

/// The static program, which is released.
fn released(program: &Path) -> Run {
    let mut run = ours(program);
    run.name.push_str(", static");
    run
}

fn ours(program: &Path) -> Run {
    Run::new("distroless-check", program).with(["--no-config", "--fail-on", "never"])
}

/// From the start to the end on a file of ten lines.
fn one_file(
    program: &Path,
    static_program: Option<&Path>,
    tools: &Tools,
    folders: &Folders,
) -> Result<Comparison, Box<dyn Error>> {
    let file = &folders.ten_lines;
    let mut runs = vec![Run::new("true", "/bin/true"), ours(program).with([file])];
    runs.extend(static_program.map(|program| released(program).with([file])));
    runs.extend(tools.on(std::slice::from_ref(file)));
    let taken = in_turn(&runs, ROUNDS)?;
    Ok(Comparison {
        title: "One file of ten lines",
        about: "from start to end".to_owned(),
        rows: named(&runs, taken),
    })
}

/// All files in one call.
fn many_files(
    program: &Path,
    static_program: Option<&Path>,
    tools: &Tools,
    folders: &Folders,
    rounds: usize,
) -> Result<Comparison, Box<dyn Error>> {
    let files = &folders.many;
    let mut runs = vec![
        Run::new("cat", "cat").with(files),
        ours(program).with(files),
    ];
    runs.extend(static_program.map(|program| released(program).with(files)));
    runs.extend(tools.on(files));
    let taken = in_turn(&runs, rounds)?;
    Ok(Comparison {
        title: "Many files in one call",
        about: format!("{} Dockerfiles", files.len()),
        rows: named(&runs, taken),
    })
}

/// A large repository, on one processor and on all.
fn monorepo(program: &Path, folders: &Folders) -> Result<Comparison, Box<dyn Error>> {
    let run = |threads: usize| {
        let mut run = ours(program).with([&folders.monorepo]);
        run.name = format!("distroless-check on {threads}");
        run.environment
            .push(("RAYON_NUM_THREADS", threads.to_string()));
        run
    };
    let processors = std::thread::available_parallelism()?.get();
    let runs: Vec<Run> = if processors > 1 {
        vec![run(1), run(processors)]
    } else {
        vec![run(1)]
    };
    let taken = in_turn(&runs, FEW)?;
    Ok(Comparison {
        title: "A repository of many folders",
        about: format!("{} Dockerfiles beside as many ignored ones", files::FOLDERS),
        rows: named(&runs, taken),
    })
}

/// Ten times the text in ten times the time.
fn large_file(program: &Path, folders: &Folders) -> Result<Comparison, Box<dyn Error>> {
    let runs: Vec<Run> = folders
        .large
        .iter()
        .map(|(name, path)| {
            let mut run = ours(program).with([path]);
            run.name = format!("distroless-check, {name}");
            run
        })
        .collect();
    let taken = in_turn(&runs, FEW)?;
    Ok(Comparison {
        title: "One large file",
        about: "commands, copies and comments".to_owned(),
        rows: named(&runs, taken),
    })
}

fn named(runs: &[Run], taken: Vec<Taken>) -> Vec<(String, Taken)> {
    runs.iter().map(|run| run.name.clone()).zip(taken).collect()
}

/// What the action takes over Node.js alone, in its own words.
fn action() -> Result<String, Box<dyn Error>> {
    if !node::folder().join("node_modules").is_dir() {
        node::install(&node::folder())?;
    }
    let mut command = node::command()?;
    command
        .arg("test/cold-start.mjs")
        .arg("25")
        .current_dir(node::folder());
    let ended = command.output()?;
    if !ended.status.success() {
        return Err(String::from_utf8_lossy(&ended.stderr).into_owned().into());
    }
    Ok(String::from_utf8(ended.stdout)?)
}

/// What is asked of every machine: far from what is measured on a quiet one, so that only a change of
/// the program can miss it.
const LEAST: &[(usize, &str, f64)] = &[
    (0, "hadolint", 3.0),
    (1, "hadolint", 20.0),
    (1, "tally", 40.0),
];

fn hold(all: &[Comparison]) -> Result<(), Box<dyn Error>> {
    let mut missed = Vec::new();
    let mut held = 0;
    for (index, other, least) in LEAST {
        let Some(comparison) = all.get(*index) else {
            continue;
        };
        let wall = |name: &str| {
            let mut rows = comparison.rows.iter();
            let (_, taken) = rows.find(|(row, _)| row == name)?;
            Some(taken.wall.as_secs_f64())
        };
        let (Some(own), Some(theirs)) = (wall("distroless-check"), wall(other)) else {
            println!("skipped: {other} is not here");
            continue;
        };
        let ratio = theirs / own;
        println!(
            "{}: {ratio:.1} times as fast as {other}, at least {least}",
            comparison.title
        );
        if ratio < *least {
            missed.push(format!("{}: {ratio:.1} times {other}", comparison.title));
        } else {
            held += 1;
        }
    }
    if !missed.is_empty() {
        return Err(missed.join("; ").into());
    }
    println!("{held} passed, 0 failed");
    Ok(())
}
