//! Lists of words in one text.

use std::cmp::Ordering;

/// Words without spaces in them, separated by spaces: a fraction of the size of a slice of them.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub(crate) &'static str);

impl Words {
    /// No words.
    pub(crate) const NONE: Self = Self("");

    /// Words that are in order.
    pub const fn new(words: &'static str) -> Self {
        Self(words)
    }

    /// The words.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
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
    pub fn has(self, wanted: &str) -> bool {
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
