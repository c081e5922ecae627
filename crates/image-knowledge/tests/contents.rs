//! What is in an image, what is not, and what is not known.

use image_knowledge::{
    Certainty, Date, Existence, Family, ImageFacts, ImageName, Known, Language, Linkage,
    Maintained, Presence, Purpose, RuntimeKind, lookup, minimal_bases,
};

fn image(repository: &str, tag: &str) -> ImageFacts {
    let (registry, repository) = repository.split_once('/').expect("a registry");
    lookup(&ImageName {
        registry,
        repository,
        tag: Some(tag),
        digest: None,
    })
    .expect("a known repository")
}

fn official(name: &str, tag: &str) -> ImageFacts {
    image(&format!("docker.io/library/{name}"), tag)
}

fn distroless(name: &str, tag: &str) -> ImageFacts {
    image(&format!("gcr.io/distroless/{name}"), tag)
}

/// Asserts presence, row by row: what is asked, and the letters P, A or U.
fn check(rows: &[(&str, Presence, char)]) {
    for (what, presence, expected) in rows {
        let letter = match presence {
            Presence::Present => 'P',
            Presence::Absent => 'A',
            Presence::Unknown => 'U',
        };
        assert_eq!(letter, *expected, "{what}");
    }
}

#[test]
fn distroless_without_debug_is_a_closed_world() {
    let base = distroless("static-debian13", "nonroot");
    assert!(base.closed);
    assert_eq!(base.certainty, Certainty::Certain);
    assert_eq!(base.entrypoint, Known::Known(None));
    assert_eq!(base.cmd, Known::Known(None));
    assert_eq!(base.workdir, Known::Known("/home/nonroot"));
    check(&[
        ("sh", base.command("sh"), 'A'),
        ("curl", base.command("curl"), 'A'),
        ("/bin/sh", base.shell_at("/bin/sh"), 'A'),
        ("/busybox/sh", base.shell_at("/busybox/sh"), 'A'),
        ("/app", base.path("/app"), 'A'),
        (
            "/opt/venv/bin/python",
            base.path("/opt/venv/bin/python"),
            'A',
        ),
        ("/opt", base.path("/opt"), 'U'),
        ("/tmp", base.path("/tmp"), 'P'),
        ("/bin", base.path("/bin"), 'P'),
        ("/etc/passwd", base.path("/etc/passwd"), 'P'),
        ("/etc/whatever", base.path("/etc/whatever"), 'U'),
        (
            "/usr/share/zoneinfo/UTC",
            base.path("/usr/share/zoneinfo/UTC"),
            'U',
        ),
        ("/sbin/nologin", base.path("/sbin/nologin"), 'A'),
        (
            "/var/lib/dpkg/status",
            base.path("/var/lib/dpkg/status"),
            'A',
        ),
        ("relative", base.path("bin/sh"), 'U'),
        ("up", base.path("/bin/../sh"), 'U'),
        ("nonroot", base.has_account("nonroot"), 'P'),
        ("app", base.has_account("app"), 'A'),
        ("group staff", base.has_group("staff"), 'P'),
        ("group nogroup", base.has_group("nogroup"), 'A'),
    ]);
}

