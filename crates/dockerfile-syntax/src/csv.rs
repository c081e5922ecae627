//! One line of comma-separated values, as `BuildKit` reads the values of `--mount`.

use std::borrow::Cow;

/// A field: its text, and where it came from.
#[derive(Debug)]
pub(crate) struct Field<'t> {
    pub(crate) value: Cow<'t, str>,
    /// (offset in `value`, offset in the line), ascending. Empty where the field is the line's
    /// text from `start`.
    pub(crate) runs: Vec<(usize, usize)>,
    /// The field's place in the line, quotes included.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The fields of a line, up to the first that is wrong, with what is wrong.
pub(crate) const fn fields(line: &str) -> Fields<'_> {
    Fields { line, at: Some(0) }
}

/// See [`fields`].
#[derive(Debug)]
pub(crate) struct Fields<'t> {
    line: &'t str,
    /// Where the next field begins, if there is one.
    at: Option<usize>,
}

impl<'t> Iterator for Fields<'t> {
    type Item = Result<Field<'t>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at.take()?;
        if self.line.is_empty() {
            return Some(Err("EOF".to_owned()));
        }
        let field = if self.line.as_bytes().get(at) == Some(&b'"') {
            quoted(self.line, at)
        } else {
            plain(self.line, at)
        };
        if let Ok(field) = &field {
            self.at = Some(field.end + 1).filter(|next| *next <= self.line.len());
        }
        Some(field)
    }
}

fn refused(at: usize, what: &str) -> String {
    format!("parse error on line 1, column {}: {what}", at + 1)
}

fn plain(line: &str, start: usize) -> Result<Field<'_>, String> {
    let rest = line.get(start..).unwrap_or_default();
    let length = memchr::memchr(b',', rest.as_bytes()).unwrap_or(rest.len());
    let value = rest.get(..length).unwrap_or_default();
    if let Some(quote) = memchr::memchr(b'"', value.as_bytes()) {
        return Err(refused(start + quote, "bare \" in non-quoted-field"));
    }
    Ok(Field {
        value: Cow::Borrowed(value),
        runs: Vec::new(),
        start,
        end: start + length,
    })
}

fn quoted(line: &str, start: usize) -> Result<Field<'_>, String> {
    let mut value = String::new();
    let mut runs = Vec::new();
    let mut at = start + 1;
    loop {
        let rest = line.get(at..).unwrap_or_default();
        let Some(length) = rest.find('"') else {
            return Err(refused(at, "extraneous or missing \" in quoted-field"));
        };
        runs.push((value.len(), at));
        value.push_str(rest.get(..length).unwrap_or_default());
        at += length + 1;
        match line.as_bytes().get(at) {
            Some(b'"') => {
                runs.push((value.len(), at));
                value.push('"');
                at += 1;
            }
            Some(b',') | None => {
                return Ok(Field {
                    value: Cow::Owned(value),
                    runs,
                    start,
                    end: at,
                });
            }
            Some(_) => {
                return Err(refused(at - 1, "extraneous or missing \" in quoted-field"));
            }
        }
    }
}
