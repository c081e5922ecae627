//! Ports that only root may listen on, on some platforms.

use crate::survey::Survey;
use distroless_core::graph::CommandLine;
use dockerfile_syntax::{Kind, Span};

/// A port below 1024 that it says it listens on: by EXPOSE, by a variable, by its command.
pub(crate) fn privileged(survey: &Survey<'_, '_>) -> Option<(u16, Span)> {
    let exposes = survey
        .stage
        .steps
        .iter()
        .filter(|step| matches!(survey.model.kind(step), Some(Kind::Expose(_))));
    let listed = exposes
        .flat_map(|step| &step.operands)
        .filter_map(|operand| {
            let port = operand.value.as_deref()?.split(['/', '-']).next()?;
            Some((port.parse().ok()?, operand.span))
        });
    let variables = survey.stage.steps.iter().flat_map(|step| &step.assignments);
    let variables = variables.filter_map(|assignment| {
        let name = assignment.name.as_deref()?;
        let value = assignment.value.as_ref()?;
        let text = value.value.as_deref()?;
        let port = match name {
            "PORT" | "HTTP_PORT" | "SERVER_PORT" | "ASPNETCORE_HTTP_PORTS" => text.parse().ok()?,
            "ASPNETCORE_URLS" => address(text)?,
            _ => return None,
        };
        Some((port, assignment.span))
    });
    let lines = [&survey.stage.config.entrypoint, &survey.stage.config.cmd];
    let lines = lines.into_iter().filter_map(|setting| {
        let words: Vec<String> = match setting.value()? {
            CommandLine::Exec(words) => {
                let words = words.iter().filter_map(|word| word.value.clone());
                words.collect()
            }
            CommandLine::Shell { text, .. } => text.split_whitespace().map(str::to_owned).collect(),
        };
        Some((listens(&words)?, setting.span()?))
    });
    let mut ports = listed.chain(variables).chain(lines);
    ports.find(|(port, _)| (1..1024).contains(port))
}

/// The port of an address to listen on: `0.0.0.0:80`, `http://+:80`, `:80`.
fn address(text: &str) -> Option<u16> {
    let (host, port) = text.trim_end_matches('/').rsplit_once(':')?;
    let host = host.rsplit("//").next().unwrap_or(host);
    let any = matches!(
        host,
        "" | "*" | "+" | "0.0.0.0" | "[::]" | "localhost" | "127.0.0.1"
    );
    port.parse().ok().filter(|_| any)
}

/// The port that the words of a command name.
fn listens(words: &[String]) -> Option<u16> {
    let mut before = "";
    for word in words {
        let (option, value) = word.split_once('=').unwrap_or((before, word));
        let names = option.starts_with('-') && (option.ends_with("port") || option == "-p");
        let port = address(value).or_else(|| value.parse().ok().filter(|_| names));
        if port.is_some() {
            return port;
        }
        before = word;
    }
    None
}
