//! A lossless Dockerfile parser with BuildKit's behaviour.

mod ast;
mod span;
mod text;

pub use ast::*;
pub use span::Span;
pub use text::Text;
