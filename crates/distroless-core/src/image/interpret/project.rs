//! What the project's own files in the build context say about a build.

use super::machine::Machine;
use crate::context::Project;
use std::rc::Rc;

impl<'m, 'c> Machine<'m, 'c> {
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
