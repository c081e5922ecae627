//! Any text is read as a script, in both dialects.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shell_syntax::{Dialect, parse};

fuzz_target!(|text: &str| {
    for dialect in [Dialect::Posix, Dialect::Bash] {
        let script = parse(text, dialect);
        for found in script.simple_commands() {
            assert!(
                text.get(found.command.span.start as usize..found.command.span.end as usize)
                    .is_some()
            );
        }
        let _ = script.as_exec_command();
    }
});
