//! What holds of any text, asked of every example and of files from the grammar.

use distroless_tests::property::{ALL, Examples, generated};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

#[test]
fn every_example_holds() {
    let examples = Examples::read().expect("the cases can be read");
    for property in ALL {
        let seeds = (property.seeds)(&examples);
        assert!(!seeds.is_empty(), "no seeds of {}", property.name);
        for seed in seeds {
            (property.holds)(&seed);
        }
    }
}

#[test]
fn every_property_has_a_fuzz_target() {
    let manifest = include_str!("../fuzz/Cargo.toml");
    for name in ALL.iter().map(|it| it.name).chain(["generated"]) {
        assert!(manifest.contains(&format!("name = {name:?}")), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_files_hold(choices in prop::collection::vec(any::<u8>(), 0..400)) {
        generated(&choices);
    }
}
