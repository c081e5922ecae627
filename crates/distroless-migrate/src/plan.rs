//! What a recipe decides: a plan, which the writer turns into edits.

use distroless_core::Edit;
use dockerfile_syntax::Span;

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What goes and what comes.
    pub edit: Edit,
    /// Why, in a sentence.
    pub reason: String,
}

impl Change {
    pub(crate) fn new(
        span: Span,
        replacement: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        let edit = Edit {
            span,
            replacement: replacement.into(),
        };
        Self {
            edit,
            reason: reason.into(),
        }
    }
}

/// Something that is good to know of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about, where that is a place of the old text.
    pub span: Option<Span>,
    /// What it says, in a sentence or two.
    pub text: String,
}

impl Note {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            span: None,
            text: text.into(),
        }
    }

    pub(crate) fn at(span: Span, text: impl Into<String>) -> Self {
        Self {
            span: Some(span),
            text: text.into(),
        }
    }
}

/// Lines of a stage, and why they are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<String>,
    pub(crate) reason: String,
}

/// A copy from the build stage to the final one, by the same path or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopyLine {
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether the image's user is to own it, so that the program can write there.
    pub(crate) owned: bool,
}

impl CopyLine {
    pub(crate) fn same(path: impl Into<String>, owned: bool) -> Self {
        let path = path.into();
        Self {
            from: path.clone(),
            to: path,
            owned,
        }
    }
}

/// What becomes of the health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// There is none, or it works as it is.
    Keep,
    /// Another command asks the same.
    Replace {
        /// The words of the command.
        words: Vec<String>,
        reason: String,
    },
    /// Nothing in the new image can ask.
    Drop { reason: String },
}

/// How the final image starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Starts {
    /// What goes into ENTRYPOINT; empty for the base's own, or none.
    pub(crate) entrypoint: Vec<String>,
    /// What goes into CMD.
    pub(crate) cmd: Vec<String>,
    /// Why that differs from what the author wrote, where it does.
    pub(crate) reason: String,
}

/// Everything that the writer needs to know.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "answers of the recipes, each independent of the others"
)]
pub(crate) struct Plan {
    /// The final image.
    pub(crate) base: String,
    /// Why that one.
    pub(crate) why: String,
    /// Whether only the base is exchanged: nothing of the stage needs a shell, so no other stage is needed.
    pub(crate) swap: bool,
    /// Instructions that go where the base is exchanged, and why.
    pub(crate) drops: Vec<(Span, String)>,
    /// Another image for the build stage, and why.
    pub(crate) builder: Option<(String, String)>,
    /// Edits in the build stage.
    pub(crate) edits: Vec<Change>,
    /// What is added at the end of the build stage.
    pub(crate) build: Vec<Lines>,
    /// What is added there after that, and writes where root only may.
    pub(crate) build_as_root: Vec<Lines>,
    /// Lines of the final stage before anything is copied.
    pub(crate) head: Vec<Lines>,
    /// What the final stage gets of the build stage.
    pub(crate) copies: Vec<CopyLine>,
    /// Whether copies of the build context after the last RUN go to the final stage.
    pub(crate) moves_copies: bool,
    /// Whether what is added to the build needs the directory and the files at the end.
    pub(crate) builds_here: bool,
    /// Names of variables that only the build needs, as prefixes where they end in `_`.
    pub(crate) build_only: &'static [&'static str],
    /// The USER of the final stage, where the base's own does not do.
    pub(crate) user: Option<(String, String)>,
    /// Whether the author's own USER stays.
    pub(crate) keeps_user: bool,
    /// Owner of what the program may write, as a number.
    pub(crate) owner: Option<String>,
    /// How it starts.
    pub(crate) starts: Starts,
    /// The health check.
    pub(crate) health: Health,
    /// What is good to know.
    pub(crate) notes: Vec<Note>,
}

impl Plan {
    pub(crate) fn new(base: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            why: why.into(),
            swap: false,
            drops: Vec::new(),
            builder: None,
            edits: Vec::new(),
            build: Vec::new(),
            build_as_root: Vec::new(),
            head: Vec::new(),
            copies: Vec::new(),
            moves_copies: false,
            builds_here: false,
            build_only: &[],
            user: None,
            keeps_user: false,
            owner: None,
            starts: Starts::default(),
            health: Health::Keep,
            notes: Vec::new(),
        }
    }
}
