//! What the program that is started tells.

use super::Purpose;
use crate::image::path::file_name;
use shell_syntax::{Dialect, parse};

/// Programs that only start another one: the words to skip after them are up to `--` or the first
/// that is no option and no assignment.
const WRAPPERS: &[&str] = &[
    "catatonit",
    "docker-init",
    "dumb-init",
    "env",
    "exec",
    "gosu",
    "nice",
    "nohup",
    "npx",
    "s6-setuidgid",
    "setpriv",
    "stdbuf",
    "su-exec",
    "sudo",
    "time",
    "tini",
];

/// Wrappers of two words.
const RUNNERS: &[(&str, &str)] = &[
    ("bundle", "exec"),
    ("hatch", "run"),
    ("npm", "exec"),
    ("pdm", "run"),
    ("pipenv", "run"),
    ("pnpm", "exec"),
    ("poetry", "run"),
    ("uv", "run"),
    ("yarn", "exec"),
];

const SHELLS: &[&str] = &["ash", "bash", "dash", "fish", "ksh", "pwsh", "sh", "zsh"];

/// Programs that give a prompt, or only tell how to use them, when they get no arguments. A version
/// may follow the name: `python3.13`.
const PROMPTS: &[&str] = &[
    "bun", "cargo", "composer", "deno", "dotnet", "erl", "ghci", "go", "gradle", "groovysh", "iex",
    "irb", "jshell", "julia", "lua", "mix", "mvn", "node", "perl", "php", "pypy", "python", "sbt",
    "scala", "swift",
];

/// Programs that only make a container wait, or rebuild and restart while somebody edits.
const DEVELOPMENT: &[&str] = &[
    "CompileDaemon",
    "air",
    "modd",
    "nodemon",
    "reflex",
    "sleep",
    "ts-node-dev",
    "tsnd",
    "vite",
    "watchexec",
    "webpack-dev-server",
];

/// Programs that run the tests of other code.
const TESTS: &[&str] = &[
    "bats", "behave", "ctest", "cypress", "jest", "mocha", "nox", "phpunit", "pytest", "rspec",
    "tox", "vitest",
];

/// Tools that show by a later word that they develop or test.
const VERBS: &[(&str, &[&str], Purpose)] = &[
    ("astro", &["dev"], Purpose::Development),
    ("cargo", &["run", "watch"], Purpose::Development),
    (
        "cargo",
        &["bench", "clippy", "nextest", "test"],
        Purpose::Ci,
    ),
    ("dotnet", &["run", "watch"], Purpose::Development),
    ("dotnet", &["test"], Purpose::Ci),
    ("fastapi", &["dev"], Purpose::Development),
    ("gatsby", &["develop"], Purpose::Development),
    ("go", &["test", "vet"], Purpose::Ci),
    ("gradle", GRADLE_RUN, Purpose::Development),
    ("gradle", GRADLE_TEST, Purpose::Ci),
    ("gradlew", GRADLE_RUN, Purpose::Development),
    ("gradlew", GRADLE_TEST, Purpose::Ci),
    ("make", &["dev", "watch"], Purpose::Development),
    (
        "make",
        &["check", "ci", "lint", "test", "tests"],
        Purpose::Ci,
    ),
    ("mvn", MAVEN_RUN, Purpose::Development),
    ("mvn", MAVEN_TEST, Purpose::Ci),
    ("mvnw", MAVEN_RUN, Purpose::Development),
    ("mvnw", MAVEN_TEST, Purpose::Ci),
    ("next", &["dev"], Purpose::Development),
    ("ng", &["serve"], Purpose::Development),
    ("ng", &["e2e", "test"], Purpose::Ci),
    ("nuxt", &["dev"], Purpose::Development),
    ("playwright", &["test"], Purpose::Ci),
    ("react-scripts", &["start"], Purpose::Development),
    ("react-scripts", &["test"], Purpose::Ci),
    ("tsx", &["watch"], Purpose::Development),
    ("vue-cli-service", &["serve"], Purpose::Development),
    ("webpack", &["serve"], Purpose::Development),
];
const GRADLE_RUN: &[&str] = &["bootRun", "quarkusDev", "run"];
const GRADLE_TEST: &[&str] = &["check", "test"];
const MAVEN_RUN: &[&str] = &["exec:java", "jetty:run", "quarkus:dev", "spring-boot:run"];
const MAVEN_TEST: &[&str] = &["test", "verify"];

