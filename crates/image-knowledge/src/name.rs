//! What a lookup starts from.

/// A normalised image reference: Docker Hub's short forms are written out (`python` is
/// `docker.io` and `library/python`), and the parts are as in the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageName<'a> {
    /// The registry's host, with its port where there is one: `docker.io`, `localhost:5000`.
    pub registry: &'a str,
    /// The repository inside the registry: `library/python`, `distroless/static-debian13`.
    pub repository: &'a str,
    /// The tag, where the reference has one. No tag and no digest means `latest`.
    pub tag: Option<&'a str>,
    /// The digest (`sha256:…`), where the reference has one. It decides what is pulled; a tag
    /// beside it is a comment.
    pub digest: Option<&'a str>,
}
