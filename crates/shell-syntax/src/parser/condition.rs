//! bash's `[[ … ]]`.

use super::Parser;
use super::token::{Op, TokenKind};
use crate::ast::{ErrorKind, RedirectOp, TestExpression};
use crate::word::Word;

const BINARY: &[&str] = &[
    "=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
];

impl Parser<'_> {
    /// The expression and the closing `]]`; `[[` was taken.
    pub(super) fn condition(&mut self) -> TestExpression {
        let expression = self.any_of();
        if !self.at_word("]]") {
            let at = self.token_start();
            let span = self.token_span();
            self.error(span, ErrorKind::Expected("]]"));
            // Skipped up to the brackets if they are near: on this line, before a separator.
            while !self.at_word("]]") {
                if matches!(
                    self.token(),
                    TokenKind::End
                        | TokenKind::Newline
                        | TokenKind::Op(Op::Semi | Op::Amp | Op::AndAnd | Op::OrOr)
                ) {
                    return TestExpression::Opaque(self.span(at, at));
                }
                if let TokenKind::Redirect(..) | TokenKind::Descriptor(_) = self.token() {
                    self.redirection();
                } else {
                    self.take();
                }
            }
        }
        self.take();
        expression
    }

    fn at_word(&mut self, wanted: &str) -> bool {
        matches!(self.token(), TokenKind::Word(word) if word.bare() == Some(wanted))
    }

    fn any_of(&mut self) -> TestExpression {
        let first = self.all_of();
        let mut terms = vec![first];
        self.skip_newlines();
        while self.eat_op(Op::OrOr) {
            self.skip_newlines();
            terms.push(self.all_of());
            self.skip_newlines();
        }
        one_or(terms, TestExpression::Or)
    }

    fn all_of(&mut self) -> TestExpression {
        let first = self.negation();
        let mut terms = vec![first];
        self.skip_newlines();
        while self.eat_op(Op::AndAnd) {
            self.skip_newlines();
            terms.push(self.negation());
            self.skip_newlines();
        }
        one_or(terms, TestExpression::And)
    }

    fn negation(&mut self) -> TestExpression {
        let mut negated = false;
        self.skip_newlines();
        while self.at_word("!") {
            self.take();
            negated = !negated;
        }
        let term = self.primary();
        if negated {
            TestExpression::Not(Box::new(term))
        } else {
            term
        }
    }

    fn primary(&mut self) -> TestExpression {
        let start = self.token_start();
        if self.op() == Some(Op::Open) {
            if !self.enter() {
                self.lookahead = None;
                return TestExpression::Opaque(self.span(start, self.end));
            }
            self.take();
            let inner = self.any_of();
            if !self.eat_op(Op::Close) {
                self.expected(")");
            }
            self.leave();
            return TestExpression::Group(Box::new(inner));
        }
        if self.at_word("]]") {
            return self.no_condition();
        }
        let Some(left) = self.take_word() else {
            return self.no_condition();
        };
        if let Some(op) = left.bare().filter(|text| is_unary(text)) {
            let op = op.to_owned();
            if !self.at_binary()
                && !self.at_word("]]")
                && matches!(self.token(), TokenKind::Word(_))
            {
                let operand = self.take_word().unwrap_or_default();
                return TestExpression::Unary { op, operand };
            }
        }
        self.binary(left)
    }

    fn no_condition(&mut self) -> TestExpression {
        let span = self.token_span();
        self.error(span, ErrorKind::Unexpected);
        let at = self.token_start();
        TestExpression::Opaque(self.span(at, at))
    }

    fn at_binary(&mut self) -> bool {
        match self.token() {
            TokenKind::Word(word) => word.bare().is_some_and(|text| BINARY.contains(&text)),
            TokenKind::Redirect(RedirectOp::Read | RedirectOp::Write, _) => true,
            _ => false,
        }
    }

    fn binary(&mut self, left: Word) -> TestExpression {
        if !self.at_binary() {
            return TestExpression::Word(left);
        }
        let op = match self.take().kind {
            TokenKind::Word(word) => word.bare().unwrap_or_default().to_owned(),
            TokenKind::Redirect(RedirectOp::Read, _) => "<".to_owned(),
            _ => ">".to_owned(),
        };
        let right = match op.as_str() {
            "=~" => Some(self.regex_word()).filter(|word| !word.parts.is_empty()),
            "=" | "==" | "!=" => {
                // Patterns are extended here whatever `extglob` says.
                let extended = std::mem::replace(&mut self.extended_globs, true);
                let word = self.take_word();
                self.extended_globs = extended;
                word
            }
            _ => self.take_word(),
        };
        let right = right.unwrap_or_else(|| {
            let span = self.token_span();
            self.error(span, ErrorKind::Unexpected);
            Word::default()
        });
        TestExpression::Binary { left, op, right }
    }
}

fn is_unary(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'-')
        && bytes
            .next()
            .is_some_and(|letter| b"abcdefghkprstuwxzGLNOSnovR".contains(&letter))
        && bytes.next().is_none()
}

fn one_or(
    mut terms: Vec<TestExpression>,
    join: fn(Vec<TestExpression>) -> TestExpression,
) -> TestExpression {
    match terms.pop() {
        Some(only) if terms.is_empty() => only,
        Some(last) => {
            terms.push(last);
            join(terms)
        }
        None => TestExpression::Opaque(crate::Span::default()),
    }
}
