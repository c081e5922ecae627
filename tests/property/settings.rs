//! The files beside Dockerfiles: configurations, `.dockerignore`, compose and bake files.

use crate::{check, root};
use build_definitions::{combine, read};
use distroless_core::context::Ignore;
use distroless_core::{Options, config as configuration, rules};
use std::collections::BTreeSet;
use std::fs;

/// The last line is a path, the others are a `.dockerignore`.
pub fn ignore(text: &str) {
    let (patterns, path) = text.rsplit_once('\n').unwrap_or(("", text));
    let Some(read) = Ignore::parse(patterns) else {
        return;
    };
    let matched = read.matches(path);
    let with = |line: &str| Ignore::parse(&format!("{patterns}\n{line}"));
    if let Some(more) = with("# a comment") {
        assert_eq!(more.matches(path), matched, "a comment counts");
    }
    if let Some(more) = with("!**") {
        assert!(!more.matches(path), "what is given back is kept away");
    }
    let none = Ignore::default();
    assert!(!none.matches(path), "nothing keeps it away");
}

/// Any text is a configuration, as far as it is one: what is wrong has its place, and what is read can be
/// worked with.
pub fn config(text: &str) {
    let (config, errors) = configuration::parse(text);
    for error in &errors {
        assert!(text.get(error.span.range()).is_some(), "{:?}", error.span);
        assert!(!error.message.is_empty() && !error.help.is_empty());
    }
    let named = config.select.iter().chain(&config.ignore);
    for id in named.chain(config.severities.iter().map(|(id, _)| id)) {
        assert!(rules::find(id).is_some(), "{id} is no rule");
    }
    let _ = config.excludes("a/b/Dockerfile");
    let options = Options {
        today: crate::today(),
        target: None,
        build_args: config.build_args.clone(),
        config,
    };
    let bases = options.config.images.iter().map(|image| image.name.clone());
    for base in bases.chain(["debian:13".to_owned()]).take(8) {
        let source = format!("FROM {base}\nCOPY a /b\nRUN [\"c\"]\nCMD [\"/b\"]\n");
        let first = check("a/Dockerfile", &source, &options);
        assert_eq!(
            first.findings.len(),
            check("a/Dockerfile", &source, &options).findings.len()
        );
    }
}

/// No text is too much for the readers of compose and bake files, and every path stays inside.
pub fn builds(text: &str) {
    for name in ["a/compose.yaml", "a/docker-bake.hcl", "a/docker-bake.json"] {
        let (builds, _) = read(name, text);
        for build in &builds {
            for path in [&build.dockerfile, &build.context] {
                assert!(path.split('/').all(|part| part != ".."), "{path}");
                assert!(!path.starts_with('/'), "{path}");
            }
        }
        assert!(combine(&builds).len() <= builds.len());
    }
}

pub(super) fn ignore_seeds() -> BTreeSet<String> {
    [
        "*\n!src\nsrc/a.js",
        "**/*.md\n!README.md\ndocs/README.md",
        "node_modules\n.git\nnode_modules/a",
        "a/**/b\n!a/b/c\na/b/c",
        "[a-c]?.txt\n[^x]\\*\nab.txt",
        "/a/../b\n# no\n\n  c  \nb",
    ]
    .map(str::to_owned)
    .into()
}

/// The examples of the documentation.
pub(super) fn config_seeds() -> BTreeSet<String> {
    let page = fs::read_to_string(root().join("docs/configuration.md")).unwrap_or_default();
    let blocks = page.split("```toml\n").skip(1);
    let texts = blocks.filter_map(|block| block.split_once("```"));
    texts.map(|(text, _)| text.to_owned()).collect()
}

pub(super) fn build_seeds() -> BTreeSet<String> {
    [
        "services:\n  app:\n    build:\n      context: ./a\n      dockerfile: b/Dockerfile\n      target: t\n      args:\n        A: ${B:-c}\n",
        "services:\n  a: &x\n    build: .\n  b:\n    <<: *x\n    image: ${I?no}\n",
        "variable \"TAG\" { default = \"12\" }\ntarget \"a\" {\n  dockerfile = \"D\"\n  args = { BASE = \"x${TAG}\" }\n  contexts = { y = \"target:b\" }\n}\n",
        "group \"default\" { targets = [\"a\"] }\ntarget \"a\" { inherits = [\"b\"] }\n",
        r#"{"target":{"default":{"dockerfile":"docker/Dockerfile","target":"app","args":{"BASE":"debian:12"}}}}"#,
    ]
    .map(str::to_owned)
    .into()
}
