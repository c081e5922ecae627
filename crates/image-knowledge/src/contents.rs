//! What is in an image, and what is not.

use crate::facts::ImageFacts;
use crate::known::{Known, Presence};
use crate::layer::Layer;
use crate::types::Family;
use crate::words::Words;
use std::borrow::Cow;

/// A layer of facts and whether the layers below still lack what they lack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applied {
    pub(crate) layer: &'static Layer,
    pub(crate) keeps_absent: bool,
    /// What each question about a path asks for, found once.
    lists: Lists,
}

/// The lists of paths and commands of a layer.
#[derive(Clone, Copy, Debug)]
struct Lists {
    files: Words,
    /// Whether files have place-holders in their names.
    filled: bool,
    commands: Words,
    absent: Words,
    maybe: Words,
}

impl Applied {
    /// A layer in its place.
    pub(crate) fn new(layer: &'static Layer, keeps_absent: bool) -> Self {
        let files = layer.files();
        let lists = Lists {
            files,
            filled: files.templates().next().is_some(),
            commands: layer.commands(),
            absent: layer.absent(),
            maybe: layer.maybe(),
        };
        Self {
            layer,
            keeps_absent,
            lists,
        }
    }

    /// The names of files that have place-holders in them.
    fn templates(&self) -> impl Iterator<Item = &'static str> {
        let with = if self.lists.filled {
            self.lists.files
        } else {
            Words::NONE
        };
        with.templates()
    }
}

/// The PATH of images that configure none.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The groups of every distroless image.
/// Source: GoogleContainerTools/distroless at cd080764, checked 2026-11-23.
const DISTROLESS_GROUPS: &[&str] = &["root", "nobody", "tty", "staff", "nonroot"];

/// Directories that programs are started from.
const PROGRAM_DIRS: &[&str] = &[
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
];

/// Directories that a base system may have or not, whatever is in them.
const COMMON_DIRS: &[&str] = &[
    "/boot",
    "/media",
    "/mnt",
    "/opt",
    "/srv",
    "/usr/games",
    "/usr/include",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/etc",
    "/usr/local/games",
    "/usr/local/include",
    "/usr/local/lib",
    "/usr/local/sbin",
    "/usr/local/share",
    "/usr/local/src",
    "/usr/src",
    "/var",
];

/// Directories of every distribution that installs packages: those that its images are seldom listed with, as
/// nothing stands in them.
/// Source: base-files of Debian, alpine-baselayout, filesystem of Fedora, checked 2026-11-28.
const OF_DISTRIBUTIONS: &[&str] = &[
    "/home",
    "/mnt",
    "/opt",
    "/root",
    "/run",
    "/srv",
    "/tmp",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/lib",
    "/usr/local/share",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/cache",
    "/var/lib",
    "/var/log",
];

impl ImageFacts {
    /// Whether there is a file, directory or link at an absolute path.
    ///
    /// `Absent` is a proof: the image is a closed world, or a list says that it lacks the file.
    pub fn path(&self, path: &str) -> Presence {
        self.path_where(path, &|name| self.lacks_command(name))
    }

    /// Whether the lists say that no directory of programs has a command of that name, but for paths that
    /// are listed.
    pub fn lacks_command(&self, name: &str) -> bool {
        self.listed_command(name) == Some(Presence::Absent)
    }

    /// Like [`ImageFacts::path`], for who keeps what [`ImageFacts::lacks_command`] says: it costs the most,
    /// and a command is looked for in each directory of PATH.
    pub fn path_where(&self, path: &str, lacks_command: &dyn Fn(&str) -> bool) -> Presence {
        let Some(path) = tidy(path) else {
            return Presence::Unknown;
        };
        let path = path.as_ref();
        if path == "/" {
            return Presence::Present;
        }
        if let Some(presence) = self.listed(path) {
            return presence;
        }
        if let Some((dir, name)) = path.rsplit_once('/')
            && PROGRAM_DIRS.contains(&dir)
            && lacks_command(name)
        {
            return Presence::Absent;
        }
        if self.enumerated() && !self.in_tree(path) && !COMMON_DIRS.contains(&path) {
            return Presence::Absent;
        }
        Presence::Unknown
    }