#[test]
fn distroless_runtimes_have_their_program_only() {
    let node = distroless("nodejs24-debian13", "latest");
    check(&[
        ("node is not on PATH", node.command("node"), 'A'),
        ("npm", node.command("npm"), 'A'),
        ("/nodejs/bin/node", node.path("/nodejs/bin/node"), 'P'),
        ("/nodejs/bin/npm", node.path("/nodejs/bin/npm"), 'A'),
        ("/usr/bin/env", node.path("/usr/bin/env"), 'A'),
    ]);
    let python = distroless("python3-debian13", "nonroot");
    check(&[
        ("python3", python.command("python3"), 'P'),
        ("python", python.command("python"), 'P'),
        ("python3.13", python.command("python3.13"), 'P'),
        ("python3.11", python.command("python3.11"), 'A'),
        ("pip", python.command("pip"), 'A'),
        ("ldconfig", python.command("ldconfig"), 'P'),
        ("sh", python.command("sh"), 'A'),
        (
            "/bin/python3 by the merged /usr",
            python.path("/bin/python3"),
            'P',
        ),
        (
            "/usr/local/bin/python",
            python.path("/usr/local/bin/python"),
            'A',
        ),
    ]);
    let runtime = python.runtime(RuntimeKind::Python).expect("Python");
    assert_eq!(
        runtime.package_dirs,
        [
            "/usr/local/lib/python3.13/dist-packages",
            "/usr/lib/python3/dist-packages"
        ]
    );
    assert_eq!(
        python.entrypoint,
        Known::Known(Some(vec!["/usr/bin/python3.13".into()]))
    );
    let java = distroless("java21-debian13", "latest");
    assert_eq!(
        java.entrypoint,
        Known::Known(Some(vec!["/usr/bin/java".into(), "-jar".into()]))
    );
    check(&[
        ("java", java.command("java"), 'P'),
        ("javac", java.command("javac"), 'A'),
    ]);
    // Not merged: /bin and /usr/bin are two directories.
    let old = distroless("python3-debian12", "latest");
    check(&[
        ("/usr/bin/python3", old.path("/usr/bin/python3"), 'P'),
        ("/bin/python3", old.path("/bin/python3"), 'A'),
    ]);
    let dash = distroless("python3-debian11", "latest");
    check(&[
        ("/bin/sh", dash.shell_at("/bin/sh"), 'P'),
        ("curl", dash.command("curl"), 'U'),
    ]);
}

#[test]
fn debug_tags_have_their_shell_elsewhere() {
    let debug = distroless("static-debian13", "debug");
    assert!(!debug.closed);
    assert_eq!(debug.variant.is_debug, Known::Known(true));
    assert_eq!(debug.purpose, Known::Known(Purpose::Debug));
    assert_eq!(
        debug.entrypoint,
        Known::Known(Some(vec!["/busybox/sh".into()]))
    );
    check(&[
        ("/bin/sh", debug.shell_at("/bin/sh"), 'A'),
        ("/busybox/sh", debug.shell_at("/busybox/sh"), 'P'),
        ("sh", debug.command("sh"), 'P'),
        ("wget", debug.command("wget"), 'P'),
        ("curl", debug.command("curl"), 'A'),
        ("an applet that is not listed", debug.command("udhcpc"), 'U'),
        ("/app", debug.path("/app"), 'A'),
    ]);
    assert_eq!(
        debug.release_sibling().as_deref(),
        Some("gcr.io/distroless/static-debian13")
    );
    let nonroot = distroless("java21-debian13", "debug-nonroot-arm64");
    assert_eq!(
        nonroot.release_sibling().as_deref(),
        Some("gcr.io/distroless/java21-debian13:nonroot-arm64")
    );
    assert_eq!(nonroot.nonroot_sibling(), None);
    assert_eq!(
        nonroot.entrypoint,
        Known::Known(Some(vec!["/usr/bin/java".into(), "-jar".into()]))
    );
}

#[test]
fn distroless_names_are_told_apart() {
    let bare = distroless("static", "latest");
    let part = bare.distroless.as_ref().expect("distroless");
    assert_eq!(
        part.versioned.as_deref(),
        Some("gcr.io/distroless/static-debian13")
    );
    assert_eq!(part.suffix, None);
    assert_eq!(
        bare.nonroot_sibling().as_deref(),
        Some("gcr.io/distroless/static:nonroot")
    );
    let old = distroless("nodejs20-debian12", "latest");
    assert_eq!(old.existence, Existence::Retired);
    assert_eq!(
        old.replacement.as_deref(),
        Some("gcr.io/distroless/nodejs22-debian13")
    );
    let ends: Vec<_> = old
        .end_of_life
        .iter()
        .map(|end| (end.subject, end.date.to_string()))
        .collect();
    assert_eq!(
        ends,
        [
            (Maintained::Image, "2026-02-27".to_owned()),
            (Maintained::Runtime, "2026-04-30".to_owned()),
            (Maintained::Os, "2026-07-11".to_owned()),
        ]
    );
    let never = distroless("python3.11", "latest");
    assert_eq!(never.existence, Existence::NeverPublished);
    assert_eq!(
        never.replacement.as_deref(),
        Some("gcr.io/distroless/python3-debian13")
    );
    assert_eq!(never.nonroot_sibling(), None);
    assert_eq!(
        distroless("static-debian13", "nonroot-debug").existence,
        Existence::NeverPublished
    );
    assert_eq!(
        distroless("static-debian14", "latest").existence,
        Existence::Unknown
    );
    // The support of the debian12 images ends with a month.
    let day = |text| Date::parse(text).expect("a day");
    let ending = distroless("static-debian12", "latest");
    let image = ending.end_of_life.first().expect("an end");
    assert_eq!(
        (image.subject, image.date),
        (Maintained::Image, day("2026-09-30"))
    );
    assert!(!image.is_over(day("2026-09-30")));
    assert!(image.is_over(day("2026-10-01")));
}

