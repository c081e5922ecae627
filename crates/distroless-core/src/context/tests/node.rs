//! Node.js: manifests and lock files.

use super::Files;
use crate::context::{LockKind, LockedPackage, Project, WhyNative};

const MANIFEST: &str = r#"{
  "name": "app", "type": "module", "main": "dist/main.js", "packageManager": "pnpm@9.1.0",
  "engines": {"node": ">=20"},
  "scripts": {"start": "node dist/main.js", "odd": 1},
  "dependencies": {"sharp": "^0.33.0", "left": "npm:right@^1"},
  "devDependencies": {"node-sass": "^9.0.0", "esbuild": "^0.20.0"},
  "optionalDependencies": {"bufferutil": "^4.0.0"}
}"#;

#[test]
fn manifests_are_read() {
    let files = Files::new(&[("package.json", MANIFEST)]);
    let project = files.project();
    let node = project.node().unwrap();
    assert_eq!(node.name.as_deref(), Some("app"));
    assert_eq!(node.module_type.as_deref(), Some("module"));
    assert_eq!(node.main.as_deref(), Some("dist/main.js"));
    assert_eq!(node.engine.as_deref(), Some(">=20"));
    assert_eq!(node.package_manager.as_deref(), Some("pnpm@9.1.0"));
    assert_eq!(node.scripts.len(), 1);
    assert_eq!(node.scripts["start"], "node dist/main.js");
    assert!(!node.workspaces);
    let declared = node.declared_addons();
    let declared: Vec<_> = declared
        .iter()
        .map(|it| (it.name.as_str(), it.dev, it.optional))
        .collect();
    let expected = [
        ("bufferutil", Some(false), true),
        ("node-sass", Some(true), false),
        ("sharp", Some(false), false),
    ];
    assert_eq!(declared, expected);
    // Nothing is locked, so what these need is not known.
    assert_eq!(project.native_addons(), None);
    assert!(project.locks().is_empty());
}

#[test]
fn what_is_no_manifest_is_unknown() {
    for text in ["", "[]", "1", "{", "{\"name\": }", "null"] {
        let files = Files::new(&[("package.json", text)]);
        assert!(files.project().node().is_none(), "{text:?}");
    }
    let marked = Files::new(&[(
        "package.json",
        "\u{feff}{\"name\": 1, \"dependencies\": []}",
    )]);
    let project = marked.project();
    let node = project.node().unwrap();
    assert_eq!((&node.name, node.dependencies.len()), (&None, 0));
}

/// Name, version and dev of every package.
fn locked(project: &Project<'_>) -> Vec<(String, String, Option<bool>)> {
    let packages = project.locks()[0].packages.as_ref().unwrap();
    let tuple = |it: &LockedPackage| {
        (
            it.name.clone(),
            it.version.clone().unwrap_or_default(),
            it.dev,
        )
    };
    let mut packages: Vec<_> = packages.iter().map(tuple).collect();
    packages.sort();
    packages
}

fn addons(project: &Project<'_>) -> Vec<(String, Option<bool>, WhyNative)> {
    let addons = project.native_addons().unwrap();
    addons
        .into_iter()
        .map(|it| (it.name, it.dev, it.why))
        .collect()
}

