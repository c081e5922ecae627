//! A program that is started, and with what.

use dockerfile_syntax::Span;

/// An argument after expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arg {
    /// What is known of its beginning: all of it, where it is complete.
    pub(crate) known: String,
    /// Whether all of it is known.
    pub(crate) complete: bool,
    /// Whether it stands for the files that a pattern matches.
    pub(crate) glob: bool,
    /// Its place in the Dockerfile.
    pub(crate) span: Span,
}

impl Arg {
    /// A known argument.
    pub(crate) fn new(text: impl Into<String>, span: Span) -> Self {
        Self {
            known: text.into(),
            complete: true,
            glob: false,
            span,
        }
    }

    /// An argument of which nothing is known.
    pub(crate) const fn unknown(span: Span) -> Self {
        Self {
            known: String::new(),
            complete: false,
            glob: false,
            span,
        }
    }

    /// The text; `None` when a part of it is not known.
    pub(crate) fn text(&self) -> Option<&str> {
        self.complete.then_some(self.known.as_str())
    }

    /// The text where all of it is known and no pattern is in it.
    pub(crate) fn plain(&self) -> Option<&str> {
        self.text().filter(|_| !self.glob)
    }

    /// The text where it is known, or its known beginning.
    pub(crate) fn shown(&self) -> &str {
        &self.known
    }

    /// Whether it is an option, as far as it is known.
    pub(crate) fn is_option(&self) -> bool {
        self.known.starts_with('-') && self.known != "-"
    }
}

/// A file that standard output goes to.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    /// Its absolute path.
    pub(crate) path: String,
    /// Whether what is in it stays.
    pub(crate) appends: bool,
}

/// A program that is started.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    /// Its name without directories: `python3`.
    pub(crate) name: String,
    /// Its name as it is written after expansion: `/venv/bin/python3`.
    pub(crate) program: String,
    /// The arguments after the name.
    pub(crate) args: Vec<Arg>,
    /// Variables set for it alone; `None` where the value is not known.
    pub(crate) env: Vec<(String, Option<String>)>,
    /// The directory it is started in; `None` where it is not known.
    pub(crate) workdir: Option<String>,
    /// Whether every build that succeeds has run it, and with success. What only may run can make
    /// things, but proves nothing.
    pub(crate) sure: bool,
    /// Whether the build stops where it fails. What is asked in a condition, or stands before the end of a
    /// pipe, may fail.
    pub(crate) required: bool,
    /// The file that its standard output goes to, where that is known.
    pub(crate) output: Option<Output>,
    /// Whether it is in a `$(…)`, which is written to read something.
    pub(crate) reads: bool,
    /// Its place in the Dockerfile.
    pub(crate) span: Span,
}

impl Invocation {
    /// Whether one of these words is among the arguments: `--omit=dev`.
    pub(crate) fn has(&self, words: &[&str]) -> bool {
        self.args
            .iter()
            .filter_map(|arg| arg.text())
            .any(|text| words.contains(&text))
    }

    /// The value of an option, as `--name value` or `--name=value`; the last one counts.
    /// `Some(None)` is a value that is not known.
    #[expect(
        clippy::option_option,
        reason = "not there, there, and there with a value that is not known"
    )]
    pub(crate) fn option(&self, names: &[&str]) -> Option<Option<&str>> {
        let mut found = None;
        for (index, arg) in self.args.iter().enumerate() {
            for name in names {
                if arg.text() == Some(name) {
                    found = Some(self.args.get(index + 1).and_then(Arg::plain));
                } else if let Some(rest) = arg.known.strip_prefix(name)
                    && let Some(value) = rest.strip_prefix('=')
                {
                    found = Some(arg.complete.then_some(value));
                } else if name.len() == 2
                    && !name.starts_with("--")
                    && let Some(value) = arg.known.strip_prefix(name)
                    && !value.is_empty()
                {
                    found = Some(arg.complete.then_some(value));
                }
            }
        }
        found
    }

    /// The arguments that are no options; `valued` names options whose next word is their value.
    /// All words after `--` count.
    pub(crate) fn operands<'i>(&'i self, valued: &'i [&str]) -> impl Iterator<Item = &'i Arg> {
        let mut skip = false;
        let mut rest = false;
        self.args.iter().filter(move |arg| {
            if rest {
                return true;
            }
            if std::mem::take(&mut skip) {
                return false;
            }
            if arg.text() == Some("--") {
                rest = true;
                return false;
            }
            if arg.is_option() {
                skip = arg.text().is_some_and(|text| valued.contains(&text));
                return false;
            }
            true
        })
    }

    /// The first argument that is no option: the verb of `npm`, `go`, `apt-get`.
    pub(crate) fn verb(&self) -> &str {
        self.operands(&[]).next().map_or("", Arg::shown)
    }

    /// A variable set for this command alone.
    #[expect(
        clippy::option_option,
        reason = "not there, there, and there with a value that is not known"
    )]
    pub(crate) fn own_env(&self, name: &str) -> Option<Option<&str>> {
        self.env
            .iter()
            .rev()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_deref())
    }

    /// Whether every word is known.
    pub(crate) fn is_known(&self) -> bool {
        self.args.iter().all(|arg| arg.complete)
    }

    /// The command that the arguments from `from` on are: `sudo CMD…`.
    pub(crate) fn inner(&self, from: usize) -> Option<Self> {
        let (first, rest) = self.args.get(from..)?.split_first()?;
        let program = first.plain()?.to_owned();
        Some(Self {
            name: super::super::path::file_name(&program).to_owned(),
            program,
            args: rest.to_vec(),
            ..self.clone()
        })
    }
}