#[test]
fn minimal_systems_are_known_by_what_they_lack() {
    let debian = official("debian", "12-slim");
    check(&[
        ("sh", debian.command("sh"), 'P'),
        ("bash", debian.command("bash"), 'P'),
        ("perl", debian.command("perl"), 'P'),
        ("curl", debian.command("curl"), 'A'),
        ("git", debian.command("git"), 'A'),
        ("adduser", debian.command("adduser"), 'P'),
        ("useradd", debian.command("useradd"), 'P'),
        ("ping", debian.command("ping"), 'U'),
        ("/usr/bin/curl", debian.path("/usr/bin/curl"), 'A'),
        ("/usr/bin/sh", debian.path("/usr/bin/sh"), 'P'),
        ("/bin/env", debian.path("/bin/env"), 'P'),
        ("/bin/zsh", debian.shell_at("/bin/zsh"), 'A'),
        (
            "the CA bundle",
            debian.path("/etc/ssl/certs/ca-certificates.crt"),
            'A',
        ),
        ("www-data", debian.has_account("www-data"), 'P'),
        ("app", debian.has_account("app"), 'A'),
        ("irc", debian.has_account("irc"), 'U'),
        ("group nogroup", debian.has_group("nogroup"), 'U'),
    ]);
    let trixie = official("debian", "trixie-slim");
    check(&[
        ("adduser", trixie.command("adduser"), 'A'),
        ("useradd", trixie.command("useradd"), 'P'),
    ]);
    let alpine = official("alpine", "3.22");
    check(&[
        ("bash", alpine.command("bash"), 'A'),
        ("/bin/bash", alpine.shell_at("/bin/bash"), 'A'),
        ("/bin/sh", alpine.shell_at("/bin/sh"), 'P'),
        ("wget", alpine.command("wget"), 'P'),
        ("curl", alpine.command("curl"), 'A'),
        ("adduser", alpine.command("adduser"), 'P'),
        ("useradd", alpine.command("useradd"), 'A'),
        ("apt-get", alpine.command("apt-get"), 'A'),
    ]);
    assert_eq!(debian.certainty, Certainty::Certain);
    assert_eq!(alpine.certainty, Certainty::Certain);
    let edge = official("ubuntu", "24.04");
    // Its package list was not read.
    assert_eq!(edge.certainty, Certainty::Likely);
    check(&[
        ("ubuntu", edge.has_account("ubuntu"), 'P'),
        ("curl", edge.command("curl"), 'A'),
        ("python3", edge.command("python3"), 'U'),
    ]);
}