    /// Whether a path is a directory for sure: something that is known to be there lies below it.
    pub fn is_directory(&self, path: &str) -> bool {
        let Some(path) = tidy(path) else {
            return false;
        };
        let wanted = self.merged(&path);
        let above = |file: &str| file != wanted && is_or_is_below(file, &wanted);
        let distribution = self.package_manager.is_known_and(Option::is_some);
        wanted == "/"
            || distribution && OF_DISTRIBUTIONS.contains(&wanted.as_ref())
            || self.applied.iter().any(|applied| {
                let files = applied.lists.files;
                let trees = applied.layer.trees();
                let mut filled = applied.templates().filter_map(|file| self.fill(file));
                self.names(&wanted).any(|name| files.has_below(name))
                    || filled.any(|file| above(&self.merged(&file)))
                    || trees.iter().any(|tree| {
                        let tree = self.merged(tree);
                        // A tree is a directory that may be missing, but never a file.
                        above(&tree)
                    })
            })
    }

    /// Whether a command without a slash is found through the image's own PATH.
    ///
    /// `Absent` is a proof, as with [`ImageFacts::path`].
    pub fn command(&self, name: &str) -> Presence {
        if name.is_empty() || name.contains('/') {
            return Presence::Unknown;
        }
        let search = self.env_value("PATH").unwrap_or(DEFAULT_PATH);
        let mut proved = true;
        for dir in search.split(':') {
            let path = format!("{dir}/{name}");
            let Some(path) = tidy(&path) else {
                proved = false;
                continue;
            };
            match self.listed(&path) {
                Some(Presence::Present) => return Presence::Present,
                Some(Presence::Absent) => {}
                _ => proved &= self.enumerated() && !self.in_tree(&path),
            }
        }
        match self.listed_command(name) {
            Some(presence) => presence,
            None if proved => Presence::Absent,
            None => Presence::Unknown,
        }
    }

    /// Whether there is a shell at a path: `shell_at("/bin/sh")`.
    pub fn shell_at(&self, path: &str) -> Presence {
        match self.path(path) {
            Presence::Unknown => {}
            known => return known,
        }
        let in_program_dir = path
            .rsplit_once('/')
            .is_some_and(|(dir, _)| PROGRAM_DIRS.contains(&dir));
        if in_program_dir && self.shells.is_known() && self.merged_usr.is_some() {
            // All shells are known, and this is none of them.
            return Presence::Absent;
        }
        Presence::Unknown
    }

    /// The account of a name in `/etc/passwd`: absent only where all accounts are known.
    pub fn has_account(&self, name: &str) -> Presence {
        if self.accounts.iter().any(|account| account.name == name) {
            return Presence::Present;
        }
        let maybe = self
            .applied
            .iter()
            .any(|applied| applied.layer.maybe_accounts().contains(name));
        if self.accounts_complete && !maybe {
            Presence::Absent
        } else {
            Presence::Unknown
        }
    }

    /// The group of a name in `/etc/group`: absent only where all groups are known.
    pub fn has_group(&self, name: &str) -> Presence {
        match self.family {
            Family::Scratch => Presence::Absent,
            Family::Distroless if DISTROLESS_GROUPS.contains(&name) => Presence::Present,
            Family::Distroless if self.accounts_complete => Presence::Absent,
            _ => Presence::Unknown,
        }
    }

    /// Whether the libraries of a package of the system are in the image. `Absent` is a proof, where the data
    /// names every package with libraries. Debian's names for the change of time's width (`libssl3t64`) count
    /// as those without: the library is the same.
    pub fn has_libraries_of(&self, package: &str) -> Presence {
        let plain = |name: &'_ str| name.replace("t64", "");
        let wanted = plain(package);
        let listed = self
            .applied
            .iter()
            .flat_map(|applied| applied.layer.libraries().iter())
            .any(|name| plain(name) == wanted);
        let layers = || self.applied.iter().map(|applied| applied.layer);
        let complete = layers().find_map(Layer::libraries_complete) == Some(true);
        // A release whose libraries nobody wrote down lists none.
        let told = self.closed || layers().any(|layer| layer.libraries().iter().next().is_some());
        if listed {
            Presence::Present
        } else if complete && told {
            Presence::Absent
        } else {
            Presence::Unknown
        }
    }

