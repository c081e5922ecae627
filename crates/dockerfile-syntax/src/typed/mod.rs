//! Lines to typed instructions: BuildKit's second pass, with what it refuses.

mod flags;
mod healthcheck;
mod run;

use crate::ast::{Command, Instruction, Keyword, Kind, Pair, Pass, SyntaxError, Transfer};
use crate::go::{quote, suggest, to_lower, to_upper};
use crate::parse::args::{self, LineError, Read};
use crate::parse::heredoc::is_opening;
use crate::parse::logical::Line;
use crate::parse::node::Node;
use crate::span::Span;
use crate::stages::is_stage_name;
use crate::text::Text;

/// Whether an instruction is accepted.
type Refused = Result<(), Box<Refusal>>;

/// Why an instruction is refused.
#[derive(Debug)]
struct Refusal {
    message: String,
    /// The place, if it is not the whole instruction.
    span: Option<Span>,
    pass: Pass,
}

fn refuse(message: impl Into<String>) -> Refused {
    Err(Box::new(Refusal {
        message: message.into(),
        span: None,
        pass: Pass::Instructions,
    }))
}

fn refuse_at(message: impl Into<String>, span: Span) -> Refused {
    Err(Box::new(Refusal {
        message: message.into(),
        span: Some(span),
        pass: Pass::Instructions,
    }))
}

/// Makes the kind of one instruction. Where its form does not allow any, the methods give
/// `None`; what is refused is kept.
pub(crate) struct Builder<'b, 'l, 's> {
    line: &'b Line<'l, 's>,
    escape: u8,
    refusal: Option<Box<Refusal>>,
    heredocs: bool,
}

impl<'b, 'l, 's> Builder<'b, 'l, 's> {
    /// A builder for the instruction on a logical line.
    pub(crate) const fn new(line: &'b Line<'l, 's>, escape: u8) -> Self {
        Self {
            line,
            escape,
            refusal: None,
            heredocs: false,
        }
    }

    /// Whether BuildKit looks for heredocs on the line.
    pub(crate) const fn takes_heredocs(&self) -> bool {
        self.heredocs
    }

    /// What is refused about the instruction: at most one thing, as in BuildKit.
    pub(crate) fn error(&mut self, node: &Node<'_>) -> Option<SyntaxError> {
        let refusal = self.refusal.take()?;
        let whole = || self.line.locate(node.name.0, node.rest.1.max(node.name.1));
        Some(SyntaxError {
            message: refusal.message,
            span: refusal.span.unwrap_or_else(whole),
            pass: refusal.pass,
        })
    }

