//! What holds of any text, asked of every example and of files from the grammar.

use distroless_tests::property::{ALL, Examples, generated};
use proptest::prelude::{any, prop, proptest};

mod random;

#[test]
fn every_example_holds() {
    let examples = Examples::read().expect("the cases can be read");
    for property in ALL {
        let seeds = (property.seeds)(&examples);
        assert!(!seeds.is_empty(), "no seeds of {}", property.name);
        for seed in seeds {
            (property.holds)(&seed);
        }
    }
}

/// Files in which a property once did not hold, where no example of a rule says the same.
const FOUND: &[&str] = &[
    // A stage with a name that is none.
    "FROM ruby:3.4-slim AS Deps*WO\"s\0\0erver./\nRUN bund\nFROM golang:1.27\nCOPY --from=0 /src/edit ./\n",
    // What comes behind the last line is in a heredoc that never ends, and has no line yet.
    "FROM debian:13-slim\nCOPY server /server\nCMD /server --port bash\nCOPY --chmod=1119 <<$0\n",
    // Many fixes alike, of which one does harm.
    "FROM alpine:3.22 AS basse\nCOPY .netrc /r9ot/.netrc\n\nFROM base AS one\nCMD [\"/one\"]\n\nFROM base AS two\nCrc /root/.netrc\n\nFROM base AS one\nCMD [\"/one\"]\n\nFROM base AS MD [\"/e\nCOPY .netrc /r9ot/.netrc\n\nFROM base AS one\nCS one\nCMD [\"/one\"]\n\nFROM base AS two\nCrc /root/.netrc\n\nFROM base AS one\nCMD [\"/one\"]\n\nFROM base AS MD [\"/e\nCOPY .netrc /r9ot/.netrc\n\nFROM base AS one\nCMD [\"/one\"]\n\nFROM base AS two\nCrc /root/.netrc\nMD [\"/one\"]\n\nFROM base AS two\nCrc /root/.netrc\n\nFROM base AS one\nC/o\"n[D Me\"]\n\nFROM base AS MD [\"/two\"]\n",
    // What removes apk does harm until the user is mended.
    "FROM alpine:3.22 AS s1\nENTRYPOINT [\"/app/server\"]\nUSER app\nFROM nginx:1.29-alpine AS s3\nUSER nobody\n",
    // No build writes the program.
    "FROM golang:1.27 AS build\nCOPY . /src\nRUN cmake -S /src -B \nENTRYPOINT [\"/server\"]\n",
    // A system of its own beside the one of the tag.
    "FROM node:1.50-alpine24-trixie\nWORKDIR /srv\nRUN git clone x && rm -rf /app/.git\n\
     CMD [\"node\", \"/srv/app/server.js\"]\n",
    // A name that stops the build.
    "FROM debian:trixie-slim AS fetc'h\nFROM scratch\nCOPY --from=fetch /server /server\n",
];

#[test]
fn what_was_found_holds() {
    for name in ["check", "fix", "migrate"] {
        let property = ALL.iter().find(|property| property.name == name);
        let property = property.expect("the property is there");
        for text in FOUND {
            (property.holds)(text);
        }
    }
}

#[test]
fn every_property_has_a_fuzz_target() {
    let manifest = include_str!("../fuzz/Cargo.toml");
    for name in ALL.iter().map(|it| it.name).chain(["generated"]) {
        assert!(manifest.contains(&format!("name = {name:?}")), "{name}");
    }
}

proptest! {
    #![proptest_config(random::cases(256))]

    #[test]
    fn generated_files_hold(choices in prop::collection::vec(any::<u8>(), 0..400)) {
        generated(&choices);
    }
}
