//! Node.js: npm, yarn, pnpm, bun, corepack.

use super::Call;
use crate::image::artifact::{Kind, NodeModules, Shape};
use crate::image::interpret::Machine;
use crate::image::path::absolute;
use crate::image::script::{Arg, Value};
use crate::image::touch::Region;
use image_knowledge::RuntimeKind;

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "npm" | "yarn" | "pnpm" | "bun" => manager(machine, call),
        "corepack" => {
            super::opens_home(machine, call);
            machine.opens(Region::Below("/usr/local".to_owned()), call);
        }
        // They build the project they are started in.
        "npx" | "pnpx" | "bunx" | "tsc" | "vite" | "webpack" | "esbuild" | "rollup" | "ng"
        | "next" | "nuxt" | "nest" | "turbo" | "lerna" | "nx" | "gulp" | "grunt" | "node-gyp"
        | "node-prune" | "prisma" => {
            machine.opens_below(call.workdir.clone(), call);
            super::opens_home(machine, call);
            machine.opens(Region::Below("/tmp".to_owned()), call);
        }
        "nvm" | "n" | "fnm" | "volta" => {
            super::opens_home(machine, call);
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            machine.opens(Region::Below("/opt".to_owned()), call);
        }
        _ => return false,
    }
    true
}

/// What the words of an installation say about packages for development.
fn production(machine: &Machine<'_, '_>, call: &Call<'_, '_>) -> Option<bool> {
    let has = |words: &[&str]| call.has(words);
    if has(&["--include=dev", "--production=false", "--dev", "-D"]) {
        return Some(false);
    }
    if has(&[
        "--omit=dev",
        "--production",
        "--prod",
        "-P",
        "--only=production",
        "--only=prod",
        "--production=true",
        "--omit=dev,optional",
    ]) || call.option(&["--omit"]) == Some(Some("dev"))
        || matches!(call.option(&["--only"]), Some(Some("production" | "prod")))
    {
        return Some(true);
    }
    // Yarn 2 and later install everything whatever NODE_ENV is, and so does bun; which yarn it is, is not known.
    let by_environment = match machine.env(call, call.shell, "NODE_ENV") {
        Value::Known(value) if value == "production" => match call.name.as_str() {
            "npm" | "pnpm" => Some(true),
            _ => None,
        },
        Value::Known(_) | Value::Unset => Some(false),
        Value::Unknown => None,
    };
    let by_configuration = [
        "NPM_CONFIG_PRODUCTION",
        "NPM_CONFIG_OMIT",
        "npm_config_production",
        "npm_config_omit",
        "NPM_CONFIG_ONLY",
    ]
    .iter()
    .any(|name| !matches!(machine.env(call, call.shell, name), Value::Unset));
    if by_configuration {
        return None;
    }
    // An option that is not known may say it.
    if !call.is_known() {
        return by_environment.filter(|production| *production);
    }
    by_environment
}

fn manager(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let valued = &[
        "--prefix",
        "-C",
        "--cwd",
        "--filter",
        "-F",
        "--cache",
        "--registry",
        "-w",
        "--workspace",
        "--loglevel",
        "--mutex",
        "--network-timeout",
        "--modules-folder",
        "--omit",
        "--only",
    ];
    let mut operands = call.operands(valued);
    let verb = operands.next().map_or("", Arg::shown).to_owned();
    let has_names = operands.next().is_some();
    let project = match call.option(&["--prefix", "-C", "--cwd", "--dir"]) {
        Some(Some(path)) => Machine::absolute(call, path),
        Some(None) => None,
        None => call.workdir.clone(),
    };
    machine.opens_below(project.clone(), call);
    super::opens_home(machine, call);
    machine.opens(Region::Below("/tmp".to_owned()), call);
    if call.has(&["-g", "--global", "--location=global"]) || verb == "global" {
        machine.opens(Region::Below("/usr/local".to_owned()), call);
        machine.opens(Region::Below("/usr/lib".to_owned()), call);
        machine.opens(Region::Below("/usr/bin".to_owned()), call);
        leaves_cache(machine, call);
        return;
    }
    let Some(modules) = project
        .as_deref()
        .map(|project| absolute(project, "node_modules"))
    else {
        return;
    };
    let installs = matches!(
        verb.as_str(),
        "install" | "ci" | "i" | "clean-install" | "add" | "install-clean" | "rebuild"
    ) || verb.is_empty() && call.name == "yarn"
        || verb == "workspaces" && call.name == "yarn";
    if verb == "prune" || verb == "dedupe" {
        prune(machine, call, &modules);
        return;
    }
    if verb == "cache" {
        if let Some(home) = machine.home(call, call.shell) {
            machine.empties(&cache_path(&call.name, &home), call);
        }
        return;
    }
    if !installs || has_names && verb != "workspaces" && call.name == "npm" {
        if has_names && installs {
            // One package more; the others stay as they are.
            leaves_cache(machine, call);
        }
        return;
    }
    leaves_cache(machine, call);
    let dev = if machine.is_production_only(project.as_deref()) {
        Some(false)
    } else {
        production(machine, call).map(|production| !production)
    };
    let major = machine
        .runtime(RuntimeKind::Node)
        .and_then(|runtime| runtime.version.as_ref().known().map(ToString::to_string))
        .map(|version| version.split('.').next().unwrap_or_default().to_owned());
    let kind = Kind::NodeModules(NodeModules {
        dev,
        libc: machine.libc().map(|(kind, _)| kind),
        major,
        image: machine.base_name(),
        project: machine.context_of(project.as_deref().unwrap_or_default()),
        command: format!("{} {verb}", call.name).trim_end().to_owned(),
    });
    machine.adds(&modules, Shape::Tree, kind, call);
}

/// Packages for development are taken away.
fn prune(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, modules: &str) {
    let prunes = production(machine, call) == Some(true) || call.name == "yarn";
    let modules = crate::image::path::merged(modules);
    let site = machine.site(call.span);
    if let Some(contents) = machine.contents_mut() {
        for artifact in &mut contents.artifacts {
            if artifact.path == modules
                && let Kind::NodeModules(kind) = &mut artifact.kind
            {
                kind.dev = if prunes { Some(false) } else { None };
                let _ = site;
            }
        }
    }
}

fn cache_path(manager: &str, home: &str) -> String {
    match manager {
        "yarn" => format!("{home}/.cache/yarn"),
        "pnpm" => format!("{home}/.local/share/pnpm"),
        "bun" => format!("{home}/.bun"),
        _ => format!("{home}/.npm"),
    }
}

fn leaves_cache(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let Some(home) = machine.home(call, call.shell) else {
        return;
    };
    let name = match call.name.as_str() {
        "yarn" => "yarn",
        "pnpm" => "pnpm",
        "bun" => "bun",
        _ => "npm",
    };
    let path = cache_path(name, &home);
    machine.adds(&path, Shape::Tree, Kind::Cache(name), call);
}
