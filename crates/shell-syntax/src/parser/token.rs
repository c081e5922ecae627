//! Tokens: operators, words, newlines.

use super::Parser;
use crate::ast::{Descriptor, RedirectOp};
use crate::word::Word;

/// A token with its offsets in the parser's text.
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) enum TokenKind {
    Word(Word),
    Op(Op),
    Redirect(RedirectOp, HereDocTabs),
    /// Stands directly before a redirection operator.
    Descriptor(Descriptor),
    Newline,
    End,
}

/// Whether a here-document operator was `<<-`.
pub(super) type HereDocTabs = bool;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Semi,
    SemiSemi,
    SemiAmp,
    SemiSemiAmp,
    Amp,
    AndAnd,
    OrOr,
    Pipe,
    PipeAmp,
    Open,
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    Bang,
    OpenBrace,
    CloseBrace,
    Case,
    Do,
    Done,
    Elif,
    Else,
    Esac,
    Fi,
    For,
    If,
    In,
    Then,
    Until,
    While,
    // bash
    Function,
    Select,
    Time,
    Coproc,
    Test,
    EndTest,
}

impl Reserved {
    pub(super) fn of(word: &str, bash: bool) -> Option<Self> {
        Some(match word {
            "!" => Self::Bang,
            "{" => Self::OpenBrace,
            "}" => Self::CloseBrace,
            "case" => Self::Case,
            "do" => Self::Do,
            "done" => Self::Done,
            "elif" => Self::Elif,
            "else" => Self::Else,
            "esac" => Self::Esac,
            "fi" => Self::Fi,
            "for" => Self::For,
            "if" => Self::If,
            "in" => Self::In,
            "then" => Self::Then,
            "until" => Self::Until,
            "while" => Self::While,
            "function" if bash => Self::Function,
            "select" if bash => Self::Select,
            "time" if bash => Self::Time,
            "coproc" if bash => Self::Coproc,
            "[[" if bash => Self::Test,
            "]]" if bash => Self::EndTest,
            _ => return None,
        })
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Bang => "!",
            Self::OpenBrace => "{",
            Self::CloseBrace => "}",
            Self::Case => "case",
            Self::Do => "do",
            Self::Done => "done",
            Self::Elif => "elif",
            Self::Else => "else",
            Self::Esac => "esac",
            Self::Fi => "fi",
            Self::For => "for",
            Self::If => "if",
            Self::In => "in",
            Self::Then => "then",
            Self::Until => "until",
            Self::While => "while",
            Self::Function => "function",
            Self::Select => "select",
            Self::Time => "time",
            Self::Coproc => "coproc",
            Self::Test => "[[",
            Self::EndTest => "]]",
        }
    }
}

/// A set of tokens that end a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stops(u16);

impl Stops {
    pub(super) const NONE: Self = Self(0);
    pub(super) const PAREN: Self = Self(1);
    pub(super) const BRACE: Self = Self(2);
    pub(super) const THEN: Self = Self(4);
    pub(super) const BRANCH: Self = Self(8);
    pub(super) const FI: Self = Self(16);
    pub(super) const DO: Self = Self(32);
    pub(super) const DONE: Self = Self(64);
    pub(super) const CLAUSE: Self = Self(128);
    pub(super) const ESAC: Self = Self(256);

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn of_op(op: Op) -> Self {
        match op {
            Op::Close => Self::PAREN,
            Op::SemiSemi | Op::SemiAmp | Op::SemiSemiAmp => Self::CLAUSE,
            _ => Self::NONE,
        }
    }

    fn of_reserved(word: Reserved) -> Self {
        match word {
            Reserved::CloseBrace => Self::BRACE,
            Reserved::Then => Self::THEN,
            Reserved::Elif | Reserved::Else => Self::BRANCH,
            Reserved::Fi => Self::FI,
            Reserved::Do => Self::DO,
            Reserved::Done => Self::DONE,
            Reserved::Esac => Self::ESAC,
            _ => Self::NONE,
        }
    }
}

