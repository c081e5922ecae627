//! What the file system of a stage's image holds: three-valued, with the place that made it so.
//!
//! An image is its base plus layers. A question about a path walks the layers from the last to the
//! first until one decides. A layer that may have made the path, without proof, *opens* it: from
//! there on it can be present, but no longer absent.

use super::base::Base;
use super::path::{absolute, file_name, is_below, is_linked, merged, named_in};
use super::touch::{Effect, Touch};
use dockerfile_syntax::Span;
use image_knowledge::{Certainty, Presence};
use std::borrow::Cow;
use std::rc::Rc;

/// Steps that one question may take before the answer is "unknown": hostile files can chain
/// stages and copies so that an answer costs the whole file each time.
const BUDGET: u32 = 20_000;

/// What Docker searches when an image sets no PATH.
/// Source: moby/moby oci/defaults, checked 2026-11-23.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Where an image begins.
#[derive(Clone, Debug)]
pub(crate) enum Root {
    /// On another stage of the file, by index.
    Stage(usize),
    /// On an image from outside; without facts nothing is known of it.
    Image(Rc<Base>),
}

/// Where the sources of a copy are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// In another stage.
    Stage(usize),
    /// In an image from outside.
    Image(Rc<Base>),
    /// In the build context, in a heredoc, behind a URL, or not known.
    Elsewhere,
}

/// One step that changes the file system.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Files put below a destination.
    Copy {
        source: Source,
        /// Absolute paths in the source, without wildcards; empty when they are not that plain.
        paths: Vec<String>,
        /// Absolute destination, as under merged `/usr`; `None` when it depends on something
        /// unknown.
        destination: Option<String>,
        /// The destination is a directory for sure: it ends in `/`, or there are several sources.
        into: bool,
        /// Every source is a file for sure, with nothing below it.
        files: bool,
    },
    /// A directory made (WORKDIR), as under merged `/usr`.
    Directory(String),
    /// None: the instruction changes the configuration only.
    Nothing,
    /// What the commands of a RUN did, in their order.
    Run(Vec<Touch>),
    /// Something that may have made anything.
    Opaque,
}

/// A change and the instruction that makes it.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) span: Span,
    pub(crate) change: Change,
}

/// The file system of one stage.
#[derive(Clone, Debug)]
pub(crate) struct FileSystem {
    pub(crate) root: Root,
    /// The span of FROM.
    pub(crate) from: Span,
    pub(crate) layers: Vec<Layer>,
}

/// An answer about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is there.
    pub presence: Presence,
    /// What decides: the copy that put it there, the command that may have, or the FROM of the
    /// base that has or lacks it.
    pub by: Span,
    /// Whether a layer may have made or changed it.
    pub touched: bool,
    /// How far the base image's facts, if they were asked, may be relied on.
    pub certainty: Certainty,
}

impl Answer {
    fn new(presence: Presence, by: Span) -> Self {
        Self {
            presence,
            by,
            touched: true,
            certainty: Certainty::Certain,
        }
    }

    /// What an image from outside has at a path.
    pub(crate) fn of_image(base: &Base, path: &str, by: Span) -> Self {
        Self {
            presence: Wanted::new(path).in_image(base),
            by,
            touched: false,
            certainty: base.certainty(),
        }
    }

    /// Nothing can be said.
    pub(crate) fn unknown(by: Span) -> Self {
        Self::new(Presence::Unknown, by)
    }

    /// Whether the path is proved to be missing.
    pub fn is_absent(self) -> bool {
        self.presence == Presence::Absent
    }
}

/// The file systems of all stages, by stage index.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileSystems {
    pub(crate) stages: Vec<FileSystem>,
}

/// What an answer is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Whether the path is there.
    Presence,
    /// Whether it is missing: whatever may have made it ends the search. Rules that ask at every
    /// step of a stage ask for this, so that each looks no further than the step before.
    Absence,
}

/// What one layer says about a path.
enum Verdict {
    Untouched,
    Opened(Span),
    Present(Span),
    Removed(Span),
    /// Removed, and perhaps made again.
    Unknown(Span),
}

impl FileSystems {
    /// Whether `path` (absolute) is in the image of `stage` once its first `layers` changes are
    /// made; all of them when that is more than there are.
    pub(crate) fn path(&self, stage: usize, layers: usize, path: &str) -> Answer {
        let mut budget = BUDGET;
        self.look(
            stage,
            layers,
            &Wanted::new(path),
            Ask::Presence,
            &mut budget,
        )
    }

