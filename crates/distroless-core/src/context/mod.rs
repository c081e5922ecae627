//! What the files beside a Dockerfile say, as facts.
//!
//! A file that is not there at the time of the check may well be there at the time of the build:
//! pipelines make files first. So `Absent` and "not in this list" tell of the folder as it is
//! checked, and are no proof of what is built; what a file that is there says, is.
//!
//! Every file is read when it is first asked for, and once. All of them are hostile text: what is too
//! long, too deep or not understood is unknown.

mod dotnet;
mod elf;
mod go;
mod ignore;
mod java;
mod lock;
mod node;
mod project;
mod python;
mod rust;
mod shebang;
mod text;
mod xml;

#[cfg(test)]
mod tests;

pub use dotnet::DotNet;
pub use elf::{Elf, Loader, Machine};
pub use go::{CgoFile, Go, GoModule};
pub use ignore::Ignore;
pub use java::{Java, JavaBuild};
pub use lock::{Lock, LockKind, LockedPackage};
pub use node::{NativeAddon, Node, WhyNative};
pub use project::Project;
pub use python::{Python, PythonPackage};
pub use rust::{CargoFlags, Crate, Rust, SystemLibrary};
pub use shebang::Shebang;

use crate::order::ByName;
use crate::request::BuildContext;
use image_knowledge::Presence;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// How many folders of a context are looked into for what they build.
const PROJECTS: usize = 64;

/// How many files a pattern of COPY is taken to name.
const MATCHING: usize = 100;

/// The build context of one Dockerfile, and what is known of it.
#[derive(Debug)]
pub struct Surroundings<'a> {
    files: &'a dyn BuildContext,
    ignore: OnceCell<Option<Ignore>>,
    projects: RefCell<ByName<Rc<Project<'a>>>>,
    /// What stands for every folder above the bound.
    unknown: Rc<Project<'a>>,
}

impl<'a> Surroundings<'a> {
    /// What is known of a build context. Nothing is read yet.
    pub fn new(files: &'a dyn BuildContext) -> Self {
        Self {
            files,
            ignore: OnceCell::new(),
            projects: RefCell::default(),
            unknown: Rc::new(Project::unknown()),
        }
    }

    /// The files themselves.
    pub fn files(&self) -> &'a dyn BuildContext {
        self.files
    }

    /// What the build does not get to see; `None` when it is not known.
    pub fn ignore(&self) -> Option<&Ignore> {
        let ignore = self.ignore.get_or_init(|| Ignore::read(self.files));
        ignore.as_ref()
    }

    /// What a folder of the context builds; the root is the empty path.
    pub fn project(&self, folder: &str) -> Rc<Project<'a>> {
        let Some(folder) = text::inside(folder) else {
            return Rc::clone(&self.unknown);
        };
        let mut projects = self.projects.borrow_mut();
        if let Some(project) = projects.get(&folder) {
            return Rc::clone(project);
        }
        if projects.len() >= PROJECTS {
            return Rc::clone(&self.unknown);
        }
        let project = Rc::new(Project::below(self.files, &folder));
        projects.insert(&folder, Rc::clone(&project));
        project
    }

    /// Whether a file or folder is in the context now, and given to the build.
    pub fn presence(&self, path: &str) -> Presence {
        let Some(path) = text::inside(path) else {
            return Presence::Unknown;
        };
        let found = self.in_folder(&path);
        if found != Presence::Present || path.is_empty() {
            return found;
        }
        match self.ignore() {
            None => Presence::Unknown,
            Some(ignore) if !ignore.matches(&path) => Presence::Present,
            // An exception can let through what lies below.
            Some(ignore) if ignore.has_exceptions() => Presence::Unknown,
            Some(_) => Presence::Absent,
        }
    }

    fn in_folder(&self, path: &str) -> Presence {
        let mut folder = String::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let Some(names) = self.files.list(&folder) else {
                return Presence::Unknown;
            };
            let mut plain = names.iter().map(|it| it.strip_suffix('/').unwrap_or(it));
            if !plain.clone().any(|it| it == name) {
                // Whether `Readme` is `README` depends on the machine that builds.
                return if plain.any(|it| it.eq_ignore_ascii_case(name)) {
                    Presence::Unknown
                } else {
                    Presence::Absent
                };
            }
            if !folder.is_empty() {
                folder.push('/');
            }
            folder.push_str(name);
        }
        Presence::Present
    }

    /// The files that a pattern of COPY names. Only its last part may have wildcards, and only `*` and `?`;
    /// nothing is known of what other patterns name.
    pub fn matching(&self, pattern: &str) -> Vec<String> {
        let Some(pattern) = text::inside(pattern) else {
            return Vec::new();
        };
        let (folder, last) = pattern.rsplit_once('/').unwrap_or(("", &pattern));
        if folder.contains(['*', '?', '[', '\\']) || last.contains(['[', ']', '{', '}', '\\', '!'])
        {
            return Vec::new();
        }
        let listed = self.files.list(folder).unwrap_or_default();
        let files = listed.iter().filter(|name| !name.ends_with('/'));
        let named = files.filter(|name| fast_glob::glob_match(last, name.as_str()));
        named
            .take(MATCHING)
            .map(|name| text::below(folder, name))
            .filter(|path| self.presence(path) == Presence::Present)
            .collect()
    }

    /// The first line of a script; `None` when there is none or it is not known.
    pub fn shebang(&self, path: &str) -> Option<Shebang> {
        shebang::read(self.files, path)
    }

    /// What an executable for Linux needs; `None` when it is none or it is not known.
    pub fn elf(&self, path: &str) -> Option<Elf> {
        elf::read(self.files, path)
    }

    /// Whether a file may be executed by its owner, its group and others alike;
    /// `None` when it is not known, or not the same for all of them.
    pub fn executable(&self, path: &str) -> Option<bool> {
        match self.files.mode(&text::inside(path)?)? & 0o111 {
            0 => Some(false),
            0o111 => Some(true),
            _ => None,
        }
    }
}
