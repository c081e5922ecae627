//! Commands that write secrets into files: by a redirection, or as a setting of a tool.

use super::Call;
use crate::image::artifact::{Kind, Shape};
use crate::image::interpret::Machine;
use crate::image::path::absolute;
use crate::image::script::Arg;
use crate::image::secrets;

/// What stands for a word that is not known.
const UNKNOWN: &str = "?";

pub(super) fn apply(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    if let Some(path) = call.output.clone() {
        redirected(machine, call, &path);
    } else if matches!(call.name.as_str(), "npm" | "pnpm") {
        setting(machine, call);
    }
}

/// `echo "$KEY" > ~/.ssh/id_rsa`
fn redirected(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>, path: &str) {
    let says = matches!(call.name.as_str(), "echo" | "printf");
    let text = says.then(|| text(&call.args));
    let whole = says && call.is_known();
    if let Some(secret) = secrets::written(path, text.as_deref(), whole) {
        machine.adds(path, Shape::File, Kind::Secret(secret), call);
    }
}

/// `npm config set //registry.npmjs.org/:_authToken $TOKEN`
fn setting(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    let words: Vec<&Arg> = call.operands(&["--location", "-L"]).collect();
    let set = match words.as_slice() {
        [config, set, rest @ ..] if config.shown() == "config" && set.shown() == "set" => rest,
        [set, rest @ ..] if set.shown() == "set" => rest,
        _ => return,
    };
    let line = match set {
        [one] => text(&[(*one).clone()]),
        [name, value] => format!("{}={}", name.shown(), text(&[(*value).clone()])),
        _ => return,
    };
    // The project's own file only where it is asked for.
    if call.option(&["--location", "-L"]) == Some(Some("project")) {
        return;
    }
    let Some(home) = machine.home(call, call.shell) else {
        return;
    };
    let path = absolute(&home, ".npmrc");
    if let Some(secret) = secrets::written(&path, Some(&line), false) {
        machine.adds(&path, Shape::File, Kind::Secret(secret), call);
    }
}

/// The words as they are written out, with a word for what is not known.
fn text(args: &[Arg]) -> String {
    let words: Vec<String> = args
        .iter()
        .filter(|arg| !arg.is_option())
        .map(|arg| match &arg.text {
            Some(text) => text.clone(),
            None => format!("{}{UNKNOWN}", arg.known),
        })
        .collect();
    words.join(" ")
}
