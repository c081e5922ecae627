//! What a program needs from the image it is started in: its loader and the libraries of its language.

use super::artifact::{Artifact, Kind, Linkage, Program};
use image_knowledge::LibcKind;

/// The loaders that a C library's programs name, on the processors images are built for.
/// Source: the psABI supplements of glibc and musl's documentation, checked 2026-11-23.
pub(crate) const fn loaders(libc: LibcKind) -> &'static [&'static str] {
    match libc {
        LibcKind::Glibc => &[
            "/usr/lib64/ld-linux-x86-64.so.2",
            "/usr/lib/ld-linux-aarch64.so.1",
        ],
        LibcKind::Musl => &[
            "/usr/lib/ld-musl-x86_64.so.1",
            "/usr/lib/ld-musl-aarch64.so.1",
        ],
        _ => &[],
    }
}

/// The compiled program of an artifact.
pub(crate) const fn program(artifact: &Artifact) -> Option<&Program> {
    match &artifact.kind {
        Kind::Program(program) => Some(program),
        _ => None,
    }
}

/// The C library that a program is linked with, and its version.
pub(crate) fn libc(program: &Program) -> Option<(LibcKind, Option<&str>)> {
    match &program.linkage {
        Linkage::Dynamic { libc, version, .. } => Some((*libc, version.as_deref())),
        Linkage::Static | Linkage::Unknown => None,
    }
}

/// What a C library is called.
pub(crate) const fn name(libc: LibcKind) -> &'static str {
    match libc {
        LibcKind::Glibc => "glibc",
        LibcKind::Musl => "musl",
        LibcKind::Uclibc => "uClibc",
        LibcKind::None | LibcKind::Windows => "no C library",
    }
}

/// A version's two numbers: `2.41`.
pub(crate) fn numbers(version: &str) -> Option<(u32, u32)> {
    let (major, rest) = version.split_once('.')?;
    let minor = rest.split('.').next()?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
