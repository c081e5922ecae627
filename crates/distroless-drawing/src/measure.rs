//! How much room text takes. The fonts are the reader's, so widths are those of wide fonts.

/// The height of a line, in pixels.
pub(super) const LINE: f64 = 16.0;
/// Pixels of a name's letters.
pub(super) const NAME_SIZE: f64 = 14.0;
/// Pixels of a reference's and a path's letters.
pub(super) const MONO_SIZE: f64 = 11.5;

/// The width of a stage's name, in pixels: bold letters of a proportional font.
pub(super) fn name(text: &str) -> f64 {
    let width = |c| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' => 0.39,
        'f' | 't' | 'r' | ' ' | '-' | '/' | '(' | ')' | '[' | ']' => 0.48,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.06,
        'A'..='Z' => 0.82,
        c if c.is_ascii() => 0.71,
        c => other(c),
    };
    text.chars().map(width).sum::<f64>() * NAME_SIZE
}

/// The width of text in a monospaced font, in pixels.
pub(super) fn mono(text: &str) -> f64 {
    let width = |c: char| if c.is_ascii() { 0.605 } else { other(c) };
    text.chars().map(width).sum::<f64>() * MONO_SIZE
}

/// The width of a character that comes from some other font, for a size of 1.
const fn other(c: char) -> f64 {
    match c {
        '…' | '→' => 1.0,
        // Scripts with wide letters begin with Hangul; symbols are wide too.
        '\u{1100}'.. => 1.1,
        _ => 0.85,
    }
}
