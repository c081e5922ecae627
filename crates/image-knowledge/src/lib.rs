//! What public base images contain.
//!
//! The crate answers questions about an image from its name alone: which operating system and C
//! library it is built on, which shell, user and runtimes it has, what is known to be missing from
//! it, and until when it is maintained. It reads no registry: every fact stands in `data/*.toml`
//! with its source and the day it was checked, and is compiled into tables.
//!
//! Facts are three-valued. [`Known::Unknown`] and [`Presence::Unknown`] mean that the data does not
//! say; they never mean "no". How far an answer may be relied on is its [`Certainty`].

mod contents;
mod date;
mod distroless;
mod eol;
mod facts;
mod generated;
mod known;
mod layer;
mod lookup;
mod mirrors;
mod name;
mod settle;
mod siblings;
mod tables;
mod tag;
mod tools;
mod types;
mod version;
mod versioned;
mod words;

pub use date::Date;
pub use facts::ImageFacts;
pub use known::{Known, Presence};
pub use lookup::lookup;
pub use name::ImageName;
pub use siblings::{minimal_bases, newest_minimal_base};
pub use tools::{
    command_class, development_package, installed_size, is_linked, package_class, runtime_packages,
};
pub use types::{
    Account, Candidate, Certainty, Confidence, Distroless, DistrolessTag, EndOfLife, EnvVar,
    Existence, Family, Language, Libc, LibcKind, Linkage, Maintained, Os, Provenance, Purpose,
    Runtime, RuntimeKind, TagMatch, Text, ToolClass, User, Variant,
};
pub use words::Words;
