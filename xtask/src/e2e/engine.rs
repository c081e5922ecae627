//! buildah and podman on a store and settings of their own. Nothing is ever pulled.

mod build;
mod images;
mod run;

use super::process::{self, Ended};
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long anything else may take.
const REST: Duration = Duration::from_mins(1);

/// The control groups of the containers, by which they are known to be this program's.
const CGROUP: &str = "distroless-check-e2e";

/// Where buildah and podman note which layers they have seen; no setting moves it, so that a folder
/// of the cache is mounted there.
const KNOWN_LAYERS: &str = "/var/lib/containers";

/// Where runc notes which containers run, likewise.
const RUNC_STATE: &str = "/run/runc";

/// The stores of images under test: in memory, for they live for some seconds, and under a short
/// name, for podman refuses long ones when it tidies up. What was noted of layers is not theirs.
const STORES: &str = KNOWN_LAYERS;

pub(super) struct Engine {
    cache: PathBuf,
    /// Where settings and state are.
    home: PathBuf,
    /// The storage driver.
    driver: &'static str,
}

impl Engine {
    /// An engine on the store of the base images. Has to be called in namespaces of its own, see
    /// [`super::phase`].
    pub(super) fn new(cache: &Path) -> Result<Self, Box<dyn Error>> {
        forget_state(cache);
        let mut engine = Self {
            cache: cache.to_path_buf(),
            home: cache.to_path_buf(),
            driver: "overlay",
        };
        fs::create_dir_all(engine.path("storage"))?;
        for (own, outside) in [("containers", KNOWN_LAYERS), ("run/runc", RUNC_STATE)] {
            let own = engine.path(own);
            fs::create_dir_all(&own)?;
            fs::create_dir_all(outside)?;
            let mut mount = Command::new("mount");
            crate::root::run(mount.arg("--bind").arg(own).arg(outside))?;
        }
        engine.settings()?;
        let probe = engine.podman(&["info"], REST)?;
        if !probe.success() {
            // An overlay on an overlay is refused; copies always work, and need the more room.
            println!("e2e: no overlay file system here, using full copies of layers");
            engine.driver = "vfs";
            engine.settings()?;
        }
        // Of a run that was killed.
        engine.podman(&["rm", "--force", "--all", "--time", "0"], REST)?;
        engine.podman(&["volume", "prune", "--force"], REST)?;
        Ok(engine)
    }

    /// Mounts memory for the stores of [`Engine::apart`], which goes with the namespace.
    pub(super) fn mount_stores() -> Result<(), Box<dyn Error>> {
        let mut mount = Command::new("mount");
        crate::root::run(mount.args(["-t", "tmpfs", "tmpfs", STORES]))
    }

    /// An engine with a store of its own beside the base images, which it reads only. Nobody else
    /// waits for its locks or removes its layers, and it is gone at once with all that is in it.
    pub(super) fn apart(&self, number: usize) -> Result<Self, Box<dyn Error>> {
        let engine = Self {
            cache: self.cache.clone(),
            home: Path::new(STORES).join(number.to_string()),
            driver: self.driver,
        };
        fs::create_dir(&engine.home)?;
        engine.settings()?;
        Ok(engine)
    }

    /// Removes what [`Engine::apart`] made.
    pub(super) fn discard(self) -> Result<(), Box<dyn Error>> {
        // The program that tidies up behind a container may still be at it, and mount what it needs.
        let mut removed = self.unmount_and_remove();
        for _ in 0..40 {
            if removed.is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
            removed = self.unmount_and_remove();
        }
        removed
    }

    fn unmount_and_remove(&self) -> Result<(), Box<dyn Error>> {
        // Of builds that failed, and of containers that had to be killed.
        let mounts = fs::read_to_string("/proc/self/mounts")?;
        let points = mounts.lines().filter_map(|line| line.split(' ').nth(1));
        let own: Vec<&str> = points
            .filter(|point| Path::new(point).starts_with(&self.home))
            .collect();
        if !own.is_empty() {
            let mut unmount = Command::new("umount");
            crate::root::run(unmount.arg("--lazy").args(own.iter().rev()))?;
        }
        Ok(fs::remove_dir_all(&self.home)?)
    }

    fn settings(&self) -> Result<(), Box<dyn Error>> {
        for folder in ["engine", "home", "run", "tmp", "storage"] {
            fs::create_dir_all(self.home.join(folder))?;
        }
        let (run, driver) = (self.home.join("run"), self.driver);
        // Locks in shared memory would be taken away by the first start on the next store.
        let containers = format!(
            "[containers]\ndefault_ulimits = []\nnetns = \"none\"\nlog_driver = \"k8s-file\"\n\
             [network]\nnetwork_backend = \"cni\"\n\
             [engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\nlock_type = \"file\"\n\
             tmp_dir = \"{}\"\n",
            run.join("libpod").display(),
        );
        let mut store = format!(
            "[storage]\ndriver = \"{driver}\"\ngraphroot = \"{}\"\nrunroot = \"{}\"\n",
            self.home.join("storage").join(driver).display(),
            run.join("storage").display(),
        );
        if self.home != self.cache {
            let bases = self.path("storage").join(driver);
            write!(
                store,
                "[storage.options]\nadditionalimagestores = [\"{}\"]\n",
                bases.display()
            )?;
        }
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
            fs::write(self.home.join("engine").join(name), text)?;
        }
        Ok(())
    }

    /// A folder of the cache.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.cache.join(name)
    }

    /// A program in this engine's environment, and nothing of the machine's.
    pub(super) fn command(&self, program: &str) -> Command {
        let engine = self.home.join("engine");
        let mut command = Command::new(program);
        command
            .env_clear()
            .env(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            )
            .env("LC_ALL", "C")
            // The engine's programs end before it pays to tidy up their memory, and the processors are busy
            // with others of them.
            .env("GOGC", "400")
            .env("GOMAXPROCS", "1")
            .env("HOME", self.home.join("home"))
            .env("TMPDIR", self.home.join("tmp"))
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
