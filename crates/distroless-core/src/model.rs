//! The resolved model of one Dockerfile: computed once, then only read.

use dockerfile_syntax::Dockerfile;
use image_knowledge::Date;

/// Everything rules may look at.
#[derive(Debug)]
pub struct Model<'a> {
    /// The syntax tree.
    pub file: &'a Dockerfile<'a>,
    /// The day end of life is judged on.
    pub today: Date,
}
