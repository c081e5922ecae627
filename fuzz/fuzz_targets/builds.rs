//! No text is too much for the readers of compose and bake files, and every path stays inside.
#![no_main]

use build_definitions::{combine, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["a/compose.yaml", "a/docker-bake.hcl", "a/docker-bake.json"] {
        let (builds, _) = read(name, text);
        for build in &builds {
            for path in [&build.dockerfile, &build.context] {
                assert!(path.split('/').all(|part| part != ".."), "{path}");
                assert!(!path.starts_with('/'), "{path}");
            }
        }
        assert!(combine(&builds).len() <= builds.len());
    }
});
