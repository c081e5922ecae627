//! Keywords: which one a word is, whatever its case.

use crate::ast::Keyword;
use crate::go::to_lower;
use crate::parse::words::is_separator;

/// All but [`Keyword::Unknown`].
const ALL: [Keyword; 18] = [
    Keyword::Add,
    Keyword::Arg,
    Keyword::Cmd,
    Keyword::Copy,
    Keyword::Entrypoint,
    Keyword::Env,
    Keyword::Expose,
    Keyword::From,
    Keyword::Healthcheck,
    Keyword::Label,
    Keyword::Maintainer,
    Keyword::Onbuild,
    Keyword::Run,
    Keyword::Shell,
    Keyword::Stopsignal,
    Keyword::User,
    Keyword::Volume,
    Keyword::Workdir,
];

/// The keywords by what their first eight letters hash to.
const TABLE: [(u64, Keyword); 32] = {
    let mut table = [(0, Keyword::Unknown); 32];
    let mut index = 0;
    while index < ALL.len() {
        let key = letters(ALL[index].as_str().as_bytes());
        assert!(table[slot(key)].0 == 0, "the factor makes two keywords one");
        table[slot(key)] = (key, ALL[index]);
        index += 1;
    }
    table
};

/// Found by trying: no two keywords get the same place.
const fn slot(key: u64) -> usize {
    (key.wrapping_mul(0xbcfb_b050_acab_1a6b) >> 59) as usize
}

/// A word's first eight bytes as a number, letters in lower case. No byte but a letter becomes
/// a letter by this.
const fn letters(word: &[u8]) -> u64 {
    let mut key = 0;
    let mut index = 0;
    while index < word.len() && index < 8 {
        key |= ((word[index] | 0x20) as u64) << (index * 8);
        index += 1;
    }
    key
}

/// Reads the keyword at `start`: which it is, and where it ends.
///
/// Words of all lengths come in a mixed order here, so that the processor would guess wrong at
/// every loop over their letters; most are read in one go instead.
pub(crate) fn read(text: &str, start: usize) -> (Keyword, usize) {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    if let Some(word) = rest
        .first_chunk::<8>()
        .map(|word| u64::from_le_bytes(*word))
    {
        // The lowest mark is at the first byte that is a blank or a control character.
        let marks = word.wrapping_sub(ONES * 0x21) & !word & (ONES << 7);
        let length = marks.trailing_zeros() / 8;
        let mask = 1_u64.unbounded_shl(length * 8).wrapping_sub(1);
        let key = (word | (ONES << 5)) & mask;
        let (known, keyword) = TABLE[slot(key)];
        let end = start + length as usize;
        if known == key
            && marks != 0
            && text
                .as_bytes()
                .get(end)
                .is_some_and(|byte| is_separator(*byte))
        {
            return (keyword, end);
        }
    }
    let length = rest.iter().take_while(|byte| !is_separator(**byte)).count();
    let word = text.get(start..start + length).unwrap_or_default();
    (find(word), start + length)
}

/// The keyword that a word is.
fn find(word: &str) -> Keyword {
    let key = letters(word.as_bytes());
    let (known, keyword) = TABLE[slot(key)];
    if known == key && keyword.as_str().eq_ignore_ascii_case(word) {
        return keyword;
    }
    // Some letters outside of ASCII have one inside for their lower case.
    if word.len() <= 64 && !word.is_ascii() {
        let lowered = to_lower(word);
        if lowered.is_ascii() {
            return find(&lowered);
        }
    }
    Keyword::Unknown
}
