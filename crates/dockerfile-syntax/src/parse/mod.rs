//! The parser: BuildKit's two passes over one reading of the file.
//!
//! Where BuildKit stops at the first error, this goes on: an instruction that is refused is
//! [`Kind::Invalid`](crate::Kind::Invalid) and the next line is read as if nothing had been.

pub(crate) mod directive;
pub(crate) mod flags;
pub(crate) mod heredoc;
pub(crate) mod json;
pub(crate) mod keyword;
pub(crate) mod lex;
pub(crate) mod logical;
pub(crate) mod node;
pub(crate) mod words;

use crate::ast::{Directive, Dockerfile, Heredoc, Instruction, Keyword, Pass, SyntaxError};
use crate::go::lower;
use crate::span::Span;
use crate::typed;
use directive::Head;
use heredoc::Opening;
use logical::{Line, LineFeeds, RawLine, skip_space, strip_continuation};
use node::{LineError, Node};

/// The byte order mark, which may stand at the head of a file.
pub(crate) const BOM: &str = "\u{FEFF}";

/// Reads a Dockerfile. Every text gives a tree; what BuildKit would refuse is in its `errors`.
///
/// ```
/// let file = dockerfile_syntax::parse("FROM alpine\nRUN echo \\\n  hello\n");
/// assert_eq!(file.instructions.len(), 2);
/// assert!(file.errors.is_empty());
/// ```
pub fn parse(source: &str) -> Dockerfile<'_> {
    let head = if source.starts_with(BOM) { BOM.len() } else { 0 };
    let mut parser = Parser::new(source, head);
    if u32::try_from(source.len()).is_ok() {
        parser.run();
    } else {
        parser.refuse(
            "the file is larger than 4 GiB".to_owned(),
            Span::default(),
            Pass::Lines,
        );
    }
    parser.file
}

struct Parser<'s> {
    /// Offset of the next line.
    at: usize,
    feeds: LineFeeds<'s>,
    escape: u8,
    file: Dockerfile<'s>,
    buffer: Joined,
    seen: Seen,
}

/// What has been met so far.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each set once"
)]
struct Seen {
    /// Anything that ends the directives at the head of the file.
    content: bool,
    /// A FROM.
    stage: bool,
    /// An instruction that would need a FROM before it.
    stageless: bool,
    /// A line that is too long.
    overlong: bool,
}

/// Room for the text of logical lines that consist of several pieces.
#[derive(Default)]
struct Joined {
    text: String,
    pieces: Vec<(u32, u32)>,
}

/// A logical line's extent in the source.
struct Extent {
    start: usize,
    end: usize,
    /// The only piece, if there is one.
    single: Option<(usize, usize)>,
}

impl<'s> Parser<'s> {
    fn new(source: &'s str, at: usize) -> Self {
        Self {
            at,
            feeds: LineFeeds::new(source, at),
            escape: b'\\',
            file: Dockerfile {
                source,
                escape: '\\',
                directives: Vec::new(),
                comments: Vec::new(),
                // A guess that fits most files; long commands make it too high for others.
                instructions: Vec::with_capacity((source.len() / 160).clamp(4, 64)),
                errors: Vec::new(),
            },
            buffer: Joined::default(),
            seen: Seen::default(),
        }
    }

    fn refuse(&mut self, message: String, span: Span, pass: Pass) {
        self.file.errors.push(SyntaxError {
            message,
            span,
            pass,
        });
    }

    fn next_line(&mut self) -> Option<RawLine> {
        let line = self.feeds.line(self.at)?;
        self.at = line.next;
        if line.is_overlong() && !self.seen.overlong {
            self.seen.overlong = true;
            self.refuse(
                "dockerfile line greater than max allowed size of 65535".to_owned(),
                Span::new(line.start as u32, line.end as u32),
                Pass::Lines,
            );
        }
        Some(line)
    }

