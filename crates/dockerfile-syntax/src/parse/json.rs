//! The JSON form of arguments, as Go's `encoding/json` reads it.

use crate::parse::logical::{Line, skip_space};
use crate::text::Text;
use std::cmp::Ordering;
use std::iter;

/// What stands where a JSON array may stand.
#[derive(Debug)]
pub(crate) enum Array<'s> {
    /// No valid JSON array: the arguments are in shell form.
    No,
    /// A JSON array that holds something else than strings, which BuildKit refuses.
    NotStrings,
    /// An array of strings, decoded.
    Strings(Vec<Text<'s>>),
}

/// How deep arrays and objects may nest before Go gives up.
const DEEPEST: usize = 10_000;

/// Reads `start..end` of a line.
#[inline]
pub(crate) fn array<'s>(line: &Line<'_, 's>, start: usize, end: usize) -> Array<'s> {
    match line.text.as_bytes().get(start) {
        Some(b'!'..=b'Z' | b'\\'..=b'~') | None => Array::No,
        // Almost certainly a bracket.
        Some(_) => bracketed(line, start, end),
    }
}

fn bracketed<'s>(line: &Line<'_, 's>, start: usize, end: usize) -> Array<'s> {
    let text = line.text.get(..end).unwrap_or_default();
    let start = skip_space(text, start, end);
    if text.as_bytes().get(start) != Some(&b'[') {
        return Array::No;
    }
    let mut reader = Reader {
        line,
        bytes: text.as_bytes(),
        at: start + 1,
        overflow: false,
    };
    reader
        .elements()
        .filter(|_| !reader.overflow)
        .unwrap_or(Array::No)
}

struct Reader<'r, 'l, 's> {
    line: &'r Line<'l, 's>,
    bytes: &'r [u8],
    at: usize,
    /// A number was too big for a double, which Go reports as an error of its own.
    overflow: bool,
}

