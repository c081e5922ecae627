//! Texts that are made to take long, to nest deep or to run in circles.

use super::Files;
use crate::context::{Elf, Ignore, Shebang, Surroundings};
use crate::request::BuildContext;
use std::rc::Rc;

/// Every file is this text, and every folder has these names.
#[derive(Debug)]
struct Endless {
    text: String,
    names: Vec<String>,
}

impl BuildContext for Endless {
    fn dockerfile(&self) -> Option<String> {
        Some("Dockerfile".to_owned())
    }

    fn read(&self, _: &str) -> Option<String> {
        Some(self.text.clone())
    }

    fn head(&self, _: &str) -> Option<Vec<u8>> {
        Some(self.text.bytes().take(4096).collect())
    }

    fn list(&self, _: &str) -> Option<Rc<[String]>> {
        Some(self.names.clone().into())
    }
}

/// Asks for everything.
fn ask(context: &dyn BuildContext) {
    let around = Surroundings::new(context);
    let project = around.project("");
    project.node().map(crate::context::Node::declared_addons);
    project.native_addons();
    project.go().map(|go| go.cgo_modules().count());
    project.cgo_files();
    if let Some(rust) = project.rust() {
        rust.system_libraries();
        rust.flags
            .as_ref()
            .map(|flags| flags.crt_static("x86_64-unknown-linux-gnu"));
    }
    project.python().map(crate::context::Python::binary);
    project.java();
    project.dotnet();
    around.ignore().map(|ignore| ignore.matches("a/b/c"));
    around.presence("a/b/c");
    around.shebang("a");
    around.elf("a");
}

#[test]
fn any_text_is_read_to_an_end() {
    let many = 20_000;
    let texts = [
        "[".repeat(many),
        "{\"a\":".repeat(many),
        "{\"dependencies\":{\"a\":".repeat(many),
        format!(
            "{{\"dependencies\":{}1{}}}",
            "{\"a\":{\"dependencies\":".repeat(50),
            "}}".repeat(50)
        ),
        "a = [".repeat(many),
        "[a.".repeat(many),
        format!("a{} = 1", ".a".repeat(many)),
        "<a>".repeat(many),
        format!("<{}>", "a".repeat(many)),
        format!("<a {}>", "b=\"".repeat(many)),
        format!("<a {}/>", "b=\"c\" ".repeat(many)),
        format!(
            "<project><properties><a>{}</a></properties></project>",
            "${a}".repeat(many)
        ),
        "<!--".repeat(many),
        "</a>".repeat(many),
        "(".repeat(many),
        "import (".repeat(many),
        "/*".repeat(many),
        "//\n".repeat(many),
        "\"".repeat(many),
        "a".repeat(4 * 1024 * 1024 + 1),
        "a ".repeat(many),
        "a\n".repeat(many),
        "-r a\n".repeat(many),
        "require a b\n".repeat(many),
        format!(
            "# yarn lockfile v1\n{}",
            "a@1:\n  dependencies:\n    a \"1\"\n    b \"npm:a@1\"\n".repeat(many)
        ),
        format!(
            "lockfileVersion: '9.0'\npackages:\n{}",
            "  a@1:\n    os: [[[[\n".repeat(many)
        ),
        "**/".repeat(many),
        "\u{feff}".repeat(many),
        "é🦀\u{0}\r".repeat(many),
        format!("#!{}", " ".repeat(many)),
        "[package]\nname = \"a\"\n[workspace]\nmembers = [\"*\", \"*\"]\n".to_owned(),
    ];
    for text in texts {
        // A folder in every folder, which has itself.
        for names in [
            &[][..],
            &[
                "a/",
                "a.go",
                "a.csproj",
                "requirements.txt",
                "src/",
                "main.rs",
                "Cargo.toml",
            ],
        ] {
            ask(&Endless {
                text: text.clone(),
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            });
        }
    }
}

#[test]
fn bounds_end_in_unknown() {
    let endless = Endless {
        text: "module a".to_owned(),
        names: vec!["a/".to_owned(), "b/".to_owned()],
    };
    let around = Surroundings::new(&endless);
    assert!(around.project("").go().is_some());
    assert_eq!(around.project("").cgo_files(), None);
    assert_eq!(
        around.project("").dotnet().map(<[_]>::len),
        Some(0),
        "depth is bounded"
    );
    let many: Vec<(String, &str)> = (0..3001)
        .map(|at| (format!("a{at}.go"), "package a"))
        .collect();
    let files: Vec<(&str, &str)> = many
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    let mut files = Files::new(&files).with("go.mod", b"module a", 0o644);
    assert_eq!(files.project().cgo_files(), None);
    files.bytes.remove("a7.go");
    assert_eq!(files.project().cgo_files(), Some(&[][..]));
    // A file in the context is no longer than the ends are to read.
    let long = format!("{{\"name\": \"{}\"}}", "a".repeat(5 * 1024 * 1024));
    assert!(
        Files::new(&[("package.json", &long)])
            .project()
            .node()
            .is_none()
    );
}

#[test]
fn patterns_take_time_by_their_length_only() {
    let stars = "*a".repeat(500);
    let deep = "**/a/".repeat(300);
    let text = format!("{stars}\n!{deep}\n{}", "a?".repeat(100));
    let ignore = Ignore::parse(&text).unwrap();
    let path = "a/".repeat(500);
    for _ in 0..3 {
        assert!(
            !ignore.matches(&"a".repeat(450)),
            "fewer than the stars ask for"
        );
        ignore.matches(&path);
    }
    assert_eq!(Ignore::parse(&"a\n".repeat(30_000)), None);
    assert!(
        !ignore.matches(&"a".repeat(100_000)),
        "no file system has such a path"
    );
}

#[test]
fn heads_of_any_bytes_are_read() {
    let mut state = 1_u32;
    for length in 0..300 {
        let mut bytes = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0".to_vec();
        for _ in 0..length {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            bytes.push((state >> 24) as u8);
        }
        Elf::parse(&bytes);
        Shebang::parse(&bytes);
        bytes[..2].copy_from_slice(b"#!");
        Shebang::parse(&bytes);
    }
    let all = [b"\x7fELF\x02\x01".to_vec(), vec![0xff; 300]].concat();
    assert_eq!(Elf::parse(&all), None);
}
