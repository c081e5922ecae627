//! Reading the text of a configuration.

use super::{Config, FailOn, FileConfig, ImageConfig, ImagePurpose, LibcConfig, UnknownRule};
use crate::finding::Severity;
use crate::likeness::nearest;
use crate::order;
use crate::rules;
use crate::toml::{Document, Entry, Node, Table, Value};
use dockerfile_syntax::Span;

/// Something in a configuration that is not understood. What stands beside it holds all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where in the text.
    pub span: Span,
}

/// Reads a `distroless-check.toml`. What cannot be read is left out and reported.
#[cfg(feature = "toml")]
pub fn parse(text: &str) -> (Config, Vec<ConfigError>) {
    read(&Document::parse(text))
}

/// Reads one that has been taken apart.
pub fn read(document: &Document) -> (Config, Vec<ConfigError>) {
    let mut reader = Reader::default();
    for (place, message) in &document.errors {
        reader.error(
            *place,
            format!("not valid TOML: {message}"),
            "see https://toml.io for how TOML is written",
        );
    }
    let config = reader.config(&document.root);
    order::sort_by_key(&mut reader.errors, |error| error.span);
    (config, reader.errors)
}

/// The keys of each table, in the order of the documentation.
const ROOT: &[&str] = &[
    "fail-on",
    "exclude",
    "rules",
    "build-args",
    "files",
    "image",
];
const RULES: &[&str] = &["select", "ignore", "severity"];
const FILES: &[&str] = &["path", "targets", "purpose"];
const IMAGE: &[&str] = &[
    "name",
    "os",
    "libc",
    "shell",
    "package-manager",
    "user",
    "entrypoint",
    "cmd",
    "workdir",
    "env",
    "closed",
];
const SEVERITIES: &[&str] = &["off", "info", "warning", "error"];

#[derive(Default)]
struct Reader {
    errors: Vec<ConfigError>,
}

impl Reader {
    fn config(&mut self, root: &Table) -> Config {
        let mut config = Config::default();
        for (key, at, value) in self.entries(root, ROOT, "the configuration") {
            match key {
                "fail-on" => {
                    let names: Vec<_> = FailOn::ALL.iter().map(|it| it.name()).collect();
                    let name = self.one_of(key, value, &names);
                    config.fail_on = name.and_then(FailOn::from_name);
                }
                "exclude" => config.exclude = self.globs(key, value),
                "rules" => self.rules(&mut config, value),
                "build-args" => config.build_args = self.pairs(key, value),
                "files" => config.files = self.tables(key, value, Self::file),
                "image" => config.images = self.tables(key, value, Self::image),
                // `entries` gives known keys only.
                _ => self.unknown(at, key, ROOT, "the configuration"),
            }
        }
        config
    }

    fn rules(&mut self, config: &mut Config, value: &Node) {
        let Some(table) = self.table("rules", value) else {
            return;
        };
        for (key, _, value) in self.entries(table, RULES, "`[rules]`") {
            match key {
                "select" => config.select = self.rule_ids(key, value),
                "ignore" => config.ignore.extend(self.rule_ids(key, value)),
                _ => self.severities(config, value),
            }
        }
    }

    fn severities(&mut self, config: &mut Config, value: &Node) {
        let Some(table) = self.table("severity", value) else {
            return;
        };
        for Entry {
            key: rule,
            at,
            node: value,
        } in &table.0
        {
            if !self.is_rule(rule, *at) {
                continue;
            }
            let severity = match self.one_of(rule, value, SEVERITIES) {
                Some("info") => Severity::Info,
                Some("warning") => Severity::Warning,
                Some("error") => Severity::Error,
                Some(_) => {
                    config.ignore.push(rule.to_owned());
                    continue;
                }
                None => continue,
            };
            config.severities.push((rule.to_owned(), severity));
        }
    }