    /// Whether a command is found: by its path, or by its name in the directories of `search`
    /// (a PATH; `None` means that the image sets none).
    pub(crate) fn command(
        &self,
        stage: usize,
        layers: usize,
        name: &str,
        workdir: &str,
        search: Option<&str>,
        ask: Ask,
    ) -> Answer {
        let mut budget = BUDGET;
        if name.contains('/') {
            let path = absolute(workdir, name);
            return self.look(stage, layers, &Wanted::new(path), ask, &mut budget);
        }
        let mut absent: Option<Answer> = None;
        let mut unknown: Option<Answer> = None;
        let mut searched: Vec<Wanted<'_>> = Vec::new();
        for directory in search.unwrap_or(DEFAULT_PATH).split(':') {
            // An empty entry is the working directory.
            let wanted = Wanted::new(named_in(workdir, directory, name));
            // `/bin` after `/usr/bin`: the answer is about both.
            if searched
                .iter()
                .any(|other| other.merged() == wanted.merged())
            {
                continue;
            }
            let answer = self.look(stage, layers, &wanted, ask, &mut budget);
            searched.push(wanted);
            match answer.presence {
                Presence::Present => return answer,
                Presence::Absent => {
                    absent.get_or_insert(answer);
                }
                // Whatever the others say, it is not missing.
                Presence::Unknown if ask == Ask::Absence => return answer,
                Presence::Unknown => {
                    unknown.get_or_insert(answer);
                }
            }
        }
        unknown.or(absent).unwrap_or(Answer::new(
            Presence::Unknown,
            self.stages.get(stage).map_or(Span::default(), |fs| fs.from),
        ))
    }

    fn look(
        &self,
        stage: usize,
        layers: usize,
        wanted: &Wanted<'_>,
        ask: Ask,
        budget: &mut u32,
    ) -> Answer {
        let mut stage = stage;
        let mut layers = layers;
        let mut opened: Option<Span> = None;
        loop {
            let Some(system) = self.stages.get(stage) else {
                return Answer::new(Presence::Unknown, Span::default());
            };
            for layer in system.layers.iter().take(layers).rev() {
                let Some(left) = budget.checked_sub(1) else {
                    return Answer::new(Presence::Unknown, layer.span);
                };
                *budget = left;
                match self.verdict(layer, wanted, budget) {
                    Verdict::Untouched => {}
                    Verdict::Present(by) => return Answer::new(Presence::Present, by),
                    Verdict::Removed(by) => {
                        return match opened {
                            Some(by) => Answer::new(Presence::Unknown, by),
                            None => Answer::new(Presence::Absent, by),
                        };
                    }
                    Verdict::Unknown(by) => return Answer::new(Presence::Unknown, by),
                    Verdict::Opened(by) if ask == Ask::Absence => {
                        return Answer::new(Presence::Unknown, by);
                    }
                    Verdict::Opened(by) => {
                        opened.get_or_insert(by);
                    }
                }
            }
            match &system.root {
                Root::Stage(parent) => {
                    // A stage that is its own ancestor is reported elsewhere; here it only must end.
                    let Some(left) = budget.checked_sub(1) else {
                        return Answer::new(Presence::Unknown, system.from);
                    };
                    *budget = left;
                    stage = *parent;
                    layers = usize::MAX;
                }
                Root::Image(base) => {
                    let presence = wanted.in_image(base);
                    let certainty = base.certainty();
                    return match (presence, opened) {
                        (Presence::Absent | Presence::Unknown, Some(by)) => {
                            Answer::new(Presence::Unknown, by)
                        }
                        _ => Answer {
                            presence,
                            by: system.from,
                            touched: opened.is_some(),
                            certainty,
                        },
                    };
                }
            }
        }
    }

    fn verdict(&self, layer: &Layer, wanted: &Wanted<'_>, budget: &mut u32) -> Verdict {
        match &layer.change {
            Change::Opaque
            | Change::Copy {
                destination: None, ..
            } => Verdict::Opened(layer.span),
            Change::Run(touches) => by_commands(touches, wanted, budget),
            Change::Directory(directory) if is_below(directory, wanted.merged()) => {
                Verdict::Present(layer.span)
            }
            Change::Directory(_) | Change::Nothing => Verdict::Untouched,
            Change::Copy {
                source,
                paths,
                destination: Some(destination),
                into,
                files,
            } => {
                if is_below(destination, wanted.merged()) {
                    return Verdict::Present(layer.span);
                }
                if !is_below(wanted.merged(), destination) {
                    return Verdict::Untouched;
                }
                if *files && !paths.is_empty() {
                    let rest = wanted.merged()[destination.len()..].trim_start_matches('/');
                    let named = *into && paths.iter().any(|path| file_name(path) == rest);
                    return if named {
                        Verdict::Present(layer.span)
                    } else {
                        Verdict::Untouched
                    };
                }
                match self.below_destination(source, paths, destination, *into, wanted, budget) {
                    Presence::Present => Verdict::Present(layer.span),
                    Presence::Absent => Verdict::Untouched,
                    Presence::Unknown => Verdict::Opened(layer.span),
                }
            }
        }
    }

