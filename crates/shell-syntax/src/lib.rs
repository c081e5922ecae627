//! A tolerant parser for the shell in Dockerfiles: POSIX sh and bash.
//!
//! [`parse`] never fails and never panics, takes time proportional to the text, and nests to a fixed depth; what
//! the shell would refuse is in [`Script::errors`], and the rest of the tree stands. Every node has its [`Span`]
//! of bytes in the text given.
//!
//! ```
//! use shell_syntax::{Dialect, parse};
//!
//! let script = parse("set -eux; apk add --no-cache curl && rm -rf /tmp/*", Dialect::Posix);
//! assert!(script.errors.is_empty());
//! let names: Vec<_> = script
//!     .simple_commands()
//!     .filter_map(|found| found.command.name()?.literal())
//!     .collect();
//! assert_eq!(names, ["set", "apk", "rm"]);
//! ```

mod assign;
mod ast;
mod braces;
mod exec_form;
mod parser;
mod span;
mod visit;
mod word;

pub use ast::{
    AndOr, Assignment, Branch, CaseEnd, CaseItem, Command, Compound, CompoundCommand, Descriptor,
    Dialect, ErrorKind, FunctionDefinition, HereDoc, List, Pipeline, RedirectOp, RedirectTarget,
    Redirection, Script, SimpleCommand, Statement, SyntaxError, Terminator, TestExpression,
};
pub use exec_form::{Builtin, ShellNeed, ShellNeedKind, builtin};
pub use parser::{MAX_DEPTH, parse};
pub use span::Span;
pub use visit::{Context, FoundCommand};
pub use word::{CommandSubstitution, Parameter, ParameterOp, Part, PartKind, Replace, Word};
