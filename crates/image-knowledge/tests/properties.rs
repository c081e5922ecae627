//! What holds for every reference, known or not.

use image_knowledge::{
    Certainty, Existence, ImageFacts, ImageName, Known, Presence, Purpose, TagMatch, lookup,
    minimal_bases,
};
use proptest::prelude::*;

/// Every question that can be asked of facts.
fn ask(facts: &ImageFacts, text: &str) {
    let path = format!("/{text}");
    for path in [text, &path, "/bin/sh", "/", ""] {
        let presence = facts.path(path);
        // A shell that is there is a file that is there.
        if facts.shell_at(path) == Presence::Present {
            assert_eq!(presence, Presence::Present);
        }
    }
    facts.command(text);
    facts.has_account(text);
    facts.has_shell();
    facts.runs_as_root();
    facts.nonroot_sibling();
    facts.release_sibling();
    facts.runtime_sibling();
    // What is certain is published, found in a list and not hidden behind a digest.
    if facts.certainty == Certainty::Certain {
        assert!(!facts.pinned_by_digest);
        assert!(matches!(
            facts.tag_match,
            TagMatch::Current | TagMatch::Retired
        ));
        assert!(matches!(
            facts.existence,
            Existence::Current | Existence::Retired
        ));
    }
    if facts.closed {
        assert_ne!(facts.purpose, Known::Known(Purpose::Debug));
    }
    assert!(!facts.provenance.source.is_empty());
    assert!(facts.end_of_life.iter().all(|end| !end.source.is_empty()));
}

fn look(registry: &str, repository: &str, tag: Option<&str>, digest: Option<&str>) {
    let name = ImageName {
        registry,
        repository,
        tag,
        digest,
    };
    if let Some(facts) = lookup(&name) {
        ask(&facts, tag.unwrap_or(repository));
    }
}

/// Repositories with tags by lists, by grammar, by folder and by their own code.
const KNOWN: &[(&str, &str)] = &[
    ("docker.io", "library/python"),
    ("docker.io", "library/node"),
    ("docker.io", "library/eclipse-temurin"),
    ("docker.io", "library/maven"),
    ("docker.io", "library/debian"),
    ("docker.io", "library/alpine"),
    ("docker.io", "library/php"),
    ("docker.io", "nvidia/cuda"),
    ("docker.io", "bitnami/redis"),
    ("gcr.io", "distroless/static"),
    ("gcr.io", "distroless/nodejs24-debian13"),
    ("mcr.microsoft.com", "dotnet/aspnet"),
    ("cgr.dev", "chainguard/python"),
    ("public.ecr.aws", "lambda/java"),
    ("ghcr.io", "astral-sh/uv"),
];

/// Words that tags are made of.
const WORDS: &[&str] = &[
    "3",
    "3.13",
    "3.13.5",
    "8u502",
    "b07",
    "21.0.2_13",
    "20250804",
    "latest",
    "lts",
    "jod",
    "slim",
    "alpine",
    "alpine3.22",
    "bookworm",
    "noble",
    "jdk",
    "jre17",
    "fpm",
    "dev",
    "devel",
    "rc1",
    "windowsservercore",
    "ltsc2022",
    "chiseled",
    "nonroot",
    "debug",
    "amd64",
    "ubuntu22.04",
    "",
    "99999999999999999999.1",
    "al2023",
    "python3.12",
];

proptest! {
    #[test]
    fn any_text_is_answered(
        registry in ".{0,20}",
        repository in ".{0,40}",
        tag in proptest::option::of(".{0,60}"),
        digest in proptest::option::of(".{0,20}"),
    ) {
        look(&registry, &repository, tag.as_deref(), digest.as_deref());
    }

    #[test]
    fn any_tag_of_a_known_repository_is_answered(
        known in proptest::sample::select(KNOWN),
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..6),
        noise in "[a-z0-9._-]{0,6}",
        pinned in any::<bool>(),
    ) {
        let tag = format!("{}{noise}", words.join("-"));
        look(known.0, known.1, Some(&tag), pinned.then_some("sha256:00"));
    }

    #[test]
    fn any_distroless_name_is_answered(
        name in "[a-z]{1,8}[0-9.]{0,5}(-debian[0-9]{1,2})?",
        tag in "(latest|nonroot|debug|debug-nonroot|nonroot-debug)(-[a-z0-9]{3,6})?(-[0-9a-f]{40})?",
    ) {
        look("gcr.io", &format!("distroless/{name}"), Some(&tag), None);
    }

    #[test]
    fn any_version_gets_a_list(version in ".{0,20}") {
        for language in [
            image_knowledge::Language::Python,
            image_knowledge::Language::Node,
            image_knowledge::Language::Go,
        ] {
            for base in minimal_bases(language, Some(&version)) {
                prop_assert!(!base.image.contains('{'), "{}", base.image);
            }
        }
    }
}

#[test]
fn a_very_long_tag_is_answered_soon() {
    for piece in ["a-", "3.", "-", "{version}", "1"] {
        let tag = piece.repeat(1_000_000);
        for (registry, repository) in KNOWN {
            look(registry, repository, Some(&tag), None);
        }
    }
}
