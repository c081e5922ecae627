//! What is in a file that may hold a secret.

use super::{is_secret_name, may_be_secret};

/// A secret in a text.
pub(super) struct Found {
    /// What it is, in a few words.
    pub(super) what: &'static str,
    /// Whether it is one for sure.
    pub(super) sure: bool,
}

const fn sure(what: &'static str) -> Found {
    Found { what, sure: true }
}

const fn likely(what: &'static str) -> Found {
    Found { what, sure: false }
}

/// The secret in a file; `kind` is its name, as in the list of names.
pub(super) fn secret(kind: &str, text: &str) -> Option<Found> {
    if let Some(key) = private_key(text) {
        return Some(key);
    }
    match kind {
        ".npmrc" => setting(
            text,
            &["_authToken", "_auth", "_password"],
            '=',
            "a token of the registry",
        ),
        ".yarnrc.yml" => setting(
            text,
            &["npmAuthToken", "npmAuthIdent"],
            ':',
            "a token of the registry",
        ),
        ".pypirc" => setting(text, &["password"], '=', "the password of a package index"),
        ".aws/credentials" => setting(text, &["aws_secret_access_key"], '=', "an access key"),
        "kubeconfig" | ".kube/config" => setting(
            text,
            &["client-key-data", "token", "password"],
            ':',
            "credentials of a cluster",
        ),
        ".dockercfg" | ".docker/config.json" => setting(
            text,
            &["\"auth\"", "\"identitytoken\""],
            ':',
            "credentials of a registry",
        ),
        "credentials.json" => setting(
            text,
            &["\"client_secret\"", "\"refresh_token\"", "\"password\""],
            ':',
            "a client's secret",
        )
        .map(|found| likely(found.what)),
        ".netrc" => {
            let mut words = text.split_whitespace();
            words.find(|word| *word == "password")?;
            is_value(words.next()?).then(|| sure("a password"))
        }
        ".git-credentials" => {
            // https://user:password@host
            let mut urls = text.lines().filter_map(|line| line.split_once("://"));
            let has_password = |rest: &str| {
                rest.split_once('@')
                    .and_then(|(user, _)| user.split_once(':'))
                    .is_some_and(|(_, password)| is_value(password))
            };
            urls.any(|(_, rest)| has_password(rest))
                .then(|| sure("a password"))
        }
        ".pgpass" => text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .any(|line| line.splitn(5, ':').nth(4).is_some_and(is_value))
            .then(|| sure("a password")),
        "settings-security.xml" => text
            .contains("<master>")
            .then(|| sure("the master password of Maven")),
        ".env" | ".env.local" | ".env.production" => text
            .lines()
            .filter_map(|line| {
                let line = line.trim();
                line.strip_prefix("export ").unwrap_or(line).split_once('=')
            })
            .any(|(name, value)| is_secret_name(name.trim()) && is_value(value))
            .then(|| likely("values that are named like secrets")),
        _ => None,
    }
}

/// A private key that no passphrase protects.
pub(super) fn private_key(text: &str) -> Option<Found> {
    let begin = text.find("-----BEGIN ")?;
    let line = text.get(begin..)?.split(['\n', '\\']).next()?;
    let locked = line.contains("ENCRYPTED") || text.contains("4,ENCRYPTED");
    (line.contains("PRIVATE KEY-----") && !locked).then(|| sure("a private key"))
}

/// A line that gives one of the names a value of its own.
fn setting(text: &str, names: &[&str], sign: char, what: &'static str) -> Option<Found> {
    let lines = text.lines().map(str::trim);
    let found = lines
        .filter(|line| !line.starts_with(['#', ';']))
        .any(|line| {
            names.iter().any(|name| {
                line.split_once(name).is_some_and(|(before, rest)| {
                    let whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                    let value = rest.trim_start().strip_prefix(sign);
                    whole && value.is_some_and(is_value)
                })
            })
        });
    found.then(|| sure(what))
}

/// Whether a value is one: no variable that is put in later, nothing empty, no placeholder.
fn is_value(value: &str) -> bool {
    let value = value
        .trim()
        .trim_end_matches([',', '}', ' '])
        .trim_matches(['"', '\'']);
    let later = value.contains("${")
        || value.starts_with(['$', '%'])
        || value.starts_with("{{")
        || value.starts_with("__");
    !value.is_empty() && !later && may_be_secret(value)
}
