//! bash's brace expansion.

use crate::word::{Part, PartKind};

/// Whether bash would expand braces in a word of these parts: an unquoted `{` and its `}` with an unquoted `,`
/// or `..` between them on their level.
pub(crate) fn expands(parts: &[Part]) -> bool {
    // For each open brace: whether a comma or two dots were seen on its level.
    let mut open: Vec<bool> = Vec::new();
    for part in parts {
        let PartKind::Literal(text) = &part.kind else {
            continue;
        };
        let mut previous = 0;
        for byte in text.bytes() {
            match byte {
                b'{' => open.push(false),
                b',' => {
                    if let Some(seen) = open.last_mut() {
                        *seen = true;
                    }
                }
                b'.' if previous == b'.' => {
                    if let Some(seen) = open.last_mut() {
                        *seen = true;
                    }
                }
                b'}' if open.pop() == Some(true) => return true,
                _ => {}
            }
            previous = byte;
        }
    }
    false
}
