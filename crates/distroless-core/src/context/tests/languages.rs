//! Go, Rust and Python.

use super::Files;
use crate::context::Surroundings;

#[test]
fn go_modules_are_read() {
    let text = "// a comment\nmodule \"example.com/app\" // here\n\ngo 1.22.3\n\ntoolchain go1.23.0\n\nrequire github.com/one/a v1.0.0\n\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.22\n\tgithub.com/confluentinc/confluent-kafka-go/v2 v2.3.0 // indirect\n\tgithub.com/mattn/go-sqlite3-extra v1.0.0\n)\n\nreplace (\n\tgithub.com/one/a => ../a\n)\n\nexclude github.com/valyala/gozstd v1.0.0\n";
    let files = Files::new(&[("go.mod", text)]);
    let project = files.project();
    let go = project.go().unwrap();
    assert_eq!(go.module.as_deref(), Some("example.com/app"));
    assert_eq!(go.version.as_deref(), Some("1.22.3"));
    assert_eq!(go.toolchain.as_deref(), Some("go1.23.0"));
    let requires: Vec<_> = go
        .requires
        .iter()
        .map(|it| (it.version.as_str(), it.indirect))
        .collect();
    let expected = [
        ("v1.0.0", false),
        ("v1.14.22", false),
        ("v2.3.0", true),
        ("v1.0.0", false),
    ];
    assert_eq!(requires, expected);
    let cgo: Vec<&str> = go.cgo_modules().map(|it| it.path.as_str()).collect();
    let expected = [
        "github.com/mattn/go-sqlite3",
        "github.com/confluentinc/confluent-kafka-go/v2",
    ];
    assert_eq!(cgo, expected);
}

#[test]
fn imports_of_c_are_found_and_nothing_else() {
    // A file, and whether it imports C under a condition; `None` where it does not.
    let rows: &[(&str, &str, Option<bool>)] = &[
        ("a.go", "package a\nimport \"C\"\n", Some(false)),
        ("a.go", "/* x */ package a; import \"C\"", Some(false)),
        (
            "a.go",
            "package a\n\n// #include <stdio.h>\nimport \"C\"\nimport \"fmt\"\n",
            Some(false),
        ),
        (
            "a.go",
            "package a\nimport (\n\t\"fmt\"\n\n\t/*\n#include <a.h>\n*/\n\t\"C\"\n)\n",
            Some(false),
        ),
        (
            "a.go",
            "package a\nimport (\n\tf \"fmt\"\n\t. \"os\"\n\t_ \"C\"\n)\n",
            Some(false),
        ),
        (
            "a.go",
            "package a\nimport f \"fmt\"\nimport `C`\nfunc main() {}\n",
            Some(false),
        ),
        ("sub/dir/a.go", "package a\nimport \"C\"\n", Some(false)),
        ("a_linux.go", "package a\nimport \"C\"\n", Some(false)),
        ("a_helper.go", "package a\nimport \"C\"\n", Some(false)),
        (
            "a.go",
            "//go:build linux\n\npackage a\nimport \"C\"\n",
            Some(false),
        ),
        (
            "a.go",
            "//go:build ignore\n\npackage a\nimport \"C\"\n",
            Some(true),
        ),
        ("a_windows.go", "package a\nimport \"C\"\n", Some(true)),
        ("a_linux_arm64.go", "package a\nimport \"C\"\n", Some(true)),
        ("a.go", "package a\nimport \"fmt\"\n", None),
        (
            "a.go",
            "package a\n// import \"C\"\n/* import \"C\" */\n",
            None,
        ),
        ("a.go", "package a\nvar x = `\nimport \"C\"\n`\n", None),
        (
            "a.go",
            "package a\nimport \"fmt\"\nfunc f() {}\nimport \"C\"\n",
            None,
        ),
        ("a.go", "package a\nimport \"c\"\nimport \"C/x\"\n", None),
        ("a.go", "package a\n/* import \"C\"", None),
        ("a.go", "package a\nimport \"C", None),
        ("a_test.go", "package a\nimport \"C\"\n", None),
        ("vendor/x/a.go", "package a\nimport \"C\"\n", None),
        ("testdata/a.go", "package a\nimport \"C\"\n", None),
        ("_x/a.go", "package a\nimport \"C\"\n", None),
        (".x/a.go", "package a\nimport \"C\"\n", None),
        ("a.txt", "package a\nimport \"C\"\n", None),
    ];
    for (path, text, expected) in rows {
        let files = Files::new(&[("go.mod", "module m"), (path, text)]);
        let project = files.project();
        let found = project.cgo_files().unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.path.as_str(), it.conditional))
            .collect();
        let expected: Vec<_> = expected.iter().map(|it| (*path, *it)).collect();
        assert_eq!(found, expected, "{path} {text:?}");
    }
    // Another module, one that cannot be read, none.
    let c = "package a\nimport \"C\"\n";
    let nested = Files::new(&[("go.mod", ""), ("tools/go.mod", ""), ("tools/a.go", c)]);
    assert_eq!(nested.project().cgo_files(), Some(&[][..]));
    let around = Surroundings::new(&nested);
    assert_eq!(
        around.project("tools").cgo_files().unwrap()[0].path,
        "tools/a.go"
    );
    let binary = Files::new(&[("go.mod", "")]).with("a.go", &[0xff], 0o644);
    assert_eq!(binary.project().cgo_files(), None);
    assert_eq!(Files::new(&[("a.go", c)]).project().cgo_files(), None);
}

