//! `unused-ignore`: a comment that silences nothing.

use crate::finding::Severity;
use crate::rules::{FixAvailability, Group, Rule, RuleMeta};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unused-ignore",
        summary: "a suppression comment without a finding to silence",
        group: Group::Suppressions,
        severity: Severity::Warning,
        fix: FixAvailability::Sometimes,
        since: "0.1.0",
        docs: page!("unused_ignore.md"),
    },
    // Only the pass that applies the comments knows which of them did something: see `suppress`.
    check: |_, _| {},
};