/// Tools that run a script of `package.json`.
const SCRIPT_RUNNERS: &[&str] = &["bun", "npm", "pnpm", "yarn"];

/// How many wrappers are looked through: what is started by more is told by nothing.
const MAX_WRAPPERS: usize = 8;

/// What a started program tells; `None` for an application, which is the ordinary case.
pub(super) fn of_words(words: &[&str]) -> Option<Purpose> {
    of_nested(words, true)
}

/// What the last command of a shell script tells: what comes before it prepares the start.
pub(super) fn of_script(text: &str) -> Option<Purpose> {
    let script = parse(text, Dialect::Bash);
    let last = script
        .simple_commands()
        .filter(|found| !found.context.substitution && !found.command.words.is_empty())
        .last()?;
    let words: Vec<_> = last
        .command
        .words
        .iter()
        .map(|word| word.static_text().unwrap_or_default())
        .collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    // A script inside a script is told by nothing: that bounds the depth.
    of_nested(&words, false)
}

/// Whether a program without work of its own is started: a shell, or a prompt of a language.
pub(super) fn is_prompt(words: &[&str]) -> bool {
    let Some((program, arguments)) = words.split_first() else {
        return true;
    };
    let program = file_name(program);
    let unversioned = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    (SHELLS.contains(&program) || PROMPTS.contains(&unversioned))
        && arguments.iter().all(|argument| argument.starts_with('-'))
}

fn of_nested(words: &[&str], scripts: bool) -> Option<Purpose> {
    let words = unwrapped(words);
    let (program, arguments) = words.split_first()?;
    let program = file_name(program);
    if SHELLS.contains(&program) {
        return of_shell(arguments, scripts);
    }
    if DEVELOPMENT.contains(&program) && arguments.first() != Some(&"preview") {
        return Some(Purpose::Development);
    }
    if TESTS.contains(&program) {
        return Some(Purpose::Ci);
    }
    if program == "tail" && arguments.last() == Some(&"/dev/null")
        || program == "cat" && arguments.is_empty()
    {
        return Some(Purpose::Development);
    }
    if SCRIPT_RUNNERS.contains(&program) {
        let mut plain = arguments.iter().filter(|word| !word.starts_with('-'));
        let script = plain.find(|word| !matches!(**word, "run" | "run-script"))?;
        return of_package_script(script);
    }
    if program.starts_with("python") {
        let module = arguments.strip_prefix(&["-m"]).and_then(<[&str]>::first);
        let tests =
            module.is_some_and(|module| matches!(*module, "pytest" | "unittest" | "tox" | "nox"));
        if tests {
            return Some(Purpose::Ci);
        }
    }
    if arguments
        .iter()
        .any(|word| matches!(*word, "--reload" | "--watch"))
    {
        return Some(Purpose::Development);
    }
    VERBS
        .iter()
        .filter(|(tool, ..)| *tool == program)
        .find(|(tool, verbs, _)| match *tool {
            // The goals and tasks of these stand anywhere, with a project's path before them.
            "gradle" | "gradlew" => arguments
                .iter()
                .any(|word| verbs.contains(&word.rsplit(':').next().unwrap_or(word))),
            "mvn" | "mvnw" | "make" => arguments.iter().any(|word| verbs.contains(word)),
            _ => arguments
                .iter()
                .find(|word| !word.starts_with(['-', '+']))
                .is_some_and(|word| verbs.contains(word)),
        })
        .map(|(.., purpose)| *purpose)
}