#[test]
fn cargo_projects_are_read() {
    let lock = "version = 4\n\n[[package]]\nname = \"openssl-sys\"\nversion = \"0.9.102\"\n\n[[package]]\nname = \"libz-sys\"\nversion = \"1.1.0\"\n";
    let config = "[build]\ntarget = \"x86_64-unknown-linux-musl\"\nrustflags = [\"-C\", \"target-feature=+crt-static\"]\n\n[target.aarch64-unknown-linux-gnu]\nrustflags = \"-Ctarget-feature=+crt-static,-crt-static\"\n\n[target.x86_64-unknown-linux-gnu]\nlinker = \"clang\"\n";
    let files = Files::new(&[
        (
            "Cargo.toml",
            "[package]\nname = \"app\"\n[[bin]]\nname = \"extra\"\npath = \"src/bin/declared.rs\"\n[workspace]\nmembers = [\"crates/*\", \"tools/gen\"]\n",
        ),
        ("src/main.rs", ""),
        ("src/bin/one.rs", ""),
        ("src/bin/declared.rs", ""),
        ("src/bin/two/main.rs", ""),
        ("src/bin/shared/mod.rs", ""),
        ("crates/lib/Cargo.toml", "[package]\nname = \"lib\"\n"),
        ("crates/lib/src/lib.rs", ""),
        ("crates/server/Cargo.toml", "[package]\nname = \"server\"\n"),
        ("crates/server/src/main.rs", ""),
        ("crates/notes/README", ""),
        (
            "tools/gen/Cargo.toml",
            "[package]\nname = \"gen\"\nautobins = false\n",
        ),
        ("tools/gen/src/main.rs", ""),
        ("Cargo.lock", lock),
        (".cargo/config.toml", config),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.80\"\n"),
    ]);
    let project = files.project();
    let rust = project.rust().unwrap();
    assert_eq!(rust.package.as_deref(), Some("app"));
    let expected = ["app", "extra", "one", "server", "two"].map(str::to_owned);
    assert_eq!(rust.binaries.as_deref(), Some(&expected[..]));
    assert_eq!(rust.toolchain.as_deref(), Some("1.80"));
    let libraries = rust.system_libraries().unwrap();
    let libraries: Vec<_> = libraries
        .iter()
        .map(|it| (it.name, it.library, it.source_locked, it.may_bundle))
        .collect();
    assert_eq!(
        libraries,
        [
            ("libz-sys", "z", false, true),
            ("openssl-sys", "ssl", false, false)
        ]
    );
    let flags = rust.flags.as_ref().unwrap();
    assert_eq!(flags.targets, ["x86_64-unknown-linux-musl"]);
    let rows = [
        ("x86_64-unknown-linux-musl", Some(true)),
        ("aarch64-unknown-linux-gnu", Some(false)),
        ("x86_64-unknown-linux-gnu", Some(true)),
    ];
    for (triple, expected) in rows {
        assert_eq!(flags.crt_static(triple), expected, "{triple}");
    }
}