#[test]
fn what_is_built_on_them_brings_its_own() {
    let slim = official("python", "3.13-slim");
    check(&[
        ("python3.13", slim.command("python3.13"), 'P'),
        ("pip", slim.command("pip"), 'P'),
        ("gcc", slim.command("gcc"), 'A'),
        ("curl", slim.command("curl"), 'A'),
        (
            "site-packages",
            slim.path("/usr/local/lib/python3.13/site-packages"),
            'P',
        ),
        (
            "of another release",
            slim.path("/usr/local/lib/python3.12/site-packages"),
            'U',
        ),
        (
            "the CA bundle",
            slim.path("/etc/ssl/certs/ca-certificates.crt"),
            'P',
        ),
    ]);
    let full = official("python", "3.13");
    assert_eq!(full.variant.is_dev, Known::Known(true));
    assert_eq!(
        full.runtime_sibling().as_deref(),
        Some("python:3.13.15-slim")
    );
    check(&[
        ("gcc", full.command("gcc"), 'P'),
        ("git", full.command("git"), 'P'),
        ("node", full.command("node"), 'A'),
        ("ps", full.command("ps"), 'U'),
    ]);
    let node = official("node", "22-alpine");
    assert_eq!(
        node.entrypoint,
        Known::Known(Some(vec!["docker-entrypoint.sh".into()]))
    );
    check(&[
        ("node", node.command("node"), 'P'),
        ("npm", node.command("npm"), 'P'),
        ("yarn, in some", node.command("yarn"), 'U'),
        ("bash", node.command("bash"), 'A'),
        ("the user node", node.has_account("node"), 'P'),
        ("a user app", node.has_account("app"), 'A'),
    ]);
    let go = official("golang", "1.26-alpine");
    assert_eq!(go.workdir, Known::Known("/go"));
    assert_eq!(go.env_value("GOPATH"), Some("/go"));
    check(&[
        ("go", go.command("go"), 'P'),
        ("gcc", go.command("gcc"), 'A'),
        ("git", go.command("git"), 'A'),
    ]);
    let rust = official("rust", "1-slim");
    check(&[
        ("cargo", rust.command("cargo"), 'P'),
        ("gcc", rust.command("gcc"), 'P'),
        ("make", rust.command("make"), 'A'),
        ("pkg-config", rust.command("pkg-config"), 'A'),
    ]);
    let nginx = official("nginx", "alpine-slim");
    check(&[
        ("curl", nginx.command("curl"), 'A'),
        ("nginx", nginx.command("nginx"), 'P'),
        ("bash", nginx.command("bash"), 'A'),
    ]);
    check(&[("curl", official("nginx", "alpine").command("curl"), 'P')]);
    let php = official("php", "8.4-fpm");
    assert_eq!(php.cmd, Known::Known(Some(vec!["php-fpm".into()])));
    assert_eq!(php.workdir, Known::Known("/var/www/html"));
    check(&[
        ("git", php.command("git"), 'A'),
        ("gcc", php.command("gcc"), 'P'),
    ]);
    // The base is the same, what a service adds is not listed.
    let postgres = official("postgres", "16-alpine");
    check(&[
        ("sh", postgres.command("sh"), 'P'),
        ("bash", postgres.command("bash"), 'U'),
    ]);
}

#[test]
fn other_families_are_known_as_far_as_they_go() {
    let chiseled = image("mcr.microsoft.com/dotnet/aspnet", "10.0-noble-chiseled");
    assert_eq!(chiseled.certainty, Certainty::Certain);
    check(&[
        ("dotnet", chiseled.command("dotnet"), 'P'),
        ("sh", chiseled.command("sh"), 'A'),
        ("/bin/sh", chiseled.shell_at("/bin/sh"), 'A'),
        ("/bin/bash", chiseled.shell_at("/bin/bash"), 'A'),
    ]);
    let sdk = image("mcr.microsoft.com/dotnet/sdk", "8.0");
    assert_eq!(
        sdk.runtime_sibling().as_deref(),
        Some("mcr.microsoft.com/dotnet/aspnet:8.0")
    );
    let jdk = official("eclipse-temurin", "21-jdk-alpine");
    assert_eq!(
        jdk.runtime_sibling().as_deref(),
        Some("eclipse-temurin:21-jre-alpine")
    );
    let dev = image("cgr.dev/chainguard/python", "latest-dev");
    assert_eq!(dev.family, Family::Chainguard);
    assert_eq!(dev.variant.is_dev, Known::Known(true));
    assert_eq!(dev.variant.is_nonroot, Known::Known(true));
    assert_eq!(
        dev.runtime_sibling().as_deref(),
        Some("cgr.dev/chainguard/python:latest")
    );
    let uv = image("ghcr.io/astral-sh/uv", "0.9.2");
    assert!(uv.closed);
    check(&[("/uv", uv.path("/uv"), 'P'), ("sh", uv.command("sh"), 'A')]);
    let cuda = image("docker.io/nvidia/cuda", "12.4.1-devel-ubuntu22.04");
    assert_eq!(
        cuda.runtime_sibling().as_deref(),
        Some("nvidia/cuda:12.4.1-runtime-ubuntu22.04")
    );
    let bitnami = image("docker.io/bitnami/postgresql", "16");
    assert!(bitnami.deprecated);
}

