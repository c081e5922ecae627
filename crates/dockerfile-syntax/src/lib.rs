//! A lossless Dockerfile parser with BuildKit's behaviour.
//!
//! [`parse`] reads any text to a [`Dockerfile`]: the tree, and what BuildKit would refuse.
//! [`Dockerfile::leaves`] gives the whole text back, [`Dockerfile::stages`] the build stages,
//! [`LineIndex`] turns byte offsets into lines and columns.

mod accessors;
mod arguments;
mod ast;
mod csv;
pub mod expand;
mod go;
pub mod image_ref;
mod leaves;
mod line_index;
mod mount;
mod parse;
mod span;
mod stages;
mod text;
mod typed;

pub use arguments::{Arguments, Trigger};
pub use ast::*;
pub use go::to_lower;
pub use leaves::{Leaf, LeafKind};
pub use line_index::{LineIndex, Position};
pub use mount::{Mount, MountKind, MountOption};
pub use parse::parse;
pub use span::Span;
pub use stages::{Stage, is_stage_name};
pub use text::Text;
