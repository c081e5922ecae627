//! Our reading beside that of the crates `parse-dockerfile` and `dockerfile-parser`, on the real
//! files that each of them reads.
#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may read files, start programs, measure and print; what it tests may not"
)]

use dockerfile_parser as dp;
use dockerfile_syntax::{Command, Dockerfile, Flag, Instruction, Kind, Text, Transfer};
use parse_dockerfile as pd;
use std::path::{Path, PathBuf};

/// What all three can tell about an instruction: keyword, offset, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    keyword: String,
    start: usize,
    /// Image and alias of FROM, operands of COPY and ADD, words of the exec form.
    words: Vec<String>,
    flags: Vec<String>,
}

/// Where `parse-dockerfile` is known to be wrong, with why.
const PARSE_DOCKERFILE: &[(&str, &str)] = &[
    (
        "testfiles__trailing-backslash__Dockerfile",
        "two backslashes at the end of a line do not continue it",
    ),
    (
        "testfiles__flags__Dockerfile",
        "a bare `--` ends the flags and is none, and CMD can have flags",
    ),
];

/// Where `dockerfile-parser` is known to be wrong, with why.
const DOCKERFILE_PARSER: &[(&str, &str)] = &[
    (
        "Dockerfile.env.container",
        "it keeps a part of an unknown word as the keyword",
    ),
    (
        "windowsservercore",
        "it does not honour the escape directive",
    ),
    (
        "testfiles__flags__Dockerfile",
        "a bare `--` ends the flags and is none, and CMD can have flags",
    ),
    (
        "invalid-json-single-quotes",
        "JSON has no single quotes: that is the shell form",
    ),
];

#[test]
fn equals_parse_dockerfile() {
    let Some(files) = corpus() else { return };
    let (mut read, mut rejected, mut different) = (0, 0, String::new());
    for (path, source) in &files {
        let Ok(theirs) = pd::parse(source) else {
            // It stops at what it does not accept: files without FROM, commands before it.
            rejected += 1;
            continue;
        };
        read += 1;
        if known(path, PARSE_DOCKERFILE) {
            continue;
        }
        let ours = project(&dockerfile_syntax::parse(source));
        let theirs: Vec<_> = theirs
            .instructions
            .iter()
            .map(from_parse_dockerfile)
            .collect();
        compare(path, &ours, &theirs, &mut different);
    }
    println!("parse-dockerfile: {read} read, {rejected} rejected");
    assert!(different.is_empty(), "{different}");
    assert!(read >= 760, "only {read} files were compared");
}

#[test]
fn equals_dockerfile_parser() {
    let Some(files) = corpus() else { return };
    let (mut read, mut rejected, mut different) = (0, 0, String::new());
    for (path, source) in &files {
        let Ok(theirs) = dp::Dockerfile::parse(source) else {
            // Heredocs, among others.
            rejected += 1;
            continue;
        };
        read += 1;
        if known(path, DOCKERFILE_PARSER) {
            continue;
        }
        let ours = as_dockerfile_parser_has_it(&dockerfile_syntax::parse(source));
        let mut theirs: Vec<_> = theirs
            .instructions
            .iter()
            .map(from_dockerfile_parser)
            .collect();
        // Its list is in the order of its grammar.
        theirs.sort_by_key(|seen| seen.start);
        compare(path, &ours, &theirs, &mut different);
    }
    println!("dockerfile-parser: {read} read, {rejected} rejected");
    assert!(different.is_empty(), "{different}");
    assert!(read >= 700, "only {read} files were compared");
}

fn compare(path: &str, ours: &[Seen], theirs: &[Seen], different: &mut String) {
    use std::fmt::Write as _;
    if ours.len() != theirs.len() {
        let _ = writeln!(
            different,
            "{path}: {} and {} instructions",
            ours.len(),
            theirs.len()
        );
    }
    for (ours, theirs) in ours
        .iter()
        .zip(theirs)
        .filter(|(ours, theirs)| ours != theirs)
    {
        let _ = writeln!(different, "{path}\n  we   {ours:?}\n  they {theirs:?}");
    }
}

