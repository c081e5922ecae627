use super::{Config, FailOn, ImagePurpose, LibcConfig, parse};
use crate::finding::Severity;

/// The messages, helps and texts of the errors.
fn errors(text: &str) -> Vec<(String, String, &str)> {
    let (_, errors) = parse(text);
    errors
        .into_iter()
        .map(|error| (error.message, error.help, error.span.text(text)))
        .collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn an_opt_in_rule_runs_where_it_is_named() {
    let rule = "base-not-digest-pinned";
    let runs = |text: &str| {
        let (config, errors) = parse(text);
        assert!(errors.is_empty(), "{text}");
        config.runs(rule)
    };
    assert!(!runs(""));
    assert!(!runs("[rules]\nselect = [\"unpinned-base\"]"));
    assert!(runs("[rules]\nselect = [\"base-not-digest-pinned\"]"));
    assert!(runs("[rules.severity]\nbase-not-digest-pinned = \"info\""));
    assert!(!runs("[rules.severity]\nbase-not-digest-pinned = \"off\""));
}

#[test]
fn what_is_opt_in_is_a_rule() {
    for id in crate::rules::OPT_IN {
        assert!(crate::rules::find(id).is_some(), "{id}");
    }
}

#[test]
fn reads_everything() {
    let text = r#"
fail-on = "info"
exclude = ["vendor", "**/*.test.Dockerfile"]

[rules]
select = ["unused-ignore"]
ignore = ["unused-ignore"]

[rules.severity]
unused-ignore = "error"

[build-args]
ZULU = "1"
ALPHA = "2"

[[files]]
path = "api/Dockerfile"
targets = ["api", "worker"]

[[files]]
path = "ci/**"
targets = "tools"
purpose = "ci"

[[image]]
name = "registry.example:5000/base/node"
os = "debian 12"
libc = "glibc"
shell = false
package-manager = false
user = "1000"
entrypoint = ["/usr/bin/node"]
cmd = []
workdir = "/srv"
env = { PATH = "/usr/bin", HOME = "/srv" }
closed = true

[[image]]
name = "tools:1"
shell = ["/bin/bash"]
package-manager = "apk"
"#;
    let (config, errors) = parse(text);
    assert_eq!(errors, []);
    assert_eq!(config.fail_on, Some(FailOn::Info));
    assert_eq!(config.select, ["unused-ignore"]);
    assert_eq!(config.ignore, ["unused-ignore"]);
    assert_eq!(config.severity_of("unused-ignore"), Some(Severity::Error));
    assert!(!config.runs("unused-ignore"));
    assert_eq!(config.build_args, [pair("ZULU", "1"), pair("ALPHA", "2")]);
    assert_eq!(config.targets_for("api/Dockerfile"), ["api", "worker"]);
    assert_eq!(config.targets_for("ci/a/b.Dockerfile"), ["tools"]);
    assert_eq!(config.purpose_for("ci/Dockerfile"), Some(ImagePurpose::Ci));
    assert_eq!(config.purpose_for("api/Dockerfile"), None);
    let node = &config.images[0];
    assert_eq!(node.name, "registry.example:5000/base/node");
    assert_eq!(node.libc, Some(LibcConfig::Glibc));
    assert_eq!(node.shells.as_deref(), Some(&[][..]));
    assert_eq!(node.package_manager, Some(None));
    assert_eq!(
        node.entrypoint.as_deref(),
        Some(&["/usr/bin/node".to_owned()][..])
    );
    assert_eq!(node.cmd.as_deref(), Some(&[][..]));
    assert_eq!(node.env, [pair("PATH", "/usr/bin"), pair("HOME", "/srv")]);
    assert!(node.closed);
    let tools = &config.images[1];
    assert_eq!(tools.shells.as_deref(), Some(&["/bin/bash".to_owned()][..]));
    assert_eq!(tools.package_manager, Some(Some("apk".to_owned())));
    assert!(!tools.closed);
    assert_eq!(tools.user, None);
}

#[test]
fn a_rule_that_is_off_does_not_run() {
    let (config, errors) = parse("[rules.severity]\nunused-ignore = \"off\"\n");
    assert_eq!(errors, []);
    assert!(!config.runs("unused-ignore"));
    assert_eq!(config.severity_of("unused-ignore"), None);
    assert!(Config::default().runs("unused-ignore"));
}

#[test]
fn mistakes_are_named_with_what_was_meant() {
    let e = |message: &str, help: &str, at| (message.to_owned(), help.to_owned(), at);
    assert_eq!(
        errors("[rule]\n"),
        [e(
            "the configuration has no key `rule`",
            "did you mean `rules`?",
            "rule"
        )]
    );
    assert_eq!(
        errors("[rules]\nselect = [\"unused-ignor\"]\n"),
        [e(
            "there is no rule `unused-ignor`",
            "did you mean `unused-ignore`?",
            "\"unused-ignor\""
        )]
    );
    assert_eq!(
        errors("[rules.severity]\nzzz = \"error\"\nunused-ignore = \"eror\"\n"),
        [
            e(
                "there is no rule `zzz`",
                "`distroless-check rules` lists the rules",
                "zzz"
            ),
            e(
                "`eror` is not a value of `unused-ignore`",
                "did you mean `error`?",
                "\"eror\""
            ),
        ]
    );
    assert_eq!(
        errors("fail-on = 3\n"),
        [e("`fail-on` is an integer", "write a string", "3")]
    );
    let glob = errors("exclude = \"[\"\n");
    assert!(
        glob[0].0.starts_with("`[` is not a valid glob: "),
        "{glob:?}"
    );
    assert_eq!(
        errors("[[image]]\nos = \"debian\"\n[[image]]\nname = \"a*\"\n[[files]]\n"),
        [
            e(
                "an `[[image]]` entry names no image",
                "add `name = \"registry/repository\"`",
                "[[image]]"
            ),
            e(
                "`a*` is not the name of an image",
                "write the registry and repository, and a tag if the facts hold for that tag only",
                "\"a*\""
            ),
            e(
                "a `[[files]]` entry names no file",
                "add `path = \"…\"`, a glob",
                "[[files]]"
            ),
        ]
    );
}

#[test]
fn what_is_right_holds_beside_what_is_wrong() {
    let (config, errors) = parse("fail-on = \"never\"\n[build-args]\nA = \"1\"\nB = \n");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].message.starts_with("not valid TOML: "),
        "{errors:?}"
    );
    assert_eq!(config.fail_on, Some(FailOn::Never));
    assert_eq!(config.build_args, [pair("A", "1")]);
}

#[test]
fn globs_match_from_the_folder_of_the_configuration() {
    let (mut config, _) = parse("exclude = [\"vendor\", \"a/*.Dockerfile\"]\n");
    assert!(config.excludes("vendor/x/Dockerfile"));
    assert!(config.excludes("a/b.Dockerfile"));
    assert!(!config.excludes("x/vendor/Dockerfile"));
    assert!(!config.excludes("a/b/c.Dockerfile"));
    // The checker runs in `a`: paths are shown from there.
    config.prefix = "a".to_owned();
    assert!(config.excludes("b.Dockerfile"));
    assert!(config.excludes("../vendor/Dockerfile"));
    assert!(!config.excludes("vendor/Dockerfile"));
}

#[test]
fn hostile_text_is_only_an_error() {
    for text in [
        "[".repeat(100_000),
        "a.".repeat(100_000),
        format!("x = {}", "[".repeat(100_000)),
        format!("x = {}", "{a=".repeat(100_000)),
        "\u{0}\u{1b}]0;x\u{7}".to_owned(),
        "[[image]]\n".repeat(10_000),
        format!("exclude = [\"{}\"]", "{a,".repeat(10_000)),
    ] {
        assert!(!parse(&text).1.is_empty());
    }
}
