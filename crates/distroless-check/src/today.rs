//! The day that end of life is judged on.

use crate::Error;
use image_knowledge::Date;
use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// The day given, else that of `SOURCE_DATE_EPOCH`, else that of the clock, in UTC.
pub(crate) fn today(given: Option<Date>) -> Result<Date, Error> {
    if let Some(date) = given {
        return Ok(date);
    }
    let seconds = match env::var_os(VARIABLE) {
        Some(text) => {
            let text = text.to_string_lossy();
            text.parse().map_err(|_| {
                Error::usage(
                    format!("{VARIABLE} is `{text}`"),
                    "set it to whole seconds since 1970, or unset it",
                )
            })?
        }
        // A clock before 1970 is as good as none.
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs(),
    };
    day(seconds / 86_400).ok_or_else(|| {
        Error::usage(
            format!("the date {seconds} seconds after 1970 is out of range"),
            "give the day with --today",
        )
    })
}

/// The calendar day so many days after 1970-01-01.
///
/// Years are counted from March, so that the leap day is their last, in eras of 400 years, which
/// have equal lengths.
fn day(since_1970: u64) -> Option<Date> {
    const ERA: u64 = 146_097;
    // From 0000-03-01 to 1970-01-01.
    let days = since_1970.checked_add(719_468)?;
    let in_era = days % ERA;
    let year_of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * months_from_march + 2) / 5 + 1;
    let month = (months_from_march + 2) % 12 + 1;
    let year = days / ERA * 400 + year_of_era + u64::from(month <= 2);
    Date::new(
        u16::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn counts_days() {
        for (days, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (10_956, "1999-12-31"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(day(days).unwrap().to_string(), date);
        }
        assert_eq!(day(u64::MAX), None);
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut last = day(0).unwrap();
        for days in 1..80_000 {
            let next = day(days).unwrap();
            let follows = (next.year, next.month, next.day)
                == (last.year, last.month, last.day + 1)
                || (next.year, next.month, next.day) == (last.year, last.month + 1, 1)
                || (next.year, next.month, next.day) == (last.year + 1, 1, 1) && last.month == 12;
            assert!(follows, "{last} {next}");
            last = next;
        }
    }
}