impl Parser<'_> {
    /// The next token, left in place.
    pub(super) fn token(&mut self) -> &TokenKind {
        if self.lookahead.is_none() {
            self.lookahead = Some(self.lex());
        }
        match &self.lookahead {
            Some(token) => &token.kind,
            None => &TokenKind::End,
        }
    }

    /// Where the next token starts.
    pub(super) fn token_start(&mut self) -> usize {
        self.token();
        self.lookahead
            .as_ref()
            .map_or(self.pos, |token| token.start)
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Token {
        match self.lookahead.take() {
            Some(token) => token,
            None => self.lex(),
        }
    }

    pub(super) fn op(&mut self) -> Option<Op> {
        match self.token() {
            TokenKind::Op(op) => Some(*op),
            _ => None,
        }
    }

    pub(super) fn eat_op(&mut self, wanted: Op) -> bool {
        let found = self.op() == Some(wanted);
        if found {
            self.take();
        }
        found
    }

    /// The reserved word that comes next, were it to stand where commands begin.
    pub(super) fn reserved(&mut self) -> Option<Reserved> {
        let bash = self.is_bash();
        match self.token() {
            TokenKind::Word(word) => Reserved::of(word.bare()?, bash),
            _ => None,
        }
    }

    pub(super) fn eat_reserved(&mut self, wanted: Reserved) -> bool {
        let found = self.reserved() == Some(wanted);
        if found {
            self.take();
        }
        found
    }

    /// Whether the next token ends the list around it.
    pub(super) fn at_stop(&mut self) -> bool {
        let stops = self.stops;
        if matches!(self.token(), TokenKind::End) {
            return true;
        }
        if let Some(op) = self.op() {
            return stops.has(Stops::of_op(op));
        }
        self.reserved()
            .is_some_and(|word| stops.has(Stops::of_reserved(word)))
    }

    pub(super) fn skip_newlines(&mut self) {
        while matches!(self.token(), TokenKind::Newline) {
            self.take();
        }
    }

    fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.pos += 1,
                Some(b'#') => {
                    let start = self.pos;
                    self.pos += self
                        .rest()
                        .bytes()
                        .position(|byte| byte == b'\n')
                        .unwrap_or(self.rest().len());
                    let span = self.span_from(start);
                    // What is read again, to see what it is, is told once.
                    let at = self.comments.partition_point(|known| *known < span);
                    if self.comments.get(at) != Some(&span) {
                        self.comments.insert(at, span);
                    }
                }
                // A backslash at the very end is nothing in bash, in dash a word.
                Some(b'\\') if self.is_bash() && self.pos + 1 == self.end => self.pos += 1,
                _ => return,
            }
        }
    }

    fn lex(&mut self) -> Token {
        self.skip_blanks();
        let start = self.pos;
        let kind = match self.raw() {
            None => TokenKind::End,
            Some(b'\n') => {
                self.pos += 1;
                self.read_here_docs();
                return Token {
                    kind: TokenKind::Newline,
                    start,
                    end: start + 1,
                };
            }
            Some(byte @ (b';' | b'&' | b'|' | b'(' | b')')) => {
                self.pos += 1;
                self.operator(byte)
            }
            Some(byte @ (b'<' | b'>')) => match self.redirect_operator(byte) {
                Some(kind) => kind,
                None => TokenKind::Word(self.word()),
            },
            Some(b'0'..=b'9') => match self.descriptor_number() {
                Some(kind) => kind,
                None => TokenKind::Word(self.word()),
            },
            Some(b'{') if self.is_bash() => match self.descriptor_variable() {
                Some(kind) => kind,
                None => TokenKind::Word(self.word()),
            },
            Some(_) => TokenKind::Word(self.word()),
        };
        Token {
            kind,
            start,
            end: self.pos,
        }
    }

    fn operator(&mut self, first: u8) -> TokenKind {
        let bash = self.is_bash();
        TokenKind::Op(match first {
            b'(' => Op::Open,
            b')' => Op::Close,
            b';' if self.eat(b';') => {
                if bash && self.eat(b'&') {
                    Op::SemiSemiAmp
                } else {
                    Op::SemiSemi
                }
            }
            b';' if bash && self.eat(b'&') => Op::SemiAmp,
            b';' => Op::Semi,
            b'|' if self.eat(b'|') => Op::OrOr,
            b'|' if bash && self.eat(b'&') => Op::PipeAmp,
            b'|' => Op::Pipe,
            _ if self.eat(b'&') => Op::AndAnd,
            _ if bash && self.eat(b'>') => {
                let op = if self.eat(b'>') {
                    RedirectOp::AppendBoth
                } else {
                    RedirectOp::WriteBoth
                };
                return TokenKind::Redirect(op, false);
            }
            _ => Op::Amp,
        })
    }

    /// Reads an operator that begins with `<` or `>`; `None`, and nothing taken, for a process substitution.
    fn redirect_operator(&mut self, first: u8) -> Option<TokenKind> {
        let start = self.pos;
        self.pos += 1;
        if self.is_bash() && self.peek() == Some(b'(') {
            self.pos = start;
            return None;
        }
        let mut tabs = false;
        let op = if first == b'<' {
            if self.eat(b'<') {
                if self.is_bash() && self.eat(b'<') {
                    RedirectOp::HereString
                } else {
                    tabs = self.eat(b'-');
                    RedirectOp::HereDoc
                }
            } else if self.eat(b'&') {
                RedirectOp::DuplicateInput
            } else if self.eat(b'>') {
                RedirectOp::ReadWrite
            } else {
                RedirectOp::Read
            }
        } else if self.eat(b'>') {
            RedirectOp::Append
        } else if self.eat(b'&') {
            RedirectOp::DuplicateOutput
        } else if self.eat(b'|') {
            RedirectOp::Clobber
        } else {
            RedirectOp::Write
        };
        Some(TokenKind::Redirect(op, tabs))
    }

    /// Digits directly before `<` or `>`.
    fn descriptor_number(&mut self) -> Option<TokenKind> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if !matches!(self.raw_at(digits), Some(b'<' | b'>')) {
            return None;
        }
        // dash knows single digits only; longer numbers are words there.
        if digits > 1 && !self.is_bash() {
            return None;
        }
        let number = self.slice(self.pos, self.pos + digits).parse().ok()?;
        self.pos += digits;
        Some(TokenKind::Descriptor(Descriptor::Number(number)))
    }

    /// `{name}` directly before `<` or `>`.
    fn descriptor_variable(&mut self) -> Option<TokenKind> {
        let rest = self.rest().get(1..)?;
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count();
        let name = rest.get(..length)?;
        if length == 0
            || name.starts_with(|c: char| c.is_ascii_digit())
            || self.raw_at(length + 1) != Some(b'}')
        {
            return None;
        }
        if !matches!(self.raw_at(length + 2), Some(b'<' | b'>')) {
            return None;
        }
        self.pos += length + 2;
        Some(TokenKind::Descriptor(Descriptor::Variable(name.to_owned())))
    }
}
