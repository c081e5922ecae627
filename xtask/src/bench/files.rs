//! What the programs read.

use crate::root;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Folders of the large repository, each with a Dockerfile that is checked and one that git ignores.
pub(super) const FOLDERS: usize = 20_000;

const TEN_LINES: &str = "\
FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
RUN npm ci --omit=dev
COPY . .
ENV NODE_ENV=production
EXPOSE 8080
USER node
CMD [\"node\", \"server.js\"]
";

/// Everything that is read, in a folder that goes when this does.
pub(super) struct Folders {
    _all: TempDir,
    pub(super) ten_lines: PathBuf,
    pub(super) many: Vec<PathBuf>,
    pub(super) monorepo: PathBuf,
    pub(super) large: Vec<(&'static str, PathBuf)>,
}

impl Folders {
    /// Makes them; `given` holds the files of the run over many.
    pub(super) fn make(given: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let all = tempfile::tempdir()?;
        let ten_lines = all.path().join("small/Dockerfile");
        write(&ten_lines, TEN_LINES)?;
        let mut many = Vec::new();
        if let Some(folder) = given {
            below(folder, &|_| true, &mut many)?;
        } else {
            let is_dockerfile =
                |name: &str| name.starts_with("Dockerfile") || name.ends_with(".Dockerfile");
            for folder in ["examples", "tests"] {
                below(&root::path().join(folder), &is_dockerfile, &mut many)?;
            }
        }
        many.sort();
        let monorepo = all.path().join("monorepo");
        for number in 0..FOLDERS {
            let folder = format!("team{}/area{}/service{number}", number % 40, number % 400);
            let folder = monorepo.join(folder);
            write(&folder.join("Dockerfile"), TEN_LINES)?;
            write(&folder.join("build/Dockerfile"), TEN_LINES)?;
        }
        write(&monorepo.join(".gitignore"), "build/\n")?;
        // Without it, what git ignores is not known.
        write(&monorepo.join(".git/HEAD"), "ref: refs/heads/main\n")?;
        let mut large = Vec::new();
        for (name, bytes) in [("0.5 MB", 500_000), ("5 MB", 5_000_000)] {
            let path = all.path().join(format!("large/{name}/Dockerfile"));
            write(&path, &text_of(bytes))?;
            large.push((name, path));
        }
        Ok(Self {
            _all: all,
            ten_lines,
            many,
            monorepo,
            large,
        })
    }
}

/// A Dockerfile of so many bytes.
fn text_of(bytes: usize) -> String {
    let mut text = "FROM golang:1.26 AS build\nWORKDIR /src\n".to_owned();
    let mut number = 0_u32;
    while text.len() < bytes {
        number += 1;
        let _ = write!(
            text,
            "# part {number}\nCOPY part{number} ./part{number}\nRUN cd part{number} && \\\n    go build -o /out/part{number} . && \\\n    rm -rf /tmp/part{number}\n"
        );
    }
    text.push_str("FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build /out/part1 /part1\nENTRYPOINT [\"/part1\"]\n");
    text
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn below(
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
    out: &mut Vec<PathBuf>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            below(&path, wanted, out)?;
        } else if path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(wanted)
        {
            out.push(path);
        }
    }
    Ok(())
}
