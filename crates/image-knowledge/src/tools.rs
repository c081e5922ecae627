//! What packages and commands are for.

use crate::generated::tools::{COMMANDS, LINKED, PACKAGES, RUNTIME_PACKAGES, SIZES};
use crate::types::ToolClass;

/// What a command is for, by its name: `gcc`, `npm`. `None` where the data does not say.
pub fn command_class(command: &str) -> Option<ToolClass> {
    let (class, _) = COMMANDS.iter().find(|(_, names)| names.has(command))?;
    Some(*class)
}

/// What a package is for, by the package manager (`apt`, `apk`, `dnf`, `zypper` and their kin) and
/// the name, a version or architecture behind it left out. `None` where the data does not say.
pub fn package_class(manager: &str, package: &str) -> Option<ToolClass> {
    let manager = kin(manager)?;
    let name = bare_name(manager, package);
    let listed = PACKAGES
        .iter()
        .find(|(of, _, names)| *of == manager && names.has(name));
    match listed {
        Some((_, class, _)) => Some(*class),
        None => class_of_pattern(manager, name),
    }
}

/// The packages that a program needs at run time which was built with a development package.
/// `release` is that of the distribution: `13`. `None` where the data does not say.
pub fn runtime_packages(
    manager: &str,
    package: &str,
    release: Option<&str>,
) -> Option<Vec<&'static str>> {
    let manager = kin(manager)?;
    let name = bare_name(manager, package);
    let (_, rows) = RUNTIME_PACKAGES.iter().find(|(of, _)| *of == manager)?;
    rows.lines().find_map(|row| {
        let (dev, rest) = row.split_once(' ')?;
        let (only, packages) = rest.split_once(' ')?;
        let fits = dev == name && (only.is_empty() || Some(only) == release);
        fits.then(|| packages.split(' ').collect())
    })
}

/// The development package with the library of a linker's `-l`: of `pq` on Debian `libpq-dev`. `None` where
/// the data does not say.
pub fn development_package(manager: &str, library: &str) -> Option<&'static str> {
    let manager = kin(manager)?;
    let (_, rows) = LINKED.iter().find(|(of, _)| *of == manager)?;
    let mut rows = rows.lines().filter_map(|row| row.split_once(' '));
    rows.find(|(name, _)| *name == library)
        .map(|(_, package)| package)
}

/// Whether a development package holds a library that programs are linked with by its name; others hold
/// headers, or what compilers of their own need.
pub fn is_linked(manager: &str, package: &str) -> bool {
    let rows = kin(manager).and_then(|manager| LINKED.iter().find(|(of, _)| *of == manager));
    rows.is_some_and(|(_, rows)| {
        let mut rows = rows.lines().filter_map(|row| row.split_once(' '));
        rows.any(|(_, listed)| listed == package)
    })
}

/// About how many KiB a package adds to a base image, with what it depends on. `None` where the data does not
/// say.
pub fn installed_size(manager: &str, package: &str) -> Option<u32> {
    let manager = kin(manager)?;
    let name = bare_name(manager, package);
    let (_, rows) = SIZES.iter().find(|(of, _)| *of == manager)?;
    let mut rows = rows.lines().filter_map(|row| row.split_once(' '));
    rows.find(|(listed, _)| *listed == name)?.1.parse().ok()
}

/// The manager whose package names are the same.
fn kin(manager: &str) -> Option<&'static str> {
    Some(match manager {
        "apt" | "apt-get" | "aptitude" | "dpkg" => "apt",
        "apk" => "apk",
        "dnf" | "dnf5" | "microdnf" | "yum" | "tdnf" => "dnf",
        "zypper" => "zypper",
        _ => return None,
    })
}

/// The name without version and architecture: `gcc=4:12.2.0-3`, `libc6:amd64`, `curl~8`.
fn bare_name<'n>(manager: &str, package: &'n str) -> &'n str {
    let ends: &[char] = match manager {
        "apt" => &['=', ':', '/'],
        "apk" => &['=', '<', '>', '~', '@'],
        _ => &['=', '<', '>'],
    };
    package.split(ends).next().unwrap_or(package)
}

/// What the form of a name says.
fn class_of_pattern(manager: &str, name: &str) -> Option<ToolClass> {
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    let debian = matches!(manager, "apt" | "apk");
    if debian && ends(&["-dev"]) || !debian && ends(&["-devel", "-headers", "-static"]) {
        return Some(ToolClass::Headers);
    }
    if ends(&["-dbg", "-dbgsym", "-debuginfo", "-debugsource"]) {
        return Some(ToolClass::Debugger);
    }
    if ends(&["-doc", "-docs"]) {
        return Some(ToolClass::Docs);
    }
    if manager != "apt" {
        return None;
    }
    if name.starts_with("linux-headers-") || name.starts_with("linux-image-") {
        return Some(ToolClass::Headers);
    }
    // The base package of a compiler's release is a licence that its libraries depend on.
    if let Some(release) = name
        .strip_prefix("gcc-")
        .and_then(|rest| rest.strip_suffix("-base"))
    {
        return is_number(release).then_some(ToolClass::RuntimeOk);
    }
    let (program, release) = name.rsplit_once('-')?;
    let compilers = ["gcc", "g++", "clang", "llvm", "cpp", "gfortran"];
    (is_number(release) && compilers.contains(&program)).then_some(ToolClass::Toolchain)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{ToolClass, command_class, package_class, runtime_packages};

    #[test]
    fn knows_packages_by_name_and_by_form() {
        let class = package_class;
        assert_eq!(
            class("apt-get", "build-essential"),
            Some(ToolClass::Toolchain)
        );
        assert_eq!(
            class("apt-get", "gcc=4:12.2.0-3"),
            Some(ToolClass::Toolchain)
        );
        assert_eq!(class("apt", "g++-13"), Some(ToolClass::Toolchain));
        assert_eq!(class("apt", "gcc-14-base"), Some(ToolClass::RuntimeOk));
        assert_eq!(class("apt", "libpq-dev:amd64"), Some(ToolClass::Headers));
        assert_eq!(class("apk", "build-base"), Some(ToolClass::Toolchain));
        assert_eq!(class("microdnf", "libpq-devel"), Some(ToolClass::Headers));
        assert_eq!(class("apt", "ca-certificates"), Some(ToolClass::RuntimeOk));
        assert_eq!(class("apt", "some-thing"), None);
        assert_eq!(class("pacman", "gcc"), None);
    }

    #[test]
    fn knows_what_development_packages_leave_behind() {
        let needs = runtime_packages;
        assert_eq!(needs("apt-get", "libpq-dev", None), Some(vec!["libpq5"]));
        assert_eq!(
            needs("apt", "libssl-dev", Some("12")),
            Some(vec!["libssl3"])
        );
        assert_eq!(
            needs("apt", "libssl-dev", Some("13")),
            Some(vec!["libssl3t64"])
        );
        assert_eq!(needs("apt", "libssl-dev", None), None);
        assert_eq!(
            needs("apk", "openssl-dev", None),
            Some(vec!["libssl3", "libcrypto3"])
        );
        assert_eq!(needs("apt", "no-such-dev", None), None);
    }

    #[test]
    fn knows_commands() {
        assert_eq!(command_class("gcc"), Some(ToolClass::Toolchain));
        assert_eq!(command_class("npm"), Some(ToolClass::LangPackageManager));
        assert_eq!(command_class("curl"), Some(ToolClass::NetworkDownload));
        assert_eq!(command_class(""), None);
        assert_eq!(command_class("server"), None);
    }
}
