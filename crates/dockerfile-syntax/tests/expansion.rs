//! Word expansion against `BuildKit`'s own cases.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the test reads the corpus, and says so where it is missing"
)]

use dockerfile_syntax::expand::{Options, Variable, process_word, process_words};
use proptest::prelude::*;
use std::collections::HashMap;
use std::path::PathBuf;

/// A file of the corpus, or nothing with a word about it.
fn corpus(name: &str) -> Option<String> {
    let path: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "..",
        "..",
        "..",
        "shared",
        "corpus",
        name,
    ]
    .iter()
    .collect();
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: the corpus has no {name} here");
    }
    text
}

#[test]
fn variables() {
    let Some(text) = corpus("buildkit-expansion/variables.txt") else {
        return;
    };
    let environment = |name: &str| {
        Variable::from(match name {
            "PWD" => Some("/home"),
            "SHELL" => Some("bash"),
            "KOREAN" => Some("한국어"),
            "NULL" => Some(""),
            _ => None,
        })
    };
    let mut differences = Vec::new();
    let mut rows = 0;
    for line in text
        .lines()
        .filter(|line| line.starts_with("A|") || line.starts_with("U|"))
    {
        let mut fields = line
            .split_once('|')
            .map_or("", |(_, rest)| rest)
            .rsplitn(2, '|');
        let expected = fields.next().unwrap_or_default().trim();
        let input = fields.next().unwrap_or_default().trim();
        rows += 1;
        let result = process_word(input, environment, &Options::new('\\'));
        let found = result.as_ref().map_or("error", |expansion| &expansion.text);
        if found != expected {
            differences.push(format!("{input}: {found:?}, not {expected:?}"));
        }
    }
    assert!(rows > 200, "only {rows} rows were read");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn words() {
    let Some(text) = corpus("buildkit-expansion/words.txt") else {
        return;
    };
    let mut variables: HashMap<String, String> = HashMap::new();
    let mut rows = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, value)) = line
            .strip_prefix("ENV ")
            .and_then(|line| line.split_once('='))
        {
            variables.insert(name.to_owned(), value.to_owned());
            continue;
        }
        let Some((input, expected)) = line.split_once(" | ") else {
            continue;
        };
        rows += 1;
        let lookup = |name: &str| variables.get(name).map(String::as_str).into();
        let words = process_words(input.trim(), lookup, &Options::new('\\'));
        let found = words.map_or_else(|_| "error".to_owned(), |(_, words)| words.join(","));
        // The last column keeps the blanks that the words keep.
        assert_eq!(found, expected, "{input}");
    }
    assert!(rows > 15, "only {rows} rows were read");
}

proptest! {
    /// Whatever a word says, expansion ends, and says no more than it may.
    #[test]
    fn any_text_ends(word in "[$\\{}:#%/*?+'\"\\\\ab \n!-]{0,40}", value in "[ab*/\n]{0,12}", limit in 0usize..64) {
        let lookup = |name: &str| match name {
            "a" => Variable::Set(&value),
            "b" => Variable::Unset,
            _ => Variable::Unknown,
        };
        let mut options = Options::new('\\');
        options.limit = limit;
        if let Ok(expansion) = process_word(&word, lookup, &options) {
            prop_assert!(expansion.text.len() <= word.len() + limit);
        }
        let whole = process_word(&word, lookup, &Options::new('\\'));
        let split = process_words(&word, lookup, &Options::new('\\'));
        prop_assert_eq!(whole.is_ok(), split.is_ok());
        if let (Ok(whole), Ok((expansion, words))) = (whole, split) {
            prop_assert_eq!(&whole, &expansion);
            // Splitting loses blanks and nothing else.
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&whole.text), solid(&words.concat()));
        }
    }

    #[test]
    fn words_without_special_characters_stay(word in "[^$'\"\\\\\u{feff}]{0,40}") {
        let result = process_word(&word, |_: &str| Variable::Unset, &Options::new('\\'));
        prop_assert_eq!(result.map(|expansion| expansion.text), Ok(word));
    }
}
