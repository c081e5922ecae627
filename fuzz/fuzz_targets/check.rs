//! Any text is checked and rendered in every format, with the same result twice.
#![no_main]

use distroless_core::config::{Config, FailOn};
use distroless_core::{NoContext, Options, Request, analyze};
use distroless_report::{File, Format, Run, render};
use image_knowledge::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let render_all = || {
        let today = Date::parse("2026-11-23").expect("a date");
        let options = Options {
            today,
            target: None,
            build_args: Vec::new(),
            config: Config::default(),
        };
        let request = Request {
            path: "Dockerfile",
            source,
            options: &options,
            context: &NoContext,
        };
        let run = Run {
            version: String::from("0"),
            today,
            fail_on: FailOn::Warning,
            files: vec![File {
                source: source.to_owned(),
                analysis: analyze(&request),
            }],
            problems: Vec::new(),
            guid: None,
            show_suppressed: true,
        };
        let outputs = Format::ALL.iter().map(|format| render(*format, &run));
        outputs.collect::<Vec<String>>()
    };
    assert_eq!(render_all(), render_all());
});
