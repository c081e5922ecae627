//! What references resolve to, row by row in `resolution.tsv`.

use image_knowledge::{
    Existence, ImageFacts, ImageName, Known, LibcKind, RuntimeKind, TagMatch, lookup,
};
use std::fmt::Write as _;

const TABLE: &str = include_str!("resolution.tsv");

/// Splits and normalises a reference as image references are.
fn parts(reference: &str) -> (String, String, Option<&str>, Option<&str>) {
    let (rest, digest) = match reference.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (reference, None),
    };
    let (name, tag) = match rest.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (rest, None),
    };
    let (registry, repository) = match name.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
        _ => ("docker.io", name),
    };
    let repository = if registry == "docker.io" && !repository.contains('/') {
        format!("library/{repository}")
    } else {
        repository.to_owned()
    };
    (registry.to_owned(), repository, tag, digest)
}

fn resolve(reference: &str) -> Option<ImageFacts> {
    let (registry, repository, tag, digest) = parts(reference);
    lookup(&ImageName {
        registry: &registry,
        repository: &repository,
        tag,
        digest,
    })
}

/// The facts as the columns of the table: match, OS, libc, shells, user, runtimes.
fn row(reference: &str) -> String {
    let Some(facts) = resolve(reference) else {
        return format!("{reference}\tnone");
    };
    let found = match (facts.tag_match, facts.existence) {
        (_, Existence::NeverPublished) => "never",
        (TagMatch::Current, _) => "current",
        (TagMatch::Retired, _) | (_, Existence::Retired) => "retired",
        (TagMatch::Grammar, _) => "grammar",
        (TagMatch::Repository, _) => "repository",
    };
    let mut row = format!("{reference}\t{found}\t");
    match &facts.os {
        Known::Unknown => row.push('?'),
        Known::Known(None) => row.push('-'),
        Known::Known(Some(os)) => {
            let release = os.release.known().unwrap_or("?");
            write!(row, "{}:{release}", os.id).unwrap();
        }
    }
    row.push('\t');
    match facts.libc {
        Known::Unknown => row.push('?'),
        Known::Known(libc) => {
            let kind = match libc.kind {
                LibcKind::Glibc => "glibc",
                LibcKind::Musl => "musl",
                LibcKind::Uclibc => "uclibc",
                LibcKind::None => "none",
                LibcKind::Windows => "windows",
            };
            row.push_str(kind);
            if let Known::Known(version) = libc.version {
                write!(row, " {version}").unwrap();
            }
        }
    }
    row.push('\t');
    match facts.shells {
        Known::Unknown => row.push('?'),
        Known::Known([]) => row.push('-'),
        Known::Known(shells) => row.push_str(&shells.join(" ")),
    }
    row.push('\t');
    match &facts.user {
        Known::Unknown => row.push('?'),
        Known::Known(user) if user.text.is_empty() => row.push_str("root"),
        Known::Known(user) => row.push_str(&user.text),
    }
    row.push('\t');
    let runtimes: Vec<String> = facts
        .runtimes
        .iter()
        .map(|runtime| {
            let version = match &runtime.version {
                Known::Known(version) => version.as_ref(),
                Known::Unknown => "?",
            };
            format!("{} {version}", name(runtime.kind))
        })
        .collect();
    row.push_str(if runtimes.is_empty() { "-" } else { "" });
    row.push_str(&runtimes.join(", "));
    row
}

fn name(kind: RuntimeKind) -> String {
    format!("{kind:?}").to_lowercase()
}

#[test]
fn every_reference_resolves_as_the_table_says() {
    let rows: Vec<&str> = TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(rows.len() >= 150, "{} rows", rows.len());
    let mut wrong = String::new();
    for expected in rows {
        let reference = expected.split('\t').next().unwrap_or_default();
        let actual = row(reference);
        if actual != expected {
            writeln!(wrong, "expected {expected}\n     got {actual}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