    fn run(&mut self) {
        let mut last = Span::default();
        while let Some(line) = self.next_line() {
            last = Span::new(line.start as u32, line.end as u32);
            let source = self.file.source;
            let start = skip_space(source, line.start, line.end);
            match source.as_bytes().get(start).filter(|_| start < line.end) {
                None => self.seen.content = true,
                Some(b'#') => self.comment(start, line.end),
                Some(_) => {
                    self.seen.content = true;
                    self.instruction(start, line.end);
                }
            }
        }
        if self.file.instructions.is_empty() {
            self.refuse("file with no instructions".to_owned(), last, Pass::Lines);
        } else if !self.seen.stage && !self.seen.stageless {
            let refused = self
                .file
                .errors
                .iter()
                .any(|error| error.pass == Pass::Instructions);
            if !refused {
                self.refuse(
                    "dockerfile contains no stages to build".to_owned(),
                    last,
                    Pass::Instructions,
                );
            }
        }
        self.file.errors.sort_by_key(|error| error.span.start);
    }

    fn comment(&mut self, start: usize, end: usize) {
        let span = Span::new(start as u32, end as u32);
        if !self.seen.content && self.directive(span) {
            return;
        }
        self.file.comments.push(span);
    }

    /// Reads a comment line at the head of the file; whether it is a directive.
    fn directive(&mut self, span: Span) -> bool {
        let Head::Directive { name, value } = directive::read(span.text(self.file.source)) else {
            self.seen.content = true;
            return false;
        };
        if self
            .file
            .directives
            .iter()
            .any(|seen| seen.name.eq_ignore_ascii_case(name))
        {
            let message = format!("only one {} parser directive can be used", lower(name));
            self.refuse(message, span, Pass::Lines);
            return false;
        }
        if name.eq_ignore_ascii_case("escape") {
            match value {
                "\\" => {}
                "`" => {
                    self.escape = b'`';
                    self.file.escape = '`';
                }
                _ => self.refuse(
                    format!("invalid escape token '{value}' does not match ` or \\"),
                    span,
                    Pass::Lines,
                ),
            }
        }
        self.file.directives.push(Directive { name, value, span });
        true
    }

    fn instruction(&mut self, start: usize, end: usize) {
        let mut buffer = std::mem::take(&mut self.buffer);
        let extent = self.logical(start, end, &mut buffer);
        let source = self.file.source;
        match extent.single {
            Some((from, to)) => {
                let text = source.get(from..to).unwrap_or_default();
                self.read(
                    &Line {
                        source,
                        text,
                        pieces: &[(0, from as u32)],
                    },
                    &extent,
                );
            }
            None => self.read(
                &Line {
                    source,
                    text: &buffer.text,
                    pieces: &buffer.pieces,
                },
                &extent,
            ),
        }
        self.buffer = buffer;
    }

    /// Collects a logical line whose first line's content is given.
    fn logical(&mut self, start: usize, end: usize, buffer: &mut Joined) -> Extent {
        let source = self.file.source;
        let mut extent = Extent {
            start,
            end,
            single: None,
        };
        let content = source.as_bytes().get(start..end).unwrap_or_default();
        let Some(kept) = strip_continuation(content, self.escape) else {
            extent.single = Some((start, end));
            return extent;
        };
        let mut first = (start, start + kept);
        buffer.text.clear();
        buffer.pieces.clear();
        buffer.text.reserve(1024.min(source.len()));
        buffer.pieces.reserve(32);
        while let Some(line) = self.next_line() {
            extent.end = line.end;
            let text = skip_space(source, line.start, line.end);
            match source.as_bytes().get(text).filter(|_| text < line.end) {
                None => continue,
                Some(b'#') => {
                    self.file
                        .comments
                        .push(Span::new(text as u32, line.end as u32));
                    continue;
                }
                Some(_) => {}
            }
            let content = source.as_bytes().get(line.start..line.end).unwrap_or_default();
            let kept = strip_continuation(content, self.escape);
            let piece = (line.start, line.start + kept.unwrap_or(content.len()));
            if first.0 == first.1 {
                first = piece;
            } else if piece.0 < piece.1 {
                if buffer.pieces.is_empty() {
                    buffer.push(source, first);
                }
                buffer.push(source, piece);
            }
            if kept.is_none() {
                break;
            }
        }
        if buffer.pieces.is_empty() {
            extent.single = Some(first);
        }
        extent
    }

