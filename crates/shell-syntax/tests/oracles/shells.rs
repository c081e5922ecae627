//! Real shells, asked to read only.

use std::io::Write;
use std::process::{Command, Stdio};

pub(crate) fn is_there(program: &str) -> bool {
    Command::new(program)
        .args(["-c", ":"])
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether the shell reads `text` without a syntax error; nothing of it is run.
pub(crate) fn accepts(program: &str, text: &str) -> bool {
    let mut child = Command::new(program)
        .arg("-n")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the shell was there");
    let mut input = child.stdin.take().expect("standard input is piped");
    // The shell may stop reading at its first error.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    child.wait().expect("the shell ends").success()
}
