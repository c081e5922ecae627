//! Builds.

use super::Engine;
use crate::e2e::bases::PACKAGES;
use crate::e2e::migration::Packages;
use crate::e2e::process::{self, Ended};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// How long one build may take.
const BUILD: Duration = Duration::from_mins(4);
/// The same for a program of many packages, beside all the cases.
const LARGE_BUILD: Duration = Duration::from_mins(15);

/// What buildah says when the kernel was not ready to seal its copy of itself, and no Dockerfile is
/// to blame.
const FAULTS: &[&str] = &["Close_Fd sealing memfd copy"];

impl Engine {
    /// Builds `file` with the folder `context`; where `layers`, with those that files in the same store
    /// left, and leaving its own. Networks are for the caller to cut off. What Go has compiled of its
    /// library is kept from build to build, for that is half of the work of all the cases; its cache
    /// goes by the content of what it compiles.
    pub(in crate::e2e) fn build(
        &self,
        context: &Path,
        file: &Path,
        image: &str,
        packages: &[Packages],
        layers: bool,
    ) -> Result<Ended, Box<dyn Error>> {
        let compiled = self.path("go-build");
        fs::create_dir_all(&compiled)?;
        let mut command = self.command("buildah");
        command
            .args([
                "bud",
                "--isolation",
                "chroot",
                "--pull-never",
                "--format",
                "docker",
                // What is built is this project's; a filter of system calls is made anew for each RUN.
                "--security-opt",
                "seccomp=unconfined",
            ])
            .arg(format!("--layers={layers}"))
            .arg("--signature-policy")
            .arg(self.home.join("engine").join("policy.json"))
            .arg("--volume")
            .arg(format!("{}:/root/.cache/go-build", compiled.display()))
            .args(self.volumes(packages))
            .args(["--tag", image, "--file"])
            .arg(file)
            .arg(context);
        let limit = if packages.contains(&Packages::Cargo) {
            LARGE_BUILD
        } else {
            BUILD
        };
        let mut ended = process::run(&mut command, limit)?;
        for _ in 0..2 {
            let text = ended.text();
            if ended.success() || !FAULTS.iter().any(|fault| text.contains(fault)) {
                break;
            }
            ended = process::run(&mut command, limit)?;
        }
        Ok(ended)
    }

    /// What package managers find as if they had fetched it.
    fn volumes(&self, packages: &[Packages]) -> Vec<String> {
        let mounts = packages.iter().flat_map(|packages| match packages {
            Packages::Pip => &[
                ("pip/wheels", "/opt/wheels:ro"),
                ("pip/pip.conf", "/etc/pip.conf:ro"),
            ][..],
            Packages::Corepack => &[("corepack", "/root/.cache/node/corepack:ro")],
            Packages::Maven => &[
                ("maven/m2", "/root/.m2:ro"),
                ("maven/mavenrc", "/etc/mavenrc:ro"),
            ],
            Packages::Cargo => &[
                ("cargo/vendor", "/opt/cargo-vendor:ro"),
                ("cargo/config.toml", "/usr/local/cargo/config.toml:ro"),
            ],
        });
        let folder = self.path(PACKAGES);
        mounts
            .map(|(own, inside)| format!("--volume={}:{inside}", folder.join(own).display()))
            .collect()
    }

    /// A text without the folders that the stores keep images in: they differ from run to run.
    pub(in crate::e2e) fn without_folders(&self, text: &str) -> String {
        let stores = [&self.home, &self.cache].map(|home| home.join("storage"));
        let mut text = text.to_owned();
        for store in stores {
            let store = store.to_string_lossy().into_owned();
            let mut parts = text.split(&store);
            let mut clean = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let end = part.find(['"', ' ', '\n']).unwrap_or(part.len());
                clean.push('…');
                clean.push_str(part.get(end..).unwrap_or_default());
            }
            text = clean;
        }
        text
    }
}
