//! Python: pip, uv, poetry, pdm, pipenv, conda; virtual environments.

use super::Call;
use crate::image::artifact::{Interpreter, Kind, PythonInstall, PythonPackages, Shape, Venv};
use crate::image::interpret::{Machine, minor};
use crate::image::path::{absolute, file_name};
use crate::image::script::{Arg, Invocation, Value};
use crate::image::touch::Region;
use image_knowledge::RuntimeKind;

/// Packages that are tools for building: what they are installed for is not the application.
/// Source: the projects' own descriptions, checked 2026-11-23.
const TOOLS: &[&str] = &[
    "awscli",
    "black",
    "build",
    "conan",
    "coverage",
    "cython",
    "flake8",
    "flit",
    "hatch",
    "hatchling",
    "invoke",
    "maturin",
    "meson",
    "mypy",
    "ninja",
    "nox",
    "nuitka",
    "pdm",
    "pex",
    "pip",
    "pip-tools",
    "pipenv",
    "pipx",
    "poetry",
    "pre-commit",
    "pyinstaller",
    "pylint",
    "pytest",
    "ruff",
    "scikit-build",
    "setuptools",
    "setuptools-scm",
    "shiv",
    "tox",
    "twine",
    "uv",
    "virtualenv",
    "wheel",
];

/// Options of `pip install` whose next word is their value.
const VALUED: &[&str] = &[
    "-r",
    "--requirement",
    "-c",
    "--constraint",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "-i",
    "--index-url",
    "--extra-index-url",
    "-f",
    "--find-links",
    "--platform",
    "--python-version",
    "--implementation",
    "--abi",
    "--cache-dir",
    "--trusted-host",
    "--timeout",
    "--retries",
    "--no-binary",
    "--only-binary",
    "-e",
    "--editable",
    "--python",
    "-p",
    "--src",
    "--upgrade-strategy",
    "--progress-bar",
    "--config-settings",
    "--report",
    "--extra",
    "--group",
    "--project",
    "--directory",
];

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    let name = call.name.as_str();
    if is_interpreter(name) {
        return interpreter(machine, call);
    }
    if name == "pip"
        || name
            .strip_prefix("pip")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        pip(machine, call, call, 0);
        return true;
    }
    match name {
        "uv" => uv(machine, call),
        "virtualenv" => venv(
            machine,
            call,
            call.operands(&["-p", "--python"]).next(),
            false,
        ),
        "poetry" | "pdm" | "pipenv" | "hatch" | "rye" => project(machine, call),
        "pipx" => {
            super::opens_home(machine, call);
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            machine.opens(Region::Below("/opt".to_owned()), call);
        }
        "conda" | "mamba" | "micromamba" => {
            machine.opens(Region::Below("/opt".to_owned()), call);
            super::opens_home(machine, call);
        }
        "pyinstaller" | "nuitka" | "shiv" | "pex" | "cython" => {
            machine.opens_below(call.workdir.clone(), call);
        }
        _ => return false,
    }
    true
}

