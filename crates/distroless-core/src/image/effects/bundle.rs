//! Ruby and PHP: bundler, gem, composer, docker-php-ext-install.

use super::Call;
use crate::image::artifact::{Bundle, Kind, Shape};
use crate::image::interpret::Machine;
use crate::image::path::absolute;
use crate::image::script::Value;
use crate::image::touch::Region;

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) -> bool {
    match call.name.as_str() {
        "bundle" | "bundler" => bundle(machine, call),
        "composer" | "composer.phar" => composer(machine, call),
        "gem"
        | "pecl"
        | "docker-php-ext-install"
        | "docker-php-ext-enable"
        | "docker-php-ext-configure"
        | "install-php-extensions"
        | "phpize"
        | "a2enmod"
        | "a2dismod" => {
            machine.opens(Region::System, call);
            machine.opens(Region::Below("/usr/local".to_owned()), call);
            super::opens_home(machine, call);
        }
        _ => return false,
    }
    true
}

fn bundle(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    machine.opens_below(call.workdir.clone(), call);
    machine.opens(Region::Below("/usr/local".to_owned()), call);
    super::opens_home(machine, call);
    let verb = call.verb().to_owned();
    match verb.as_str() {
        "config" => {
            let words: Vec<&str> = call
                .args
                .iter()
                .filter_map(|arg| arg.plain())
                .filter(|word| !matches!(*word, "config" | "set" | "--local" | "--global"))
                .collect();
            if let [name, value @ ..] = words.as_slice() {
                let (name, value) = (format!("bundle {name}"), value.join(":"));
                machine.keeps(&name, &value);
            }
        }
        "install" | "" => {
            let without = |value: &str| value.contains("development");
            let excluded = call.option(&["--without"]).flatten().is_some_and(without)
                || machine.setting("bundle without").is_some_and(without)
                || machine.setting("bundle deployment").is_some()
                    && machine.setting("bundle without").is_some()
                || matches!(machine.env(call, call.shell, "BUNDLE_WITHOUT"), Value::Known(value) if without(&value))
                || matches!(
                    machine.env(call, call.shell, "BUNDLE_ONLY"),
                    Value::Known(_)
                );
            let unknown = !call.is_known()
                || matches!(
                    machine.env(call, call.shell, "BUNDLE_WITHOUT"),
                    Value::Unknown
                );
            let path = match machine.env(call, call.shell, "BUNDLE_PATH") {
                Value::Known(path) => Machine::absolute(call, &path),
                Value::Unset => match machine.env(call, call.shell, "GEM_HOME") {
                    Value::Known(path) => Some(path),
                    _ => None,
                },
                Value::Unknown => None,
            };
            let Some(path) = path.or_else(|| Some("/usr/local/bundle".to_owned())) else {
                return;
            };
            let dev = if excluded {
                Some(false)
            } else if unknown {
                None
            } else {
                Some(true)
            };
            machine.adds(
                &path,
                Shape::Tree,
                Kind::Bundle(Bundle {
                    manager: "bundler",
                    dev,
                }),
                call,
            );
        }
        // A task of the project.
        "exec" => machine.opens(Region::Everything, call),
        _ => {}
    }
}

fn composer(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    machine.opens_below(call.workdir.clone(), call);
    super::opens_home(machine, call);
    machine.opens(Region::Below("/tmp".to_owned()), call);
    let directory = match call.option(&["-d", "--working-dir"]) {
        Some(path) => path.and_then(|path| Machine::absolute(call, path)),
        None => call.workdir.clone(),
    };
    if !matches!(call.verb(), "install" | "update") {
        return;
    }
    let dev = if call.has(&["--no-dev"])
        || matches!(machine.env(call, call.shell, "COMPOSER_NO_DEV"), Value::Known(value) if value == "1")
    {
        Some(false)
    } else if call.is_known() {
        Some(true)
    } else {
        None
    };
    if let Some(directory) = directory {
        machine.adds(
            &absolute(&directory, "vendor"),
            Shape::Tree,
            Kind::Bundle(Bundle {
                manager: "composer",
                dev,
            }),
            call,
        );
    }
}
