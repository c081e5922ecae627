//! What begins with `$`.

use super::Parser;
use super::token::{Op, Stops};
use super::word::Parts;
use crate::ast::{Dialect, List};
use crate::word::{CommandSubstitution, Parameter, ParameterOp, PartKind, Replace, Word};

/// Where the text of a `${…}` operand ends, besides `}`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Brace,
    Slash,
    Colon,
    Bracket,
}

impl Parser<'_> {
    /// Reads what a `$` begins; the position is the `$`.
    pub(super) fn dollar(&mut self, quoted: bool, parts: &mut Parts) {
        let start = self.pos;
        self.pos += 1;
        let bash = self.is_bash();
        match self.peek() {
            Some(b'(') => {
                self.pos += 1;
                self.dollar_paren(start, parts);
            }
            Some(b'{') => {
                self.pos += 1;
                self.braced(start, quoted, parts);
            }
            Some(b'[') if bash => {
                self.pos += 1;
                self.bracket_arithmetic(start, parts);
            }
            Some(b'\'') if bash && !quoted => self.ansi_quoted(start, parts),
            Some(b'"') if bash && !quoted => self.double_quoted(start, parts),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => {
                let name = self.name();
                self.simple_parameter(start, name, parts);
            }
            Some(byte @ (b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-')) => {
                self.pos += 1;
                self.simple_parameter(start, char::from(byte).to_string(), parts);
            }
            _ => parts.text(self.span_from(start), "$"),
        }
    }

    fn simple_parameter(&mut self, start: usize, name: String, parts: &mut Parts) {
        let parameter = Parameter {
            name,
            subscript: None,
            braced: false,
            indirect: false,
            op: ParameterOp::None,
        };
        parts.push(
            self.span_from(start),
            PartKind::Parameter(Box::new(parameter)),
        );
    }

    /// Letters, digits and underscores.
    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') = self.peek() {
            let rest = self.rest();
            let run = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                .count();
            name.push_str(rest.get(..run).unwrap_or_default());
            self.pos += run;
        }
        name
    }

    fn dollar_paren(&mut self, start: usize, parts: &mut Parts) {
        if self.peek() == Some(b'(')
            && let Some(expression) = self.try_arithmetic(start)
        {
            parts.push(self.span_from(start), PartKind::Arithmetic(expression));
            return;
        }
        match self.substitution(start) {
            Some(list) => {
                let substitution = CommandSubstitution {
                    backquoted: false,
                    list,
                };
                parts.push(self.span_from(start), PartKind::Command(substitution));
            }
            None => parts.push(self.span_from(start), PartKind::Opaque),
        }
    }

    /// Commands up to `)`, which is taken; the position is after `(`. `None` when nested too deeply.
    pub(super) fn substitution(&mut self, start: usize) -> Option<List> {
        if !self.enter() {
            return None;
        }
        let lookahead = self.lookahead.take();
        let stops = std::mem::replace(&mut self.stops, Stops::PAREN);
        let pending = std::mem::take(&mut self.pending);
        let list = self.list();
        if !self.eat_op(Op::Close) {
            self.unclosed(start, ")");
        }
        if self.dialect == Dialect::Posix {
            // dash ends a here-document with its substitution, bash reads its lines after the outer line.
            self.finish_here_docs();
        }
        let inner = std::mem::replace(&mut self.pending, pending);
        self.pending.extend(inner);
        self.lookahead = lookahead;
        self.stops = stops;
        self.leave();
        Some(list)
    }

    /// `${…}`; the position is after the brace.
    fn braced(&mut self, start: usize, quoted: bool, parts: &mut Parts) {
        if !self.enter() {
            parts.push(self.span_from(start), PartKind::Opaque);
            return;
        }
        let bash = self.is_bash();
        let indirect = bash
            && self.peek() == Some(b'!')
            && !matches!(
                self.raw_at(1),
                Some(b'}' | b':' | b'-' | b'+' | b'=' | b'?')
            );
        if indirect {
            self.pos += 1;
        }
        let length = self.peek() == Some(b'#')
            && !matches!(
                self.raw_at(1),
                None | Some(b'}' | b':' | b'+' | b'=' | b'%' | b'/' | b'^' | b',')
            );
        let length = length
            && !(matches!(self.raw_at(1), Some(b'-' | b'?' | b'#'))
                && self.raw_at(2) != Some(b'}'));
        if length {
            self.pos += 1;
        }
        let name = self.parameter_name();
        let mut subscript = None;
        if bash && !name.is_empty() && self.peek() == Some(b'[') {
            self.pos += 1;
            subscript = Some(self.operand(Until::Bracket, quoted));
            self.eat(b']');
        }
        let op = if name.is_empty() {
            ParameterOp::Unknown(self.operand(Until::Brace, quoted))
        } else if length && self.peek() == Some(b'}') {
            ParameterOp::Length
        } else {
            self.parameter_op(indirect, quoted)
        };
        if !self.eat(b'}') {
            self.unclosed(start, "}");
        }
        self.leave();
        let parameter = Parameter {
            name,
            subscript,
            braced: true,
            indirect,
            op,
        };
        parts.push(
            self.span_from(start),
            PartKind::Parameter(Box::new(parameter)),
        );
    }

    fn parameter_name(&mut self) -> String {
        match self.peek() {
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.name(),
            Some(b'0'..=b'9') => {
                let mut digits = String::new();
                while let Some(byte @ b'0'..=b'9') = self.peek() {
                    digits.push(char::from(byte));
                    self.pos += 1;
                }
                digits
            }
            Some(byte @ (b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-')) => {
                self.pos += 1;
                char::from(byte).to_string()
            }
            _ => String::new(),
        }
    }

    fn parameter_op(&mut self, indirect: bool, quoted: bool) -> ParameterOp {
        let bash = self.is_bash();
        let Some(byte) = self.peek() else {
            return ParameterOp::None;
        };
        match byte {
            b'}' => ParameterOp::None,
            b':' if !matches!(self.raw_at(1), Some(b'-' | b'=' | b'?' | b'+')) => {
                if !bash {
                    return ParameterOp::Unknown(self.operand(Until::Brace, quoted));
                }
                self.pos += 1;
                let offset = self.operand(Until::Colon, quoted);
                let length = self.eat(b':').then(|| self.operand(Until::Brace, quoted));
                ParameterOp::Substring { offset, length }
            }
            b':' | b'-' | b'=' | b'?' | b'+' => {
                let colon = self.eat(b':');
                let op = self.peek().unwrap_or(b'-');
                self.pos += 1;
                let word = self.operand(Until::Brace, quoted);
                match op {
                    b'=' => ParameterOp::Assign { colon, word },
                    b'?' => ParameterOp::Error { colon, word },
                    b'+' => ParameterOp::Alternative { colon, word },
                    _ => ParameterOp::Default { colon, word },
                }
            }
            b'#' | b'%' => {
                self.pos += 1;
                let longest = self.eat(byte);
                let pattern = self.operand(Until::Brace, false);
                if byte == b'#' {
                    ParameterOp::RemovePrefix { longest, pattern }
                } else {
                    ParameterOp::RemoveSuffix { longest, pattern }
                }
            }
            b'/' if bash => {
                self.pos += 1;
                let which = match self.peek() {
                    Some(b'/') => Replace::All,
                    Some(b'#') => Replace::Prefix,
                    Some(b'%') => Replace::Suffix,
                    _ => Replace::First,
                };
                if which != Replace::First {
                    self.pos += 1;
                }
                let pattern = self.operand(Until::Slash, false);
                let replacement = self.eat(b'/').then(|| self.operand(Until::Brace, false));
                ParameterOp::Replace {
                    which,
                    pattern,
                    replacement,
                }
            }
            b'^' | b',' if bash => {
                self.pos += 1;
                let all = self.eat(byte);
                let pattern = self.operand(Until::Brace, false);
                ParameterOp::Case {
                    upper: byte == b'^',
                    all,
                    pattern,
                }
            }
            b'*' | b'@' if indirect && self.raw_at(1) == Some(b'}') => {
                self.pos += 1;
                ParameterOp::Names
            }
            b'@' if bash => {
                self.pos += 1;
                let operand = self.operand(Until::Brace, false);
                match operand.bare().and_then(|text| text.chars().next()) {
                    Some(letter) if operand.bare().is_some_and(|text| text.len() == 1) => {
                        ParameterOp::Transform(letter)
                    }
                    _ => ParameterOp::Unknown(operand),
                }
            }
            _ => ParameterOp::Unknown(self.operand(Until::Brace, quoted)),
        }
    }

    /// The text of an operand, up to but without its end. Blanks and operators are text here.
    fn operand(&mut self, until: Until, quoted: bool) -> Word {
        let start = self.pos;
        let mut parts = Parts::new();
        let mut nested = 0_usize;
        while let Some(byte) = self.peek() {
            let at = self.pos;
            match byte {
                b'}' if until != Until::Bracket => break,
                b'/' if until == Until::Slash && self.pos > start => break,
                b':' if until == Until::Colon && nested == 0 => break,
                b']' if until == Until::Bracket && nested == 0 => break,
                b'[' | b'(' if matches!(until, Until::Bracket | Until::Colon) => {
                    nested += 1;
                    self.plain(&mut parts, 1);
                }
                b']' | b')' if matches!(until, Until::Bracket | Until::Colon) => {
                    nested = nested.saturating_sub(1);
                    self.plain(&mut parts, 1);
                }
                b'"' => self.double_quoted(at, &mut parts),
                b'\'' if !quoted => self.single_quoted(&mut parts),
                b'\'' if self.is_bash() => self.kept_single_quotes(&mut parts),
                b'\\' if !quoted => self.escape(&mut parts),
                b'\\' if self.raw_at(1) == Some(b'}') => self.escape(&mut parts),
                b'$' => self.dollar(quoted, &mut parts),
                b'`' => self.backquote(quoted, &mut parts),
                b'\\' => self.quoted_piece(byte, b"$`\"\\", &mut parts),
                _ => {
                    let special = |byte: u8| !byte.is_ascii_alphanumeric() && byte.is_ascii();
                    let rest = self.rest();
                    let run = rest
                        .bytes()
                        .skip(1)
                        .position(special)
                        .map_or(rest.len(), |run| run + 1);
                    self.plain(&mut parts, run);
                }
            }
        }
        Word {
            span: self.span_from(start),
            parts: parts.finish(),
            braces: false,
        }
    }
}
