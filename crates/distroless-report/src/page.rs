//! Rule pages for people.

use distroless_core::rules::RuleMeta;

/// The rule's page in Markdown, without its title, which is the rule's name, and without what
/// only the tests read in its examples.
pub fn text(rule: &RuleMeta) -> String {
    shown(rule, true)
}

/// The page without its examples, for reports.
pub fn help(rule: &RuleMeta) -> String {
    shown(rule, false)
}

fn shown(rule: &RuleMeta, examples: bool) -> String {
    let mut left_out = false;
    let mut out = String::with_capacity(rule.docs.len());
    for (index, line) in rule.docs.lines().enumerate() {
        if line.starts_with("## ") {
            left_out = !examples && line == "## Examples";
        }
        if left_out {
            continue;
        }
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
