//! The words facts are told in.

use crate::date::Date;
use crate::known::Known;
use std::borrow::Cow;

/// Text that is either in the tables or taken from the reference (a version in a tag).
pub type Text = Cow<'static, str>;

/// Who makes an image, and by which rules its name and tag are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The reserved name `scratch`: nothing.
    Scratch,
    /// Google's distroless images.
    Distroless,
    /// Docker official images (`docker.io/library`).
    DockerOfficial,
    /// Chainguard images.
    Chainguard,
    /// Red Hat universal base images.
    Ubi,
    /// Microsoft's .NET images.
    Dotnet,
    /// AWS Lambda base images.
    AwsLambda,
    /// The uv images.
    Uv,
    /// The Bun images.
    Bun,
    /// The Deno images.
    Deno,
    /// NVIDIA CUDA images.
    NvidiaCuda,
    /// Bitnami images.
    Bitnami,
    /// Docker hardened images.
    DockerHardened,
    /// Azure Linux images.
    AzureLinux,
    /// Any other publisher.
    Other,
}

/// How far the facts of an answer may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Read from the text of the tag, from general knowledge of the publisher's habits, or from
    /// the tag beside a digest: right as a rule, not a proof.
    Likely,
    /// The name and the tag are in the data, and their facts were read in the files they are
    /// built from. Findings of severity `error` need this.
    Certain,
}

/// How the tag was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagMatch {
    /// It is in the list of tags that are built.
    Current,
    /// It is in the list of tags that were built once.
    Retired,
    /// It is not in a list; its text was read by the repository's grammar.
    Grammar,
    /// Nothing can be said from the tag; the facts hold for the whole repository.
    Repository,
}

/// Whether a name and tag are known to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Existence {
    /// It is built and published.
    Current,
    /// It was published and is not built any more. It can usually still be pulled.
    Retired,
    /// There never was such a name or tag.
    NeverPublished,
    /// The data does not say.
    Unknown,
}

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// An operating system to build on: `debian`, `alpine`, `distroless/base`.
    Base,
    /// The run time of a language: `python:3.13-slim`, `distroless/nodejs24`.
    Runtime,
    /// Compilers, an SDK or development headers: `golang`, `dotnet/sdk`, `cgr.dev/…:latest-dev`.
    Toolchain,
    /// A program that is started as it is: `nginx`, `postgres`.
    Service,
    /// A tool that is copied or run in builds: `uv`, `composer`.
    Tool,
    /// A variant with a shell for looking inside: distroless `debug`.
    Debug,
}

/// What kind of variant of its repository an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Variant {
    /// It exists for looking inside (a shell was added): distroless `debug`.
    pub is_debug: Known<bool>,
    /// It carries compilers, an SDK or development headers, so it is for build stages: `-dev`,
    /// `-sdk`, `-devel`, a JDK, a full (`buildpack-deps`) variant.
    pub is_dev: Known<bool>,
    /// It starts as a user other than root.
    pub is_nonroot: Known<bool>,
}

/// Where facts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Provenance {
    /// The files or pages they were read in.
    pub source: &'static str,
    /// The day they were checked.
    pub checked: Date,
    /// How well they are founded.
    pub confidence: Confidence,
}

/// How well a row of data is founded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Guessed from little.
    Low,
    /// From documentation, or from files of another release.
    Medium,
    /// Read in the files the image is built from.
    High,
    /// Read there and checked against a second source.
    Verified,
}

/// An operating system release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Os {
    /// The `ID` of os-release: `debian`, `alpine`, `ubuntu`, `rhel`, `wolfi`.
    pub id: &'static str,
    /// The release: `13`, `24.04`, `3.22`; unknown where only the distribution is.
    pub release: Known<&'static str>,
    /// The release's code name: `trixie`; `Known(None)` where the distribution has none.
    pub codename: Known<Option<&'static str>>,
    /// Where the facts of the release come from.
    pub provenance: Provenance,
}

/// Which C library programs are linked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LibcKind {
    /// GNU.
    Glibc,
    /// musl.
    Musl,
    /// uClibc.
    Uclibc,
    /// There is none: only static programs run.
    None,
    /// The image is a Windows one.
    Windows,
}

/// A C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Libc {
    /// Which.
    pub kind: LibcKind,
    /// Its version: `2.41`; unknown for kinds without one.
    pub version: Known<&'static str>,
}

/// The user of an image's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The configured text: `65532`, `nonroot`, `root`; empty where none is set, which is root.
    pub text: Text,
    /// Its numeric id.
    pub uid: Known<u32>,
}

/// An account in `/etc/passwd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Its name.
    pub name: &'static str,
    /// Its numeric id; unknown where only the name is.
    pub uid: Known<u32>,
}

/// An environment variable of an image's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvVar {
    /// Its name.
    pub name: &'static str,
    /// Its value; unknown where only the name is.
    pub value: Known<Text>,
}

