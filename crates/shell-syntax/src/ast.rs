//! Commands: lists, pipelines, simple and compound commands, redirections.
//!
//! Sequences are vectors, never chains of nodes, and nesting is bounded by [`crate::MAX_DEPTH`]: the tree can be
//! walked, cloned and dropped by plain recursion.

use std::sync::{Arc, OnceLock};

use crate::span::Span;
use crate::word::Word;

/// The language a script is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// POSIX sh, with the reading of `dash` where POSIX leaves room.
    Posix,
    /// GNU bash 5.2, started without `--posix`, with `extglob` off unless the text switches it on.
    Bash,
}

/// A parsed script. It always stands for the whole text: what could not be read is an opaque command.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// The language the text was read as.
    pub dialect: Dialect,
    /// The commands.
    pub list: List,
    /// Comments, from `#` to the end of the line (the newline not included), in the order of the text.
    pub comments: Vec<Span>,
    /// What the shell would refuse, in the order found. Empty means that `sh -n` would accept the text.
    pub errors: Vec<SyntaxError>,
}

/// Something the shell would not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where reading stopped making sense; may be empty, at the end of the text.
    pub span: Span,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// Kinds of [`SyntaxError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A token that cannot stand here.
    Unexpected,
    /// The text ends, or a construct is closed, where a command must come.
    MissingCommand,
    /// A construct is not continued as it must be; the word or operator that was due.
    Expected(&'static str),
    /// A quote, substitution or expansion without its end; the missing end.
    Unclosed(&'static str),
    /// A redirection without a target.
    MissingTarget,
    /// A name that the shell does not allow here.
    BadName,
    /// Nesting beyond [`crate::MAX_DEPTH`]; the rest of the text was not read.
    TooDeep,
}

impl ErrorKind {
    /// A short description, without position.
    pub fn message(self) -> String {
        match self {
            Self::Unexpected => "unexpected token".into(),
            Self::MissingCommand => "a command is missing".into(),
            Self::Expected(what) => format!("expected `{what}`"),
            Self::Unclosed(what) => format!("missing closing `{what}`"),
            Self::MissingTarget => "redirection without a target".into(),
            Self::BadName => "not a valid name".into(),
            Self::TooDeep => "nested too deeply".into(),
        }
    }
}

/// Statements one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// From the first statement to the last; empty when there is none.
    pub span: Span,
    /// In the order they run.
    pub statements: Vec<Statement>,
}

/// Pipelines joined by `&&` and `||`, up to a separator. The operators bind equally, from the left.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Without the separator.
    pub span: Span,
    /// The first pipeline: always run.
    pub first: Pipeline,
    /// The others, each run depending on the status so far.
    pub rest: Vec<(AndOr, Pipeline)>,
    /// How the statement ends.
    pub terminator: Terminator,
}

impl Statement {
    /// All pipelines in order, the first with no operator.
    pub fn pipelines(&self) -> impl Iterator<Item = (Option<AndOr>, &Pipeline)> {
        std::iter::once((None, &self.first))
            .chain(self.rest.iter().map(|(op, pipeline)| (Some(*op), pipeline)))
    }

    /// Whether the statement is ended by `&`.
    pub fn is_background(&self) -> bool {
        self.terminator == Terminator::Background
    }
}

/// What ends a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Terminator {
    /// The end of the list: the end of the text, or what closes the construct around it.
    End,
    /// `;`
    Semicolon,
    /// A newline.
    Newline,
    /// `&`
    Background,
}

/// The operator before a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AndOr {
    /// `&&`: run if the status so far is success.
    And,
    /// `||`: run if the status so far is failure.
    Or,
}

/// Commands joined by `|`; most often just one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// With `!` and `time`.
    pub span: Span,
    /// Whether `!` inverts the status.
    pub negated: bool,
    /// Whether the bash keyword `time` stands before it.
    pub timed: bool,
    /// At least one.
    pub commands: Vec<Command>,
    /// For each `|` between the commands: whether it is bash's `|&` (standard error too).
    pub pipes_stderr: Vec<bool>,
}

