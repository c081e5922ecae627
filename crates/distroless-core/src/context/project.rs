//! What one folder of the context builds.

use super::dotnet::{self, DotNet};
use super::go::{self, CgoFile, Go};
use super::java::Java;
use super::lock::{self, Lock, LockKind};
use super::node::{self, NativeAddon, Node};
use super::python::Python;
use super::rust::Rust;
use super::text::{below, read};
use crate::request::{BuildContext, NoContext};
use std::cell::OnceCell;

/// Facts on a folder. Each is read when it is first asked for; `None` means that it is not known,
/// which includes that there is no such file.
#[derive(Debug)]
pub struct Project<'a> {
    context: &'a dyn BuildContext,
    folder: String,
    node: OnceCell<Option<Node>>,
    locks: OnceCell<Vec<Lock>>,
    go: OnceCell<Option<Go>>,
    cgo: OnceCell<Option<Vec<CgoFile>>>,
    rust: OnceCell<Option<Rust>>,
    python: OnceCell<Option<Python>>,
    java: OnceCell<Option<Java>>,
    dotnet: OnceCell<Option<Vec<DotNet>>>,
}

/// Lock files, in the order in which npm reads its own.
const LOCKS: &[(&str, LockKind)] = &[
    ("npm-shrinkwrap.json", LockKind::Npm),
    ("package-lock.json", LockKind::Npm),
    ("pnpm-lock.yaml", LockKind::Pnpm),
    ("yarn.lock", LockKind::Yarn),
    ("bun.lock", LockKind::Bun),
    ("bun.lockb", LockKind::Bun),
];

impl<'a> Project<'a> {
    /// What the root of the context builds.
    pub fn read(context: &'a dyn BuildContext) -> Self {
        Self::below(context, "")
    }

    pub(super) fn below(context: &'a dyn BuildContext, folder: &str) -> Self {
        Self {
            context,
            folder: folder.to_owned(),
            node: OnceCell::new(),
            locks: OnceCell::new(),
            go: OnceCell::new(),
            cgo: OnceCell::new(),
            rust: OnceCell::new(),
            python: OnceCell::new(),
            java: OnceCell::new(),
            dotnet: OnceCell::new(),
        }
    }

    /// A folder of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self::below(&NoContext, "")
    }

    fn text(&self, name: &str) -> Option<String> {
        read(self.context, &below(&self.folder, name))
    }

    /// `package.json`
    pub fn node(&self) -> Option<&Node> {
        let read = || Node::parse(&self.text("package.json")?);
        self.node.get_or_init(read).as_ref()
    }

    /// The lock files of Node.js package managers.
    pub fn locks(&self) -> &[Lock] {
        self.locks.get_or_init(|| {
            let mut locks: Vec<Lock> = Vec::new();
            for (name, kind) in LOCKS {
                // Of two of npm's the first counts, and so does Bun's text.
                let covered =
                    *kind != LockKind::Yarn && locks.iter().any(|lock| lock.kind == *kind);
                let path = below(&self.folder, name);
                if !covered && let Some(lock) = self.lock(path, *kind) {
                    locks.push(lock);
                }
            }
            locks
        })
    }

    fn lock(&self, path: String, kind: LockKind) -> Option<Lock> {
        let Some(text) = read(self.context, &path) else {
            // It may be too large, or binary.
            let (_, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let there = self.context.list(&self.folder)?.iter().any(|it| it == name);
            let packages = None;
            return there.then_some(Lock {
                kind,
                path,
                packages,
            });
        };
        let kind = match kind {
            LockKind::Yarn if text.contains("\n__metadata:") => LockKind::YarnBerry,
            kind => kind,
        };
        let mut packages = lock::packages(kind, &text);
        // What workspaces need for production is in manifests that are not read.
        let single = self.text("pnpm-workspace.yaml").is_none();
        if let (Some(packages), Some(node)) = (&mut packages, self.node())
            && kind != LockKind::Npm
            && single
            && !node.workspaces
        {
            lock::tell_dev(packages, node.production(), node.development());
        }
        Some(Lock {
            kind,
            path,
            packages,
        })
    }

    /// The packages with machine code that lock files install on Linux, each name once; `None`
    /// without a lock file, or with one that cannot be read. Known ones, those that are published
    /// for a processor, and where the lock tells of it, those that run a script.
    pub fn native_addons(&self) -> Option<Vec<NativeAddon>> {
        match self.locks() {
            [] => None,
            locks => node::addons(locks),
        }
    }

    /// `go.mod`
    pub fn go(&self) -> Option<&Go> {
        let read = || Some(Go::parse(&self.text("go.mod")?));
        self.go.get_or_init(read).as_ref()
    }

    /// The files of the Go module that import `C`, tests left out. Whether the program is built of
    /// their packages is not told. Empty is a proof that the module has none.
    pub fn cgo_files(&self) -> Option<&[CgoFile]> {
        let read = || {
            self.go()?;
            go::cgo_files(self.context, &self.folder)
        };
        self.cgo.get_or_init(read).as_deref()
    }

    /// `Cargo.toml` and what belongs to it.
    pub fn rust(&self) -> Option<&Rust> {
        let read = || Rust::read(self.context, &self.folder);
        self.rust.get_or_init(read).as_ref()
    }

    /// `pyproject.toml`, requirements and lock files.
    pub fn python(&self) -> Option<&Python> {
        let read = || Python::read(self.context, &self.folder);
        self.python.get_or_init(read).as_ref()
    }

    /// `pom.xml`, or else `build.gradle`.
    pub fn java(&self) -> Option<&Java> {
        let read = || Java::read(self.context, &self.folder);
        self.java.get_or_init(read).as_ref()
    }

    /// The .NET projects in the folder and below it.
    pub fn dotnet(&self) -> Option<&[DotNet]> {
        let read = || dotnet::projects(self.context, &self.folder);
        self.dotnet.get_or_init(read).as_deref()
    }
}
