//! To learn more changes no answer: what is known with little of the build context, or little of the base image,
//! is known with all of it, and is the same. Errors above all: one that more knowledge takes back was a wrong one.

use distroless_core::card::{Card, Fact, cards};
use distroless_core::config::{ImageConfig, LibcConfig};
use distroless_core::{BuildContext, Model, NoContext, Options, Request, Severity};
use distroless_tests::context::Files;
use distroless_tests::grammar::{PATHS, dockerfile};
use distroless_tests::page::File;
use distroless_tests::{check_in, options};
use dockerfile_syntax::Span;
use image_knowledge::Presence;
use proptest::prelude::{any, prop, prop_assume, proptest};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::rc::Rc;

mod random;

/// What is said of a file, as far as it is a matter of knowledge.
struct Said {
    /// Whether a path is there, for each stage and path.
    presence: Vec<(usize, &'static str, Presence)>,
    cards: Vec<Card>,
    /// Rule and place of every error.
    errors: BTreeSet<(&'static str, Span)>,
}

fn say(source: &str, options: &Options, context: &dyn BuildContext) -> Said {
    let request = Request {
        path: "Dockerfile",
        source,
        options,
        context,
    };
    let file = dockerfile_syntax::parse(source);
    let model = Model::new(&request, &file);
    let mut presence = Vec::new();
    for stage in model.reachable() {
        for path in PATHS.iter().filter(|path| path.starts_with('/')) {
            presence.push((stage.index, *path, model.path(stage, path).presence));
        }
    }
    let findings = check_in(context, "Dockerfile", source, options).findings;
    let errors = findings.iter().filter(|it| it.severity == Severity::Error);
    Said {
        presence,
        cards: cards(&model),
        errors: errors.map(|it| (it.rule.id, it.span)).collect(),
    }
}

fn stays<T: PartialEq + Debug>(what: &str, less: &Fact<T>, more: &Fact<T>) -> Result<(), String> {
    match less.known() {
        Some(known) if more.known() != Some(known) => {
            Err(format!("{what}: {known:?} became {more:?}"))
        }
        _ => Ok(()),
    }
}

/// Whether everything that is said with less knowledge is said with more.
fn agree(less: &Said, more: &Said) -> Result<(), String> {
    if let Some(error) = less.errors.difference(&more.errors).next() {
        return Err(format!("the error {error:?} is taken back"));
    }
    // An image that cannot be built has nothing in it: what its steps show is shown of nothing.
    if !more.errors.is_empty() {
        return Ok(());
    }
    for (less, more) in less.presence.iter().zip(&more.presence) {
        if less.2 != Presence::Unknown && less != more {
            return Err(format!("{less:?} became {:?}", more.2));
        }
    }
    for (less, more) in less.cards.iter().zip(&more.cards) {
        stays("base", &less.base, &more.base)?;
        stays(
            "libc",
            &less.libc.clone().map_kind(),
            &more.libc.clone().map_kind(),
        )?;
        stays("shell", &less.shell, &more.shell)?;
        stays("manager", &less.package_manager, &more.package_manager)?;
        stays("root", &less.root, &more.root)?;
    }
    Ok(())
}

/// A C library without its version, which a base may tell later.
trait Kind {
    fn map_kind(self) -> Self;
}

impl Kind for Fact<Option<String>> {
    fn map_kind(self) -> Self {
        match self {
            Self::Known(Some(libc)) => Self::Known(libc.split(' ').next().map(str::to_owned)),
            other => other,
        }
    }
}

/// Files that contexts may have: with each name, what may stand in it.
const FILES: &[(&str, &[&str])] = &[
    (
        "package.json",
        &[
            "{\"scripts\":{\"start\":\"node server.js\"},\"dependencies\":{\"sharp\":\"^0.34.0\"}}",
            "{\"dependencies\":{\"express\":\"5\"},\"devDependencies\":{\"typescript\":\"5\"}}",
            "{",
        ],
    ),
    (
        "package-lock.json",
        &["{\"lockfileVersion\":3,\"packages\":{\"node_modules/bcrypt\":{\"version\":\"5.1.1\"}}}"],
    ),
    (
        "requirements.txt",
        &["flask==3.1.0\n", "numpy==2.3.0\npsycopg2==2.9\n"],
    ),
    (
        "main.go",
        &["package main\n", "package main\nimport \"C\"\n"],
    ),
    ("go.mod", &["module a\ngo 1.26\n"]),
    (
        "run.sh",
        &[
            "#!/bin/sh\n./server\n",
            "#!/usr/bin/env bash\n",
            "#!/bin/bash\r\n",
            "server\n",
        ],
    ),
    ("server", &["\u{7f}ELF", "#!/usr/bin/python3\n"]),
    ("server.js", &["#!/usr/bin/env node\n"]),
    ("src/a.py", &["print()\n"]),
    (".env", &["A=1\n"]),
    ("id_rsa", &["-----BEGIN OPENSSH PRIVATE KEY-----\n"]),
    (
        ".dockerignore",
        &["src\n", "*\n!run.sh\n", "**/*.js\nid_rsa\n"],
    ),
    ("app.tar.gz", &["\u{1f}"]),
    (
        "Cargo.toml",
        &["[package]\nname = \"server\"\nversion = \"1.0.0\"\nedition = \"2024\"\n"],
    ),
];

fn files(choices: &[u8]) -> Files {
    let mut files = Vec::new();
    for ((path, texts), choice) in FILES.iter().zip(choices) {
        let choice = usize::from(*choice);
        if let Some(text) = texts.get(choice / 4 % (texts.len() + 1)) {
            files.push(File {
                path: (*path).to_owned(),
                mode: [None, Some(0o644), Some(0o755), Some(0o600)][choice % 4],
                text: (*text).to_owned(),
            });
        }
    }
    Files::new(files)
}

/// A context that does not tell everything: by the name's first letter and the kind of question.
#[derive(Debug)]
struct Veiled<'a> {
    files: &'a Files,
    veil: u32,
}

impl Veiled<'_> {
    fn tells(&self, path: &str, question: u32) -> bool {
        let name = path
            .bytes()
            .fold(question, |sum, byte| sum + u32::from(byte));
        self.veil & (1 << (name % 32)) == 0
    }
}

