//! What the project's own files in the build context say about a build.

use super::machine::Machine;
use crate::context::Project;
use crate::image::artifact::Kind;
use crate::image::path::has_extension;
use std::rc::Rc;

impl<'c> Machine<'_, 'c> {
    /// The project that a directory of the image was copied from.
    fn project(&self, workdir: Option<&str>) -> Option<Rc<Project<'c>>> {
        let folder = self.context_of(workdir?)?;
        Some(self.context.project(&folder))
    }

    /// The last part of the module's name in go.mod: the name of the program `go build` makes.
    pub(crate) fn module_name(&self, workdir: &str) -> Option<String> {
        let project = self.project(Some(workdir))?;
        let module = project.go()?.module.clone()?;
        module.rsplit('/').next().map(str::to_owned)
    }

    /// Whether the Go project calls C for sure, or for sure does not.
    pub(crate) fn uses_cgo(&self, workdir: Option<&str>) -> Option<bool> {
        let project = self.project(workdir)?;
        let files = project.cgo_files()?;
        if files.iter().any(|file| !file.conditional) {
            return Some(true);
        }
        // A module that is required may be used by nothing that is built.
        let modules = project.go()?.cgo_modules().count();
        (modules == 0 && files.is_empty()).then_some(false)
    }

    /// Whether the Go program uses only packages of Go that never need the C library: one folder without
    /// modules of others that imports neither `net` nor `os/user`.
    pub(crate) fn is_pure_go(&self, workdir: Option<&str>) -> bool {
        let Some(folder) = workdir.and_then(|workdir| self.context_of(workdir)) else {
            return false;
        };
        let project = self.context.project(&folder);
        let alone = project.go().is_some_and(|go| go.requires.is_empty());
        let files = self.context.files();
        let Some(names) = files.list(&folder).filter(|_| alone) else {
            return false;
        };
        names.iter().all(|name| {
            if name.ends_with('/') {
                return name.starts_with('.');
            }
            if !has_extension(name, "go") {
                return true;
            }
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            files.read(&path).is_some_and(|text| {
                // `"net` begins "net", "net/http" and the rest of them.
                !text.contains("\"net")
                    && !text.contains("\"os/user\"")
                    && !text.contains("\"C\"")
                    && !text.contains("/http\"")
            })
        })
    }

    /// Whether a path may be a directory: one that a command made, or that came with what was copied.
    pub(crate) fn may_be_directory(&self, path: &str) -> bool {
        let path = crate::image::path::merged(path);
        let contents = self.contents();
        contents.owned.iter().any(|owned| owned.path == path)
            || contents.artifacts.iter().any(|artifact| {
                matches!(artifact.kind, Kind::Sources { .. }) && artifact.holds(&path)
            })
    }

    /// Whether the project of Node.js names no packages for development.
    pub(crate) fn is_production_only(&self, workdir: Option<&str>) -> bool {
        let project = self.project(workdir);
        project.is_some_and(|project| {
            project
                .node()
                .is_some_and(|node| node.dev_dependencies.is_empty() && !node.workspaces)
        })
    }

    /// Whether nothing in the Rust project chooses a target or another linkage.
    pub(crate) fn rust_is_plain(&self, workdir: Option<&str>) -> Option<bool> {
        let project = self.project(workdir)?;
        let rust = project.rust()?;
        // Without Cargo's own configuration beside the manifest there could be one above it.
        Some(rust.flags.as_ref().is_none_or(|flags| {
            flags.targets.is_empty()
                && flags.rustflags.is_empty()
                && flags.target_rustflags.is_empty()
        }))
    }
}
