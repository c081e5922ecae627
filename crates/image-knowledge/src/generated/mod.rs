// Made by `cargo xtask codegen` from `data/*.toml`. Do not edit.

//! The tables.

pub(crate) mod distroless;
pub(crate) mod eol;
pub(crate) mod images;
pub(crate) mod names;
pub(crate) mod os;
pub(crate) mod tags;
pub(crate) mod tools;
