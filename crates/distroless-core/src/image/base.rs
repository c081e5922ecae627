//! A base image from outside: public facts, and what the configuration says of private images.

use super::path::is_below;
use crate::config::ImageConfig;
use crate::order::ByName;
use image_knowledge::{Certainty, ImageFacts, Known, Presence};
use std::cell::RefCell;

/// What is known of one external image.
#[derive(Clone, Debug)]
pub struct Base {
    /// Public facts.
    facts: Option<ImageFacts>,
    /// The user's own facts, which win.
    declared: Option<ImageConfig>,
    /// What the public facts said of paths: a file's commands are looked for in every directory of PATH,
    /// and most of them come again and again.
    asked: RefCell<ByName<Presence>>,
    /// Whether they say that commands are missing, likewise.
    lacking: RefCell<ByName<bool>>,
}

/// How many answers are kept.
const KEPT: usize = 1_000;

impl Base {
    /// The image of that name; nothing is known of it when there are neither facts nor words of
    /// the user.
    pub(crate) fn new(facts: Option<ImageFacts>, declared: Option<ImageConfig>) -> Self {
        Self {
            facts,
            declared,
            asked: RefCell::default(),
            lacking: RefCell::default(),
        }
    }

    /// The public facts, where nobody overrides them.
    pub const fn facts(&self) -> Option<&ImageFacts> {
        match self.declared {
            None => self.facts.as_ref(),
            Some(_) => None,
        }
    }

    /// The public facts, whatever the user says of the image.
    pub(crate) const fn public(&self) -> Option<&ImageFacts> {
        self.facts.as_ref()
    }

    /// Whether anything at all is known.
    pub const fn is_known(&self) -> bool {
        self.facts.is_some() || self.declared.is_some()
    }

    /// How far the answers may be relied on. What the user says of an own image is certain.
    pub fn certainty(&self) -> Certainty {
        match (&self.declared, &self.facts) {
            (Some(_), _) => Certainty::Certain,
            (None, Some(facts)) => facts.certainty,
            (None, None) => Certainty::Likely,
        }
    }

    /// Whether there is a file, directory or link at an absolute path.
    pub fn path(&self, path: &str) -> Presence {
        let Some(declared) = &self.declared else {
            return self.of_public_facts(path);
        };
        let shells = declared.shells.as_deref();
        let entrypoint = declared.entrypoint.iter().flatten().next();
        let listed = shells
            .into_iter()
            .flatten()
            .chain(entrypoint)
            .chain(&declared.workdir)
            .any(|known| known.starts_with('/') && is_below(known, path));
        if listed {
            Presence::Present
        } else if declared.closed || (shells.is_some() && is_posix_shell(path)) {
            Presence::Absent
        } else {
            Presence::Unknown
        }
    }

    fn of_public_facts(&self, path: &str) -> Presence {
        let Some(facts) = &self.facts else {
            return Presence::Unknown;
        };
        kept(&self.asked, path, || {
            facts.path_where(path, &|name| {
                kept(&self.lacking, name, || facts.lacks_command(name))
            })
        })
    }

    /// Whether an account of that name is in `/etc/passwd`.
    pub fn has_account(&self, name: &str) -> Presence {
        self.facts()
            .map_or(Presence::Unknown, |facts| facts.has_account(name))
    }

    /// Whether a group of that name is in `/etc/group`.
    pub fn has_group(&self, name: &str) -> Presence {
        self.facts()
            .map_or(Presence::Unknown, |facts| facts.has_group(name))
    }

    /// The configured entrypoint.
    pub fn entrypoint(&self) -> Known<Option<Vec<String>>> {
        match &self.declared {
            Some(declared) => command(declared.entrypoint.as_ref()),
            None => self.of_facts(|facts| owned(&facts.entrypoint)),
        }
    }

    /// The configured command.
    pub fn cmd(&self) -> Known<Option<Vec<String>>> {
        match &self.declared {
            Some(declared) => command(declared.cmd.as_ref()),
            None => self.of_facts(|facts| owned(&facts.cmd)),
        }
    }

    /// The configured user; empty for none, which is root.
    pub fn user(&self) -> Known<String> {
        match &self.declared {
            Some(declared) => declared.user.clone().into(),
            None => self.of_facts(|facts| facts.user.as_ref().map(|user| user.text.to_string())),
        }
    }

    /// The configured working directory.
    pub fn workdir(&self) -> Known<String> {
        match &self.declared {
            Some(declared) => declared.workdir.clone().into(),
            None => self.of_facts(|facts| facts.workdir.map(str::to_owned)),
        }
    }

    /// The configured environment, name and value, and whether it is all of it.
    pub fn env(&self) -> (Vec<(String, Known<String>)>, bool) {
        if let Some(declared) = &self.declared {
            let known = |value: &String| Known::Known(value.clone());
            let env = declared.env.iter();
            return (
                env.map(|(name, value)| (name.clone(), known(value)))
                    .collect(),
                false,
            );
        }
        let Some(facts) = &self.facts else {
            return (Vec::new(), false);
        };
        let env = facts.env.iter();
        let env = env.map(|var| {
            (
                var.name.to_owned(),
                var.value.as_ref().map(ToString::to_string),
            )
        });
        (env.collect(), facts.env_complete)
    }

    /// The package manager; `Known(None)` where there is none.
    pub fn package_manager(&self) -> Known<Option<String>> {
        match &self.declared {
            Some(declared) => declared.package_manager.clone().into(),
            None => {
                self.of_facts(|facts| facts.package_manager.map(|name| name.map(str::to_owned)))
            }
        }
    }

    fn of_facts<T>(&self, answer: impl Fn(&ImageFacts) -> Known<T>) -> Known<T> {
        self.facts.as_ref().map_or(Known::Unknown, answer)
    }
}

/// An answer that is kept by what it is about.
fn kept<T: Copy>(answers: &RefCell<ByName<T>>, about: &str, answer: impl FnOnce() -> T) -> T {
    if let Some(answer) = answers.borrow().get(about) {
        return *answer;
    }
    let answer = answer();
    let mut answers = answers.borrow_mut();
    if answers.len() < KEPT {
        answers.insert(about, answer);
    }
    answer
}

/// A command as the user declares it: an empty list says that there is none.
fn command(declared: Option<&Vec<String>>) -> Known<Option<Vec<String>>> {
    declared
        .map(|words| (!words.is_empty()).then(|| words.clone()))
        .into()
}

fn owned(words: &Known<Option<Vec<image_knowledge::Text>>>) -> Known<Option<Vec<String>>> {
    let strings =
        |words: &Vec<image_knowledge::Text>| words.iter().map(ToString::to_string).collect();
    words.as_ref().map(|words| words.as_ref().map(strings))
}

/// The places where a shell is looked for.
fn is_posix_shell(path: &str) -> bool {
    let directory = ["/bin/", "/usr/bin/", "/usr/local/bin/"]
        .iter()
        .find_map(|directory| path.strip_prefix(directory));
    directory.is_some_and(|name| matches!(name, "sh" | "bash" | "dash" | "ash" | "ksh" | "zsh"))
}
