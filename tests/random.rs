//! How often something random is asked, and that it is the same in each run.

use proptest::prelude::ProptestConfig;

/// So many cases, or as many as `PROPTEST_CASES` says where that is more. What is random begins with the seed in
/// `.cargo/config.toml`: a test fails for a change, not by chance. Nothing is written into the project.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig {
        cases: count.max(asked.cases),
        failure_persistence: None,
        ..asked
    }
}
