//! Dockerfiles from a grammar: stages that are built on and copy from each other, commands and paths that mean
//! something to each other, and now and then something that should not be there.

use arbitrary::Unstructured;
use std::fmt::Write as _;

/// The Dockerfile that these bytes choose. Where they end, the first of everything is taken.
pub fn dockerfile(choices: &[u8]) -> String {
    let mut writer = Writer {
        choices: Unstructured::new(choices),
        out: String::new(),
        stages: 0,
    };
    writer.file();
    writer.out
}

/// Images of which much is known, little, and nothing.
const BASES: &[&str] = &[
    "debian:13",
    "scratch",
    "gcr.io/distroless/static-debian13",
    "gcr.io/distroless/base-debian13:nonroot",
    "gcr.io/distroless/cc-debian12",
    "gcr.io/distroless/python3-debian12",
    "gcr.io/distroless/nodejs22-debian12:debug",
    "gcr.io/distroless/java21-debian13",
    "cgr.dev/chainguard/static:latest",
    "mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled",
    "mcr.microsoft.com/dotnet/sdk:9.0",
    "alpine:3.22",
    "busybox:musl",
    "golang:1.26",
    "golang:1.26-alpine",
    "rust:1.90",
    "node:22",
    "node:24-alpine",
    "node:16-buster",
    "python:3.13-slim",
    "python:3.10",
    "maven:3-eclipse-temurin-21",
    "ruby:3.4",
    "php:8.4-apache",
    "nginx:1.29-alpine",
    "ubuntu",
    "example.com/team/app:1",
    "debian:13@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "python:$VERSION",
    "${BASE:-debian:12}",
    "$BASE",
    "not a reference",
];

/// Paths that files name.
pub const PATHS: &[&str] = &[
    "/app",
    "/app/server",
    "/app/run.sh",
    "/app/main.py",
    "/app/server.js",
    "/app/node_modules",
    "/app/dist",
    "/venv",
    "/opt/venv/bin/python",
    "/usr/local/lib/python3.13/site-packages",
    "/usr/local/bin/tool",
    "/usr/bin/env",
    "/bin/sh",
    "/lib/x86_64-linux-gnu/libz.so.1",
    "/etc/passwd",
    "/etc/ssl/certs/ca-certificates.crt",
    "/root/.cache",
    "/root/.ssh/id_rsa",
    "/tmp",
    "/var/lib/apt/lists",
    "/data",
    "/",
    ".",
    "server",
    "../x",
    "$HOME/a",
    "${DIR}/b",
    "/a b",
];

const SOURCES: &[&str] = &[
    ".",
    "package*.json",
    "requirements.txt",
    "src/",
    "main.go",
    "run.sh",
    ".env",
    "id_rsa",
    "app.tar.gz",
    "https://example.com/a.tar.gz",
    "https://github.com/a/b.git#v1",
    "*",
    "$A",
];

const COMMANDS: &[&str] = &[
    "apt-get update && apt-get install -y gcc ca-certificates",
    "apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*",
    "apt-get purge -y gcc",
    "apk add --no-cache build-base",
    "apk add --virtual .b gcc && apk del .b",
    "dnf install -y make && dnf clean all",
    "pip install -r requirements.txt",
    "pip install --target /app/site flask",
    "python -m venv /venv && /venv/bin/pip install flask",
    "uv sync --frozen --no-dev",
    "poetry install",
    "npm ci",
    "npm ci --omit=dev && npm cache clean --force",
    "yarn install --production",
    "pnpm install --frozen-lockfile",
    "go build -o /app/server .",
    "CGO_ENABLED=0 go build -o /app/server ./cmd/a",
    "cargo build --release",
    "gcc -static -o /app/server main.c",
    "make && make install",
    "mvn package",
    "dotnet publish -c Release -o /app",
    "bundle install",
    "composer install",
    "curl -fsSL https://example.com/a.sh | sh",
    "wget -qO- https://example.com/a.tar.gz | tar xz -C /opt",
    "git clone https://example.com/a /src",
    "mkdir -p /data /app",
    "touch /app/run.sh",
    "cp -r /app /opt/app",
    "mv /app/server /usr/local/bin/tool",
    "ln -sf /app/server /usr/bin/env",
    "rm -rf /app /root/.cache",
    "rm /bin/sh",
    "chmod +x /app/run.sh",
    "chown -R app:app /app",
    "useradd -r -u 1001 app",
    "adduser -D app",
    "echo \"$TOKEN\" > /root/.netrc",
    "export A=/app && cd $A && ./server",
    "if [ -f a ]; then npm ci; else yarn; fi",
    "for f in a b; do cp $f /app; done",
    "f() { rm -rf /app; }; f",
    "(cd /app && rm server) || true",
    "set -eux; cd /app; rm -rf node_modules",
    "test -f /app/server",
    "something --unknown",
    "exec 3>&1; cat <<'X' > /app/run.sh\n#!/bin/bash\nX",
    "x=$(",
    "'",
    "\u{202e}\u{1b}[2J ::error::x %0A </script> `a` | b",
    "",
];

