//! Lines of the text.

/// Whether a text ends in a blank line, or is blank.
pub(super) fn ends_blank(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.rsplit('\n')
        .next()
        .is_none_or(|line| line.trim().is_empty())
}

/// The start of the line that a place is on.
pub(crate) fn start_of_line(source: &str, at: u32) -> u32 {
    let before = source.get(..at as usize).unwrap_or_default();
    before.rfind('\n').map_or(0, |at| at as u32 + 1)
}

/// The start of the next line, or the end of the text.
pub(crate) fn next_line(source: &str, at: u32) -> u32 {
    let rest = source.get(at as usize..).unwrap_or_default();
    rest.find('\n')
        .map_or(source.len() as u32, |line| at + line as u32 + 1)
}

/// A word of an instruction, quoted where it has to be.
pub(super) fn word(text: &str) -> String {
    if text.contains(' ') {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}