    fn file(&mut self, table: &Table, place: Span) -> Option<FileConfig> {
        let mut path = None;
        let mut targets = Vec::new();
        let mut purpose = None;
        for (key, _, value) in self.entries(table, FILES, "`[[files]]`") {
            match key {
                "path" => path = self.globs(key, value).pop(),
                "targets" => targets = self.one_or_more(key, value),
                _ => {
                    let names: Vec<_> = ImagePurpose::ALL.iter().map(|it| it.name()).collect();
                    let name = self.one_of(key, value, &names);
                    let known = |it: &&ImagePurpose| Some(it.name()) == name;
                    purpose = ImagePurpose::ALL.iter().find(known).copied();
                }
            }
        }
        if path.is_none() && table.get("path").is_none() {
            self.error(
                place,
                "a `[[files]]` entry names no file".to_owned(),
                "add `path = \"…\"`, a glob",
            );
        }
        Some(FileConfig {
            path: path?,
            targets,
            purpose,
        })
    }

    fn image(&mut self, table: &Table, place: Span) -> Option<ImageConfig> {
        let mut image = ImageConfig::default();
        let mut is_given = false;
        for (key, _, value) in self.entries(table, IMAGE, "`[[image]]`") {
            match key {
                "name" => {
                    is_given = true;
                    image.name = self.image_name(value).unwrap_or_default();
                }
                "os" => image.os = self.string(key, value),
                "libc" => {
                    let names: Vec<_> = LibcConfig::ALL.iter().map(|it| it.name()).collect();
                    let name = self.one_of(key, value, &names);
                    let known = |it: &&LibcConfig| Some(it.name()) == name;
                    image.libc = LibcConfig::ALL.iter().find(known).copied();
                }
                "shell" => image.shells = self.shells(value),
                "package-manager" => {
                    image.package_manager = match &value.value {
                        Value::Boolean(false) => Some(None),
                        Value::String(name) => Some(Some(name.clone())),
                        _ => {
                            self.wrong_type(key, value, "a name, or `false` for none");
                            None
                        }
                    }
                }
                "user" => image.user = self.string(key, value),
                "entrypoint" => image.entrypoint = self.strings(key, value),
                "cmd" => image.cmd = self.strings(key, value),
                "workdir" => image.workdir = self.string(key, value),
                "env" => image.env = self.pairs(key, value),
                _ => match &value.value {
                    Value::Boolean(closed) => image.closed = *closed,
                    _ => self.wrong_type(key, value, "`true` or `false`"),
                },
            }
        }
        if !is_given {
            self.error(
                place,
                "an `[[image]]` entry names no image".to_owned(),
                "add `name = \"registry/repository\"`",
            );
        }
        Some(image).filter(|image| !image.name.is_empty())
    }

    fn image_name(&mut self, value: &Node) -> Option<String> {
        let name = self.string("name", value)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._/:@[]".contains(c);
        if name.is_empty() || !name.chars().all(plain) {
            self.error(
                value.span,
                format!("`{name}` is not the name of an image"),
                "write the registry and repository, and a tag if the facts hold for that tag only",
            );
            return None;
        }
        Some(name)
    }

    fn shells(&mut self, value: &Node) -> Option<Vec<String>> {
        match &value.value {
            Value::Boolean(true) => Some(vec!["/bin/sh".to_owned()]),
            Value::Boolean(false) => Some(Vec::new()),
            Value::Array(_) => self.strings("shell", value),
            _ => {
                self.wrong_type("shell", value, "`true`, `false` or an array of paths");
                None
            }
        }
    }

    fn rule_ids(&mut self, key: &str, value: &Node) -> Vec<String> {
        let mut ids = Vec::new();
        for (id, place) in self.spanned_strings(key, value).unwrap_or_default() {
            if self.is_rule(&id, place) {
                ids.push(id);
            }
        }
        ids
    }

    fn is_rule(&mut self, id: &str, place: Span) -> bool {
        let known = rules::find(id).is_some();
        if !known {
            let unknown = UnknownRule::new(id);
            self.error(place, unknown.message(), unknown.help());
        }
        known
    }

