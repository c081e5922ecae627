//! `distroless-check.toml`.

use crate::finding::Severity;

/// The configuration, as it stands after defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Rules to run; empty means all.
    pub select: Vec<String>,
    /// Rules not to run.
    pub ignore: Vec<String>,
    /// Severities set by the user, by rule.
    pub severities: Vec<(String, Severity)>,
}
