//! Any text is parsed, and its leaves concatenated are the text.
#![no_main]

use dockerfile_syntax::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let file = parse(source);
    let mut end = 0;
    for leaf in file.leaves() {
        assert_eq!(leaf.span.start, end, "a gap or an overlap");
        end = leaf.span.end;
    }
    assert_eq!(end as usize, source.len());
});