/// What `dockerfile-parser` does not look into is left out, and what it takes for something
/// else is put there.
fn as_dockerfile_parser_has_it(file: &Dockerfile<'_>) -> Vec<Seen> {
    let instructions = file.instructions.iter().map(|instruction| {
        let mut seen = from_ours(instruction);
        match seen.keyword.as_str() {
            // It knows no JSON form here.
            "copy" if matches!(&instruction.kind, Kind::Copy(transfer) if transfer.json) => {
                seen.words.clear();
            }
            // From the first flag without a value on, all is a source for it.
            "copy" => {
                let bare = seen.flags.iter().position(|flag| !flag.contains('='));
                let sources = seen.flags.split_off(bare.unwrap_or(seen.flags.len()));
                seen.words
                    .splice(0..0, sources.iter().map(|flag| format!("--{flag}")));
                // And it takes the quotes off.
                for word in &mut seen.words {
                    *word = word.replace('"', "");
                }
            }
            // Flags are a part of the command for it, which then is no JSON.
            "run" if !seen.flags.is_empty() => {
                seen.flags.clear();
                seen.words.clear();
            }
            "from" | "cmd" | "entrypoint" | "run" => {}
            _ => {
                seen.words.clear();
                seen.flags.clear();
            }
        }
        seen
    });
    instructions.collect()
}

fn known(path: &str, list: &[(&str, &str)]) -> bool {
    list.iter().any(|entry| path.contains(entry.0))
}

fn corpus() -> Option<Vec<(String, String)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/files");
    if !folder.exists() {
        println!("skipped: ../shared/corpus is not there");
        return None;
    }
    let mut files = Vec::new();
    collect(&folder, &mut files);
    Some(files)
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.push((path.display().to_string(), text));
        }
    }
}

fn project(file: &Dockerfile<'_>) -> Vec<Seen> {
    file.instructions.iter().map(from_ours).collect()
}

fn from_ours(instruction: &Instruction<'_>) -> Seen {
    let strings = |words: &[Text<'_>]| {
        words
            .iter()
            .map(|word| word.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    let transfer = |transfer: &Transfer<'_>| {
        let mut words = strings(&transfer.sources);
        words.push(transfer.destination.as_str().to_owned());
        words
    };
    let words = match &instruction.kind {
        Kind::From { image, name } => {
            let mut words = vec![image.as_str().to_owned()];
            words.extend(name.iter().map(|name| name.as_str().to_owned()));
            words
        }
        Kind::Copy(operands) | Kind::Add(operands) => transfer(operands),
        Kind::Run(Command::Exec(words))
        | Kind::Cmd(Command::Exec(words))
        | Kind::Entrypoint(Command::Exec(words)) => strings(words),
        _ => Vec::new(),
    };
    let flag = |flag: &Flag<'_>| match &flag.value {
        Some(value) => format!("{}={}", flag.name.as_str(), value.as_str()),
        None => flag.name.as_str().to_owned(),
    };
    Seen {
        keyword: instruction.keyword.as_str().to_owned(),
        start: instruction.keyword_span.start as usize,
        words,
        flags: instruction.flags.iter().map(flag).collect(),
    }
}

