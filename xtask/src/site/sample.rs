//! Dockerfiles in links to the playground.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::error::Error;
use std::io::Write;

/// The address of the playground with a Dockerfile in it, from the root of the site.
pub(super) fn link(dockerfile: &str) -> Result<String, Box<dyn Error>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(dockerfile.as_bytes())?;
    let text = URL_SAFE_NO_PAD.encode(packed.finish()?);
    Ok(format!("playground/index.html#1.{text}"))
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_dockerfile_fits_into_a_fragment() {
        let link = link("FROM scratch\n").expect("a link");
        assert!(link.starts_with("playground/index.html#1."), "{link}");
        let fragment = link.split('#').nth(1).expect("a fragment");
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        assert!(fragment.chars().all(safe), "{fragment}");
    }
}
