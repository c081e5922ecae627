//! Every migration holds: of real files, and of files put together at random.

use distroless_core::{Model, NoContext, Request};
use distroless_migrate::{Family, Verdict};
use distroless_tests::{corpus, files_below, migration};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;

mod random;

const FAMILIES: [Family; 5] = [
    Family::Best,
    Family::Google,
    Family::Chainguard,
    Family::Scratch,
    Family::Slim,
];

#[test]
fn real_files_are_migrated_or_refused_with_a_reason() {
    let Some(corpus) = corpus() else { return };
    let (mut migrated, mut refused, mut nothing, mut failed) = (0, 0, 0, Vec::new());
    let (mut applications, mut migrated_applications) = (0, 0);
    let mut listing = String::new();
    for path in files_below(&corpus.join("files")).unwrap() {
        let source = fs::read_to_string(&path).unwrap();
        let shown = path.file_name().unwrap().to_string_lossy().into_owned();
        let single = dockerfile_syntax::parse(&source).stages().len() == 1;
        let application = single && is_application(&shown, &source);
        applications += usize::from(application);
        for family in FAMILIES {
            let outcome = migration::of(&NoContext, &shown, &source, family);
            let best = family == Family::Best && single;
            match outcome {
                Ok(done) => {
                    if best {
                        migrated += 1;
                        migrated_applications += usize::from(application);
                        writeln!(listing, "migrated {}", path.display()).unwrap();
                    }
                    if let Err(why) = migration::holds(&NoContext, &shown, &source, family, &done) {
                        failed.push(format!("{} ({family:?}): {why}", path.display()));
                    }
                }
                Err(refusal) => {
                    assert!(!refusal.obstacles.is_empty());
                    match refusal.verdict {
                        Verdict::NothingToDo => nothing += usize::from(best),
                        Verdict::Refused => {
                            refused += usize::from(best);
                            if best {
                                for obstacle in refusal.obstacles {
                                    writeln!(
                                        listing,
                                        "refused {}: {}",
                                        path.display(),
                                        obstacle.why
                                    )
                                    .unwrap();
                                }
                            }
                        }
                        Verdict::DoesNotHold => failed.push(format!(
                            "{} ({family:?}): {:?}",
                            path.display(),
                            refusal.obstacles
                        )),
                    }
                }
            }
        }
    }
    println!(
        "single-stage files: {migrated} migrated, {refused} refused with a reason, {nothing} with nothing to do; of {applications} that start an application on a known base for sure, {migrated_applications} migrated"
    );
    let target = distroless_tests::root().join("target");
    fs::create_dir_all(&target).unwrap();
    fs::write(target.join("corpus-migrations.txt"), listing).unwrap();
    assert_eq!(failed, Vec::<String>::new());
    assert!(migrated > 0);
}

/// Whether a file makes an image that starts an application for sure, on a base that is known.
fn is_application(path: &str, source: &str) -> bool {
    let options = distroless_tests::options(&[]);
    let request = Request {
        path,
        source,
        options: &options,
        context: &NoContext,
    };
    let file = dockerfile_syntax::parse(source);
    let model = Model::new(&request, &file);
    let mut shipped = model.shipped();
    shipped
        .next()
        .is_some_and(|stage| model.is_application(stage) && model.base(stage).is_known())
}

#[test]
fn long_files_end() {
    let many = |line: &str| format!("FROM golang:1.26\n{}CMD [\"/app\"]\n", line.repeat(300));
    for text in [
        many("COPY a /opt/a/\n"),
        many("ARG A=$A\n"),
        many("RUN mkdir -p /data/x && go build -o /app . && apt-get install -y ffmpeg\n"),
        many("ENV A=$B\n"),
        many("# a comment\n"),
        format!(
            "FROM node:24\nRUN {}true\nCMD [\"node\", \"a.js\"]\n",
            "npm ci && ".repeat(2_000)
        ),
        format!("FROM node:24\nCMD [{}\"x\"]\n", "\"--\", ".repeat(50_000)),
        format!("FROM python:3.13\nCMD {}\n", "exec ".repeat(50_000)),
        "FROM a\nCOPY a b\n".repeat(20_000),
    ] {
        for family in FAMILIES {
            let _ = migration::of(&NoContext, "Dockerfile", &text, family);
        }
    }
}

