//! Word expansion against `BuildKit`'s own cases.

use dockerfile_syntax::expand::{Options, Variable, process_word, process_words};
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
            .splitn(2, '|')
            .nth(1)
            .unwrap_or_default()
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
