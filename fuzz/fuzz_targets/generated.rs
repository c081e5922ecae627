#![no_main]

use distroless_tests::property;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|choices: &[u8]| property::generated(choices));
