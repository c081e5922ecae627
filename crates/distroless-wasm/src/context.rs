//! The build context, as the host answers for it.

use distroless_core::BuildContext;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// An object with two functions; an exception in one of them means "I do not know".
    #[wasm_bindgen(typescript_type = "Context")]
    pub type Callbacks;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Callbacks, folder: &str, path: &str) -> Result<Option<String>, JsValue>;

    /// Names separated by NUL: no name can hold one.
    #[wasm_bindgen(method, catch)]
    fn list(this: &Callbacks, folder: &str, path: &str) -> Result<Option<String>, JsValue>;
}

/// The context of a Dockerfile: the folder it lies in.
pub(crate) struct HostContext<'a> {
    folder: String,
    callbacks: &'a Callbacks,
}

impl<'a> HostContext<'a> {
    pub(crate) fn new(folder: &str, callbacks: &'a Callbacks) -> Self {
        Self {
            folder: folder.to_owned(),
            callbacks,
        }
    }
}

impl BuildContext for HostContext<'_> {
    fn read(&self, path: &str) -> Option<String> {
        self.callbacks.read(&self.folder, path).ok().flatten()
    }

    fn list(&self, path: &str) -> Option<Vec<String>> {
        let names = self.callbacks.list(&self.folder, path).ok().flatten()?;
        let names = names.split('\0').filter(|name| !name.is_empty());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        Some(names)
    }
}
