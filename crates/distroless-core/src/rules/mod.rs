//! The rules: each asks the model one question.
//!
//! A rule is a pair of files in its group's folder, `<rule_id>.rs` and `<rule_id>.md`, and a line
//! in the group's list. The page is the rule's documentation and its first test.

use crate::finding::{Finding, Severity};
use crate::model::Model;

/// The rule's page. Its examples are for the tests and for people at a terminal: WebAssembly, where every
/// byte is loaded each time, goes without.
macro_rules! page {
    ($file:literal) => {{
        const PAGE: &str = include_str!($file);
        #[cfg(not(target_family = "wasm"))]
        {
            PAGE
        }
        #[cfg(target_family = "wasm")]
        {
            const START: usize = crate::rules::examples(PAGE).0;
            const END: usize = crate::rules::examples(PAGE).1;
            static KEPT: [u8; START + PAGE.len() - END] = crate::rules::without(PAGE, START, END);
            match std::str::from_utf8(&KEPT) {
                Ok(text) => text,
                Err(_) => "",
            }
        }
    }};
}

mod caching;
mod contents;
mod distroless;
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
    /// Its page in Markdown: prose, and the examples the tests run.
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
    all()
        .map(|rule| rule.meta.id)
        .map(|known| (strsim::jaro_winkler(id, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// Where the examples of a page begin and end: from their heading to the next one.
#[cfg(any(test, target_family = "wasm"))]
const fn examples(page: &str) -> (usize, usize) {
    let start = place(page.as_bytes(), b"\n## Examples\n", 0);
    let end = place(page.as_bytes(), b"\n## ", start + 1);
    (start, end)
}

/// Where a text is found; the length of all where it is not.
#[cfg(any(test, target_family = "wasm"))]
const fn place(text: &[u8], wanted: &[u8], from: usize) -> usize {
    let mut at = from;
    while at + wanted.len() <= text.len() {
        let mut length = 0;
        while length < wanted.len() && text[at + length] == wanted[length] {
            length += 1;
        }
        if length == wanted.len() {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// A text without a part of it.
#[cfg(any(test, target_family = "wasm"))]
const fn without<const N: usize>(text: &str, start: usize, end: usize) -> [u8; N] {
    let bytes = text.as_bytes();
    let mut kept = [0; N];
    let mut at = 0;
    while at < N {
        kept[at] = if at < start {
            bytes[at]
        } else {
            bytes[at + end - start]
        };
        at += 1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{examples, without};

    #[test]
    fn a_page_goes_without_its_examples() {
        const PAGE: &str = "# a\n\n## Examples\n\nx\n\n## When\n\ny\n";
        const PLACE: (usize, usize) = examples(PAGE);
        const KEPT: [u8; PLACE.0 + PAGE.len() - PLACE.1] = without(PAGE, PLACE.0, PLACE.1);
        assert_eq!(str::from_utf8(&KEPT), Ok("# a\n\n## When\n\ny\n"));
        assert_eq!(examples("# a\n"), (4, 4));
    }
}
