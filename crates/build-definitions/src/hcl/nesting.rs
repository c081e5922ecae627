//! How deep braces nest in a text of HCL, told before it is parsed: the parser tries what stands in braces in
//! several ways, each of which tries what stands in those within, so that time doubles with each of them.

/// What a place of the text is in.
enum Inside {
    /// Braces, or the file itself.
    Braces,
    /// A quoted text.
    Quotes,
    /// A text up to a line with this word.
    Heredoc(String),
}

/// The line (from 1) at which more than `most` braces are open, where there is one.
pub(super) fn too_deep(text: &str, most: usize) -> Option<usize> {
    let mut stack = vec![Inside::Braces];
    let mut open = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
        // Up to the next character, unless something longer is skipped.
        let mut length = rest.chars().next().map_or(1, char::len_utf8);
        match stack.last() {
            Some(Inside::Braces) | None => {
                if starts(&["#", "//"]) {
                    length = rest.find('\n').unwrap_or(rest.len());
                } else if starts(&["/*"]) {
                    length = rest.find("*/").map_or(rest.len(), |end| end + 2);
                } else if starts(&["\""]) {
                    stack.push(Inside::Quotes);
                } else if let Some((word, opening)) = heredoc(rest) {
                    stack.push(Inside::Heredoc(word.to_owned()));
                    length = opening;
                } else if starts(&["{"]) {
                    stack.push(Inside::Braces);
                    open += 1;
                } else if starts(&["}"]) && open > 0 {
                    stack.pop();
                    open -= 1;
                }
            }
            Some(Inside::Heredoc(word))
                if text[..at].ends_with('\n')
                    && rest.lines().next().is_some_and(|line| line.trim() == word) =>
            {
                length = rest.find('\n').unwrap_or(rest.len());
                stack.pop();
            }
            Some(inside) => {
                let quoted = matches!(inside, Inside::Quotes);
                if starts(&["$${", "%%{"]) {
                    length = 3;
                } else if starts(&["${", "%{"]) {
                    stack.push(Inside::Braces);
                    open += 1;
                    length = 2;
                } else if quoted && starts(&["\\"]) {
                    length += rest.chars().nth(1).map_or(0, char::len_utf8);
                } else if quoted && starts(&["\"", "\n"]) {
                    // A quoted text ends with its line, at the latest.
                    stack.pop();
                }
            }
        }
        if open > most {
            return Some(text[..at].matches('\n').count() + 1);
        }
        at += length;
    }
    None
}

/// The word that ends a heredoc, and how long the line is that opens it.
fn heredoc(rest: &str) -> Option<(&str, usize)> {
    let line = rest.lines().next()?;
    let word = line.strip_prefix("<<")?;
    let word = word.strip_prefix('-').unwrap_or(word).trim_end();
    let is_name = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || "_-".contains(c));
    is_name.then_some((word, line.len()))
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn braces_of_code_count() {
        let deep = |depth: usize| {
            format!(
                "a {{\n  b = {}1{}\n}}\n",
                "{ c = ".repeat(depth),
                " }".repeat(depth)
            )
        };
        assert_eq!(too_deep(&deep(3), 4), None);
        assert_eq!(too_deep(&deep(4), 4), Some(2));
        assert_eq!(too_deep(&"a = { b = 1 }\n".repeat(100), 1), None);
        // Those of an expression in a text, however they are nested.
        assert_eq!(too_deep("a = \"${f(\"%{ if b }\")}\"", 2), None);
        assert_eq!(too_deep("a = \"${f(\"%{ if b }\")}\"", 1), Some(1));
        assert_eq!(too_deep("a = <<E\n${{\nE\n", 1), Some(2));
        // Nothing is closed that is not open.
        assert_eq!(too_deep("}}}}{{", 2), None);
        assert_eq!(too_deep("}}}}{{{", 2), Some(1));
    }

    #[test]
    fn braces_of_texts_and_comments_do_not() {
        for text in [
            "# {{{{\n// {{{{\n/* {{\n{{ */ a = 1",
            "a = \"{{{{ https://x.example \\\" {{{\"",
            "a = \"$${ %%{ $${\"",
            "a = <<-END\n  {{{{ \" {{\n  END\nb = { c = 1 }",
            "a = \"{ä{ö{\"",
        ] {
            assert_eq!(too_deep(text, 1), None, "{text}");
        }
    }

    #[test]
    fn whatever_is_open_at_the_end_is_no_matter() {
        for text in [
            "\"", "\"\\", "/*", "<<", "<<E", "<<E\n", "\"${", "#", "{", "$", "%{",
        ] {
            assert_eq!(too_deep(text, 4), None, "{text}");
        }
    }
}
