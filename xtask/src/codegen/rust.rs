//! Rust source text for plain values.

/// A string literal.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// A slice of string literals.
pub(super) fn strings(texts: &[String]) -> String {
    list(texts.iter().map(|text| string(text)))
}

/// A `Words`: one string literal instead of a slice of many; a word may be empty.
pub(super) fn words(texts: &[String]) -> Result<String, String> {
    Ok(format!("Words({})", string(&joined(texts)?)))
}

/// Words separated by spaces.
pub(super) fn joined(texts: &[String]) -> Result<String, String> {
    match texts.iter().find(|text| text.contains(char::is_whitespace)) {
        Some(text) => Err(format!("{text:?} has a space in it")),
        None => Ok(texts.join(" ")),
    }
}

/// A literal of numbered lines, which may be empty.
pub(super) fn numbered(lines: &[String]) -> Result<String, String> {
    match lines.iter().find(|line| line.contains('\n')) {
        Some(line) => Err(format!("{line:?} is more than a line")),
        None => Ok(string(&lines.join("\n"))),
    }
}

/// A slice of expressions.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("&[{}]", items.join(", "))
}

/// An `Option` of an expression.
pub(super) fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

/// An `Option` of a string literal.
pub(super) fn option_string(value: Option<&str>) -> String {
    option(value.map(string))
}

/// A `Date`, from `YYYY-MM-DD` or `YYYY-MM` (the last day of the month).
pub(super) fn date(text: &str) -> Result<String, String> {
    let (year, month, day) = day(text)?;
    Ok(format!("day({year}, {month}, {day})"))
}

/// The same day as plain text.
pub(super) fn plain_date(text: &str) -> Result<String, String> {
    let (year, month, day) = day(text)?;
    Ok(format!("{year:04}-{month:02}-{day:02}"))
}

fn day(text: &str) -> Result<(u16, u16, u16), String> {
    let wrong = || format!("not a date: {text:?}");
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str| part.parse::<u16>().map_err(|_| wrong());
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (number(year)?, number(month)?, number(day)?),
        [year, month] => {
            let (year, month) = (number(year)?, number(month)?);
            (year, month, days_in(year, month))
        }
        _ => return Err(wrong()),
    };
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return Err(wrong());
    }
    Ok((year, month, day))
}

fn days_in(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// A variant of an enum, written in the data in lower case with dashes.
pub(super) fn variant(kind: &str, word: &str, known: &[&str]) -> Result<String, String> {
    if !known.contains(&word) {
        return Err(format!("{word:?} is not one of {known:?}"));
    }
    let mut name = String::new();
    for part in word.split('-') {
        let mut letters = part.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    Ok(format!("{kind}::{name}"))
}
