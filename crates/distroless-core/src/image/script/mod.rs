//! What a RUN runs: the commands of its text in the order the shell comes to them, with their words
//! evaluated as far as they are known.

mod condition;
mod invocation;
mod shell;
mod walk;
mod words;

pub(crate) use invocation::{Arg, Invocation};
pub(crate) use shell::Shell;
pub(crate) use walk::{Host, follow};

/// What a variable is known to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// It has this value.
    Known(String),
    /// It is not set.
    Unset,
    /// It may have any value.
    Unknown,
}

#[cfg(test)]
mod tests;