/// What a runtime runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    missing_docs,
    reason = "each variant is the language or platform it names"
)]
pub enum RuntimeKind {
    Python,
    Node,
    Java,
    Dotnet,
    AspNet,
    Go,
    Rust,
    Ruby,
    Php,
    Perl,
    Gcc,
    Haskell,
    Erlang,
    Elixir,
    Swift,
    Bun,
    Deno,
}

/// A language's runtime or toolchain inside an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// Which.
    pub kind: RuntimeKind,
    /// Its version, as far as it is known: `3.13.5`, `3.13`, `22`.
    pub version: Known<Text>,
    /// Its executable: `/usr/local/bin/python3`.
    pub executable: Known<Text>,
    /// Directories where it looks for installed packages: Python's `site-packages`.
    pub package_dirs: Vec<Text>,
}

/// How long something is maintained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndOfLife {
    /// What ends.
    pub subject: Maintained,
    /// Its name: `node`, `debian`, `gcr.io/distroless/python3-debian12`.
    pub product: Text,
    /// Its release: `18`, `12`; empty for an image name.
    pub cycle: Text,
    /// The last day of general support.
    pub date: Date,
    /// The last day of the long-term support that comes after it for everybody (Debian LTS).
    pub extended: Option<Date>,
    /// Where the dates come from.
    pub source: &'static str,
}

impl EndOfLife {
    /// Whether general support has ended: the day before `today`, or earlier.
    pub fn is_over(&self, today: Date) -> bool {
        self.date < today
    }

    /// Whether every support open to everybody has ended, long-term support included.
    pub fn is_over_with_extension(&self, today: Date) -> bool {
        self.last_day() < today
    }

    /// The last day of support that is open to everybody.
    pub fn last_day(&self) -> Date {
        self.extended.unwrap_or(self.date)
    }
}

/// What an end-of-life date is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Maintained {
    /// The operating system release.
    Os,
    /// The language's runtime.
    Runtime,
    /// The program of a service image.
    Service,
    /// The image name itself: it is not rebuilt any more.
    Image,
}

/// What is known of a distroless reference beside the facts of the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distroless {
    /// The image without the release suffix: `static`, `python3`, `nodejs24`.
    pub image: Text,
    /// The release suffix as written: `debian13`; `None` where the name has none.
    pub suffix: Option<Text>,
    /// The tag.
    pub tag: DistrolessTag,
    /// The name written with the release that the bare name stands for today
    /// (`gcr.io/distroless/static-debian13`); `None` where it has a suffix or was never published.
    pub versioned: Option<String>,
}

/// A distroless tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DistrolessTag {
    /// `latest`, or none.
    Latest,
    /// `nonroot`.
    Nonroot,
    /// `debug`.
    Debug,
    /// `debug-nonroot`.
    DebugNonroot,
    /// Something else.
    Other,
}

/// Languages a final image can be chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each variant is the language it names")]
pub enum Language {
    C,
    Cpp,
    Dotnet,
    Go,
    Java,
    Node,
    Php,
    Python,
    Ruby,
    Rust,
}

/// How what a build makes is tied to its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Linkage {
    /// A static program: it needs no C library.
    Static,
    /// A program linked with the GNU C library.
    Glibc,
    /// A program linked with the GNU C library and the C++ or compiler support libraries
    /// (`libstdc++`, `libgcc_s`): C++, Rust.
    GlibcCpp,
    /// A program linked with musl.
    Musl,
    /// A program that a language's runtime runs.
    Interpreted,
}

/// A minimal final image that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What to write after `FROM`.
    pub image: String,
    /// The same image as a user other than root; `None` where there is no such variant.
    pub nonroot: Option<String>,
    /// What it runs.
    pub linkage: Linkage,
}

/// What a package or a command is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToolClass {
    /// Packs and unpacks files.
    Archive,
    /// Drives builds or generates code: `make`, `cmake`, `protoc`.
    BuildTool,
    /// A client of a data base.
    DataClient,
    /// A debugger or tracer, or debugging symbols.
    Debugger,
    /// Documentation.
    Docs,
    /// An editor or pager.
    Editor,
    /// Development headers or static libraries.
    Headers,
    /// A package manager of a language: `pip`, `npm`, `cargo`.
    LangPackageManager,
    /// Looks into networks: `tcpdump`, `dig`.
    NetworkDebug,
    /// Downloads: `curl`, `wget`.
    NetworkDownload,
    /// A package manager of an operating system, and its key tools.
    PackageManager,
    /// Init systems, `ssh`, `cron`, process tools.
    ProcessAdmin,
    /// Normal content of an image that runs things: libraries, certificates, time zones.
    RuntimeOk,
    /// A command shell.
    Shell,
    /// Compilers, assemblers, linkers, SDKs.
    Toolchain,
    /// A version control client.
    Vcs,
}
