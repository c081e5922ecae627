//! What the commands of a RUN do, as far as building is concerned: they compile a program of the
//! project's own, bring or remove toolchains, install or prune packages for development.

use super::command::commands;
use super::path::file_name;
use crate::graph::{CommandLine, RunStep};
use image_knowledge::{ImageFacts, Purpose, RuntimeKind};
use shell_syntax::{Script, SimpleCommand};

/// What a build command needs to be in the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Toolchain {
    C,
    Dotnet,
    Go,
    Haskell,
    Java,
    Node,
    Rust,
    Swift,
    /// Whatever the image has: `make`.
    Any,
}

impl Toolchain {
    /// Whether the image is one that is made to bring it.
    pub(crate) fn is_in(self, facts: &ImageFacts) -> bool {
        let has = |kind| facts.runtime(kind).is_some();
        let compiles = facts.variant.is_dev.is_known_and(|dev| *dev)
            || facts
                .purpose
                .is_known_and(|purpose| *purpose == Purpose::Toolchain);
        match self {
            Self::C => has(RuntimeKind::Gcc),
            Self::Dotnet => compiles && (has(RuntimeKind::Dotnet) || has(RuntimeKind::AspNet)),
            Self::Go => has(RuntimeKind::Go),
            Self::Haskell => has(RuntimeKind::Haskell),
            Self::Java => compiles && has(RuntimeKind::Java),
            Self::Node => has(RuntimeKind::Node),
            Self::Rust => has(RuntimeKind::Rust),
            Self::Swift => compiles && has(RuntimeKind::Swift),
            Self::Any => Self::COMPILED
                .iter()
                .any(|toolchain| toolchain.is_in(facts)),
        }
    }

    /// Toolchains whose programs stand alone.
    const COMPILED: [Self; 5] = [Self::C, Self::Go, Self::Haskell, Self::Rust, Self::Swift];

    /// Whether a package that brings `brought` brings this.
    pub(crate) fn is_brought_by(self, brought: Self) -> bool {
        self == brought || self == Self::Any && Self::COMPILED.contains(&brought)
    }
}

/// What a command of a RUN does, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// It compiles: the command as people name it, and what it takes.
    Compiles(String, Toolchain),
    /// It installs the packages of a Node.js project, those for development too.
    InstallsAll,
    /// It takes the packages for development away.
    Prunes,
    /// It installs a package of the system that brings a toolchain.
    Brings(String, Toolchain),
    /// It removes packages of the system; which, nobody has to know.
    Removes,
}

/// What the commands of a RUN do, in order.
pub(crate) fn deeds(run: &RunStep) -> Vec<Deed> {
    match &run.command {
        CommandLine::Exec(words) => {
            let words: Vec<&str> = words
                .iter()
                .map(|word| word.value.as_deref().unwrap_or_default())
                .collect();
            of_words(&words)
        }
        CommandLine::Shell { .. } => {
            let all = commands(run).iter().flat_map(|words| {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                of_words(&words)
            });
            let deeds: Vec<Deed> = all.collect();
            // What variables in front of the command change.
            if deeds.contains(&Deed::InstallsAll) {
                return run.scripts().iter().flat_map(of_script).collect();
            }
            deeds
        }
    }
}

fn of_script(script: &Script) -> Vec<Deed> {
    script
        .simple_commands()
        .filter(|found| !found.context.substitution)
        .flat_map(|found| of_simple(found.command))
        .collect()
}

fn of_simple(command: &SimpleCommand) -> Vec<Deed> {
    // An argument with a variable in it does not hide the words around it.
    let words: Vec<_> = command
        .words
        .iter()
        .map(|word| word.static_text().unwrap_or_default())
        .collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let production = command.assignments.iter().any(|assignment| {
        assignment.name == "NODE_ENV"
            && assignment.value.static_text().as_deref() == Some("production")
    });
    let mut deeds = of_words(&words);
    if production && deeds == [Deed::InstallsAll] {
        deeds = vec![Deed::Prunes];
    }
    deeds
}

fn of_words(words: &[&str]) -> Vec<Deed> {
    // What is run as another user is run all the same.
    let words = words.strip_prefix(&["sudo"]).unwrap_or(words);
    let packages = of_system_packages(words);
    if packages.is_empty() {
        of_command(words).into_iter().collect()
    } else {
        packages
    }
}

