//! Global ARGs: those before the first FROM, and those that BuildKit brings.

use super::budget::Budget;
use super::types::GraphOptions;
use crate::order::ByName;
use dockerfile_syntax::expand::Variable;
use dockerfile_syntax::{Dockerfile, Kind};
use std::sync::Arc;

/// A value; `None` where it is not known.
pub(super) type Value = Option<Arc<str>>;

/// The arguments FROM sees, and those an ARG without a default takes over.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    /// Given from outside.
    given: ByName<Arc<str>>,
    globals: ByName<Value>,
    /// Whether nothing else will be given.
    complete: bool,
}

impl Arguments {
    pub(super) fn new(
        file: &Dockerfile<'_>,
        options: &GraphOptions,
        target: &str,
        budget: &Budget,
    ) -> Self {
        let mut given: ByName<Arc<str>> = ByName::default();
        for (name, value) in &options.build_args {
            given.set(name, value.as_str().into());
        }
        let mut arguments = Self {
            given,
            globals: platform(options.platform.as_deref()),
            complete: options.complete,
        };
        let target = if target.is_empty() { "default" } else { target };
        arguments.globals.set("TARGETSTAGE", Some(target.into()));
        for (name, value) in arguments.given.iter() {
            if let Some(global) = arguments.globals.get_mut(name) {
                *global = Some(Arc::clone(value));
            }
        }
        for instruction in file.meta_args() {
            if let Kind::Arg(pairs) = &instruction.kind {
                for pair in pairs {
                    let default = pair.value.as_ref().map(|value| {
                        budget
                            .expand(value.as_str(), |name| arguments.lookup(name))
                            .value
                            .map(Arc::from)
                    });
                    arguments.declare(pair.name.as_str(), default);
                }
            }
        }
        arguments
    }

    fn declare(&mut self, name: &str, default: Option<Value>) {
        let value = match (self.given.get(name), default) {
            (Some(given), _) => Some(Arc::clone(given)),
            (None, Some(default)) => default,
            (None, None) if self.complete || self.globals.get(name).is_some() => return,
            (None, None) => None,
        };
        self.globals.set(name, value);
    }

    /// What a FROM sees.
    pub(super) fn lookup(&self, name: &str) -> Variable<'_> {
        match self.globals.get(name) {
            None => Variable::Unset,
            Some(None) => Variable::Unknown,
            Some(Some(value)) => Variable::Set(value),
        }
    }

    /// What an ARG of a stage gets from outside; `default` tells whether it has a value of its own.
    /// `None`: nothing, so that the default counts or the variable stays what it was.
    pub(super) fn outside(&self, name: &str, default: bool) -> Option<Value> {
        match self.given.get(name) {
            Some(given) => Some(Some(Arc::clone(given))),
            None if default => None,
            None => self.globals.get(name).cloned(),
        }
    }

    /// Whether nothing but what is known here will be given.
    pub(super) const fn are_complete(&self) -> bool {
        self.complete
    }
}

/// BuildKit's own arguments, of which builder and target are the same platform here.
fn platform(platform: Option<&str>) -> ByName<Value> {
    let mut parts = platform.unwrap_or_default().splitn(3, '/');
    let mut part = || platform.map(|_| Arc::from(parts.next().unwrap_or_default()));
    let (os, architecture, variant) = (part(), part(), part());
    let version = platform.map(|_| Arc::from(""));
    let values = [
        ("PLATFORM", platform.map(Arc::from)),
        ("OS", os),
        ("OSVERSION", version),
        ("ARCH", architecture),
        ("VARIANT", variant),
    ];
    let mut arguments = ByName::default();
    for side in ["BUILD", "TARGET"] {
        for (name, value) in &values {
            arguments.set(&format!("{side}{name}"), value.clone());
        }
    }
    arguments
}