fn is_interpreter(name: &str) -> bool {
    name.strip_prefix("python").is_some_and(|rest| {
        rest.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

/// `python -m pip`, `python -m venv`; another module or script may do anything.
fn interpreter(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    let at = call.args.iter().position(|arg| arg.text() == Some("-m"));
    let module = at.and_then(|at| call.args.get(at + 1)).and_then(Arg::plain);
    match (module, at) {
        (Some("pip"), Some(at)) => pip(machine, call, call, at + 2),
        (Some("venv" | "virtualenv"), Some(at)) => {
            let target = call.args.iter().skip(at + 2).find(|arg| !arg.is_option());
            venv(machine, call, target, false);
        }
        (Some("ensurepip" | "compileall" | "build"), _) => {
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            machine.opens_below(call.workdir.clone(), call);
        }
        _ if call.reads => {}
        _ => return false,
    }
    true
}

/// The virtual environment that a command works in, and how that is known.
fn active(machine: &Machine<'_, '_>, call: &Call<'_, '_>) -> Option<String> {
    // By the path of the program: /venv/bin/pip.
    if let Some((directory, _)) = call.program.rsplit_once("/bin/") {
        let directory = Machine::absolute(call, directory)?;
        return is_venv(machine, &directory).then_some(directory);
    }
    // By PATH.
    if let Value::Known(path) = machine.env(call, call.shell, "PATH")
        && let Some(first) = path.split(':').find_map(|entry| {
            let directory = entry.strip_suffix("/bin")?;
            is_venv(machine, directory).then(|| directory.to_owned())
        })
    {
        return Some(first);
    }
    None
}

fn is_venv(machine: &Machine<'_, '_>, directory: &str) -> bool {
    let directory = crate::image::path::merged(directory);
    machine
        .contents()
        .artifacts
        .iter()
        .any(|artifact| artifact.path == directory && matches!(artifact.kind, Kind::Venv(_)))
}

/// The interpreter that a virtual environment was made with.
fn python_of(machine: &Machine<'_, '_>, venv: &str) -> Option<Interpreter> {
    let venv = crate::image::path::merged(venv);
    machine
        .contents()
        .artifacts
        .iter()
        .find_map(|artifact| match &artifact.kind {
            Kind::Venv(kind) if artifact.path == venv => Some(kind.python.clone()),
            _ => None,
        })
}

/// `pip install`, whose words begin at `from`.
fn pip(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, command: &Invocation, from: usize) {
    let words = Invocation {
        args: command.args.get(from..).unwrap_or_default().to_vec(),
        ..command.clone()
    };
    let mut operands = words.operands(VALUED);
    let verb = operands.next().map_or("", Arg::shown);
    match verb {
        "install" | "sync" => {}
        "wheel" | "download" => {
            let directory = words
                .option(&["-w", "--wheel-dir", "-d", "--dest"])
                .map_or_else(
                    || call.workdir.clone(),
                    |path| path.and_then(|path| Machine::absolute(call, path)),
                );
            machine.opens_below(directory, call);
            leaves_cache(machine, call, &words);
            return;
        }
        "uninstall" => {
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            return;
        }
        _ => return,
    }
    let names: Vec<String> = operands
        .map(|arg| arg.shown().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let requirements: Vec<String> = words
        .args
        .windows(2)
        .filter(|pair| matches!(pair[0].text(), Some("-r" | "--requirement")))
        .map(|pair| pair[1].shown().to_owned())
        .chain(words.args.iter().filter_map(|arg| {
            arg.known
                .strip_prefix("-r")
                .filter(|rest| !rest.is_empty() && !rest.starts_with('-'))
                .map(str::to_owned)
        }))
        .collect();
    // Files that are there already are not downloaded.
    let local = words.has(&["--no-index"])
        || requirements.is_empty() && names.iter().all(|name| name.starts_with(['/', '.']));
    if !local {
        leaves_cache(machine, call, &words);
    }
    packages(machine, call, &words, names, requirements);
}

fn leaves_cache(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, words: &Invocation) {
    let off = words.has(&["--no-cache-dir", "--no-cache"])
        || matches!(machine.env(call, call.shell, "PIP_NO_CACHE_DIR"), Value::Known(value) if !matches!(value.as_str(), "" | "0" | "off" | "false" | "no"))
        || matches!(
            machine.env(call, call.shell, "PIP_NO_CACHE_DIR"),
            Value::Unknown
        );
    let Some(home) = machine.home(call, call.shell) else {
        return;
    };
    if off {
        machine.opens_below(Some(format!("{home}/.cache")), call);
    } else {
        machine.adds(
            &format!("{home}/.cache/pip"),
            Shape::Tree,
            Kind::Cache("pip"),
            call,
        );
    }
}

/// Packages are installed: where, and by which interpreter.
fn packages(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    words: &Invocation,
    names: Vec<String>,
    requirements: Vec<String>,
) {
    let venv = active(machine, call);
    let python = match &venv {
        Some(venv) => python_of(machine, venv).unwrap_or_default(),
        None => machine.python(),
    };
    let version = python.minor.clone();
    let site_of = |prefix: &str| {
        version
            .as_ref()
            .map(|version| format!("{prefix}/lib/python{version}/site-packages"))
    };
    let option = |names: &[&str]| {
        words
            .option(names)
            .map(|value| value.and_then(|path| Machine::absolute(call, path)))
    };
    let (directory, how, prefix) = if let Some(target) = option(&["-t", "--target"]) {
        (target.clone(), PythonInstall::Target, target)
    } else if let Some(prefix) = option(&["--prefix"]).or_else(|| option(&["--root"])) {
        (
            prefix.as_deref().and_then(site_of),
            PythonInstall::Prefix,
            prefix,
        )
    } else if let Some(venv) = venv {
        (site_of(&venv), PythonInstall::Venv, Some(venv))
    } else if words.has(&["--user"]) {
        let local = machine
            .home(call, call.shell)
            .map(|home| format!("{home}/.local"));
        (
            local.as_deref().and_then(site_of),
            PythonInstall::User,
            local,
        )
    } else {
        // Debian's own interpreter installs below /usr/local, into dist-packages.
        let runtime = machine.runtime(RuntimeKind::Python);
        let directory =
            runtime.and_then(|runtime| runtime.package_dirs.first().map(ToString::to_string));
        let prefix = python
            .path
            .as_deref()
            .and_then(|path| path.rsplit_once("/bin/"))
            .map_or("/usr/local", |(prefix, _)| prefix);
        let prefix = if prefix == "/usr" {
            "/usr/local"
        } else {
            prefix
        };
        (directory, PythonInstall::System, Some(prefix.to_owned()))
    };
    // Console scripts and data files go below the prefix.
    match &prefix {
        Some(prefix) => machine.opens_below(Some(prefix.clone()), call),
        None => machine.opens(Region::Everything, call),
    }
    machine.opens(Region::Below("/tmp".to_owned()), call);
    let only_tools =
        requirements.is_empty() && !names.is_empty() && names.iter().all(|name| is_tool(name));
    let Some(directory) = directory.filter(|_| !only_tools) else {
        return;
    };
    machine.adds(
        &directory,
        Shape::Tree,
        Kind::PythonPackages(PythonPackages {
            python,
            how,
            names,
            requirements,
        }),
        call,
    );
}

/// Whether a requirement names a tool for building.
fn is_tool(requirement: &str) -> bool {
    let name = requirement
        .split(['=', '<', '>', '~', '!', '[', ' ', ';', '@'])
        .next()
        .unwrap_or_default();
    TOOLS.contains(&name.to_ascii_lowercase().replace('_', "-").as_str())
}

/// A virtual environment is made.
fn venv(
    machine: &mut Machine<'_, '_>,
    call: &Call<'_, '_>,
    target: Option<&Arg>,
    relocatable: bool,
) {
    let path = match target {
        Some(target) => target
            .plain()
            .and_then(|path| Machine::absolute(call, path)),
        None => Machine::absolute(call, ".venv"),
    };
    let Some(path) = path else {
        machine.opens_below(call.workdir.clone(), call);
        return;
    };
    let mut python = python_for(machine, call);
    // Made through a named interpreter: /usr/bin/python3 -m venv.
    if call.program.starts_with('/') && is_interpreter(&call.name) {
        if python.path.as_deref() != Some(call.program.as_str()) {
            python.minor = call.name.strip_prefix("python").and_then(minor);
        }
        python.path = Some(call.program.clone());
    }
    if let Some(Some(wanted)) = call.option(&["-p", "--python"]) {
        python = Interpreter {
            path: wanted.starts_with('/').then(|| wanted.to_owned()),
            minor: minor(wanted.trim_start_matches("python")),
            ..python
        };
    }
    let relocatable = relocatable || call.has(&["--relocatable", "--copies", "--always-copy"]);
    machine.adds(
        &path,
        Shape::Tree,
        Kind::Venv(Venv {
            python,
            relocatable,
            made_at: path.clone(),
        }),
        call,
    );
}

/// `uv pip install`, `uv venv`, `uv sync`.
fn uv(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let verb = call.verb().to_owned();
    match verb.as_str() {
        "pip" => {
            let at = call
                .args
                .iter()
                .position(|arg| arg.text() == Some("pip"))
                .unwrap_or_default();
            let system = call.has(&["--system"])
                || matches!(
                    machine.env(call, call.shell, "UV_SYSTEM_PYTHON"),
                    Value::Known(_)
                );
            let mut command = call.command.clone();
            // Without --system, uv installs into the environment that is active or in `.venv`.
            if !system && let Some(directory) = project_venv(machine, call) {
                command.program = format!("{directory}/bin/pip");
            }
            let own = Call {
                command: &command,
                shell: call.shell,
            };
            pip(machine, &own, &command, at + 1);
        }
        "venv" => {
            let at = call
                .args
                .iter()
                .position(|arg| arg.text() == Some("venv"))
                .unwrap_or_default();
            let rest = Invocation {
                args: call.args.get(at + 1..).unwrap_or_default().to_vec(),
                ..call.command.clone()
            };
            let target = rest
                .operands(&["-p", "--python", "--prompt"])
                .next()
                .cloned();
            venv(machine, call, target.as_ref(), false);
        }
        "sync" => project(machine, call),
        "tool" | "python" => {
            if verb == "python" {
                machine.keeps(UV_PYTHON, "installed");
            }
            super::opens_home(machine, call);
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            machine.opens(Region::Below("/opt".to_owned()), call);
            machine.opens(Region::Below("/python".to_owned()), call);
        }
        _ => {
            machine.opens_below(call.workdir.clone(), call);
            super::opens_home(machine, call);
        }
    }
}

/// The setting that says that `uv` may have an interpreter of its own.
const UV_PYTHON: &str = "uv python";

/// The interpreter that an environment is made with: the system's, but `uv` may bring, or be told, another.
fn python_for(machine: &Machine<'_, '_>, call: &Call<'_, '_>) -> Interpreter {
    const TELL: &[&str] = &["UV_MANAGED_PYTHON", "UV_PYTHON", "UV_PYTHON_INSTALL_DIR"];
    let is_told = || {
        TELL.iter()
            .any(|name| !matches!(machine.env(call, call.shell, name), Value::Unset))
            || match machine.env(call, call.shell, "UV_PYTHON_PREFERENCE") {
                Value::Known(value) => matches!(value.as_str(), "managed" | "only-managed"),
                Value::Unset => false,
                Value::Unknown => true,
            }
            || call.has(&["--managed-python"])
            || call.name == "uv"
                && call.verb() == "sync"
                && call.option(&["-p", "--python"]).is_some()
            || machine.setting(UV_PYTHON).is_some()
    };
    if call.name == "uv" && is_told() {
        return Interpreter::default();
    }
    machine.python()
}

/// Where a project's own environment is.
fn project_venv(machine: &Machine<'_, '_>, call: &Call<'_, '_>) -> Option<String> {
    for name in ["UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV"] {
        if let Value::Known(path) = machine.env(call, call.shell, name) {
            return Machine::absolute(call, &path);
        }
    }
    Machine::absolute(call, ".venv")
}

/// Tools that install what a project's files name.
fn project(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    machine.opens_below(call.workdir.clone(), call);
    super::opens_home(machine, call);
    let verb = call.verb().to_owned();
    let system = match call.name.as_str() {
        "uv" => {
            let Some(path) = project_venv(machine, call) else {
                return;
            };
            let python = python_for(machine, call);
            let relocatable = matches!(
                machine.env(call, call.shell, "UV_VENV_RELOCATABLE"),
                Value::Known(ref value) if matches!(value.as_str(), "1" | "true")
            );
            if !is_venv(machine, &path) {
                machine.adds(
                    &path,
                    Shape::Tree,
                    Kind::Venv(Venv {
                        python: python.clone(),
                        relocatable,
                        made_at: path.clone(),
                    }),
                    call,
                );
            }
            let mut command = call.command.clone();
            command.program = format!("{path}/bin/pip");
            let own = Call {
                command: &command,
                shell: call.shell,
            };
            packages(
                machine,
                &own,
                &command,
                Vec::new(),
                vec![file_name("uv.lock").to_owned()],
            );
            return;
        }
        "poetry" => match machine.env(call, call.shell, "POETRY_VIRTUALENVS_CREATE") {
            Value::Known(value) => value == "false" || value == "0",
            Value::Unset => machine
                .setting("poetry virtualenvs.create")
                .is_some_and(|value| value == "false"),
            Value::Unknown => return,
        },
        "pipenv" => call.has(&["--system"]),
        _ => return,
    };
    if call.name == "poetry" && verb == "config" {
        let words: Vec<&str> = call.operands(&[]).skip(1).filter_map(Arg::plain).collect();
        if let [name, value] = words.as_slice() {
            let (name, value) = (format!("poetry {name}"), (*value).to_owned());
            machine.keeps(&name, &value);
        }
        return;
    }
    if !matches!(verb.as_str(), "install" | "sync") {
        return;
    }
    if system {
        packages(
            machine,
            call,
            call,
            Vec::new(),
            vec!["poetry.lock".to_owned()],
        );
        return;
    }
    let in_project = match machine.env(call, call.shell, "POETRY_VIRTUALENVS_IN_PROJECT") {
        Value::Known(value) => value == "true" || value == "1",
        _ => machine
            .setting("poetry virtualenvs.in-project")
            .is_some_and(|value| value == "true"),
    };
    if in_project
        && let Some(path) = call
            .workdir
            .as_deref()
            .map(|workdir| absolute(workdir, ".venv"))
    {
        let python = machine.python();
        machine.adds(
            &path,
            Shape::Tree,
            Kind::Venv(Venv {
                python,
                relocatable: false,
                made_at: path.clone(),
            }),
            call,
        );
    }
}
