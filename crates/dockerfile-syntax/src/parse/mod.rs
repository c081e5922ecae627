//! The parser: BuildKit's two passes over one reading of the file.
//!
//! Where BuildKit stops at the first error, this goes on: an instruction that is refused is
//! [`Kind::Invalid`](crate::Kind::Invalid) and the next line is read as if nothing had been.

pub(crate) mod args;
pub(crate) mod directive;
pub(crate) mod flags;
pub(crate) mod heredoc;
pub(crate) mod json;
pub(crate) mod keyword;
pub(crate) mod lex;
pub(crate) mod logical;
pub(crate) mod node;
pub(crate) mod words;

use crate::ast::{
    Command, Directive, Dockerfile, Heredoc, Instruction, Keyword, Kind, Pass, SyntaxError,
};
use crate::go::to_lower;
use crate::span::Span;
use crate::text::Text;
use crate::typed::Builder;
use directive::Head;
use heredoc::Opening;
use logical::{Line, LineFeeds, RawLine, pieces, skip_space, strip_continuation};
use memchr::memchr;
use node::Node;
use words::is_separator;

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
    let head = if source.starts_with(BOM) {
        BOM.len()
    } else {
        0
    };
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

/// Room for logical lines that consist of several pieces, used again for every line.
#[derive(Default)]
struct Buffer {
    /// The pieces that hold anything, as places in the source.
    places: Vec<(u32, u32)>,
    /// Their text, once it is needed.
    text: String,
    /// (offset in `text`, offset in the source).
    pieces: Vec<(u32, u32)>,
    /// The same for a line of one piece.
    piece: [(u32, u32); 1],
}

/// A logical line's extent in the source.
struct Extent {
    start: usize,
    end: usize,
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

