//! Edits, applied to a text.

use super::Edit;
use dockerfile_syntax::{Dockerfile, Heredoc, parse};
use std::fmt;

/// Why edits do not fit a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There are none.
    Nothing,
    /// One does not lie in the text.
    Outside,
    /// One touches what the one before it touches, or they are not in order.
    Overlap,
    /// One puts there what is there.
    NoChange,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "there are no edits",
            Self::Outside => "an edit does not lie in the text",
            Self::Overlap => "an edit overlaps the edit before it",
            Self::NoChange => "an edit changes nothing",
        })
    }
}

/// The text after edits that are in its order and do not overlap.
pub fn apply(source: &str, edits: &[Edit]) -> Result<String, Unfit> {
    if edits.is_empty() {
        return Err(Unfit::Nothing);
    }
    let mut out = String::with_capacity(source.len());
    let mut copied = 0;
    for edit in edits {
        let range = edit.span.range();
        let replaced = source.get(range.clone()).ok_or(Unfit::Outside)?;
        let kept = source.get(copied..range.start).ok_or(Unfit::Overlap)?;
        if replaced == edit.replacement {
            return Err(Unfit::NoChange);
        }
        out.push_str(kept);
        out.push_str(&edit.replacement);
        copied = range.end;
    }
    out.push_str(source.get(copied..).unwrap_or_default());
    Ok(out)
}

/// Whether a file is still read as it was, but for what the edits are about.
pub(crate) fn keeps_the_rest(file: &Dockerfile<'_>, edits: &[Edit]) -> bool {
    keeps_directives(file, edits) && keeps_open_heredocs(file, edits)
}

/// Whether nothing is written into a heredoc that never ends: it takes all that comes after it, the end of the
/// file included.
fn keeps_open_heredocs(file: &Dockerfile<'_>, edits: &[Edit]) -> bool {
    let heredocs = file
        .instructions
        .last()
        .into_iter()
        .flat_map(|it| &it.heredocs);
    let mut open = heredocs.filter(|heredoc| heredoc.close.range().is_empty());
    // What is a line of its own behind the line that opens it is in it.
    let is_before = |edit: &Edit, heredoc: &Heredoc<'_>| {
        edit.span.end < heredoc.body.start
            && (edit.span.end < heredoc.open.end || !edit.replacement.contains('\n'))
    };
    open.all(|heredoc| edits.iter().all(|edit| is_before(edit, heredoc)))
}

/// Whether the directives of a file stay as they are: a comment that comes to stand first, because what stood
/// before it goes, may be read as one.
fn keeps_directives(file: &Dockerfile<'_>, edits: &[Edit]) -> bool {
    let first = file.instructions.first().map_or(0, |it| it.span.start);
    if edits.iter().all(|edit| edit.span.start > first) {
        return true;
    }
    let Ok(text) = apply(file.source, edits) else {
        return true;
    };
    let parsed = parse(&text);
    let of = |file: &Dockerfile<'_>| -> Vec<(String, String)> {
        let directives = file.directives.iter();
        directives
            .map(|it| (it.name.to_ascii_lowercase(), it.value.to_owned()))
            .collect()
    };
    of(file) == of(&parsed)
}
