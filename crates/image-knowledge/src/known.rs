//! Values that may be unknown.

/// A fact that the data may be silent about.
///
/// `Known<Option<T>>` tells "known to have none" (`Known(None)`) from "not known" (`Unknown`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Known<T> {
    /// The data says so.
    Known(T),
    /// The data does not say.
    #[default]
    Unknown,
}

impl<T> Known<T> {
    /// The fact, where there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// The fact by reference.
    pub const fn as_ref(&self) -> Known<&T> {
        match self {
            Self::Known(value) => Known::Known(value),
            Self::Unknown => Known::Unknown,
        }
    }

    /// Whether there is a fact at all.
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Whether the fact is known and the test holds for it.
    pub fn is_known_and(&self, test: impl FnOnce(&T) -> bool) -> bool {
        match self {
            Self::Known(value) => test(value),
            Self::Unknown => false,
        }
    }

    /// The fact made into another one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Known(value) => Known::Known(change(value)),
            Self::Unknown => Known::Unknown,
        }
    }

    /// This fact, or the other one where this one is unknown.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Known(_) => self,
            Self::Unknown => other,
        }
    }
}

impl<T> From<Option<T>> for Known<T> {
    /// `None` means unknown.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

/// Whether an image has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It has.
    Present,
    /// It is proved not to have.
    Absent,
    /// The data does not say.
    Unknown,
}
