//! What the project's own files in the build context say about a build.

use super::machine::Machine;

impl Machine<'_> {
    /// The last part of the module's name in go.mod: the name of the program `go build` makes.
    pub(crate) fn module_name(&self, workdir: &str) -> Option<String> {
        let directory = self.context_of(workdir)?;
        let path = if directory.is_empty() {
            "go.mod".to_owned()
        } else {
            format!("{directory}/go.mod")
        };
        let text = self.context.read(&path)?;
        let module = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("module "))?;
        let name = module.trim().trim_matches('"').rsplit('/').next()?;
        Some(name.to_owned())
    }

    /// Whether the Go project calls C.
    pub(crate) fn uses_cgo(&self, workdir: Option<&str>) -> Option<bool> {
        let _ = workdir?;
        None
    }

    /// Whether nothing in the Rust project chooses a target or another linkage.
    pub(crate) fn rust_is_plain(&self, workdir: Option<&str>) -> Option<bool> {
        let _ = workdir?;
        None
    }
}