/// Package managers of systems.
const SYSTEM: &[&str] = &[
    "apk", "apt", "apt-get", "dnf", "microdnf", "tdnf", "yum", "zypper",
];

fn of_system_packages(words: &[&str]) -> Vec<Deed> {
    let Some((program, arguments)) = words
        .split_first()
        .filter(|(program, _)| SYSTEM.contains(&file_name(program)))
    else {
        return Vec::new();
    };
    let mut plain = arguments
        .iter()
        .copied()
        .filter(|word| !word.starts_with('-'));
    match plain.next() {
        Some("add" | "install") => plain
            .filter_map(|package| {
                Some(Deed::Brings(
                    package.to_owned(),
                    toolchain_of(file_name(program), package)?,
                ))
            })
            .collect(),
        Some("autoremove" | "del" | "erase" | "purge" | "remove") => vec![Deed::Removes],
        _ => Vec::new(),
    }
}

/// What toolchain a package of a system brings.
fn toolchain_of(manager: &str, package: &str) -> Option<Toolchain> {
    // `name=version`, `name~version`
    let name = package
        .split(['=', '~', '<', '>'])
        .next()
        .unwrap_or_default();
    let jdk = name.ends_with("-jdk")
        || name.ends_with("-jdk-headless")
        || name.ends_with("-openjdk-devel");
    // Alpine names the JDK without a suffix.
    let alpine_jdk = manager == "apk" && name.starts_with("openjdk") && !name.contains("-jre");
    Some(match name {
        "build-base" | "build-essential" | "clang" | "g++" | "gcc" | "gcc-c++" => Toolchain::C,
        "cargo" | "rust" | "rustc" => Toolchain::Rust,
        "go" if manager == "apk" => Toolchain::Go,
        "golang" | "golang-go" => Toolchain::Go,
        "gradle" | "maven" => Toolchain::Java,
        _ if jdk || alpine_jdk => Toolchain::Java,
        _ if name.starts_with("dotnet-sdk-") => Toolchain::Dotnet,
        _ if name
            .strip_prefix("golang-")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            Toolchain::Go
        }
        _ => return None,
    })
}

/// Goals and tasks that make a program, wherever among the arguments they stand.
const GRADLE: &[&str] = &[
    "assemble",
    "bootJar",
    "bootWar",
    "build",
    "distTar",
    "installDist",
    "jar",
    "nativeCompile",
    "shadowJar",
    "war",
];
const MAVEN: &[&str] = &["compile", "install", "package", "verify"];
const SBT: &[&str] = &["assembly", "compile", "dist", "package", "stage"];

/// Tools whose first plain argument says what they do.
const VERBS: &[(&str, &[&str], Toolchain)] = &[
    ("cabal", &["build", "install"], Toolchain::Haskell),
    (
        "cargo",
        &["b", "build", "install", "rustc"],
        Toolchain::Rust,
    ),
    (
        "dotnet",
        &["build", "msbuild", "publish"],
        Toolchain::Dotnet,
    ),
    ("go", &["build", "install"], Toolchain::Go),
    ("meson", &["compile", "install"], Toolchain::C),
    ("stack", &["build", "install"], Toolchain::Haskell),
    ("swift", &["build"], Toolchain::Swift),
];

/// Compilers: what they are called for is clear.
const COMPILERS: &[(&str, Toolchain)] = &[
    ("c++", Toolchain::C),
    ("cc", Toolchain::C),
    ("clang", Toolchain::C),
    ("clang++", Toolchain::C),
    ("g++", Toolchain::C),
    ("gcc", Toolchain::C),
    ("gfortran", Toolchain::C),
    ("ghc", Toolchain::Haskell),
    ("javac", Toolchain::Java),
    ("ninja", Toolchain::C),
    ("rustc", Toolchain::Rust),
    ("swiftc", Toolchain::Swift),
];

/// Targets of a Makefile that make the program, as far as a name can tell.
const TARGETS: &[&str] = &[
    "", "all", "app", "bin", "binary", "build", "compile", "dist", "install", "linux", "release",
    "static",
];