    /// What the lists of files say of a tidy path.
    fn listed(&self, path: &str) -> Option<Presence> {
        let wanted = self.merged(path);
        let mut uncertain = false;
        for shell in self.shells.known().unwrap_or_default() {
            if self.merged(shell) == wanted {
                return Some(Presence::Present);
            }
        }
        // Whether a layer above may have added what the layers below lack.
        let mut open = false;
        for applied in &self.applied {
            let Lists { files, absent, .. } = applied.lists;
            let filled = || {
                let templates = applied.templates();
                templates.filter_map(|file| self.fill(file))
            };
            if self.names(&wanted).any(|name| files.holds(name))
                || filled().any(|file| is_or_is_below(&self.merged(&file), &wanted))
            {
                return Some(Presence::Present);
            }
            // The same file where `/bin` is a link to `/usr/bin`, which is not known.
            if self.merged_usr.is_none() && !uncertain {
                let merged = merge(path);
                uncertain = files.has(&merged)
                    || unmerged(&merged).is_some_and(|name| files.has(name))
                    || filled().any(|file| merge(&file) == merged);
            }
            if !open && !uncertain && absent.has(path) {
                return Some(Presence::Absent);
            }
            open |= !applied.keeps_absent;
        }
        uncertain.then_some(Presence::Unknown)
    }

    /// What the lists of commands say of a name.
    fn listed_command(&self, name: &str) -> Option<Presence> {
        let paths: Vec<String> = PROGRAM_DIRS
            .iter()
            .map(|dir| [dir, "/", name].concat())
            .collect();
        let mut open = false;
        for applied in &self.applied {
            let Lists {
                files,
                commands,
                absent,
                maybe,
                ..
            } = applied.lists;
            if commands.has(name) {
                return Some(Presence::Present);
            }
            if maybe.has(name) || paths.iter().any(|path| files.has(path)) {
                return Some(Presence::Unknown);
            }
            if !open && absent.has(name) {
                return Some(Presence::Absent);
            }
            open |= !applied.keeps_absent;
        }
        None
    }

    /// Whether everything outside of the trees is listed.
    fn enumerated(&self) -> bool {
        self.applied.iter().any(|applied| applied.layer.closed())
    }

    fn in_tree(&self, path: &str) -> bool {
        let wanted = self.merged(path);
        self.applied
            .iter()
            .flat_map(|applied| applied.layer.trees().iter())
            .any(|tree| is_or_is_below(&wanted, &self.merged(tree)))
    }

    fn fill(&self, template: &'static str) -> Option<Cow<'static, str>> {
        if template.contains('{') {
            self.versions.fill(template).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(template))
        }
    }

    /// What a path behind the links of a merged `/usr` may be listed as.
    fn names<'p>(&self, merged: &'p str) -> impl Iterator<Item = &'p str> {
        let links = self.merged_usr == Some(true);
        let linked = if links && merged == "/usr" {
            LINKS
        } else {
            &[]
        };
        let other = unmerged(merged).filter(|_| links);
        [merged]
            .into_iter()
            .chain(other)
            .chain(linked.iter().copied())
    }

    /// The path behind the links of a merged `/usr`.
    fn merged<'p>(&self, path: &'p str) -> Cow<'p, str> {
        match self.merged_usr {
            Some(true) => merge(path),
            _ => Cow::Borrowed(path),
        }
    }

    /// Whether there is a shell anywhere in the image.
    pub fn has_shell(&self) -> Presence {
        match self.shells {
            Known::Known([]) => Presence::Absent,
            Known::Known(_) => Presence::Present,
            Known::Unknown => Presence::Unknown,
        }
    }
}

/// Whether a path is a directory, or something below it.
fn is_or_is_below(path: &str, dir: &str) -> bool {
    path.strip_prefix(dir)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a merged `/usr` has links for.
const LINKS: &[&str] = &["/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32"];

/// The path with `/bin`, `/sbin` and `/lib*` moved below `/usr`.
fn merge(path: &str) -> Cow<'_, str> {
    if LINKS.iter().any(|link| is_or_is_below(path, link)) {
        Cow::Owned(format!("/usr{path}"))
    } else {
        Cow::Borrowed(path)
    }
}

/// The path through the links of a merged `/usr`, where there is one.
fn unmerged(path: &str) -> Option<&str> {
    let short = path.strip_prefix("/usr")?;
    let is_linked = LINKS.iter().any(|link| is_or_is_below(short, link));
    is_linked.then_some(short)
}

/// An absolute path without empty parts, `.` parts and a slash at its end; `None` for a relative
/// one and for one with `..`, whose meaning depends on links.
fn tidy(path: &str) -> Option<Cow<'_, str>> {
    let rest = path.strip_prefix('/')?;
    let mut parts = rest.split('/');
    if !rest.is_empty() && parts.all(|part| !matches!(part, "" | "." | "..")) {
        return Some(Cow::Borrowed(path));
    }
    let mut tidy = String::with_capacity(path.len());
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            part => {
                tidy.push('/');
                tidy.push_str(part);
            }
        }
    }
    Some(if tidy.is_empty() {
        Cow::Borrowed("/")
    } else {
        Cow::Owned(tidy)
    })
}
