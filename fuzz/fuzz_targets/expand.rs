#![no_main]

use distroless_tests::property;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| property::expand(text));
