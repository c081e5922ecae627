//! The rules: each asks the model one question.
//!
//! A rule is a pair of files in its group's folder, `<rule_id>.rs` and `<rule_id>.md`, and a line
//! in the group's list. The page is the rule's documentation and its first test.

use crate::finding::{Finding, Severity};
use crate::model::Model;

/// The rule's page. WebAssembly, which is loaded each time, gets the pages from its host where they are
/// written to a report.
macro_rules! page {
    ($file:literal) => {
        if cfg!(target_family = "wasm") {
            ""
        } else {
            include_str!($file)
        }
    };
}

mod bases;
mod caching;
mod contents;
mod distroless;
mod edits;
mod frontend;
mod multi_stage;
mod runnable;
mod secrets;
mod supply_chain;
pub(crate) mod suppressions;

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
    /// Does a secret of the build stay in what ships?
    Secrets,
    /// Is what a build has done once used again?
    Caching,
    /// Are the comments that silence findings still needed?
    Suppressions,
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
            Self::Secrets => "secrets",
            Self::Caching => "caching",
            Self::Suppressions => "suppressions",
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
    /// The severity it speaks with, unless the evidence of one finding is weaker.
    pub severity: Severity,
    /// Whether it offers fixes.
    pub fix: FixAvailability,
    /// The version it first came with.
    pub since: &'static str,
    /// Its page in Markdown: prose, and the examples the tests run. Empty in WebAssembly.
    pub docs: &'static str,
}

/// Rules that run only where they are asked for by name: what they find is a matter of policy, and
/// many good images have it.
pub(crate) const OPT_IN: &[&str] = &[
    "base-not-digest-pinned",
    "package-manager-in-final-image",
    "prefer-cache-mount",
    "useless-package-steps",
];

impl RuleMeta {
    /// Whether the rule runs only where `select`, a severity in the configuration, or the command
    /// line names it.
    pub fn is_opt_in(&self) -> bool {
        is_opt_in(self.id)
    }
}

/// Whether the rule of that name runs only where it is named.
pub(crate) fn is_opt_in(id: &str) -> bool {
    OPT_IN.contains(&id)
}

/// One check. Rules see only the resolved model, never the source text, never each other.
#[derive(Debug)]
pub struct Rule {
    /// Who it is.
    pub meta: RuleMeta,
    /// Reads the model and reports what is proved. Must not fail: what cannot be known is not
    /// reported.
    pub(crate) check: fn(&Model<'_>, &mut dyn FnMut(Finding)),
}

/// Every rule's list, group by group. The only list of rules in the program.
static GROUPS: &[&[&Rule]] = &[
    multi_stage::RULES,
    distroless::RULES,
    runnable::RULES,
    contents::RULES,
    supply_chain::RULES,
    secrets::RULES,
    caching::RULES,
    suppressions::RULES,
];

/// Every rule, group by group.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().copied().flatten().copied()
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.meta.id == id)
}

/// The name most like a mistyped one, if any is near.
pub fn nearest(id: &str) -> Option<&'static str> {
    crate::likeness::nearest(id, all().map(|rule| rule.meta.id))
}

/// How much of a page goes into reports: what the rule finds and what to do. Why, and the examples, are a
/// click away.
pub fn explained(page: &str) -> &str {
    page.split("\n## Why it matters\n").next().unwrap_or(page)
}

/// That of all pages, one after the other: what a host hands over to a program without them.
pub fn explanations() -> String {
    let pages = all().map(|rule| explained(rule.meta.docs));
    pages.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::explained;

    #[test]
    fn a_page_says_what_to_do_before_it_says_why() {
        let page = "# a\n\n## What\n\nx\n\n## Why it matters\n\n## When\n\ny\n";
        assert_eq!(explained(page), "# a\n\n## What\n\nx\n");
        assert_eq!(explained("# a\n"), "# a\n");
    }
}