impl BuildContext for Veiled<'_> {
    fn dockerfile(&self) -> Option<String> {
        self.files.dockerfile()
    }

    fn read(&self, path: &str) -> Option<String> {
        self.tells(path, 0).then(|| self.files.read(path))?
    }

    fn head(&self, path: &str) -> Option<Vec<u8>> {
        self.tells(path, 1).then(|| self.files.head(path))?
    }

    fn mode(&self, path: &str) -> Option<u32> {
        self.tells(path, 2).then(|| self.files.mode(path))?
    }

    fn list(&self, path: &str) -> Option<Rc<[String]>> {
        self.tells(path, 3).then(|| self.files.list(path))?
    }
}

/// The image that nothing public is known of.
const UNKNOWN: &str = "example.com/team/app";

/// What may be said of it, one thing a bit.
fn image(told: u32) -> Options {
    let on = |bit: u32| told & (1 << bit) != 0;
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let image = ImageConfig {
        name: UNKNOWN.to_owned(),
        os: on(0).then(|| "debian 13".to_owned()),
        libc: on(1).then_some(LibcConfig::Glibc),
        shells: on(2).then(|| words(&["/bin/sh", "/bin/bash"])),
        package_manager: on(3).then(|| Some("apt".to_owned())),
        user: on(4).then(|| "root".to_owned()),
        entrypoint: on(5).then(Vec::new),
        cmd: on(6).then(|| words(&["/bin/bash"])),
        workdir: on(7).then(|| "/".to_owned()),
        env: Vec::new(),
        closed: false,
    };
    let mut options = options(&[]);
    options.config.images.push(image);
    options
}

proptest! {
    #![proptest_config(random::cases(1024))]

    #[test]
    fn more_of_the_context(
        choices in prop::collection::vec(any::<u8>(), 0..300),
        beside in prop::collection::vec(any::<u8>(), FILES.len()),
        veil in any::<u32>(),
    ) {
        let source = dockerfile(&choices);
        let (files, options) = (files(&beside), options(&[]));
        let all = say(&source, &options, &files);
        let contexts: [&dyn BuildContext; 2] = [&NoContext, &Veiled { files: &files, veil }];
        for context in contexts {
            let less = say(&source, &options, context);
            if let Err(error) = agree(&less, &all) {
                panic!("{error}\n{source}\n{files:#?}");
            }
        }
    }

    #[test]
    fn more_of_the_base(
        choices in prop::collection::vec(any::<u8>(), 0..300),
        told in any::<u32>(),
        untold in any::<u32>(),
    ) {
        let source = dockerfile(&choices).replace("debian:13", UNKNOWN);
        // Where the image is said to have apt, what shows another manager shows what is not.
        prop_assume!(!source.contains("apk ") && !source.contains("dnf "));
        let all = say(&source, &image(told), &NoContext);
        for options in [options(&[]), image(told & !untold)] {
            let less = say(&source, &options, &NoContext);
            if let Err(error) = agree(&less, &all) {
                panic!("{error}\n{source}\ntold {:#?}\nand then {:#?}", options.config.images, image(told).config.images);
            }
        }
    }
}
