//! The tool families one by one: what each makes, where, and with what is known of it.

use super::with_model;
use crate::image::artifact::{BuiltFor, Kind, Linkage};
use image_knowledge::{LibcKind, Presence};

/// What the last stage holds that these families make, with what is known of it.
fn known(source: &str) -> Vec<String> {
    with_model(source, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        let artifacts = &model.contents(stage).artifacts;
        let known = artifacts.iter().filter_map(|artifact| {
            let path = &artifact.path;
            Some(match &artifact.kind {
                Kind::Jar(jar) => format!(
                    "{path}: {}, JDK {}, for {}",
                    jar.command,
                    jar.jdk.as_deref().unwrap_or("?"),
                    jar.release
                        .map_or("?".to_owned(), |release| release.to_string()),
                ),
                Kind::DotnetApp(app) => format!(
                    "{path}: .NET, runtime in it {:?}, for {}",
                    app.self_contained,
                    app.runtime.as_deref().unwrap_or("?"),
                ),
                Kind::Bundle(bundle) => {
                    format!("{path}: {}, development {:?}", bundle.manager, bundle.dev)
                }
                Kind::Program(program) => {
                    let linkage = match &program.linkage {
                        Linkage::Static => "static",
                        Linkage::Dynamic {
                            libc: LibcKind::Glibc,
                            ..
                        } => "glibc",
                        Linkage::Dynamic { .. } => "musl",
                        Linkage::Unknown => "?",
                    };
                    let built_for = match &program.built_for {
                        BuiltFor::Builder => "",
                        BuiltFor::Named(name) => name,
                        BuiltFor::Chosen => "?",
                    };
                    let proved = if program.proved { " proved" } else { "" };
                    let line =
                        format!("{path}: {}, {linkage}{proved} {built_for}", program.command);
                    line.trim_end().to_owned()
                }
                _ => return None,
            })
        });
        known.collect()
    })
}

/// Each line of `cases` is a stage's instructions and what comes of them.
#[track_caller]
fn all(base: &str, cases: &[(&str, &[&str])]) {
    for (instructions, wanted) in cases {
        let source = format!("FROM {base}\nWORKDIR /src\n{instructions}\n");
        assert_eq!(known(&source), *wanted, "{source}");
    }
}

/// Whether a path is in the image of the last stage.
fn presence(source: &str, path: &str) -> Presence {
    with_model(source, |model| {
        let stage = model.graph.stages.last().expect("a stage");
        model.path(stage, path).presence
    })
}

#[test]
fn java_tools_put_archives_where_their_projects_keep_them() {
    all(
        "eclipse-temurin:21-jdk",
        &[
            (
                "RUN ./mvnw -B package -Dmaven.compiler.release=17",
                &["/src/target: mvnw package, JDK 21, for 17"],
            ),
            (
                "RUN mvn -f server/pom.xml verify",
                &["/src/server/target: mvn verify, JDK 21, for ?"],
            ),
            (
                "RUN gradle -p app :server:bootJar",
                &["/src/app/build/libs: gradle bootJar, JDK 21, for ?"],
            ),
            (
                "RUN ./gradlew installDist",
                &[
                    "/src/build/install: gradlew installDist, JDK 21, for ?",
                    "/src/build/libs: gradlew installDist, JDK 21, for ?",
                ],
            ),
            // Nothing is packed.
            ("RUN mvn test && ./gradlew check", &[]),
        ],
    );
}

#[test]
fn jar_packs_what_javac_compiled_for_a_release() {
    all(
        "eclipse-temurin:21-jdk",
        &[
            (
                "RUN javac --release 17 A.java && jar --create --file app.jar A.class",
                &["/src/app.jar: jar, JDK 21, for 17"],
            ),
            (
                "RUN javac -target 1.8 A.java && jar cfe /app.jar A A.class",
                &["/app.jar: jar, JDK 21, for 8"],
            ),
            ("RUN jar xf app.jar", &[]),
        ],
    );
}

#[test]
fn java_makes_programs_of_machine_code() {
    all(
        "eclipse-temurin:21-jdk-noble",
        &[
            (
                "RUN jlink --add-modules java.base --output /jre",
                &["/jre/bin/java: jlink, glibc"],
            ),
            (
                "RUN native-image -jar app.jar -o /app",
                &["/app: native-image, glibc proved"],
            ),
            (
                "RUN native-image --static --libc=musl -o server Main",
                &["/src/server: native-image, static proved"],
            ),
            (
                "RUN native-image --libc=musl -o server Main",
                &["/src/server: native-image, ?"],
            ),
        ],
    );
}

