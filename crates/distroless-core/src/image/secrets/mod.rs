//! Files that hold secrets: by name, by what is in them, by the command that writes them.

mod content;
mod variable;

pub(crate) use variable::{is_secret_name, may_be_secret};

use super::artifact::{Proof, Secret};
use super::path::{file_name, has_extension};

/// A file that is known by the end of its path.
struct Named {
    end: &'static str,
    what: &'static str,
    /// Whether a file of that name is for nothing else; others hold plain settings as often.
    sure: bool,
}

const fn named(end: &'static str, what: &'static str, sure: bool) -> Named {
    Named { end, what, sure }
}

/// Files that hold secrets by what they are for. Sources: the documentation of the tools that read them
/// (ssh, curl, git, PostgreSQL, Maven, the AWS CLI, npm, Yarn, Docker, kubectl, twine), checked 2026-11-23.
const NAMES: &[Named] = &[
    named("id_rsa", "a private key", true),
    named("id_dsa", "a private key", true),
    named("id_ecdsa", "a private key", true),
    named("id_ed25519", "a private key", true),
    named(".netrc", "passwords", true),
    named(".git-credentials", "passwords", true),
    named(".pgpass", "passwords", true),
    named(".aws/credentials", "access keys", true),
    named("settings-security.xml", "a master password", true),
    named(".dockercfg", "credentials of registries", false),
    named(".docker/config.json", "credentials of registries", false),
    named(".pypirc", "credentials of package indexes", false),
    named(".npmrc", "a token of the registry", false),
    named(".yarnrc.yml", "a token of the registry", false),
    named(".env", "passwords and keys", false),
    named(".env.local", "passwords and keys", false),
    named(".env.production", "passwords and keys", false),
    named("credentials.json", "credentials", false),
    named("service-account.json", "a private key", false),
    named("kubeconfig", "credentials of a cluster", false),
    named(".kube/config", "credentials of a cluster", false),
];

/// Names with which settings are much more common than secrets: without their content nothing is said.
const MOSTLY_SETTINGS: &[&str] = &[".yarnrc.yml", ".npmrc", ".env.production"];

/// Folders of a context that hold files which show how something is used or tested.
const FIXTURES: &[&str] = &[
    "demo",
    "dev",
    "development",
    "dummy",
    "e2e",
    "example",
    "examples",
    "fake",
    "fixture",
    "fixtures",
    "insecure",
    "integration",
    "localhost",
    "mock",
    "mocks",
    "sample",
    "samples",
    "selfsigned",
    "snakeoil",
    "test",
    "testdata",
    "tests",
];

fn by_name(path: &str) -> Option<&'static Named> {
    NAMES.iter().find(|named| {
        path.strip_suffix(named.end)
            .is_some_and(|before| before.is_empty() || before.ends_with('/'))
    })
}

/// Whether a file's name says that it may hold a secret; then it is a file.
pub(crate) fn is_secret_file(path: &str) -> bool {
    by_name(path).is_some()
}

/// Whether a path of the context is one of a test or an example.
pub(crate) fn is_fixture(path: &str) -> bool {
    path.split('/').any(|part| {
        part.to_ascii_lowercase()
            .split(['-', '_', '.'])
            .any(|word| FIXTURES.contains(&word))
    })
}

/// Whether the content of a file of that name is worth a look.
pub(crate) fn is_worth_reading(path: &str) -> bool {
    by_name(path).is_some() || is_key_file(path)
}

fn is_key_file(path: &str) -> bool {
    has_extension(path, "key")
        || has_extension(path, "pem")
        || has_extension(path, "p8")
        || ["_rsa", "_ed25519", "_ecdsa"]
            .iter()
            .any(|end| file_name(path).ends_with(end))
}

/// The secret in a file of the build context; `text` is its content, where that is known.
pub(crate) fn of_file(path: &str, text: Option<&str>) -> Option<Secret> {
    if is_fixture(path) {
        return None;
    }
    let named = by_name(path);
    match text {
        Some(text) => {
            let what = match named {
                Some(named) => content::secret(named.end, text)?,
                // A key for trying out may have any name.
                None if is_key_file(path) => content::Found {
                    sure: false,
                    ..content::private_key(text)?
                },
                None => return None,
            };
            Some(Secret {
                what: what.what,
                proof: if what.sure {
                    Proof::Content
                } else {
                    Proof::LikelyContent
                },
            })
        }
        None => named
            .filter(|named| !MOSTLY_SETTINGS.contains(&named.end))
            .map(|named| Secret {
                what: named.what,
                proof: if named.sure {
                    Proof::Name
                } else {
                    Proof::LikelyName
                },
            }),
    }
}

