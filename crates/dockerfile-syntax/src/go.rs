//! What Go's standard library does, where BuildKit's behaviour or messages rest on it.

use std::fmt::Write as _;

/// A string as `%q` writes it.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            // Writing to a string cannot fail.
            '\0'..' ' | '\x7f' => {
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            }
            c if c.is_control() || (c.is_whitespace() && c != ' ') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `strings.ToLower` as far as it can make an ASCII word, which names of stages and options are: other
/// characters stay as they are, and match nothing either way. The tables of Unicode would weigh more
/// than a whole rule in WebAssembly.
pub fn to_lower(text: &str) -> String {
    let lower = |c: char| match c {
        // Characters outside of ASCII whose lower case is an ASCII letter.
        '\u{212A}' => 'k',
        '\u{130}' => 'i',
        c => c.to_ascii_lowercase(),
    };
    text.chars().map(lower).collect()
}

/// `strings.ToUpper` as far as it can make an ASCII word; see [`to_lower`].
pub(crate) fn to_upper(text: &str) -> String {
    let upper = |c: char| match c {
        // Characters outside of ASCII whose upper case is an ASCII letter.
        '\u{17F}' => 'S',
        '\u{131}' => 'I',
        c => c.to_ascii_uppercase(),
    };
    text.chars().map(upper).collect()
}

/// `time.ParseDuration`: nanoseconds, or its error message.
pub(crate) fn parse_duration(text: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or_default()),
        Some(b'+') => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        if !rest.starts_with(|c: char| c == '.' || c.is_ascii_digit()) {
            return Err(invalid());
        }
        let (whole, after) = split_digits(rest);
        let mut number: u64 = 0;
        for digit in whole.bytes() {
            number = number
                .checked_mul(10)
                .and_then(|number| number.checked_add(u64::from(digit - b'0')))
                .filter(|number| *number <= 1 << 63)
                .ok_or_else(invalid)?;
        }
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => split_digits(after),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let length = after
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(length).unwrap_or((after, ""));
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quote(text)));
        }
        let factor: u64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => {
                return Err(format!(
                    "time: unknown unit {} in duration {}",
                    quote(unit),
                    quote(text)
                ));
            }
        };
        total = number
            .checked_mul(factor)
            .and_then(|part| part.checked_add(fraction_of(fraction, factor)))
            .and_then(|part| part.checked_add(total))
            .filter(|total| *total <= 1 << 63)
            .ok_or_else(invalid)?;
        rest = after;
    }
    if negative {
        return Ok(0_i64.wrapping_sub_unsigned(total));
    }
    i64::try_from(total).map_err(|_| invalid())
}

fn split_digits(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// `0.digits` of a unit. Digits past the eighteenth are worth less than a nanosecond.
fn fraction_of(digits: &str, factor: u64) -> u64 {
    let mut scale: u128 = 1;
    let mut value: u128 = 0;
    for digit in digits.bytes().take(18) {
        value = value * 10 + u128::from(digit - b'0');
        scale *= 10;
    }
    u64::try_from(value * u128::from(factor) / scale).unwrap_or(u64::MAX)
}

/// `strconv.ParseInt(text, 10, 32)`: the number, or its error message.
pub(crate) fn parse_int32(text: &str) -> Result<i32, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let what = if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        "invalid syntax"
    } else {
        match text.parse() {
            Ok(number) => return Ok(number),
            Err(_) => "value out of range",
        }
    };
    Err(format!("strconv.ParseInt: parsing {}: {what}", quote(text)))
}

/// Adds ` (did you mean X?)` where an option is at most two edits away; between equally near
/// ones the first in byte order wins (BuildKit's choice there is random).
pub(crate) fn suggest(message: String, word: &str, options: &[&str]) -> String {
    let mut best: Option<(usize, &str)> = None;
    for option in options {
        let Some(distance) = edits(word, option) else {
            continue;
        };
        if distance == 0 {
            return message;
        }
        if distance < 3 && best.is_none_or(|best| (distance, *option) < best) {
            best = Some((distance, option));
        }
    }
    match best {
        Some((_, option)) => format!("{message} (did you mean {option}?)"),
        None => message,
    }
}

/// Edit distance, `None` where the lengths alone make it 3 or more. Options are ASCII.
fn edits(word: &str, option: &str) -> Option<usize> {
    let most = option.len() + 2;
    let mut letters = ['\0'; 32];
    let mut length = 0;
    for c in word.chars() {
        *letters.get_mut(length).filter(|_| length < most)? = c;
        length += 1;
    }
    if length + 2 < option.len() {
        return None;
    }
    let word = letters.get(..length)?;
    let mut row: [usize; 33] = std::array::from_fn(|index| index);
    for (index, wanted) in option.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, c) in row.iter_mut().skip(1).zip(word) {
            let replaced = diagonal + usize::from(*c != wanted);
            diagonal = *cell;
            left = replaced.min(*cell + 1).min(left + 1);
            *cell = left;
        }
    }
    row.get(length).copied()
}
