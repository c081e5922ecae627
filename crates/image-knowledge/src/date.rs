//! Calendar days.

use std::fmt;

/// A calendar day. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year of the common era.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The day `year`-`month`-`day`, or `None` when the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if month < 1 || month > 12 || day < 1 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`, or `YYYY-MM`, which means the last day of that month (a release that
    /// ends "in September" is still maintained on the 29th). `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = u8::try_from(number(parts.next()?, 2)?).ok()?;
        let day = match parts.next() {
            Some(day) => u8::try_from(number(day, 2)?).ok()?,
            None => days_in(year, month),
        };
        match parts.next() {
            Some(_) => None,
            None => Self::new(year, month, day),
        }
    }
}

/// The value of exactly `digits` decimal digits.
fn number(text: &str, digits: usize) -> Option<u16> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// How many days a month has; 0 for a month that does not exist.
const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    /// Writes `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn reads_days_and_months() {
        let day = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(Date::parse("2025-04-30"), Some(day(2025, 4, 30)));
        assert_eq!(Date::parse("2026-09"), Some(day(2026, 9, 30)));
        assert_eq!(Date::parse("2028-02"), Some(day(2028, 2, 29)));
        assert_eq!(Date::parse("2100-02"), Some(day(2100, 2, 28)));
        for wrong in [
            "",
            "2025",
            "2025-13-01",
            "2025-02-29",
            "2025-00",
            "2025-4-30",
            "2025-04-30-1",
            "+025-04-30",
            "2025-04-3\u{660}",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn is_ordered_by_time() {
        assert!(Date::parse("2025-12-31") < Date::parse("2026-01-01"));
        assert_eq!(Date::new(987, 6, 5).unwrap().to_string(), "0987-06-05");
    }
}