    #[expect(
        clippy::inline_always,
        reason = "the innermost step of both loops over lines"
    )]
    #[inline(always)]
    fn next_line(&mut self) -> Option<RawLine> {
        let line = self.feeds.line(self.at)?;
        self.at = line.next;
        if line.is_overlong() {
            self.overlong(line);
        }
        Some(line)
    }

    #[cold]
    fn overlong(&mut self, line: RawLine) {
        if !self.seen.overlong {
            self.seen.overlong = true;
            self.refuse(
                "dockerfile line greater than max allowed size of 65535".to_owned(),
                Span::new(line.start as u32, line.end as u32),
                Pass::Lines,
            );
        }
    }

    fn run(&mut self) {
        let mut buffer = Buffer::default();
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
                    self.instruction(start, line.end, &mut buffer);
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
            let message = format!("only one {} parser directive can be used", to_lower(name));
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

    fn instruction(&mut self, start: usize, end: usize, buffer: &mut Buffer) {
        let source = self.file.source;
        let content = source.as_bytes().get(start..end).unwrap_or_default();
        let Some(kept) = strip_continuation(content, self.escape) else {
            let text = source.get(start..end).unwrap_or_default();
            let piece = [(0, start as u32)];
            self.read(&Line::new(source, text, &piece), &Extent { start, end });
            return;
        };
        let extent = Extent {
            start,
            end: self.skip_continued(end),
        };
        if !self.command(start + kept, &extent) {
            buffer.collect(source, start, self.escape);
            self.read(&buffer.line(source), &extent);
        }
    }

    /// Reads a command in shell form that has no flags and no heredocs: its lines need not be
    /// put together for that. What its first line has before the continuation mark ends at
    /// `first_end`. Whether it is such a command.
    fn command(&mut self, first_end: usize, extent: &Extent) -> bool {
        let source = self.file.source;
        let text = source.get(..first_end).unwrap_or_default();
        let (keyword, name_end) = keyword::read(text, extent.start);
        if !matches!(keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint) {
            return false;
        }
        let rest = text.as_bytes().get(name_end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| is_separator(**byte)).count();
        // JSON and flags begin otherwise, and what is not ASCII could be white space.
        match rest.get(blanks) {
            Some(b'[' | b'-') => return false,
            Some(b'!'..=b'~') => {}
            _ => return false,
        }
        let lines = source.as_bytes().get(first_end..extent.end);
        if memchr(b'<', rest).is_some() || memchr(b'<', lines.unwrap_or_default()).is_some() {
            return false;
        }
        let command = Command::Shell(Text::lines(source, (name_end + blanks) as u32, self.escape));
        let instruction = Instruction {
            kind: match keyword {
                Keyword::Run => Kind::Run(command),
                Keyword::Cmd => Kind::Cmd(command),
                _ => Kind::Entrypoint(command),
            },
            keyword,
            keyword_span: Span::new(extent.start as u32, name_end as u32),
            span: Span::new(extent.start as u32, extent.end as u32),
            heredocs: Box::default(),
            flags: Vec::new(),
        };
        self.note(&instruction, None);
        self.file.instructions.push(instruction);
        true
    }

    /// Passes the lines that continue a line that ended at `end`, and keeps the comments between
    /// them. Gives the end of the last line.
    fn skip_continued(&mut self, mut end: usize) -> usize {
        let source = self.file.source;
        while let Some(line) = self.next_line() {
            end = line.end;
            let text = skip_space(source, line.start, line.end);
            match source.as_bytes().get(text).filter(|_| text < line.end) {
                None => continue,
                Some(b'#') => {
                    let comment = Span::new(text as u32, line.end as u32);
                    self.file.comments.push(comment);
                    continue;
                }
                Some(_) => {}
            }
            let content = source.as_bytes().get(line.start..line.end);
            if strip_continuation(content.unwrap_or_default(), self.escape).is_none() {
                break;
            }
        }
        end
    }

    /// Reads an instruction, and its heredocs from the lines that follow.
    fn read(&mut self, line: &Line<'_, 's>, extent: &Extent) {
        let node = Node::parse(line);
        let mut builder = Builder::new(line, self.escape);
        let mut instruction = Instruction {
            kind: builder.kind(&node),
            keyword: node.keyword,
            keyword_span: line.locate(node.name.0, node.name.1),
            span: Span::new(extent.start as u32, extent.end as u32),
            heredocs: Box::default(),
            flags: Vec::new(),
        };
        if builder.takes_heredocs() {
            match heredoc::on_line(line) {
                Ok(openings) if openings.is_empty() => {}
                Ok(openings) => {
                    instruction.heredocs = self.bodies(openings, &mut instruction.span);
                }
                Err(message) => {
                    let place = line.locate(node.name.0, node.rest.1);
                    self.refuse(message, place, Pass::Lines);
                }
            }
        }
        let error = builder.error(&node);
        instruction.flags = node.flags;
        self.note(&instruction, error);
        self.file.instructions.push(instruction);
    }

    /// Notes what is refused about an instruction, and whether it is in a stage.
    fn note(&mut self, instruction: &Instruction<'s>, error: Option<SyntaxError>) {
        match (instruction.keyword, error) {
            (_, Some(error)) => self.file.errors.push(error),
            (Keyword::From | Keyword::Arg, None) => {}
            _ if self.seen.stage || self.seen.stageless => {}
            _ => {
                self.seen.stageless = true;
                let message = "no build stage in current context".to_owned();
                self.refuse(message, instruction.keyword_span, Pass::Instructions);
            }
        }
        self.seen.stage |= instruction.keyword == Keyword::From;
    }

    /// Reads heredocs' bodies; `span` grows to their end.
    fn bodies(&mut self, openings: Vec<Opening<'s>>, span: &mut Span) -> Box<[Heredoc<'s>]> {
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
        heredocs.into_boxed_slice()
    }
}

impl Buffer {
    /// Collects the pieces of the logical line that begins at `start`.
    fn collect(&mut self, source: &str, start: usize, escape: u8) {
        self.places.clear();
        self.places.extend(pieces(source, start, escape));
        if self.places.is_empty() {
            self.places.push((start as u32, start as u32));
        }
    }

    /// The logical line that was collected.
    fn line<'l, 's>(&'l mut self, source: &'s str) -> Line<'l, 's>
    where
        's: 'l,
    {
        if let [(start, end)] = self.places.as_slice() {
            self.piece = [(0, *start)];
            let text = source
                .get(*start as usize..*end as usize)
                .unwrap_or_default();
            return Line::new(source, text, &self.piece);
        }
        let length = self
            .places
            .iter()
            .map(|place| (place.1 - place.0) as usize)
            .sum();
        self.pieces.clear();
        self.text.clear();
        self.text.reserve(length);
        for &(start, end) in &self.places {
            self.pieces.push((self.text.len() as u32, start));
            self.text
                .push_str(source.get(start as usize..end as usize).unwrap_or_default());
        }
        Line::new(source, &self.text, &self.pieces)
    }
}

/// Reads the logical line of an instruction again.
pub(crate) fn reread<'s, T>(
    file: &Dockerfile<'s>,
    instruction: &Instruction<'s>,
    with: impl FnOnce(&Line<'_, 's>, u8) -> T,
) -> T {
    let escape = if file.escape == '`' { b'`' } else { b'\\' };
    let mut buffer = Buffer::default();
    buffer.collect(file.source, instruction.span.start as usize, escape);
    with(&buffer.line(file.source), escape)
}
