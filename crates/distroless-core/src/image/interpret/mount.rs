//! What `RUN --mount` shows to a command: it is there while the command runs, and leaves nothing behind.

use super::machine::Machine;
use crate::graph::{Origin, RunStep};
use crate::image::artifact::Artifact;
use crate::image::path::{absolute, is_below, merged};

/// The mounts of one RUN.
#[derive(Debug, Default)]
pub(super) struct Mounts {
    targets: Vec<String>,
    any: bool,
}

impl Mounts {
    pub(super) fn new(run: &RunStep) -> Self {
        let targets = run
            .mounts
            .iter()
            .filter_map(|mount| {
                let target = match (&mount.target, mount.kind.as_str()) {
                    (Some(target), _) => target.clone(),
                    (None, "secret") => "/run/secrets".to_owned(),
                    (None, _) => return None,
                };
                if target.starts_with('/') {
                    Some(merged(&absolute("/", &target)))
                } else {
                    Some(merged(&absolute(run.workdir.as_deref()?, &target)))
                }
            })
            .collect();
        Self {
            targets,
            // Caches hold no programs.
            any: run.mounts.iter().any(|mount| mount.kind == "bind"),
        }
    }

    /// Whether files of elsewhere are mounted, programs perhaps.
    pub(super) const fn is_empty(&self) -> bool {
        !self.any
    }

    /// Whether a path is in a mount.
    pub(super) fn covers(&self, path: &str) -> bool {
        self.targets.iter().any(|target| is_below(path, target))
    }
}

impl Machine<'_, '_> {
    /// What the mounts of a RUN bring into view, at the places where it is seen. Their trails are empty,
    /// so that they can be told from what is in the image.
    pub(super) fn mounted_artifacts(&self, run: &RunStep) -> Vec<Artifact> {
        let mut seen = Vec::new();
        for mount in run.mounts.iter().filter(|mount| mount.kind == "bind") {
            let (Origin::Stage(stage), Some(target)) = (&mount.origin, &mount.target) else {
                continue;
            };
            let source = merged(&absolute("/", mount.source.as_deref().unwrap_or("/")));
            let target = merged(&absolute(run.workdir.as_deref().unwrap_or("/"), target));
            let Some(contents) = self.contents_of(*stage) else {
                continue;
            };
            for artifact in &contents.artifacts {
                if let Some(mut copy) =
                    artifact.copied(&source, &target, false, self.site(mount.span))
                {
                    copy.trail.clear();
                    seen.push(copy);
                }
            }
        }
        seen
    }
}
