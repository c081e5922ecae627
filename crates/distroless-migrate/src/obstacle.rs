//! What stands in the way of a migration.

use dockerfile_syntax::Span;

/// Something that stands in the way, where it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The place.
    pub span: Span,
    /// Why it stands in the way.
    pub why: String,
    /// What to do about it.
    pub help: String,
}

impl Obstacle {
    pub(crate) fn new(span: Span, why: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span,
            why: why.into(),
            help: help.into(),
        }
    }
}

/// Why a file is not migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it should be, or no advice is given for such images.
    NothingToDo,
    /// Something stands in the way.
    Refused,
    /// The new file did not hold when it was analysed: what no recipe foresaw.
    DoesNotHold,
}

/// A file that is not migrated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Whether that is good or bad.
    pub verdict: Verdict,
    /// What was found, in the order of the text; at least one.
    pub obstacles: Vec<Obstacle>,
}

impl From<Vec<Obstacle>> for Refusal {
    fn from(obstacles: Vec<Obstacle>) -> Self {
        Self::all(obstacles)
    }
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        Self::one(obstacle)
    }
}

impl Refusal {
    pub(crate) fn one(obstacle: Obstacle) -> Self {
        Self::all(vec![obstacle])
    }

    pub(crate) fn all(mut obstacles: Vec<Obstacle>) -> Self {
        distroless_core::order::sort_by_key(&mut obstacles, |obstacle| obstacle.span);
        obstacles.dedup();
        Self {
            verdict: Verdict::Refused,
            obstacles,
        }
    }

    pub(crate) fn nothing_to_do(span: Span, why: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::NothingToDo,
            obstacles: vec![Obstacle::new(span, why, "there is nothing to migrate")],
        }
    }
}
