//! Accounts: the number that goes with the name of a user.

use super::base::Base;
use super::command::commands;
use super::path::{absolute, file_name, is_below};
use crate::graph::{Stage, StepKind};
use image_knowledge::Known;

/// The number of the user `name` in the image of a stage, where the base image has the account or
/// a command of the file makes it with a number, and nothing changes it later. `chain` is the stage
/// and those it is built on, from the top.
pub(crate) fn uid<'m>(
    chain: impl Iterator<Item = &'m Stage>,
    base: &Base,
    name: &str,
) -> Option<u32> {
    let mut made = None;
    // From the last step to the first: the first account that is met is the one.
    for stage in chain {
        for step in stage.steps.iter().rev() {
            match &step.kind {
                StepKind::Run(run) => {
                    for words in commands(run).iter().rev() {
                        match deed(words, name) {
                            Deed::Other => {}
                            Deed::Makes(uid) => made = made.or(Some(uid)),
                            Deed::Unclear => return None,
                        }
                    }
                }
                StepKind::Copy(copy) => {
                    let directory = copy.workdir.as_deref();
                    let destination = copy.destination.value.as_deref();
                    let destination = absolute(directory?, destination?);
                    if is_below("/etc/passwd", &destination) {
                        return None;
                    }
                }
                StepKind::Opaque => return None,
                StepKind::Workdir(_) | StepKind::Other => {}
            }
        }
    }
    let known = base
        .facts()
        .and_then(|facts| facts.accounts.iter().find(|account| account.name == name))
        .map(|account| account.uid);
    match (made, known) {
        (Some(uid), _) | (None, Some(Known::Known(uid))) => Some(uid),
        (None, _) => None,
    }
}

enum Deed {
    /// Nothing with the account, as far as can be seen.
    Other,
    /// It makes the account with this number.
    Makes(u32),
    /// It makes the account with a number that is not known, or changes accounts.
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

fn deed(words: &[String], name: &str) -> Deed {
    let Some((program, arguments)) = words.split_first() else {
        return Deed::Other;
    };
    match file_name(program) {
        "adduser" | "useradd" => {}
        "usermod" | "userdel" | "deluser" => return Deed::Unclear,
        _ => return Deed::Other,
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
    match user {
        Some("") | None => Deed::Unclear,
        Some(user) if user != name => Deed::Other,
        Some(_) => uid
            .and_then(|uid| uid.parse().ok())
            .map_or(Deed::Unclear, Deed::Makes),
    }
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
            let found = match deed(&words, "app") {
                Deed::Makes(uid) => Some(uid),
                Deed::Other | Deed::Unclear => None,
            };
            assert_eq!(found, expected, "{line}");
        }
    }
}