    /// Reads an instruction, and its heredocs from the lines that follow.
    fn read(&mut self, line: &Line<'_, 's>, extent: &Extent) {
        let node = Node::parse(line, self.escape);
        let mut span = Span::new(extent.start as u32, extent.end as u32);
        let heredocs = match node.heredocs(line) {
            Ok(openings) => self.bodies(openings, &mut span),
            Err(LineError { message, span }) => {
                self.refuse(message, span, Pass::Lines);
                Vec::new()
            }
        };
        let errors = self.file.errors.len();
        let instruction =
            typed::instruction(node, line, span, heredocs, &mut self.file.errors);
        match instruction.keyword {
            Keyword::From => self.seen.stage = true,
            Keyword::Arg => {}
            _ if self.seen.stage || self.seen.stageless || errors < self.file.errors.len() => {}
            _ => {
                self.seen.stageless = true;
                let message = "no build stage in current context".to_owned();
                self.refuse(message, instruction.keyword_span, Pass::Instructions);
            }
        }
        self.file.instructions.push(instruction);
    }

    /// Reads heredocs' bodies; `span` grows to their end.
    fn bodies(&mut self, openings: Vec<Opening<'s>>, span: &mut Span) -> Vec<Heredoc<'s>> {
        let mut heredocs = Vec::with_capacity(openings.len());
        let mut complete = true;
        for opening in openings {
            let start = self.at as u32;
            let mut close = None;
            let mut end = span.end;
            while let Some(line) = self.next_line() {
                let mut content = self
                    .file
                    .source
                    .get(line.start..line.end)
                    .unwrap_or_default();
                if opening.chomp {
                    content = content.trim_start_matches('\t');
                }
                end = line.end as u32;
                if content == opening.name.as_str() {
                    close = Some(Span::new(line.start as u32, line.end as u32));
                    break;
                }
            }
            span.end = end;
            let body = Span::new(start, close.map_or(self.at as u32, |close| close.start));
            if close.is_none() && complete {
                complete = false;
                self.refuse("unterminated heredoc".to_owned(), opening.span, Pass::Lines);
            }
            heredocs.push(Heredoc {
                name: opening.name,
                open: opening.span,
                body,
                close: close.unwrap_or(Span::new(self.at as u32, self.at as u32)),
                expand: opening.expand,
                chomp: opening.chomp,
                descriptor: opening.descriptor,
            });
        }
        heredocs
    }
}

impl Joined {
    fn push(&mut self, source: &str, piece: (usize, usize)) {
        self.pieces.push((self.text.len() as u32, piece.0 as u32));
        self.text
            .push_str(source.get(piece.0..piece.1).unwrap_or_default());
    }
}

/// The node of an instruction that was read before.
pub(crate) fn reread<'s>(file: &Dockerfile<'s>, instruction: &Instruction<'s>) -> Node<'s> {
    let mut parser = Parser::new(file.source, instruction.span.start as usize);
    parser.escape = if file.escape == '`' { b'`' } else { b'\\' };
    let (start, end) = parser
        .next_line()
        .map_or((0, 0), |line| (line.start, line.end));
    let mut buffer = Joined::default();
    let extent = parser.logical(start, end, &mut buffer);
    let source = file.source;
    match extent.single {
        Some((from, to)) => {
            let text = source.get(from..to).unwrap_or_default();
            Node::parse(
                &Line {
                    source,
                    text,
                    pieces: &[(0, from as u32)],
                },
                parser.escape,
            )
        }
        None => Node::parse(
            &Line {
                source,
                text: &buffer.text,
                pieces: &buffer.pieces,
            },
            parser.escape,
        ),
    }
}
