//! What the words after FROM, `--from=` and `from=` name.

use super::types::{BaseTarget, DependencyKind, Origin, ProblemKind, ReferenceProblem};
use crate::order::ByName;
use dockerfile_syntax::image_ref::Reference;
use dockerfile_syntax::{Dockerfile, Kind, Span, is_stage_name, to_lower};
use std::cell::{Cell, RefCell};

/// BuildKit's name of the empty image.
const SCRATCH: &str = "scratch";
/// How many pairs of names are compared in search of near misses.
const COMPARISONS: usize = 100_000;
/// The longest text that is looked at for near misses.
const LONGEST_NEAR: usize = 32;

/// The names of a file's stages and what else references can mean.
#[derive(Debug)]
pub(super) struct References {
    /// For each name in lower case, the stages that have it, in order.
    names: ByName<Vec<usize>>,
    stages: usize,
    /// Every name from outside that a COPY or a mount gives, with the instruction's place in the
    /// file. BuildKit numbers them after the stages.
    outside: Vec<(usize, String)>,
    /// Named contexts, in lower case.
    contexts: Vec<String>,
    /// The names with the first stage that has each, by their length.
    by_length: Vec<Vec<(String, usize)>>,
    /// What was found close to a text.
    near: RefCell<ByName<Vec<(usize, usize)>>>,
    comparisons: Cell<usize>,
}

/// What a word of COPY or a mount names.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) origin: Origin,
    /// The stage that is used, be it one that BuildKit refuses here.
    pub(super) stage: Option<usize>,
    pub(super) problem: Option<ProblemKind>,
}

impl Named {
    const fn unknown() -> Self {
        Self {
            origin: Origin::Unknown,
            stage: None,
            problem: None,
        }
    }

    fn wrong(problem: ProblemKind) -> Self {
        Self {
            problem: Some(problem),
            ..Self::unknown()
        }
    }
}

impl References {
    pub(super) fn new(file: &Dockerfile<'_>, contexts: &[String]) -> Self {
        let mut names: ByName<Vec<usize>> = ByName::default();
        let stages = file.stages();
        for stage in &stages {
            if let Some(of_name) = stage.name.as_ref().and_then(|name| names.of(name)) {
                of_name.push(stage.index);
            }
        }
        let mut by_length = vec![Vec::new(); LONGEST_NEAR + 3];
        // The build stops at any other name, so that nobody means it.
        for (name, stages) in names.iter().filter(|(name, _)| is_stage_name(name)) {
            if let Some(of_length) = by_length.get_mut(name.len()) {
                let first = stages.first().copied().unwrap_or_default();
                of_length.push((name.to_owned(), first));
            }
        }
        let mut references = Self {
            by_length,
            near: RefCell::default(),
            names,
            stages: stages.len(),
            outside: Vec::new(),
            contexts: contexts.iter().map(|name| to_lower(name)).collect(),
            comparisons: Cell::new(COMPARISONS),
        };
        let mut outside = Vec::new();
        for (index, instruction) in file.instructions.iter().enumerate() {
            let mut add = |text: &str, numbered: bool| {
                if !text.is_empty() && !numbered && references.last(text).is_none() {
                    outside.push((index, text.to_owned()));
                }
            };
            match &instruction.kind {
                Kind::Copy(_) => {
                    if let Some(from) = instruction.flag_value("from") {
                        add(from.as_str(), number(from.as_str()).is_some());
                    }
                }
                Kind::Run(_) => {
                    for mount in instruction.mounts() {
                        if let Some(from) = mount.from() {
                            add(from.as_str(), false);
                        }
                    }
                }
                _ => {}
            }
        }
        references.outside = outside;
        references
    }

    /// The stage that a name means for COPY, mounts and `--target`: the last one that has it.
    pub(super) fn last(&self, name: &str) -> Option<usize> {
        self.names.get(&to_lower(name))?.last().copied()
    }

    fn is_context(&self, name: &str) -> bool {
        if self.contexts.is_empty() {
            return false;
        }
        let name = to_lower(name);
        self.contexts.contains(&name)
            || Reference::parse(&name).is_ok_and(|image| {
                self.contexts.iter().any(|context| {
                    Reference::parse(context)
                        .is_ok_and(|context| context.canonical() == image.canonical())
                })
            })
    }

