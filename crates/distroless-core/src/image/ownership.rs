//! Whom a directory of an image belongs to, and whether anything is in it.

use super::contents::{Change, FileSystems, Root, Source};
use super::interpret::{Copied, Owned};
use super::path::{is_below, merged};
use super::touch::Deed;
use dockerfile_syntax::Span;

/// Layers that one question may look at.
const BUDGET: u32 = 10_000;

/// Who owns a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ownership<'o> {
    /// The owner as written.
    pub(crate) owner: &'o str,
    /// Whether everybody may write there.
    pub(crate) open: bool,
    /// What decides.
    pub(crate) by: Span,
}

impl FileSystems {
    /// Who owns a path of a stage's image (as under merged `/usr`), by what instructions and commands did;
    /// `None` where that is not known.
    pub(crate) fn ownership<'o>(
        &self,
        stage: usize,
        owned: &'o [Owned],
        path: &str,
    ) -> Option<Ownership<'o>> {
        let mut all = owned.iter().rev().filter(|owned| {
            owned.path == path && !owned.below_only
                || owned.recursive && owned.path != path && is_below(path, &owned.path)
        });
        let mut last = all.next()?;
        // What is there keeps its owner when something is copied beside it, or over it.
        for before in all {
            match last.copied {
                Some(Copied::Trees) if last.path != path => return None,
                Some(_) => last = before,
                None => break,
            }
        }
        if last.copied == Some(Copied::Files) && last.path != path {
            return None;
        }
        let changed = self.may_change_after(stage, path, last.site.stage, last.site.span)?;
        (!changed).then_some(())?;
        Some(Ownership {
            owner: last.owner.as_deref()?,
            open: last.open,
            by: last.site.span,
        })
    }

    /// Whether a command after a place may have changed a path; `None` when that takes too long to find out.
    fn may_change_after(&self, stage: usize, path: &str, from: usize, place: Span) -> Option<bool> {
        let mut budget = BUDGET;
        let mut stage = stage;
        loop {
            let system = self.stages.get(stage)?;
            for layer in system.layers.iter().rev() {
                budget = budget.checked_sub(1)?;
                if stage == from && layer.span.end <= place.start {
                    return Some(false);
                }
                match &layer.change {
                    Change::Opaque => return Some(true),
                    Change::Run(touches) => {
                        for touch in touches.iter().rev() {
                            budget = budget.checked_sub(1)?;
                            let after = stage != from || touch.span.start > place.start;
                            if after
                                && let Deed::Opens(region) = &touch.deed
                                && region.reaches(path)
                            {
                                return Some(true);
                            }
                        }
                    }
                    Change::Copy { .. } | Change::Directory(_) | Change::Nothing => {}
                }
            }
            match &system.root {
                Root::Stage(below) if stage != from => {
                    budget = budget.checked_sub(1)?;
                    stage = *below;
                }
                Root::Stage(_) | Root::Image(_) => return Some(false),
            }
        }
    }

    /// Whether a path (as under merged `/usr`) is a directory of the image that this file makes, with nothing
    /// in it.
    pub(crate) fn is_made_empty(&self, stage: usize, path: &str) -> bool {
        let mut budget = BUDGET;
        self.made_empty(stage, path, true, &mut budget)
            .unwrap_or(false)
    }

    fn made_empty(&self, stage: usize, path: &str, follow: bool, budget: &mut u32) -> Option<bool> {
        let mut stage = stage;
        let mut made = false;
        loop {
            let system = self.stages.get(stage)?;
            for layer in system.layers.iter().rev() {
                *budget = budget.checked_sub(1)?;
                match &layer.change {
                    Change::Nothing => {}
                    Change::Opaque
                    | Change::Copy {
                        destination: None, ..
                    } => return None,
                    Change::Directory(directory) => {
                        if directory == path {
                            made = true;
                        } else if is_below(directory, path) {
                            return Some(false);
                        }
                    }
                    Change::Copy {
                        source,
                        paths,
                        destination: Some(destination),
                        into,
                        files,
                    } => {
                        if destination == path && !into && follow {
                            let (Source::Stage(from), [only]) = (source, paths.as_slice()) else {
                                return Some(false);
                            };
                            if self.made_empty(*from, &merged(only), false, budget)? {
                                made = true;
                                continue;
                            }
                            return Some(false);
                        }
                        if is_below(destination, path) {
                            return Some(false);
                        }
                        // A tree may hold something for it; a file does not.
                        if is_below(path, destination) && !files {
                            return None;
                        }
                    }
                    Change::Run(touches) => {
                        for touch in touches.iter().rev() {
                            *budget = budget.checked_sub(1)?;
                            match &touch.deed {
                                Deed::Opens(region) if region.reaches(path) => return None,
                                Deed::Makes(file) if file == path => made = true,
                                Deed::Makes(file) if is_below(file, path) => return Some(false),
                                Deed::Removes(gone) if is_below(path, gone) => {
                                    return Some(made);
                                }
                                Deed::Opens(_)
                                | Deed::Makes(_)
                                | Deed::Removes(_)
                                | Deed::Empties(_) => {}
                            }
                        }
                    }
                }
            }
            match &system.root {
                Root::Stage(below) => {
                    *budget = budget.checked_sub(1)?;
                    stage = *below;
                }
                Root::Image(base) => {
                    let there = base.path(path);
                    // That an image from outside has a directory of that name is not known, and not likely.
                    return Some(made && there != image_knowledge::Presence::Present);
                }
            }
        }
    }
}
