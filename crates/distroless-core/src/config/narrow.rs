//! Rules chosen for one run, on top of the configuration.

use super::Config;
use crate::rules;

/// A name that is no rule's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The rule that was likely meant.
    pub near: Option<&'static str>,
}

impl UnknownRule {
    /// For a name that is no rule's.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            near: rules::nearest(name),
        }
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        format!("there is no rule `{}`", self.name)
    }

    /// What to do.
    pub fn help(&self) -> String {
        self.near.map_or_else(
            || "`distroless-check rules` lists the rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    }
}

impl Config {
    /// Runs only `select` (all when empty), without `ignore`. A rule that is asked for by name
    /// runs, whatever the configuration says.
    pub fn narrow(&mut self, select: &[String], ignore: &[String]) -> Result<(), UnknownRule> {
        if let Some(name) = select
            .iter()
            .chain(ignore)
            .find(|id| rules::find(id).is_none())
        {
            return Err(UnknownRule::new(name));
        }
        if !select.is_empty() {
            self.select = select.to_vec();
            self.ignore.retain(|id| !select.contains(id));
        }
        self.ignore.extend_from_slice(ignore);
        Ok(())
    }
}
