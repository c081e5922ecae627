//! What is asked.

use distroless_core::config::Config;
use distroless_core::{NoContext, Options, Request};
use distroless_migrate::Family;
use image_knowledge::Date;
use serde_json::Value;

/// A question on one Dockerfile. Nothing is known of the files around it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) source: String,
    pub(crate) family: Family,
    options: Options,
}

impl Question {
    /// Reads JSON. What is missing, or is no text, counts as left out.
    pub(crate) fn read(request: &str) -> Self {
        let request: Value = serde_json::from_str(request).unwrap_or_default();
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let today = text("today").and_then(Date::parse);
        let family = text("family");
        let named = Family::NAMED.into_iter();
        Self {
            source: text("source").unwrap_or_default().to_owned(),
            family: named
                .into_iter()
                .find(|it| Some(it.name()) == family)
                .unwrap_or_default(),
            options: Options {
                // Before anything had an end: without a day nothing is said of it.
                today: today.unwrap_or(Date {
                    year: 1,
                    month: 1,
                    day: 1,
                }),
                target: text("target").map(str::to_owned),
                build_args: Vec::new(),
                config: Config::default(),
            },
        }
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            path: "Dockerfile",
            source: &self.source,
            options: &self.options,
            context: &NoContext,
        }
    }
}
