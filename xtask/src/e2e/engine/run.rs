//! Containers.

use super::{CGROUP, Engine, REST};
use crate::e2e::process::{self, Ended, Running};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempPath;

/// How long a container may take that is expected to end.
const RUN: Duration = Duration::from_secs(30);

/// A server in a container.
pub(in crate::e2e) struct Server<'engine> {
    engine: &'engine Engine,
    podman: Running,
    container: String,
    /// Where podman notes the number of the container's first process.
    number: TempPath,
}

impl Engine {
    /// Starts a container that serves.
    pub(in crate::e2e) fn serve(
        &self,
        image: &str,
        name: &str,
    ) -> Result<Server<'_>, Box<dyn Error>> {
        let number = tempfile::NamedTempFile::new_in(self.home.join("tmp"))?.into_temp_path();
        let mut command = self.command("podman");
        command
            .args(["run", "--rm", "--pull=never", "--network=none"])
            .arg("--no-healthcheck")
            .arg("--pidfile")
            .arg(&number)
            .args(["--name", name, image]);
        Ok(Server {
            engine: self,
            podman: process::start(&mut command)?,
            container: name.to_owned(),
            number,
        })
    }

    /// Starts a container, waits for its end, and removes it.
    pub(in crate::e2e) fn run(
        &self,
        image: &str,
        name: &str,
        read_only: bool,
        user: Option<&str>,
    ) -> Result<Ended, Box<dyn Error>> {
        let mut arguments = vec!["run", "--rm", "--pull=never", "--network=none"];
        arguments.push("--no-healthcheck");
        if read_only {
            arguments.extend(["--read-only", "--read-only-tmpfs=false"]);
        }
        if let Some(user) = user {
            arguments.extend(["--user", user]);
        }
        arguments.extend(["--name", name, image]);
        let ended = self.podman(&arguments, RUN)?;
        if ended.timed_out {
            self.remove(name)?;
        }
        Ok(ended)
    }

    /// Starts a container that sees a folder as its own, waits for its end, and removes it.
    pub(in crate::e2e) fn run_on(
        &self,
        image: &str,
        name: &str,
        folder: &Path,
        arguments: &[&str],
    ) -> Result<Ended, Box<dyn Error>> {
        let volume = format!("--volume={}:/project:ro", folder.display());
        let mut all = vec!["run", "--rm", "--pull=never", "--network=none", &volume];
        all.extend(["--name", name, image]);
        all.extend(arguments);
        self.podman(&all, RUN)
    }

    /// Starts a container, asks it for its health until it is healthy or has been asked five times,
    /// and removes it. `None` when it did not keep running.
    pub(in crate::e2e) fn health(
        &self,
        image: &str,
        name: &str,
    ) -> Result<Option<bool>, Box<dyn Error>> {
        let group = format!("--cgroup-parent=/{CGROUP}");
        let arguments = [
            "run",
            "--detach",
            "--pull=never",
            "--network=none",
            &group,
            "--name",
            name,
            image,
        ];
        let started = self.podman(&arguments, RUN)?;
        let mut health = None;
        if started.success() {
            for _ in 0..5 {
                std::thread::sleep(Duration::from_millis(200));
                let checked = self.podman(&["healthcheck", "run", name], RUN)?;
                health = match checked.code {
                    Some(0) => Some(true),
                    Some(1) => Some(false),
                    _ => None,
                };
                if health != Some(false) {
                    break;
                }
            }
            let state = self.podman(&["inspect", "--format", "{{.State.Running}}", name], REST)?;
            if state.stdout.trim() != "true" {
                health = None;
            }
        }
        self.remove(name)?;
        Ok(health)
    }

    fn remove(&self, container: &str) -> Result<(), Box<dyn Error>> {
        self.podman(
            &[
                "rm",
                "--force",
                "--ignore",
                "--volumes",
                "--time",
                "0",
                container,
            ],
            REST,
        )?;
        Ok(())
    }
}

impl Server<'_> {
    /// The container's first process; `None` when it has not started yet.
    pub(in crate::e2e) fn process(&self) -> Option<u32> {
        fs::read_to_string(&self.number).ok()?.trim().parse().ok()
    }

    /// Whether it has ended by itself.
    pub(in crate::e2e) fn has_ended(&mut self) -> Result<bool, Box<dyn Error>> {
        self.podman.has_ended()
    }

    /// Ends it, and says what it wrote.
    pub(in crate::e2e) fn end(self) -> Result<String, Box<dyn Error>> {
        if let Some(process) = self.process() {
            process::kill(&process.to_string())?;
        }
        let ended = self.podman.end(RUN)?;
        if ended.timed_out {
            self.engine.remove(&self.container)?;
        }
        Ok(ended.text())
    }
}
