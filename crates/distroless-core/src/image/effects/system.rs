//! Package managers of systems: apt, apk, dnf and their kin, zypper.

use super::Call;
use crate::image::artifact::{Kind, Package, Shape};
use crate::image::interpret::Machine;
use crate::image::script::Arg;
use crate::image::touch::Region;
use dockerfile_syntax::Span;

/// A package manager and how it is spoken to.
struct Manager {
    name: &'static str,
    install: &'static [&'static str],
    remove: &'static [&'static str],
    /// Options whose next word is their value.
    valued: &'static [&'static str],
    /// What its downloads and lists are called, and where they stay.
    cache: &'static str,
    cache_path: &'static str,
}

const APT: Manager = Manager {
    name: "apt-get",
    install: &["install", "satisfy", "build-dep", "reinstall"],
    remove: &["remove", "purge", "autoremove", "autopurge"],
    valued: &["-o", "--option", "-t", "--target-release", "-c", "-a"],
    cache: "apt",
    cache_path: "/var/lib/apt/lists",
};
const APK: Manager = Manager {
    name: "apk",
    install: &["add"],
    remove: &["del"],
    valued: &[
        "-t",
        "--virtual",
        "-X",
        "--repository",
        "-p",
        "--root",
        "--keys-dir",
        "--arch",
        "--cache-dir",
    ],
    cache: "apk",
    cache_path: "/var/cache/apk",
};
const DNF: Manager = Manager {
    name: "dnf",
    install: &[
        "install",
        "localinstall",
        "groupinstall",
        "reinstall",
        "builddep",
    ],
    remove: &["remove", "erase", "autoremove"],
    valued: &[
        "--installroot",
        "--releasever",
        "--setopt",
        "--enablerepo",
        "--disablerepo",
        "--repo",
        "-x",
        "--exclude",
        "-c",
    ],
    cache: "dnf",
    cache_path: "/var/cache/dnf",
};
const ZYPPER: Manager = Manager {
    name: "zypper",
    install: &["install", "in"],
    remove: &["remove", "rm"],
    valued: &["-r", "--repo", "-t", "--type", "--root", "-R"],
    cache: "zypper",
    cache_path: "/var/cache/zypp",
};

fn manager(name: &str) -> Option<&'static Manager> {
    Some(match name {
        "apt-get" | "apt" | "aptitude" | "eatmydata-apt" => &APT,
        "apk" => &APK,
        "dnf" | "dnf5" | "microdnf" | "yum" | "tdnf" => &DNF,
        "zypper" => &ZYPPER,
        _ => return None,
    })
}

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "apt-mark" => {
            // The next `--auto-remove` takes what nothing needs, and nothing here says what that is.
            if call.verb() == "auto" {
                machine.doubts(&|package| package.manager == APT.name);
            }
            return true;
        }
        "dpkg" | "rpm" | "gdebi" => {
            if call.has(&["-r", "-P", "-e", "--remove", "--purge", "--erase"]) {
                machine.doubts(&|_| true);
            }
            machine.opens(Region::System, call);
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            return true;
        }
        "apt-key" | "add-apt-repository" | "apt-add-repository" | "pkcon" | "rpmkeys" => {
            machine.opens(Region::Below("/etc".to_owned()), call);
            return true;
        }
        "debootstrap" | "mmdebstrap" => {
            machine.opens(Region::Everything, call);
            return true;
        }
        _ => {}
    }
    let Some(manager) = manager(&call.name) else {
        return false;
    };
    // Into another root: an image inside the image.
    let elsewhere = call
        .option(&["--installroot", "--root", "-p"])
        .filter(|_| manager.name != "apt-get");
    if let Some(root) = elsewhere {
        match root {
            Some("/") => {}
            Some(root) => {
                machine.opens_below(Machine::absolute(call, root), call);
                return true;
            }
            None => {
                machine.opens(Region::Everything, call);
                return true;
            }
        }
    }
    let mut operands = call.operands(manager.valued);
    let verb = operands.next().map_or("", Arg::shown).to_owned();
    let packages: Vec<Arg> = operands.cloned().collect();
    if manager.install.contains(&verb.as_str()) {
        install(machine, call, manager, &packages);
    } else if manager.remove.contains(&verb.as_str()) {
        remove(machine, call, manager, &packages);
    } else if matches!(verb.as_str(), "dist-clean" | "distclean") {
        // apt 2.9.9 and later take the lists away as well.
        machine.empties(manager.cache_path, call);
    } else if verb == "clean" || verb == "autoclean" || verb == "cache" {
        // apt-get clean leaves the lists.
        if manager.name != "apt-get" {
            machine.empties(manager.cache_path, call);
            if manager.name == "dnf" {
                machine.empties("/var/cache/yum", call);
            }
        }
    } else {
        // update, upgrade, makecache …
        machine.opens(Region::System, call);
        if manager.name == "apt-get" && verb == "update" || verb == "makecache" || verb == "refresh"
        {
            leaves_cache(machine, call, manager);
        }
    }
    true
}