#[test]
fn dotnet_publishes_with_or_without_its_runtime() {
    all(
        "mcr.microsoft.com/dotnet/sdk:10.0",
        &[
            (
                "RUN dotnet publish -c Release -o /out",
                &["/out: .NET, runtime in it None, for ?"],
            ),
            (
                "RUN dotnet publish -r linux-musl-x64 --self-contained --output out",
                &["/src/out: .NET, runtime in it Some(true), for linux-musl-x64"],
            ),
            (
                "RUN dotnet publish --self-contained false -o /out",
                &["/out: .NET, runtime in it Some(false), for ?"],
            ),
            (
                "RUN dotnet publish --no-self-contained -o /out",
                &["/out: .NET, runtime in it Some(false), for ?"],
            ),
            ("RUN dotnet restore", &[]),
            ("ARG OUT\nRUN dotnet publish -o $OUT", &[]),
        ],
    );
    let after = |command: &str| {
        let source = format!("FROM mcr.microsoft.com/dotnet/sdk:10.0\nWORKDIR /src\nRUN {command}");
        presence(&source, "/usr/local/bin/odd")
    };
    // A program of the project may do anything; the tool itself writes to its own places.
    assert_eq!(after("dotnet run"), Presence::Unknown);
    assert_eq!(
        after("dotnet restore"),
        presence(
            "FROM mcr.microsoft.com/dotnet/sdk:10.0",
            "/usr/local/bin/odd"
        )
    );
}

#[test]
fn bundler_and_composer_install_below_the_project_or_the_system() {
    all(
        "ruby:3.4",
        &[
            (
                "RUN bundle install",
                &["/usr/local/bundle: bundler, development Some(true)"],
            ),
            (
                "RUN bundle config set --local without 'development test' && bundle install",
                &["/usr/local/bundle: bundler, development Some(false)"],
            ),
            (
                "ENV BUNDLE_WITHOUT=development BUNDLE_PATH=vendor/bundle\nRUN bundle",
                &["/src/vendor/bundle: bundler, development Some(false)"],
            ),
            (
                "ARG BUNDLE_WITHOUT\nRUN bundle install",
                &["/usr/local/bundle: bundler, development None"],
            ),
            ("RUN bundle outdated", &[]),
        ],
    );
    all(
        "php:8.4-cli",
        &[
            (
                "RUN composer install",
                &["/src/vendor: composer, development Some(true)"],
            ),
            (
                "RUN composer install -d /app --no-dev",
                &["/app/vendor: composer, development Some(false)"],
            ),
            (
                "ENV COMPOSER_NO_DEV=1\nRUN composer update",
                &["/src/vendor: composer, development Some(false)"],
            ),
            ("RUN composer dump-autoload", &[]),
        ],
    );
}

#[test]
fn cargo_puts_programs_below_the_target_directory() {
    all(
        "rust:1.91-trixie",
        &[
            (
                "RUN cargo build --release --locked",
                &["/src/target/release: cargo build, glibc"],
            ),
            (
                "RUN cargo +stable b",
                &["/src/target/debug: cargo build, glibc"],
            ),
            (
                "ENV CARGO_TARGET_DIR=/t\nRUN cargo build --profile dist",
                &["/t/dist: cargo build, glibc"],
            ),
            (
                "RUN cargo build -r --target x86_64-unknown-linux-musl",
                &[
                    "/src/target/x86_64-unknown-linux-musl/release: cargo build, static proved amd64",
                ],
            ),
            (
                "RUN cargo build -r --target wasm32-wasip1",
                &["/src/target/wasm32-wasip1/release: cargo build, ? ?"],
            ),
            (
                "ENV RUSTFLAGS=\"-C target-feature=+crt-static\"\nRUN cargo build -r",
                &["/src/target/release: cargo build, static proved"],
            ),
            // Which directory, nobody knows.
            ("RUN cargo build --manifest-path a/Cargo.toml", &[]),
            ("ARG TRIPLE\nRUN cargo build --target $TRIPLE", &[]),
            // Gone with the mount.
            (
                "RUN --mount=type=cache,target=/src/target cargo build -r",
                &[],
            ),
            (
                "RUN --mount=type=cache,target=/src/target cargo build -r && cp target/release/app /app",
                &["/app: cargo build, glibc"],
            ),
            ("RUN cargo fetch && cargo clippy", &[]),
        ],
    );
}