impl<'s> Reader<'_, '_, 's> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// The elements up to the end of the text; `None` when this is no valid JSON.
    fn elements(&mut self) -> Option<Array<'s>> {
        let mut array = Array::Strings(Vec::new());
        self.blanks();
        if !self.eat(b']') {
            loop {
                self.blanks();
                if self.peek() == Some(b'"') {
                    let string = self.string()?;
                    if let Array::Strings(strings) = &mut array {
                        strings.push(string);
                    }
                } else {
                    self.other()?;
                    array = Array::NotStrings;
                }
                self.blanks();
                if self.eat(b']') {
                    break;
                }
                if !self.eat(b',') {
                    return None;
                }
            }
        }
        self.blanks();
        (self.at == self.bytes.len()).then_some(array)
    }

    /// A string, decoded.
    fn string(&mut self) -> Option<Text<'s>> {
        let start = self.at + 1;
        self.at = start;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(self.line.slice(start, self.at - 1));
                }
                b'\\' => return self.escaped_string(start),
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    /// Goes on at the first escape of a string that began at `start`.
    fn escaped_string(&mut self, start: usize) -> Option<Text<'s>> {
        let mut value = String::new();
        let mut runs = Vec::new();
        // Begin of the text not yet copied.
        let mut kept = start;
        loop {
            match self.peek()? {
                b'"' => {
                    self.keep(kept, &mut value, &mut runs);
                    self.at += 1;
                    return Some(self.line.build(value, &runs, start, self.at - 1));
                }
                b'\\' => {
                    self.keep(kept, &mut value, &mut runs);
                    runs.push((value.len(), self.at));
                    self.at += 1;
                    value.push(self.escape()?);
                    kept = self.at;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    fn keep(&self, from: usize, value: &mut String, runs: &mut Vec<(usize, usize)>) {
        if from < self.at {
            runs.push((value.len(), from));
            value.push_str(self.line.get(from, self.at));
        }
    }

    /// What stands after a backslash.
    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex()?;
                if !(0xD800..0xE000).contains(&unit) {
                    return char::from_u32(unit);
                }
                // Half a surrogate pair stands for the replacement character; what follows it
                // is read on its own.
                let after = self.at;
                if unit < 0xDC00 && self.eat(b'\\') && self.eat(b'u') {
                    match self.hex() {
                        Some(low @ 0xDC00..0xE000) => {
                            return char::from_u32(
                                0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00),
                            );
                        }
                        Some(_) => {}
                        None => return None,
                    }
                }
                self.at = after;
                char::REPLACEMENT_CHARACTER
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| {
            Some(unit * 16 + char::from(*digit).to_digit(16)?)
        })
    }

    /// A value that is no string: checked, not kept. Nested ones on a stack of our own.
    fn other(&mut self) -> Option<()> {
        let mut open = Vec::new();
        loop {
            self.blanks();
            match self.peek()? {
                bracket @ (b'[' | b'{') => {
                    self.at += 1;
                    // The array around it counts as well.
                    if open.len() + 2 > DEEPEST {
                        return None;
                    }
                    self.blanks();
                    let close = if bracket == b'[' { b']' } else { b'}' };
                    if !self.eat(close) {
                        open.push(close);
                        if close == b'}' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                b'"' => self.skip_string()?,
                b't' => self.literal(b"true")?,
                b'f' => self.literal(b"false")?,
                b'n' => self.literal(b"null")?,
                _ => self.number()?,
            }
            loop {
                let Some(&close) = open.last() else {
                    return Some(());
                };
                self.blanks();
                if self.eat(close) {
                    open.pop();
                    continue;
                }
                if !self.eat(b',') {
                    return None;
                }
                if close == b'}' {
                    self.key()?;
                }
                break;
            }
        }
    }

    fn key(&mut self) -> Option<()> {
        self.blanks();
        if self.peek()? != b'"' {
            return None;
        }
        self.skip_string()?;
        self.blanks();
        self.eat(b':').then_some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => {
                    self.at += 1;
                    self.escape()?;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    fn literal(&mut self, word: &[u8]) -> Option<()> {
        let found = self.bytes.get(self.at..)?.starts_with(word);
        self.at += word.len();
        found.then_some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        self.overflow |= overflows(self.line.get(start, self.at));
        Some(())
    }
}

/// The digits of the smallest number that rounds to infinity, 2^1024 - 2^970, which has 309 before
/// its point. More digits than these decide nothing that anybody writes.
const INFINITE: &[u8] = b"1797693134862315807937289714053034150799";

/// Whether a number of JSON is too large for 64 bits, which Go refuses. Told from its digits: reading
/// it as a float would bring tables of 10 KB that nothing else needs.
fn overflows(number: &str) -> bool {
    let number = number.trim_start_matches('-');
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let Some(digits) = digits.get(zeros..).filter(|digits| !digits.is_empty()) else {
        return false;
    };
    let (negative, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => (true, exponent),
        None => (false, exponent.trim_start_matches('+')),
    };
    let exponent = exponent.trim_start_matches('0');
    // Longer ones than this outweigh any number of digits that fits in memory.
    let exponent = match exponent.len() {
        0 => 0,
        1..=17 => exponent.parse::<i64>().unwrap_or(i64::MAX / 4),
        _ => i64::MAX / 4,
    };
    let exponent = if negative { -exponent } else { exponent };
    let length = |count: usize| i64::try_from(count).unwrap_or(i64::MAX / 4);
    let before_point = length(whole.len()) - length(zeros) + exponent;
    match before_point.cmp(&309) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => {
            let padded = digits.iter().copied().chain(iter::repeat(b'0'));
            padded.take(INFINITE.len()).cmp(INFINITE.iter().copied()) != Ordering::Less
        }
    }
}

#[cfg(test)]
mod tests {
    use super::overflows;

    #[test]
    fn numbers_overflow_where_floats_do() {
        let zeros = "0".repeat(400);
        for number in [
            "0",
            "-0",
            "1",
            "1e308",
            "1e309",
            "1e+309",
            "-1e309",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "17976931348623158e292",
            "17976931348623159e292",
            "0.00001e313",
            "0.00001e314",
            "1e-400",
            "1e999999999999999999999",
            "0e999999999999999999999",
            "1e-999999999999999999999",
            "0.1e310",
            "99e307",
            "99e308",
            &format!("1{zeros}"),
            &format!("0.{zeros}1e400"),
            &format!("0.{zeros}1e800"),
        ] {
            let infinite = number.parse::<f64>().unwrap().is_infinite();
            assert_eq!(overflows(number), infinite, "{number}");
        }
    }
}
