//! Variables that hold secrets, by their names; and values that are none.

/// How names of secrets end.
const ENDS: &[&str] = &[
    "APIKEY",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "SECRET",
    "TOKEN",
];

/// Whole words that names of secrets end with.
const WORDS: &[&str] = &["CREDENTIAL", "CREDENTIALS", "PASS"];

/// What a KEY must be of, or for, to be one that nobody may know.
const KEYS: &[&str] = &[
    "API",
    "APP",
    "AUTH",
    "ENCRYPTION",
    "JWT",
    "MASTER",
    "PRIVATE",
    "SECRET",
    "SSH",
];

/// Words that make a name one of a switch, a public value, or a property of a secret. What the
/// tools for web pages put into the page is public by its prefix.
const HARMLESS: &[&str] = &[
    "ALLOW",
    "DISABLE",
    "DUMMY",
    "EMPTY",
    "ENABLE",
    "EXAMPLE",
    "FAKE",
    "GATSBY",
    "GENERATE",
    "GPG",
    "HAS",
    "IGNORE",
    "MAX",
    "MIN",
    "NO",
    "PAD",
    "PREFIX",
    "PUBLIC",
    "PUBLISHABLE",
    "RANDOM",
    "REACT",
    "REQUIRE",
    "SKIP",
    "TEST",
    "USE",
    "VITE",
    "VUE",
    "WITH",
    "WITHOUT",
];

/// Whether a variable of that name holds a secret, by the words of the name.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words: Vec<&str> = name
        .split(['_', '-', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| HARMLESS.contains(word)) {
        return false;
    }
    match words.as_slice() {
        // The first is a path by contract.
        ["GOOGLE", "APPLICATION", "CREDENTIALS"] | [] => false,
        ["SECRET", "KEY", "BASE"]
        | ["MYSQL", "PWD"]
        | [.., "ACCESS", "KEY", "SECRET"]
        | [.., "SECRET", "ACCESS", "KEY"]
        | [
            ..,
            "ADO" | "AZURE" | "DEVOPS" | "GH" | "GITHUB" | "GITLAB",
            "PAT",
        ] => true,
        [.., of, "KEY"] => KEYS.contains(of),
        [.., last] => WORDS.contains(last) || ENDS.iter().any(|end| last.ends_with(end)),
    }
}

/// Texts that say that there is no secret yet.
const PLACEHOLDERS: &[&str] = &[
    "build",
    "change",
    "dummy",
    "example",
    "fake",
    "not-",
    "placeholder",
    "replace",
    "todo",
    "unset",
    "unused",
    "xxx",
    "your",
];

/// Values that are switches.
const SWITCHES: &[&str] = &["false", "no", "none", "null", "off", "on", "true", "yes"];

/// Whether a value can be a secret: no switch, no place where the secret lies, no placeholder.
pub(crate) fn may_be_secret(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let is_path = ["/", "./", "../", "~/", "file:"]
        .iter()
        .any(|start| value.starts_with(start));
    let is_count = (1..4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    !is_path
        && !SWITCHES.contains(&value.trim_matches('*'))
        && !is_count
        && !value.starts_with('<')
        && !PLACEHOLDERS.iter().any(|text| value.contains(text))
}
