//! The static program for Linux: it names no interpreter, so that it runs in an empty root.

use super::sample::Sample;
use super::shells;
use crate::{dist, root};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target for the processor of this machine.
pub(super) fn target() -> String {
    format!("{}-unknown-linux-musl", std::env::consts::ARCH)
}

/// What the archives are called.
fn archive() -> String {
    format!("distroless-check-{}.tar.gz", target())
}

/// Builds the program, without the folders of this machine in it, and gives its place.
pub(super) fn compiled() -> Result<PathBuf, Box<dyn Error>> {
    let target = target();
    root::standard_library(&target)?;
    compiler_of_c()?;
    let fetch = ["fetch", "--quiet", "--locked", "--target", &target];
    root::run(root::cargo().args(fetch))?;
    let mut cargo = root::cargo();
    cargo
        .args(["build", "--quiet", "--release", "--locked"])
        .args(["--package", "distroless-check", "--target", &target])
        .env("CARGO_ENCODED_RUSTFLAGS", dist::flags()?);
    root::run(&mut cargo)?;
    Ok(root::path().join(format!("target/{target}/release/distroless-check")))
}

/// The allocator is written in C.
fn compiler_of_c() -> Result<(), Box<dyn Error>> {
    let mut version = Command::new("musl-gcc");
    root::output(version.arg("--version"))
        .map(drop)
        .map_err(|error| {
            format!("what compiles C for musl is missing, install `musl-tools`: {error}").into()
        })
}

/// Packs the program with its licences, completions and manual: the same bytes on any day.
pub(super) fn build(folder: &Path) -> Result<(), Box<dyn Error>> {
    let built = compiled()?;
    let inside = tempfile::tempdir()?;
    let program = inside.path().join("distroless-check");
    fs::copy(built, &program)?;
    dist::without_this_machine("distroless-check", &fs::read(&program)?)?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root::path().join(licence), inside.path().join(licence))?;
    }
    shells::write(&program, inside.path())?;
    let names = ["distroless-check", "LICENSE-APACHE", "LICENSE-MIT"];
    let plain = folder.join("archive.tar");
    let mut tar = Command::new("tar");
    tar.args(["--create", "--sort=name", "--owner=0", "--group=0"])
        .args(["--numeric-owner", "--mode=u+w,go-w,a+rX"])
        .arg(format!("--mtime=@{}", day_of_commit()?))
        .arg("--file")
        .arg(&plain)
        .arg("--directory")
        .arg(inside.path())
        .args(names)
        .args(shells::FOLDERS);
    root::run(&mut tar)?;
    root::run(
        Command::new("gzip")
            .args(["--no-name", "--best", "--force"])
            .arg(&plain),
    )?;
    fs::rename(folder.join("archive.tar.gz"), folder.join(archive()))?;
    Ok(())
}

/// When the commit was made, in seconds since 1970.
pub(super) fn day_of_commit() -> Result<String, Box<dyn Error>> {
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%ct"])
        .current_dir(root::path());
    Ok(root::output(&mut git)?.trim().to_owned())
}

/// Unpacks the archive into an empty root, and runs the program where there is nothing else.
pub(super) fn check(folder: &Path, sample: &Sample) -> Result<(), Box<dyn Error>> {
    let home = tempfile::tempdir()?;
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--gzip", "--file"])
        .arg(folder.join(archive()))
        .arg("--directory")
        .arg(home.path());
    root::run(&mut tar)?;
    let program = home.path().join("distroless-check");
    let mut headers = Command::new("readelf");
    headers.arg("--program-headers").arg(&program);
    if root::output(&mut headers)?.contains("INTERP") {
        return Err("the program names an interpreter: it is not static".into());
    }
    sample.compare("the static program", || Command::new(&program))?;
    in_empty_root(&program)
}

/// As in an image that is made from `scratch`. Only root can enter another root.
fn in_empty_root(program: &Path) -> Result<(), Box<dyn Error>> {
    if root::output(Command::new("id").arg("-u"))?.trim() != "0" {
        println!("program: not run in an empty root, which needs root");
        return Ok(());
    }
    let empty = tempfile::tempdir()?;
    fs::copy(program, empty.path().join("distroless-check"))?;
    let source = "FROM scratch\nCOPY app /app\nCMD /app\n";
    fs::write(empty.path().join("Dockerfile"), source)?;
    let mut inside = Command::new("chroot");
    inside
        .arg(empty.path())
        .args(["/distroless-check", "--format=json", "--today=2026-11-23"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let ended = inside.output()?;
    let text = String::from_utf8_lossy(&ended.stdout);
    if ended.status.code() != Some(1) || !text.contains("exec-form-required") {
        let errors = String::from_utf8_lossy(&ended.stderr);
        return Err(format!("in an empty root ({}): {text}{errors}", ended.status).into());
    }
    Ok(())
}
