//! Whole conversations with the server, over a pair of channels.

mod actions;
mod client;
mod hovers;
mod lifecycle;
mod navigation;
mod robustness;
mod texts;
