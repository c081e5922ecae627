//! What commands do to an image: one file a family of tools. A command that is not known may do anything
//! anywhere; a known one does what its file says, and nothing else.

mod bundle;
mod cc;
mod credentials;
mod dotnet;
mod fetch;
mod files;
mod go;
mod jvm;
mod node;
mod python;
mod readers;
mod rust;
mod shells;
mod system;
mod users;

use super::artifact::Kind;
use super::interpret::Machine;
use super::script::{Invocation, Shell};
use super::touch::Region;

/// A command, and where it runs.
pub(crate) struct Call<'c, 's> {
    pub(crate) command: &'c Invocation,
    pub(crate) shell: &'c Shell<'s>,
}

impl std::ops::Deref for Call<'_, '_> {
    type Target = Invocation;

    fn deref(&self) -> &Invocation {
        self.command
    }
}

/// What a family does with a command; `false` where it is none of its own.
type Family = fn(&mut Machine<'_, '_>, &Call<'_, '_>) -> bool;

/// In the order they are asked. The first that knows a command has the word.
const FAMILIES: &[Family] = &[
    shells::apply,
    readers::apply,
    files::apply,
    fetch::apply,
    system::apply,
    users::apply,
    python::apply,
    node::apply,
    go::apply,
    rust::apply,
    cc::apply,
    jvm::apply,
    dotnet::apply,
    bundle::apply,
];

/// What a command writes into files that hold secrets.
pub(crate) fn keep_secrets(machine: &mut Machine<'_, '_>, command: &Invocation, shell: &Shell<'_>) {
    credentials::apply(machine, &Call { command, shell });
}

/// Applies the effects of a command.
pub(crate) fn apply(machine: &mut Machine<'_, '_>, command: &Invocation, shell: &Shell<'_>) {
    let call = Call { command, shell };
    if !FAMILIES.iter().any(|family| family(machine, &call)) {
        machine.opens(Region::Everything, command);
        tidies(machine, command);
    }
}

/// What a script of the project takes away, as its name says: packages for development, as a rule.
fn tidies(machine: &mut Machine<'_, '_>, command: &Invocation) {
    let says_so = command
        .name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| {
            matches!(
                word,
                "clean" | "cleanup" | "prune" | "slim" | "strip" | "trim"
            )
        });
    if let Some(contents) = machine.contents_mut().filter(|_| says_so) {
        for artifact in &mut contents.artifacts {
            match &mut artifact.kind {
                Kind::NodeModules(modules) => modules.dev = modules.dev.filter(|dev| !dev),
                Kind::Bundle(bundle) => bundle.dev = bundle.dev.filter(|dev| !dev),
                _ => {}
            }
        }
    }
}

/// The directory of a project's tool leaves in a home: `~/.npm`. Opened, unless nothing is known of the
/// home.
fn opens_home(machine: &mut Machine<'_, '_>, call: &Call<'_, '_>) {
    match machine.home(call, call.shell) {
        Some(home) => machine.opens_below(Some(home), call),
        None => machine.opens(Region::Below("/root".to_owned()), call),
    }
}

#[cfg(test)]
mod tests;
