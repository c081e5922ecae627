//! The rules: each asks the model one question.

use crate::finding::{Finding, Severity};

/// The group a rule belongs to; also its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Is the build separated from what ships, and is the stage graph sound?
    MultiStage,
    /// Does the final image sit on the smallest base that can run it, used right?
    Distroless,
    /// Will the final image start and work?
    Runnable,
    /// What needless things does the final image hold?
    Contents,
    /// Does the base image come from a release that is named and maintained?
    SupplyChain,
}

impl Group {
    /// The name used in docs and outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MultiStage => "multi_stage",
            Self::Distroless => "distroless",
            Self::Runnable => "runnable",
            Self::Contents => "contents",
            Self::SupplyChain => "supply_chain",
        }
    }
}

/// Whether a rule can mend what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixAvailability {
    /// Never.
    None,
    /// Where the model knows enough.
    Sometimes,
    /// With every finding.
    Always,
}

/// Everything the rest of the program knows about a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// Its name: a contract, never changed.
    pub id: &'static str,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// Its group.
    pub group: Group,
    /// The gravest severity it speaks with.
    pub severity: Severity,
    /// Whether it offers fixes.
    pub fix: FixAvailability,
    /// The version it first came with.
    pub since: &'static str,
    /// Its page in Markdown: prose, and the examples the tests run.
    pub docs: &'static str,
}

/// One check. Rules see only the resolved model, never each other.
pub trait Rule: Sync {
    /// Who it is.
    fn meta(&self) -> &'static RuleMeta;
}

/// Every rule, in the order of its id. The only list of rules in the program.
pub static RULES: &[&dyn Rule] = &[];

#[allow(unused, reason = "the rules arrive next")]
fn _shape(_: &Finding) {}
