//! Time and memory of programs.

use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// A program with its arguments.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// What it is called in tables.
    pub(super) name: String,
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) environment: Vec<(&'static str, String)>,
    /// Exit codes that are no failure: linters end with 1 where they find something, and with 2 where some of the
    /// files are none.
    pub(super) accepted: &'static [i32],
}

/// What a program took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taken {
    pub(super) wall: Duration,
    /// On all processors.
    pub(super) processor: Duration,
    /// At most, in KiB.
    pub(super) memory: u64,
}

impl Run {
    pub(super) fn new(name: &str, program: impl Into<PathBuf>) -> Self {
        Self {
            name: name.to_owned(),
            program: program.into(),
            arguments: Vec::new(),
            environment: Vec::new(),
            accepted: &[0, 1, 2],
        }
    }

    pub(super) fn with(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub(super) fn once(&self) -> Result<Taken, Box<dyn Error>> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let start = Instant::now();
        let child = command.spawn()?;
        let ended = child.wait4()?;
        let wall = start.elapsed();
        if !ended
            .status
            .code()
            .is_some_and(|code| self.accepted.contains(&code))
        {
            return Err(format!("{} ended with {}", self.name, ended.status).into());
        }
        let used = ended.rusage;
        Ok(Taken {
            wall,
            processor: used.utime + used.stime,
            memory: used.maxrss / 1024,
        })
    }
}

/// Runs programs in turn, so that what slows the machine down slows all of them; the median of each by
/// wall time. The first round reads the disk and does not count.
pub(super) fn in_turn(runs: &[Run], rounds: usize) -> Result<Vec<Taken>, Box<dyn Error>> {
    let mut all: Vec<Vec<Taken>> = vec![Vec::new(); runs.len()];
    for round in 0..=rounds {
        for (run, taken) in runs.iter().zip(&mut all) {
            let one = run.once()?;
            if round > 0 {
                taken.push(one);
            }
        }
    }
    Ok(all.into_iter().map(median).collect())
}

fn median(mut taken: Vec<Taken>) -> Taken {
    taken.sort_by_key(|one| one.wall);
    let middle = taken.len().saturating_sub(1) / 2;
    taken.get(middle).copied().unwrap_or_default()
}
