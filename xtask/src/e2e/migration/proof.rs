//! One migration: built, run and asked as it was written, written anew by the checker, and built, run
//! and asked again.

use super::ask::ask;
use super::{FILE, Goal, Migration};
use crate::e2e::checker::{self, Migrated};
use crate::e2e::engine::Engine;
use crate::e2e::layers::owners_are_told;
use crate::root;
use distroless_core::rules::{self, Group};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a server may take until it listens.
const START: Duration = Duration::from_secs(20);

/// An image of one of the two Dockerfiles.
#[derive(Debug)]
pub(in crate::e2e) struct Image {
    /// What the final stage is built on.
    pub(in crate::e2e) base: String,
    /// In bytes.
    pub(in crate::e2e) size: u64,
}

/// What became of a migration.
#[derive(Debug, Default)]
pub(in crate::e2e) struct Proof {
    /// Before and after.
    pub(in crate::e2e) images: Option<(Image, Image)>,
    /// What the program answered both times, or why the command refuses.
    pub(in crate::e2e) answer: String,
    /// Where the engine or the checker differ from what the migration says.
    pub(in crate::e2e) problems: Vec<String>,
}

impl Proof {
    pub(in crate::e2e) fn is_wrong(&self) -> bool {
        !self.problems.is_empty()
    }
}

/// Tries a migration.
pub(in crate::e2e) fn run(engine: &Engine, checker: &Path, migration: &Migration) -> Proof {
    let mut proof = Proof::default();
    if let Err(error) = prove(engine, checker, migration, &mut proof) {
        proof.problems.push(error.to_string());
    }
    proof
}

const BEFORE: &str = "before";
const AFTER: &str = "after";

fn image(migration: &Migration, side: &str) -> String {
    format!("localhost/e2e/{}:{side}", migration.name)
}

fn prove(
    engine: &Engine,
    checker: &Path,
    migration: &Migration,
    proof: &mut Proof,
) -> Result<(), Box<dyn Error>> {
    // The Dockerfile lies beside the context, which is then the same for both.
    let folder = tempfile::tempdir_in(engine.path("tmp"))?;
    let context = folder.path().join("context");
    root::copy(&migration.folder, &context)?;
    fs::remove_file(context.join(FILE))?;
    let file = folder.path().join("Dockerfile");
    fs::rename(context.join("Dockerfile"), &file)?;

    let written = |file: &Path| {
        let base = migration.base.as_deref();
        checker::migrate(checker, &context, file, &migration.today, base)
    };
    let before = match &migration.goal {
        Goal::Refused(reason) => {
            match written(&file)? {
                Migrated::Refused(text) => proof.answer = reason_line(&text, reason)?,
                Migrated::Written => {
                    let text = fs::read_to_string(&file)?;
                    return Err(format!("it is migrated, and should be refused:\n{text}").into());
                }
                Migrated::Unknown => return Err(PENDING.into()),
            }
            return Ok(());
        }
        Goal::Answers { .. } | Goal::Writes(_) => {
            attempt(engine, migration, &context, &file, BEFORE)?
        }
    };
    let base_before = checked(checker, migration, &context, &file)?.base;
    match written(&file)? {
        Migrated::Written => {}
        Migrated::Refused(text) => return Err(format!("the checker refuses:\n{text}").into()),
        Migrated::Unknown => return Err(PENDING.into()),
    }
    let text = fs::read_to_string(&file)?;
    let report = checked(checker, migration, &context, &file)?;
    for problem in report.problems {
        proof
            .problems
            .push(format!("in what it wrote, the checker finds {problem}"));
    }
    let after = attempt(engine, migration, &context, &file, AFTER)
        .map_err(|error| format!("{error}\nin what the checker wrote:\n{text}"))?;
    if before != after {
        proof.problems.push(format!(
            "the answer was {before:?} and is {after:?} in what the checker wrote:\n{text}"
        ));
    }
    proof.answer = after;
    let names = [BEFORE, AFTER].map(|side| image(migration, side));
    let names = names.each_ref().map(String::as_str);
    if let [size_before, size_after] = engine.sizes(&names)?[..] {
        let image = |base, size| Image { base, size };
        proof.images = Some((
            image(base_before, size_before),
            image(report.base, size_after),
        ));
    }
    Ok(())
}

