//! Files to check, and what the native program says of them: what an installed one has to write too.

use crate::root;
use distroless_core::rules;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const FORMATS: [&str; 12] = [
    "text",
    "json",
    "jsonl",
    "sarif",
    "github",
    "markdown",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "azure",
    "teamcity",
];
/// Equal input gives equal bytes with these.
const FIXED: [&str; 3] = ["--today", "2026-11-23", "--reproducible"];
/// A file with findings whose proof needs what lies beside it.
const DOCKERFILE: &str =
    "ARG BASE\nFROM ${BASE} AS app\nCOPY run.sh /run.sh\nUSER 1000\nENTRYPOINT /run.sh\n";

/// A folder of Dockerfiles, and the program that knows the answers.
pub(super) struct Sample {
    folder: TempDir,
    native: PathBuf,
}

/// How a program is started once: with which arguments and what on its standard input.
struct Start {
    arguments: Vec<String>,
    folder: &'static str,
    input: &'static str,
}

impl Sample {
    /// The examples, every page of the rules, what a configuration, git and a compose file decide, and hostile text.
    pub(super) fn new() -> Result<Self, Box<dyn Error>> {
        let sample = Self {
            folder: tempfile::tempdir()?,
            native: root::checker()?,
        };
        sample.examples()?;
        sample.pages()?;
        let hostile = "FROM scratch AS \u{1b}[2J\r\nRUN ::error::x %0A </script> `a` | b\rCMD a\u{202e}b 🦀\n";
        for (path, text) in [
            ("hostile/a b/Dockerfile", hostile),
            ("hostile/[x](y)/Dockerfile", hostile),
            ("hostile/::a::/🦀.dockerfile", hostile),
            ("hostile/empty/Dockerfile", ""),
            ("defined/docker/Dockerfile", DOCKERFILE),
            ("defined/run.sh", "#!/bin/sh\n"),
            (
                "defined/compose.yaml",
                "services:\n  app:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n      target: app\n      \
                 args:\n        BASE: gcr.io/distroless/static-debian12\n",
            ),
            ("repository/.git/HEAD", "ref: refs/heads/main\n"),
            ("repository/.git/info/exclude", "excluded\n"),
            ("repository/.gitignore", "out/\n*.tmp\n!kept.tmp\n"),
            ("repository/.ignore", "!shown/out\n"),
            (
                "repository/distroless-check.toml",
                "exclude = [\"vendor/**\"]\nfail-on = \"never\"\n",
            ),
            (
                "repository/docker-bake.hcl",
                "target \"default\" {\n  dockerfile = \"api/Dockerfile\"\n  args = { BASE = \"debian:12\" }\n}\n",
            ),
            ("repository/api/Dockerfile", DOCKERFILE),
            ("repository/api/run.sh", "#!/bin/sh\n"),
            ("repository/.devcontainer/Dockerfile", DOCKERFILE),
            ("repository/out/Dockerfile", DOCKERFILE),
            ("repository/shown/out/Dockerfile", DOCKERFILE),
            ("repository/excluded/Dockerfile", DOCKERFILE),
            ("repository/vendor/Dockerfile", DOCKERFILE),
            ("repository/a.tmp/Dockerfile", DOCKERFILE),
            ("repository/kept.tmp/Dockerfile", DOCKERFILE),
            ("repository/deep/.gitignore", "/Dockerfile\n"),
            ("repository/deep/Dockerfile", DOCKERFILE),
            ("repository/deep/er/Dockerfile", DOCKERFILE),
        ] {
            sample.write(path, text)?;
        }
        fs::write(
            sample.path("hostile/latin.Dockerfile"),
            b"FROM scratch\nLABEL a=\xff\n",
        )?;
        Ok(sample)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
        let path = self.path(name);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        Ok(fs::write(path, text)?)
    }

    fn examples(&self) -> Result<(), Box<dyn Error>> {
        let mut copy = Command::new("cp");
        copy.arg("-R").arg(root::path().join("examples"));
        root::run(copy.arg(self.folder.path()))
    }

    fn pages(&self) -> Result<(), Box<dyn Error>> {
        for rule in rules::all() {
            let mut block: Option<String> = None;
            let mut number = 0;
            for line in rule.meta.docs.lines() {
                match &mut block {
                    None if line.starts_with("```dockerfile") => block = Some(String::new()),
                    Some(text) if line == "```" => {
                        self.write(&format!("pages/{}/{number}/Dockerfile", rule.meta.id), text)?;
                        number += 1;
                        block = None;
                    }
                    Some(text) => text.extend([line, "\n"]),
                    None => {}
                }
            }
        }
        Ok(())
    }

