//! buildah and podman on a store and settings of their own. Nothing is ever pulled.

use super::bases::PACKAGES;
use super::migration::Packages;
use super::process::{self, Ended, Running};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempPath;

/// How long one build may take.
const BUILD: Duration = Duration::from_mins(4);
/// How long a container may take that is expected to end.
const RUN: Duration = Duration::from_secs(30);
/// How long anything else may take.
const REST: Duration = Duration::from_mins(1);

/// The control groups of the containers, by which they are known to be this program's.
const CGROUP: &str = "distroless-check-e2e";

/// What buildah says when it trips over another one at work, and no Dockerfile is to blame: a layer
/// that two images share was removed with the other just then; the kernel was not ready to seal its
/// copy of itself.
const FAULTS: &[&str] = &["layer not known", "Close_Fd sealing memfd copy"];

/// Where buildah and podman note which layers they have seen; no setting moves it, so that a folder
/// of the cache is mounted there.
const KNOWN_LAYERS: &str = "/var/lib/containers";

/// Where runc notes which containers run, likewise.
const RUNC_STATE: &str = "/run/runc";

pub(super) struct Engine {
    cache: PathBuf,
}

/// A server in a container.
pub(super) struct Server<'engine> {
    engine: &'engine Engine,
    podman: Running,
    container: String,
    /// Where podman notes the number of the container's first process.
    number: TempPath,
}

#[derive(Deserialize)]
struct Stored {
    id: String,
    /// Absent or null for images that lost their names.
    names: Option<Vec<String>>,
}

impl Engine {
    /// Writes the settings. Has to be called in namespaces of its own, see [`super::phase`].
    pub(super) fn new(cache: &Path) -> Result<Self, Box<dyn Error>> {
        let engine = Self {
            cache: cache.to_path_buf(),
        };
        forget_state(cache);
        for folder in ["engine", "home", "run", "tmp", "storage"] {
            fs::create_dir_all(engine.path(folder))?;
        }
        for (own, outside) in [("containers", KNOWN_LAYERS), ("run/runc", RUNC_STATE)] {
            let own = engine.path(own);
            fs::create_dir_all(&own)?;
            fs::create_dir_all(outside)?;
            let mut mount = Command::new("mount");
            crate::root::run(mount.arg("--bind").arg(own).arg(outside))?;
        }
        engine.settings("overlay")?;
        let probe = engine.podman(&["info"], REST)?;
        if !probe.success() {
            // An overlay on an overlay is refused; copies always work, and need the more room.
            println!("e2e: no overlay file system here, using full copies of layers");
            engine.settings("vfs")?;
        }
        // Of a run that was killed.
        engine.podman(&["rm", "--force", "--all", "--time", "0"], REST)?;
        engine.podman(&["volume", "prune", "--force"], REST)?;
        Ok(engine)
    }

    fn settings(&self, driver: &str) -> Result<(), Box<dyn Error>> {
        let (run, storage) = (self.path("run"), self.path("storage"));
        let containers = format!(
            "[containers]\ndefault_ulimits = []\nnetns = \"none\"\nlog_driver = \"k8s-file\"\n\
             [network]\nnetwork_backend = \"cni\"\n\
             [engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n\
             tmp_dir = \"{}\"\n",
            run.join("libpod").display(),
        );
        let store = format!(
            "[storage]\ndriver = \"{driver}\"\ngraphroot = \"{}\"\nrunroot = \"{}\"\n",
            storage.join(driver).display(),
            run.join("storage").display(),
        );
        let files = [
            ("containers.conf", containers.as_str()),
            ("storage.conf", store.as_str()),
            (
                "registries.conf",
                "unqualified-search-registries = [\"docker.io\"]\n",
            ),
            (
                "policy.json",
                r#"{"default": [{"type": "insecureAcceptAnything"}]}"#,
            ),
        ];
        for (name, text) in files {
            fs::write(self.path("engine").join(name), text)?;
        }
        Ok(())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.cache.join(name)
    }

