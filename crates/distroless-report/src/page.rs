//! Rule pages for people.

use distroless_core::rules::{self, RuleMeta};

/// The rule's page in Markdown, without its title, which is the rule's name, and without what
/// only the tests read in its examples.
pub fn text(rule: &RuleMeta) -> String {
    shown(rule.docs)
}

/// Where the page is on the web.
pub fn url(rule: &RuleMeta) -> String {
    format!(
        "{}/blob/main/crates/distroless-core/src/rules/{}/{}.md",
        env!("CARGO_PKG_REPOSITORY"),
        rule.group.name(),
        rule.id.replace('-', "_"),
    )
}

/// What the page of each rule explains.
pub(crate) struct Explained<'p> {
    /// By the rules' names, where the host handed them over.
    given: Vec<(&'p str, &'p str)>,
}

impl<'p> Explained<'p> {
    /// Of [`rules::explanations`], or of the pages in the program.
    pub(crate) fn new(given: Option<&'p str>) -> Self {
        let pages = given.unwrap_or_default().split("\n# ");
        let named = pages.filter_map(|page| page.trim_start_matches("# ").split_once('\n'));
        Self {
            given: named.collect(),
        }
    }

    /// For reports: without its examples and what follows them.
    pub(crate) fn of(&self, rule: &RuleMeta) -> String {
        let given = self.given.iter().find(|(id, _)| *id == rule.id);
        shown(given.map_or_else(|| rules::explained(rule.docs), |(_, page)| page))
    }
}

fn shown(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for (index, line) in page.lines().enumerate() {
        let label = match line.strip_prefix("```dockerfile ").map(str::trim) {
            Some("bad") => "Reported:",
            Some("fixed") => "Fixed:",
            Some("good") => "Not reported:",
            Some(_) | None => "",
        };
        if !label.is_empty() {
            out.push_str(label);
            out.push_str("\n\n```dockerfile\n");
        } else if !(index == 0 && line.starts_with("# ") || line.starts_with("# expect: ")) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Explained;
    use crate::tests::NO_SHELL;
    use distroless_core::rules;

    #[test]
    fn a_page_loses_what_is_for_tests() {
        insta::assert_snapshot!(super::text(&NO_SHELL));
    }
    #[test]
    fn pages_that_are_handed_over_are_those_of_the_program() {
        let given = rules::explanations();
        let (given, own) = (Explained::new(Some(&given)), Explained::new(None));
        assert_eq!(given.given.len(), rules::all().count());
        for rule in rules::all() {
            assert_eq!(given.of(&rule.meta), own.of(&rule.meta));
            assert!(!own.of(&rule.meta).is_empty());
        }
    }
}
