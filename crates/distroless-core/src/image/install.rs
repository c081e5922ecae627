//! Commands that install what a project depends on, and read nothing but its manifests.

use super::path::file_name;

/// A command that installs dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Install {
    /// The command as people name it: `npm ci`.
    pub(crate) name: &'static str,
    /// The files it reads, as people name them.
    pub(crate) manifests: &'static str,
}

/// What to do with the words that are neither the program nor its verb.
#[derive(Clone, Copy)]
enum Operands {
    /// There must be none: an operand names something else to install.
    None,
    /// One of these options must be there, since without it the project itself is installed too.
    Needs(&'static [&'static str]),
    /// Anything.
    Any,
}

struct Row {
    program: &'static str,
    /// The words after the program that are no options.
    verbs: &'static [&'static str],
    operands: Operands,
    install: Install,
}

const fn row(
    program: &'static str,
    verbs: &'static [&'static str],
    operands: Operands,
    name: &'static str,
    manifests: &'static str,
) -> Row {
    Row {
        program,
        verbs,
        operands,
        install: Install { name, manifests },
    }
}

const NODE: &str = "package.json and the lock file";
const PIP: &str = "the requirements file";

/// Not here: `composer install` and `cargo build`, which read sources too.
const ROWS: &[Row] = &[
    row("bun", &["install"], Operands::None, "bun install", NODE),
    row(
        "bundle",
        &["install"],
        Operands::None,
        "bundle install",
        "Gemfile and Gemfile.lock",
    ),
    row(
        "go",
        &["mod", "download"],
        Operands::None,
        "go mod download",
        "go.mod and go.sum",
    ),
    row(
        "mix",
        &["deps.get"],
        Operands::None,
        "mix deps.get",
        "mix.exs and mix.lock",
    ),
    row(
        "mvn",
        &["dependency:go-offline"],
        Operands::Any,
        "mvn dependency:go-offline",
        "pom.xml",
    ),
    row(
        "mvn",
        &["dependency:resolve"],
        Operands::Any,
        "mvn dependency:resolve",
        "pom.xml",
    ),
    row("npm", &["ci"], Operands::None, "npm ci", NODE),
    row("npm", &["i"], Operands::None, "npm install", NODE),
    row("npm", &["install"], Operands::None, "npm install", NODE),
    row(
        "pip",
        &["install"],
        Operands::Needs(&["-r", "--requirement"]),
        "pip install -r",
        PIP,
    ),
    row(
        "pip3",
        &["install"],
        Operands::Needs(&["-r", "--requirement"]),
        "pip3 install -r",
        PIP,
    ),
    row(
        "pipenv",
        &["install"],
        Operands::None,
        "pipenv install",
        "Pipfile and Pipfile.lock",
    ),
    row(
        "pipenv",
        &["sync"],
        Operands::None,
        "pipenv sync",
        "Pipfile.lock",
    ),
    row("pnpm", &["i"], Operands::None, "pnpm install", NODE),
    row("pnpm", &["install"], Operands::None, "pnpm install", NODE),
    row(
        "poetry",
        &["install"],
        Operands::Needs(&["--no-root"]),
        "poetry install",
        "pyproject.toml and poetry.lock",
    ),
    row(
        "uv",
        &["pip", "install"],
        Operands::Needs(&["-r", "--requirement"]),
        "uv pip install -r",
        PIP,
    ),
    row(
        "uv",
        &["sync"],
        Operands::Needs(&["--no-install-project"]),
        "uv sync",
        "pyproject.toml and uv.lock",
    ),
    row("yarn", &[], Operands::None, "yarn install", NODE),
    row("yarn", &["install"], Operands::None, "yarn install", NODE),
];

/// Options that say where the project is, or that there are several: what is read is not known.
const ELSEWHERE: &[&str] = &[
    "-C",
    "-F",
    "-c",
    "-e",
    "-f",
    "-g",
    "-pl",
    "-w",
    "--constraint",
    "--cwd",
    "--dir",
    "--directory",
    "--editable",
    "--file",
    "--filter",
    "--gemfile",
    "--global",
    "--package",
    "--prefix",
    "--project",
    "--recursive",
    "--version",
    "--workspace",
    "--workspaces",
];

/// Options with a value that is a word of its own.
const VALUED: &[&str] = &[
    "-i",
    "-j",
    "-r",
    "--cache-dir",
    "--extra-index-url",
    "--index-url",
    "--jobs",
    "--network-timeout",
    "--only",
    "--omit",
    "--path",
    "--registry",
    "--requirement",
    "--retry",
    "--target",
    "--trusted-host",
    "--with",
    "--without",
];

/// What a command installs, by its words.
pub(crate) fn install(words: &[String]) -> Option<Install> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let words = match words.as_slice() {
        [python, "-m", rest @ ..] if file_name(python).starts_with("python") => rest,
        words => words,
    };
    let (program, arguments) = words.split_first()?;
    let program = match file_name(program) {
        "mvnw" => "mvn",
        program => program,
    };
    let mut plain = Vec::new();
    let mut options = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(word) = arguments.next() {
        let name = word.split('=').next().unwrap_or(word);
        if ELSEWHERE.contains(&name) || word.is_empty() {
            return None;
        }
        if name.starts_with('-') {
            options.push(name);
            if VALUED.contains(word) {
                let value = arguments.next()?;
                let local = name == "-r" || name == "--requirement";
                // A list in a folder may be any project's.
                if local && value.trim_start_matches("./").contains('/') {
                    return None;
                }
            }
        } else {
            plain.push(*word);
        }
    }
    let row = ROWS.iter().find(|row| {
        row.program == program
            && match row.operands {
                Operands::None => plain == row.verbs,
                Operands::Needs(needed) => {
                    plain == row.verbs && options.iter().any(|option| needed.contains(option))
                }
                Operands::Any => plain.iter().any(|word| row.verbs.contains(word)),
            }
    })?;
    Some(row.install)
}

#[cfg(test)]
mod tests {
    use super::install;

    fn name(line: &str) -> Option<&'static str> {
        let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
        install(&words).map(|install| install.name)
    }

    #[test]
    fn what_reads_manifests_only_is_known() {
        for (line, expected) in [
            ("npm ci --omit=dev", "npm ci"),
            ("npm install --omit dev", "npm install"),
            ("yarn", "yarn install"),
            ("yarn install --frozen-lockfile", "yarn install"),
            (
                "pip install --no-cache-dir -r requirements.txt",
                "pip install -r",
            ),
            (
                "python3 -m pip install -r ./requirements.txt",
                "pip install -r",
            ),
            ("go mod download -x", "go mod download"),
            (
                "./mvnw -B dependency:go-offline",
                "mvn dependency:go-offline",
            ),
            ("poetry install --no-root", "poetry install"),
            ("bundle install --jobs 4", "bundle install"),
        ] {
            assert_eq!(name(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_may_read_more_is_not() {
        for line in [
            "npm install -g typescript",
            "npm install express",
            "npm ci --workspace api",
            "npm --prefix web ci",
            "yarn build",
            "pnpm install --filter api",
            "pip install .",
            "pip install -r requirements.txt .",
            "pip install -r app/requirements.txt",
            "pip install -e . -r requirements.txt",
            "poetry install",
            "uv sync --frozen",
            "composer install",
            "go build ./...",
            "mvn package",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
