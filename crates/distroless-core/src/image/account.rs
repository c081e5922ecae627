//! Accounts: the number that goes with the name of a user.

use super::base::Base;
use super::command::commands;
use super::path::{absolute, file_name, is_below};
use crate::graph::{BaseTarget, Stage, Step, StepKind};

/// Whether a USER is root, whatever the group.
pub fn is_root(user: &str) -> bool {
    matches!(user.split(':').next(), Some("" | "0" | "root"))
}

/// What the steps of the stages do to accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts {
    /// By index of the stage.
    stages: Vec<Changes>,
}

/// What one stage does.
#[derive(Clone, Debug, Default)]
struct Changes {
    /// In order.
    deeds: Vec<Deed>,
    /// The next stage below that does anything.
    below: Option<usize>,
}

/// Changes that one question looks at before the answer is "unknown": with a chain of stages and
/// many targets, each answer could cost the whole file.
const BUDGET: usize = 64;

impl Accounts {
    /// Reads all stages.
    pub(crate) fn of(stages: &[Stage]) -> Self {
        let mut all: Vec<Changes> = Vec::with_capacity(stages.len());
        for stage in stages {
            let below = match stage.base.target {
                BaseTarget::Stage(parent) => all.get(parent).and_then(|changes| {
                    if changes.deeds.is_empty() {
                        changes.below
                    } else {
                        Some(parent)
                    }
                }),
                _ => None,
            };
            let deeds = stage.steps.iter().flat_map(deeds).collect();
            all.push(Changes { deeds, below });
        }
        Self { stages: all }
    }

    /// The number of the user `name` in the image of a stage, where the base image has the account
    /// or a command of the file makes it with a number, and nothing changes it.
    pub(crate) fn uid(&self, stage: usize, base: &Base, name: &str) -> Option<u32> {
        let chain = std::iter::successors(self.stages.get(stage), |changes| {
            changes.below.and_then(|below| self.stages.get(below))
        });
        let mut made = None;
        let mut budget = BUDGET;
        for changes in chain.take(BUDGET) {
            budget = budget.checked_sub(changes.deeds.len())?;
            for deed in &changes.deeds {
                match deed {
                    Deed::Makes(user, uid) if user == name => made = Some((*uid)?),
                    Deed::Makes(..) => {}
                    Deed::Unclear => return None,
                }
            }
        }
        if made.is_some() {
            return made;
        }
        let accounts = &base.facts()?.accounts;
        let account = accounts.iter().find(|account| account.name == name)?;
        account.uid.known()
    }
}

/// What a step does to accounts.
fn deeds(step: &Step) -> Vec<Deed> {
    match &step.kind {
        StepKind::Run(run) => commands(run)
            .iter()
            .filter_map(|words| deed(words))
            .collect(),
        StepKind::Copy(copy) => {
            let to = copy
                .destination
                .value
                .as_deref()
                .zip(copy.workdir.as_deref());
            let elsewhere = to.is_some_and(|(destination, directory)| {
                !is_below("/etc/passwd", &absolute(directory, destination))
            });
            if elsewhere {
                Vec::new()
            } else {
                vec![Deed::Unclear]
            }
        }
        StepKind::Opaque => vec![Deed::Unclear],
        StepKind::Workdir(_) | StepKind::Other => Vec::new(),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    /// It makes the account of that name, with this number if it is known.
    Makes(String, Option<u32>),
    /// It changes accounts, nobody knows which.
    Unclear,
}

/// Options of the commands that make accounts, that take a value: of shadow, Debian's adduser and
/// busybox.
const SHORT: &str = "bcdefgGhkKpRsuZ";
const LONG: &[&str] = &[
    "--base-dir",
    "--comment",
    "--gecos",
    "--gid",
    "--groups",
    "--home",
    "--home-dir",
    "--ingroup",
    "--password",
    "--shell",
    "--skel",
    "--uid",
];

fn deed(words: &[String]) -> Option<Deed> {
    let (program, arguments) = words.split_first()?;
    match file_name(program) {
        "adduser" | "useradd" => {}
        "usermod" | "userdel" | "deluser" => return Some(Deed::Unclear),
        _ => return None,
    }
    let mut user = None;
    let mut uid = None;
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if let Some((option, value)) = word.split_once('=').filter(|_| word.starts_with("--")) {
            if option == "--uid" {
                uid = Some(value);
            }
        } else if word.starts_with("--") {
            if LONG.contains(&word) {
                let value = words.next();
                if word == "--uid" {
                    uid = value;
                }
            }
        } else if let Some(letters) = word.strip_prefix('-') {
            // `-Du 1000`, `-u1000`
            let Some(at) = letters.find(|letter| SHORT.contains(letter)) else {
                continue;
            };
            let (option, value) = letters.split_at(at + 1);
            let value = if value.is_empty() {
                words.next()
            } else {
                Some(value)
            };
            if option.ends_with('u') {
                uid = value;
            }
        } else if user.is_none() {
            user = Some(word);
        }
    }
    Some(match user {
        Some("") | None => Deed::Unclear,
        Some(user) => Deed::Makes(user.to_owned(), uid.and_then(|uid| uid.parse().ok())),
    })
}

#[cfg(test)]
mod tests {
    use super::{Deed, deed};

    #[test]
    fn the_number_is_read_in_every_dialect_of_adduser() {
        for (line, expected) in [
            ("useradd -u 1001 app", Some(1001)),
            ("useradd --uid=1001 -g app app", Some(1001)),
            ("useradd -rmu1001 app", Some(1001)),
            ("adduser -D -u 1000 -G app app", Some(1000)),
            ("adduser -S app -u 1000 -G app", Some(1000)),
            ("/usr/sbin/adduser --system --uid 10001 app", Some(10001)),
            ("adduser -D app", None),
            ("useradd -u 1001 -g app other", None),
            ("usermod -u 1001 app", None),
        ] {
            let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
            let found = match deed(&words) {
                Some(Deed::Makes(user, uid)) if user == "app" => uid,
                _ => None,
            };
            assert_eq!(found, expected, "{line}");
        }
    }
}
