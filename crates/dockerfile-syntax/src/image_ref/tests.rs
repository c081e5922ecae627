use super::{Reference, ReferenceError};

const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn parts(text: &str) -> (String, String, Option<String>, Option<String>) {
    let reference = Reference::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    (
        reference.registry().to_owned(),
        reference.repository().to_owned(),
        reference.tag().map(str::to_owned),
        reference.digest().map(str::to_owned),
    )
}

#[test]
fn short_names_are_completed() {
    for (text, registry, repository) in [
        ("node", "docker.io", "library/node"),
        ("user/app", "docker.io", "user/app"),
        ("docker.io/node", "docker.io", "library/node"),
        ("docker.io/user/app", "docker.io", "user/app"),
        ("index.docker.io/node", "docker.io", "library/node"),
        ("index.docker.io/user/app", "docker.io", "user/app"),
        (
            "registry-1.docker.io/library/node",
            "registry-1.docker.io",
            "library/node",
        ),
        ("localhost/app", "localhost", "app"),
        ("localhost:5000/app", "localhost:5000", "app"),
        ("local/app", "docker.io", "local/app"),
        (
            "gcr.io/distroless/static-debian12",
            "gcr.io",
            "distroless/static-debian12",
        ),
        ("Host/app", "Host", "app"),
        ("[fd00:1:2::3]:5000/app", "[fd00:1:2::3]:5000", "app"),
        ("[::1]/a/b/c", "[::1]", "a/b/c"),
        ("127.0.0.1:80/a--b__c.d/e", "127.0.0.1:80", "a--b__c.d/e"),
        // An underscore is in no host, so the whole is a path.
        ("my_host.example/app", "", "my_host.example/app"),
    ] {
        let (found_registry, found_repository, tag, digest) = parts(text);
        assert_eq!(
            (&*found_registry, &*found_repository),
            (registry, repository),
            "{text}"
        );
        assert_eq!((tag, digest), (None, None), "{text}");
    }
}

#[test]
fn tags_and_digests_are_taken_off() {
    let digest = format!("sha256:{HEX}");
    for (text, tag, with_digest) in [
        ("node:20".to_owned(), Some("20"), false),
        (format!("node@{digest}"), None, true),
        (format!("node:20@{digest}"), Some("20"), true),
        (
            "host:5000/node:v1_2.3-x".to_owned(),
            Some("v1_2.3-x"),
            false,
        ),
        (
            format!("node:{}", "t".repeat(128)),
            Some(&*"t".repeat(128)),
            false,
        ),
    ] {
        let (_, repository, found, found_digest) = parts(&text);
        assert!(repository.ends_with("node"), "{text}");
        assert_eq!(found.as_deref(), tag, "{text}");
        assert_eq!(found_digest.is_some(), with_digest, "{text}");
    }
    let name = |algorithm: &str, length: usize| format!("a@{algorithm}:{}", "0".repeat(length));
    assert!(Reference::parse(&name("sha384", 96)).is_ok());
    assert!(Reference::parse(&name("sha512", 128)).is_ok());
}

#[test]
fn what_is_no_reference_is_refused() {
    use ReferenceError::{
        Empty, Format, Identifier, InvalidDigest, TooLong, UnknownDigestAlgorithm, Uppercase,
    };
    let long = "a/".repeat(124);
    for (text, error) in [
        (String::new(), Empty),
        (HEX.to_owned(), Identifier),
        ("Node".to_owned(), Uppercase),
        ("user/App:tag".to_owned(), Uppercase),
        (" node".to_owned(), Format),
        ("node:".to_owned(), Format),
        ("node:-tag".to_owned(), Format),
        (format!("node:{}", "t".repeat(129)), Format),
        ("node:a:b".to_owned(), Format),
        ("node@".to_owned(), Format),
        ("node@sha256:abc".to_owned(), Format),
        ("user//app".to_owned(), Format),
        ("/app".to_owned(), Format),
        ("app/".to_owned(), Format),
        ("a___b".to_owned(), Format),
        ("a..b".to_owned(), Format),
        ("-a".to_owned(), Format),
        ("a-".to_owned(), Format),
        ("http://a/b".to_owned(), Format),
        ("host:port/a".to_owned(), Format),
        ("[::1/a".to_owned(), Format),
        ("[fe80::1%eth0]/a".to_owned(), Format),
        ("é".to_owned(), Format),
        (format!("node@sha256:{}", &HEX[1..]), InvalidDigest),
        (format!("node@sha256:{}", HEX.to_uppercase()), InvalidDigest),
        (format!("node@md5:{HEX}"), UnknownDigestAlgorithm),
        (format!("node@sha256:{HEX}:tag"), Format),
        (format!("{long}123456789"), TooLong),
    ] {
        assert_eq!(Reference::parse(&text), Err(error), "{text}");
    }
    // `library/` is not counted for what is 255 bytes long with a user of its own.
    assert!(Reference::parse(&format!("{long}1234567")).is_ok());
}

#[test]
fn forms_to_show() {
    for (text, familiar, canonical) in [
        (
            "index.docker.io/library/node",
            "node",
            "docker.io/library/node:latest",
        ),
        ("docker.io/user/app:1", "user/app:1", "docker.io/user/app:1"),
        ("library/a/b", "library/a/b", "docker.io/library/a/b:latest"),
        ("gcr.io/a", "gcr.io/a", "gcr.io/a:latest"),
    ] {
        let reference = Reference::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(reference.familiar(), familiar);
        assert_eq!(reference.canonical(), canonical);
        assert_eq!(
            Reference::parse(&reference.canonical()).map(|again| again.canonical()),
            Ok(canonical.to_owned())
        );
    }
}