    /// A program in this engine's environment, and nothing of the machine's.
    pub(super) fn command(&self, program: &str) -> Command {
        let engine = self.path("engine");
        let mut command = Command::new(program);
        command
            .env_clear()
            .env(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            )
            .env("LC_ALL", "C")
            // The engine's programs end before it pays to tidy up their memory.
            .env("GOGC", "400")
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .env("CONTAINERS_CONF", engine.join("containers.conf"))
            .env("CONTAINERS_STORAGE_CONF", engine.join("storage.conf"))
            .env("CONTAINERS_REGISTRIES_CONF", engine.join("registries.conf"));
        command
    }

    fn podman(&self, arguments: &[&str], limit: Duration) -> Result<Ended, Box<dyn Error>> {
        process::run(self.command("podman").args(arguments), limit)
    }

    fn buildah(&self, arguments: &[&str], limit: Duration) -> Result<Ended, Box<dyn Error>> {
        process::run(self.command("buildah").args(arguments), limit)
    }

    /// Builds `file` with the folder `context`. Networks are for the caller to cut off. Without
    /// buildah's cache (`--layers`): it takes a copy to another owner (`--chown`) for the same step.
    /// What Go has compiled of its library is kept from build to build, for that is half of the work
    /// of all the cases; its cache goes by the content of what it compiles.
    pub(super) fn build(
        &self,
        context: &Path,
        file: &Path,
        image: &str,
        packages: &[Packages],
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
            ])
            .arg("--signature-policy")
            .arg(self.path("engine").join("policy.json"))
            .arg("--volume")
            .arg(format!("{}:/root/.cache/go-build", compiled.display()))
            .args(self.volumes(packages))
            .args(["--tag", image, "--file"])
            .arg(file)
            .arg(context);
        let mut ended = process::run(&mut command, BUILD)?;
        for _ in 0..2 {
            let text = ended.text();
            if ended.success() || !FAULTS.iter().any(|fault| text.contains(fault)) {
                break;
            }
            ended = process::run(&mut command, BUILD)?;
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
        });
        let folder = self.path(PACKAGES);
        mounts
            .map(|(own, inside)| format!("--volume={}:{inside}", folder.join(own).display()))
            .collect()
    }

    /// Starts a container that serves.
    pub(super) fn serve(&self, image: &str, name: &str) -> Result<Server<'_>, Box<dyn Error>> {
        let number = tempfile::NamedTempFile::new_in(self.path("tmp"))?.into_temp_path();
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

    /// How many bytes an image's layers have.
    pub(super) fn sizes(&self, images: &[&str]) -> Result<Vec<u64>, Box<dyn Error>> {
        let arguments = ["image", "inspect", "--format", "{{.Size}}"];
        let sizes = self.podman(&[&arguments, images].concat(), REST)?;
        if !sizes.success() {
            return Err(sizes.text().into());
        }
        let sizes = sizes.stdout.lines().map(|line| line.trim().parse());
        Ok(sizes.collect::<Result<_, _>>()?)
    }

    /// Starts a container, waits for its end, and removes it.
    pub(super) fn run(
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

    /// Starts a container, asks it for its health until it is healthy or has been asked five times,
    /// and removes it. `None` when it did not keep running.
    pub(super) fn health(&self, image: &str, name: &str) -> Result<Option<bool>, Box<dyn Error>> {
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

    /// Removes images under test, of which some may not be there; their bases stay.
    pub(super) fn remove_images(&self, images: &[String]) -> Result<(), Box<dyn Error>> {
        let images = images.iter().map(String::as_str);
        let arguments: Vec<&str> = ["rmi", "--force"].into_iter().chain(images).collect();
        self.buildah(&arguments, REST)?;
        Ok(())
    }

    /// A text without the folders that the store keeps images in: they differ from run to run.
    pub(super) fn without_folders(&self, text: &str) -> String {
        let store = self.path("storage").to_string_lossy().into_owned();
        let mut parts = text.split(&store);
        let mut clean = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(['"', ' ', '\n']).unwrap_or(part.len());
            clean.push('…');
            clean.push_str(part.get(end..).unwrap_or_default());
        }
        clean
    }

    /// Every name of every image in the store.
    pub(super) fn names(&self) -> Result<BTreeSet<String>, Box<dyn Error>> {
        let stored = self.stored()?;
        Ok(stored
            .into_iter()
            .flat_map(|image| image.names.unwrap_or_default())
            .collect())
    }

    /// Removes what is left of builds, and every image without a name in `keep`.
    pub(super) fn remove_images_except(
        &self,
        keep: &BTreeSet<String>,
    ) -> Result<(), Box<dyn Error>> {
        self.buildah(&["rm", "--all"], REST)?;
        for image in self.stored()? {
            let names = image.names.unwrap_or_default();
            if names.iter().any(|name| keep.contains(name)) {
                for name in names.iter().filter(|name| !keep.contains(*name)) {
                    self.buildah(&["untag", &image.id, name], REST)?;
                }
            } else {
                self.buildah(&["rmi", "--force", &image.id], REST)?;
            }
        }
        Ok(())
    }

    /// Makes one file of large ones that several layers hold: the same Node.js, Go and Java are in
    /// several images. Layers are never written, so nobody sees it; where it cannot be done they
    /// only take more space.
    pub(super) fn share_files(&self) {
        let mut command = self.command("hardlink");
        command
            .args(["--ignore-time", "--minimum-size", "8K", "--quiet"])
            .args([self.path("storage"), self.path(PACKAGES)]);
        if let Err(error) = process::run(&mut command, REST) {
            println!("e2e: files of layers are not shared: {error}");
        }
    }

    fn stored(&self) -> Result<Vec<Stored>, Box<dyn Error>> {
        let listed = self.buildah(&["images", "--json"], REST)?;
        if !listed.success() {
            return Err(format!("buildah images: {}", listed.text()).into());
        }
        // An empty store is `null`.
        let stored: Option<Vec<Stored>> = serde_json::from_str(&listed.stdout)?;
        Ok(stored.unwrap_or_default())
    }
}

