//! Where the project is, and running programs in it.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project's root folder.
pub(crate) fn path() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo of the toolchain that the project pins, wherever this program was started from.
pub(crate) fn cargo() -> Command {
    pinned("cargo")
}

/// The compiler of the toolchain that the project pins.
pub(crate) fn rustc() -> Command {
    pinned("rustc")
}

/// The manager of the toolchains; in the project's folder it speaks of the one that the project pins.
pub(crate) fn rustup() -> Command {
    pinned("rustup")
}

/// The cargo that started us may be another one: `cargo +stable xtask`, or a start from elsewhere.
fn pinned(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(path());
    for inherited in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTDOC", "RUSTFLAGS"] {
        command.env_remove(inherited);
    }
    command
}

/// Installs a target's standard library for the pinned toolchain, which may be there without it:
/// rustup adds what `rust-toolchain.toml` lists only together with the toolchain.
pub(crate) fn standard_library(target: &str) -> Result<(), Box<dyn Error>> {
    let asked = ["--print", "target-libdir", "--target", target];
    let libraries = output(rustc().args(asked))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    run(rustup().args(["target", "add", target])).map_err(|error| {
        format!(
            "the pinned compiler has no standard library for {target}, and rustup did not add it: {error}"
        )
        .into()
    })
}

/// Compiles the checker and says where it is.
pub(crate) fn checker() -> Result<PathBuf, Box<dyn Error>> {
    let messages = output(cargo().args([
        "build",
        "--quiet",
        "--locked",
        "--package=distroless-check",
        "--message-format=json",
    ]))?;
    let program = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message.get("executable")?.as_str().map(str::to_owned))
        .next_back()
        .ok_or("cargo built no program")?;
    Ok(PathBuf::from(program))
}

/// Runs a program to its end; its failure is an error that names it.
pub(crate) fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command
        .status()
        .map_err(|error| format!("{} cannot be started: {error}", shown(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{} failed ({status})", shown(command)).into())
}

/// Runs a program as [`run`] does and hands over each line that it writes to standard output,
/// which is shown too.
pub(crate) fn watch(
    command: &mut Command,
    mut line: impl FnMut(&str),
) -> Result<(), Box<dyn Error>> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} cannot be started: {error}", shown(command)))?;
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        while output.read_until(b'\n', &mut bytes)? > 0 {
            std::io::stdout().write_all(&bytes)?;
            line(String::from_utf8_lossy(&bytes).trim_end());
            bytes.clear();
        }
    }
    let status = child.wait()?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{} failed ({status})", shown(command)).into())
}

/// Whether a program is there that tells its version.
pub(crate) fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Copies a folder and what is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// What a program writes to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{} cannot be started: {error}", shown(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{} failed ({})", shown(command), output.status).into())
}

/// The program and its arguments, without the environment.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