#[test]
fn npm_locks_of_all_versions() {
    let first = r#"{"lockfileVersion": 1, "dependencies": {
        "bcrypt": {"version": "5.0.0", "requires": {"x": "1"}, "dependencies": {
            "x": {"version": "1.0.0"}}},
        "x": {"version": "2.0.0", "dev": true}}}"#;
    let files = Files::new(&[("package-lock.json", first)]);
    let project = files.project();
    assert_eq!(project.locks()[0].kind, LockKind::Npm);
    let row = |name: &str, version: &str, dev| (name.to_owned(), version.to_owned(), Some(dev));
    let expected = [
        row("bcrypt", "5.0.0", false),
        row("x", "1.0.0", false),
        row("x", "2.0.0", true),
    ];
    assert_eq!(locked(&project), expected);
    assert_eq!(
        addons(&project),
        [("bcrypt".to_owned(), Some(false), WhyNative::Known)]
    );

    let third = r#"{"lockfileVersion": 3, "packages": {
        "": {"dependencies": {"a": "1"}},
        "node_modules/a": {"version": "1.0.0", "hasInstallScript": true},
        "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "dev": true, "cpu": ["x64"], "os": ["linux"], "libc": ["musl"], "optional": true},
        "node_modules/alias": {"name": "sharp", "version": "0.33.0", "devOptional": true},
        "node_modules/fsevents": {"version": "2.3.3", "hasInstallScript": true, "os": ["darwin"], "optional": true},
        "node_modules/wasm": {"version": "1.0.0", "cpu": ["wasm32"]},
        "node_modules/unix": {"version": "1.0.0", "os": ["!win32"]},
        "node_modules/local": {"link": true, "resolved": "packages/local"},
        "packages/local": {"version": "1.0.0"}}}"#;
    // The shrinkwrap wins.
    let files = Files::new(&[("npm-shrinkwrap.json", third), ("package-lock.json", first)]);
    let project = files.project();
    assert_eq!(project.locks().len(), 1);
    assert_eq!(project.locks()[0].path, "npm-shrinkwrap.json");
    let expected = [
        row("@s/b", "2.0.0", true),
        row("a", "1.0.0", false),
        row("fsevents", "2.3.3", false),
        row("sharp", "0.33.0", false),
        row("unix", "1.0.0", false),
        row("wasm", "1.0.0", false),
    ];
    assert_eq!(locked(&project), expected);
    let expected = [
        ("@s/b".to_owned(), Some(true), WhyNative::Platform),
        ("sharp".to_owned(), Some(false), WhyNative::Known),
    ];
    assert_eq!(addons(&project), expected);
    let packages = project.locks()[0].packages.as_ref().unwrap();
    let scoped = packages.iter().find(|it| it.name == "@s/b").unwrap();
    assert_eq!(scoped.libc, ["musl"]);
}

#[test]
fn other_locks_tell_dev_by_what_needs_what() {
    let yarn = "# yarn lockfile v1\n\n\nsharp@^0.33.0:\n  version \"0.33.1\"\n  dependencies:\n    color \"^4.0.0\"\n\n\"color@^4.0.0\", color@^4.1.0:\n  version \"4.2.3\"\n\nnode-sass@^9.0.0:\n  version \"9.0.0\"\n  dependencies:\n    \"@s/gyp\" \"^1\"\n    color \"^4.1.0\"\n\n\"@s/gyp@^1\":\n  version \"1.0.0\"\n\n\"left@npm:right@^1\":\n  version \"1.5.0\"\n\nstray@1:\n  version \"1.0.0\"\n";
    let berry = "# This file is generated\n\n__metadata:\n  version: 8\n\n\"sharp@npm:^0.33.0\":\n  version: 0.33.1\n  resolution: \"sharp@npm:0.33.1\"\n  dependencies:\n    color: \"npm:^4.0.0\"\n  conditions: os=linux & cpu=x64\n  languageName: node\n\n\"color@npm:^4.0.0, color@npm:^4.1.0\":\n  version: 4.2.3\n\n\"node-sass@npm:^9.0.0\":\n  version: 9.0.0\n  dependencies:\n    \"@s/gyp\": \"npm:^1\"\n\n\"@s/gyp@npm:^1\":\n  version: 1.0.0\n\n\"left@npm:right@^1\":\n  version: 1.5.0\n\n\"stray@npm:1\":\n  version: 1.0.0\n\n\"app@workspace:.\":\n  version: 0.0.0-use.local\n  dependencies:\n    stray: \"npm:1\"\n";
    let nine = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      sharp:\n        specifier: ^0.33.0\n        version: 0.33.1\n\npackages:\n\n  sharp@0.33.1:\n    resolution: {integrity: sha512-x}\n    os: [linux]\n    cpu: [x64]\n\n  color@4.2.3:\n    resolution: {integrity: sha512-x}\n\n  node-sass@9.0.0:\n    resolution: {integrity: sha512-x}\n\n  '@s/gyp@1.0.0':\n    resolution: {integrity: sha512-x}\n\n  right@1.5.0:\n    resolution: {integrity: sha512-x}\n\n  stray@1.0.0:\n    resolution: {integrity: sha512-x}\n\nsnapshots:\n\n  sharp@0.33.1:\n    dependencies:\n      color: 4.2.3\n\n  color@4.2.3: {}\n\n  node-sass@9.0.0:\n    dependencies:\n      '@s/gyp': 1.0.0\n\n  '@s/gyp@1.0.0': {}\n\n  right@1.5.0: {}\n\n  stray@1.0.0: {}\n";
    let bun = r#"{
      "lockfileVersion": 1, // a comment, with "quotes", and [brackets]
      "packages": {
        "sharp": ["sharp@0.33.1", "", { "dependencies": { "color": "^4.0.0", }, "os": "linux", "cpu": "x64" }, "sha512-x=="],
        "color": ["color@4.2.3", "", {}, "sha512-x//,]"],
        "node-sass": ["node-sass@9.0.0", "", { "dependencies": { "@s/gyp": "^1" } }, "sha"],
        "@s/gyp": ["@s/gyp@1.0.0", "", {}, "sha"],
        "left": ["right@1.5.0", "", {}, "sha"],
        "stray": ["stray@1.0.0", "", {}, "sha"],
        "app": ["app@workspace:packages/app"],
      },
    }"#;
    let rows = [
        ("yarn.lock", yarn, LockKind::Yarn, "left"),
        ("yarn.lock", berry, LockKind::YarnBerry, "left"),
        ("pnpm-lock.yaml", nine, LockKind::Pnpm, "right"),
        ("bun.lock", bun, LockKind::Bun, "right"),
    ];
    for (name, text, kind, aliased) in rows {
        let files = Files::new(&[("package.json", MANIFEST), (name, text)]);
        let project = files.project();
        assert_eq!(project.locks()[0].kind, kind);
        let row = |name: &str, version: &str, dev| (name.to_owned(), version.to_owned(), dev);
        let mut expected = [
            row("@s/gyp", "1.0.0", Some(true)),
            row("color", "4.2.3", Some(false)),
            row("node-sass", "9.0.0", Some(true)),
            row("sharp", "0.33.1", Some(false)),
            row("stray", "1.0.0", None),
            row(aliased, "1.5.0", Some(false)),
        ];
        expected.sort();
        assert_eq!(locked(&project), expected, "{kind:?}");
        let expected = [
            ("node-sass".to_owned(), Some(true), WhyNative::Known),
            ("sharp".to_owned(), Some(false), WhyNative::Known),
        ];
        assert_eq!(addons(&project), expected, "{kind:?}");
        // Without the manifest, or with others, it is not told.
        for manifest in [None, Some(r#"{"workspaces": ["packages/*"]}"#)] {
            let mut both = vec![(name, text)];
            both.extend(manifest.map(|text| ("package.json", text)));
            let files = Files::new(&both);
            let project = files.project();
            assert!(
                locked(&project).iter().all(|it| it.2.is_none()),
                "{kind:?} {manifest:?}"
            );
        }
    }
}

