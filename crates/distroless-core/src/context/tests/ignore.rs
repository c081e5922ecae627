//! `.dockerignore`, as documented by Docker and done by BuildKit.

use super::Files;
use crate::context::{Ignore, Surroundings};
use crate::request::{BuildContext, NoContext};
use image_knowledge::Presence;

#[test]
fn patterns_match_as_docker_matches_them() {
    // The lines, what the build does not get, what it gets.
    let rows: &[(&str, &[&str], &[&str])] = &[
        ("", &[], &["a", ".dockerignore"]),
        // Plain paths are paths from the root, and take what lies below.
        ("a", &["a", "a/b", "a/b/c"], &["b/a", "aa", "ab"]),
        ("a/b", &["a/b", "a/b/c"], &["a", "a/bc", "x/a/b"]),
        // Cleaned, with slashes and blanks around.
        ("/a", &["a"], &["b/a"]),
        ("  a/  ", &["a", "a/b"], &["b"]),
        ("./a//b/../c/", &["a/c"], &["a/b"]),
        ("a/..", &[], &["a", "b"]),
        ("../a", &[], &["a", "b/a"]),
        (".", &[], &["a", "b/c"]),
        ("/", &[], &["a"]),
        ("///a", &["a"], &[]),
        // Comments, before blanks are taken off; a mark of Windows; line ends of Windows.
        ("#a\n #b\nc", &["#b", "c"], &["#a", "a", "b"]),
        ("\u{feff}a\r\nb\r\n", &["a", "b"], &[]),
        ("\u{feff}# a\nb", &["b"], &["# a"]),
        // One star and a question mark stop at slashes.
        ("*", &["a", "a/b"], &[]),
        ("*.md", &["a.md", ".md", "a.md/b"], &["a/b.md", "a.mdx"]),
        (
            "*/temp*",
            &["a/temporary.txt", "a/temp/x"],
            &["temp", "a/b/temp"],
        ),
        (
            "*/*/temp*",
            &["a/b/temporary.txt"],
            &["a/temp", "a/b/c/temp"],
        ),
        ("temp?", &["tempa", "tempb/x"], &["temp", "tempab", "temp/"]),
        (
            "a*b*c",
            &["abc", "axxbyyc", "a**b*c"],
            &["ab", "a/b/c", "abcd"],
        ),
        ("a?/b", &["ax/b"], &["a/b", "a//b"]),
        // Two stars go over folders.
        ("**/*.go", &["a.go", "x/a.go", "x/y/a.go"], &["a.goo", "go"]),
        ("**/b", &["b", "a/b", "a/b/c"], &["ab", "a/cb"]),
        ("**/b/c", &["b/c", "a/b/c"], &["ab/c", "b"]),
        ("**b", &["b", "ab", "x/ab"], &["bc"]),
        ("**", &["a", "a/b"], &[]),
        ("**/", &["a", "a/b"], &[]),
        ("a/**", &["a/b", "a/b/c"], &["a", "ab"]),
        ("a**", &["a", "ab", "a/b"], &["b", "ba"]),
        ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["a", "ab", "a/xb"]),
        ("a**/b", &["ab", "a/b", "axx/b", "a/x/b"], &["a/xb", "b"]),
        ("**/a/**", &["a/b", "x/a/b"], &["a", "x/a"]),
        ("**/a*", &["ab", "x/ab"], &["ba", "x/ba"]),
        ("**a*", &["ab", "x/ab"], &["ba"]),
        ("***", &["a", "a/b"], &[]),
        // Classes and escapes.
        ("[a-c]x", &["ax", "cx"], &["dx", "x", "-x"]),
        ("[^a]x", &["bx"], &["ax", "x"]),
        ("[!a]x", &["!x", "ax"], &["bx"]),
        ("[a\\]]x", &["ax", "]x"], &["\\x"]),
        ("a\\*b", &["a*b"], &["axb", "ab"]),
        ("\\!a", &["!a"], &["a"]),
        ("\\#a", &["#a"], &["a"]),
        ("a.b", &["a.b"], &["axb"]),
        ("a+(b)|{c}$*", &["a+(b)|{c}$x"], &["aab"]),
        ("é?*", &["éü", "éa/b"], &["é", "ea"]),
        // Exceptions: the last line that matches counts.
        ("*.md\n!README.md", &["a.md"], &["README.md"]),
        (
            "*.md\n!README*.md\nREADME-secret.md",
            &["a.md", "README-secret.md"],
            &["README-x.md"],
        ),
        (
            "*.md\nREADME-secret.md\n!README*.md",
            &["a.md"],
            &["README-secret.md"],
        ),
        (
            "*\n!src\n!go.mod",
            &["a", "a/src"],
            &["src", "src/a/b", "go.mod"],
        ),
        ("*\n!src\nsrc/*.md", &["a", "src/a.md"], &["src/a.c"]),
        ("**\n!a/b", &["a", "a/c", "c"], &["a/b", "a/b/c"]),
        ("a\n!a/b", &["a", "a/c"], &["a/b", "a/b/c"]),
        ("!a\na", &["a", "a/b"], &[]),
        ("a\n! /a/b/", &["a/c"], &["a/b"]),
        // A folder that nothing has taken yet is not handed down as an exception.
        ("a/b\n!a", &["a/b", "a/b/c"], &["a", "a/c"]),
        ("a/*\n!a", &["a/b"], &["a"]),
        ("a\n!a\na/b", &["a/b"], &["a", "a/c"]),
    ];
    for (text, out, given) in rows {
        let ignore = Ignore::parse(text).unwrap_or_else(|| panic!("{text:?} is read"));
        for path in *out {
            assert!(ignore.matches(path), "{text:?} takes {path}");
        }
        for path in *given {
            assert!(!ignore.matches(path), "{text:?} leaves {path}");
        }
    }
}

