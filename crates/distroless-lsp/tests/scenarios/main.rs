//! Whole conversations with the server, over a pair of channels.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the server runs beside the client that talks to it"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "messages are written where they are sent"
)]

mod actions;
mod client;
mod hovers;
mod lifecycle;
mod navigation;
mod robustness;
mod texts;