fn from_parse_dockerfile(instruction: &pd::Instruction<'_>) -> Seen {
    use pd::Instruction as I;
    let string = |text: &pd::UnescapedString<'_>| text.value.clone().into_owned();
    let flags = |flags: &[pd::Flag<'_>]| {
        flags
            .iter()
            .map(|flag| match &flag.value {
                // It leaves the quotes in.
                Some(value) => format!("{}={}", flag.name.value, value.value.replace('"', "")),
                None => string(&flag.name),
            })
            .collect::<Vec<_>>()
    };
    let command = |command: &pd::Command<'_>| match command {
        pd::Command::Exec(words) => words.value.iter().map(string).collect(),
        _ => Vec::new(),
    };
    let operands = |sources: &[pd::Source<'_>], destination: &pd::UnescapedString<'_>| {
        let paths = sources.iter().filter_map(|source| match source {
            pd::Source::Path(path) => Some(string(path)),
            _ => None,
        });
        paths.chain([string(destination)]).collect::<Vec<_>>()
    };
    let (keyword, span, words, flags) = match instruction {
        I::Add(add) => (
            "add",
            &add.add,
            operands(&add.src, &add.dest),
            flags(&add.options),
        ),
        I::Arg(arg) => ("arg", &arg.arg, vec![], vec![]),
        I::Cmd(cmd) => ("cmd", &cmd.cmd, command(&cmd.arguments), vec![]),
        I::Copy(copy) => (
            "copy",
            &copy.copy,
            operands(&copy.src, &copy.dest),
            flags(&copy.options),
        ),
        I::Entrypoint(entrypoint) => (
            "entrypoint",
            &entrypoint.entrypoint,
            command(&entrypoint.arguments),
            vec![],
        ),
        I::Env(env) => ("env", &env.env, vec![], vec![]),
        I::Expose(expose) => ("expose", &expose.expose, vec![], vec![]),
        I::From(from) => {
            let mut words = vec![string(&from.image)];
            words.extend(from.as_.iter().map(|name| string(&name.1)));
            ("from", &from.from, words, flags(&from.options))
        }
        I::Healthcheck(check) => (
            "healthcheck",
            &check.healthcheck,
            vec![],
            flags(&check.options),
        ),
        I::Label(label) => ("label", &label.label, vec![], vec![]),
        I::Maintainer(maintainer) => ("maintainer", &maintainer.maintainer, vec![], vec![]),
        I::Onbuild(onbuild) => ("onbuild", &onbuild.onbuild, vec![], vec![]),
        I::Run(run) => (
            "run",
            &run.run,
            command(&run.arguments),
            flags(&run.options),
        ),
        I::Shell(shell) => ("shell", &shell.shell, vec![], vec![]),
        I::Stopsignal(stop) => ("stopsignal", &stop.stopsignal, vec![], vec![]),
        I::User(user) => ("user", &user.user, vec![], vec![]),
        I::Volume(volume) => ("volume", &volume.volume, vec![], vec![]),
        I::Workdir(workdir) => ("workdir", &workdir.workdir, vec![], vec![]),
        other => panic!("a new instruction: {other:?}"),
    };
    Seen {
        keyword: keyword.to_owned(),
        start: span.span.start,
        words,
        flags,
    }
}

fn from_dockerfile_parser(instruction: &dp::Instruction) -> Seen {
    use dp::Instruction as I;
    let exec = |words: Option<&dp::StringArray>| {
        words.map_or_else(Vec::new, |words| {
            words
                .elements
                .iter()
                .map(|word| word.content.clone())
                .collect()
        })
    };
    let (keyword, words, flags) = match instruction {
        I::From(from) => {
            let mut words = vec![from.image.content.clone()];
            words.extend(from.alias.iter().map(|alias| alias.content.clone()));
            let flags = from
                .flags
                .iter()
                .map(|flag| format!("{}={}", flag.name.content, flag.value.content));
            ("from".to_owned(), words, flags.collect())
        }
        I::Copy(copy) => {
            let words = copy.sources.iter().chain([&copy.destination]);
            let mut words: Vec<_> = words.map(|word| word.content.clone()).collect();
            if words.first().is_some_and(|word| word.starts_with('[')) {
                words.clear();
            }
            let flags = copy
                .flags
                .iter()
                .map(|flag| format!("{}={}", flag.name.content, flag.value.content));
            ("copy".to_owned(), words, flags.collect())
        }
        I::Run(run) => ("run".to_owned(), exec(run.as_exec()), vec![]),
        I::Cmd(cmd) => ("cmd".to_owned(), exec(cmd.as_exec()), vec![]),
        I::Entrypoint(entrypoint) => ("entrypoint".to_owned(), exec(entrypoint.as_exec()), vec![]),
        I::Arg(_) => ("arg".to_owned(), vec![], vec![]),
        I::Label(_) => ("label".to_owned(), vec![], vec![]),
        I::Env(_) => ("env".to_owned(), vec![], vec![]),
        I::Misc(misc) => (misc.instruction.content.to_lowercase(), vec![], vec![]),
    };
    Seen {
        keyword,
        start: instruction.span().start,
        words,
        flags,
    }
}
