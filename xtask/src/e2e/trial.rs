//! One case: every Dockerfile built, run, checked, and compared with what is expected.

use super::case::{self, Case, Expect, Trial};
use super::checker::{self, Report};
use super::engine::Engine;
use super::fix;
use super::layers::{copies_have_owners, owners_are_told};
use distroless_core::rules::{self, Group};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// What became of one Dockerfile.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) file: &'static str,
    /// What the engine made of it, in a line.
    pub(super) happened: String,
    /// The image that the final stage is built on, as the checker resolves it.
    pub(super) base: Option<String>,
    /// Findings of the runnable group and other listed ones, with their severity.
    pub(super) found: Vec<String>,
    /// The rules whose safe fixes were applied to it, with a result that runs as it should.
    pub(super) mended_by: Vec<String>,
    /// Where the engine or the checker differ from what the case says.
    pub(super) problems: Vec<String>,
    /// What is worth knowing and no failure.
    pub(super) notes: Vec<String>,
}

impl Outcome {
    pub(super) fn is_wrong(&self) -> bool {
        !self.problems.is_empty()
    }
}

/// What the engine made of an image.
struct Seen {
    what: Expect,
    /// What it wrote, or why it failed.
    text: String,
    code: Option<i32>,
}

/// Tries every Dockerfile of a case.
pub(super) fn run(engine: &Engine, checker: &Path, case: &Case) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (file, trial) in &case.trials {
        let mut outcome = Outcome {
            file,
            happened: String::new(),
            base: None,
            found: Vec::new(),
            mended_by: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
        };
        if let Err(error) = one(engine, checker, case, trial, &mut outcome) {
            outcome.problems.push(error.to_string());
        }
        outcomes.push(outcome);
    }
    outcomes
}

/// What a Dockerfile with safe fixes is called beside the case's own.
const SAFE_FIX: &str = "safe-fix";

/// The name of the image that is made of a Dockerfile.
fn image(case: &Case, file: &str) -> String {
    let variant = file.rsplit('.').next().unwrap_or(file).to_lowercase();
    format!("localhost/e2e/{}:{variant}", case.name)
}

fn one(
    engine: &Engine,
    checker: &Path,
    case: &Case,
    trial: &Trial,
    outcome: &mut Outcome,
) -> Result<(), Box<dyn Error>> {
    let file = case.folder.join(outcome.file);
    let report = check(checker, case, &file)?;
    findings(trial, &report, outcome);
    let seen = attempt(engine, case, trial, &file, outcome.file)?;
    outcome.happened = shown(&seen, trial);
    outcome.problems.extend(difference(&seen, trial));
    if outcome.file == case::AS_WRITTEN {
        safe_fixes(engine, checker, case, trial, report, outcome)?;
    }
    Ok(())
}

/// Checks one of a case's Dockerfiles, or what fixes made of one.
fn check(checker: &Path, case: &Case, file: &Path) -> Result<Report, Box<dyn Error>> {
    checker::check(checker, &case.folder, file, &case.today, &case.select)
}

/// Builds and runs.
fn attempt(
    engine: &Engine,
    case: &Case,
    trial: &Trial,
    file: &Path,
    variant: &str,
) -> Result<Seen, Box<dyn Error>> {
    let image = image(case, variant);
    let container = image.rsplit('/').next().unwrap_or_default();
    let container = container.replace(':', "-");
    let text = fs::read_to_string(file)?;
    let layers = owners_are_told(&text) && !copies_have_owners(&text);
    let built = engine.build(&case.folder, file, &image, &[], layers)?;
    if !built.success() {
        return Ok(Seen {
            what: Expect::BuildFails,
            text: engine.without_folders(&built.text()),
            code: built.code,
        });
    }
    let seen = if waits(trial.expect) {
        let (what, text) = match engine.health(&image, &container)? {
            Some(true) => (Expect::Healthy, "healthy"),
            Some(false) => (Expect::Unhealthy, "unhealthy"),
            None => (Expect::StartFails, "it does not keep running"),
        };
        Seen {
            what,
            text: text.to_owned(),
            code: None,
        }
    } else {
        let ended = engine.run(&image, &container, trial.read_only, trial.user.as_deref())?;
        if ended.timed_out {
            return Err("the container does not end by itself".into());
        }
        Seen {
            what: if ended.success() {
                Expect::Runs
            } else {
                Expect::StartFails
            },
            text: ended.text(),
            code: ended.code,
        }
    };
    Ok(seen)
}

/// Whether the image does what it is for.
pub(super) fn works(expect: Expect) -> bool {
    matches!(expect, Expect::Runs | Expect::Healthy)
}

/// Whether the container keeps running and is asked for its health.
fn waits(expect: Expect) -> bool {
    matches!(expect, Expect::Healthy | Expect::Unhealthy)
}