#[test]
fn cargo_and_rustc_put_programs_where_they_are_told() {
    all(
        "rust:1.91-alpine",
        &[
            (
                "RUN cargo install --root /usr/local ripgrep@14.1.1 fd-find",
                &[
                    "/usr/local/bin/ripgrep: cargo install, static proved",
                    "/usr/local/bin/fd-find: cargo install, static proved",
                ],
            ),
            (
                "RUN cargo install --path . --root /out",
                &["/out/bin: cargo install, static proved"],
            ),
            ("RUN rustc -o /app main.rs", &["/app: rustc, static proved"]),
            ("RUN rustc main.rs", &[]),
            (
                "ENV RUSTFLAGS=-Ctarget-feature=-crt-static\nRUN rustc -o /app main.rs",
                &["/app: rustc, ?"],
            ),
        ],
    );
    // Alpine's own compiler links dynamically.
    all(
        "alpine:3.22",
        &[(
            "RUN apk add cargo && cargo build -r",
            &["/src/target/release: cargo build, ?"],
        )],
    );
}

#[test]
fn accounts_are_made_by_either_tool() {
    for (command, wanted) in [
        ("useradd -u 10001 app", Some(("app", Some(10001)))),
        (
            "useradd --uid=10001 -g users -m app",
            Some(("app", Some(10001))),
        ),
        ("useradd -r -s /usr/sbin/nologin app", Some(("app", None))),
        (
            "adduser --system --uid 10001 --group app",
            Some(("app", Some(10001))),
        ),
        ("adduser -D -u 1000 -G users app", Some(("app", Some(1000)))),
        ("adduser app users", Some(("app", None))),
        ("useradd $NAME", None),
        ("groupadd app", None),
        ("usermod -u 1 app", None),
    ] {
        let source = format!("FROM debian:13\nARG NAME\nRUN {command}");
        with_model(&source, |model| {
            let stage = model.graph.stages.last().expect("a stage");
            let accounts = &model.contents(stage).accounts;
            let made: Vec<_> = accounts
                .iter()
                .map(|account| (account.name.as_str(), account.uid))
                .collect();
            assert_eq!(made, wanted.into_iter().collect::<Vec<_>>(), "{source}");
        });
    }
}

#[test]
fn accounts_bring_homes() {
    let home = |command: &str, path: &str| presence(&format!("FROM scratch\nRUN {command}"), path);
    assert_eq!(home("adduser -D app", "/home/app/x"), Presence::Unknown);
    assert_eq!(
        home("adduser -D -h /srv/app app", "/srv/app/x"),
        Presence::Unknown
    );
    assert_eq!(home("adduser -D app", "/srv/app/x"), Presence::Absent);
    assert_eq!(home("addgroup app", "/home/app/x"), Presence::Absent);
}

#[test]
fn downloads_go_where_they_are_told() {
    use Presence::{Absent, Present, Unknown};
    for (command, path, wanted) in [
        (
            "curl -fsSLo /opt/t https://example.com/t",
            "/opt/t",
            Present,
        ),
        (
            "curl --output t --output-dir /opt https://example.com/t",
            "/opt/t",
            Present,
        ),
        ("curl -fsSL https://example.com/t", "/src/t", Absent),
        ("curl -fsSLO https://example.com/t", "/src/t", Unknown),
        ("curl -fsSLO https://example.com/t", "/opt/t", Absent),
        ("curl -o - https://example.com/t", "/src/t", Absent),
        ("curl -o $FILE https://example.com/t", "/opt/t", Unknown),
        ("wget -qO /opt/t https://example.com/t", "/opt/t", Present),
        (
            "wget -q --output-document=/opt/t https://example.com/t",
            "/opt/t",
            Present,
        ),
        ("wget -qO- https://example.com/t", "/src/t", Absent),
        ("wget -O - https://example.com/t", "/src/t", Absent),
        ("wget https://example.com/t", "/src/t", Unknown),
        ("wget -P /opt https://example.com/t", "/opt/t", Unknown),
        ("wget -P /opt https://example.com/t", "/src/t", Absent),
        (
            "git clone --depth 1 https://example.com/a/tool.git",
            "/src/tool",
            Present,
        ),
        (
            "git clone -b v1 https://example.com/a/tool /opt/t",
            "/opt/t",
            Present,
        ),
        (
            "git clone -b v1 https://example.com/a/tool /opt/t",
            "/src/tool",
            Absent,
        ),
        ("git -C /opt/t checkout v1", "/opt/t/x", Unknown),
        ("git -C /opt/t checkout v1", "/src/x", Absent),
        ("ssh-keyscan example.com", "/src/x", Absent),
    ] {
        let source = format!("FROM scratch\nARG FILE\nWORKDIR /src\nRUN {command}");
        assert_eq!(presence(&source, path), wanted, "{path} after {command}");
    }
}
