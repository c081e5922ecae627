//! No text is too much for the migration, and what comes of it has nothing left to migrate.
#![no_main]

use distroless_core::config::Config;
use distroless_core::{NoContext, Options, Request};
use distroless_migrate::{Family, Verdict, migrate};
use image_knowledge::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let options = Options {
        today: Date {
            year: 2026,
            month: 11,
            day: 23,
        },
        target: None,
        build_args: Vec::new(),
        config: Config::default(),
    };
    let of = |source: &str| {
        let request = Request {
            path: "Dockerfile",
            source,
            options: &options,
            context: &NoContext,
        };
        migrate(&request, Family::Best)
    };
    if let Ok(done) = of(text) {
        let again = of(&done.source);
        assert!(again.is_err_and(|refusal| refusal.verdict == Verdict::NothingToDo));
    }
});
