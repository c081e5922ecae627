//! Layers: what one row of data says of an image.

use crate::types::{Account, LibcKind, Purpose, RuntimeKind};
use std::cmp::Ordering;

/// Words without spaces in them, separated by spaces: a fraction of the size of a slice of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words(pub(crate) &'static str);

impl Words {
    /// No words.
    pub(crate) const NONE: Self = Self("");

    /// The words.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.parts().filter(|word| !word.is_empty())
    }

    /// The words, where one of them may be empty.
    pub(crate) fn parts(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }

    /// Whether a word is among them.
    pub(crate) fn contains(self, wanted: &str) -> bool {
        self.iter().any(|word| word == wanted)
    }

    /// Whether a word is among words that are in order, as all of a layer are: they are long lists, and a
    /// question about a path asks several.
    pub(crate) fn has(self, wanted: &str) -> bool {
        !wanted.is_empty() && self.from(wanted, "") == wanted.as_bytes()
    }

    /// Whether there is a path below a directory among paths that are in order.
    pub(crate) fn has_below(self, directory: &str) -> bool {
        is_below(self.from(directory, "/"), directory)
    }

    /// Whether a path, or one below it, is among paths that are in order: one search where nothing is.
    pub(crate) fn holds(self, path: &str) -> bool {
        if path.is_empty() {
            return false;
        }
        let first = self.from(path, "");
        first == path.as_bytes()
            || is_below(first, path)
            // Between them stand those that go on with what comes before a slash: `/a-b`.
            || (first.starts_with(path.as_bytes()) && self.has_below(path))
    }

    /// The words with place-holders.
    pub(crate) fn templates(self) -> impl Iterator<Item = &'static str> {
        let with = if self.0.contains('{') {
            self
        } else {
            Self::NONE
        };
        with.iter().filter(|word| word.contains('{'))
    }

    /// The first of words in order that is not before `wanted` and `end` together; empty where all are.
    fn from(self, wanted: &str, end: &str) -> &'static [u8] {
        let text = self.0.as_bytes();
        let word = |at: usize| {
            let (before, after) = text.split_at_checked(at).unwrap_or((text, &[]));
            let start = before.iter().rposition(|byte| *byte == b' ');
            let length = after.iter().position(|byte| *byte == b' ');
            let start = start.map_or(0, |space| space + 1);
            (start, length.map_or(text.len(), |length| at + length))
        };
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let (start, stop) = word(usize::midpoint(low, high));
            let found = text.get(start..stop).unwrap_or_default();
            if is_before(found, wanted.as_bytes(), end.as_bytes()) {
                low = stop + 1;
            } else {
                high = start;
            }
        }
        let (start, stop) = word(low);
        text.get(start.max(low)..stop).unwrap_or_default()
    }
}

/// Whether a word comes before two others together.
fn is_before(word: &[u8], first: &[u8], second: &[u8]) -> bool {
    let (begin, rest) = word.split_at_checked(first.len()).unwrap_or((word, &[]));
    match begin.cmp(first) {
        Ordering::Less => true,
        Ordering::Equal => rest < second,
        Ordering::Greater => false,
    }
}

/// Whether a path begins with a directory and a slash.
fn is_below(path: &[u8], directory: &str) -> bool {
    path.strip_prefix(directory.as_bytes())
        .is_some_and(|rest| rest.starts_with(b"/"))
}

/// What one source says of an image: an operating system's profile, a repository, a variant.
///
/// What is not among the facts is not said. Where several layers speak, the most specific one
/// wins; lists add up. Texts may hold the place-holders `{version}`, `{minor}`, `{major}` and
/// `{jdk}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layer(pub(crate) &'static [Fact]);

/// The layer that says nothing.
pub(crate) static SILENT: Layer = Layer(&[]);

