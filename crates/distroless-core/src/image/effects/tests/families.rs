//! What commands of one family leave: artifacts with what is known of them, accounts, and which paths
//! may have come about. `?` means that it is not known.

use super::with_model;
use crate::image::artifact::{BuiltFor, Kind, Linkage, Program};
use crate::model::Model;
use image_knowledge::Presence;

fn or_unknown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "?".to_owned(), |value| value.to_string())
}

fn program(program: &Program) -> String {
    let linkage = match &program.linkage {
        Linkage::Static => "static".to_owned(),
        Linkage::Dynamic { libc, version, .. } => {
            format!("{libc:?} {}", or_unknown(version.as_deref())).to_lowercase()
        }
        Linkage::Unknown => "?".to_owned(),
    };
    let proved = if program.proved { "proved" } else { "likely" };
    let built_for = match &program.built_for {
        BuiltFor::Builder => String::new(),
        BuiltFor::Named(name) => format!(" for {name}"),
        BuiltFor::Chosen => " for another".to_owned(),
    };
    let linked = program.linked.iter().map(|name| format!(" -l{name}"));
    let linked: String = linked.collect();
    format!(
        "{}: {linkage}, {proved}{built_for}{linked}",
        program.command
    )
}

fn told(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::Program(it) => program(it),
        Kind::Jar(jar) => {
            let (jdk, release) = (jar.jdk.as_deref(), jar.release);
            let (jdk, release) = (or_unknown(jdk), or_unknown(release));
            format!("{}: jdk {jdk}, release {release}", jar.command)
        }
        Kind::DotnetApp(app) => {
            let (contained, runtime) = (app.self_contained, app.runtime.as_deref());
            let (contained, runtime) = (or_unknown(contained), or_unknown(runtime));
            format!(".NET: self-contained {contained}, runtime {runtime}")
        }
        Kind::Bundle(bundle) => format!("{}: dev {}", bundle.manager, or_unknown(bundle.dev)),
        _ => return None,
    })
}