    /// Whether a copy put the wanted path below its destination.
    fn below_destination(
        &self,
        source: &Source,
        paths: &[String],
        target: &str,
        into: bool,
        wanted: &Wanted<'_>,
        budget: &mut u32,
    ) -> Presence {
        let rest = wanted.merged()[target.len()..].trim_start_matches('/');
        if paths.is_empty() {
            return Presence::Unknown;
        }
        let mut presence = Presence::Absent;
        for path in paths {
            let Some(left) = budget.checked_sub(1) else {
                return Presence::Unknown;
            };
            *budget = left;
            // A source that is a directory brings what is in it …
            let inside = self.look_in(source, &absolute(path, rest), budget);
            // … and one that is a file keeps its name, where the destination is a directory.
            let named = into && file_name(path) == rest;
            match inside {
                Presence::Present => return Presence::Present,
                Presence::Absent if !named => {}
                _ => presence = Presence::Unknown,
            }
        }
        presence
    }

    fn look_in(&self, source: &Source, path: &str, budget: &mut u32) -> Presence {
        match source {
            Source::Elsewhere => Presence::Unknown,
            Source::Image(base) => Wanted::new(path).in_image(base),
            Source::Stage(stage) => self.look_flat(*stage, path, budget),
        }
    }

    /// Like [`Self::look`], but follows no further copies: a copy of a copy opens the path. That
    /// bounds the depth without losing much: what is proved absent is almost always proved by the
    /// first stage asked.
    fn look_flat(&self, stage: usize, path: &str, budget: &mut u32) -> Presence {
        let wanted = Wanted::new(path);
        let mut stage = stage;
        loop {
            let Some(system) = self.stages.get(stage) else {
                return Presence::Unknown;
            };
            for layer in system.layers.iter().rev() {
                let Some(left) = budget.checked_sub(1) else {
                    return Presence::Unknown;
                };
                *budget = left;
                match &layer.change {
                    Change::Nothing => {}
                    Change::Opaque
                    | Change::Copy {
                        destination: None, ..
                    } => {
                        return Presence::Unknown;
                    }
                    Change::Run(touches) => match by_commands(touches, &wanted, budget) {
                        Verdict::Untouched => {}
                        Verdict::Opened(_) | Verdict::Unknown(_) => return Presence::Unknown,
                        Verdict::Present(_) => return Presence::Present,
                        Verdict::Removed(_) => return Presence::Absent,
                    },
                    Change::Directory(made) => {
                        if is_below(made, wanted.merged()) {
                            return Presence::Present;
                        }
                    }
                    Change::Copy {
                        destination: Some(destination),
                        ..
                    } => {
                        if is_below(destination, wanted.merged()) {
                            return Presence::Present;
                        }
                        if is_below(wanted.merged(), destination) {
                            return Presence::Unknown;
                        }
                    }
                }
            }
            match &system.root {
                Root::Stage(parent) => {
                    let Some(left) = budget.checked_sub(1) else {
                        return Presence::Unknown;
                    };
                    *budget = left;
                    stage = *parent;
                }
                Root::Image(base) => return wanted.in_image(base),
            }
        }
    }
}

/// What the commands of a RUN did to a path, from the last to the first.
fn by_commands(touches: &[Touch], wanted: &Wanted<'_>, budget: &mut u32) -> Verdict {
    let mut opened = None;
    for touch in touches.iter().rev() {
        let Some(left) = budget.checked_sub(1) else {
            return Verdict::Opened(touch.span);
        };
        *budget = left;
        let verdict = match touch.on(wanted.merged()) {
            Effect::None => continue,
            Effect::Opened => {
                opened.get_or_insert(touch.span);
                continue;
            }
            Effect::Made => Verdict::Present(touch.span),
            Effect::Removed => opened.map_or(Verdict::Removed(touch.span), Verdict::Unknown),
        };
        return verdict;
    }
    opened.map_or(Verdict::Untouched, Verdict::Opened)
}

/// A path that is looked for, under both of its names.
struct Wanted<'p> {
    path: Cow<'p, str>,
    /// The other one, where there is one.
    usr: Option<String>,
}

impl<'p> Wanted<'p> {
    fn new(path: impl Into<Cow<'p, str>>) -> Self {
        let path = path.into();
        Self {
            usr: is_linked(&path).then(|| merged(&path)),
            path,
        }
    }

    /// The path as under merged `/usr`.
    fn merged(&self) -> &str {
        self.usr.as_deref().unwrap_or(&self.path)
    }

    /// Present under one of its names, or absent under all of them.
    fn in_image(&self, base: &Base) -> Presence {
        let short = match &self.usr {
            None => self.path.strip_prefix("/usr"),
            Some(_) => None,
        };
        let names = [
            Some(&*self.path),
            self.usr.as_deref(),
            short.filter(|short| is_linked(short)),
        ];
        let mut presence = Presence::Absent;
        for name in names.into_iter().flatten() {
            match base.path(name) {
                Presence::Present => return Presence::Present,
                Presence::Unknown => presence = Presence::Unknown,
                Presence::Absent => {}
            }
        }
        presence
    }
}
