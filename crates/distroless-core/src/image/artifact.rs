//! What is known to be in an image, besides paths: programs and what they need, packages of languages,
//! caches, sources, secrets; each with the instructions that brought it there.

use super::path::{absolute, file_name, is_below, within};
use dockerfile_syntax::Span;
use image_knowledge::{Language, LibcKind};

/// A place in a stage: the instruction or the command of a RUN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The stage's index.
    pub stage: usize,
    /// What stands there.
    pub span: Span,
}

/// Something in an image, and how it came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its absolute path, as under merged `/usr`.
    pub path: String,
    /// What the path is.
    pub shape: Shape,
    /// What it is.
    pub kind: Kind,
    /// Where it was made, then every copy, to the stage it is in.
    pub trail: Vec<Site>,
    /// Whether it is there in every build that succeeds.
    pub sure: bool,
}

/// What an artifact's path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A file.
    File,
    /// A directory with everything below it.
    Tree,
    /// A directory with such files directly in it; their names are not known.
    Files,
}

/// What an artifact is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A program of the project's own, compiled to machine code.
    Program(Program),
    /// A language's runtime that came by a copy or a download: `node`, `python3`.
    Runtime(Runtime),
    /// Packages of Python in a directory of its interpreter or one of their own.
    PythonPackages(PythonPackages),
    /// A virtual environment of Python.
    Venv(Venv),
    /// `node_modules`.
    NodeModules(NodeModules),
    /// Java archives.
    Jar(Jar),
    /// An application of .NET as `dotnet publish` lays it out.
    DotnetApp(DotnetApp),
    /// Packages of Ruby or PHP.
    Bundle(Bundle),
    /// A compiler or SDK: its name as people say it.
    Toolchain(&'static str),
    /// What a package manager leaves behind: its name.
    Cache(&'static str),
    /// A directory of the build context.
    Sources {
        /// Its path there; empty for all of it.
        context: String,
    },
    /// A private key, a password file and the like.
    Secret(Secret),
    /// A bundle of certificate authorities.
    CaBundle,
    /// Data on time zones.
    TimeZones,
    /// Shared libraries copied by name.
    Library,
    /// Some other file of the build context.
    File {
        /// Its path there.
        context: String,
    },
    /// A file whose content stands in the Dockerfile: the first line, where it is an interpreter line.
    Inline {
        /// The interpreter line without `#!`.
        interpreter: Option<String>,
    },
}

/// A compiled program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// What it was written in.
    pub language: Language,
    /// How it is linked.
    pub linkage: Linkage,
    /// Whether the linkage is proved; else it is what such a command gives as a rule.
    pub proved: bool,
    /// The image it was built on, as the author wrote it.
    pub built_on: String,
    /// The command: `go build`.
    pub command: String,
    /// The processor it was built for: that of the builder, or a named one.
    pub built_for: BuiltFor,
    /// Development packages that were installed where it was built.
    pub libraries: Vec<String>,
    /// Libraries that the command itself names (`-lpq`), without `-l`.
    pub linked: Vec<String>,
    /// Whether time zones are compiled into it (`-tags timetzdata`).
    pub time_zones: bool,
    /// Whether the build context shows that it calls no C.
    pub without_c: bool,
}

/// How a program finds its libraries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linkage {
    /// It needs nothing but the kernel.
    Static,
    /// It needs the loader and a C library.
    Dynamic {
        /// Which C library.
        libc: LibcKind,
        /// Its version: `2.41`.
        version: Option<String>,
        /// Whether it needs `libgcc_s` (Rust) …
        libgcc: bool,
        /// … and the C++ library.
        libstdcxx: bool,
        /// Debian's or Ubuntu's release, or the like, for libraries: `debian 13`.
        system: Option<String>,
    },
    /// Not known.
    Unknown,
}

/// The processor a program was built for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuiltFor {
    /// The one the build stage runs on.
    Builder,
    /// The one of that name, as in `--platform`: `arm64`.
    Named(String),
    /// What the command was told, by an argument or a variable of unknown value.
    Chosen,
}

