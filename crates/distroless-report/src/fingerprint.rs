//! The fingerprints by which GitHub recognises an alert that has moved.
//!
//! `primaryLocationLineHash` is a rolling hash over the 100 UTF-16 code units, blanks left out,
//! from the beginning of a line on. GitHub's uploader computes it for results that have none and
//! warns about results that have another, so the values here are the ones it computes.

use distroless_core::order;

/// How many code units a hash covers.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
/// What a code unit that leaves the window is worth by then: `FACTOR` to the power of `WINDOW`.
const LEAVING: u64 = power(FACTOR, WINDOW);
/// Stands for the end of the text.
const END: u16 = 0xFFFF;

const fn power(base: u64, exponent: usize) -> u64 {
    let mut value = 1u64;
    let mut left = exponent;
    while left > 0 {
        value = value.wrapping_mul(base);
        left -= 1;
    }
    value
}

/// The hashes of all lines of one text.
#[derive(Debug)]
pub(crate) struct LineHashes {
    /// For each line: its hash, and how often that hash has come up so far.
    lines: Vec<(u64, u32)>,
}

impl LineHashes {
    /// Reads the text once.
    pub(crate) fn new(source: &str) -> Self {
        let mut hasher = Hasher::default();
        let mut after_return = false;
        for unit in source.encode_utf16() {
            match unit {
                0x20 | 0x09 => after_return = false,
                0x0A if after_return => after_return = false,
                0x0D => {
                    after_return = true;
                    hasher.take(0x0A);
                }
                _ => {
                    after_return = false;
                    hasher.take(unit);
                }
            }
        }
        hasher.take(END);
        for _ in 0..WINDOW {
            hasher.emit();
            hasher.roll(0);
        }
        let counts = occurrences(&hasher.lines);
        Self {
            lines: hasher.lines.into_iter().zip(counts).collect(),
        }
    }

    /// The fingerprint of a line, counted from 1.
    pub(crate) fn line(&self, line: u32) -> Option<String> {
        let index = (line as usize).checked_sub(1)?;
        let (hash, count) = self.lines.get(index)?;
        Some(format!("{hash:x}:{count}"))
    }
}

/// For each of some numbers, how often it has come up so far.
pub(crate) fn occurrences(numbers: &[u64]) -> Vec<u32> {
    let mut places: Vec<usize> = (0..numbers.len()).collect();
    order::sort_by(&mut places, |a, b| numbers.get(*a).cmp(&numbers.get(*b)));
    let mut counts = vec![0; numbers.len()];
    let mut last = (None, 0);
    for place in places {
        let number = numbers.get(place);
        last = (number, if last.0 == number { last.1 + 1 } else { 1 });
        if let Some(count) = counts.get_mut(place) {
            *count = last.1;
        }
    }
    counts
}

struct Hasher {
    hash: u64,
    window: [u16; WINDOW],
    /// Which places of the window hold the first unit of a line.
    starts: [bool; WINDOW],
    at: usize,
    line_begins: bool,
    lines: Vec<u64>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            hash: 0,
            window: [0; WINDOW],
            starts: [false; WINDOW],
            at: 0,
            line_begins: true,
            lines: Vec::new(),
        }
    }
}

impl Hasher {
    /// Takes a unit of the text.
    fn take(&mut self, unit: u16) {
        self.emit();
        if self.line_begins {
            self.line_begins = false;
            if let Some(start) = self.starts.get_mut(self.at) {
                *start = true;
            }
        }
        self.line_begins = unit == 0x0A;
        self.roll(unit);
    }

    /// Notes the hash of the line whose first unit leaves the window. Lines leave in their order.
    fn emit(&mut self) {
        let Some(start) = self.starts.get_mut(self.at) else {
            return;
        };
        if std::mem::take(start) {
            self.lines.push(self.hash);
        }
    }

    fn roll(&mut self, unit: u16) {
        let Some(slot) = self.window.get_mut(self.at) else {
            return;
        };
        let leaving = std::mem::replace(slot, unit);
        self.hash = self
            .hash
            .wrapping_mul(FACTOR)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(LEAVING.wrapping_mul(u64::from(leaving)));
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::LineHashes;

    fn hash(source: &str, line: u32) -> Option<String> {
        LineHashes::new(source).line(line)
    }

    #[test]
    fn equals_what_github_computes() {
        let source = "FROM debian\nCMD [\"x\"]\n";
        assert_eq!(hash(source, 1).as_deref(), Some("ed9eb8514bcf565a:1"));
        assert_eq!(hash(source, 0), None);
        // The empty line after the last line feed counts; there is no fourth.
        assert!(hash(source, 3).is_some());
        assert_eq!(hash(source, 4), None);
    }

    #[test]
    fn equals_the_definition() {
        // The rolling sum written as the polynomial that it is.
        let source = "FROM a\n\nRUN x\n";
        let units: Vec<u64> = source
            .bytes()
            .filter(|b| *b != b' ')
            .map(u64::from)
            .collect();
        let begins = [0, 6, 7, 12];
        for (index, begin) in begins.into_iter().enumerate() {
            let mut window: Vec<u64> = units[begin..].to_vec();
            window.push(0xFFFF);
            window.resize(100, 0);
            let sum = window
                .iter()
                .fold(0u64, |sum, unit| sum.wrapping_mul(37).wrapping_add(*unit));
            let expected = format!("{sum:x}:1");
            assert_eq!(hash(source, index as u32 + 1), Some(expected), "{index}");
        }
    }

    #[test]
    fn does_not_depend_on_blanks_and_line_ends() {
        let unix = "FROM debian\nCMD [\"x\"]\n";
        for other in [
            "FROM debian\r\nCMD [\"x\"]\r\n",
            "FROM debian\rCMD [\"x\"]\r",
            "FROM\tdebian\n  CMD  [\"x\"]\n",
        ] {
            assert_eq!(hash(other, 1), hash(unix, 1));
            assert_eq!(hash(other, 2), hash(unix, 2));
        }
        // A blank between CR and LF makes two line ends of them.
        assert_eq!(hash("a\r \nb", 3), hash("a\n\nb", 3));
    }

    #[test]
    fn counts_equal_lines() {
        let line = format!("{}\n", "x".repeat(120));
        let text = line.repeat(3);
        let first = hash(&text, 1).unwrap();
        let second = hash(&text, 2).unwrap();
        assert_eq!(first.replace(":1", ":2"), second);
    }
}