const PENDING: &str = "pending: this checker has no command `migrate`";

/// The line of a refusal that gives the reason.
fn reason_line(text: &str, reason: &str) -> Result<String, Box<dyn Error>> {
    let line = text
        .lines()
        .find(|line| line.to_lowercase().contains(&reason.to_lowercase()));
    let line = line.ok_or_else(|| format!("it is refused, but not for {reason:?}:\n{text}"))?;
    Ok(line.trim().to_owned())
}

/// What the checker says of a file.
struct Checked {
    base: String,
    /// Errors, and warnings of the runnable group.
    problems: Vec<String>,
}

fn checked(
    checker: &Path,
    migration: &Migration,
    context: &Path,
    file: &Path,
) -> Result<Checked, Box<dyn Error>> {
    let report = checker::check(checker, context, file, &migration.today, &[])?;
    let runnable = |rule: &str| {
        rules::all().any(|known| known.meta.group == Group::Runnable && known.meta.id == rule)
    };
    let unread = report.files.iter().flat_map(|file| &file.problems);
    let mut problems: Vec<String> = unread.map(ToString::to_string).collect();
    let bad = report.findings.iter().filter(|finding| {
        finding.severity == "error" || finding.severity == "warning" && runnable(&finding.rule)
    });
    problems.extend(bad.map(|finding| format!("{}: {}", finding.rule, finding.message)));
    let target = report.files.first().and_then(|file| file.targets.first());
    Ok(Checked {
        base: target
            .and_then(|target| target.base.clone())
            .unwrap_or_else(|| "scratch".to_owned()),
        problems,
    })
}

/// Builds, runs and asks; the answer, if it is the right one.
fn attempt(
    engine: &Engine,
    migration: &Migration,
    context: &Path,
    file: &Path,
    side: &str,
) -> Result<String, Box<dyn Error>> {
    let image = image(migration, side);
    // What it becomes often begins as it was, on a final base of its own.
    let layers = owners_are_told(&fs::read_to_string(file)?);
    let built = engine.build(context, file, &image, &migration.packages, layers)?;
    if !built.success() {
        let text = engine.without_folders(&built.text());
        return Err(format!("{side}: the build fails: {}", end(&text)).into());
    }
    let container = format!("{}-{side}", migration.name);
    let (answer, wanted) = match &migration.goal {
        Goal::Answers {
            ports,
            path,
            answer,
        } => {
            let port = if side == BEFORE { ports.0 } else { ports.1 };
            let seen = served(engine, &image, &container, port, path)
                .map_err(|error| format!("{side}: {error}"))?;
            (seen, answer)
        }
        Goal::Writes(answer) => {
            let ended = engine.run(&image, &container, false, None)?;
            if !ended.success() {
                let text = end(&ended.text());
                return Err(format!("{side}: it ends with {:?}: {text}", ended.code).into());
            }
            (ended.stdout, answer)
        }
        Goal::Refused(_) => return Err("what is refused is not run".into()),
    };
    if answer.trim() == wanted.trim() {
        Ok(answer.trim().to_owned())
    } else {
        Err(format!("{side}: the answer is {answer:?}, expected {wanted:?}").into())
    }
}

/// Starts a server, asks it as soon as it listens, and ends it.
fn served(
    engine: &Engine,
    image: &str,
    container: &str,
    port: u16,
    path: &str,
) -> Result<String, Box<dyn Error>> {
    let mut server = engine.serve(image, container)?;
    let limit = Instant::now() + START;
    let mut answer = Ok(None);
    while matches!(answer, Ok(None)) && Instant::now() < limit && !server.has_ended()? {
        std::thread::sleep(Duration::from_millis(20));
        if let Some(process) = server.process() {
            answer = ask(process, port, path);
        }
    }
    let text = server.end()?;
    let failed = |what: &str| format!("{what}; it wrote: {}", end(&text));
    match answer {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Err(failed(&format!("nothing listens on port {port}")).into()),
        Err(error) => Err(failed(&error.to_string()).into()),
    }
}

/// The last lines of a text.
fn end(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(25)..].join("\n")
}
