//! The package for Debian and what is made of it: the static program, its manual and its completions.

use super::sample::Sample;
use super::{only, program, shells, tools};
use crate::root;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

pub(super) fn build(folder: &Path) -> Result<(), Box<dyn Error>> {
    let built = program::compiled()?;
    // Where the crate's manifest looks for them.
    let staged = root::path().join("target/debian");
    fs::create_dir_all(&staged)?;
    shells::write(&built, &staged)?;
    fs::write(staged.join("changelog"), changelog()?)?;
    let mut deb = tools::cargo_deb()?;
    deb.args(["--quiet", "--no-build", "--package", "distroless-check"])
        .args(["--target", &program::target(), "--output"])
        .arg(folder)
        .env("SOURCE_DATE_EPOCH", program::day_of_commit()?);
    root::run(&mut deb)
}

/// Debian's own, which says where the other one is.
fn changelog() -> Result<String, Box<dyn Error>> {
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%cD"])
        .current_dir(root::path());
    let day = root::output(&mut git)?;
    Ok(format!(
        "distroless-check ({}-1) unstable; urgency=medium\n\n  \
         * What changed is in CHANGELOG.md of the sources.\n\n \
         -- The distroless-check contributors <distroless-check@users.noreply.github.com>  {}\n",
        env!("CARGO_PKG_VERSION"),
        day.trim()
    ))
}

/// Installs into an empty root, looks for what belongs to a package, and removes it again.
pub(super) fn check(folder: &Path, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let package = only(folder, ".deb")?;
    let home = tempfile::tempdir()?;
    let records = home.path().join("var/lib/dpkg");
    fs::create_dir_all(records.join("updates"))?;
    fs::create_dir_all(records.join("info"))?;
    fs::write(records.join("status"), "")?;
    let dpkg = || {
        let mut dpkg = Command::new("dpkg");
        dpkg.arg(format!("--root={}", home.path().display()))
            .args(["--force-not-root", "--log=/dev/null"])
            .stdout(Stdio::null());
        dpkg
    };
    // Owners are set, which root alone may do.
    let is_root = root::output(Command::new("id").arg("-u"))?.trim() == "0";
    if is_root {
        root::run(dpkg().arg("--install").arg(&package))?;
    } else {
        println!("deb: unpacked, as only root can install it");
        let mut unpack = Command::new("dpkg-deb");
        root::run(unpack.arg("--extract").arg(&package).arg(home.path()))?;
    }
    let program = home.path().join("usr/bin/distroless-check");
    sample.compare("the Debian package", || Command::new(&program))?;
    for file in [
        "usr/share/bash-completion/completions/distroless-check",
        "usr/share/doc/distroless-check/changelog.Debian.gz",
        "usr/share/doc/distroless-check/copyright",
        "usr/share/fish/vendor_completions.d/distroless-check.fish",
        "usr/share/man/man1/distroless-check-migrate.1.gz",
        "usr/share/man/man1/distroless-check.1.gz",
        "usr/share/zsh/vendor-completions/_distroless-check",
    ] {
        if !home.path().join(file).is_file() {
            return Err(format!("{file} is not in the package").into());
        }
    }
    if is_root {
        root::run(dpkg().args(["--purge", "distroless-check"]))?;
        if program.exists() {
            return Err("the program is there after the package is removed".into());
        }
    }
    lintian(&package)
}

/// What Debian's own checker says, where it is installed.
fn lintian(package: &Path) -> Result<(), Box<dyn Error>> {
    let mut lintian = Command::new("lintian");
    lintian
        .args([
            "--allow-root",
            "--fail-on",
            "error,warning",
            "--tag-display-limit=0",
        ])
        .arg(package);
    match lintian.status() {
        Ok(status) if status.success() => println!("deb: lintian has no errors and no warnings"),
        Ok(status) => return Err(format!("lintian ends with {status}").into()),
        Err(_) => println!("deb: not seen by lintian, which is not installed"),
    }
    Ok(())
}
