//! Layers: what one row of data says of an image.

use crate::types::{Account, LibcKind, Purpose, RuntimeKind};
use crate::words::Words;

/// What one source says of an image: an operating system's profile, a repository, a variant.
///
/// What is not among the facts is not said. Where several layers speak, the most specific one
/// wins; lists add up. Texts may hold the place-holders `{version}`, `{minor}`, `{major}` and
/// `{jdk}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layer(pub(crate) &'static [Fact]);

/// The layer that says nothing.
pub(crate) static SILENT: Layer = Layer(&[]);

/// One thing that a layer says. Layers are lists of them, because most say little.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    Purpose(Purpose),
    Dev(bool),
    Libc(LibcKind),
    LibcVersion(&'static str),
    Shells(&'static [&'static str]),
    /// Empty means none.
    PackageManager(&'static str),
    User(&'static str),
    Uid(u32),
    /// In KiB, unpacked; of the most specific layer's image alone.
    Size(u32),
    Workdir(&'static str),
    Env(&'static [(&'static str, &'static str)]),
    /// The variables of this layer and those below are all there is.
    EnvComplete(bool),
    /// Empty means none.
    Entrypoint(&'static [&'static str]),
    /// Empty means none.
    Cmd(&'static [&'static str]),
    Healthcheck(bool),
    Runtimes(&'static [RuntimeRow]),
    Accounts(&'static [Account]),
    /// Names that are accounts in some builds only.
    MaybeAccounts(Words),
    /// There are no accounts beside the ones that all layers name.
    AccountsComplete(bool),
    /// Files that are there, by path.
    Files(Words),
    /// Commands that are found through PATH, where the directory is not recorded.
    Commands(Words),
    /// Commands that PATH does not lead to, and paths that are not there.
    Absent(Words),
    /// Commands that are there in some builds only.
    Maybe(Words),
    /// The layers below still lack what they lack.
    KeepsAbsent,
    /// Packages of the system with shared libraries, by the names of its package manager.
    Libraries(Words),
    /// There are no libraries beside those of the packages that all layers name.
    LibrariesComplete(bool),
    /// Directories whose content is not listed.
    Trees(Words),
    /// What is neither listed nor in the trees is absent.
    Closed,
    /// The operating system gives its name only, not its profile.
    Bare,
    /// `/bin`, `/sbin` and `/lib` are links into `/usr`.
    MergedUsr(bool),
}

/// Reads one kind of fact.
macro_rules! facts {
    ($($name:ident, $fact:ident, $type:ty;)*) => {
        impl Layer {
            $(
                /// What the layer says of it.
                pub(crate) fn $name(&self) -> Option<$type> {
                    self.0.iter().find_map(|fact| match fact {
                        Fact::$fact(value) => Some(*value),
                        _ => None,
                    })
                }
            )*
        }
    };
}

/// Reads one kind of list, empty where the layer has none.
macro_rules! lists {
    ($($name:ident, $fact:ident, $type:ty, $none:expr;)*) => {
        impl Layer {
            $(
                /// What the layer adds to it.
                pub(crate) fn $name(&self) -> $type {
                    self.0.iter().find_map(|fact| match fact {
                        Fact::$fact(value) => Some(*value),
                        _ => None,
                    }).unwrap_or($none)
                }
            )*
        }
    };
}

facts! {
    purpose, Purpose, Purpose;
    dev, Dev, bool;
    libc, Libc, LibcKind;
    libc_version, LibcVersion, &'static str;
    shells, Shells, &'static [&'static str];
    package_manager, PackageManager, &'static str;
    user, User, &'static str;
    uid, Uid, u32;
    size, Size, u32;
    workdir, Workdir, &'static str;
    env_complete, EnvComplete, bool;
    entrypoint, Entrypoint, &'static [&'static str];
    cmd, Cmd, &'static [&'static str];
    healthcheck, Healthcheck, bool;
    accounts_complete, AccountsComplete, bool;
    merged_usr, MergedUsr, bool;
    libraries_complete, LibrariesComplete, bool;
}

lists! {
    env, Env, &'static [(&'static str, &'static str)], &[];
    runtimes, Runtimes, &'static [RuntimeRow], &[];
    accounts, Accounts, &'static [Account], &[];
    maybe_accounts, MaybeAccounts, Words, Words::NONE;
    files, Files, Words, Words::NONE;
    commands, Commands, Words, Words::NONE;
    absent, Absent, Words, Words::NONE;
    maybe, Maybe, Words, Words::NONE;
    libraries, Libraries, Words, Words::NONE;
    trees, Trees, Words, Words::NONE;
}

impl Layer {
    pub(crate) fn keeps_absent(&self) -> bool {
        self.0.iter().any(|fact| matches!(fact, Fact::KeepsAbsent))
    }

    pub(crate) fn closed(&self) -> bool {
        self.0.iter().any(|fact| matches!(fact, Fact::Closed))
    }

    pub(crate) fn bare(&self) -> bool {
        self.0.iter().any(|fact| matches!(fact, Fact::Bare))
    }
}

/// A runtime of a layer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuntimeRow {
    pub(crate) kind: RuntimeKind,
    pub(crate) version: &'static str,
    /// Empty where it is not known.
    pub(crate) executable: &'static str,
    pub(crate) package_dirs: &'static [&'static str],
}
