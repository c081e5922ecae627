//! bash's brace expansion.

use crate::span::Span;
use crate::word::{Part, PartKind, Word};

/// More words than these are not written out.
const MOST_WORDS: usize = 256;
/// Longer words (in characters and parts) are not looked into.
const MOST_ATOMS: usize = 4096;

/// Whether bash would expand braces in a word of these parts: an unquoted `{` and its `}` with an unquoted `,`
/// or a range between them on their level.
pub(crate) fn expands(parts: &[Part]) -> bool {
    let may = parts
        .iter()
        .any(|part| matches!(&part.kind, PartKind::Literal(text) if text.contains('{')));
    may && first_group(&atoms(parts)).is_some()
}

/// All words, or `None` beyond the limits. Groups are replaced from the left until none is left.
pub(crate) fn expand(word: &Word) -> Option<Vec<Word>> {
    let atoms = atoms(&word.parts);
    if atoms.len() > MOST_ATOMS {
        return None;
    }
    let mut todo = vec![atoms];
    let mut done: Vec<Word> = Vec::new();
    while let Some(atoms) = todo.pop() {
        if todo.len() + done.len() >= MOST_WORDS {
            return None;
        }
        let Some(group) = first_group(&atoms) else {
            done.push(rebuilt(&atoms, word.span));
            continue;
        };
        let before = atoms.get(..group.open)?;
        let after = atoms.get(group.close + 1..)?;
        let choices = group.choices(&atoms)?;
        if todo.len() + done.len() + choices.len() > MOST_WORDS {
            return None;
        }
        // The last one first: the list is worked on from its end.
        for choice in choices.into_iter().rev() {
            todo.push([before, &choice, after].concat());
        }
    }
    Some(done)
}

/// An unquoted character, or a part that braces do not look into.
#[derive(Clone, Copy)]
enum Atom<'a> {
    Char(char, Span),
    Part(&'a Part),
}

impl Atom<'_> {
    fn char(self) -> Option<char> {
        match self {
            Atom::Char(char, _) => Some(char),
            Atom::Part(_) => None,
        }
    }
}

fn atoms(parts: &[Part]) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    for part in parts {
        match &part.kind {
            PartKind::Literal(text) => {
                atoms.extend(text.chars().map(|char| Atom::Char(char, part.span)));
            }
            _ => atoms.push(Atom::Part(part)),
        }
    }
    atoms
}

/// A pair of braces that expands: their places, and those of the commas on their level.
struct Group {
    open: usize,
    close: usize,
    commas: Vec<usize>,
}

/// The group that begins first.
fn first_group(atoms: &[Atom<'_>]) -> Option<Group> {
    let mut open: Vec<Group> = Vec::new();
    let mut found: Option<Group> = None;
    for (at, atom) in atoms.iter().enumerate() {
        match atom.char() {
            Some('{') => open.push(Group {
                open: at,
                close: at,
                commas: Vec::new(),
            }),
            Some(',') => {
                if let Some(group) = open.last_mut() {
                    group.commas.push(at);
                }
            }
            Some('}') => {
                let Some(mut group) = open.pop() else {
                    continue;
                };
                group.close = at;
                let expands =
                    !group.commas.is_empty() || range(atoms.get(group.open + 1..at)?).is_some();
                // Groups close from the inside: a later one is around an earlier one, or right of it.
                if expands && found.as_ref().is_none_or(|first| group.open < first.open) {
                    found = Some(group);
                }
                if open.is_empty() && found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    found
}

impl Group {
    fn choices<'a>(&self, atoms: &[Atom<'a>]) -> Option<Vec<Vec<Atom<'a>>>> {
        let inner = atoms.get(self.open + 1..self.close)?;
        if self.commas.is_empty() {
            let span = match atoms.get(self.open) {
                Some(Atom::Char(_, span)) => *span,
                _ => Span::default(),
            };
            let texts = range(inner)?.texts()?;
            let written = |text: String| text.chars().map(|char| Atom::Char(char, span)).collect();
            return Some(texts.into_iter().map(written).collect());
        }
        let mut choices = Vec::new();
        let mut start = self.open + 1;
        for end in self.commas.iter().copied().chain([self.close]) {
            choices.push(atoms.get(start..end)?.to_vec());
            start = end + 1;
        }
        Some(choices)
    }
}

/// `{1..3}`, `{01..10..2}`, `{a..e}`
struct Range {
    first: i64,
    last: i64,
    step: u64,
    /// Digits to fill up to with zeros; `None` for letters.
    width: Option<usize>,
}

fn range(atoms: &[Atom<'_>]) -> Option<Range> {
    if atoms.len() > 64 {
        return None;
    }
    let text: String = atoms
        .iter()
        .map(|atom| atom.char())
        .collect::<Option<_>>()?;
    let mut pieces = text.split("..");
    let (first, last, step) = (pieces.next()?, pieces.next()?, pieces.next());
    if pieces.next().is_some() {
        return None;
    }
    let step = match step {
        Some(step) => step.parse::<i64>().ok()?.unsigned_abs().max(1),
        None => 1,
    };
    if let (Ok(from), Ok(to)) = (first.parse(), last.parse()) {
        let zero = |text: &str| {
            text.trim_start_matches('-').len() > 1 && text.trim_start_matches('-').starts_with('0')
        };
        let width = if zero(first) || zero(last) {
            first.len().max(last.len())
        } else {
            0
        };
        return Some(Range {
            first: from,
            last: to,
            step,
            width: Some(width),
        });
    }
    let letter = |text: &str| match text.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => Some(i64::from(*letter)),
        _ => None,
    };
    Some(Range {
        first: letter(first)?,
        last: letter(last)?,
        step,
        width: None,
    })
}

impl Range {
    fn texts(&self) -> Option<Vec<String>> {
        let count = usize::try_from(self.first.abs_diff(self.last) / self.step).ok()?;
        if count >= MOST_WORDS {
            return None;
        }
        let step = i64::try_from(self.step).ok()?;
        let step = if self.last < self.first { -step } else { step };
        let mut texts = Vec::with_capacity(count + 1);
        let mut value = self.first;
        for _ in 0..=count {
            texts.push(match self.width {
                Some(width) => format!("{value:0width$}"),
                None => char::from(u8::try_from(value).ok()?).to_string(),
            });
            value = value.saturating_add(step);
        }
        Some(texts)
    }
}

fn rebuilt(atoms: &[Atom<'_>], span: Span) -> Word {
    let mut parts: Vec<Part> = Vec::new();
    for atom in atoms {
        match atom {
            Atom::Part(part) => parts.push((*part).clone()),
            Atom::Char(char, place) => {
                if let Some(Part {
                    kind: PartKind::Literal(text),
                    ..
                }) = parts.last_mut()
                {
                    text.push(*char);
                } else {
                    parts.push(Part {
                        span: *place,
                        kind: PartKind::Literal(char.to_string()),
                    });
                }
            }
        }
    }
    Word {
        span,
        parts,
        braces: false,
    }
}