fn last<T>(source: &str, look: impl FnOnce(&Model<'_>, &crate::graph::Stage) -> T) -> T {
    with_model(source, |model| {
        look(model, model.graph.stages.last().expect("a stage"))
    })
}

/// Each artifact of the last stage that a family tells of.
fn made(source: &str) -> Vec<String> {
    last(source, |model, stage| {
        let artifacts = model.contents(stage).artifacts.iter();
        let told = artifacts.filter_map(|it| Some(format!("{} = {}", it.path, told(&it.kind)?)));
        told.collect()
    })
}

#[track_caller]
fn makes(image: &str, command: &str, wanted: &str) {
    let made = made(&format!("FROM {image}\nWORKDIR /src\n{command}\n"));
    assert_eq!(made, [wanted], "{command}");
}

#[track_caller]
fn nothing(image: &str, command: &str) {
    let made = made(&format!("FROM {image}\nWORKDIR /src\n{command}\n"));
    assert!(made.is_empty(), "{command}: {made:?}");
}

/// On an empty image, where whatever is there was made by the command.
#[track_caller]
fn presence(command: &str, paths: &[(&str, Presence)]) {
    let source = format!("FROM scratch\nWORKDIR /src\nRUN {command}\n");
    last(&source, |model, stage| {
        for (path, wanted) in paths {
            let found = model.path(stage, path).presence;
            assert_eq!(found, *wanted, "{path} after {command}");
        }
    });
}

const JDK: &str = "eclipse-temurin:21-jdk";

#[test]
fn java_makes_archives_for_a_release() {
    makes(
        JDK,
        "RUN ./mvnw -q package",
        "/src/target = mvnw package: jdk 21, release ?",
    );
    makes(
        JDK,
        "RUN mvn -Dmaven.compiler.release=17 clean verify",
        "/src/target = mvn verify: jdk 21, release 17",
    );
    makes(
        JDK,
        "RUN mvn -f service/pom.xml package",
        "/src/service/target = mvn package: jdk 21, release ?",
    );
    makes(
        JDK,
        "RUN gradle -p web :web:bootJar",
        "/src/web/build/libs = gradle bootJar: jdk 21, release ?",
    );
    makes(
        JDK,
        "RUN javac --release 11 -d out Main.java && jar cfe /app.jar Main -C out .",
        "/app.jar = jar: jdk 21, release 11",
    );
    nothing(JDK, "RUN mvn dependency:go-offline");
    nothing(JDK, "RUN jar tf app.jar");
}

#[test]
fn java_makes_programs() {
    makes(
        "ghcr.io/graalvm/native-image-community:21",
        "RUN native-image --static -o /app Main",
        "/app = native-image: static, proved -lz",
    );
    makes(
        "debian:13",
        "RUN native-image -o /app Main",
        "/app = native-image: glibc 2.41, proved -lz",
    );
    makes(
        "debian:13",
        "RUN native-image --libc=musl -o /app Main",
        "/app = native-image: ?, likely -lz",
    );
    makes(
        "debian:13",
        "RUN apt-get install -y openjdk-21-jdk-headless && jlink --add-modules java.base --output /jre",
        "/jre/bin/java = jlink: glibc 2.41, likely -lz",
    );
    makes(
        JDK,
        "RUN jlink --add-modules java.base --output /jre",
        "/jre/bin/java = jlink: glibc ?, likely",
    );
}

const SDK: &str = "mcr.microsoft.com/dotnet/sdk:9.0";

#[test]
fn dotnet_publishes_with_or_without_its_runtime() {
    makes(
        SDK,
        "RUN dotnet publish -c Release -o /app",
        "/app = .NET: self-contained ?, runtime ?",
    );
    makes(
        SDK,
        "RUN dotnet publish -o out --self-contained -r linux-x64",
        "/src/out = .NET: self-contained true, runtime linux-x64",
    );
    makes(
        SDK,
        "RUN dotnet publish -o /app --self-contained false",
        "/app = .NET: self-contained false, runtime ?",
    );
    makes(
        SDK,
        "RUN dotnet publish -o /app --no-self-contained",
        "/app = .NET: self-contained false, runtime ?",
    );
    nothing(SDK, "RUN dotnet restore");
    // Where it goes without -o depends on the project.
    nothing(SDK, "RUN dotnet publish -c Release");
    presence("dotnet restore", &[("/opt/odd", Presence::Absent)]);
}

#[test]
fn bundles_tell_whether_development_is_in_them() {
    let ruby = "ruby:3.4";
    makes(
        ruby,
        "RUN bundle install",
        "/usr/local/bundle = bundler: dev true",
    );
    makes(
        ruby,
        "RUN bundle install --without development test",
        "/usr/local/bundle = bundler: dev false",
    );
    makes(
        ruby,
        "RUN bundle config set --local without 'development test' && bundle install",
        "/usr/local/bundle = bundler: dev false",
    );
    makes(
        ruby,
        "ENV BUNDLE_WITHOUT=development BUNDLE_PATH=/gems\nRUN bundle install",
        "/gems = bundler: dev false",
    );
    let composer = "composer:2";
    makes(
        composer,
        "RUN composer install",
        "/src/vendor = composer: dev true",
    );
    makes(
        composer,
        "RUN composer install --no-dev -d /app",
        "/app/vendor = composer: dev false",
    );
    makes(
        composer,
        "RUN COMPOSER_NO_DEV=1 composer update",
        "/src/vendor = composer: dev false",
    );
    nothing(composer, "RUN composer validate");
}

#[test]
fn rust_links_by_its_target() {
    let rust = "rust:1.95-trixie";
    makes(
        rust,
        "RUN cargo build --release",
        "/src/target/release = cargo build: glibc 2.41, likely",
    );
    makes(
        rust,
        "RUN cargo b -r --target x86_64-unknown-linux-musl",
        "/src/target/x86_64-unknown-linux-musl/release = cargo build: static, proved for amd64",
    );
    makes(
        rust,
        "ENV RUSTFLAGS='-C target-feature=+crt-static'\nRUN cargo build --profile dev --target-dir /t",
        "/t/debug = cargo build: static, proved",
    );
    makes(
        "rust:1.95-alpine",
        "RUN cargo install --root /usr/local ripgrep@14",
        "/usr/local/bin/ripgrep = cargo install: static, proved",
    );
    makes(
        "rust:1.95-alpine",
        "ENV RUSTFLAGS='-C target-feature=-crt-static'\nRUN cargo build",
        "/src/target/debug = cargo build: ?, likely",
    );
    makes(
        rust,
        "RUN rustc -o /hello hello.rs",
        "/hello = rustc: glibc 2.41, likely",
    );
    makes(
        rust,
        "RUN cargo build --target wasm32-unknown-unknown",
        "/src/target/wasm32-unknown-unknown/debug = cargo build: ?, likely for another",
    );
    nothing(rust, "RUN cargo chef prepare --recipe-path recipe.json");
    // The cache is gone with the RUN.
    nothing(
        rust,
        "RUN --mount=type=cache,target=/src/target cargo build --release",
    );
    makes(
        rust,
        "RUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/app /app",
        "/app = cargo build: glibc 2.41, likely",
    );
    presence("cargo test", &[("/opt/odd", Presence::Unknown)]);
}

#[test]
fn accounts_are_made_with_their_numbers() {
    let account = |image: &str, command: &str| {
        last(&format!("FROM {image}\nRUN {command}\n"), |model, stage| {
            let accounts = model.contents(stage).accounts.iter();
            let shown = accounts.map(|it| format!("{} {}", it.name, or_unknown(it.uid)));
            shown.collect::<Vec<_>>()
        })
    };
    assert_eq!(
        account("debian:13", "useradd -u 1001 -g app -m app"),
        ["app 1001"]
    );
    assert_eq!(account("debian:13", "useradd --system app"), ["app ?"]);
    assert_eq!(
        account(
            "debian:13",
            "adduser --uid 1002 --gecos '' --disabled-password app"
        ),
        ["app 1002"]
    );
    assert_eq!(
        account("alpine:3.22", "adduser -D -u 1003 -G users app"),
        ["app 1003"]
    );
    assert_eq!(
        account("alpine:3.22", "addgroup -S app && adduser -S -G app app"),
        ["app ?"]
    );
    assert!(account("debian:13", "groupadd -g 7 app").is_empty());
    presence(
        "useradd -m app",
        &[
            ("/opt/odd", Presence::Absent),
            ("/home/app", Presence::Unknown),
        ],
    );
}

#[test]
fn downloads_go_where_they_are_told() {
    use Presence::{Absent, Present, Unknown};
    presence(
        "curl -fsSL -o /usr/local/bin/tini https://x/tini",
        &[("/usr/local/bin/tini", Present), ("/opt/odd", Absent)],
    );
    presence(
        "curl -fsSLo tini https://x/tini",
        &[("/src/tini", Present), ("/tini", Absent)],
    );
    presence(
        "curl --output-dir /opt --output tini https://x/tini",
        &[("/opt/tini", Present)],
    );
    presence(
        "curl -O https://x/tini",
        &[("/src/tini", Unknown), ("/opt/tini", Absent)],
    );
    presence("curl https://x/health", &[("/src/health", Absent)]);
    presence(
        "curl -o \"$(cat where)\" https://x/tini",
        &[("/opt/odd", Unknown)],
    );
    presence(
        "wget -qO /tini https://x/tini",
        &[("/tini", Present), ("/opt/odd", Absent)],
    );
    presence("wget -qO- https://x/tini", &[("/src/tini", Absent)]);
    presence(
        "wget -P /opt https://x/tini",
        &[("/opt/tini", Unknown), ("/src/tini", Absent)],
    );
    presence(
        "git clone --depth 1 https://x/y/app.git",
        &[
            ("/src/app", Present),
            ("/src/app/a", Unknown),
            ("/src/b", Absent),
        ],
    );
    presence(
        "git clone https://x/y/app.git /opt/app",
        &[("/opt/app", Present), ("/src/app", Absent)],
    );
}