/// One command of a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Assignments, words, redirections.
    Simple(SimpleCommand),
    /// A construct of the shell's grammar.
    Compound(CompoundCommand),
    /// `name() body`; running it only defines the function.
    Function(FunctionDefinition),
    /// Text that could not be read; anything may happen in it. Its error is in [`Script::errors`].
    Opaque(Span),
}

impl Command {
    /// The whole command, redirections included.
    pub fn span(&self) -> Span {
        match self {
            Self::Simple(command) => command.span,
            Self::Compound(command) => command.span,
            Self::Function(function) => function.span,
            Self::Opaque(span) => *span,
        }
    }
}

/// A command that runs a program, a builtin or a function; or only assigns or redirects.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SimpleCommand {
    /// From the first assignment, word or redirection to the last.
    pub span: Span,
    /// `NAME=value` before the command's name.
    pub assignments: Vec<Assignment>,
    /// The name and the arguments; empty when there are only assignments or redirections.
    pub words: Vec<Word>,
    /// In the order written, which is the order they are performed.
    pub redirections: Vec<Redirection>,
}

impl SimpleCommand {
    /// The word that names the command.
    pub fn name(&self) -> Option<&Word> {
        self.words.first()
    }

    /// The words after the name.
    pub fn args(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }
}

/// `name=value`, `name+=value`, `name[subscript]=value`, `name=(…)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Name to end of value.
    pub span: Span,
    /// The variable.
    pub name: String,
    /// The text between the brackets of bash's `name[…]=`, as written.
    pub subscript: Option<String>,
    /// Whether the operator is bash's `+=`.
    pub append: bool,
    /// The value; no parts when empty. An array value is one [`crate::PartKind::Array`] part.
    pub value: Word,
}

/// A redirection of one command.
#[derive(Debug, Clone, PartialEq)]
pub struct Redirection {
    /// Descriptor, operator and target; a here-document's body is not in it.
    pub span: Span,
    /// The descriptor before the operator.
    pub fd: Option<Descriptor>,
    /// The operator.
    pub op: RedirectOp,
    /// What comes after it.
    pub target: RedirectTarget,
}

/// What a redirection acts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Descriptor {
    /// A number, as in `2>`.
    Number(u32),
    /// bash's `{name}>`: a new descriptor, its number put into the variable.
    Variable(String),
}

/// Redirection operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RedirectOp {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `>|`
    Clobber,
    /// `<>`
    ReadWrite,
    /// `<&`
    DuplicateInput,
    /// `>&`
    DuplicateOutput,
    /// bash `&>`: standard output and error
    WriteBoth,
    /// bash `&>>`: standard output and error
    AppendBoth,
    /// `<<` and `<<-`
    HereDoc,
    /// bash `<<<`
    HereString,
}

impl RedirectOp {
    /// Whether the operator can create or change the file its target names.
    pub fn writes(self) -> bool {
        matches!(
            self,
            Self::Write
                | Self::Append
                | Self::Clobber
                | Self::ReadWrite
                | Self::WriteBoth
                | Self::AppendBoth
        )
    }
}

/// The target of a redirection.
#[derive(Debug, Clone, PartialEq)]
pub enum RedirectTarget {
    /// A file name, a descriptor, `-`, or the text of a here-string.
    Word(Word),
    /// A here-document. Shared because its body is read only at the end of the line.
    HereDoc(Arc<HereDoc>),
    /// Nothing that could be read; the error is in [`Script::errors`].
    Missing,
}

/// A here-document.
#[derive(Debug, Clone, PartialEq)]
pub struct HereDoc {
    /// The delimiter after quote removal.
    pub delimiter: String,
    /// The delimiter as written, quotes included.
    pub delimiter_span: Span,
    /// Whether the body is expanded: the delimiter has no quotes.
    pub expands: bool,
    /// Whether leading tabs are removed (`<<-`).
    pub strip_tabs: bool,
    pub(crate) body: OnceLock<Word>,
}

impl HereDoc {
    /// The body, newlines included, the line of the delimiter not. Its parts count as quoted.
    /// `None` when the text ends before a line could follow.
    pub fn body(&self) -> Option<&Word> {
        self.body.get()
    }
}

