//! What a rule says: a finding, its evidence and its fixes.

mod bounds;
mod edits;

pub(crate) use edits::keeps_the_rest;
pub use edits::{Unfit, apply};

use crate::image::Answer;
use crate::rules::RuleMeta;
use dockerfile_syntax::Span;
use image_knowledge::Certainty;

/// How bad it is. The order is from mild to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Could be smaller or clearer.
    Info,
    /// Ships what it should not, or likely fails.
    Warning,
    /// Does not build, or does not start as written: the evidence is a proof.
    Error,
}

impl Severity {
    /// The word used in every output and in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Shown, never applied by the program.
    DisplayOnly,
    /// May change what the image does where it worked.
    Unsafe,
    /// Keeps the image's behaviour wherever the image worked.
    Safe,
}

impl Safety {
    /// The word used in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DisplayOnly => "display-only",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// A replacement of a part of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty to insert.
    pub span: Span,
    /// What comes.
    pub replacement: String,
}

/// A change that removes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "use the exec form".
    pub title: String,
    /// How far it can be trusted.
    pub safety: Safety,
    /// Edits that do not overlap, in source order.
    pub edits: Vec<Edit>,
}

/// One step of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The place that shows it.
    pub span: Span,
    /// What is seen there.
    pub message: String,
}

/// A defect, where it is, why it is one and how to mend it. Always in the analysed file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static RuleMeta,
    /// The rule's severity, or milder where the evidence is weaker, or as configured.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What is wrong and why it matters here, in one or two sentences.
    pub message: String,
    /// What to do, in one sentence.
    pub help: String,
    /// The chain that proves it, from cause to effect.
    pub evidence: Vec<Evidence>,
    /// Changes that remove it, the best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding of `rule` at `span`, with the rule's own severity.
    pub fn new(
        rule: &'static RuleMeta,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: rule.severity,
            span,
            message: message.into(),
            help: help.into(),
            evidence: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds a step to the proof.
    #[must_use]
    pub fn because(mut self, span: Span, message: impl Into<String>) -> Self {
        self.evidence.push(Evidence {
            span,
            message: message.into(),
        });
        self
    }

    /// Speaks milder (or graver) than the rule does as a whole.
    #[must_use]
    pub const fn at(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Speaks as a warning where the proof rests on facts that are right as a rule only: those of
    /// an image that is named by its digest, or by a tag that had to be read by its form.
    #[must_use]
    pub fn likely_unless(mut self, certainty: Certainty) -> Self {
        if certainty == Certainty::Likely {
            self.severity = self.severity.min(Severity::Warning);
            self.message.push_str(
                " (likely: what is known of the base image goes by its tag, not by its content)",
            );
        }
        self
    }

    /// [`Self::likely_unless`] the facts behind an answer are certain.
    #[must_use]
    pub(crate) fn proved_by(self, answer: Answer) -> Self {
        self.likely_unless(answer.certainty)
    }

    /// Offers a fix, if there is one.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fixes.extend(fix);
        self
    }
}

impl Fix {
    /// What it does, for people who choose: with a warning where it is not safe.
    pub fn offer(&self) -> String {
        match self.safety {
            Safety::Unsafe => format!("{} (may change behaviour)", self.title),
            Safety::Safe | Safety::DisplayOnly => self.title.clone(),
        }
    }

    /// A fix of one edit.
    pub fn replace(
        title: impl Into<String>,
        safety: Safety,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            safety,
            edits: vec![Edit {
                span,
                replacement: replacement.into(),
            }],
        }
    }
}
