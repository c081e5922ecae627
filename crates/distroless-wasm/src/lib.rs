//! distroless-check for JavaScript hosts: JSON in, JSON out, over the same core and the same
//! renderers as the command line.

mod context;
mod fields;
mod request;
mod respond;
mod select;
mod settings;
mod toml;

use context::{Callbacks, Host, HostContext};
use distroless_core::{BuildContext, NoContext};
use respond::Given;
use wasm_bindgen::prelude::wasm_bindgen;

/// Analyses Dockerfiles. `request` and the answer are JSON, described in the type declarations
/// beside the module; `context` answers questions about the files around them, and `host` has what the module
/// does without. What is wrong comes out as `error` in the answer: this never throws.
#[wasm_bindgen]
#[expect(
    clippy::needless_pass_by_value,
    reason = "an optional object of JavaScript cannot be borrowed"
)]
pub fn analyze(request: &str, context: Option<Callbacks>, host: Option<Host>) -> String {
    let guid = || uuid::Uuid::new_v4().to_string();
    let toml = |text: &str| host.as_ref()?.read_toml(text);
    let pages = || host.as_ref()?.pages();
    let given = Given {
        guid: &guid,
        pages: &pages,
        toml: &toml,
    };
    match &context {
        Some(callbacks) => respond::respond(request, &given, |dockerfile, folder| {
            Box::new(HostContext::new(dockerfile, folder, callbacks, &toml))
                as Box<dyn BuildContext + '_>
        }),
        None => respond::respond(request, &given, |_, _| {
            Box::new(NoContext) as Box<dyn BuildContext>
        }),
    }
}

/// Whether a path is a Dockerfile by the custom of its name.
#[wasm_bindgen(js_name = isDockerfile)]
pub fn is_dockerfile(path: &str) -> bool {
    distroless_core::is_dockerfile(path)
}

/// Whether a change of a file in a build context may change what is found.
#[wasm_bindgen]
pub fn decides(path: &str) -> bool {
    distroless_core::decides(path.rsplit('/').next().unwrap_or(path))
}

/// Which of many files are to be checked; see the type declarations. The answer is a JSON array of
/// paths in order, empty when the request cannot be read.
#[wasm_bindgen(js_name = selectFiles)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "an optional object of JavaScript cannot be borrowed"
)]
pub fn select_files(request: &str, host: Option<Host>) -> String {
    select::select(request, &|text| host.as_ref()?.read_toml(text))
}
