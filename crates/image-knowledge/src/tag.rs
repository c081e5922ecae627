//! What the words of a tag say.

use crate::generated::os::{OS, OS_WORDS};
use crate::tables::{OsRow, RepositoryRow, VariantRow};
use crate::version::{Versions, plain};

/// A tag, read by a repository's grammar.
#[derive(Clone, Debug, Default)]
pub(crate) struct TagWords {
    /// The version of the program and of the Java development kit.
    pub(crate) versions: Versions,
    /// The operating system, where a word names one.
    pub(crate) os: Option<&'static OsRow>,
    /// What stands after the version.
    pub(crate) tail: String,
    /// All words, lower case ones only.
    pub(crate) words: Vec<String>,
    /// Every word was understood.
    pub(crate) understood: bool,
}

/// Tags are at most 128 characters long; a longer text names nothing.
const LONGEST_TAG: usize = 128;

/// Reads the words of a tag.
pub(crate) fn read(repository: &RepositoryRow, tag: &str) -> TagWords {
    let mut read = TagWords {
        understood: tag.len() <= LONGEST_TAG,
        ..TagWords::default()
    };
    if !read.understood {
        return read;
    }
    let words: Vec<&str> = tag.split('-').collect();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let next = words.get(index + 1).copied();
        let step = read.take(repository, word, next, index == 0);
        index += step;
    }
    read
}

impl TagWords {
    /// Takes one word, with the next one where the two belong together; gives how many it took.
    fn take(
        &mut self,
        repository: &RepositoryRow,
        word: &str,
        next: Option<&str>,
        first: bool,
    ) -> usize {
        self.words.push(word.to_owned());
        if let Some(next) = next
            && let Some(os) = os_of_word(&format!("{word}-{next}"))
        {
            self.os = Some(os);
            self.words.push(next.to_owned());
            self.tail = format!("{}-{word}-{next}", self.tail);
            return 2;
        }
        let version_here = self.versions.version.is_none() && starts_with_number(word);
        // A known word for a version goes first: `jod` is 22.
        if let Some((_, version)) = repository.aliases.iter().find(|(alias, _)| *alias == word) {
            self.versions.version = Some((*version).to_owned());
            return 1;
        }
        if version_here && (first || repository.version_is_os.is_none()) && !is_day(word) {
            let version = word.strip_prefix('v').unwrap_or(word);
            self.versions.version = Some(version.to_owned());
            return 1;
        }
        self.tail = format!("{}-{word}", self.tail);
        if let Some(os) = os_of_word(word) {
            // The more exact word stays: `ubi9`, `minimal`.
            if self.os.is_none_or(|known| known.release.is_none()) {
                self.os = Some(os);
            }
            if word == "alpine" || word.starts_with("alpine3") {
                self.words.push("alpine".to_owned());
            }
            return 1;
        }
        if let Some(release) = word.strip_prefix("alpine") {
            // A release that the data does not have yet.
            if starts_with_number(release) {
                self.os = os_by_key("alpine");
                self.words.push("alpine".to_owned());
                return 1;
            }
        }
        if let Some(release) = word
            .strip_prefix("jdk")
            .or_else(|| word.strip_prefix("jre"))
            && starts_with_number(release)
        {
            self.versions.jdk = Some(plain(release).to_owned());
            self.words.push(word.get(..3).unwrap_or(word).to_owned());
            return 1;
        }
        if starts_with_number(word) {
            if self.versions.jdk.is_none() && !is_day(word) {
                self.versions.jdk = Some(plain(word).to_owned());
            }
            return 1;
        }
        let known = matches!(
            word,
            "latest" | "lts" | "current" | "rc" | "beta" | "alpha" | "ea"
        ) || is_build(word)
            || repository.words.contains(word)
            || repository
                .variants
                .iter()
                .any(|variant| names(variant, word));
        self.understood &= known;
        1
    }
}

/// The variant whose words the tag has.
pub(crate) fn variant(repository: &RepositoryRow, words: &[String]) -> Option<&'static VariantRow> {
    repository.variants.iter().find(|variant| {
        variant.words.iter().all(|wanted: &str| {
            wanted
                .split('|')
                .any(|wanted| words.iter().any(|word| word == wanted))
        })
    })
}

/// The operating system of a key of the data.
pub(crate) fn os_by_key(key: &str) -> Option<&'static OsRow> {
    let index = OS.binary_search_by(|os| os.key.cmp(key)).ok()?;
    OS.get(index)
}

/// The operating system of a number in the tables.
pub(crate) fn os_by_number(number: u16) -> Option<&'static OsRow> {
    OS.get(usize::from(number))
}

fn os_of_word(word: &str) -> Option<&'static OsRow> {
    let index = OS_WORDS
        .binary_search_by(|(known, _)| (*known).cmp(word))
        .ok()?;
    OS_WORDS
        .get(index)
        .and_then(|(_, number)| os_by_number(*number))
}

fn names(variant: &VariantRow, word: &str) -> bool {
    variant
        .words
        .iter()
        .any(|words| words.split('|').any(|known| known == word))
}

fn starts_with_number(word: &str) -> bool {
    let word = word.strip_prefix('v').unwrap_or(word);
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

/// A day such as `20250804` or `20250804.1`: a build, not a version.
fn is_day(word: &str) -> bool {
    word.starts_with("20")
        && word.bytes().take_while(u8::is_ascii_digit).count() == 8
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A build number: `b07`, `beta2`, `rc1`.
fn is_build(word: &str) -> bool {
    ["b", "beta", "rc", "alpha", "preview."]
        .iter()
        .filter_map(|start| word.strip_prefix(start))
        .any(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
