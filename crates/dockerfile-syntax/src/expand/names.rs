//! Where a text names variables.

use std::ops::Range;

/// A variable that a text names: `$NAME` or `${NAME…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'t> {
    /// The name.
    pub name: &'t str,
    /// Its bytes in the text, from the `$` to the end of the name.
    pub range: Range<usize>,
}

/// The variables that a text names, in its order, those in words inside of others included. A `$` behind
/// the escape character names nothing.
///
/// Quotes are not looked at: a shell reads the text of RUN otherwise than the builder reads the words of
/// other instructions. Whoever asks wants to know what a name would mean.
pub fn names(text: &str, escape: char) -> impl Iterator<Item = Named<'_>> {
    text.match_indices('$').filter_map(move |(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let escapes = before.chars().rev().take_while(|c| *c == escape).count();
        if escapes % 2 == 1 {
            return None;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let inner = rest.strip_prefix('{').unwrap_or(rest);
        let start = text.len() - inner.len();
        let is_name = |c: char| c == '_' || c.is_alphanumeric();
        let length = inner.find(|c| !is_name(c)).unwrap_or(inner.len());
        let name = inner.get(..length).unwrap_or_default();
        let named = !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
        named.then(|| Named {
            name,
            range: at..start + length,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn finds_names_where_they_stand() {
        let text = r"a$B ${C:-$D}\$E \\$F $ $1 ${} ${_x}é$Gü";
        let found: Vec<(&str, &str)> = names(text, '\\')
            .map(|named| (named.name, &text[named.range]))
            .collect();
        let expected = [
            ("B", "$B"),
            ("C", "${C"),
            ("D", "$D"),
            ("F", "$F"),
            ("_x", "${_x"),
            ("Gü", "$Gü"),
        ];
        assert_eq!(found, expected);
        assert_eq!(names("`$A \\$B", '`').count(), 1);
    }
}
