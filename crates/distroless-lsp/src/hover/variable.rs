//! The value of a variable where it is named.

use super::line;
use crate::lines::Lines;
use crate::navigation::{assignment, global, setting};
use crate::page::Page;
use crate::place;
use distroless_core::Model;
use distroless_core::graph::Setting;
use dockerfile_syntax::expand::Variable as Value;
use dockerfile_syntax::{Kind, Span};

pub(super) fn tell(
    model: &Model<'_>,
    lines: &Lines<'_>,
    variable: &place::Variable<'_>,
    page: &mut Page,
) -> Option<Span> {
    let name = variable.name;
    match setting(model, variable) {
        Some(Setting::Set { value, span, .. }) => {
            page.code(name).words(" is ").code(&value);
            page.paragraph();
            line(page, lines, assignment(model, span, name));
        }
        Some(Setting::Inherited(value)) => {
            page.code(name).words(" is ").code(&value);
            page.words(", from the base image or the builder");
        }
        Some(Setting::Unknown) => {
            page.code(name);
            page.words(": its value, if it has one, is known to the build only");
        }
        Some(Setting::Unset) => {
            // A variable of the shell's own is no matter of the file.
            if is_run(model, variable) {
                return None;
            }
            page.code(name).words(" is not set here");
        }
        None => {
            match model.graph.global(name) {
                Value::Set(value) => page.code(name).words(" is ").code(value),
                Value::Unknown => page
                    .code(name)
                    .words(": its value, if it has one, is known to the build only"),
                Value::Unset => page.code(name).words(" is not set here"),
            };
            if let Some(span) = global(model, name) {
                page.paragraph();
                line(page, lines, span);
            }
        }
    }
    Some(variable.span)
}

fn is_run(model: &Model<'_>, variable: &place::Variable<'_>) -> bool {
    let instruction = model.file.instructions.get(variable.instruction);
    instruction.is_some_and(|it| {
        matches!(
            it.kind,
            Kind::Run(_) | Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_)
        )
    })
}