/// A runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// Its name: `node`.
    pub name: String,
    /// The C library it is linked with.
    pub libc: Option<LibcKind>,
    /// The image it comes from, as the author wrote it.
    pub from: String,
}

/// Packages of Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PythonPackages {
    /// The interpreter they were installed by.
    pub python: Interpreter,
    /// How they were installed.
    pub how: PythonInstall,
    /// The names, as far as they are on the command line.
    pub names: Vec<String>,
    /// Requirement files given on the command line.
    pub requirements: Vec<String>,
}

/// Where packages of Python go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PythonInstall {
    /// Into the interpreter's own directory.
    System,
    /// Into the user's home.
    User,
    /// Into a directory of their own (`--target`).
    Target,
    /// Below a prefix of their own (`--prefix`).
    Prefix,
    /// Into a virtual environment.
    Venv,
}

/// An interpreter of Python.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Interpreter {
    /// Its path: `/usr/local/bin/python3`.
    pub path: Option<String>,
    /// Its minor version: `3.13`.
    pub minor: Option<String>,
    /// Its C library.
    pub libc: Option<LibcKind>,
    /// The image it is in, as the author wrote it.
    pub image: String,
}

/// A virtual environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venv {
    /// The interpreter its links lead to.
    pub python: Interpreter,
    /// Whether the links can be moved with it (`uv venv --relocatable`), or are copies.
    pub relocatable: bool,
    /// Where it was made, which its scripts name in their first line.
    pub made_at: String,
}

/// `node_modules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeModules {
    /// Whether packages for development are in it; `None` where that is not known.
    pub dev: Option<bool>,
    /// The C library they were installed for.
    pub libc: Option<LibcKind>,
    /// The major version of Node.js they were installed with.
    pub major: Option<String>,
    /// The image they were installed in, as the author wrote it.
    pub image: String,
    /// The directory of the project's package.json in the build context, where it is known.
    pub project: Option<String>,
    /// The command: `npm install`.
    pub command: String,
}

/// Java archives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jar {
    /// The major version of the JDK that compiled them.
    pub jdk: Option<String>,
    /// The release of Java that the classes are for, where the command or the project says it.
    pub release: Option<u32>,
    /// The image they were built on, as the author wrote it.
    pub image: String,
    /// The command: `mvn package`.
    pub command: String,
}

/// An application of .NET.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotnetApp {
    /// Whether the runtime is in it.
    pub self_contained: Option<bool>,
    /// The runtime it is for: `linux-musl-x64`.
    pub runtime: Option<String>,
}

/// Packages of Ruby or PHP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// `bundler` or `composer`.
    pub manager: &'static str,
    /// Whether packages for development are in it.
    pub dev: Option<bool>,
}

/// A file with a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it holds, in a few words: `a private key`.
    pub what: &'static str,
    /// How that is known.
    pub proof: Proof,
}

/// How a secret is known to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By the file's name, which is for nothing else.
    Name,
    /// By the file's name, which files without a secret have as well.
    LikelyName,
    /// It stands in the file of the build context.
    Content,
    /// Something in the file is named like one.
    LikelyContent,
    /// A command writes it into the file.
    Written,
}

impl Proof {
    /// Whether it is a secret for sure.
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Name | Self::Content | Self::Written)
    }
}

/// A package of the system that a command installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The package manager: `apt-get`.
    pub manager: &'static str,
    /// The package, as written.
    pub name: String,
    /// The name it is removed by with others: of `apk add --virtual NAME`.
    pub group: Option<String>,
    /// Where it is installed.
    pub site: Site,
    /// Where it is removed again; by another RUN it stays in the layers below.
    pub removed: Option<Site>,
    /// Whether it is installed in every build that succeeds, and never removed by a command that only may run.
    pub sure: bool,
}