#[test]
fn what_cargo_does_not_tell_is_unknown() {
    let vendored = "[[package]]\nname = \"openssl-sys\"\nversion = \"1\"\n[[package]]\nname = \"openssl-src\"\nversion = \"1\"\n";
    let files = Files::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a/*/b\"]\n"),
        ("Cargo.lock", vendored),
        (
            ".cargo/config",
            "[build]\nrustflags = [\"-C\", \"target-feature=+crt-static\"]\n[target.'cfg(unix)']\nrustflags = [\"-C\", \"target-feature=-crt-static\"]\n",
        ),
        ("rust-toolchain", "stable\n"),
    ]);
    let project = files.project();
    let rust = project.rust().unwrap();
    assert_eq!((&rust.package, &rust.binaries), (&None, &None));
    assert!(rust.system_libraries().unwrap()[0].source_locked);
    assert_eq!(rust.toolchain.as_deref(), Some("stable"));
    let flags = rust.flags.as_ref().unwrap();
    assert_eq!(flags.crt_static("x86_64-unknown-linux-musl"), None);
    let broken = Files::new(&[
        ("Cargo.toml", "[package]\nname = \"a\""),
        ("Cargo.lock", "[["),
    ]);
    let project = broken.project();
    assert_eq!(project.rust().unwrap().system_libraries(), None);
    assert_eq!(project.rust().unwrap().binaries, Some(Vec::new()));
    assert!(
        Files::new(&[("Cargo.toml", "[")])
            .project()
            .rust()
            .is_none()
    );
}

/// Name, version, file, dev, machine code.
type Py<'p> = (
    &'p str,
    Option<&'p str>,
    &'p str,
    Option<bool>,
    Option<bool>,
);

fn python(files: &Files, expected: &[Py<'_>]) {
    let project = files.project();
    let packages = &project.python().unwrap().packages;
    let packages: Vec<Py<'_>> = packages
        .iter()
        .map(|it| {
            (
                it.name.as_str(),
                it.version.as_deref(),
                it.file.as_str(),
                it.dev,
                it.binary,
            )
        })
        .collect();
    assert_eq!(packages, expected);
}

#[test]
fn requirements_are_read_and_followed() {
    let files = Files::new(&[
        (
            "requirements.txt",
            "# all\n-r requirements/base.txt\nNumPy==1.26.4 ; python_version < '3.13' # fast\nflask[async]>=2,<3\n./local\nhttps://example.com/x.whl\ngit+https://example.com/y.git\nzope.interface @ https://example.com/z.whl\n--hash=sha256:x\nrequests==2.*\n-e .\n",
        ),
        (
            "requirements/base.txt",
            "-r ../requirements.txt\n--requirement=../../up.txt\npsycopg2_Binary===2.9\n",
        ),
        ("requirements-dev.txt", "pytest\n"),
    ]);
    python(
        &files,
        &[
            ("pytest", None, "requirements-dev.txt", Some(true), None),
            (
                "numpy",
                Some("1.26.4"),
                "requirements.txt",
                None,
                Some(true),
            ),
            ("flask", None, "requirements.txt", None, None),
            ("zope-interface", None, "requirements.txt", None, None),
            ("requests", None, "requirements.txt", None, None),
            (
                "psycopg2-binary",
                Some("2.9"),
                "requirements/base.txt",
                None,
                Some(true),
            ),
        ],
    );
    assert!(!files.project().python().unwrap().locked);
}

#[test]
fn python_projects_and_locks_are_read() {
    let project = "[project]\nname = \"app\"\nrequires-python = \">=3.12\"\ndependencies = [\"numpy>=1\"]\n[project.scripts]\nserve = \"app:main\"\n[dependency-groups]\ndev = [\"pytest\"]\n";
    let uv = "version = 1\n[[package]]\nname = \"app\"\nversion = \"0.1\"\nsource = { virtual = \".\" }\n[[package]]\nname = \"numpy\"\nversion = \"2.0.0\"\nsource = { registry = \"https://example.com/simple\" }\nwheels = [\n { url = \"https://example.com/numpy-2.0.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl\" },\n { url = \"https://example.com/numpy-2.0.0-cp313-cp313-win_amd64.whl\" },\n]\n[[package]]\nname = \"six\"\nversion = \"1.16.0\"\nwheels = [{ url = \"https://example.com/six-1.16.0-py2.py3-none-any.whl#x\" }]\n[[package]]\nname = \"onlywin\"\nversion = \"1\"\nwheels = [{ url = \"https://example.com/onlywin-1-1-cp313-cp313-win_amd64.whl\" }]\n[[package]]\nname = \"sdist\"\nversion = \"1\"\n";
    let files = Files::new(&[("pyproject.toml", project), ("uv.lock", uv)]);
    python(
        &files,
        &[
            ("numpy", None, "pyproject.toml", Some(false), Some(true)),
            ("pytest", None, "pyproject.toml", Some(true), None),
            ("numpy", Some("2.0.0"), "uv.lock", None, Some(true)),
            ("six", Some("1.16.0"), "uv.lock", None, Some(false)),
            ("onlywin", Some("1"), "uv.lock", None, Some(true)),
            ("sdist", Some("1"), "uv.lock", None, None),
        ],
    );
    let facts = files.project();
    let facts = facts.python().unwrap();
    assert_eq!(facts.requires_python.as_deref(), Some(">=3.12"));
    assert_eq!(facts.scripts["serve"], "app:main");
    assert!(facts.locked);
    assert_eq!(
        facts.packages[2].wheels,
        ["cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64"]
    );
    assert_eq!(
        facts.binary().into_iter().collect::<Vec<_>>(),
        ["numpy", "onlywin"]
    );

    let poetry = "[tool.poetry]\nname = \"old\"\n[tool.poetry.dependencies]\npython = \"^3.11\"\nlxml = \"^5\"\n[tool.poetry.group.dev.dependencies]\nblack = \"*\"\n[tool.poetry.scripts]\nrun = \"old:main\"\n";
    let lock = "[[package]]\nname = \"lxml\"\nversion = \"5.0\"\noptional = false\ngroups = [\"main\"]\nfiles = [{file = \"lxml-5.0-cp311-cp311-musllinux_1_1_x86_64.whl\", hash = \"x\"}, {file = \"lxml-5.0.tar.gz\", hash = \"x\"}]\n[[package]]\nname = \"black\"\nversion = \"24\"\ngroups = [\"dev\"]\nfiles = [{file = \"black-24-py3-none-any.whl\"}, {file = \"black-24-cp311-cp311-manylinux_2_17_x86_64.whl\"}]\n[[package]]\nname = \"old\"\nversion = \"1\"\ncategory = \"dev\"\n";
    let files = Files::new(&[("pyproject.toml", poetry), ("poetry.lock", lock)]);
    python(
        &files,
        &[
            ("lxml", None, "pyproject.toml", Some(false), Some(true)),
            ("black", None, "pyproject.toml", Some(true), None),
            ("lxml", Some("5.0"), "poetry.lock", Some(false), Some(true)),
            ("black", Some("24"), "poetry.lock", Some(true), Some(true)),
            ("old", Some("1"), "poetry.lock", Some(true), None),
        ],
    );
    assert_eq!(
        files.project().python().unwrap().requires_python.as_deref(),
        Some("^3.11")
    );

    let pipfile = r#"{"_meta": {"requires": {"python_version": "3.12"}}, "default": {"uvloop": {"version": "==0.19.0"}}, "develop": {"pytest": {}}}"#;
    let files = Files::new(&[("Pipfile.lock", pipfile)]);
    python(
        &files,
        &[
            (
                "uvloop",
                Some("0.19.0"),
                "Pipfile.lock",
                Some(false),
                Some(true),
            ),
            ("pytest", None, "Pipfile.lock", Some(true), None),
        ],
    );
    assert!(
        Files::new(&[("pyproject.toml", "[")])
            .project()
            .python()
            .is_none()
    );
}