const STARTS: &[&str] = &[
    "[\"/app/server\"]",
    "[\"server\"]",
    "[\"/app/run.sh\"]",
    "[\"python3\", \"/app/main.py\"]",
    "[\"/venv/bin/gunicorn\", \"a:b\"]",
    "[\"node\", \"server.js\"]",
    "[\"server.js\"]",
    "[\"npm\", \"start\"]",
    "[\"java\", \"-jar\", \"app.jar\"]",
    "[\"dotnet\", \"App.dll\"]",
    "[\"sh\", \"-c\", \"node server.js\"]",
    "[\"nginx\", \"-g\", \"daemon off;\"]",
    "[\"$APP\"]",
    "[]",
    "['a']",
    "/app/server --port 80",
    "exec node server.js",
    "python main.py && echo $A",
    "sh /app/run.sh",
];

const VALUES: &[&str] = &[
    "1",
    "/app",
    "\"a b\"",
    "$PATH:/venv/bin",
    "${A:-x}",
    "$A$A",
    "production",
    "0",
    "hunter2",
    "'",
];

const NAMES: &[&str] = &[
    "A",
    "PATH",
    "BASE",
    "VERSION",
    "HOME",
    "NODE_ENV",
    "DIR",
    "API_TOKEN",
    "CGO_ENABLED",
    "PYTHONPATH",
];

const USERS: &[&str] = &[
    "nonroot",
    "root",
    "0",
    "1001",
    "65532:65532",
    "app",
    "app:app",
    "$USER",
    "nobody",
];

const COMMENTS: &[&str] = &[
    "# a comment",
    "  # indented",
    "# distroless-check: ignore[root-user-in-final-image]",
    "# distroless-check: ignore[copy-broad-directory] it is small",
    "# distroless-check: ignore",
    "",
    "# escape=`",
    "# syntax=docker/dockerfile:1",
    "# hadolint ignore=DL3008",
];

/// Writes a file as the choices say.
struct Writer<'a> {
    choices: Unstructured<'a>,
    out: String,
    stages: usize,
}

