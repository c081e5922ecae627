//! Files of the build context that a compiled program may read when it runs.

use super::rest::{AUTHORITIES, target};
use crate::plan::{CopyLine, Note};
use crate::survey::Survey;
use distroless_core::BuildContext;
use distroless_core::image::path::{absolute, file_name, is_below};
use image_knowledge::Presence;

/// Folders that are looked into.
const FOLDERS: usize = 200;

/// Copies that are made; who has more knows best which of them are needed.
const MOST: usize = 20;

/// Extensions of what is compiled, or for people.
const SOURCES: &[&str] = &[
    "adoc", "bat", "c", "cc", "cmake", "cpp", "cxx", "go", "h", "hh", "hpp", "hxx", "in", "lock",
    "md", "mod", "orig", "proto", "ps1", "py", "rs", "sh", "sum", "work",
];

/// Folders that nothing reads at run time.
const OF_PROJECTS: &[&str] = &[
    "bench",
    "benches",
    "bin",
    "build",
    "chart",
    "charts",
    "ci",
    "cmake",
    "contrib",
    "deploy",
    "deployment",
    "deployments",
    "doc",
    "docs",
    "example",
    "examples",
    "fixtures",
    "hack",
    "helm",
    "infra",
    "k8s",
    "kubernetes",
    "manifests",
    "node_modules",
    "out",
    "scripts",
    "target",
    "terraform",
    "test",
    "testdata",
    "tests",
    "third_party",
    "tools",
    "vendor",
];

/// Files at the root of projects that nothing reads at run time.
const FILES: &[&str] = &[
    "AUTHORS",
    "CMakeLists.txt",
    "CODEOWNERS",
    "Cargo.lock",
    "Cargo.toml",
    "Containerfile",
    "Dockerfile",
    "Doxyfile",
    "LICENSE",
    "Makefile",
    "Procfile",
    "VERSION",
    "Taskfile.yaml",
    "Taskfile.yml",
    "Vagrantfile",
    "app.json",
    "appveyor.yml",
    "azure-pipelines.yml",
    "buf.gen.yaml",
    "buf.yaml",
    "build.rs",
    "case.toml",
    "cloudbuild.yaml",
    "compose.yaml",
    "compose.yml",
    "deny.toml",
    "docker-bake.hcl",
    "docker-compose.yaml",
    "docker-compose.yml",
    "fly.toml",
    "go.mod",
    "go.sum",
    "go.work",
    "gqlgen.yml",
    "meson.build",
    "package-lock.json",
    "package.json",
    "renovate.json",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "skaffold.yaml",
    "sonar-project.properties",
    "sqlc.yaml",
    "tilt.json",
    "tsconfig.json",
    "expected.json",
    "distroless-check.toml",
];

