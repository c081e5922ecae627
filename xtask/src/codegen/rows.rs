//! Rows of data as Rust expressions.

use super::rust::{date, list, option, option_string, string, strings, variant, words};
use super::schema::{Layer, Origin, Runtime};

const PURPOSES: &[&str] = &["base", "runtime", "toolchain", "service", "tool", "debug"];
const RUNTIMES: &[&str] = &[
    "python", "node", "java", "dotnet", "asp-net", "go", "rust", "ruby", "php", "perl", "gcc",
    "haskell", "erlang", "elixir", "swift", "bun", "deno",
];
const LIBCS: &[&str] = &["glibc", "musl", "uclibc", "none", "windows"];
const CONFIDENCES: &[&str] = &["low", "medium", "high", "verified"];

/// A `Provenance`. Refuses a row that does not say where it comes from.
pub(super) fn provenance(source: &str, checked: &str, confidence: &str) -> Result<String, String> {
    if source.trim().is_empty() {
        return Err("a row without a source".to_owned());
    }
    Ok(format!(
        "Provenance {{ source: {}, checked: {}, confidence: {} }}",
        string(source),
        date(checked)?,
        variant("Confidence", confidence, CONFIDENCES)?
    ))
}

/// The `Provenance` of a row.
pub(super) fn origin(origin: &Origin) -> Result<String, String> {
    provenance(&origin.source, &origin.checked, &origin.confidence)
}

/// A `Layer`, its silent fields left to `SILENT`.
pub(super) fn layer(row: &Layer) -> Result<String, String> {
    if let Some(key) = row.unknown.keys().next() {
        return Err(format!("unknown key {key:?}"));
    }
    let mut fields = Vec::new();
    let mut field = |name: &str, value: String| fields.push(format!("{name}: {value}"));
    if let Some(word) = &row.purpose {
        field("purpose", option(Some(variant("Purpose", word, PURPOSES)?)));
    }
    if let Some(dev) = row.dev {
        field("dev", format!("Some({dev})"));
    }
    if let Some(libc) = &row.libc {
        let (kind, version) = libc.split_once(' ').unwrap_or((libc, ""));
        field("libc", option(Some(variant("LibcKind", kind, LIBCS)?)));
        if !version.is_empty() {
            field("libc_version", option_string(Some(version)));
        }
    }
    if let Some(shells) = &row.shells {
        field("shells", option(Some(strings(&sorted(shells)))));
    }
    if let Some(manager) = &row.package_manager {
        let manager = if manager == "none" { "" } else { manager };
        field("package_manager", option_string(Some(manager)));
    }
    if let Some(user) = &row.user {
        field("user", option_string(Some(user)));
    }
    if let Some(uid) = row.uid {
        field("uid", format!("Some({uid})"));
    }
    if let Some(workdir) = &row.workdir {
        field("workdir", option_string(Some(workdir)));
    }
    if !row.env.is_empty() {
        let pairs = row.env.iter();
        field(
            "env",
            list(pairs.map(|(name, value)| format!("({name:?}, {value:?})"))),
        );
    }
    if let Some(entrypoint) = &row.entrypoint {
        field("entrypoint", option(Some(strings(entrypoint))));
    }
    if let Some(cmd) = &row.cmd {
        field("cmd", option(Some(strings(cmd))));
    }
    if let Some(healthcheck) = row.healthcheck {
        field("healthcheck", format!("Some({healthcheck})"));
    }
    if !row.runtimes.is_empty() {
        let runtimes: Result<Vec<_>, _> = row.runtimes.iter().map(runtime).collect();
        field("runtimes", list(runtimes?));
    }
    if !row.accounts.is_empty() {
        field("accounts", list(row.accounts.iter().map(account)));
    }
    for (name, texts) in [
        ("maybe_accounts", &row.maybe_accounts),
        ("files", &row.files),
        ("commands", &row.commands),
        ("absent", &row.absent),
        ("maybe", &row.maybe),
        ("trees", &row.trees),
    ] {
        if !texts.is_empty() {
            field(name, words(&sorted(texts))?);
        }
    }
    for (name, value) in [
        ("env_complete", row.env_complete),
        ("accounts_complete", row.accounts_complete),
        ("merged_usr", row.merged_usr),
    ] {
        if let Some(value) = value {
            field(name, format!("Some({value})"));
        }
    }
    for (name, value) in [
        ("keeps_absent", row.keeps_absent),
        ("closed", row.closed),
        ("bare", row.bare),
    ] {
        if value {
            field(name, "true".to_owned());
        }
    }
    if fields.is_empty() {
        return Ok("SILENT".to_owned());
    }
    Ok(format!("Layer {{ {}, ..SILENT }}", fields.join(", ")))
}

/// An account; a negative number means that its id is not known.
fn account((name, uid): (&String, &i64)) -> String {
    let uid = match u32::try_from(*uid) {
        Ok(uid) => format!("Known::Known({uid})"),
        Err(_) => "Known::Unknown".to_owned(),
    };
    format!("Account {{ name: {name:?}, uid: {uid} }}")
}

fn runtime(row: &Runtime) -> Result<String, String> {
    Ok(format!(
        "RuntimeRow {{ kind: {}, version: {}, executable: {}, package_dirs: {} }}",
        variant("RuntimeKind", &row.kind, RUNTIMES)?,
        string(&row.version),
        string(&row.executable),
        strings(&row.package_dirs)
    ))
}

/// The texts in order, each once.
fn sorted(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    texts.sort();
    texts.dedup();
    texts
}
