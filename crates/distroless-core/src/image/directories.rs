//! Which paths of an image are directories for sure.

use super::base::Base;
use super::contents::{Change, FileSystems, Root, Source};
use super::path::is_below;
use super::touch::Deed;
use dockerfile_syntax::Span;

/// Layers that one question may look at: hostile files chain stages and copies.
const BUDGET: u32 = 10_000;

/// What one layer says of a path that may be a directory.
enum Verdict {
    /// It is one since then.
    Directory(Span),
    /// Nothing, or nothing that would make a file of a directory.
    Nothing,
    /// It may be anything afterwards.
    Unknown,
}

impl FileSystems {
    /// The instruction, or the FROM of the base, by which a path (absolute, as under merged `/usr`) is a
    /// directory in the image of `stage`. Docker never puts a file in a directory's place, so that it stays
    /// one until a command removes it.
    pub(crate) fn directory(&self, stage: usize, path: &str) -> Option<Span> {
        let mut budget = BUDGET;
        self.directory_within(stage, path, true, &mut budget)
    }

    fn directory_within(
        &self,
        stage: usize,
        path: &str,
        follow: bool,
        budget: &mut u32,
    ) -> Option<Span> {
        let mut stage = stage;
        loop {
            let system = self.stages.get(stage)?;
            for layer in system.layers.iter().rev() {
                *budget = budget.checked_sub(1)?;
                match self.on_directory(layer.span, &layer.change, path, follow, budget) {
                    Verdict::Directory(by) => return Some(by),
                    Verdict::Nothing => {}
                    Verdict::Unknown => return None,
                }
            }
            match &system.root {
                Root::Stage(below) => {
                    *budget = budget.checked_sub(1)?;
                    stage = *below;
                }
                Root::Image(base) => return base.is_directory(path).then_some(system.from),
            }
        }
    }

    fn on_directory(
        &self,
        span: Span,
        change: &Change,
        path: &str,
        follow: bool,
        budget: &mut u32,
    ) -> Verdict {
        let is = |directory: bool| {
            if directory {
                Verdict::Directory(span)
            } else {
                Verdict::Nothing
            }
        };
        match change {
            Change::Nothing
            | Change::Copy {
                destination: None, ..
            } => Verdict::Nothing,
            Change::Opaque => Verdict::Unknown,
            Change::Directory(made) => is(is_below(made, path)),
            Change::Copy {
                source,
                paths,
                destination: Some(destination),
                into,
                ..
            } => {
                if destination != path {
                    return is(is_below(destination, path));
                }
                let copied = match (source, paths.as_slice()) {
                    // A copy of a copied directory is not followed: that bounds the depth.
                    (Source::Stage(from), [only]) if follow => self
                        .directory_within(*from, &super::path::merged(only), false, budget)
                        .is_some(),
                    (Source::Image(base), [only]) => base.is_directory(only),
                    // All of the build context.
                    (Source::Elsewhere, [only]) => only == "/",
                    _ => false,
                };
                is(*into || copied)
            }
            Change::Run(touches) => {
                for touch in touches.iter().rev() {
                    let Some(left) = budget.checked_sub(1) else {
                        return Verdict::Unknown;
                    };
                    *budget = left;
                    match &touch.deed {
                        Deed::Makes(made) if made != path && is_below(made, path) && touch.sure => {
                            return Verdict::Directory(touch.span);
                        }
                        Deed::Opens(region) if region.reaches(path) => return Verdict::Unknown,
                        Deed::Removes(removed) if is_below(path, removed) => {
                            return Verdict::Unknown;
                        }
                        Deed::Opens(_) | Deed::Makes(_) | Deed::Removes(_) | Deed::Empties(_) => {}
                    }
                }
                Verdict::Nothing
            }
        }
    }
}

impl Base {
    /// Whether a path is a directory of the image for sure: something that is known to be there lies below it.
    pub(crate) fn is_directory(&self, path: &str) -> bool {
        path == "/" || self.facts().is_some_and(|facts| facts.is_directory(path))
    }
}