/// The secret in a file whose content stands in the Dockerfile; `expands` says that variables are put in.
pub(crate) fn of_heredoc(path: &str, text: &str, expands: bool) -> Option<Secret> {
    let named = by_name(path).filter(|_| !is_fixture(path))?;
    if let Some(found) = content::secret(named.end, text) {
        return Some(Secret {
            what: found.what,
            proof: if found.sure {
                Proof::Content
            } else {
                Proof::LikelyContent
            },
        });
    }
    // Whether the variables have values is not known.
    let found = content::secret(named.end, &text.replace('$', "?")).filter(|_| expands)?;
    Some(Secret {
        what: found.what,
        proof: Proof::LikelyContent,
    })
}

/// The secret in a file that a command writes. `text` is what it writes, as far as that is known, with a
/// word in the place of what is not; `whole` says that all of it is known.
pub(crate) fn written(path: &str, text: Option<&str>, whole: bool) -> Option<Secret> {
    let named = by_name(path)?;
    if let Some(found) = text.and_then(|text| content::secret(named.end, text)) {
        return Some(Secret {
            what: found.what,
            proof: if found.sure {
                Proof::Written
            } else {
                Proof::LikelyContent
            },
        });
    }
    // Something unknown goes into a file that is for nothing else.
    (named.sure && !(whole && text.is_some())).then_some(Secret {
        what: named.what,
        proof: Proof::Written,
    })
}

/// Whether an address, as it is written in a shell, has a variable before its `@` that is named like a secret:
/// `https://x:${TOKEN}@example.com/`.
pub(crate) fn is_in_address(written: &str) -> bool {
    written
        .split("://")
        .skip(1)
        .filter_map(|rest| rest.split(['/', '"', ' ']).next()?.rsplit_once('@'))
        .flat_map(|(user, _)| user.split('$').skip(1))
        .any(|variable| {
            let name = variable.trim_start_matches('{');
            let end = name
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(name.len());
            name.get(..end).is_some_and(is_secret_name)
        })
}

#[cfg(test)]
mod tests {
    use super::{is_fixture, is_in_address, of_file, written};
    use crate::image::artifact::Proof;

    fn proof(path: &str, text: Option<&str>) -> Option<Proof> {
        of_file(path, text).map(|secret| secret.proof)
    }

    #[test]
    fn names_alone_prove_what_is_for_nothing_else() {
        assert_eq!(proof("id_rsa", None), Some(Proof::Name));
        assert_eq!(proof("keys/.netrc", None), Some(Proof::Name));
        assert_eq!(proof("id_rsa.pub", None), None);
        assert_eq!(proof("grid_rsa", None), None);
        assert_eq!(proof(".env", None), Some(Proof::LikelyName));
        assert_eq!(proof(".npmrc", None), None);
        assert_eq!(proof("tests/id_rsa", None), None);
    }

    #[test]
    fn content_decides_where_it_is_known() {
        assert_eq!(proof("id_rsa", Some("ssh-rsa AAAA")), None);
        assert_eq!(proof(".npmrc", Some("save-exact=true\n")), None);
        let token = "//registry.npmjs.org/:_authToken=";
        let text = format!("{token}npm_0123456789abcdef");
        assert_eq!(proof(".npmrc", Some(&text)), Some(Proof::Content));
        let text = format!("{token}${{NPM_TOKEN}}");
        assert_eq!(proof(".npmrc", Some(&text)), None);
        assert_eq!(
            proof(".env", Some("DB_PASSWORD=correct-horse\n")),
            Some(Proof::LikelyContent)
        );
        assert_eq!(proof(".env", Some("PORT=8080\nDB_PASSWORD=\n")), None);
    }

    #[test]
    fn tokens_stand_before_the_at_of_an_address() {
        assert!(is_in_address("https://${GITHUB_TOKEN}@github.com/a/b"));
        assert!(is_in_address(
            "url.\"https://x:$GIT_PASSWORD@a.example/\".insteadOf"
        ));
        assert!(!is_in_address("https://github.com/$GITHUB_TOKEN/b"));
        assert!(!is_in_address("https://${USER}@github.com/a/b"));
        assert!(!is_in_address("https://example.com/a@$TOKEN"));
    }

    #[test]
    fn fixtures_are_known_by_a_word_of_the_path() {
        assert!(is_fixture("src/test/resources/id_rsa"));
        assert!(is_fixture("test-keys/id_rsa"));
        assert!(!is_fixture("latest/id_rsa"));
    }

    #[test]
    fn what_a_command_writes_is_judged_by_the_file() {
        assert!(written("/root/.ssh/id_rsa", Some("?"), false).is_some());
        assert!(written("/root/.ssh/id_rsa", Some(""), true).is_none());
        assert!(written("/app/.npmrc", Some("registry=?"), false).is_none());
        assert!(written("/app/.npmrc", Some("//r/:_authToken=?"), false).is_some());
        assert!(written("/app/config", Some("?"), false).is_none());
    }
}