/// Lines of files of all languages, good and bad.
const LINES: &[&str] = &[
    "ADD app.tar.gz /opt/app",
    "ARG VERSION=1.0",
    "CMD [\"./app\"]",
    "CMD [\"/app/app\", \"--port\", \"80\"]",
    "CMD [\"go\", \"run\", \"main.go\"]",
    "CMD [\"gunicorn\", \"app:app\"]",
    "CMD [\"java\", \"-jar\", \"app.jar\"]",
    "CMD [\"node\", \"server.js\"]",
    "CMD [\"npm\", \"start\"]",
    "CMD [\"python\", \"app.py\"]",
    "CMD bundle exec puma",
    "CMD java $JAVA_OPTS -jar target/app.jar",
    "CMD node server.js",
    "CMD python app.py && echo done",
    "COPY . .",
    "COPY --chown=node:node . /app",
    "COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/",
    "COPY <<EOF /app/x.txt\nhello\nEOF",
    "COPY package*.json ./",
    "COPY requirements.txt .",
    "ENTRYPOINT [\"/entrypoint.sh\"]",
    "ENTRYPOINT [\"dotnet\", \"App.dll\"]",
    "ENTRYPOINT [\"python\"]",
    "ENTRYPOINT [\"tini\", \"--\"]",
    "ENV NODE_ENV=production PATH=\"/x:$PATH\"",
    "ENV PORT 8080",
    "EXPOSE $PORT",
    "EXPOSE 80",
    "EXPOSE 8080/tcp",
    "FROM debian:12 AS other",
    "HEALTHCHECK --interval=5s CMD curl -f http://localhost:8080/ || exit 1",
    "HEALTHCHECK NONE",
    "LABEL a=b \\\n  # inside\n  c=\"$VERSION\"",
    "ONBUILD RUN true",
    "RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt",
    "RUN <<EOF\nnpm ci\nnpm run build\nEOF",
    "RUN CGO_ENABLED=0 go build -o app .",
    "RUN adduser -D app && chown -R app /app",
    "RUN apk add --no-cache git build-base",
    "RUN apt-get update && apt-get install -y gcc libpq-dev",
    "RUN bundle install",
    "RUN cargo build --release",
    "RUN dotnet publish -c Release -o /app/out",
    "RUN g++ -o /app/app main.cpp",
    "RUN go build -o /app/app .",
    "RUN mkdir -p /data/uploads",
    "RUN mvn package",
    "RUN npm ci && npm run build",
    "RUN npm install",
    "RUN pip install -r requirements.txt",
    "RUN poetry install --no-root",
    "RUN uv sync --frozen",
    "RUN yarn install --frozen-lockfile",
    "SHELL [\"/bin/bash\", \"-c\"]",
    "STOPSIGNAL SIGINT",
    "USER 1000",
    "USER app",
    "USER root",
    "VOLUME /data",
    "WORKDIR /app",
    "WORKDIR src",
    "  # a comment",
    "",
];

/// Bases of all languages.
const BASES: &[&str] = &[
    "FROM debian:13",
    "FROM gcc:14",
    "FROM golang",
    "FROM golang:1.26-alpine AS app",
    "FROM maven:3-eclipse-temurin-21",
    "FROM mcr.microsoft.com/dotnet/sdk:9.0",
    "FROM node:22",
    "FROM node:24-alpine",
    "FROM node:lts",
    "FROM php:8.4-apache",
    "FROM python",
    "FROM python:3.12-alpine",
    "FROM python:3.13-slim@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "FROM python:3.13-slim",
    "FROM ruby:3.4",
    "FROM rust:1.90",
    "ARG TAG=3.13\nFROM python:$TAG",
];