    /// What a FROM names, and what may be wrong about it. `stage` is the one it begins.
    pub(super) fn base(
        &self,
        stage: usize,
        own_name: Option<&str>,
        text: &str,
    ) -> (BaseTarget, Option<ProblemKind>) {
        if own_name.is_some_and(|name| self.contexts.iter().any(|context| context == name)) {
            return (BaseTarget::Unknown, None);
        }
        // Names are kept in lower case, and FROM looks for exactly what is written.
        let earlier = self.names.get(text).and_then(|stages| {
            let before = stages.partition_point(|index| *index < stage);
            before.checked_sub(1).and_then(|last| stages.get(last))
        });
        if let Some(earlier) = earlier {
            return (BaseTarget::Stage(*earlier), None);
        }
        if text == SCRATCH {
            return (BaseTarget::Scratch, None);
        }
        if self.is_context(text) {
            return (BaseTarget::Unknown, None);
        }
        match Reference::parse(text) {
            Err(_) => (BaseTarget::Unknown, Some(ProblemKind::InvalidReference)),
            Ok(image) => {
                let later = self
                    .names
                    .get(&to_lower(text))
                    .and_then(|stages| stages.iter().find(|index| **index > stage));
                // A stage is often called as the image it is built on: that is no reference to itself.
                let own = own_name.is_some_and(|name| name == to_lower(text));
                let problem = match later {
                    _ if own => None,
                    Some(later) => Some(ProblemKind::Forward { stage: *later }),
                    None => self.near_miss(stage, text),
                };
                (BaseTarget::Image(image), problem)
            }
        }
    }

    /// What `--from` of a COPY (`kind`: Copy) or `from` of a mount names. `instruction` is its place
    /// in the file.
    pub(super) fn named(
        &self,
        stage: usize,
        instruction: usize,
        text: &str,
        kind: DependencyKind,
    ) -> Named {
        if kind == DependencyKind::Copy
            && let Some(number) = number(text)
        {
            return self.numbered(stage, instruction, usize::try_from(number).ok());
        }
        if let Some(found) = self.last(text) {
            return Self::stage(stage, found);
        }
        if text == SCRATCH || self.is_context(text) {
            return Named::unknown();
        }
        match Reference::parse(text) {
            Err(_) => Named::wrong(ProblemKind::InvalidReference),
            Ok(image) => Named {
                origin: Origin::Image(image),
                stage: None,
                problem: self.near_miss(stage, text),
            },
        }
    }

    fn numbered(&self, stage: usize, instruction: usize, number: Option<usize>) -> Named {
        let Some(number) = number else {
            return Named::wrong(ProblemKind::NoSuchIndex);
        };
        if number < self.stages {
            return Self::stage(stage, number);
        }
        match self.outside.get(number - self.stages) {
            Some((at, text)) if *at < instruction => Named {
                origin: Reference::parse(text).map_or(Origin::Unknown, Origin::Image),
                ..Named::unknown()
            },
            _ => Named::wrong(ProblemKind::NoSuchIndex),
        }
    }

    fn stage(stage: usize, found: usize) -> Named {
        let (origin, problem) = match found.cmp(&stage) {
            std::cmp::Ordering::Less => (Origin::Stage(found), None),
            std::cmp::Ordering::Equal => (Origin::Unknown, Some(ProblemKind::Itself)),
            std::cmp::Ordering::Greater => {
                (Origin::Unknown, Some(ProblemKind::Forward { stage: found }))
            }
        };
        Named {
            origin,
            stage: Some(found),
            problem,
        }
    }

    /// An earlier stage whose name is one slip of the keyboard away, or two in a long name.
    fn near_miss(&self, stage: usize, text: &str) -> Option<ProblemKind> {
        let text = to_lower(text);
        let mut known = self.near.borrow_mut();
        if known.get(&text).is_none() {
            known.insert(&text, self.near(&text));
        }
        let near = known.get(&text)?;
        let earlier = near.iter().filter(|(_, first)| *first < stage);
        earlier
            .min()
            .map(|(_, first)| ProblemKind::NearMiss { stage: *first })
    }

    /// Names close to a text: how far each is, and the first stage that has it.
    fn near(&self, text: &str) -> Vec<(usize, usize)> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !(3..=LONGEST_NEAR).contains(&text.len())
            || !text.bytes().all(plain)
            || text.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Vec::new();
        }
        let slips = if text.len() < 7 { 1 } else { 2 };
        let lengths = text.len().saturating_sub(slips).max(3)..=text.len() + slips;
        let mut near = Vec::new();
        for (name, first) in self.by_length.get(lengths).into_iter().flatten().flatten() {
            let Some(left) = self.comparisons.get().checked_sub(1) else {
                break;
            };
            self.comparisons.set(left);
            let distance = strsim::osa_distance(name, text);
            if distance <= slips {
                near.push((distance, *first));
            }
        }
        near
    }

    /// For each stage whose name an earlier one has, the first that has it.
    pub(super) fn duplicates(&self) -> Vec<Option<usize>> {
        let mut firsts = vec![None; self.stages];
        for (_, stages) in self.names.iter() {
            for later in stages.iter().skip(1) {
                if let Some(slot) = firsts.get_mut(*later) {
                    *slot = stages.first().copied();
                }
            }
        }
        firsts
    }
}

/// A reference as a problem.
pub(super) fn problem(
    kind: ProblemKind,
    stage: usize,
    span: Span,
    text: &str,
    by: DependencyKind,
) -> ReferenceProblem {
    ReferenceProblem {
        kind,
        stage,
        span,
        text: text.to_owned(),
        by,
    }
}

/// A number as Go's `strconv.Atoi` reads it. What is too large is no number.
fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
