//! What a project says in its configuration reaches the rules.

use distroless_core::config;
use distroless_core::{NoContext, Options, Request, Severity, analyze};
use distroless_tests::today;

/// The rules that speak about a text under a configuration, with their severities.
fn findings(config: &str, source: &str) -> Vec<(&'static str, Severity)> {
    let (config, errors) = config::parse(config);
    assert!(errors.is_empty(), "{errors:?}");
    let options = Options {
        today: today(),
        target: None,
        build_args: Vec::new(),
        config,
    };
    let request = Request {
        path: "services/api/Dockerfile",
        source,
        options: &options,
        context: &NoContext,
    };
    let analysis = analyze(&request);
    let findings = analysis.findings.iter();
    findings
        .map(|finding| (finding.rule.id, finding.severity))
        .collect()
}

const PRIVATE: &str = "FROM registry.example/base/app:1\nCOPY app /app\nUSER 1\nCMD /app\n";

#[test]
fn private_images_become_known() {
    assert_eq!(findings("", PRIVATE), []);
    let says = |shells: &str| {
        format!(
            "[[image]]\nname = \"registry.example/base/app\"\nentrypoint = []\nshell = {shells}\n"
        )
    };
    let expected = [("exec-form-required", Severity::Error)];
    assert_eq!(findings(&says("[]"), PRIVATE), expected);
    assert_eq!(findings(&says("[\"/bin/sh\"]"), PRIVATE), []);
}

#[test]
fn facts_on_another_tag_do_not_count() {
    let config = "[[image]]\nname = \"registry.example/base/app:2\"\nentrypoint = []\nshell = []\n";
    assert_eq!(findings(config, PRIVATE), []);
}

#[test]
fn severities_and_ignored_rules_are_honoured() {
    let source = "FROM scratch\nCOPY app /app\nUSER 1\nCMD /app\n";
    let expected = [("exec-form-required", Severity::Error)];
    assert_eq!(findings("", source), expected);
    let milder = "[rules.severity]\nexec-form-required = \"info\"\n";
    assert_eq!(
        findings(milder, source),
        [("exec-form-required", Severity::Info)]
    );
    let off = "[rules]\nignore = [\"exec-form-required\"]\n";
    assert_eq!(findings(off, source), []);
}

#[test]
fn targets_and_purposes_hold_for_the_files_they_name() {
    let source = "FROM scratch AS a\nCOPY app /app\nUSER 1\nCMD /app\nFROM scratch AS b\nUSER 1\nCOPY app /app\nCMD [\"/app\"]\n";
    let target = |path: &str| format!("[[files]]\npath = \"{path}\"\ntargets = [\"b\"]\n");
    assert_eq!(findings(&target("services/*/Dockerfile"), source), []);
    assert_eq!(findings(&target("other/Dockerfile"), source).len(), 1);

    let root = "FROM node:24-slim\nCOPY . .\nCMD [\"node\", \"a.js\"]\n";
    let advice = "root-user-in-final-image";
    assert!(findings("", root).iter().any(|(rule, _)| *rule == advice));
    let purpose = "[[files]]\npath = \"services/**\"\npurpose = \"development\"\n";
    assert!(
        findings(purpose, root)
            .iter()
            .all(|(rule, _)| *rule != advice)
    );
}

#[test]
fn build_arguments_decide_what_a_variable_means() {
    let source = "ARG BASE\nFROM ${BASE}\nCOPY app /app\nUSER 1\nCMD /app\n";
    assert_eq!(findings("", source), []);
    let config = "[build-args]\nBASE = \"scratch\"\n";
    assert_eq!(
        findings(config, source),
        [("exec-form-required", Severity::Error)]
    );
}