fn of_shell(arguments: &[&str], scripts: bool) -> Option<Purpose> {
    let is_command =
        |word: &&str| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
    if let Some(at) = arguments.iter().position(is_command) {
        return match arguments.get(at + 1) {
            Some(script) if scripts => of_script(script),
            _ => None,
        };
    }
    // With a file to read, the shell runs an application's script; without one it waits for input.
    let waits = arguments.iter().all(|word| word.starts_with('-'));
    waits.then_some(Purpose::Development)
}

fn of_package_script(script: &str) -> Option<Purpose> {
    let parts = || script.split([':', '-', '.']);
    if parts().any(|part| {
        matches!(
            part,
            "dev" | "develop" | "development" | "storybook" | "watch"
        )
    }) {
        return Some(Purpose::Development);
    }
    let tests = |part| {
        matches!(
            part,
            "check" | "e2e" | "lint" | "test" | "tests" | "typecheck"
        )
    };
    parts().next().is_some_and(tests).then_some(Purpose::Ci)
}

/// The words behind programs that only start another one.
fn unwrapped<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    let mut words = words;
    for _ in 0..MAX_WRAPPERS {
        let Some((program, rest)) = words.split_first() else {
            return words;
        };
        let program = file_name(program);
        if let Some(rest) = rest
            .split_first()
            .and_then(|(second, rest)| RUNNERS.contains(&(program, *second)).then_some(rest))
        {
            words = rest;
        } else if WRAPPERS.contains(&program) {
            let after = rest.iter().position(|word| *word == "--").map(|at| at + 1);
            let named = matches!(program, "gosu" | "su-exec" | "s6-setuidgid");
            let plain = rest
                .iter()
                .position(|word| !word.starts_with('-') && !word.contains('='));
            // These take a user first.
            let start = after.or(plain.map(|at| at + usize::from(named)));
            match start.and_then(|start| rest.get(start..)) {
                Some(rest) if !rest.is_empty() => words = rest,
                _ => return words,
            }
        } else {
            return words;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_tell_what_they_are_for() {
        let development = Some(Purpose::Development);
        let ci = Some(Purpose::Ci);
        for (text, expected) in [
            ("/server --port 80", None),
            ("node server.js", None),
            ("npm start", None),
            ("npm run start:prod", None),
            ("java -jar app.jar", None),
            ("tini -- /server", None),
            ("./gradlew --version", None),
            ("python manage.py runserver", None),
            ("sleep 5 && exec /server", None),
            ("bash /start.sh", None),
            ("dotnet App.dll run", None),
            ("bash", development),
            ("/bin/sh -l", development),
            ("sleep infinity", development),
            ("tail -f /dev/null", development),
            ("npm run dev", development),
            ("yarn start:dev", development),
            ("npx nodemon server.js", development),
            ("poetry run uvicorn app:app --reload", development),
            ("gosu app cargo run", development),
            ("mvn -q spring-boot:run", development),
            ("cargo test --all", ci),
            ("go test ./...", ci),
            ("npm test", ci),
            ("python -m pytest -q", ci),
            ("make test", ci),
        ] {
            assert_eq!(of_script(text), expected, "{text}");
        }
    }

    #[test]
    fn a_script_given_to_a_shell_is_read() {
        let words = ["sh", "-c", "npm install && npm run watch"];
        assert_eq!(of_words(&words), Some(Purpose::Development));
        assert_eq!(of_words(&["sh", "-c", "exec /server"]), None);
        assert_eq!(of_words(&["sh", "-ec", "go test ./..."]), Some(Purpose::Ci));
    }

    #[test]
    fn prompts_are_programs_without_work() {
        assert!(is_prompt(&["/bin/bash"]));
        assert!(is_prompt(&["python3"]));
        assert!(is_prompt(&["php", "-a"]));
        assert!(is_prompt(&["perl5.38.5", "-de0"]));
        assert!(!is_prompt(&["nginx", "-g", "daemon off;"]));
        assert!(!is_prompt(&["node", "server.js"]));
    }
}