    fn globs(&mut self, key: &str, value: &Node) -> Vec<String> {
        let globs = match &value.value {
            Value::String(glob) => vec![(glob.clone(), value.span)],
            _ => self.spanned_strings(key, value).unwrap_or_default(),
        };
        let mut valid = Vec::new();
        for (glob, place) in globs {
            match fast_glob::validate(&glob) {
                Ok(()) => valid.push(glob),
                Err(error) => self.error(
                    place,
                    format!("`{glob}` is not a valid glob: {error}"),
                    "a glob may hold `*`, `**`, `?`, `[ab]` and `{a,b}`; escape others with `\\`",
                ),
            }
        }
        valid
    }

    /// The known entries of a table, in the order of the text; the others are reported.
    fn entries<'t>(
        &mut self,
        table: &'t Table,
        known: &[&str],
        whose: &str,
    ) -> Vec<(&'t str, Span, &'t Node)> {
        let mut entries = Vec::new();
        for Entry { key, at, node } in &table.0 {
            if known.contains(&key.as_str()) {
                entries.push((key.as_str(), *at, node));
            } else {
                self.unknown(*at, key, known, whose);
            }
        }
        entries
    }

    fn table<'t>(&mut self, key: &str, value: &'t Node) -> Option<&'t Table> {
        let table = value.value.as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table");
        }
        table
    }

    fn tables<T>(
        &mut self,
        key: &str,
        value: &Node,
        read: fn(&mut Self, &Table, Span) -> Option<T>,
    ) -> Vec<T> {
        let Some(array) = value.value.as_array() else {
            self.wrong_type(key, value, &format!("an array of tables: `[[{key}]]`"));
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in array {
            if let Some(table) = self.table(key, item) {
                all.extend(read(self, table, item.span));
            }
        }
        all
    }

    fn pairs(&mut self, key: &str, value: &Node) -> Vec<(String, String)> {
        let Some(table) = self.table(key, value) else {
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for Entry {
            key: name,
            node: value,
            ..
        } in &table.0
        {
            if let Some(text) = self.string(name, value) {
                pairs.push((name.to_owned(), text));
            }
        }
        pairs
    }

    fn string(&mut self, key: &str, value: &Node) -> Option<String> {
        // The TOML parser puts an empty string where a value is missing, and has reported it.
        if value.span.is_empty() {
            return None;
        }
        let text = value.value.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key, value, "a string");
        }
        text
    }

    fn strings(&mut self, key: &str, value: &Node) -> Option<Vec<String>> {
        let strings = self.spanned_strings(key, value)?;
        Some(strings.into_iter().map(|(text, _)| text).collect())
    }

    fn one_or_more(&mut self, key: &str, value: &Node) -> Vec<String> {
        match value.value.as_str() {
            Some(text) => vec![text.to_owned()],
            None => self.strings(key, value).unwrap_or_default(),
        }
    }

    fn spanned_strings(&mut self, key: &str, value: &Node) -> Option<Vec<(String, Span)>> {
        let Some(array) = value.value.as_array() else {
            self.wrong_type(key, value, "an array of strings");
            return None;
        };
        let mut strings = Vec::new();
        for item in array {
            strings.extend(self.string(key, item).map(|text| (text, item.span)));
        }
        Some(strings)
    }

    fn one_of<'n>(&mut self, key: &str, value: &Node, names: &[&'n str]) -> Option<&'n str> {
        let text = self.string(key, value)?;
        let name = names.iter().find(|known| **known == text).copied();
        if name.is_none() {
            let message = format!("`{text}` is not a value of `{key}`");
            self.error(value.span, message, suggestion(&text, names));
        }
        name
    }

    fn unknown(&mut self, place: Span, key: &str, known: &[&str], whose: &str) {
        let message = format!("{whose} has no key `{key}`");
        self.error(place, message, suggestion(key, known));
    }

    fn wrong_type(&mut self, key: &str, value: &Node, wanted: &str) {
        self.error(
            value.span,
            format!("`{key}` is {}", with_article(value.value.name())),
            format!("write {wanted}"),
        );
    }

    fn error(&mut self, place: Span, message: String, help: impl Into<String>) {
        self.errors.push(ConfigError {
            message,
            help: help.into(),
            span: place,
        });
    }
}

/// The name that was likely meant, or all of them.
fn suggestion(text: &str, known: &[&str]) -> String {
    match nearest(text, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are: {}", known.join(", ")),
    }
}

fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
