//! Programs with a time limit.

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How a program ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// The exit code; `None` when a signal ended it, the time limit's included.
    pub(super) code: Option<i32>,
    pub(super) timed_out: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ended {
    pub(super) fn success(&self) -> bool {
        self.code == Some(0)
    }

    /// Both streams, without the lines that podman writes where there is no systemd.
    pub(super) fn text(&self) -> String {
        let lines = self.stdout.lines().chain(self.stderr.lines());
        lines
            .filter(|line| !line.contains("systemd"))
            .flat_map(|line| [line, "\n"])
            .collect()
    }
}

/// A program that was started. What it writes goes through files: a pipe would stay open as long as
/// a container's monitor lives.
pub(super) struct Running {
    child: Child,
    stdout: File,
    stderr: File,
}

/// Runs a program to its end or kills it and what it started.
pub(super) fn run(command: &mut Command, limit: Duration) -> Result<Ended, Box<dyn Error>> {
    start(command)?.end(limit)
}

/// Starts a program.
pub(super) fn start(command: &mut Command) -> Result<Running, Box<dyn Error>> {
    let stdout = tempfile::tempfile()?;
    let stderr = tempfile::tempfile()?;
    own_group(command);
    let child = command
        .stdin(Stdio::null())
        .stdout(stdout.try_clone()?)
        .stderr(stderr.try_clone()?)
        .spawn()
        .map_err(|error| {
            format!(
                "{} cannot be started: {error}",
                command.get_program().display()
            )
        })?;
    Ok(Running {
        child,
        stdout,
        stderr,
    })
}

impl Running {
    /// Whether it has ended by itself.
    pub(super) fn has_ended(&mut self) -> Result<bool, Box<dyn Error>> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Waits for its end or kills it and what it started.
    pub(super) fn end(mut self, limit: Duration) -> Result<Ended, Box<dyn Error>> {
        let (status, timed_out) = self.wait(limit)?;
        Ok(Ended {
            code: status.code(),
            timed_out,
            stdout: written(&mut self.stdout)?,
            stderr: written(&mut self.stderr)?,
        })
    }

    fn wait(&mut self, limit: Duration) -> Result<(ExitStatus, bool), Box<dyn Error>> {
        let end = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status, false));
            }
            if Instant::now() >= end {
                kill(&format!("-{}", self.child.id()))?;
                return Ok((self.child.wait()?, true));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Kills a process, or with a dash before its number a group of them.
pub(super) fn kill(process: &str) -> Result<(), Box<dyn Error>> {
    Command::new("kill")
        .args(["-KILL", "--", process])
        .status()?;
    Ok(())
}

/// So that what the program starts can be ended with it.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// Compiled for the other commands of this program only.
#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

fn written(file: &mut File) -> Result<String, Box<dyn Error>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