/// Why what was seen is not what is expected.
fn difference(seen: &Seen, trial: &Trial) -> Option<String> {
    let text = trial.message.as_ref().or(trial.output.as_ref());
    let same = seen.what == trial.expect && text.is_none_or(|text| seen.text.contains(text));
    (!same).then(|| {
        let wanted = text
            .map(|text| format!(" with {text:?}"))
            .unwrap_or_default();
        format!(
            "expected {:?}{wanted}, the engine says {:?}, exit code {:?}:\n{}",
            trial.expect,
            seen.what,
            seen.code,
            last_lines(&seen.text, 25)
        )
    })
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// The line that says it.
fn shown(seen: &Seen, trial: &Trial) -> String {
    let part = trial.message.as_ref().or(trial.output.as_ref());
    let line = part
        .and_then(|part| {
            seen.text
                .lines()
                .rev()
                .find(|line| line.contains(part.as_str()))
        })
        .or_else(|| seen.text.lines().rev().find(|line| !line.trim().is_empty()))
        .unwrap_or_default()
        .trim();
    let what = match (seen.what, seen.code) {
        (Expect::BuildFails, _) => "the build fails".to_owned(),
        (Expect::StartFails, Some(code)) => format!("exit code {code}"),
        (Expect::StartFails, None) => "does not keep running".to_owned(),
        (Expect::Runs, _) => "runs".to_owned(),
        (Expect::Unhealthy, _) => return "keeps running, unhealthy".to_owned(),
        (Expect::Healthy, _) => return "keeps running, healthy".to_owned(),
    };
    format!("{what}: {line}")
}

/// Compares what the checker found with what is expected: of the runnable group everything, of
/// others what is listed.
fn findings(trial: &Trial, report: &Report, outcome: &mut Outcome) {
    let problems = report.files.iter().flat_map(|file| &file.problems);
    outcome
        .problems
        .extend(problems.map(|problem| format!("the checker cannot read it: {problem}")));
    let target = report.files.first().and_then(|file| file.targets.first());
    outcome.base = target.and_then(|target| target.base.clone());
    let runnable: BTreeSet<&str> = rules::all()
        .filter(|rule| rule.meta.group == Group::Runnable)
        .map(|rule| rule.meta.id)
        .collect();
    for rule in &trial.findings {
        if !rules::all().any(|known| known.meta.id == rule) {
            outcome
                .problems
                .push(format!("{rule} is no rule; list it under `pending`"));
        } else if !report.findings.iter().any(|finding| finding.rule == *rule) {
            outcome
                .problems
                .push(format!("the checker does not find {rule}"));
        }
    }
    for rule in &trial.pending {
        if report.findings.iter().any(|finding| finding.rule == *rule) {
            outcome
                .notes
                .push(format!("{rule} is found now and need not be pending"));
        }
    }
    for finding in &report.findings {
        let listed =
            trial.findings.contains(&finding.rule) || trial.pending.contains(&finding.rule);
        if listed {
            outcome
                .found
                .push(format!("{} ({})", finding.rule, finding.severity));
        } else if runnable.contains(finding.rule.as_str()) && finding.severity != "info" {
            // Advice does not say that anything fails.
            let text = format!("the checker finds {}: {}", finding.rule, finding.message);
            outcome.problems.push(text);
        }
    }
    outcome.found.dedup();
}

/// How often fixes are applied one after the other: what one reveals, the next may mend.
const ROUNDS: usize = 4;

/// A safe fix keeps what works and mends what does not: the mended file has to behave as the fixed
/// one, or as the one it came from.
fn safe_fixes(
    engine: &Engine,
    checker: &Path,
    case: &Case,
    trial: &Trial,
    mut report: Report,
    outcome: &mut Outcome,
) -> Result<(), Box<dyn Error>> {
    let mut text = fs::read_to_string(case.folder.join(case::AS_WRITTEN))?;
    let mut applied = Vec::new();
    let folder = tempfile::tempdir_in(engine.path("tmp"))?;
    let file = folder.path().join(case::AS_WRITTEN);
    for _ in 0..ROUNDS {
        let Some((mended, titles)) = fix::apply(&text, &report) else {
            break;
        };
        text = mended;
        applied.extend(titles);
        fs::write(&file, &text)?;
        report = check(checker, case, &file)?;
    }
    if applied.is_empty() {
        return Ok(());
    }
    let rules = applied
        .iter()
        .filter_map(|fix| Some(fix.split_once(": ")?.0.to_owned()));
    let rules: Vec<String> = rules.collect();
    let applied = applied.join("; then ");
    let fixed = case.trials.iter().find(|(name, _)| *name == case::FIXED);
    let written = fs::read_to_string(case.folder.join(case::FIXED)).unwrap_or_default();
    if written == text {
        outcome.mended_by = rules;
        outcome
            .notes
            .push(format!("the safe fixes give {}: {applied}", case::FIXED));
        return Ok(());
    }
    let goal = fixed.map_or(trial, |(_, trial)| trial);
    let seen = attempt(engine, case, goal, &file, SAFE_FIX)?;
    let happened = shown(&seen, goal);
    let Some(difference) = difference(&seen, goal) else {
        if works(goal.expect) {
            outcome.mended_by = rules;
        }
        outcome
            .notes
            .push(format!("with the safe fixes ({applied}): {happened}"));
        return Ok(());
    };
    // A fix of something else than what keeps the image from running.
    let asked = |trial: &Trial| (waits(trial.expect), trial.read_only, trial.user.clone());
    let before = if asked(goal) == asked(trial) {
        seen
    } else {
        attempt(engine, case, trial, &file, SAFE_FIX)?
    };
    if let Some(other) = self::difference(&before, trial) {
        outcome.problems.push(format!(
            "with the safe fixes ({applied}) {difference}\nnor is it as before: {other}\n{text}"
        ));
    } else {
        if works(trial.expect) {
            outcome.mended_by = rules;
        }
        outcome
            .notes
            .push(format!("with the safe fixes ({applied}) as before"));
    }
    Ok(())
}