impl Writer<'_> {
    /// One of them.
    fn one(&mut self, of: &[&'static str]) -> &'static str {
        self.choices.choose(of).copied().unwrap_or_default()
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        let last = end.saturating_sub(1);
        self.choices.int_in_range(0..=last).unwrap_or_default()
    }

    /// Once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        // The first of the numbers is what an end of the choices gives.
        self.below(times) + 1 == times
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn file(&mut self) {
        if self.once_in(8) {
            let comment = self.one(COMMENTS);
            self.line(comment);
        }
        for _ in 0..self.below(3) {
            let (name, value) = (self.one(NAMES), self.one(VALUES));
            self.line(&format!("ARG {name}={value}"));
        }
        for _ in 0..=self.below(4) {
            self.stage();
        }
        match self.below(12) {
            10 => self.out = self.out.replace('\n', "\r\n"),
            11 => self.out.truncate(self.out.trim_end().len()),
            _ => {}
        }
    }

    fn stage(&mut self) {
        let base = match self.below(3) {
            0 if self.stages > 0 => self.name(),
            _ => self.one(BASES).to_owned(),
        };
        let platform = if self.once_in(12) {
            "--platform=$BUILDPLATFORM "
        } else {
            ""
        };
        let name = if self.once_in(6) {
            String::new()
        } else {
            format!(" AS s{}", self.stages)
        };
        self.line(&format!("FROM {platform}{base}{name}"));
        self.stages += 1;
        for _ in 0..self.below(9) {
            self.instruction();
        }
    }

    /// A stage, or what might be one.
    fn name(&mut self) -> String {
        match self.below(8) {
            6 => self.below(self.stages + 1).to_string(),
            7 => self.one(BASES).to_owned(),
            _ => format!("s{}", self.below(self.stages)),
        }
    }

    fn instruction(&mut self) {
        let trigger = if self.once_in(40) { "ONBUILD " } else { "" };
        self.out.push_str(trigger);
        match self.below(16) {
            0..=3 => self.run(),
            4..=6 => self.copy(),
            7 => {
                let (name, value) = (self.one(NAMES), self.one(VALUES));
                self.line(&format!("ENV {name}={value}"));
            }
            8 => {
                let (name, value) = (self.one(NAMES), self.one(VALUES));
                self.line(&format!("ARG {name}={value}"));
            }
            9 => {
                let path = self.one(PATHS);
                self.line(&format!("WORKDIR {path}"));
            }
            10 => {
                let user = self.one(USERS);
                self.line(&format!("USER {user}"));
            }
            11 => {
                let start = self.one(STARTS);
                self.line(&format!("ENTRYPOINT {start}"));
            }
            12 => {
                let start = self.one(STARTS);
                self.line(&format!("CMD {start}"));
            }
            13 => {
                let check = self.one(&[
                    "CMD curl -f http://localhost/ || exit 1",
                    "--interval=5s CMD [\"/app/server\", \"health\"]",
                    "CMD [\"wget\", \"-q\", \"http://localhost\"]",
                    "NONE",
                ]);
                self.line(&format!("HEALTHCHECK {check}"));
            }
            14 => {
                let other = self.one(&[
                    "EXPOSE 80 8080/tcp",
                    "VOLUME /data",
                    "VOLUME [\"/app\"]",
                    "LABEL a=b c=\"d e\"",
                    "STOPSIGNAL SIGTERM",
                    "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]",
                    "MAINTAINER me",
                    "COPY",
                    "FRMO x",
                ]);
                self.line(other);
            }
            _ => {
                let comment = self.one(COMMENTS);
                self.line(comment);
            }
        }
    }

    fn run(&mut self) {
        let mut flags = String::new();
        if self.once_in(6) {
            let from = self.name();
            let path = self.one(PATHS);
            let flag = match self.below(5) {
                0 => "--mount=type=cache,target=/root/.cache ".to_owned(),
                1 => "--mount=type=secret,id=t ".to_owned(),
                2 => format!("--mount=from={from},source={path},target=/m "),
                3 => format!("--mount=type=bind,target={path} "),
                _ => "--network=none ".to_owned(),
            };
            flags.push_str(&flag);
        }
        let first = self.one(COMMANDS);
        match self.below(10) {
            0..=4 => {
                self.line(&format!("RUN {flags}{first}"));
            }
            5 | 6 => {
                let (link, second) = (
                    self.one(&[" && ", "; ", " || ", " \\\n && ", " | "]),
                    self.one(COMMANDS),
                );
                self.line(&format!("RUN {flags}{first}{link}{second}"));
            }
            7 | 8 => {
                let mark = self.one(&["EOF", "'EOF'", "-EOF"]);
                let second = self.one(COMMANDS);
                self.line(&format!("RUN {flags}<<{mark}\n{first}\n{second}\nEOF"));
            }
            _ => {
                let words: Vec<String> = first.split(' ').map(|word| format!("{word:?}")).collect();
                self.line(&format!("RUN {flags}[{}]", words.join(", ")));
            }
        }
    }

    fn copy(&mut self) {
        let mut line = self.one(&["COPY", "COPY", "COPY", "ADD"]).to_owned();
        if self.once_in(5) {
            let owner = self.one(USERS);
            let flag = self.one(&["--chmod=755", "--link", "--parents", "--exclude=*.md"]);
            if self.once_in(2) {
                let _ = write!(line, " --chown={owner}");
            } else {
                let _ = write!(line, " {flag}");
            }
        }
        let to = self.one(PATHS);
        match self.below(8) {
            0..=4 if self.stages > 1 => {
                let (from, path) = (self.name(), self.one(PATHS));
                let _ = write!(line, " --from={from} {path} {to}");
            }
            5 => {
                let (path, other) = (self.one(SOURCES), self.one(SOURCES));
                let _ = write!(line, " {path} {other} {to}/");
            }
            6 => {
                let _ = write!(line, " <<EOF {to}\n#!/usr/bin/env python3\nprint()\nEOF");
            }
            7 => {
                let path = self.one(SOURCES);
                let _ = write!(line, " [{path:?}, {to:?}]");
            }
            _ => {
                let path = self.one(SOURCES);
                let _ = write!(line, " {path} {to}");
            }
        }
        self.line(&line);
    }
}