#[test]
fn scratch_is_empty() {
    let scratch = ImageFacts::scratch();
    assert!(scratch.closed);
    assert_eq!(scratch.os, Known::Known(None));
    assert_eq!(scratch.runs_as_root(), Known::Known(true));
    check(&[
        ("/bin/sh", scratch.shell_at("/bin/sh"), 'A'),
        ("/tmp", scratch.path("/tmp"), 'A'),
        ("/etc/passwd", scratch.path("/etc/passwd"), 'A'),
        ("/", scratch.path("/"), 'P'),
        ("sh", scratch.command("sh"), 'A'),
        ("root", scratch.has_account("root"), 'A'),
    ]);
}

#[test]
fn a_digest_makes_the_tag_a_comment() {
    let name = ImageName {
        registry: "docker.io",
        repository: "library/python",
        tag: Some("3.13-slim"),
        digest: Some("sha256:00"),
    };
    let facts = lookup(&name).expect("python");
    assert!(facts.pinned_by_digest);
    assert_eq!(facts.certainty, Certainty::Likely);
    let untagged = lookup(&ImageName { tag: None, ..name }).expect("python");
    assert_eq!(untagged.os, Known::Unknown);
    assert_eq!(untagged.variant.is_dev, Known::Unknown);
    assert_eq!(untagged.cmd, Known::Known(Some(vec!["python3".into()])));
    let distroless = lookup(&ImageName {
        registry: "gcr.io",
        repository: "distroless/static-debian13",
        tag: None,
        digest: Some("sha256:00"),
    })
    .expect("distroless");
    // It may be a debug tag's digest.
    assert!(!distroless.closed);
    assert_eq!(distroless.user, Known::Unknown);
    check(&[("sh", distroless.command("sh"), 'U')]);
}

#[test]
fn ends_of_life_are_judged_on_a_day() {
    let end = |facts: &ImageFacts, subject| {
        facts
            .end_of_life
            .iter()
            .find(|end| end.subject == subject)
            .map(|end| {
                (
                    end.product.to_string(),
                    end.cycle.to_string(),
                    end.date.to_string(),
                )
            })
    };
    let node = official("node", "18-alpine");
    let row = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(
        end(&node, Maintained::Runtime),
        row("nodejs", "18", "2025-04-30")
    );
    assert_eq!(
        end(&node, Maintained::Os),
        row("alpine-linux", "3.21", "2026-11-01")
    );
    let debian = official("debian", "bookworm");
    let os = debian.end_of_life.first().expect("an end");
    let today = Date::parse("2026-11-23").expect("a day");
    assert!(os.is_over(today));
    assert!(!os.is_over_with_extension(today));
    let java = official("eclipse-temurin", "8u402-b06-jre-jammy");
    assert_eq!(
        end(&java, Maintained::Runtime).map(|(product, cycle, _)| (product, cycle)),
        Some(("eclipse-temurin".to_owned(), "8".to_owned()))
    );
    let nginx = official("nginx", "1.25.3");
    assert_eq!(
        end(&nginx, Maintained::Service).map(|(product, cycle, _)| (product, cycle)),
        Some(("nginx".to_owned(), "1.25".to_owned()))
    );
}

#[test]
fn minimal_bases_fit_the_language_and_its_version() {
    let go = minimal_bases(Language::Go, None);
    let first = go.first().expect("a base");
    assert_eq!(first.image, "gcr.io/distroless/static-debian13");
    assert_eq!(first.linkage, Linkage::Static);
    let python = |version| {
        minimal_bases(Language::Python, Some(version))
            .into_iter()
            .map(|base| base.image)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        python("3.13.2"),
        ["gcr.io/distroless/python3-debian13", "python:3.13-slim"]
    );
    assert_eq!(python("3.11"), ["python:3.11-slim"]);
    let node = minimal_bases(Language::Node, Some("22.1.0"));
    assert_eq!(
        node.first().and_then(|base| base.nonroot.as_deref()),
        Some("gcr.io/distroless/nodejs22-debian13:nonroot")
    );
    assert!(minimal_bases(Language::Node, None).is_empty());
}