fn of_command(words: &[&str]) -> Option<Deed> {
    let (program, arguments) = words.split_first()?;
    let program = file_name(program);
    let mut plain = arguments
        .iter()
        .copied()
        .filter(|word| !word.starts_with('-'));
    let asks = |what: &[&str]| arguments.iter().any(|word| what.contains(word));
    if asks(&["--help", "--version", "-version"]) {
        return None;
    }
    let compiles = |verb: &str, toolchain| {
        Some(Deed::Compiles(
            format!("{program} {verb}").trim_end().to_owned(),
            toolchain,
        ))
    };
    match program {
        "gradle" | "gradlew" => {
            // A task may carry its project's path: `:app:build`.
            let task =
                plain.find(|word| GRADLE.contains(&word.rsplit(':').next().unwrap_or(word)))?;
            compiles(task, Toolchain::Java)
        }
        "mvn" | "mvnw" => compiles(plain.find(|word| MAVEN.contains(word))?, Toolchain::Java),
        "sbt" => compiles(
            plain.find(|word| SBT.contains(&word.rsplit('/').next().unwrap_or(word)))?,
            Toolchain::Java,
        ),
        "make" => {
            let target = make_target(arguments);
            if TARGETS.contains(&target) {
                compiles(target, Toolchain::Any)
            } else {
                None
            }
        }
        "cmake" => {
            asks(&["--build"]).then(|| Deed::Compiles("cmake --build".to_owned(), Toolchain::C))
        }
        "bun" | "npm" | "pnpm" | "yarn" => of_packages(program, arguments),
        "npx" | "pnpx" | "bunx" => of_node_tool(plain.next()?, plain.next()),
        "rm" => {
            let modules = arguments
                .iter()
                .any(|word| word.trim_end_matches('/').ends_with("node_modules"));
            modules.then_some(Deed::Prunes)
        }
        "node-prune" => Some(Deed::Prunes),
        _ => {
            if let Some((_, verbs, toolchain)) = VERBS.iter().find(|(tool, ..)| *tool == program) {
                let verb = plain.next().filter(|verb| verbs.contains(verb))?;
                let own = match (program, verb) {
                    ("go", "install") => plain.all(is_own_package),
                    // Without a path, the crate or the package of that name is fetched.
                    ("cargo", "install") => {
                        asks(&["--path"])
                            || arguments.iter().any(|word| word.starts_with("--path="))
                    }
                    _ => true,
                };
                return if own {
                    compiles(verb, *toolchain)
                } else {
                    None
                };
            }
            let known = COMPILERS.iter().find(|(name, _)| *name == program);
            match known {
                Some((_, toolchain)) => compiles("", *toolchain),
                None => of_node_tool(program, plain.next()),
            }
        }
    }
}

/// The first target of `make`: no option, nor the argument of one, nor a variable.
fn make_target<'w>(arguments: &[&'w str]) -> &'w str {
    let mut after = "";
    for word in arguments {
        let operand = matches!(after, "-C" | "-f" | "-I" | "--directory" | "--file")
            || after == "-j" && word.bytes().all(|byte| byte.is_ascii_digit());
        if !operand && !word.starts_with('-') && !word.contains('=') {
            return word;
        }
        after = word;
    }
    ""
}

/// Whether `go install` is given a package of the project, not a tool of another one: those may
/// need the toolchain when they run.
fn is_own_package(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    path.starts_with('.') || path.starts_with('/') || !first.contains('.') && !path.contains('@')
}

fn of_node_tool(tool: &str, verb: Option<&str>) -> Option<Deed> {
    let builds = match tool {
        "tsc" => true,
        "astro" | "nest" | "next" | "ng" | "nuxt" | "nuxi" | "vite" => verb == Some("build"),
        _ => false,
    };
    let name = || match tool {
        "tsc" => tool.to_owned(),
        _ => format!("{tool} build"),
    };
    builds.then(|| Deed::Compiles(name(), Toolchain::Node))
}