impl Kind {
    /// What it is, in a few words.
    pub fn describe(&self) -> String {
        match self {
            Self::Program(program) => {
                let linkage = match &program.linkage {
                    Linkage::Static => "static",
                    Linkage::Dynamic {
                        libc: LibcKind::Musl,
                        ..
                    } => "linked with musl",
                    Linkage::Dynamic { .. } => "linked with glibc",
                    Linkage::Unknown => "its linkage is not known",
                };
                format!("program of `{}`, {linkage}", program.command)
            }
            Self::Runtime(runtime) => format!("`{}` of {}", runtime.name, runtime.from),
            Self::PythonPackages(packages) => match &packages.python.minor {
                Some(minor) => format!("packages of Python {minor}"),
                None => "packages of Python".to_owned(),
            },
            Self::Venv(_) => "virtual environment of Python".to_owned(),
            Self::NodeModules(modules) => match modules.dev {
                Some(true) => "packages of Node.js, those for development too".to_owned(),
                _ => "packages of Node.js".to_owned(),
            },
            Self::Jar(jar) => format!("archives of `{}`", jar.command),
            Self::DotnetApp(_) => "application of .NET".to_owned(),
            Self::Bundle(bundle) => format!("packages of {}", bundle.manager),
            Self::Toolchain(name) => format!("toolchain of {name}"),
            Self::Cache(manager) => format!("what {manager} leaves behind"),
            Self::Sources { context } if context.is_empty() => "the build context".to_owned(),
            Self::Secret(secret) => secret.what.to_owned(),
            Self::CaBundle => "certificate authorities".to_owned(),
            Self::TimeZones => "time zones".to_owned(),
            Self::Library => "shared library".to_owned(),
            Self::Sources { context } | Self::File { context } => {
                format!("`{context}` of the build context")
            }
            Self::Inline { .. } => "file written in the Dockerfile".to_owned(),
        }
    }
}

impl Artifact {
    /// Where it was made.
    pub fn made(&self) -> Option<Site> {
        self.trail.first().copied()
    }

    /// The same artifact after a copy of `source` to `destination` (both absolute and clean). `into` says
    /// that the destination is a directory for sure. `None` where the copy does not bring it.
    pub(crate) fn copied(
        &self,
        source: &str,
        destination: &str,
        into: bool,
        site: Site,
    ) -> Option<Self> {
        let mut copy = self.clone();
        if self.path == source && self.shape == Shape::File {
            copy.path = if into {
                absolute(destination, file_name(source))
            } else {
                destination.to_owned()
            };
        } else if is_below(&self.path, source) {
            // A directory brings what is in it, not itself.
            let rest = self.path.get(source.len()..).unwrap_or_default();
            copy.path = absolute(destination, rest.trim_start_matches('/'));
        } else if is_below(source, &self.path) {
            match self.shape {
                Shape::File => return None,
                Shape::Files => {
                    // One of them, by its name.
                    let rest = source.get(self.path.len()..)?.trim_start_matches('/');
                    if rest.contains('/') || rest.is_empty() {
                        return None;
                    }
                    copy.shape = Shape::File;
                    copy.path = if into {
                        absolute(destination, rest)
                    } else {
                        destination.to_owned()
                    };
                }
                Shape::Tree => {
                    destination.clone_into(&mut copy.path);
                    // Part of it: whether all that makes it is in there is not known.
                    copy.sure = false;
                }
            }
        } else {
            return None;
        }
        copy.trail.push(site);
        Some(copy)
    }

    /// The file of the build context that is at a path in the artifact, by its path there.
    pub(crate) fn context_path(&self, path: &str) -> Option<String> {
        match &self.kind {
            Kind::File { context } => Some(context.clone()),
            Kind::Sources { context } => {
                let below = path.get(self.path.len()..)?.trim_start_matches('/');
                Some(within(context, below))
            }
            _ => None,
        }
    }

    /// Whether a path is the artifact or in it.
    pub fn holds(&self, path: &str) -> bool {
        match self.shape {
            Shape::File => self.path == path,
            Shape::Tree => is_below(path, &self.path),
            Shape::Files => path
                .rsplit_once('/')
                .is_some_and(|(directory, _)| directory == self.path),
        }
    }
}
