//! The two ways BuildKit cuts arguments into words.

/// 1 for the bytes that may begin white space and for quotes; 2 and 4 for the two escapes.
const NOTABLE: [u8; 256] = {
    let mut notable = [0; 256];
    let bytes = b" \t\n\x0B\x0C\r\"'\xC2\xE1\xE2\xE3";
    let mut index = 0;
    while index < bytes.len() {
        notable[bytes[index] as usize] = 1;
        index += 1;
    }
    notable[b'\\' as usize] = 2;
    notable[b'`' as usize] = 4;
    notable
};

/// How many bytes at the head, in eights, are neither white space nor quotes nor escapes nor
/// outside of ASCII.
pub(crate) fn unremarkable(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let mut length = 0;
    while let Some(word) = bytes.get(length..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*word);
        let marks = (word.wrapping_sub(ONES * 0x21) & !word)
            | word
            | zero(word ^ (ONES * u64::from(b'"')))
            | zero(word ^ (ONES * u64::from(b'\'')))
            | zero(word ^ (ONES * u64::from(b'\\')))
            | zero(word ^ (ONES * u64::from(b'`')));
        if marks & HIGH != 0 {
            break;
        }
        length += 8;
    }
    length
}

/// Words between white space, quotes and escapes kept: the arguments of ENV, LABEL and ARG.
#[derive(Debug)]
pub(crate) struct Quoted<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    escape: u8,
}

impl<'t> Quoted<'t> {
    /// The words of `start..end` of a line's text.
    pub(crate) const fn new(text: &'t str, start: usize, end: usize, escape: u8) -> Self {
        Self {
            text,
            at: start,
            end,
            escape,
        }
    }

    /// Length of the white space character at `at`, 0 if it is none.
    fn space(&self, at: usize) -> usize {
        match self.text.as_bytes().get(at) {
            Some(b' ' | b'\t'..=b'\r') => 1,
            // The first bytes of the other white space characters of Unicode.
            Some(0xC2 | 0xE1 | 0xE2 | 0xE3) => self
                .text
                .get(at..self.end)
                .and_then(|rest| rest.chars().next())
                .filter(|c| c.is_whitespace())
                .map_or(0, char::len_utf8),
            _ => 0,
        }
    }

    /// Length of the character at `at`.
    fn width(&self, at: usize) -> usize {
        self.text
            .get(at..self.end)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    }
}

impl Iterator for Quoted<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.space(self.at) {
                0 => break,
                width => self.at += width,
            }
        }
        let bytes = self.text.as_bytes().get(..self.end)?;
        let start = self.at;
        let mut at = start;
        let mut quote = None;
        let mut ended = false;
        let wanted = if self.escape == b'`' { 5 } else { 3 };
        while let Some(skipped) = bytes.get(at..).and_then(|rest| {
            let quick = unremarkable(rest);
            let rest = rest.get(quick..)?;
            let more = rest
                .iter()
                .position(|byte| NOTABLE[*byte as usize] & wanted != 0)?;
            Some(quick + more)
        }) {
            at += skipped;
            let byte = bytes.get(at).copied().unwrap_or_default();
            if byte == self.escape && quote != Some(b'\'') {
                // One at the very end is dropped.
                if at + 1 >= self.end {
                    self.at = self.end;
                    return (at > start).then_some((start, at));
                }
                at += 1 + self.width(at + 1);
                continue;
            }
            match quote {
                Some(open) if byte == open => quote = None,
                None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
                None if self.space(at) > 0 => {
                    ended = true;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        let at = if ended { at } else { self.end };
        self.at = at;
        (at > start).then_some((start, at))
    }
}

/// Whether BuildKit's list of arguments is cut at this byte. Other white space is text there.
pub(crate) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0B | 0x0C | b'\r')
}

/// Words between blanks, nothing else looked at: the arguments of FROM, COPY, EXPOSE ….
#[derive(Debug)]
pub(crate) struct Plain<'t> {
    bytes: &'t [u8],
    at: usize,
    done: bool,
}

impl<'t> Plain<'t> {
    /// The words of `start..end` of a line's text.
    pub(crate) fn new(text: &'t str, start: usize, end: usize) -> Self {
        Self {
            bytes: text.as_bytes().get(..end).unwrap_or_default(),
            at: start,
            done: start >= end,
        }
    }
}

impl Iterator for Plain<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let start = self.at;
        let mut end = start;
        while self.bytes.get(end).is_some_and(|byte| !is_separator(*byte)) {
            end += 1;
        }
        self.at = end;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|byte| is_separator(*byte))
        {
            self.at += 1;
        }
        self.done = self.at == end;
        Some((start, end))
    }
}