/// One thing that a layer says. Layers are lists of them, because most say little.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    Purpose(Purpose),
    Dev(bool),
    Libc(LibcKind),
    LibcVersion(&'static str),
    Shells(&'static [&'static str]),
    /// Empty means none.
    PackageManager(&'static str),
    User(&'static str),
    Uid(u32),
    /// In KiB, unpacked; of the most specific layer's image alone.
    Size(u32),
    Workdir(&'static str),
    Env(&'static [(&'static str, &'static str)]),
    /// The variables of this layer and those below are all there is.
    EnvComplete(bool),
    /// Empty means none.
    Entrypoint(&'static [&'static str]),
    /// Empty means none.
    Cmd(&'static [&'static str]),
    Healthcheck(bool),
    Runtimes(&'static [RuntimeRow]),
    Accounts(&'static [Account]),
    /// Names that are accounts in some builds only.
    MaybeAccounts(Words),
    /// There are no accounts beside the ones that all layers name.
    AccountsComplete(bool),
    /// Files that are there, by path.
    Files(Words),
    /// Commands that are found through PATH, where the directory is not recorded.
    Commands(Words),
    /// Commands that PATH does not lead to, and paths that are not there.
    Absent(Words),
    /// Commands that are there in some builds only.
    Maybe(Words),
    /// The layers below still lack what they lack.
    KeepsAbsent,
    /// Packages of the system with shared libraries, by the names of its package manager.
    Libraries(Words),
    /// There are no libraries beside those of the packages that all layers name.
    LibrariesComplete(bool),
    /// Directories whose content is not listed.
    Trees(Words),
    /// What is neither listed nor in the trees is absent.
    Closed,
    /// The operating system gives its name only, not its profile.
    Bare,
    /// `/bin`, `/sbin` and `/lib` are links into `/usr`.
    MergedUsr(bool),
}

/// Reads one kind of fact.
macro_rules! facts {
    ($($name:ident, $fact:ident, $type:ty;)*) => {
        impl Layer {
            $(
                /// What the layer says of it.
                pub(crate) fn $name(&self) -> Option<$type> {
                    self.0.iter().find_map(|fact| match fact {
                        Fact::$fact(value) => Some(*value),
                        _ => None,
                    })
                }
            )*
        }
    };
}

/// Reads one kind of list, empty where the layer has none.
macro_rules! lists {
    ($($name:ident, $fact:ident, $type:ty, $none:expr;)*) => {
        impl Layer {
            $(
                /// What the layer adds to it.
                pub(crate) fn $name(&self) -> $type {
                    self.0.iter().find_map(|fact| match fact {
                        Fact::$fact(value) => Some(*value),
                        _ => None,
                    }).unwrap_or($none)
                }
            )*
        }
    };
}

facts! {
    purpose, Purpose, Purpose;
    dev, Dev, bool;
    libc, Libc, LibcKind;
    libc_version, LibcVersion, &'static str;
    shells, Shells, &'static [&'static str];
    package_manager, PackageManager, &'static str;
    user, User, &'static str;
    uid, Uid, u32;
    size, Size, u32;
    workdir, Workdir, &'static str;
    env_complete, EnvComplete, bool;
    entrypoint, Entrypoint, &'static [&'static str];
    cmd, Cmd, &'static [&'static str];
    healthcheck, Healthcheck, bool;
    accounts_complete, AccountsComplete, bool;
    merged_usr, MergedUsr, bool;
    libraries_complete, LibrariesComplete, bool;
}

lists! {
    env, Env, &'static [(&'static str, &'static str)], &[];
    runtimes, Runtimes, &'static [RuntimeRow], &[];
    accounts, Accounts, &'static [Account], &[];
    maybe_accounts, MaybeAccounts, Words, Words::NONE;
    files, Files, Words, Words::NONE;
    commands, Commands, Words, Words::NONE;
    absent, Absent, Words, Words::NONE;
    maybe, Maybe, Words, Words::NONE;
    libraries, Libraries, Words, Words::NONE;
    trees, Trees, Words, Words::NONE;
}

impl Layer {
    pub(crate) fn keeps_absent(&self) -> bool {
        self.0.iter().any(|fact| matches!(fact, Fact::KeepsAbsent))
    }

    pub(crate) fn closed(&self) -> bool {
        self.0.iter().any(|fact| matches!(fact, Fact::Closed))
    }

    pub(crate) fn bare(&self) -> bool {
        self.0.iter().any(|fact| matches!(fact, Fact::Bare))
    }
}

/// A runtime of a layer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuntimeRow {
    pub(crate) kind: RuntimeKind,
    pub(crate) version: &'static str,
    /// Empty where it is not known.
    pub(crate) executable: &'static str,
    pub(crate) package_dirs: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_in_order_are_found() {
        let words = Words("/a /a-b /a/b /a/b-c /a/b/c /bin/sh /b{x} /c");
        for word in words.iter() {
            assert!(words.has(word), "{word}");
        }
        for word in [
            "", "/", "/A", "/a/", "/a/b/", "/a/b/c/d", "/a b", "/bin", "/d", "c",
        ] {
            assert!(!words.has(word), "{word}");
        }
        for (directory, expected) in [
            ("/a", true),
            ("/a/b", true),
            ("/bin", true),
            ("/a-b", false),
            ("/a/b-c", false),
            ("/a/b/c", false),
            ("/b", false),
            ("/c", false),
            ("/d", false),
        ] {
            assert_eq!(words.has_below(directory), expected, "{directory}");
            let holds = expected || words.has(directory);
            assert_eq!(words.holds(directory), holds, "{directory}");
        }
        assert!(words.templates().eq(["/b{x}"]));
        for word in ["", "/a"] {
            assert!(!Words::NONE.has(word) && !Words::NONE.has_below(word));
        }
        let one = Words("/only");
        assert!(one.has("/only") && !one.has("/onl") && !one.has("/onlyx"));
    }
}
