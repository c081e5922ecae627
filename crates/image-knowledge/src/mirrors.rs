//! Names that stand for other names.

use crate::generated::names::MIRRORS;
use crate::name::ImageName;

/// The name under which the data knows a repository: `docker.io/library/python`.
pub(crate) fn canonical(name: &ImageName<'_>) -> String {
    let mut key = format!("{}/{}", name.registry, name.repository);
    // One mirror may lead to another; each row is used once at most, so this ends.
    for mirror in MIRRORS {
        if let Some(rest) = key.strip_prefix(mirror.from) {
            let whole = !mirror.from.ends_with(['/', '-']);
            if !whole || rest.is_empty() {
                key = format!("{}{rest}", mirror.to);
            }
        }
    }
    key
}

/// A reference as people write it: Docker Hub's own prefixes left out.
pub(crate) fn familiar(reference: &str) -> String {
    for prefix in ["docker.io/library/", "docker.io/"] {
        if let Some(short) = reference.strip_prefix(prefix) {
            return short.to_owned();
        }
    }
    reference.to_owned()
}
