//! What a run found, in the formats people and programs read.
//!
//! Both ends fill a [`Run`] and call [`render`]; the bytes are the same natively and in WebAssembly.
//! Nothing here reads a file, a clock or the environment.

#[cfg(feature = "other-ci")]
mod ci;
pub mod drawing;
mod fingerprint;
mod format;
mod github;
pub mod inspect;
mod json;
mod lines;
mod markdown;
#[cfg(feature = "migrate")]
pub mod migration;
mod overview;
pub mod page;
mod run;
mod sarif;
mod standing;
mod suggest;
#[cfg(feature = "text")]
pub mod text;
pub mod visible;
mod wire;

pub use format::{Format, render};
pub use json::{inspection, serialised};
pub use lines::{LineIndex, Position, Range};
pub use markdown::{
    code as markdown_code, code_span as markdown_code_span, inline as markdown_inline,
};
pub use overview::{Overview, examine};
pub use run::{Base, Conclusion, Counts, File, Run, RunProblem};
pub use standing::{Baseline, ChangedLines, Fingerprint, Standing};
pub use suggest::{Suggestion, suggestions};

#[cfg(test)]
mod tests;