/// A construct of the grammar, with its redirections.
#[derive(Debug, Clone, PartialEq)]
pub struct CompoundCommand {
    /// The construct and its redirections.
    pub span: Span,
    /// Which construct.
    pub kind: Compound,
    /// After the closing word.
    pub redirections: Vec<Redirection>,
}

/// The constructs.
#[derive(Debug, Clone, PartialEq)]
pub enum Compound {
    /// `( … )`
    Subshell(List),
    /// `{ …; }`
    Group(List),
    /// `if … then … elif … else … fi`
    If {
        /// `if` and every `elif`, in order.
        branches: Vec<Branch>,
        /// The list after `else`.
        otherwise: Option<List>,
    },
    /// `for name in …; do …; done`
    For {
        /// The loop variable.
        name: String,
        /// The words after `in`; `None` without `in`, which means `"$@"`.
        words: Option<Vec<Word>>,
        /// Between `do` and `done`.
        body: List,
    },
    /// bash `for ((init; test; step)); do …; done`
    ArithmeticFor {
        /// The three expressions, their text in parts; fewer on a syntax error.
        clauses: Vec<Word>,
        /// Between `do` and `done`.
        body: List,
    },
    /// bash `select name in …; do …; done`
    Select {
        /// The loop variable.
        name: String,
        /// The words after `in`.
        words: Option<Vec<Word>>,
        /// Between `do` and `done`.
        body: List,
    },
    /// `while …; do …; done` and `until …; do …; done`
    While {
        /// Whether it is `until`.
        until: bool,
        /// Run before each round.
        condition: List,
        /// Between `do` and `done`.
        body: List,
    },
    /// `case … in … esac`
    Case {
        /// What is matched.
        subject: Word,
        /// In order.
        items: Vec<CaseItem>,
    },
    /// bash `[[ … ]]`
    Test(TestExpression),
    /// bash `(( … ))`; the expression's text in parts
    Arithmetic(Word),
    /// bash `coproc [name] command`; runs in the background
    Coprocess {
        /// The name, when given before a compound command.
        name: Option<String>,
        /// What runs.
        command: Box<Command>,
    },
}

/// One condition of an `if` with what it guards.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Between `if` or `elif` and `then`.
    pub condition: List,
    /// After `then`.
    pub body: List,
}

/// One clause of a `case`.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseItem {
    /// From the first pattern to the terminator.
    pub span: Span,
    /// The patterns, joined by `|`.
    pub patterns: Vec<Word>,
    /// After `)`.
    pub body: List,
    /// How the clause ends.
    pub end: CaseEnd,
}

/// What follows a `case` clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseEnd {
    /// `;;`, or nothing before `esac`.
    Break,
    /// bash `;&`: the next clause's list runs too.
    FallThrough,
    /// bash `;;&`: the next patterns are tested too.
    Continue,
}

/// The expression of bash's `[[ … ]]`.
#[derive(Debug, Clone, PartialEq)]
pub enum TestExpression {
    /// `a || b`
    Or(Vec<TestExpression>),
    /// `a && b`
    And(Vec<TestExpression>),
    /// `! a`
    Not(Box<TestExpression>),
    /// `( a )`
    Group(Box<TestExpression>),
    /// `-f file`
    Unary {
        /// With its dash.
        op: String,
        /// What is asked about.
        operand: Word,
    },
    /// `left == right`
    Binary {
        /// The left operand.
        left: Word,
        /// As written.
        op: String,
        /// The right operand: a pattern after `==`, `=`, `!=`, a regular expression after `=~`.
        right: Word,
    },
    /// A word that is true when not empty.
    Word(Word),
    /// Could not be read; the error is in [`Script::errors`].
    Opaque(Span),
}

/// `name() body` or bash's `function name body`.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionDefinition {
    /// The whole definition.
    pub span: Span,
    /// The function's name.
    pub name: String,
    /// Run at each call; its redirections are performed at each call too.
    pub body: Box<Command>,
}