/// What the program may read, as copies from the build stage, and what is not known.
pub(crate) fn data(survey: &Survey<'_, '_>, late: bool) -> (Vec<CopyLine>, Vec<Note>) {
    let last_run = if late { u32::MAX } else { 0 }
        .max(survey.runs.last().map_or(0, |run| run.step.span.start));
    let (mut copies, mut notes) = (Vec::new(), Vec::new());
    let files = survey.model.surroundings().files();
    for (step, copy) in survey
        .context_copies()
        .filter(|(step, _)| step.span.start < last_run)
    {
        let Some(to) = target(survey, copy) else {
            continue;
        };
        // What is in the bundle of authorities needs no copy of its own.
        if is_below(&to.path, AUTHORITIES) {
            continue;
        }
        for source in &copy.sources {
            let Some(source) = source.value.as_deref() else {
                continue;
            };
            let source = source.trim_start_matches("./").trim_end_matches('/');
            let whole = matches!(source, "" | ".");
            if !whole && (is_source(source) || source.contains('*')) {
                continue;
            }
            let mut search = Search {
                survey,
                files,
                left: FOLDERS,
                found: Vec::new(),
            };
            let folder = if whole { "" } else { source };
            if search.is_folder(folder) {
                search.look(folder);
                for path in search.found {
                    let below = path
                        .get(folder.len()..)
                        .unwrap_or_default()
                        .trim_start_matches('/');
                    copies.push(CopyLine::same(absolute(&to.path, below), true));
                }
            } else if whole || !survey.sees_context() && !file_name(source).contains('.') {
                notes.push(Note::at(
                    step.span,
                    "files that the program reads when it runs, beside those copied below, are not known: copy them to the final stage too",
                ));
            } else if let Some(name) = to
                .files
                .iter()
                .find(|name| name.as_str() == file_name(source))
            {
                copies.push(CopyLine::same(absolute(&to.path, name), true));
            } else if to.files.is_empty() {
                copies.push(CopyLine::same(to.path.clone(), true));
            }
        }
    }
    copies.dedup();
    if copies.len() > MOST {
        copies.truncate(MOST);
        notes.push(Note::new("there are more files that the program may read than are copied here: leave out what it does not, and copy what is missing"));
    }
    if !copies.is_empty() {
        notes.push(Note::new("the copies from the build stage beside the program are files that it may read when it runs: leave out what is compiled in"));
    }
    (copies, notes)
}

struct Search<'s, 'm, 'a> {
    survey: &'s Survey<'m, 'a>,
    files: &'a dyn BuildContext,
    left: usize,
    /// Paths in the context, of files and of folders without any source.
    found: Vec<String>,
}

impl Search<'_, '_, '_> {
    fn is_folder(&self, path: &str) -> bool {
        self.files.list(path).is_some()
    }

    /// Looks for data in a folder; says whether it, and all below it, has no source.
    fn look(&mut self, folder: &str) -> bool {
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        let names = self.files.list(folder).unwrap_or_default();
        let before = self.found.len();
        let mut pure = true;
        let mut any = false;
        let embeds = names.iter().any(|name| {
            name.rsplit_once('.')
                .is_some_and(|(_, extension)| matches!(extension, "go" | "rs"))
                && self.files.read(&below(folder, name)).is_some_and(|text| {
                    [
                        "//go:embed",
                        "include_str!",
                        "include_bytes!",
                        "include_dir!",
                        "RustEmbed",
                    ]
                    .iter()
                    .any(|word| text.contains(word))
                })
        });
        for name in names.iter() {
            let path = below(folder, name.trim_end_matches('/'));
            if let Some(name) = name.strip_suffix('/') {
                let skipped = name.starts_with('.') || OF_PROJECTS.contains(&name);
                if skipped || embeds || !self.is_given(&path) {
                    pure = false;
                } else {
                    pure &= self.look(&path);
                    any = true;
                }
            } else if is_source(name) {
                pure = false;
            } else if is_data(name) && self.is_given(&path) {
                any = true;
                if !embeds {
                    self.found.push(path);
                }
            }
        }
        // A folder of nothing else is copied as one.
        if pure && any && !folder.is_empty() && self.found.len() > before {
            self.found.truncate(before);
            self.found.push(folder.to_owned());
        }
        pure
    }

    fn is_given(&self, path: &str) -> bool {
        self.survey.model.surroundings().presence(path) != Presence::Absent
    }
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Whether a file is compiled, or belongs to the project.
fn is_source(path: &str) -> bool {
    let name = file_name(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    SOURCES.contains(&extension)
        || FILES.contains(&name)
        || matches!(path, "cmd" | "internal" | "pkg" | "src" | "vendor")
}

fn is_data(name: &str) -> bool {
    !name.starts_with('.')
        && !is_source(name)
        && ![
            "Dockerfile",
            "README",
            "LICENSE",
            "CHANGELOG",
            "NOTICE",
            "expected",
        ]
        .iter()
        .any(|word| name.starts_with(word))
        && !name.to_ascii_lowercase().ends_with(".dockerfile")
        && name != "Jenkinsfile"
        || name == ".env"
}
