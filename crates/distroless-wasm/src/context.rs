//! The build context, as the host answers for it.

use crate::toml::{self, Reader};
use distroless_core::BuildContext;
use distroless_core::order;
use distroless_core::toml::Document;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// An object with functions; an exception in one of them means "I do not know".
    #[wasm_bindgen(typescript_type = "Context")]
    #[derive(Debug)]
    pub type Callbacks;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Callbacks, folder: &str, path: &str) -> Result<Option<String>, JsValue>;

    /// Names separated by NUL: no name can hold one.
    #[wasm_bindgen(method, catch)]
    fn list(this: &Callbacks, folder: &str, path: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn head(this: &Callbacks, folder: &str, path: &str) -> Result<Option<Vec<u8>>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn mode(this: &Callbacks, folder: &str, path: &str) -> Result<Option<u32>, JsValue>;

    /// An object with functions for what the module does without; an exception in one of them means that the
    /// host has none.
    #[wasm_bindgen(typescript_type = "Host")]
    #[derive(Debug)]
    pub type Host;

    #[wasm_bindgen(method, catch, js_name = readToml)]
    fn toml(this: &Host, text: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, js_name = pages)]
    fn explanations(this: &Host) -> Result<String, JsValue>;
}

impl Host {
    /// A text of TOML, taken apart: JSON.
    pub(crate) fn read_toml(&self, text: &str) -> Option<String> {
        self.toml(text).ok()
    }

    /// What the pages of the rules explain.
    pub(crate) fn pages(&self) -> Option<String> {
        self.explanations().ok()
    }
}

/// The context of a Dockerfile: the folder it lies in, or the one that a definition says.
pub(crate) struct HostContext<'a> {
    folder: String,
    /// The path of the Dockerfile in it, if it is there.
    dockerfile: Option<String>,
    callbacks: &'a Callbacks,
    toml: &'a Reader<'a>,
}

impl fmt::Debug for HostContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.folder)
    }
}

impl<'a> HostContext<'a> {
    pub(crate) fn new(
        dockerfile: &str,
        said: Option<&str>,
        callbacks: &'a Callbacks,
        toml: &'a Reader<'a>,
    ) -> Self {
        let beside = dockerfile.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = said.unwrap_or(beside);
        let inside = match folder {
            "" => Some(dockerfile),
            _ => dockerfile
                .strip_prefix(folder)
                .and_then(|path| path.strip_prefix('/')),
        };
        Self {
            folder: folder.to_owned(),
            dockerfile: inside.map(str::to_owned),
            callbacks,
            toml,
        }
    }
}

impl BuildContext for HostContext<'_> {
    fn dockerfile(&self) -> Option<String> {
        self.dockerfile.clone()
    }

    fn read(&self, path: &str) -> Option<String> {
        self.callbacks.read(&self.folder, path).ok().flatten()
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        self.callbacks.head(&self.folder, path).ok().flatten()
    }

    fn mode(&self, path: &str) -> Option<u32> {
        self.callbacks.mode(&self.folder, path).ok().flatten()
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        let names = self.callbacks.list(&self.folder, path).ok().flatten()?;
        let names = names.split('\0').filter(|name| !name.is_empty());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        order::sort_by(&mut names, Ord::cmp);
        Some(names.into())
    }

    fn toml(&self, text: &str) -> Document {
        toml::document(text, self.toml)
    }
}
