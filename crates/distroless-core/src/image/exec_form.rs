//! Writing a command in exec form.

use crate::graph::CommandLine;
use shell_syntax::{Dialect, parse};
use std::fmt::Write as _;

/// A command as a JSON array, in the spacing of Docker's own documentation.
pub fn array<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let mut out = String::from("[");
    for (index, word) in words.into_iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push('"');
        for c in word.as_ref().chars() {
            match c {
                '"' | '\\' => {
                    out.push('\\');
                    out.push(c);
                }
                c if c.is_control() => {
                    // Never met in a shell word worth rewriting, but the result must stay JSON.
                    let _ = write!(out, "\\u{:04x}", c as u32);
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out.push(']');
    out
}

/// The words a shell would start, where it would do nothing but that: one program, literal
/// arguments, nothing to expand, redirect or run itself.
pub fn literal_words(line: &CommandLine) -> Option<Vec<String>> {
    match line {
        // What begins like an array was meant to be one.
        CommandLine::Shell { text, .. } if text.trim_start().starts_with('[') => None,
        CommandLine::Shell { text, .. } => parse(text, Dialect::Posix).as_exec_command(),
        CommandLine::Exec(words) => words.iter().map(|word| word.value.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::array;

    #[test]
    fn strings_stay_strings() {
        assert_eq!(
            array(["/a", "b \"c\"", "d\\e"]),
            r#"["/a", "b \"c\"", "d\\e"]"#
        );
        assert_eq!(array(["\u{1}"]), "[\"\\u0001\"]");
        assert_eq!(array::<&str>([]), "[]");
    }
}
