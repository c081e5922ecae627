//! Questions to an instruction that need no more than its own parts.

use crate::ast::{Command, Dockerfile, Flag, Instruction, Keyword, Pair};
use crate::parse::node::{Args, Node};
use crate::parse::reread;
use crate::text::Text;

impl<'s> Instruction<'s> {
    /// The first flag of this name (without dashes, exact case as in BuildKit).
    pub fn flag(&self, name: &str) -> Option<&Flag<'s>> {
        self.flags_named(name).next()
    }

    /// The value of the first flag of this name; `None` where there is no flag or no `=`.
    pub fn flag_value(&self, name: &str) -> Option<&Text<'s>> {
        self.flag(name)?.value.as_ref()
    }

    /// Every flag of this name, in order, such as `--mount` or `--exclude`.
    pub fn flags_named(&self, name: &str) -> impl Iterator<Item = &Flag<'s>> {
        self.flags
            .iter()
            .filter(move |flag| flag.name.as_str() == name)
    }

    /// Whether a switch such as `--link` is on: given, and not given as `=false`.
    pub fn switch(&self, name: &str) -> bool {
        self.flag(name).is_some_and(|flag| {
            flag.value
                .as_ref()
                .is_none_or(|value| !value.as_str().eq_ignore_ascii_case("false"))
        })
    }
}

impl Keyword {
    /// The keyword in lower case; empty for [`Keyword::Unknown`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Arg => "arg",
            Self::Cmd => "cmd",
            Self::Copy => "copy",
            Self::Entrypoint => "entrypoint",
            Self::Env => "env",
            Self::Expose => "expose",
            Self::From => "from",
            Self::Healthcheck => "healthcheck",
            Self::Label => "label",
            Self::Maintainer => "maintainer",
            Self::Onbuild => "onbuild",
            Self::Run => "run",
            Self::Shell => "shell",
            Self::Stopsignal => "stopsignal",
            Self::User => "user",
            Self::Volume => "volume",
            Self::Workdir => "workdir",
            Self::Unknown => "",
        }
    }
}

impl<'s> Command<'s> {
    /// The command line of the shell form.
    pub const fn shell(&self) -> Option<&Text<'s>> {
        match self {
            Self::Shell(text) => Some(text),
            Self::Exec(_) => None,
        }
    }

    /// The words of the exec form.
    pub fn exec(&self) -> Option<&[Text<'s>]> {
        match self {
            Self::Shell(_) => None,
            Self::Exec(words) => Some(words),
        }
    }
}

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
        Arguments::of(reread(self, instruction), self.source)
    }
}

impl<'s> Arguments<'s> {
    fn of(node: Node<'s>, source: &'s str) -> Self {
        let mut arguments = Self::default();
        if let Ok(args) = node.args {
            arguments.add(args, source);
        }
        arguments
    }

    fn add(&mut self, args: Args<'s>, source: &'s str) {
        match args {
            Args::None => {}
            Args::Ignored => self.words.push(Text::plain("", 0)),
            Args::Whole(text) => self.words.push(text),
            Args::Words(words) => self.words = words,
            Args::Json(words) => {
                self.json = true;
                self.words.extend(words);
            }
            Args::Pairs { pairs, legacy } => {
                for pair in pairs {
                    let after = pair.name.span().end;
                    let separator = if legacy {
                        Text::plain("", after)
                    } else {
                        separator(&pair, source)
                    };
                    self.words.push(pair.name);
                    self.words.extend(pair.value);
                    self.words.push(separator);
                }
            }
            Args::Health { kind, command } => {
                self.words.push(kind);
                self.add(*command, source);
            }
            Args::Sub(node) => {
                let keyword = node.keyword;
                let flags = node.flags.clone();
                self.trigger = Some(Box::new(Trigger {
                    keyword,
                    flags,
                    arguments: Self::of(*node, source),
                }));
            }
        }
    }
}

/// The `=` between a name and its value, which may stand on different lines.
fn separator<'s>(pair: &Pair<'s>, source: &'s str) -> Text<'s> {
    let start = pair.name.span().end as usize;
    let end = pair.value.as_ref().map_or(pair.span.end, |value| value.span().start) as usize;
    let between = source.get(start..end).unwrap_or_default();
    let at = start + between.rfind('=').unwrap_or_default();
    Text::plain(source.get(at..=at).unwrap_or_default(), at as u32)
}
