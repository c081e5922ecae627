//! The other tools, as the package index of Python has them.

use super::measure::Run;
use crate::{python, root};
use std::error::Error;
use std::path::{Path, PathBuf};

/// The tools that are here.
pub(super) struct Tools {
    programs: PathBuf,
    /// One more, which whoever measures brings.
    beside: Option<PathBuf>,
}

impl Tools {
    /// Installs them below target/, once; without Python there are none. `but` is left out, `beside` is
    /// there already.
    pub(super) fn install(but: &[&str], beside: Option<PathBuf>) -> Result<Self, Box<dyn Error>> {
        let folder = root::path().join("target/bench");
        let programs = folder.join("python/bin");
        let list = std::fs::read_to_string(root::path().join("xtask/src/bench/requirements.txt"))?;
        let is_wanted = |line: &&str| !but.iter().any(|name| line.starts_with(name));
        let wanted: Vec<&str> = list.lines().filter(is_wanted).collect();
        let installed = folder.join("requirements.txt");
        let there = std::fs::read_to_string(&installed).unwrap_or_default();
        if wanted
            .iter()
            .all(|line| there.lines().any(|it| it == *line))
        {
            return Ok(Self { programs, beside });
        }
        std::fs::create_dir_all(&folder)?;
        let environment = folder.join("python");
        if python::environment(&environment).is_err() {
            println!("skipped: other tools need Python and its module venv");
            return Ok(Self { programs, beside });
        }
        // One by one: one that does not install here must not keep the others away.
        for line in &wanted {
            if root::run(python::install(&environment).arg(line)).is_err() {
                println!("skipped: {line} cannot be installed here");
            }
        }
        std::fs::write(&installed, wanted.join("\n"))?;
        Ok(Self { programs, beside })
    }

    /// Each of them on the same files.
    pub(super) fn on(&self, files: &[PathBuf]) -> Vec<Run> {
        let hadolint = self.run("hadolint", &["--no-fail"], files);
        let tally = [
            "lint",
            "--no-config",
            "--slow-checks",
            "off",
            "--fail-level",
            "none",
        ];
        let tally = self.run("tally", &tally, files);
        // One option for each file.
        let mut checkov = self.run(
            "checkov",
            &["--framework", "dockerfile", "--soft-fail"],
            &[],
        );
        if let Some(checkov) = &mut checkov {
            let options = files
                .iter()
                .flat_map(|file| ["-f".into(), file.clone().into_os_string()]);
            checkov.arguments.extend(options);
        }
        let beside = self.beside.as_ref().map(|program| {
            let name = program.file_name().unwrap_or_default().to_string_lossy();
            Run::new(&name, program).with(files)
        });
        let all = [beside, hadolint, tally, checkov];
        all.into_iter().flatten().collect()
    }

    fn run(&self, name: &str, arguments: &[&str], files: &[PathBuf]) -> Option<Run> {
        let program = self.programs.join(name);
        if !Path::new(&program).is_file() {
            return None;
        }
        let mut run = Run::new(name, program).with(arguments).with(files);
        // Some of the files are wrong on purpose, and each says so in its own way.
        run.accepted = &[0, 1, 2, 3, 4];
        Some(run)
    }
}
