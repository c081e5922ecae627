//! Migrations: a folder each, with a Dockerfile as people write it, its sources, and what the program
//! answers. `distroless-check migrate` writes the file anew, and the answer has to stay the same.

mod ask;
pub(super) mod coverage;
pub(super) mod proof;
pub(super) mod table;

use serde::Deserialize;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const FILE: &str = "migration.toml";

/// What kinds of programs there are, by what builds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Go,
    Rust,
    C,
    #[serde(rename = "c++")]
    Cpp,
    Npm,
    Yarn,
    Pnpm,
    Pip,
    Poetry,
    Uv,
    Maven,
    Jar,
    Jlink,
    Ruby,
    Php,
    Static,
}

impl Kind {
    /// Each with what it is called.
    pub(super) const ALL: &[(Self, &'static str)] = &[
        (Self::Go, "Go"),
        (Self::Rust, "Rust"),
        (Self::C, "C"),
        (Self::Cpp, "C++"),
        (Self::Npm, "Node.js, npm"),
        (Self::Yarn, "Node.js, Yarn"),
        (Self::Pnpm, "Node.js, pnpm"),
        (Self::Pip, "Python, pip"),
        (Self::Poetry, "Python, Poetry"),
        (Self::Uv, "Python, uv"),
        (Self::Maven, "Java, Maven"),
        (Self::Jar, "Java, jar"),
        (Self::Jlink, "Java, jlink"),
        (Self::Ruby, "Ruby"),
        (Self::Php, "PHP"),
        (Self::Static, "static site"),
    ];

    pub(super) fn name(self) -> &'static str {
        let named = Self::ALL.iter().find(|(kind, _)| *kind == self);
        named.map_or("", |(_, name)| name)
    }
}

/// Folders that stand for what a package manager would fetch, see [`super::engine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Packages {
    Pip,
    Corepack,
    Maven,
    Cargo,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    kind: Kind,
    about: String,
    today: String,
    base: Option<String>,
    port: Option<u16>,
    migrated_port: Option<u16>,
    path: Option<String>,
    answer: Option<String>,
    refused: Option<String>,
    #[serde(default)]
    packages: Vec<Packages>,
}

/// What has to come of it.
#[derive(Debug)]
pub(super) enum Goal {
    /// A server that answers a request.
    Answers {
        /// The port before and after: images of servers that are not root listen on another one.
        ports: (u16, u16),
        path: String,
        answer: String,
    },
    /// A program that writes something and ends.
    Writes(String),
    /// The command refuses, and says this among its reasons.
    Refused(String),
}

#[derive(Debug)]
pub(super) struct Migration {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) kind: Kind,
    /// What it shows, in a sentence.
    pub(super) about: String,
    /// The day that the checker judges on.
    pub(super) today: String,
    /// The family of images that is asked for; the checker's choice where there is none.
    pub(super) base: Option<String>,
    pub(super) goal: Goal,
    pub(super) packages: Vec<Packages>,
}

impl Migration {
    pub(super) fn is_refused(&self) -> bool {
        matches!(self.goal, Goal::Refused(_))
    }
}

/// Every migration, by name.
pub(super) fn read_all(folder: &Path) -> Result<Vec<Migration>, Box<dyn Error>> {
    let mut migrations = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let migration = read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        migrations.push(migration);
    }
    migrations.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(migrations)
}

fn read(folder: &Path) -> Result<Migration, Box<dyn Error>> {
    let file: File = toml::from_str(&fs::read_to_string(folder.join(FILE))?)?;
    let goal = match (file.port, file.path, file.answer, file.refused) {
        (Some(port), Some(path), Some(answer), None) => Goal::Answers {
            ports: (port, file.migrated_port.unwrap_or(port)),
            path,
            answer,
        },
        (None, None, Some(answer), None) => Goal::Writes(answer),
        (None, None, None, Some(reason)) => Goal::Refused(reason),
        _ => {
            return Err(
                "either `port`, `path` and `answer`, or `answer`, or `refused` is there".into(),
            );
        }
    };
    Ok(Migration {
        name: folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        folder: folder.to_path_buf(),
        kind: file.kind,
        about: file.about,
        today: file.today,
        base: file.base,
        goal,
        packages: file.packages,
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, read_all};
    use crate::root;

    /// They can be read on any machine, whether or not they can be run there.
    #[test]
    fn every_migration_is_well_formed() {
        let read = read_all(&root::path().join("tests/e2e/migrations"));
        let read = read.map_err(|error| error.to_string());
        assert!(read.as_ref().is_ok_and(|all| !all.is_empty()), "{read:?}");
    }

    #[test]
    fn every_kind_has_a_name() {
        assert!(Kind::ALL.iter().all(|(kind, name)| kind.name() == *name));
    }
}
