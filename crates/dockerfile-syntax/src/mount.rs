//! `RUN --mount=…`.

use crate::ast::{Flag, Instruction};
use crate::csv;
use crate::span::Span;
use crate::text::Text;

/// The kinds of mounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MountKind {
    /// Files of a stage, an image or the build context; what a mount is without `type`.
    Bind,
    /// A folder kept between builds.
    Cache,
    /// A folder in memory.
    Tmpfs,
    /// A file or variable given to the build, never in the image.
    Secret,
    /// The SSH agent.
    Ssh,
}

/// The kinds as they are written.
const KINDS: [(&str, MountKind); 5] = [
    ("bind", MountKind::Bind),
    ("cache", MountKind::Cache),
    ("tmpfs", MountKind::Tmpfs),
    ("secret", MountKind::Secret),
    ("ssh", MountKind::Ssh),
];

/// One `name=value` of a mount, variables not expanded.
#[derive(Clone, Debug)]
pub struct MountOption<'s> {
    /// The name as written; BuildKit ignores its case.
    pub name: Text<'s>,
    /// What stands after `=`.
    pub value: Option<Text<'s>>,
    /// Both together.
    pub span: Span,
}

/// One `--mount` flag of RUN.
#[derive(Clone, Debug)]
pub struct Mount<'s> {
    /// Every option, in order. Where one is given twice, the last counts.
    pub options: Vec<MountOption<'s>>,
    /// The flag's place.
    pub span: Span,
}

impl<'s> Instruction<'s> {
    /// The mounts of RUN, in order; those whose value cannot be read are left out (an error
    /// tells about them).
    pub fn mounts(&self) -> Vec<Mount<'s>> {
        self.flags_named("mount").filter_map(Mount::read).collect()
    }
}

impl<'s> Mount<'s> {
    fn read(flag: &Flag<'s>) -> Option<Self> {
        let text = flag.value.as_ref()?;
        let fields: Vec<_> = csv::fields(text.as_str()).collect::<Result<_, _>>().ok()?;
        let options = fields
            .into_iter()
            .map(|field| option(text, &field))
            .collect();
        Some(Self {
            options,
            span: flag.span,
        })
    }

    /// The option of one of these names (lower case) that counts.
    pub fn option(&self, names: &[&str]) -> Option<&MountOption<'s>> {
        self.options.iter().rev().find(|option| {
            names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(option.name.as_str()))
        })
    }

    fn value(&self, names: &[&str]) -> Option<&Text<'s>> {
        self.option(names)?.value.as_ref()
    }

    /// The mount's kind; `None` where it is a variable or not known.
    pub fn kind(&self) -> Option<MountKind> {
        let Some(value) = self.value(&["type"]) else {
            return Some(MountKind::Bind);
        };
        KINDS
            .iter()
            .find(|kind| kind.0.eq_ignore_ascii_case(value.as_str()))
            .map(|kind| kind.1)
    }

    /// `from`: the stage, image or named context. BuildKit refuses variables here.
    pub fn from(&self) -> Option<&Text<'s>> {
        self.value(&["from"])
    }

    /// `source` or `src`.
    pub fn source(&self) -> Option<&Text<'s>> {
        self.value(&["source", "src"])
    }

    /// `target`, `dst` or `destination`.
    pub fn target(&self) -> Option<&Text<'s>> {
        self.value(&["target", "dst", "destination"])
    }

    /// `id` of a cache, a secret or an SSH agent.
    pub fn id(&self) -> Option<&Text<'s>> {
        self.value(&["id"])
    }

    /// `sharing` of a cache: `shared`, `private` or `locked`.
    pub fn sharing(&self) -> Option<&Text<'s>> {
        self.value(&["sharing"])
    }

    /// `mode`, in octal digits.
    pub fn mode(&self) -> Option<&Text<'s>> {
        self.value(&["mode"])
    }

    /// `uid`.
    pub fn uid(&self) -> Option<&Text<'s>> {
        self.value(&["uid"])
    }

    /// `gid`.
    pub fn gid(&self) -> Option<&Text<'s>> {
        self.value(&["gid"])
    }

    /// `size` of a tmpfs.
    pub fn size(&self) -> Option<&Text<'s>> {
        self.value(&["size"])
    }

    /// `env` of a secret: the variable it is handed over in.
    pub fn env(&self) -> Option<&Text<'s>> {
        self.value(&["env"])
    }

    /// Whether the build fails without this secret or agent; `None` where a variable decides.
    pub fn required(&self) -> Option<bool> {
        self.option(&["required"]).map_or(Some(false), truth)
    }

    /// Whether the command cannot write to it: as said by `readonly`, `ro`, `readwrite` or
    /// `rw`, else by kind. `None` where a variable decides.
    pub fn read_only(&self) -> Option<bool> {
        match self.option(&["readonly", "ro", "readwrite", "rw"]) {
            None => self
                .kind()
                .map(|kind| !matches!(kind, MountKind::Cache | MountKind::Tmpfs)),
            Some(option) => {
                let wanted = truth(option)?;
                let writable = option.name.as_str().to_ascii_lowercase().ends_with('w')
                    || option.name.as_str().eq_ignore_ascii_case("readwrite");
                Some(wanted != writable)
            }
        }
    }
}

/// An option's truth value, in the spellings Go knows; without a value it is true.
fn truth(option: &MountOption<'_>) -> Option<bool> {
    match option.value.as_ref().map(Text::as_str) {
        None | Some("1" | "t" | "T" | "TRUE" | "true" | "True") => Some(true),
        Some("0" | "f" | "F" | "FALSE" | "false" | "False") => Some(false),
        Some(_) => None,
    }
}

fn option<'s>(text: &Text<'s>, field: &csv::Field<'_>) -> MountOption<'s> {
    let length = field.value.len();
    let whole = match field.runs.as_slice() {
        [] => text.slice(field.start, field.start + length),
        [(_, from)] => text.slice(*from, from + length),
        runs => reassembled(text, field, runs),
    };
    let span = text.locate(field.start, field.end);
    match whole.as_str().find('=') {
        Some(equals) => MountOption {
            name: whole.slice(0, equals),
            value: Some(whole.slice(equals + 1, length)),
            span,
        },
        None => MountOption {
            name: whole,
            value: None,
            span,
        },
    }
}

/// A field with doubled quotes in it.
fn reassembled<'s>(text: &Text<'s>, field: &csv::Field<'_>, runs: &[(usize, usize)]) -> Text<'s> {
    let pieces = runs
        .iter()
        .map(|&(at, from)| (at as u32, text.locate(from, from).start))
        .collect();
    Text::joined(
        field.value.clone().into_owned(),
        text.locate(field.start, field.end),
        pieces,
    )
}
