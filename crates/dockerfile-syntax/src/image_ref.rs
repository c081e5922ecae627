//! References to images: `[registry/]repository[:tag][@digest]`.
//!
//! The grammar and the way short names are completed are those of the Go package
//! `distribution/reference`, which every Docker tool uses.

use std::fmt;

mod grammar;
#[cfg(test)]
mod tests;

use grammar::{is_domain, is_repository, is_tag};

/// The registry of names without one.
const DOCKER_HUB: &str = "docker.io";
/// Longest path of a repository, in bytes.
const REPOSITORY_MAX: usize = 255;

/// A reference to an image, completed: `node:20` is `docker.io/library/node:20`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

/// Why a text is no reference to an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    /// There is no text.
    Empty,
    /// 64 hexadecimal digits: the identifier of an image, which cannot be pulled.
    Identifier,
    /// A repository's name has a capital letter in it.
    Uppercase,
    /// The repository's name is longer than 255 bytes.
    TooLong,
    /// The digest's algorithm is none of `sha256`, `sha384` and `sha512`.
    UnknownDigestAlgorithm,
    /// The digest is not as long as its algorithm makes them, or not in lower case.
    InvalidDigest,
    /// It does not follow the grammar.
    Format,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the name is empty",
            Self::Identifier => "64 hexadecimal digits are an image's identifier, not a name",
            Self::Uppercase => "repository name must be lowercase",
            Self::TooLong => "repository name must not be more than 255 characters",
            Self::UnknownDigestAlgorithm => "unsupported digest algorithm",
            Self::InvalidDigest => "invalid checksum digest",
            Self::Format => "invalid reference format",
        })
    }
}

impl std::error::Error for ReferenceError {}

impl Reference {
    /// Reads a reference and completes it.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        if text.is_empty() {
            return Err(ReferenceError::Empty);
        }
        if text.len() == 64 && text.bytes().all(is_lower_hex) {
            return Err(ReferenceError::Identifier);
        }
        let (registry, library, rest) = split_registry(text);
        let remote = rest.split(':').next().unwrap_or_default();
        if remote.chars().any(char::is_uppercase) {
            return Err(ReferenceError::Uppercase);
        }

        let (name, digest) = match rest.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (rest, None),
        };
        // What has a slash after the colon is no tag, and a colon elsewhere is in no repository.
        let (path, tag) = match name.split_once(':') {
            Some((path, tag)) => (path, Some(tag)),
            None => (name, None),
        };
        let mut repository = String::with_capacity(path.len() + 8);
        if library {
            repository.push_str("library/");
        }
        let registry = if is_domain(registry) {
            registry
        } else {
            // A first part that cannot be a host is a part of the path after all.
            repository.push_str(registry);
            repository.push('/');
            ""
        };
        repository.push_str(path);

        if !is_repository(&repository) || !tag.is_none_or(is_tag) {
            return Err(ReferenceError::Format);
        }
        if let Some(digest) = digest {
            check_digest_form(digest)?;
        }
        if repository.len() > REPOSITORY_MAX {
            return Err(ReferenceError::TooLong);
        }
        if let Some(digest) = digest {
            check_digest(digest)?;
        }
        Ok(Self {
            registry: registry.to_owned(),
            repository,
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }

    /// The registry's host, with its port where one is given; `docker.io` for Docker Hub.
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The path of the repository in its registry, such as `library/node`.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag that is written; none stands for `latest` where there is no digest either.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest, `algorithm:hex`.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// Whether the image lies on Docker Hub, by any of its hosts' names. (Only `index.docker.io` is
    /// replaced by `docker.io` on reading, as Docker does.)
    pub fn is_docker_hub(&self) -> bool {
        matches!(
            self.registry.as_str(),
            DOCKER_HUB | "registry-1.docker.io" | "registry.hub.docker.com"
        )
    }

    /// Registry and repository, without tag and digest.
    pub fn name(&self) -> String {
        let mut out = self.registry.clone();
        if !out.is_empty() {
            out.push('/');
        }
        out.push_str(&self.repository);
        out
    }

    /// The short form that Docker shows: `docker.io/` and `library/` left out.
    pub fn familiar(&self) -> String {
        let mut out = if self.registry == DOCKER_HUB {
            match self.repository.strip_prefix("library/") {
                Some(official) if !official.contains('/') => official.to_owned(),
                _ => self.repository.clone(),
            }
        } else {
            self.name()
        };
        self.push_version(&mut out);
        out
    }

    /// The full form that is pulled: as displayed, with `:latest` where there is neither tag nor
    /// digest.
    pub fn canonical(&self) -> String {
        let mut out = self.to_string();
        if self.tag.is_none() && self.digest.is_none() {
            out.push_str(":latest");
        }
        out
    }

    fn push_version(&self, out: &mut String) {
        if let Some(tag) = &self.tag {
            out.push(':');
            out.push_str(tag);
        }
        if let Some(digest) = &self.digest {
            out.push('@');
            out.push_str(digest);
        }
    }
}

/// The completed form, nothing left out and no default tag added.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = self.name();
        self.push_version(&mut out);
        f.write_str(&out)
    }
}

impl std::str::FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        Self::parse(text)
    }
}

/// The registry, whether `library/` belongs before the rest, and the rest.
fn split_registry(text: &str) -> (&str, bool, &str) {
    let Some((first, rest)) = text.split_once('/') else {
        return (DOCKER_HUB, true, text);
    };
    let (registry, rest) = if first == "index.docker.io" {
        (DOCKER_HUB, rest)
    } else if first == "localhost"
        || first.contains(['.', ':'])
        || first.chars().any(char::is_uppercase)
    {
        (first, rest)
    } else {
        (DOCKER_HUB, text)
    };
    (
        registry,
        registry == DOCKER_HUB && !rest.contains('/'),
        rest,
    )
}

const fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// The form every digest has: an algorithm's name and at least 32 hexadecimal digits.
fn check_digest_form(digest: &str) -> Result<(), ReferenceError> {
    let (algorithm, hex) = digest.split_once(':').ok_or(ReferenceError::Format)?;
    let named = algorithm.split(['-', '_', '+', '.']).all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let digits = hex.len() >= 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if named && digits {
        Ok(())
    } else {
        Err(ReferenceError::Format)
    }
}

/// What the algorithm asks of its digests.
fn check_digest(digest: &str) -> Result<(), ReferenceError> {
    let (algorithm, hex) = digest.split_once(':').ok_or(ReferenceError::Format)?;
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Err(ReferenceError::UnknownDigestAlgorithm),
    };
    if hex.len() == length && hex.bytes().all(is_lower_hex) {
        Ok(())
    } else {
        Err(ReferenceError::InvalidDigest)
    }
}
