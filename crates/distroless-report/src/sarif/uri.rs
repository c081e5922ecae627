//! Paths as URIs.

use super::ROOT;
use serde_sarif::sarif::ArtifactLocation;
use std::fmt::Write;

/// The file at a path with `/`: relative to the root, or absolute.
pub(super) fn artifact(path: &str) -> ArtifactLocation {
    let location = ArtifactLocation::builder();
    if path.starts_with('/') {
        location.uri(format!("file://{}", encoded(path))).build()
    } else if is_drive(path) {
        location.uri(format!("file:///{}", encoded(path))).build()
    } else {
        location.uri(encoded(path)).uri_base_id(ROOT).build()
    }
}

/// Whether an absolute path of Windows begins here, such as `C:/`.
fn is_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic())
}

/// Everything but unreserved characters and `/` is percent-encoded. A path without a character is
/// the root itself.
pub(crate) fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            _ = write!(uri, "%{byte:02X}");
        }
    }
    if uri.is_empty() {
        uri.push('.');
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::artifact;

    #[test]
    fn encodes_paths() {
        let uri = |path| artifact(path).uri.unwrap();
        assert_eq!(uri("a b/Dockerfile"), "a%20b/Dockerfile");
        assert_eq!(uri("ü:1?#%.Dockerfile"), "%C3%BC%3A1%3F%23%25.Dockerfile");
        assert_eq!(uri("new\nline\u{1b}"), "new%0Aline%1B");
        assert_eq!(uri("/tmp/x"), "file:///tmp/x");
        assert_eq!(uri("C:/x y"), "file:///C%3A/x%20y");
        assert_eq!(uri(""), ".");
        assert!(artifact("/tmp/x").uri_base_id.is_none());
    }
}
