//! Variables over time.
//!
//! A stage begins with the variables of the stage it is built on, so the stages form trees. They
//! are visited in depth-first order; each variable keeps a list of the moments at which it changed,
//! and leaving a stage changes it back. The value in any stage at any step is then found by binary
//! search, and nothing is copied from stage to stage.

use super::types::Setting;
use dockerfile_syntax::Span;
use dockerfile_syntax::expand::Variable;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A point between two steps of a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u32);

/// Who set a variable.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// An instruction of a stage.
    File { span: Span, stage: usize },
    /// The base image, or BuildKit.
    Base,
}

#[derive(Clone, Debug)]
struct Value {
    /// `None`: not known.
    text: Option<Arc<str>>,
    source: Source,
    since: Moment,
}

/// From this moment on, this value; `None` for none.
type Change = (Moment, Option<u32>);

/// Variables of one kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    index: BTreeMap<String, usize>,
    names: Vec<Arc<str>>,
    histories: Vec<Vec<Change>>,
    values: Vec<Value>,
    /// When it became unknown which variables there are: an unknown base image, or an ENV whose
    /// name is not known. What was set before may be something else since.
    unknowns: Vec<Change>,
    clock: Moment,
    /// What to change back when stages are left: which variable (none for `unknowns`), and to what.
    undo: Vec<(Option<usize>, Option<u32>)>,
}

impl Variables {
    /// The moment after the last change.
    pub(super) const fn now(&self) -> Moment {
        self.clock
    }

    const fn tick(&mut self) -> Moment {
        self.clock = Moment(self.clock.0.saturating_add(1));
        self.clock
    }

    /// Sets a variable; its number, where it had no value before.
    pub(super) fn set(
        &mut self,
        name: &str,
        text: Option<Arc<str>>,
        source: Source,
    ) -> Option<usize> {
        let since = self.tick();
        let value = self.values.len() as u32;
        self.values.push(Value {
            text,
            source,
            since,
        });
        let variable = self.variable(name);
        let history = self.histories.get_mut(variable)?;
        let before = history.last().and_then(|change| change.1);
        self.undo.push((Some(variable), before));
        history.push((since, Some(value)));
        before.is_none().then_some(variable)
    }

    fn variable(&mut self, name: &str) -> usize {
        if let Some(variable) = self.index.get(name) {
            return *variable;
        }
        let variable = self.names.len();
        self.index.insert(name.to_owned(), variable);
        self.names.push(name.into());
        self.histories.push(Vec::new());
        variable
    }

    /// From now on any variable may have any value.
    pub(super) fn forget(&mut self, source: Source) {
        let since = self.tick();
        let value = self.values.len() as u32;
        self.values.push(Value {
            text: None,
            source,
            since,
        });
        let before = self.unknowns.last().and_then(|change| change.1);
        self.undo.push((None, before));
        self.unknowns.push((since, Some(value)));
    }

    /// What to give to [`leave`](Self::leave) to come back to the present state.
    pub(super) const fn enter(&self) -> usize {
        self.undo.len()
    }

    /// Changes everything back to what it was.
    pub(super) fn leave(&mut self, mark: usize) {
        let now = self.tick();
        while self.undo.len() > mark {
            let Some((variable, before)) = self.undo.pop() else {
                return;
            };
            let history = match variable {
                Some(variable) => self.histories.get_mut(variable),
                None => Some(&mut self.unknowns),
            };
            if let Some(history) = history {
                // Several changes of one variable go back at the same moment: the last one counts.
                match history.last_mut() {
                    Some(last) if last.0 == now => last.1 = before,
                    _ => history.push((now, before)),
                }
            }
        }
    }

    fn value(&self, history: &[Change], moment: Moment) -> Option<&Value> {
        let after = history.partition_point(|change| change.0 <= moment);
        let (_, value) = history.get(after.checked_sub(1)?)?;
        self.values.get((*value)? as usize)
    }

    /// The variable at a moment; `Err` where it is not known whether there is one.
    fn find(&self, name: &str, moment: Moment) -> Result<Option<&Value>, ()> {
        let value = self
            .index
            .get(name)
            .and_then(|variable| self.histories.get(*variable))
            .and_then(|history| self.value(history, moment));
        let unknown = self.value(&self.unknowns, moment);
        match (value, unknown) {
            (Some(value), Some(unknown)) if unknown.since > value.since => Err(()),
            (None, Some(_)) => Err(()),
            (value, _) => Ok(value),
        }
    }

    /// What a word sees now.
    pub(super) fn lookup(&self, name: &str) -> Variable<'_> {
        match self.find(name, self.clock) {
            Err(()) => Variable::Unknown,
            Ok(None) => Variable::Unset,
            Ok(Some(value)) => value
                .text
                .as_deref()
                .map_or(Variable::Unknown, Variable::Set),
        }
    }

    fn setting(&self, name: &str, moment: Moment) -> Setting<String> {
        let found = match self.find(name, moment) {
            Ok(None) => return Setting::Unset,
            Ok(Some(value)) => value
                .text
                .as_ref()
                .map(|text| (text.as_ref().to_owned(), value.source)),
            Err(()) => None,
        };
        match found {
            None => Setting::Unknown,
            Some((value, Source::File { span, stage })) => Setting::Set { value, span, stage },
            Some((value, Source::Base)) => Setting::Inherited(value),
        }
    }
}

/// The variables of all stages.
#[derive(Clone, Debug, Default)]
pub(super) struct Environment {
    /// ENV: what is in the image.
    pub(super) image: Variables,
    /// ENV and ARG: what instructions see.
    pub(super) build: Variables,
    /// By index of the stage.
    pub(super) stages: Vec<StageVariables>,
}

/// What one stage adds.
#[derive(Clone, Debug, Default)]
pub(super) struct StageVariables {
    /// The end of the stage, in the time of `image`.
    pub(super) end: Moment,
    /// The next stage below that adds variables.
    pub(super) below: Option<usize>,
    /// The variables that are in the image since this stage, in order.
    pub(super) added: Vec<usize>,
}

impl Environment {
    pub(super) fn env(&self, stage: usize, name: &str) -> Setting<String> {
        self.stages
            .get(stage)
            .map_or(Setting::Unknown, |variables| {
                self.image.setting(name, variables.end)
            })
    }

    pub(super) fn build_env(&self, moment: Moment, name: &str) -> Setting<String> {
        self.build.setting(name, moment)
    }

    /// Where to look for the variables of a stage that is built on `parent`.
    pub(super) fn below(&self, parent: usize) -> Option<usize> {
        let stage = self.stages.get(parent)?;
        if stage.added.is_empty() {
            stage.below
        } else {
            Some(parent)
        }
    }

    /// In the order BuildKit keeps them. Takes as long as the list is.
    pub(super) fn list(&self, stage: usize) -> Vec<(&str, Setting<String>)> {
        let Some(end) = self.stages.get(stage).map(|stage| stage.end) else {
            return Vec::new();
        };
        let chain: Vec<&StageVariables> = std::iter::successors(self.stages.get(stage), |stage| {
            stage.below.and_then(|below| self.stages.get(below))
        })
        .collect();
        chain
            .iter()
            .rev()
            .flat_map(|stage| &stage.added)
            .filter_map(|variable| self.image.names.get(*variable))
            .map(|name| (name.as_ref(), self.image.setting(name, end)))
            .collect()
    }
}