/// `npm`, `pnpm`, `yarn`, `bun`.
fn of_packages(program: &str, arguments: &[&str]) -> Option<Deed> {
    let production = arguments.iter().enumerate().any(|(at, word)| {
        let next = arguments.get(at + 1).copied().unwrap_or_default();
        matches!(
            *word,
            "--production"
                | "--prod"
                | "-P"
                | "--omit=dev"
                | "--only=production"
                | "--only=prod"
                | "--production=true"
        ) || matches!(
            (*word, next),
            ("--omit", "dev") | ("--only", "production" | "prod")
        )
    });
    let global = arguments
        .iter()
        .any(|word| matches!(*word, "-g" | "--global" | "global"));
    let mut plain = arguments
        .iter()
        .copied()
        .filter(|word| !word.starts_with('-'));
    let verb = match plain.next() {
        None if program == "yarn" => "install",
        verb => verb?,
    };
    match verb {
        "prune" => Some(Deed::Prunes),
        "ci" | "clean-install" | "i" | "install" if !global => Some(if production {
            Deed::Prunes
        } else {
            Deed::InstallsAll
        }),
        "workspaces" if production => Some(Deed::Prunes),
        "exec" | "dlx" | "x" => of_node_tool(plain.next()?, plain.next()),
        _ => {
            let script = if matches!(verb, "run" | "run-script") {
                plain.next()?
            } else {
                verb
            };
            // `npm build` is no script.
            let direct = script == verb && program == "npm";
            let builds = !direct && (script == "build" || script.starts_with("build:"));
            builds.then(|| Deed::Compiles(format!("{program} run {script}"), Toolchain::Node))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        of_script(&shell_syntax::parse(text, shell_syntax::Dialect::Bash))
            .into_iter()
            .map(|deed| match deed {
                Deed::Compiles(name, _) => name,
                Deed::InstallsAll => "all".to_owned(),
                Deed::Prunes => "prune".to_owned(),
                Deed::Brings(package, _) => format!("+{package}"),
                Deed::Removes => "-".to_owned(),
            })
            .collect()
    }

    #[test]
    fn commands_that_compile_are_known() {
        for (text, expected) in [
            ("CGO_ENABLED=0 go build -o /app .", "go build"),
            ("cd src && cargo build --release", "cargo build"),
            ("./mvnw -B -DskipTests package", "mvnw package"),
            ("./gradlew :app:installDist", "gradlew :app:installDist"),
            ("dotnet publish -c Release -o $OUT", "dotnet publish"),
            ("gcc -O2 -o app main.c", "gcc"),
            ("make -j4", "make"),
            ("make -C src -j 4", "make"),
            ("make build VERSION=1", "make build"),
            ("yarn build", "yarn run build"),
            ("npx tsc -p .", "tsc"),
            ("go install ./cmd/app", "go install"),
            ("cargo install --path .", "cargo install"),
        ] {
            assert_eq!(names(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_commands_are_not() {
        for text in [
            "go mod download",
            "go install example.com/tool@v1.2.0",
            "go install github.com/me/tool",
            "cargo install cargo-chef",
            "echo go build",
            "make test",
            "make -C src lint",
            "make install-tools",
            "mvn dependency:go-offline",
            "npm install -g pnpm",
            "gcc --version",
            "VERSION=$(make version) true",
        ] {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn packages_are_installed_and_pruned() {
        for (text, expected) in [
            ("npm ci && npm run build", vec!["all", "npm run build"]),
            ("npm ci --omit=dev", vec!["prune"]),
            ("npm install --only production", vec!["prune"]),
            ("NODE_ENV=production yarn", vec!["prune"]),
            (
                "yarn --frozen-lockfile && yarn build",
                vec!["all", "yarn run build"],
            ),
            (
                "pnpm i && pnpm build && pnpm prune --prod",
                vec!["all", "pnpm run build", "prune"],
            ),
            ("rm -rf ./node_modules", vec!["prune"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn packages_of_systems_bring_toolchains() {
        for (text, expected) in [
            (
                "apt-get install -y --no-install-recommends curl golang-go",
                vec!["+golang-go"],
            ),
            (
                "apk add --no-cache openjdk21=21.0.5-r0 bash",
                vec!["+openjdk21=21.0.5-r0"],
            ),
            ("apk add openjdk21-jre", vec![]),
            (
                "sudo apt install default-jdk maven",
                vec!["+default-jdk", "+maven"],
            ),
            (
                "dnf install -y java-21-openjdk-devel",
                vec!["+java-21-openjdk-devel"],
            ),
            ("apt-get purge -y --auto-remove gcc", vec!["-"]),
            ("apt-get update", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
