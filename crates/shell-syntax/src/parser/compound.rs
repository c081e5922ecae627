//! Compound commands.

use super::Parser;
use super::token::{Op, Reserved, Stops, TokenKind};
use crate::ast::{Branch, CaseEnd, CaseItem, Command, Compound, CompoundCommand, ErrorKind, List};
use crate::span::Span;
use crate::word::Word;

impl Parser<'_> {
    /// Reads a compound command by `read`, at the next token, and its redirections.
    pub(super) fn compound(&mut self, read: impl FnOnce(&mut Self) -> Compound) -> Command {
        let start = self.token_start();
        if !self.enter() {
            self.lookahead = None;
            return Command::Opaque(self.span(start, self.end));
        }
        let before = self.last_end();
        let kind = read(self);
        let mut span = self.span(start, self.last_end().max(before));
        self.leave();
        let redirections = self.redirections();
        if let Some(last) = redirections.last() {
            span = span.join(last.span);
        }
        Command::Compound(CompoundCommand {
            span,
            kind,
            redirections,
        })
    }

    /// Where the token taken last ended.
    fn last_end(&self) -> usize {
        self.lookahead
            .as_ref()
            .map_or(self.pos, |token| token.start)
    }

    pub(super) fn reserved_command(&mut self, word: Reserved) -> Command {
        match word {
            Reserved::OpenBrace => self.compound(Self::group),
            Reserved::Case => self.compound(Self::case),
            Reserved::For => self.compound(Self::for_loop),
            Reserved::If => self.compound(Self::if_clause),
            Reserved::Until => self.compound(|parser| parser.while_loop(true)),
            Reserved::While => self.compound(|parser| parser.while_loop(false)),
            Reserved::Select => self.compound(Self::select),
            Reserved::Test => self.compound(Self::test),
            Reserved::Coproc => self.compound(Self::coprocess),
            Reserved::Function => self.function_keyword(),
            _ => Command::Opaque(self.unexpected()),
        }
    }

    /// `( … )`, or bash's `(( … ))`.
    pub(super) fn parenthesised(&mut self) -> Compound {
        let token = self.take();
        if self.is_bash()
            && self.lookahead.is_none()
            && self.peek() == Some(b'(')
            && let Some(expression) = self.try_arithmetic(token.start)
        {
            return Compound::Arithmetic(expression);
        }
        let list = self.body(Stops::PAREN);
        if !self.eat_op(Op::Close) {
            self.expected(")");
        }
        Compound::Subshell(list)
    }

    fn group(&mut self) -> Compound {
        self.take();
        let list = self.body(Stops::BRACE);
        self.expect(Reserved::CloseBrace);
        Compound::Group(list)
    }

    fn if_clause(&mut self) -> Compound {
        let ends = Stops::BRANCH.with(Stops::FI);
        let mut branches = Vec::new();
        let mut otherwise = None;
        while matches!(self.reserved(), Some(Reserved::If | Reserved::Elif)) {
            if !branches.is_empty() && self.reserved() == Some(Reserved::If) {
                break;
            }
            self.take();
            let condition = self.body(Stops::THEN.with(ends));
            let body = if self.expect(Reserved::Then) {
                self.body(ends)
            } else {
                List::default()
            };
            branches.push(Branch { condition, body });
        }
        if self.eat_reserved(Reserved::Else) {
            otherwise = Some(self.body(Stops::FI));
        }
        self.expect(Reserved::Fi);
        Compound::If {
            branches,
            otherwise,
        }
    }

    fn while_loop(&mut self, until: bool) -> Compound {
        self.take();
        let condition = self.body(Stops::DO.with(Stops::DONE));
        let body = self.do_group();
        Compound::While {
            until,
            condition,
            body,
        }
    }

    fn do_group(&mut self) -> List {
        // Without `do` the commands up to `done` are taken for the body all the same.
        self.expect(Reserved::Do);
        let list = self.body(Stops::DONE);
        self.expect(Reserved::Done);
        list
    }

    /// `do … done`, or in bash `{ … }`.
    fn loop_body(&mut self) -> List {
        if self.is_bash() && self.reserved() == Some(Reserved::OpenBrace) {
            self.take();
            let list = self.body(Stops::BRACE);
            self.expect(Reserved::CloseBrace);
            return list;
        }
        self.do_group()
    }

    fn for_loop(&mut self) -> Compound {
        let start = self.token_start();
        self.take();
        if self.is_bash() && self.op() == Some(Op::Open) && self.raw() == Some(b'(') {
            self.take();
            self.pos += 1;
            let clauses = self.arithmetic_clauses(start);
            self.eat_op(Op::Semi);
            self.skip_newlines();
            let body = self.loop_body();
            return Compound::ArithmeticFor { clauses, body };
        }
        let (name, words, body) = self.loop_over_words();
        Compound::For { name, words, body }
    }

    fn select(&mut self) -> Compound {
        self.take();
        let (name, words, body) = self.loop_over_words();
        Compound::Select { name, words, body }
    }

    fn loop_over_words(&mut self) -> (String, Option<Vec<Word>>, List) {
        let name_span = self.token_span();
        let Some(name) = self.take_word() else {
            self.error(name_span, ErrorKind::Expected("name"));
            return (String::new(), None, List::default());
        };
        if !self.is_bash() && !name.bare().is_some_and(crate::assign::is_name) {
            self.error(name.span, ErrorKind::BadName);
        }
        let name = name.static_text().unwrap_or_default().into_owned();
        self.skip_newlines();
        let mut words = None;
        if self.eat_reserved(Reserved::In) {
            let mut list = Vec::new();
            while let Some(word) = self.take_word() {
                list.push(word);
            }
            words = Some(list);
            if !matches!(self.token(), TokenKind::Newline) && !self.eat_op(Op::Semi) {
                self.expected(";");
            }
        } else {
            self.eat_op(Op::Semi);
        }
        self.skip_newlines();
        let body = self.loop_body();
        (name, words, body)
    }

    fn case(&mut self) -> Compound {
        self.take();
        let subject = if let Some(word) = self.take_word() {
            word
        } else {
            self.expected("word");
            Word::default()
        };
        self.skip_newlines();
        let mut items = Vec::new();
        if self.expect(Reserved::In) {
            loop {
                self.skip_newlines();
                if self.reserved() == Some(Reserved::Esac) || matches!(self.token(), TokenKind::End)
                {
                    break;
                }
                match self.case_item() {
                    Some(item) => items.push(item),
                    None => break,
                }
            }
        }
        self.expect(Reserved::Esac);
        Compound::Case { subject, items }
    }

    fn case_item(&mut self) -> Option<CaseItem> {
        let start = self.token_start();
        self.eat_op(Op::Open);
        let mut patterns = Vec::new();
        loop {
            let Some(pattern) = self.take_word() else {
                self.expected("pattern");
                return None;
            };
            patterns.push(pattern);
            if !self.eat_op(Op::Pipe) {
                break;
            }
        }
        if !self.eat_op(Op::Close) {
            self.expected(")");
            return None;
        }
        let body = self.maybe_empty_body(Stops::CLAUSE.with(Stops::ESAC));
        let end = match self.op() {
            Some(Op::SemiAmp) => Some(CaseEnd::FallThrough),
            Some(Op::SemiSemiAmp) => Some(CaseEnd::Continue),
            Some(Op::SemiSemi) => Some(CaseEnd::Break),
            _ => None,
        };
        let mut until = self.last_end();
        if end.is_some() {
            until = self.take().end;
        }
        Some(CaseItem {
            span: self.span(start, until),
            patterns,
            body,
            end: end.unwrap_or(CaseEnd::Break),
        })
    }

    fn test(&mut self) -> Compound {
        self.take();
        Compound::Test(self.condition())
    }

    fn coprocess(&mut self) -> Compound {
        self.take();
        let start = self.token_start();
        if self.reserved().is_some() {
            return Compound::Coprocess {
                name: None,
                command: Box::new(self.command()),
            };
        }
        let Some(word) = self.take_word() else {
            return Compound::Coprocess {
                name: None,
                command: Box::new(self.command()),
            };
        };
        // A name comes only before a compound command.
        if self.at_compound() {
            let name = word.static_text().map(std::borrow::Cow::into_owned);
            return Compound::Coprocess {
                name,
                command: Box::new(self.command()),
            };
        }
        Compound::Coprocess {
            name: None,
            command: Box::new(self.simple_from(start, Some(word))),
        }
    }

    /// Whether a compound command begins here.
    pub(super) fn at_compound(&mut self) -> bool {
        self.op() == Some(Op::Open)
            || matches!(
                self.reserved(),
                Some(
                    Reserved::OpenBrace
                        | Reserved::Case
                        | Reserved::For
                        | Reserved::If
                        | Reserved::Until
                        | Reserved::While
                        | Reserved::Select
                        | Reserved::Test
                )
            )
    }

    pub(super) fn take_word(&mut self) -> Option<Word> {
        if !matches!(self.token(), TokenKind::Word(_)) {
            return None;
        }
        match self.take().kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn expected(&mut self, what: &'static str) {
        let span: Span = self.token_span();
        self.error(span, ErrorKind::Expected(what));
    }
}
