//! Rows of data as Rust expressions.

use super::rust::{date, list, string, strings, variant, words};
use super::schema::{Layer, Origin, Runtime};

const PURPOSES: &[&str] = &["base", "runtime", "toolchain", "service", "tool", "debug"];
const RUNTIMES: &[&str] = &[
    "python", "node", "java", "dotnet", "asp-net", "go", "rust", "ruby", "php", "perl", "gcc",
    "haskell", "erlang", "elixir", "swift", "bun", "deno",
];
const LIBCS: &[&str] = &["glibc", "musl", "uclibc", "none", "windows"];
/// From the weakest to the strongest.
const CONFIDENCES: &[&str] = &["low", "medium", "high", "verified"];

/// The layer that says nothing.
pub(super) const SILENT: &str = "SILENT";

/// A `Provenance`. Refuses a row that does not say where it comes from.
pub(super) fn provenance(source: &str, checked: &str, confidence: &str) -> Result<String, String> {
    if source.trim().is_empty() {
        return Err("a row without a source".to_owned());
    }
    Ok(format!(
        "recorded({}, {}, {})",
        string(source),
        date(checked)?,
        variant("Confidence", confidence, CONFIDENCES)?
    ))
}

/// A `Confidence`, and its rank.
pub(super) fn confidence(word: &str) -> Result<(usize, String), String> {
    let text = variant("Confidence", word, CONFIDENCES)?;
    let rank = CONFIDENCES.iter().position(|known| *known == word);
    Ok((rank.unwrap_or_default(), text))
}

/// The `Provenance` of a row.
pub(super) fn origin(origin: &Origin) -> Result<String, String> {
    provenance(&origin.source, &origin.checked, &origin.confidence)
}

/// A `Layer`, or [`SILENT`] for one that says nothing.
pub(super) fn layer(row: &Layer) -> Result<String, String> {
    if let Some(key) = row.unknown.keys().next() {
        return Err(format!("unknown key {key:?}"));
    }
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: String| facts.push(format!("Fact::{name}({value})"));
    if let Some(word) = &row.purpose {
        fact("Purpose", variant("Purpose", word, PURPOSES)?);
    }
    if let Some(libc) = &row.libc {
        let (kind, version) = libc.split_once(' ').unwrap_or((libc, ""));
        fact("Libc", variant("LibcKind", kind, LIBCS)?);
        if !version.is_empty() {
            fact("LibcVersion", string(version));
        }
    }
    if let Some(manager) = &row.package_manager {
        let manager = if manager == "none" { "" } else { manager };
        fact("PackageManager", string(manager));
    }
    for (name, text) in [("User", &row.user), ("Workdir", &row.workdir)] {
        if let Some(text) = text {
            fact(name, string(text));
        }
    }
    if let Some(uid) = row.uid {
        fact("Uid", uid.to_string());
    }
    if let Some(size) = row.size {
        // In the groups of three that the lints ask for.
        let digits = if size < 1000 {
            size.to_string()
        } else {
            format!("{}_{:03}", size / 1000, size % 1000)
        };
        fact("Size", digits);
    }
    if !row.env.is_empty() {
        let pairs = row.env.iter();
        let pairs = pairs.map(|(name, value)| format!("({name:?}, {value:?})"));
        fact("Env", list(pairs));
    }
    for (name, texts) in [
        ("Shells", &row.shells),
        ("Entrypoint", &row.entrypoint),
        ("Cmd", &row.cmd),
    ] {
        if let Some(texts) = texts {
            fact(name, strings(texts));
        }
    }
    if !row.runtimes.is_empty() {
        let runtimes: Result<Vec<_>, _> = row.runtimes.iter().map(runtime).collect();
        fact("Runtimes", list(runtimes?));
    }
    if !row.accounts.is_empty() {
        fact("Accounts", list(row.accounts.iter().map(account)));
    }
    for (name, texts) in [
        ("MaybeAccounts", &row.maybe_accounts),
        ("Files", &row.files),
        ("Commands", &row.commands),
        ("Absent", &row.absent),
        ("Maybe", &row.maybe),
        ("Libraries", &row.libraries),
        ("Trees", &row.trees),
    ] {
        if !texts.is_empty() {
            fact(name, words(&sorted(texts))?);
        }
    }
    for (name, value) in [
        ("Dev", row.dev),
        ("Healthcheck", row.healthcheck),
        ("EnvComplete", row.env_complete),
        ("AccountsComplete", row.accounts_complete),
        ("LibrariesComplete", row.libraries_complete),
        ("MergedUsr", row.merged_usr),
    ] {
        if let Some(value) = value {
            fact(name, value.to_string());
        }
    }
    for (name, said) in [
        ("KeepsAbsent", row.keeps_absent),
        ("Closed", row.closed),
        ("Bare", row.bare),
    ] {
        if said {
            facts.push(format!("Fact::{name}"));
        }
    }
    if facts.is_empty() {
        return Ok(SILENT.to_owned());
    }
    Ok(format!("Layer({})", list(facts)))
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
