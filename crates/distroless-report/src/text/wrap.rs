//! Sentences in the columns of a terminal, which would break them within words.

/// The fewest columns that text is put in: in a narrower place it would be hard to read.
const LEAST: usize = 30;

/// The text in lines of at most `width` columns, of which `before` are taken at the start of each. A word that is
/// longer than a line has one of its own.
pub(super) fn lines(text: &str, before: usize, width: Option<usize>) -> String {
    let Some(width) = width else {
        return text.to_owned();
    };
    let room = width.saturating_sub(before).max(LEAST);
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split(' ') {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > room {
            wrapped.push('\n');
            used = 0;
        } else if used > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += long;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn words_stay_whole() {
        let text = "one two three four five six seven eight nine ten";
        assert_eq!(lines(text, 10, None), text);
        assert_eq!(
            lines(text, 8, Some(40)),
            "one two three four five six\nseven eight nine ten"
        );
        let long = format!("see {} there", "x".repeat(50));
        assert_eq!(lines(&long, 0, Some(40)), long.replace(' ', "\n"));
        assert_eq!(lines("", 0, Some(40)), "");
    }
}
