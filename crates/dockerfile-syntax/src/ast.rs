//! The syntax tree: what a Dockerfile says, each part with its place in the source.

use crate::span::Span;
use crate::text::Text;

/// A whole Dockerfile.
#[derive(Clone, Debug)]
pub struct Dockerfile<'s> {
    /// The text that was parsed, a byte order mark included.
    pub source: &'s str,
    /// The escape character in force: `\` or, by directive, `` ` ``.
    pub escape: char,
    /// Parser directives (`syntax`, `escape`, `check`) at the head of the file.
    pub directives: Vec<Directive<'s>>,
    /// Every comment line, those inside continued instructions included, in source order.
    pub comments: Vec<Span>,
    /// Every instruction, in source order.
    pub instructions: Vec<Instruction<'s>>,
    /// What BuildKit would refuse, in source order. The tree stands all the same.
    pub errors: Vec<SyntaxError>,
}

/// A parser directive, `# name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive<'s> {
    /// Its name, as written.
    pub name: &'s str,
    /// Its value, without surrounding blanks.
    pub value: &'s str,
    /// The whole line, without its end.
    pub span: Span,
}

/// Something BuildKit refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong; BuildKit's wording where it has one.
    pub message: String,
    /// The place.
    pub span: Span,
    /// Which pass refuses it.
    pub pass: Pass,
}

/// BuildKit reads a file in two passes, and a file can get through the first one only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// Lines, heredocs, JSON, flags' form.
    Lines,
    /// The instructions' names, flags and arguments.
    Instructions,
}

/// The instructions of the Dockerfile reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each variant is the keyword it names")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
    /// A word that is no instruction.
    Unknown,
}

/// One instruction with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Instruction<'s> {
    /// Which instruction it is; `keyword_span` holds it as written.
    pub keyword: Keyword,
    /// The keyword's place.
    pub keyword_span: Span,
    /// From the keyword (or a lone continuation mark on a line before it) to the last byte (of
    /// the last heredoc's end mark, if there are any), without the final line end.
    pub span: Span,
    /// `--name[=value]` words between the keyword and the arguments.
    pub flags: Vec<Flag<'s>>,
    /// Heredocs opened on the logical line, in the order they were opened. Those of an ONBUILD's
    /// instruction are on the ONBUILD.
    pub heredocs: Box<[Heredoc<'s>]>,
    /// What the instruction says.
    pub kind: Kind<'s>,
}

/// `--name` or `--name=value`.
#[derive(Clone, Debug)]
pub struct Flag<'s> {
    /// Without the dashes.
    pub name: Text<'s>,
    /// What stands after `=`. Quotes and backslashes are taken out already, as BuildKit does for
    /// flags; variables are untouched.
    pub value: Option<Text<'s>>,
    /// The whole flag.
    pub span: Span,
}

/// A heredoc, `<<NAME`, and the lines up to its end mark.
#[derive(Clone, Debug)]
pub struct Heredoc<'s> {
    /// The end mark, without quotes.
    pub name: Text<'s>,
    /// The `<<[-]NAME` word.
    pub open: Span,
    /// The lines between, their line ends included, tabs not yet stripped.
    pub body: Span,
    /// The end mark's line without its line end; empty when the file ends first (an error, and
    /// the body is all the rest of the file).
    pub close: Span,
    /// Whether variables in the body are expanded (the name was not quoted).
    pub expand: bool,
    /// Whether leading tabs are taken off (`<<-`).
    pub chomp: bool,
    /// The file descriptor before `<<`, 0 when there is none.
    pub descriptor: u32,
}

/// What an instruction says. Words keep their quotes and variables: see [`crate::expand`].
#[derive(Clone, Debug)]
pub enum Kind<'s> {
    /// `FROM [--platform=P] IMAGE [AS NAME]`
    From {
        /// The base image or stage.
        image: Text<'s>,
        /// The stage's name, as written.
        name: Option<Text<'s>>,
    },
    /// `ARG NAME[=VALUE]…`
    Arg(Vec<Pair<'s>>),
    /// `ENV NAME=VALUE…` or `ENV NAME VALUE`
    Env(Vec<Pair<'s>>),
    /// `LABEL NAME=VALUE…`
    Label(Vec<Pair<'s>>),
    /// `RUN [--mount=…]… COMMAND`
    Run(Command<'s>),
    /// `CMD COMMAND`
    Cmd(Command<'s>),
    /// `ENTRYPOINT COMMAND`
    Entrypoint(Command<'s>),
    /// `HEALTHCHECK NONE`, or `HEALTHCHECK CMD COMMAND`
    Healthcheck(Option<Command<'s>>),
    /// `SHELL ["…", …]`
    Shell(Vec<Text<'s>>),
    /// `COPY [flags] SOURCE… DESTINATION`
    Copy(Transfer<'s>),
    /// `ADD [flags] SOURCE… DESTINATION`
    Add(Transfer<'s>),
    /// `WORKDIR PATH`
    Workdir(Text<'s>),
    /// `USER NAME[:GROUP]`
    User(Text<'s>),
    /// `VOLUME PATH…`
    Volume(Vec<Text<'s>>),
    /// `EXPOSE PORT…`
    Expose(Vec<Text<'s>>),
    /// `STOPSIGNAL SIGNAL`
    Stopsignal(Text<'s>),
    /// `MAINTAINER NAME`
    Maintainer(Text<'s>),
    /// `ONBUILD INSTRUCTION`
    Onbuild(Box<Instruction<'s>>),
    /// An instruction that does not have the form it needs; an error says why.
    Invalid(Text<'s>),
}

/// `NAME=VALUE`.
#[derive(Clone, Debug)]
pub struct Pair<'s> {
    /// The name, quotes and variables untouched.
    pub name: Text<'s>,
    /// The value; `None` where there is no `=`.
    pub value: Option<Text<'s>>,
    /// Both together.
    pub span: Span,
}

/// A command line in one of its two forms.
#[derive(Clone, Debug)]
pub enum Command<'s> {
    /// Handed to the stage's shell, continuation lines joined and comments taken out.
    /// Heredoc bodies are on the instruction.
    Shell(Text<'s>),
    /// A JSON array, started without a shell; strings decoded.
    Exec(Vec<Text<'s>>),
}

/// The operands of COPY and ADD.
#[derive(Clone, Debug)]
pub struct Transfer<'s> {
    /// The sources that are paths, in order. Heredoc sources are on the instruction.
    pub sources: Vec<Text<'s>>,
    /// The destination.
    pub destination: Text<'s>,
    /// Whether the JSON form was used.
    pub json: bool,
}