/// Files that are migrated as they are, into which lines are put at random.
const PLAIN: &[&[&str]] = &[
    &[
        "FROM golang:1.26",
        "WORKDIR /app",
        "COPY *.go go.mod ./",
        "RUN CGO_ENABLED=0 go build -o /app/app .",
        "CMD [\"/app/app\"]",
    ],
    &[
        "FROM golang:1.26-alpine",
        "WORKDIR /app",
        "COPY main.go .",
        "CMD [\"go\", \"run\", \"main.go\"]",
    ],
    &[
        "FROM node:24",
        "WORKDIR /app",
        "COPY package*.json ./",
        "RUN npm ci",
        "COPY . .",
        "CMD [\"node\", \"server.js\"]",
    ],
    &[
        "FROM node:22-alpine",
        "WORKDIR /app",
        "COPY . .",
        "RUN yarn install",
        "RUN yarn build",
        "CMD node dist/server.js",
    ],
    &[
        "FROM python:3.13",
        "WORKDIR /app",
        "COPY requirements.txt .",
        "RUN pip install -r requirements.txt",
        "COPY . .",
        "CMD [\"gunicorn\", \"app:app\"]",
    ],
    &[
        "FROM python:3.12-slim",
        "WORKDIR /app",
        "COPY . .",
        "RUN pip install flask",
        "ENTRYPOINT [\"python\"]",
        "CMD [\"app.py\"]",
    ],
    &[
        "FROM rust:1.90",
        "WORKDIR /app",
        "COPY . .",
        "RUN cargo build --release",
        "CMD [\"./target/release/app\"]",
    ],
    &[
        "FROM gcc:14",
        "WORKDIR /app",
        "COPY main.cpp .",
        "RUN g++ -o /app/app main.cpp",
        "CMD [\"./app\"]",
    ],
    &[
        "FROM maven:3-eclipse-temurin-21",
        "WORKDIR /app",
        "COPY . .",
        "RUN mvn package",
        "CMD java $JAVA_OPTS -jar target/app.jar",
    ],
    &[
        "FROM mcr.microsoft.com/dotnet/sdk:9.0",
        "WORKDIR /src",
        "COPY . .",
        "RUN dotnet publish -c Release -o /app/out",
        "WORKDIR /app/out",
        "ENTRYPOINT [\"dotnet\", \"App.dll\"]",
    ],
    &[
        "FROM ruby:3.4",
        "WORKDIR /app",
        "COPY . .",
        "RUN bundle install",
        "CMD [\"bundle\", \"exec\", \"puma\"]",
    ],
    &[
        "FROM php:8.4-fpm",
        "WORKDIR /app",
        "COPY . .",
        "RUN apt-get update && apt-get install -y git libzip-dev && docker-php-ext-install zip",
    ],
    &[
        "FROM golang:1.26 AS b",
        "WORKDIR /app",
        "COPY . .",
        "RUN CGO_ENABLED=0 go build -o /app/app .",
        "FROM debian:13",
        "COPY --from=b /app/app /app/app",
        "CMD [\"/app/app\"]",
    ],
];

proptest! {
    #![proptest_config(random::cases(1500))]

    #[test]
    fn files_at_random_are_migrated_or_refused(
        base in prop::sample::select(BASES),
        lines in prop::collection::vec(prop::sample::select(LINES), 0..12),
        crlf in any::<bool>(),
        end in any::<bool>(),
        family in prop::sample::select(&FAMILIES[..]),
    ) {
        let mut text = std::iter::once(base).chain(lines).collect::<Vec<_>>().join("\n");
        if end {
            text.push('\n');
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if let Ok(done) = migration::of(&NoContext, "Dockerfile", &text, family) {
            let held = migration::holds(&NoContext, "Dockerfile", &text, family, &done);
            prop_assert!(held.is_ok(), "{}\n---\n{text}", held.unwrap_err());
        }
    }

    #[test]
    fn files_with_lines_at_random_are_migrated_or_refused(
        plain in prop::sample::select(PLAIN),
        lines in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(LINES)), 0..5),
        crlf in any::<bool>(),
        family in prop::sample::select(&FAMILIES[..]),
    ) {
        let mut all = plain.to_vec();
        for (at, line) in lines {
            // Behind the first FROM.
            let at = 1 + at.index(all.len());
            all.insert(at, line);
        }
        let mut text = all.join("\n");
        text.push('\n');
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        match migration::of(&NoContext, "Dockerfile", &text, family) {
            Ok(done) => {
                let held = migration::holds(&NoContext, "Dockerfile", &text, family, &done);
                prop_assert!(held.is_ok(), "{}\n---\n{text}", held.unwrap_err());
            }
            // A recipe must foresee what does not hold, but for what was wrong before.
            Err(refusal) if refusal.verdict == Verdict::DoesNotHold => {
                let told = refusal.obstacles.iter().all(|it| it.why.contains("already") || it.why.contains("would not hold"));
                prop_assert!(told, "{refusal:?}");
            }
            Err(refusal) => prop_assert!(!refusal.obstacles.is_empty()),
        }
    }

    #[test]
    fn any_text_is_looked_at(text in "\\PC{0,200}") {
        let _ = migration::of(&NoContext, "Dockerfile", &text, Family::Best);
    }
}