    /// Starts an installed program in many ways, and fails where it writes or returns anything else than the
    /// native one.
    pub(super) fn compare(
        &self,
        what: &str,
        installed: impl Fn() -> Command,
    ) -> Result<(), Box<dyn Error>> {
        let (mut bytes, mut codes) = (0, Vec::new());
        let starts = starts();
        for start in &starts {
            let expected = self.started(Command::new(&self.native), start)?;
            let got = self.started(installed(), start)?;
            let shown = start.arguments.join(" ");
            if got.status.code() != expected.status.code() {
                let errors = String::from_utf8_lossy(&got.stderr);
                return Err(format!(
                    "{what}: `{shown}` ends with {}, the native program with {}: {errors}",
                    got.status, expected.status
                )
                .into());
            }
            if let Some(line) = first_difference(&expected.stdout, &got.stdout) {
                return Err(
                    format!("{what}: `{shown}` in {:?} differs: {line}", start.folder).into(),
                );
            }
            bytes += got.stdout.len();
            codes.extend(got.status.code());
        }
        codes.sort_unstable();
        codes.dedup();
        if codes != [0, 1, 2] {
            return Err(format!("only the exit codes {codes:?} were seen").into());
        }
        println!("{what}: {} starts, {bytes} bytes alike", starts.len());
        Ok(())
    }

    fn started(&self, mut command: Command, start: &Start) -> Result<Output, Box<dyn Error>> {
        let input = tempfile::NamedTempFile::new()?;
        fs::write(input.path(), start.input)?;
        command
            .args(&start.arguments)
            .current_dir(self.path(start.folder))
            .env_clear()
            // Interpreters are found by it.
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::from(fs::File::open(input.path())?));
        Ok(command.output()?)
    }
}

fn starts() -> Vec<Start> {
    let mut starts = Vec::new();
    let mut add = |folder, words: &[&str], input| {
        let arguments = words.iter().chain(&FIXED).map(|word| (*word).to_owned());
        starts.push(Start {
            arguments: arguments.collect(),
            folder,
            input,
        });
    };
    for format in FORMATS {
        add("", &[".", "--format", format], "");
        add("repository", &["--format", format], "");
    }
    let piped = "FROM scratch\nCOPY app /app\nCMD /app\n";
    for words in [
        &["examples"][..],
        &[
            "examples/go/Dockerfile",
            "examples/go/Dockerfile",
            "--quiet",
        ],
        &[
            "examples",
            "--select",
            "exec-form-required,copy-everything",
            "--fail-on",
            "error",
        ],
        &[
            "examples",
            "--ignore",
            "exec-form-required",
            "--format=json",
        ],
        &["examples", "--fail-on=never"],
        &["examples/go", "--target", "build", "--format", "json"],
        &[
            "defined/docker",
            "--no-build-files",
            "--build-arg",
            "BASE=debian:12",
            "--format=json",
        ],
        &["defined/compose.yaml", "--format=json"],
        &["nowhere/Dockerfile", "examples/go/fixed.Dockerfile"],
        &["hostile/latin.Dockerfile", "--format=json"],
        &["examples", "--format=xml"],
        &["examples", "--select", "no-such-rule"],
        &["examples", "--config", "nowhere.toml"],
        &[
            "examples",
            "--config",
            "repository/distroless-check.toml",
            "--format=json",
        ],
        &["examples/go/fixed.Dockerfile"],
        &["examples", "--baseline", "nowhere.json"],
        &["examples", "--nonsense"],
        &["--version"],
    ] {
        add("", words, "");
    }
    for words in [
        &["-"][..],
        &[
            "-",
            "--stdin-filename",
            "examples/go/Dockerfile",
            "--format=json",
        ],
    ] {
        add("", words, piped);
    }
    for words in [
        &["../examples", "--format=json"][..],
        &["--no-config", "--format=json"],
        &["../repository/api", "--format=json"],
    ] {
        add("repository", words, "");
    }
    add("repository/api", &["--format=json"], "");
    add("repository/deep", &[".", "..", "--format=json"], "");
    starts
}

/// Where two texts part, with what is around it.
fn first_difference(expected: &[u8], got: &[u8]) -> Option<String> {
    if expected == got {
        return None;
    }
    let pairs = expected.iter().zip(got);
    let at = pairs.take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let from = at.saturating_sub(200);
        let part: Vec<u8> = bytes.iter().skip(from).take(500).copied().collect();
        String::from_utf8_lossy(&part).into_owned()
    };
    let (expected, got) = (around(expected), around(got));
    Some(format!(
        "at byte {at}\nnative   {expected}\ninstalled {got}"
    ))
}
