//! What a file shows of a base image of which nothing is known: an image that is built has what its RUNs
//! use, and tags are named after systems. Good enough to tell people; no rule may rest on it.

use crate::graph::{CommandLine, RunStep, Stage, StepKind};
use crate::image::command::commands;
use crate::image::path::file_name;
use crate::model::Model;
use image_knowledge::LibcKind;

/// What is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Whether there is a shell.
    pub(super) shell: Option<bool>,
    /// The package manager; empty for none.
    pub(super) manager: Option<&'static str>,
    /// The C library.
    pub(super) libc: Option<LibcKind>,
    /// Whether the image's own user is root.
    pub(super) root: bool,
}

/// Words of tags, the package manager of the system they stand for, and its C library.
const SYSTEMS: &[(&str, &str, LibcKind)] = &[
    ("alpine", "apk", LibcKind::Musl),
    ("bionic", "apt", LibcKind::Glibc),
    ("bookworm", "apt", LibcKind::Glibc),
    ("bullseye", "apt", LibcKind::Glibc),
    ("buster", "apt", LibcKind::Glibc),
    ("debian", "apt", LibcKind::Glibc),
    ("focal", "apt", LibcKind::Glibc),
    ("jammy", "apt", LibcKind::Glibc),
    ("noble", "apt", LibcKind::Glibc),
    ("stretch", "apt", LibcKind::Glibc),
    ("trixie", "apt", LibcKind::Glibc),
    ("ubuntu", "apt", LibcKind::Glibc),
];

/// Words of names and tags of images that leave out what their system has.
const BARE: &[&str] = &[
    "busybox",
    "chiseled",
    "distroless",
    "micro",
    "nano",
    "scratch",
    "static",
];

/// Package managers, what people call them, and the C library of the systems that have them.
const MANAGERS: &[(&str, &str, LibcKind)] = &[
    ("apk", "apk", LibcKind::Musl),
    ("apt", "apt", LibcKind::Glibc),
    ("apt-get", "apt", LibcKind::Glibc),
    ("dnf", "dnf", LibcKind::Glibc),
    ("microdnf", "microdnf", LibcKind::Glibc),
    ("tdnf", "tdnf", LibcKind::Glibc),
    ("yum", "yum", LibcKind::Glibc),
    ("zypper", "zypper", LibcKind::Glibc),
];

/// Commands that only root runs with success.
const OF_ROOT: &[&str] = &[
    "addgroup", "adduser", "chown", "groupadd", "useradd", "usermod",
];

/// What the file shows of the base of a stage.
pub(super) fn seen(model: &Model<'_>, stage: &Stage) -> Seen {
    let mut seen = by_name(model.base_name(stage));
    for step in model.chain(stage).flat_map(|stage| &stage.steps) {
        if let StepKind::Run(run) = &step.kind
            // Files of another image may be what runs.
            && run.mounts.iter().all(|mount| mount.from.is_none())
        {
            seen.takes(run);
        }
    }
    seen
}

fn by_name(image: &str) -> Seen {
    let mut seen = Seen::default();
    let image = image.split('@').next().unwrap_or_default();
    let words = |text: &'static str| {
        let mut words = image.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(move |word| {
            word.strip_prefix(text)
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    if image.starts_with("gcr.io/distroless/") {
        let debug = words("debug");
        seen.shell = Some(debug);
        seen.manager = Some("");
        seen.root = !words("nonroot");
        seen.libc = Some(if words("static") {
            LibcKind::None
        } else {
            LibcKind::Glibc
        });
        return seen;
    }
    if BARE.iter().any(|word| words(word)) {
        return seen;
    }
    if let Some((_, manager, libc)) = SYSTEMS.iter().find(|(word, ..)| words(word)) {
        seen.manager = Some(manager);
        seen.libc = Some(*libc);
        seen.shell = Some(true);
    }
    seen
}

impl Seen {
    /// What a RUN shows, which succeeds wherever there is an image.
    fn takes(&mut self, run: &RunStep) {
        if !matches!(run.command, CommandLine::Shell { .. }) {
            return;
        }
        self.shell = Some(true);
        for words in commands(run) {
            let Some(program) = words.first().map(|word| file_name(word)) else {
                continue;
            };
            let manager = MANAGERS.iter().find(|(name, ..)| *name == program);
            if let Some((_, manager, libc)) = manager {
                self.manager.get_or_insert(manager);
                self.libc.get_or_insert(*libc);
            }
            // Nobody has said otherwise, so it is the image's own user.
            self.root |= run.user.is_none() && (manager.is_some() || OF_ROOT.contains(&program));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_of_systems() {
        for (image, shell, manager, libc) in [
            (
                "acme/php:8.3-alpine",
                Some(true),
                Some("apk"),
                Some(LibcKind::Musl),
            ),
            (
                "acme/java:17-alpine3.18",
                Some(true),
                Some("apk"),
                Some(LibcKind::Musl),
            ),
            (
                "acme/torch:2-ubuntu22.04",
                Some(true),
                Some("apt"),
                Some(LibcKind::Glibc),
            ),
            ("acme/app:1-noble-chiseled", None, None, None),
            ("acme/alpinist", None, None, None),
            ("acme/app@sha256:00alpine", None, None, None),
            (
                "gcr.io/distroless/java:11",
                Some(false),
                Some(""),
                Some(LibcKind::Glibc),
            ),
            (
                "gcr.io/distroless/static-debian10:debug",
                Some(true),
                Some(""),
                Some(LibcKind::None),
            ),
        ] {
            let seen = by_name(image);
            assert_eq!(
                (seen.shell, seen.manager, seen.libc),
                (shell, manager, libc),
                "{image}"
            );
        }
    }

    #[test]
    fn old_distroless_images_start_as_root_unless_they_say_otherwise() {
        assert!(by_name("gcr.io/distroless/java:11").root);
        assert!(!by_name("gcr.io/distroless/cc-debian10:nonroot").root);
    }
}
