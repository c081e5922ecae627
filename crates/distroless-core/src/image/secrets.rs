//! Names of files that hold secrets.

/// Files whose name alone says that they are secret.
/// Sources: the ignore lists of GitHub's gitignore templates and the tools' own documentation,
/// checked 2026-11-23.
const NAMES: &[&str] = &[
    ".dockercfg",
    ".docker/config.json",
    ".env",
    ".env.local",
    ".env.production",
    ".git-credentials",
    ".htpasswd",
    ".netrc",
    ".npmrc",
    ".pgpass",
    ".pypirc",
    ".yarnrc.yml",
    "credentials.json",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
    "kubeconfig",
    "service-account.json",
    "settings-security.xml",
];

/// Whether a file's name says that it holds a secret. Names that hold settings as often as secrets
/// (`.npmrc`, `.yarnrc.yml`) are asked apart.
pub(crate) fn is_secret_file(name: &str) -> bool {
    NAMES.contains(&name) && !is_ambiguous(name)
}

/// Whether a file of that name may as well hold plain settings.
pub(crate) fn is_ambiguous(name: &str) -> bool {
    matches!(
        name,
        ".npmrc" | ".yarnrc.yml" | ".env" | "credentials.json" | "kubeconfig"
    )
}
