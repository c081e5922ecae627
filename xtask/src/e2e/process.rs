//! Programs with a time limit.

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::process::{Command, Stdio};
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

/// Runs a program to its end or kills it and what it started. What it writes goes through files:
/// a pipe would stay open as long as a container's monitor lives.
pub(super) fn run(command: &mut Command, limit: Duration) -> Result<Ended, Box<dyn Error>> {
    let mut stdout = tempfile::tempfile()?;
    let mut stderr = tempfile::tempfile()?;
    own_group(command);
    let mut child = command
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
    let end = Instant::now() + limit;
    let mut timed_out = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() >= end {
            timed_out = true;
            let group = format!("-{}", child.id());
            Command::new("kill")
                .args(["-KILL", "--", &group])
                .status()?;
            break child.wait()?;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Ok(Ended {
        code: status.code(),
        timed_out,
        stdout: written(&mut stdout)?,
        stderr: written(&mut stderr)?,
    })
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
