//! The patterns of `#`, `%` and `/`: `*`, `?` and characters.
//!
//! `BuildKit` turns them into Go's regular expressions. Here they are matched the same way, the
//! first in order of preference winning, by keeping all states at once: time is the product of the
//! lengths at most, and counted.

use super::ExpandError;

/// How many steps may still be taken.
pub(super) struct Steps(usize);

impl Steps {
    pub(super) const fn new(limit: usize) -> Self {
        Self(limit)
    }

    fn take(&mut self, steps: usize) -> Result<(), ExpandError> {
        self.0 = self.0.checked_sub(steps).ok_or(ExpandError::TooLong)?;
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Char(char),
    /// `?`: any character but a line end.
    One,
    /// `*`: any number of characters but line ends.
    Any,
}

pub(super) struct Pattern {
    items: Vec<Item>,
    greedy: bool,
}

/// A way to read the text so far: which item is next, and where the match began.
#[derive(Clone, Copy)]
struct State {
    item: usize,
    start: usize,
}

impl Pattern {
    pub(super) fn new(pattern: &str, greedy: bool) -> Result<Self, ExpandError> {
        let mut items = Vec::with_capacity(pattern.len());
        let mut rest = pattern.chars();
        while let Some(c) = rest.next() {
            items.push(match c {
                '*' => Item::Any,
                '?' => Item::One,
                '\\' => match rest.next() {
                    Some(escaped @ ('*' | '?' | '\\' | '}' | '/')) => Item::Char(escaped),
                    _ => {
                        return Err(ExpandError::InvalidPattern {
                            pattern: pattern.to_owned(),
                        });
                    }
                },
                c => Item::Char(c),
            });
        }
        Ok(Self { items, greedy })
    }

    /// The pattern backwards, for the end of a text.
    pub(super) fn reversed(pattern: &str, greedy: bool) -> Result<Self, ExpandError> {
        let mut reversed = Self::new(pattern, greedy)?;
        reversed.items.reverse();
        Ok(reversed)
    }

    pub(super) fn trim_start(&self, text: &str, steps: &mut Steps) -> Result<String, ExpandError> {
        let found = self.find(text.char_indices(), text.len(), true, steps)?;
        Ok(text
            .get(found.map_or(0, |found| found.1)..)
            .unwrap_or_default()
            .to_owned())
    }

    /// For a pattern that is [reversed](Self::reversed).
    pub(super) fn trim_end(&self, text: &str, steps: &mut Steps) -> Result<String, ExpandError> {
        let backwards = text
            .char_indices()
            .rev()
            .map(|(at, c)| (text.len() - at - c.len_utf8(), c));
        let found = self.find(backwards, text.len(), true, steps)?;
        let end = text.len() - found.map_or(0, |found| found.1);
        Ok(text.get(..end).unwrap_or_default().to_owned())
    }

    /// Replaces the first match, or all of them. `limit` bounds what is written.
    pub(super) fn replace(
        &self,
        text: &str,
        word: &str,
        all: bool,
        limit: usize,
        steps: &mut Steps,
    ) -> Result<String, ExpandError> {
        let mut out = String::new();
        let mut copied = 0;
        let mut from = 0;
        while let Some(tail) = text.get(from..) {
            let characters = tail.char_indices().map(|(at, c)| (from + at, c));
            let Some((start, end)) = self.find(characters, text.len(), false, steps)? else {
                break;
            };
            out.push_str(text.get(copied..start).unwrap_or_default());
            if !all {
                out.push_str(word);
                copied = end;
                break;
            }
            // An empty match right after another one is none.
            if end > copied || start == 0 {
                push_template(&mut out, word, text.get(start..end).unwrap_or_default());
            }
            if out.len() > limit {
                return Err(ExpandError::TooLong);
            }
            copied = end;
            let width = tail.chars().next().map_or(1, char::len_utf8);
            from = end.max(from + width);
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        Ok(out)
    }

    /// The first match: where it begins and ends. `end` is the place after the last character.
    fn find(
        &self,
        characters: impl Iterator<Item = (usize, char)>,
        end: usize,
        anchored: bool,
        steps: &mut Steps,
    ) -> Result<Option<(usize, usize)>, ExpandError> {
        steps.take(self.items.len())?;
        let mut found = None;
        let mut states: Vec<State> = Vec::new();
        let mut next: Vec<State> = Vec::new();
        // When each item was last reached: a state that comes later in order of preference and
        // stands at the same item can win nothing.
        let mut seen = vec![usize::MAX; self.items.len() + 1];
        let turns = characters.map(|(at, c)| (at, Some(c))).chain([(end, None)]);
        for (turn, (at, c)) in turns.enumerate() {
            if found.is_none() && (turn == 0 || !anchored) {
                states.push(State { item: 0, start: at });
            }
            next.clear();
            steps.take(states.len() + 1)?;
            for state in &states {
                // A match ends here; those that are less preferred are dropped.
                if self.advance(*state, c, at, turn, &mut seen, &mut next, &mut found, steps)? {
                    break;
                }
            }
            std::mem::swap(&mut states, &mut next);
            if states.is_empty() && (anchored || found.is_some()) {
                break;
            }
        }
        Ok(found)
    }

    /// Follows one state over one character (none at the end); whether it has come to a match.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of the loop above, which owns them all"
    )]
    fn advance(
        &self,
        state: State,
        c: Option<char>,
        at: usize,
        turn: usize,
        seen: &mut [usize],
        next: &mut Vec<State>,
        found: &mut Option<(usize, usize)>,
        steps: &mut Steps,
    ) -> Result<bool, ExpandError> {
        // Stars passed on the way whose "one more character" is less preferred than going on.
        let mut lazy: Vec<usize> = Vec::new();
        let mut item = state.item;
        let mut matched = false;
        loop {
            steps.take(1)?;
            match seen.get_mut(item) {
                Some(last) if *last != turn => *last = turn,
                _ => break,
            }
            match self.items.get(item) {
                None => {
                    *found = Some((state.start, at));
                    matched = true;
                    break;
                }
                Some(Item::Any) => {
                    if self.greedy {
                        if c.is_some_and(|c| c != '\n') {
                            next.push(State { item, ..state });
                        }
                    } else {
                        lazy.push(item);
                    }
                    item += 1;
                }
                Some(expected) => {
                    let fits = match expected {
                        Item::Char(expected) => c == Some(*expected),
                        _ => c.is_some_and(|c| c != '\n'),
                    };
                    if fits {
                        next.push(State {
                            item: item + 1,
                            ..state
                        });
                    }
                    break;
                }
            }
        }
        if !matched && c.is_some_and(|c| c != '\n') {
            for item in lazy.into_iter().rev() {
                next.push(State { item, ..state });
            }
        }
        Ok(matched)
    }
}

/// Go's templates, of which only the whole match can be named: `$0`, `${0}`, `$$`. Other names stand
/// for nothing.
fn push_template(out: &mut String, template: &str, matched: &str) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let braced = after.strip_prefix('{');
        let text = braced.unwrap_or(after);
        let length = text
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(text.len());
        let (name, tail) = text.split_at_checked(length).unwrap_or((text, ""));
        let tail = match braced {
            Some(_) => tail.strip_prefix('}'),
            None => Some(tail),
        };
        match tail {
            Some(tail) if !name.is_empty() => {
                if name.bytes().all(|byte| byte == b'0') && name.len() == 1 {
                    out.push_str(matched);
                }
                rest = tail;
            }
            _ => {
                out.push('$');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}
