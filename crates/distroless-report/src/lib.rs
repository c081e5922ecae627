//! What a run found, in the formats people and programs read.
//!
//! Both ends fill a [`Run`] and call [`render`]; the bytes are the same natively and in WebAssembly.
//! Nothing here reads a file, a clock or the environment.

mod format;
mod json;
mod lines;
mod run;
mod wire;

pub use format::{Format, render};
pub use lines::{LineIndex, Position, Range};
pub use run::{Conclusion, Counts, File, Run, RunProblem};
