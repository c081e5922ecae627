//! Arguments as BuildKit's line parser lists them.

use crate::ast::{Command, Dockerfile, Flag, Instruction, Keyword, Pair};
use crate::parse::args::{self, Read};
use crate::parse::logical::Line;
use crate::parse::node::Node;
use crate::parse::reread;
use crate::parse::words::Quoted;
use crate::text::Text;

/// An instruction's arguments as the list BuildKit's line parser makes of them.
#[derive(Clone, Debug, Default)]
pub struct Arguments<'s> {
    /// The words. ENV and LABEL have three a variable: name, value and separator, which is `=`
    /// or, in the legacy form, empty. The shell form of a command is one word. ONBUILD has
    /// none, an unknown instruction one empty word.
    pub words: Vec<Text<'s>>,
    /// Whether they were given as a JSON array.
    pub json: bool,
    /// ONBUILD's instruction: its keyword as written, its flags and its arguments.
    pub trigger: Option<Box<Trigger<'s>>>,
}

/// The instruction after ONBUILD.
#[derive(Clone, Debug)]
pub struct Trigger<'s> {
    /// Which instruction it is.
    pub keyword: Keyword,
    /// Its flags.
    pub flags: Vec<Flag<'s>>,
    /// Its arguments.
    pub arguments: Arguments<'s>,
}

impl<'s> Dockerfile<'s> {
    /// The arguments of one of this file's instructions as BuildKit lists them. The
    /// instruction's lines are read again: this is for reports, not for every use.
    pub fn arguments(&self, instruction: &Instruction<'s>) -> Arguments<'s> {
        reread(self, instruction, |line, escape| {
            Arguments::of(&Node::parse(line), line, escape)
        })
    }
}

impl<'s> Arguments<'s> {
    /// Empty where the line parser refuses the arguments.
    fn of(node: &Node<'s>, line: &Line<'_, 's>, escape: u8) -> Self {
        let mut arguments = Self::default();
        let rest = node.rest;
        match node.keyword {
            Keyword::Unknown => arguments.words.push(Text::plain("", 0)),
            _ if node.is_bare() => {}
            Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => {
                arguments.command(args::command(line, rest));
            }
            Keyword::Copy | Keyword::Add | Keyword::Volume => {
                let json = args::list(line, rest, &mut arguments.words);
                arguments.json = json.unwrap_or_default();
            }
            Keyword::From | Keyword::Expose => {
                args::words(line, rest, &mut arguments.words);
            }
            Keyword::Arg => {
                arguments.words = Quoted::new(line.text, rest.0, rest.1, escape)
                    .map(|(start, end)| line.slice(start, end))
                    .collect();
            }
            Keyword::Env | Keyword::Label => {
                let mut pairs = Vec::new();
                let legacy = args::pairs(line, rest, escape, "", &mut pairs);
                if let Ok(legacy) = legacy {
                    arguments.pairs(pairs, legacy, line.source);
                }
            }
            Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
                arguments.words.push(line.slice(rest.0, rest.1));
            }
            Keyword::Healthcheck => {
                let (kind, rest) = args::health(line, rest);
                if let Ok(command) = args::command(line, rest) {
                    arguments.words.push(kind);
                    if rest.0 < rest.1 {
                        arguments.command(Ok(command));
                    }
                }
            }
            Keyword::Onbuild => {
                let inner = Node::head(line, rest.0, rest.1);
                // A chain is not followed.
                let known = inner.keyword != Keyword::Onbuild;
                arguments.trigger = Some(Box::new(Trigger {
                    keyword: inner.keyword,
                    arguments: if known {
                        Self::of(&inner, line, escape)
                    } else {
                        Self::default()
                    },
                    flags: inner.flags,
                }));
            }
        }
        arguments
    }

    fn command(&mut self, command: Read<Command<'s>>) {
        match command {
            Ok(Command::Shell(text)) => self.words.push(text),
            Ok(Command::Exec(words)) => {
                self.json = true;
                self.words.extend(words);
            }
            Err(_) => {}
        }
    }

    fn pairs(&mut self, pairs: Vec<Pair<'s>>, legacy: bool, source: &'s str) {
        for pair in pairs {
            let separator = if legacy {
                Text::plain("", pair.name.span().end)
            } else {
                separator(&pair, source)
            };
            self.words.push(pair.name);
            self.words.extend(pair.value);
            self.words.push(separator);
        }
    }
}

/// The `=` between a name and its value, which may stand on different lines.
fn separator<'s>(pair: &Pair<'s>, source: &'s str) -> Text<'s> {
    let start = pair.name.span().end as usize;
    let end = pair
        .value
        .as_ref()
        .map_or(pair.span.end, |value| value.span().start) as usize;
    let between = source.get(start..end).unwrap_or_default();
    let at = start + between.rfind('=').unwrap_or_default();
    Text::plain(source.get(at..=at).unwrap_or_default(), at as u32)
}
