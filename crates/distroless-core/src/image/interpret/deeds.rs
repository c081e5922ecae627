//! What commands do to paths.

use super::Buried;
use super::machine::Machine;
use crate::image::artifact::{Artifact, Kind, Site};
use crate::image::path::{is_below, merged};
use crate::image::script::Invocation;
use crate::image::touch::{Deed, Region, Touch};
use dockerfile_syntax::Span;

impl Machine<'_, '_> {
    /// Whether a path leaves nothing behind, because something is mounted there.
    pub(super) fn is_mounted(&self, path: &str) -> bool {
        self.current
            .as_ref()
            .is_some_and(|current| current.mounts.covers(path))
    }

    /// Whether a cache is mounted at a path or above it.
    pub(crate) fn is_cached(&self, path: &str) -> bool {
        self.is_mounted(&merged(path))
    }

    pub(super) fn touch(&mut self, deed: Deed, sure: bool, span: Span) {
        if let Some(current) = &mut self.current {
            current.touches.push(Touch { deed, sure, span });
        }
    }

    /// Files may be made or changed in a region.
    pub(crate) fn opens(&mut self, region: Region, invocation: &Invocation) {
        if let Region::Below(path) = &region
            && self.is_mounted(path)
        {
            return;
        }
        self.touch(Deed::Opens(region), invocation.sure, invocation.span);
    }

    /// Files may be made or changed below a directory; anywhere when that is not known.
    pub(crate) fn opens_below(&mut self, path: Option<String>, invocation: &Invocation) {
        let region = match path {
            Some(path) if path != "/" => Region::Below(merged(&path)),
            _ => Region::Everything,
        };
        self.opens(region, invocation);
    }

    /// A file or directory is made.
    pub(crate) fn makes(&mut self, path: &str, invocation: &Invocation) {
        self.makes_for(path, invocation.span, invocation.sure);
    }

    /// A file or directory is made for what stands at `span`: the name of a package.
    pub(crate) fn makes_for(&mut self, path: &str, span: Span, sure: bool) {
        let path = merged(path);
        if !self.is_mounted(&path) {
            self.touch(Deed::Makes(path), sure, span);
        }
    }

    /// A path is removed with all below it.
    pub(crate) fn removes(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        // Nothing would be left to build with: the path is not what it seems.
        if path == "/" || self.is_mounted(&path) {
            return;
        }
        self.touch(
            Deed::Removes(path.clone()),
            invocation.sure,
            invocation.span,
        );
        let site = self.site(invocation.span);
        let sure = invocation.sure;
        // What the same RUN made is gone without a trace.
        let now = self.current.as_ref().map(|current| current.span);
        self.buries(&|artifact| is_below(&artifact.path, &path), site, sure, now);
    }

    /// All below a directory is removed, the directory stays: `rm -rf /var/lib/apt/lists/*`.
    pub(crate) fn empties(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        if self.is_mounted(&path) {
            return;
        }
        self.touch(
            Deed::Empties(path.clone()),
            invocation.sure,
            invocation.span,
        );
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        self.buries(
            &|artifact| is_below(&artifact.path, &path),
            site,
            invocation.sure,
            now,
        );
    }

    /// The files below a directory are removed, but for some that do not matter: what package managers keep
    /// there is gone.
    pub(crate) fn drops_cache(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        let is_cache = |artifact: &Artifact| {
            matches!(artifact.kind, Kind::Cache(_)) && is_below(&artifact.path, &path)
        };
        self.buries(&is_cache, site, invocation.sure, now);
        self.may_remove(Some(&path));
    }

    /// All that a pattern (absolute) names is removed.
    pub(crate) fn removes_matching(&mut self, pattern: &str, invocation: &Invocation) {
        let pattern = merged(pattern);
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        let matches = |artifact: &Artifact| {
            std::iter::successors(Some(artifact.path.as_str()), |path| {
                Some(path.rsplit_once('/')?.0)
            })
            .any(|path| fast_glob::glob_match(&pattern, path))
        };
        self.buries(&matches, site, invocation.sure, now);
    }

    /// A file gets another content: a secret in it is gone, as if it were removed.
    pub(crate) fn overwrites(&mut self, path: &str, invocation: &Invocation) {
        let path = merged(path);
        let site = self.site(invocation.span);
        let now = self.current.as_ref().map(|current| current.span);
        let is_secret =
            |artifact: &Artifact| matches!(artifact.kind, Kind::Secret(_)) && artifact.path == path;
        self.buries(&is_secret, site, invocation.sure, now);
    }

    /// Files are removed whose names are not known, below a directory or anywhere: a secret may be gone.
    pub(crate) fn may_remove(&mut self, directory: Option<&str>) {
        let Some(contents) = self.contents_mut() else {
            return;
        };
        for artifact in &mut contents.artifacts {
            if matches!(artifact.kind, Kind::Secret(_))
                && directory.is_none_or(|directory| is_below(&artifact.path, directory))
            {
                artifact.sure = false;
            }
        }
    }

    /// What is known at some paths is gone; what an earlier layer brought ships all the same.
    fn buries(
        &mut self,
        wanted: &dyn Fn(&Artifact) -> bool,
        site: Site,
        sure: bool,
        now: Option<Span>,
    ) {
        let Some(contents) = self.contents_mut() else {
            return;
        };
        let mut buried = Vec::new();
        contents.artifacts.retain_mut(|artifact| {
            if !wanted(artifact) {
                return true;
            }
            if !sure {
                artifact.sure = false;
                return true;
            }
            let here = artifact.trail.last().is_some_and(|last| {
                last.stage == site.stage
                    && now
                        .is_some_and(|now| now.start <= last.span.start && last.span.end <= now.end)
            });
            if !here {
                buried.push(Buried {
                    artifact: artifact.clone(),
                    by: site,
                });
            }
            false
        });
        contents.buried.extend(buried);
    }
}
