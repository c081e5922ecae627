//! What a file puts into an image, as a tree for people: each path with what it is and where it came from,
//! and what may have put more there.

use crate::graph::Stage;
use crate::image::artifact::Shape;
use crate::image::path::is_below;
use crate::image::{Change, Deed, Layer, Region};
use crate::model::Model;
use dockerfile_syntax::Span;
use image_knowledge::Presence;
use std::collections::BTreeMap;

/// Paths that are shown of one image. Each is a question to the file system, and nobody reads more.
const MOST: usize = 400;

/// What a file puts into an image.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// By path.
    pub entries: Vec<Entry>,
    /// What may have put more there, in the file's order.
    pub openings: Vec<Opening>,
    /// Whether there is more than is listed.
    pub cut: bool,
}

/// A path that the file puts into the image.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Absolute, as under merged `/usr`.
    pub path: String,
    /// Whether more lies below it.
    pub directory: bool,
    /// What it is.
    pub origin: Origin,
    /// Where it was made, then every copy.
    pub trail: Vec<Span>,
    /// Whether it is there for sure.
    pub sure: bool,
}

/// What a path is known by.
#[derive(Clone, Debug)]
pub enum Origin {
    /// It is known what it is.
    Known(String),
    /// It came with a package of the system, by its name as written.
    Package(String),
    /// A command made it.
    Command,
    /// A copy brought it.
    Copy,
    /// WORKDIR made it.
    Workdir,
}

/// Something that may have put files there of which nothing is known.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The command or instruction.
    pub by: Span,
    /// Where.
    pub region: Opened,
}

/// Where files of which nothing is known may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Anywhere.
    Anywhere,
    /// Where packages of the system put their files.
    System,
    /// Below these directories.
    Below(Vec<String>),
}

/// What the file puts into the image of a stage.
pub fn tree(model: &Model<'_>, stage: &Stage) -> Tree {
    let mut gathered = Gathered::default();
    // What is known of a path says more than the step that made it, so it comes first; and what it is for sure
    // more than what it may be as a part of a directory.
    let artifacts = &model.contents(stage).artifacts;
    let (sure, maybe): (Vec<_>, Vec<_>) = artifacts.iter().partition(|artifact| artifact.sure);
    for artifact in sure.into_iter().chain(maybe) {
        gathered.add(Entry {
            path: artifact.path.clone(),
            directory: artifact.shape != Shape::File,
            origin: Origin::Known(artifact.kind.describe()),
            trail: artifact.trail.iter().map(|site| site.span).collect(),
            sure: artifact.sure,
        });
    }
    let packages = &model.contents(stage).packages;
    let packages = packages
        .iter()
        .map(|package| (package.site.span.start, package.name.as_str()))
        .collect();
    let chain: Vec<&Stage> = model.chain(stage).collect();
    for layer in chain
        .into_iter()
        .rev()
        .flat_map(|stage| model.layers(stage))
    {
        gathered.layer(&packages, layer);
    }
    gathered.finish(model, stage)
}

#[derive(Default)]
struct Gathered {
    entries: BTreeMap<String, Entry>,
    openings: Vec<Opening>,
    cut: bool,
}

impl Gathered {
    fn add(&mut self, entry: Entry) {
        if self.entries.contains_key(&entry.path) {
            return;
        }
        if self.entries.len() >= MOST {
            self.cut = true;
            return;
        }
        self.entries.insert(entry.path.clone(), entry);
    }

    /// What a step puts there; packages by where their names stand.
    fn layer(&mut self, packages: &BTreeMap<u32, &str>, layer: &Layer) {
        let mut step = |path: &str, directory: bool, origin: Origin, by: Span| {
            self.add(Entry {
                path: path.to_owned(),
                directory,
                origin,
                trail: vec![by],
                sure: true,
            });
        };
        match &layer.change {
            Change::Nothing => {}
            Change::Opaque
            | Change::Copy {
                destination: None, ..
            } => self.opens(layer.span, &Region::Everything),
            Change::Directory(path) => step(path, true, Origin::Workdir, layer.span),
            Change::Copy {
                destination: Some(destination),
                into,
                files,
                ..
            } => step(destination, *into || !files, Origin::Copy, layer.span),
            Change::Run(touches) => {
                for touch in touches {
                    match &touch.deed {
                        Deed::Makes(path) => {
                            let package = packages.get(&touch.span.start);
                            let origin = package.map_or(Origin::Command, |name| {
                                Origin::Package((*name).to_owned())
                            });
                            self.add(Entry {
                                path: path.clone(),
                                directory: false,
                                origin,
                                trail: vec![touch.span],
                                sure: touch.sure,
                            });
                        }
                        Deed::Opens(region) => self.opens(touch.span, region),
                        Deed::Removes(_) | Deed::Empties(_) => {}
                    }
                }
            }
        }
    }

    /// Notes where a step may have put more; one line a step.
    fn opens(&mut self, by: Span, region: &Region) {
        let same_step = self
            .openings
            .iter_mut()
            .rev()
            .take_while(|opening| opening.by.start >= by.start)
            .find(|opening| opening.by == by);
        let Some(opening) = same_step else {
            if self.openings.len() >= MOST {
                self.cut = true;
                return;
            }
            self.openings.push(Opening {
                by,
                region: match region {
                    Region::Everything => Opened::Anywhere,
                    Region::System => Opened::System,
                    Region::Below(path) => Opened::Below(vec![path.clone()]),
                },
            });
            return;
        };
        match (&mut opening.region, region) {
            // All of it is in there already.
            (Opened::Anywhere, _) | (Opened::System, Region::System | Region::Below(_)) => {}
            (place, Region::Everything) => *place = Opened::Anywhere,
            (Opened::Below(paths), Region::Below(path)) => {
                if !paths.iter().any(|known| is_below(path, known)) {
                    paths.push(path.clone());
                }
            }
            (place, Region::System) => *place = Opened::System,
        }
    }

    /// Leaves out what later steps took away, and openings of which the tree shows all there is to say.
    fn finish(self, model: &Model<'_>, stage: &Stage) -> Tree {
        let mut entries: Vec<Entry> = self.entries.into_values().collect();
        entries.retain_mut(|entry| match model.path(stage, &entry.path).presence {
            Presence::Absent => false,
            Presence::Present => true,
            Presence::Unknown => {
                entry.sure = false;
                true
            }
        });
        let mut openings = self.openings;
        openings.retain_mut(|opening| match &mut opening.region {
            Opened::Anywhere | Opened::System => true,
            Opened::Below(paths) => {
                paths.retain(|path| {
                    let shown = entries
                        .iter()
                        .any(|entry| entry.directory && entry.path == *path);
                    !shown && model.path(stage, path).presence != Presence::Absent
                });
                !paths.is_empty()
            }
        });
        Tree {
            entries,
            openings,
            cut: self.cut,
        }
    }
}
