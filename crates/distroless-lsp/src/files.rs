//! What lies around a Dockerfile, as the end that owns the file system tells it.

use distroless_core::{Build, BuildContext, Options};
use std::path::Path;

/// Everything that decides the findings of a Dockerfile beside its text.
#[derive(Debug)]
pub struct Around {
    /// The Dockerfile's path as it is shown and as the configuration names it.
    pub path: String,
    /// How to look at it.
    pub options: Options,
    /// The files of its build context.
    pub context: Box<dyn BuildContext>,
    /// What compose and bake files say of its build.
    pub build: Option<Build>,
    /// What is wrong with the configuration. People are told once.
    pub problems: Vec<String>,
    /// What was passed over. It goes to the editor's log, once.
    pub notes: Vec<String>,
}

/// The file system, as far as the server needs it.
pub trait Files {
    /// What lies around a Dockerfile now. `dockerfile` is `None` for a text that is not saved anywhere;
    /// `folder` is the folder of the workspace that it lies in.
    fn around(&self, dockerfile: Option<&Path>, folder: Option<&Path>) -> Around;
}