    /// The instruction's kind; [`Kind::Invalid`] where its form does not allow any other.
    #[inline]
    pub(crate) fn kind(&mut self, node: &Node<'s>) -> Kind<'s> {
        // Every arm makes the kind where it is wanted: moving it about costs more than making
        // it.
        macro_rules! made {
            ($kind:path, $parts:expr) => {
                match $parts {
                    Some(parts) => $kind(parts),
                    None => self.invalid(node),
                }
            };
        }
        match node.keyword {
            Keyword::Unknown => {
                self.check(refuse(unknown(self.line.get(node.name.0, node.name.1))));
                self.invalid(node)
            }
            Keyword::From => self.from(node),
            Keyword::Arg => made!(Kind::Arg, self.arg(node)),
            Keyword::Env => made!(Kind::Env, self.pairs(node, "ENV")),
            Keyword::Label => made!(Kind::Label, self.pairs(node, "LABEL")),
            Keyword::Run => match args::command(self.line, node.rest) {
                Ok(command) => {
                    self.heredocs = matches!(command, Command::Shell(_));
                    if !node.flags.is_empty() {
                        self.check(run::check(&node.flags));
                    }
                    Kind::Run(command)
                }
                Err(error) => {
                    self.unreadable(*error);
                    self.invalid(node)
                }
            },
            Keyword::Cmd => made!(Kind::Cmd, self.command(node)),
            Keyword::Entrypoint => made!(Kind::Entrypoint, self.command(node)),
            Keyword::Healthcheck => made!(Kind::Healthcheck, self.healthcheck(node)),
            Keyword::Shell => made!(Kind::Shell, self.shell(node)),
            Keyword::Copy => made!(Kind::Copy, self.transfer(node, "COPY", flags::COPY)),
            Keyword::Add => made!(Kind::Add, self.transfer(node, "ADD", flags::ADD)),
            Keyword::Workdir => made!(Kind::Workdir, self.one(node, "WORKDIR")),
            Keyword::User => made!(Kind::User, self.one(node, "USER")),
            Keyword::Maintainer => made!(Kind::Maintainer, self.one(node, "MAINTAINER")),
            Keyword::Stopsignal => made!(Kind::Stopsignal, self.one(node, "STOPSIGNAL")),
            Keyword::Volume => made!(Kind::Volume, self.volume(node)),
            Keyword::Expose => made!(Kind::Expose, self.expose(node)),
            Keyword::Onbuild => made!(Kind::Onbuild, self.onbuild(node)),
        }
    }

    #[cold]
    fn invalid(&self, node: &Node<'s>) -> Kind<'s> {
        Kind::Invalid(self.line.slice(node.rest.0, node.rest.1))
    }

    /// Keeps the first refusal.
    fn check(&mut self, verdict: Refused) {
        if let Err(refusal) = verdict {
            self.refusal.get_or_insert(refusal);
        }
    }

    /// Takes what the line parser has read, and keeps why it could not.
    #[inline]
    fn read<T>(&mut self, read: Read<T>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(error) => {
                self.unreadable(*error);
                None
            }
        }
    }

    #[cold]
    fn unreadable(&mut self, error: LineError) {
        self.check(Err(Box::new(Refusal {
            message: error.message,
            span: Some(error.span),
            pass: Pass::Lines,
        })));
    }

    /// Refuses an instruction that lacks its arguments.
    #[cold]
    fn lacks<T>(&mut self, message: impl Into<String>) -> Option<T> {
        self.check(refuse(message));
        None
    }

    #[inline(never)]
    fn from(&mut self, node: &Node<'s>) -> Kind<'s> {
        const MESSAGE: &str = "FROM requires either one or three arguments";
        let mut words = crate::parse::words::Plain::new(self.line.text, node.rest.0, node.rest.1);
        let Some(image) = words.next() else {
            self.check(refuse(MESSAGE));
            return self.invalid(node);
        };
        let image = self.line.slice(image.0, image.1);
        let mut name = None;
        if let Some(word) = words.next() {
            let named = is_as(self.line.get(word.0, word.1));
            let last = words.next().filter(|_| named && words.next().is_none());
            name = last.map(|last| self.line.slice(last.0, last.1));
            match &name {
                None => self.check(refuse(MESSAGE)),
                Some(name) if !is_stage_name(name.as_str()) => self.check(refuse_at(
                    format!(
                        "invalid name for build stage: {}, name can't start with a number or contain symbols",
                        quote(name.as_str())
                    ),
                    name.span(),
                )),
                Some(_) => {}
            }
        }
        self.check(flags::check(&node.flags, flags::FROM));
        Kind::From { image, name }
    }

    /// `BuildKit` does not look at this instruction's flags.
    #[inline]
    fn arg(&mut self, node: &Node<'s>) -> Option<Vec<Pair<'s>>> {
        let mut pairs = Vec::new();
        args::definitions(self.line, node.rest, self.escape, &mut pairs);
        if pairs.is_empty() {
            return self.lacks("ARG requires at least one argument");
        }
        self.named(&pairs, |pair| pair.value.is_some(), "ARG");
        Some(pairs)
    }

    #[inline]
    fn pairs(&mut self, node: &Node<'s>, name: &str) -> Option<Vec<Pair<'s>>> {
        let mut pairs = Vec::new();
        let read = args::pairs(self.line, node.rest, self.escape, name, &mut pairs);
        self.read(read)?;
        self.check(flags::check(&node.flags, &[]));
        if pairs.is_empty() {
            return self.lacks(format!("{name} requires at least one argument"));
        }
        self.named(&pairs, |_| true, name);
        Some(pairs)
    }

    /// Refuses pairs without a name.
    fn named(&mut self, pairs: &[Pair<'s>], needed: fn(&Pair<'s>) -> bool, name: &str) {
        if let Some(pair) = pairs
            .iter()
            .find(|pair| pair.name.is_empty() && needed(pair))
        {
            self.check(refuse_at(
                format!("{name} names can not be blank"),
                pair.span,
            ));
        }
    }

    fn command(&mut self, node: &Node<'s>) -> Option<Command<'s>> {
        let command = self.read(args::command(self.line, node.rest))?;
        self.check(flags::check(&node.flags, &[]));
        Some(command)
    }

    #[inline(never)]
    fn shell(&mut self, node: &Node<'s>) -> Option<Vec<Text<'s>>> {
        match self.command(node)? {
            Command::Exec(words) if !words.is_empty() => Some(words),
            Command::Shell(text) if !text.is_empty() => {
                self.lacks("SHELL requires the arguments to be in JSON form")
            }
            _ => self.lacks("SHELL requires at least one argument"),
        }
    }

    #[inline(never)]
    fn transfer(
        &mut self,
        node: &Node<'s>,
        name: &str,
        known: &[flags::Known],
    ) -> Option<Transfer<'s>> {
        let mut sources = Vec::new();
        let json = self.read(args::list(self.line, node.rest, &mut sources))?;
        self.heredocs = !json;
        let destination = match sources.pop() {
            Some(destination) if !sources.is_empty() => destination,
            _ => {
                return self.lacks(format!(
                    "{name} requires at least two arguments, but only one was provided. \
                     Destination could not be determined"
                ));
            }
        };
        self.check(flags::check(&node.flags, known));
        if is_opening(destination.as_str()) {
            self.check(refuse_at(
                format!("{name} cannot accept a heredoc as a destination"),
                destination.span(),
            ));
        }
        sources.retain(|source| !is_opening(source.as_str()));
        Some(Transfer {
            sources,
            destination,
            json,
        })
    }

    #[inline]
    fn one(&mut self, node: &Node<'s>, name: &str) -> Option<Text<'s>> {
        if node.is_bare() {
            return self.lacks(format!("{name} requires exactly one argument"));
        }
        // BuildKit does not look at the flags of STOPSIGNAL.
        if node.keyword != Keyword::Stopsignal {
            self.check(flags::check(&node.flags, &[]));
        }
        Some(self.line.slice(node.rest.0, node.rest.1))
    }

    #[inline(never)]
    fn volume(&mut self, node: &Node<'s>) -> Option<Vec<Text<'s>>> {
        let mut words = Vec::new();
        self.read(args::list(self.line, node.rest, &mut words))?;
        if words.is_empty() {
            return self.lacks("VOLUME requires at least one argument");
        }
        self.check(flags::check(&node.flags, &[]));
        for word in &mut words {
            let text = word.as_str();
            let end = text.trim_end().len();
            let start = end - text.trim().len();
            if (start, end) != (0, text.len()) {
                *word = word.slice(start, end);
            }
            if word.is_empty() {
                let message = "VOLUME specified can not be an empty string";
                self.check(refuse_at(message, word.span()));
            }
        }
        Some(words)
    }

    #[inline]
    fn expose(&mut self, node: &Node<'s>) -> Option<Vec<Text<'s>>> {
        let mut ports = Vec::new();
        args::words(self.line, node.rest, &mut ports);
        if ports.is_empty() {
            return self.lacks("EXPOSE requires at least one argument");
        }
        self.check(flags::check(&node.flags, &[]));
        Some(ports)
    }
}

impl<'s> Builder<'_, '_, 's> {
    #[inline(never)]
    fn onbuild(&mut self, node: &Node<'s>) -> Option<Box<Instruction<'s>>> {
        if node.is_bare() {
            return self.lacks("ONBUILD requires at least one argument");
        }
        let inner = Node::head(self.line, node.rest.0, node.rest.1);
        let mut builder = Builder::new(self.line, self.escape);
        let mut kind = None;
        if inner.keyword == Keyword::Onbuild {
            // The chain is refused; its end is read for what the first pass refuses there.
            let mut rest = inner.rest;
            while rest.0 < rest.1 {
                let deeper = Node::head(self.line, rest.0, rest.1);
                if deeper.keyword != Keyword::Onbuild {
                    builder.kind(&deeper);
                    break;
                }
                rest = deeper.rest;
            }
        } else {
            kind = Some(builder.kind(&inner));
            self.heredocs = builder.heredocs;
        }
        // What the second pass refuses about the trigger shows when a child image is built.
        if let Some(refusal) = builder
            .refusal
            .filter(|refusal| refusal.pass == Pass::Lines)
        {
            self.check(Err(refusal));
            self.heredocs = false;
            return None;
        }
        self.check(flags::check(&node.flags, &[]));
        let trigger = to_upper(self.line.get(inner.name.0, inner.name.1));
        match trigger.as_str() {
            "ONBUILD" => {
                self.check(refuse(
                    "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
                ));
            }
            "MAINTAINER" | "FROM" => {
                self.check(refuse(format!(
                    "{trigger} isn't allowed as an ONBUILD trigger"
                )));
            }
            _ => {}
        }
        Some(Box::new(Instruction {
            keyword: inner.keyword,
            keyword_span: self.line.locate(inner.name.0, inner.name.1),
            span: self
                .line
                .locate(inner.name.0, inner.rest.1.max(inner.name.1)),
            flags: inner.flags,
            heredocs: Box::default(),
            kind: kind?,
        }))
    }
}

fn unknown(name: &str) -> String {
    const NAMES: [&str; 18] = [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ];
    let message = format!("unknown instruction: {name}");
    // The suggestion is in upper case where the word is, in lower case otherwise.
    let lowered = to_lower(name);
    if name != lowered && name == to_upper(name) {
        return suggest(message, name, &NAMES);
    }
    let names = NAMES.map(str::to_ascii_lowercase);
    suggest(message, &lowered, &names.each_ref().map(String::as_str))
}

/// `strings.EqualFold(word, "as")`: the long s is an s as well.
fn is_as(word: &str) -> bool {
    word.eq_ignore_ascii_case("as") || word == "a\u{17F}" || word == "A\u{17F}"
}
