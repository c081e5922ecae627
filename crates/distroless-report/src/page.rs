//! Rule pages for people.

use distroless_core::rules::{RuleMeta, explained};

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

/// What the page explains, for reports: without its examples and what follows them.
pub fn help(rule: &RuleMeta) -> String {
    let explained = rule.docs.get(..explained(rule.docs));
    shown(explained.unwrap_or(rule.docs))
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
    use crate::tests::NO_SHELL;

    #[test]
    fn a_page_loses_what_is_for_tests() {
        insta::assert_snapshot!(super::text(&NO_SHELL));
    }
}
