//! The programs that this needs, from Debian's packages.

use crate::root;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Programs, each with the package that brings it. npm and Python only fetch Node.js.
const TOOLS: &[(&str, &str)] = &[
    ("buildah", "buildah"),
    ("podman", "podman"),
    ("runc", "runc"),
    ("mmdebstrap", "mmdebstrap"),
    ("unshare", "util-linux"),
    ("npm", "npm"),
    ("python3", "python3"),
];

/// What the package lists of Debian's archive are signed with.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Why this machine cannot do it; installs what can be installed.
pub(super) fn missing() -> Result<Option<String>, Box<dyn Error>> {
    if std::env::consts::OS != "linux" {
        return Ok(Some("containers need Linux".to_owned()));
    }
    if root::output(Command::new("id").arg("-u"))?.trim() != "0" {
        return Ok(Some("building Debian's file systems needs root".to_owned()));
    }
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !release
        .lines()
        .any(|line| line == "ID=debian" || line == "ID=ubuntu")
    {
        return Ok(Some(
            "the base images are made with Debian's tools".to_owned(),
        ));
    }
    if absent().is_empty() {
        return Ok(None);
    }
    println!("e2e: installing {}", absent().join(" "));
    let mut update = Command::new("apt-get");
    root::run(update.args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install
        .args(["install", "-qq", "-y", "--no-install-recommends"])
        .args(absent())
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null());
    root::run(&mut install)?;
    match &absent()[..] {
        [] => Ok(None),
        packages => Ok(Some(format!("{} cannot be installed", packages.join(", ")))),
    }
}

/// The packages whose programs are not there.
fn absent() -> Vec<&'static str> {
    let mut packages: Vec<&str> = TOOLS
        .iter()
        .filter(|(program, _)| !starts(Command::new(program).arg("--version")))
        .map(|(_, package)| *package)
        .collect();
    if !Path::new(KEYRING).exists() {
        packages.push("debian-archive-keyring");
    }
    if !starts(Command::new("python3").args(["-c", "import ensurepip"])) {
        packages.push("python3-venv");
    }
    packages
}

fn starts(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