fn leaves_cache(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, manager: &Manager) {
    machine.adds(
        manager.cache_path,
        Shape::Tree,
        Kind::Cache(manager.cache),
        call,
    );
}

fn install(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    manager: &'static Manager,
    packages: &[Arg],
) {
    machine.opens(Region::System, call);
    let virtual_name = call
        .option(&["-t", "--virtual"])
        .flatten()
        .filter(|_| manager.name == "apk");
    for arg in packages {
        let Some(name) = arg.plain() else {
            continue;
        };
        if name.starts_with('/') || name.starts_with("./") || name.contains("://") {
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            continue;
        }
        machine.installs(manager.name, name, arg.span, call.sure);
        if let Some(group) = virtual_name {
            machine.groups(name, group);
        }
        brings(machine, name, arg.span, call.sure);
    }
    match manager.name {
        "apk" if !call.has(&["--no-cache", "--no-network"]) => leaves_cache(machine, call, manager),
        "dnf" | "zypper" => leaves_cache(machine, call, manager),
        _ => {}
    }
}

/// What a package brings that rules ask for; `span` is its name.
fn brings(machine: &mut Machine<'_, '_>, package: &str, span: Span, sure: bool) {
    let name = package
        .split(['=', '<', '>', '~', ':', '@'])
        .next()
        .unwrap_or(package);
    if name == "ca-certificates" || name == "ca-certificates-bundle" {
        let bundle = "/etc/ssl/certs/ca-certificates.crt";
        machine.adds_for(bundle, Shape::File, Kind::CaBundle, span, sure);
    } else if name == "tzdata" {
        machine.adds_for(
            "/usr/share/zoneinfo",
            Shape::Tree,
            Kind::TimeZones,
            span,
            sure,
        );
    } else if let Some(program) = program_of(name) {
        machine.makes_for(&format!("/usr/bin/{program}"), span, sure);
    }
}

/// The program that a package of the same name, or nearly so, brings.
/// Source: the file lists of Debian 12 and 13 and of Alpine 3.20 to 3.22, checked 2026-11-23.
fn program_of(package: &str) -> Option<&str> {
    Some(match package {
        "bash" | "curl" | "wget" | "git" | "make" | "gcc" | "g++" | "unzip" | "zip" | "jq"
        | "tini" | "gosu" | "busybox" | "openssl" | "python3" | "perl" | "ruby" | "sudo" => package,
        "nodejs" => "node",
        "npm" => "npm",
        "build-essential" | "build-base" => "gcc",
        _ => return None,
    })
}

fn remove(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    manager: &'static Manager,
    packages: &[Arg],
) {
    // A removal takes files away, and nothing says which.
    machine.opens(Region::System, call);
    let names: Vec<&str> = packages.iter().filter_map(|arg| arg.plain()).collect();
    let unknown = packages.iter().any(|arg| arg.plain().is_none());
    let wanted = |package: &Package| {
        let bare = package
            .name
            .split(['=', '<', '>', '~', ':'])
            .next()
            .unwrap_or_default();
        package.manager == manager.name
            && (names.contains(&bare)
                || unknown
                || package
                    .group
                    .as_deref()
                    .is_some_and(|group| names.contains(&group)))
    };
    if call.sure {
        machine.uninstalls(call.span, &wanted);
    } else {
        machine.doubts(&wanted);
    }
}