#[test]
fn paths_are_cleaned_as_patterns_are() {
    let ignore = Ignore::parse("a/b").unwrap();
    for path in ["a/b", "/a/b", "./a/b/", "a//b", "a/c/../b"] {
        assert!(ignore.matches(path), "{path}");
    }
    for path in ["", ".", "/", "..", "../a/b"] {
        assert!(!ignore.matches(path), "{path}");
    }
}

#[test]
fn what_docker_refuses_or_only_a_regular_expression_means_is_unknown() {
    let lines = [
        "!",
        "a\n!",
        "[",
        "[]a",
        "[]",
        "[^]",
        "[a",
        "[a-]",
        "[-a]",
        "[c-a]",
        "a\\",
        "[a\\",
        "\\d",
        "[\\d]",
        "[[:alpha:]]",
        "[*]",
        "a*^b",
    ];
    for line in lines {
        assert_eq!(Ignore::parse(line), None, "{line:?}");
    }
}

#[test]
fn the_file_of_the_dockerfile_wins() {
    // The files, which of them counts, what it takes.
    type Row<'r> = (&'r [(&'r str, &'r str)], Option<&'r str>, &'r [&'r str]);
    let both = [(".dockerignore", "a"), ("Dockerfile.dockerignore", "b")];
    let rows: &[Row<'_>] = &[
        (&both, Some("Dockerfile.dockerignore"), &["b"]),
        (&both[..1], Some(".dockerignore"), &["a"]),
        (&[("x", "")], None, &[]),
    ];
    for (files, path, taken) in rows {
        let files = Files::new(files);
        let around = Surroundings::new(&files);
        let ignore = around.ignore().unwrap();
        assert_eq!(ignore.path.as_deref(), *path);
        for name in ["a", "b"] {
            assert_eq!(
                ignore.matches(name),
                taken.contains(&name),
                "{path:?} {name}"
            );
        }
    }
    assert!(Surroundings::new(&NoContext).ignore().is_none());
    // A file that cannot be read is not one without lines.
    let binary = Files::default().with(".dockerignore", &[0xff, 0xfe], 0o644);
    assert!(Surroundings::new(&binary).ignore().is_none());
}

#[test]
fn presence_minds_what_the_build_does_not_get() {
    let files = Files::new(&[
        (".dockerignore", "*.log\ntmp\n"),
        ("src/main.c", ""),
        ("a.log", ""),
        ("tmp/x", ""),
        ("README", ""),
    ]);
    let around = Surroundings::new(&files);
    let rows = [
        ("", Presence::Present),
        ("src", Presence::Present),
        ("/src/main.c", Presence::Present),
        ("src/main.h", Presence::Absent),
        ("none/main.c", Presence::Absent),
        ("a.log", Presence::Absent),
        ("tmp/x", Presence::Absent),
        ("readme", Presence::Unknown),
        ("../x", Presence::Unknown),
        // What lies below a file cannot be listed.
        ("README/x", Presence::Unknown),
    ];
    for (path, presence) in rows {
        assert_eq!(around.presence(path), presence, "{path}");
    }
    let excepted = Files::new(&[(".dockerignore", "*\n!a/b"), ("a/b", ""), ("c", "")]);
    let around = Surroundings::new(&excepted);
    assert_eq!(around.presence("a/b"), Presence::Present);
    assert_eq!(around.presence("a"), Presence::Unknown);
    let nothing: &dyn BuildContext = &NoContext;
    assert_eq!(Surroundings::new(nothing).presence("a"), Presence::Unknown);
}

#[test]
fn patterns_of_copy_name_files_that_the_build_gets() {
    let files = Files::new(&[
        (".dockerignore", "*.lock.json\n"),
        ("package.json", ""),
        ("package-lock.json", ""),
        ("package.lock.json", ""),
        ("package.d/x.json", ""),
        ("packagers.json/x", ""),
        ("api/package.json", ""),
        (".npmrc", ""),
    ]);
    let around = Surroundings::new(&files);
    let rows: [(&str, &[&str]); 10] = [
        ("package*.json", &["package-lock.json", "package.json"]),
        ("./package?lock.json", &["package-lock.json"]),
        ("/api/*.json", &["api/package.json"]),
        ("*rc", &[".npmrc"]),
        ("none*", &[]),
        ("*/package.json", &[]),
        ("p[a]ckage.json", &[]),
        ("{package,x}*.json", &[]),
        ("../*", &[]),
        ("none/*", &[]),
    ];
    for (pattern, expected) in rows {
        let mut named = around.matching(pattern);
        named.sort();
        assert_eq!(named, expected, "{pattern}");
    }
    let nothing: &dyn BuildContext = &NoContext;
    assert!(Surroundings::new(nothing).matching("*").is_empty());
}