#[test]
fn older_pnpm_locks() {
    let five = "lockfileVersion: 5.4\n\nspecifiers:\n  sharp: ^0.33.0\n\ndependencies:\n  sharp: 0.33.1\n\npackages:\n\n  /sharp/0.33.1:\n    resolution: {integrity: x}\n    requiresBuild: true\n    dev: false\n\n  /@s/my_b/2.0.0_react@17.0.2:\n    resolution: {integrity: x}\n    dev: true\n";
    let six = "lockfileVersion: '6.0'\n\npackages:\n\n  /sharp@0.33.1:\n    resolution: {integrity: x}\n    requiresBuild: true\n    dev: false\n\n  /@s/my_b@2.0.0(react@17.0.2):\n    resolution: {integrity: x}\n    dev: true\n";
    for text in [five, six] {
        let files = Files::new(&[("pnpm-lock.yaml", text)]);
        let expected = [
            ("@s/my_b".to_owned(), "2.0.0".to_owned(), Some(true)),
            ("sharp".to_owned(), "0.33.1".to_owned(), Some(false)),
        ];
        assert_eq!(locked(&files.project()), expected);
    }
}

#[test]
fn locks_that_cannot_be_read_leave_everything_open() {
    let rows = [
        ("package-lock.json", "{"),
        ("package-lock.json", "{}"),
        ("yarn.lock", "<<<<<<< HEAD\n"),
        ("yarn.lock", ""),
        ("pnpm-lock.yaml", "packages:\n"),
        ("bun.lock", "[]"),
    ];
    for (name, text) in rows {
        let files = Files::new(&[(name, text)]);
        let project = files.project();
        assert_eq!(project.locks()[0].packages, None, "{name} {text:?}");
        assert_eq!(project.native_addons(), None);
    }
    let binary = Files::default().with("bun.lockb", &[0xff, 0], 0o644);
    let project = binary.project();
    assert_eq!(
        (project.locks()[0].kind, &project.locks()[0].packages),
        (LockKind::Bun, &None)
    );
    // One that is read does not tell of the other.
    let two = Files::new(&[
        ("package-lock.json", r#"{"packages": {}}"#),
        ("yarn.lock", ""),
    ]);
    assert_eq!(two.project().locks().len(), 2);
    assert_eq!(two.project().native_addons(), None);
}