impl Server<'_> {
    /// The container's first process; `None` when it has not started yet.
    pub(super) fn process(&self) -> Option<u32> {
        fs::read_to_string(&self.number).ok()?.trim().parse().ok()
    }

    /// Whether it has ended by itself.
    pub(super) fn has_ended(&mut self) -> Result<bool, Box<dyn Error>> {
        self.podman.has_ended()
    }

    /// Ends it, and says what it wrote.
    pub(super) fn end(self) -> Result<String, Box<dyn Error>> {
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

/// What the engine remembers of mounts and containers of namespaces that are gone.
pub(super) fn forget_state(cache: &Path) {
    // A folder that is not there is what is wanted.
    let _ = fs::remove_dir_all(cache.join("run"));
    let _ = fs::remove_dir_all(cache.join("tmp"));
    remove_groups(Path::new("/sys/fs/cgroup"));
}

/// Removes the control groups of containers and of their monitors, in each hierarchy. Only empty
/// ones can be removed, so that nobody else's are.
fn remove_groups(root: &Path) {
    let hierarchies = fs::read_dir(root).into_iter().flatten().flatten();
    let hierarchies = hierarchies.map(|entry| entry.path());
    for hierarchy in hierarchies.chain([root.to_path_buf()]) {
        for group in [CGROUP, "libpod_parent"].map(|name| hierarchy.join(name)) {
            for inner in fs::read_dir(&group).into_iter().flatten().flatten() {
                let _ = fs::remove_dir(inner.path());
            }
            let _ = fs::remove_dir(group);
        }
    }
}
