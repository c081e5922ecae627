//! Variables in the texts of compose and bake files.

use crate::tree::DEPTH;

/// The longest text that variables may make of one, in bytes.
pub(crate) const LONGEST: usize = 4096;

/// A text of a compose file with the defaults of its variables; `None` where the environment
/// decides. A default that is empty stands for "to be given", and is unknown as well.
pub(crate) fn compose(text: &str) -> Option<String> {
    with_defaults(text, DEPTH)
}

fn with_defaults(text: &str, depth: usize) -> Option<String> {
    if !text.contains('$') {
        return Some(text.to_owned());
    }
    let depth = depth.checked_sub(1)?;
    with(text, &|inner| {
        let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (_, rest) = inner.split_at_checked(end)?;
        let default = rest.strip_prefix(":-").or(rest.strip_prefix('-'))?;
        let default = with_defaults(default, depth)?;
        (!default.is_empty()).then_some(default)
    })
}

/// A text of a bake file in JSON, with the variables that `value` knows.
pub(crate) fn bake<'v>(text: &str, value: &dyn Fn(&str) -> Option<&'v str>) -> Option<String> {
    if text.contains("%{") {
        return None;
    }
    if text.len() > LONGEST {
        return None;
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, after) = rest.split_at_checked(at)?;
        // `$${` is a dollar sign and a brace.
        if before.ends_with('$') {
            return None;
        }
        let (name, after) = after.strip_prefix("${")?.split_once('}')?;
        out.push_str(before);
        out.push_str(value(name.trim())?);
        rest = after;
        if out.len() > LONGEST {
            return None;
        }
    }
    out.push_str(rest);
    (out.len() <= LONGEST).then_some(out)
}

/// `$$`, `$NAME` and `${…}`; what stands in braces is `inner`'s matter.
fn with(text: &str, inner: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at_checked(at)?;
        out.push_str(before);
        let after = after.strip_prefix('$')?;
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let after = after.strip_prefix('{')?;
        let (name, after) = braces(after)?;
        out.push_str(&inner(name)?);
        rest = after;
        if out.len() > LONGEST {
            return None;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// What stands before the brace that closes, and after it.
fn braces(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{bake, compose};

    #[test]
    fn defaults_count_and_the_environment_does_not() {
        for (text, expected) in [
            ("plain", Some("plain")),
            ("${A:-x}-slim", Some("x-slim")),
            ("${A-x}", Some("x")),
            ("${A:-${B:-y}}", Some("y")),
            ("$$HOME", Some("$HOME")),
            ("${A}", None),
            ("$A", None),
            ("${A:-}", None),
            ("${A:?needed}", None),
            ("${A:+x}", None),
            ("${A", None),
            ("$", None),
        ] {
            assert_eq!(compose(text).as_deref(), expected, "{text}");
        }
        let deep = format!("{}x{}", "${A:-".repeat(700), "}".repeat(700));
        assert_eq!(compose(&deep), None);
    }

    #[test]
    fn bake_knows_its_variables() {
        let value = |name: &str| (name == "TAG").then_some("1");
        assert_eq!(bake("a:${TAG}", &value).as_deref(), Some("a:1"));
        for unknown in ["${OTHER}", "${upper(TAG)}", "$${TAG}", "%{ if x }", "${TAG"] {
            assert_eq!(bake(unknown, &value), None, "{unknown}");
        }
    }
}
